//! A chart: curves over one variable, and the places on it worth a name.
//!
//! Like a report, a chart is a value that knows nothing of terminals or pixels, so that a plot in
//! a terminal and a picture in a file show the same thing.

use rust_decimal::Decimal;

/// Curves over one variable: what each architecture costs per month over requests per day.
///
/// The value axis always starts at zero, so that heights compare as amounts do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chart {
    /// What it is about.
    pub title: String,
    /// The variable and its unit: `requests per day`.
    pub x_title: String,
    /// What the curves measure: `USD per month`.
    pub y_title: String,
    /// How the variable is laid out.
    pub x_scale: Scale,
    /// The curves, in the order of the legend.
    pub series: Vec<Series>,
    /// Values of the variable worth a name, such as those where the cheapest curve changes.
    pub marks: Vec<Mark>,
}

/// How values are laid out along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// Equal differences take equal room.
    #[default]
    Linear,
    /// Equal ratios take equal room. Zero and less have no place on it: such points and marks are
    /// left out of a drawing, because drawn at the edge they would claim to be somewhere else.
    Log,
}

/// A curve.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series {
    /// Its name.
    pub title: String,
    /// Variable and value, the variable ascending. Neighbours are joined by straight lines as
    /// drawn, so a curve needs enough points to look like one, and a step needs one on each side.
    pub points: Vec<(Decimal, Decimal)>,
}

/// A value of the variable worth a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it is.
    pub at: Decimal,
    /// What happens there: `408,193: Fargate`.
    pub label: String,
}

impl Chart {
    /// Every value of the variable that has to be on its axis: of the points and of the marks.
    pub(crate) fn x_values(&self) -> impl Iterator<Item = Decimal> {
        let points = self.series.iter().flat_map(|series| &series.points);
        let marks = self.marks.iter().map(|mark| mark.at);
        points.map(|(x, _)| *x).chain(marks)
    }

    /// Every value of the curves that is drawn.
    pub(crate) fn y_values(&self) -> impl Iterator<Item = Decimal> {
        let points = self.series.iter().flat_map(|series| &series.points);
        let drawn = points.filter(|(x, _)| self.x_scale.has(*x));
        drawn.map(|(_, y)| *y)
    }

    /// The title of the variable, with a word on a layout a reader would not expect.
    pub(crate) fn x_caption(&self) -> String {
        match self.x_scale {
            Scale::Linear => self.x_title.clone(),
            Scale::Log => format!("{} (log scale)", self.x_title),
        }
    }
}

impl Scale {
    /// True when the value has a place.
    pub(crate) fn has(self, value: Decimal) -> bool {
        match self {
            Scale::Linear => true,
            Scale::Log => value > Decimal::ZERO,
        }
    }
}
