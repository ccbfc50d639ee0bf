//! A chart for a terminal.

mod canvas;
mod pen;

use super::axis::{Axis, Room, Tick, labels, pushed_apart};
use super::{Terminal, plain};
use crate::report::{Chart, Mark, Scale};
use canvas::{Canvas, Grain};
use pen::{Pen, cut, legend};
use rust_decimal::Decimal;
use textwrap::core::display_width;

/// Below this a plot says nothing.
const LEAST_WIDTH: usize = 40;
/// Beyond this it is too flat to be read.
const MOST_WIDTH: usize = 120;
/// Rows between the lowest and the highest tick, at least.
const LEAST_ROWS: usize = 15;
/// Intervals between the ticks of the value axis, at most.
const MOST_INTERVALS: i64 = 6;
/// Columns right of the curves: a space, and the sign of a series.
const MARGIN: usize = 2;

/// A chart as lines of text no wider than the terminal, if that has at least 40 columns.
///
/// With colours, curves are drawn in braille, two by four dots to a character; without, each curve
/// is drawn with a sign of its own. In both, the sign stands at the end of the curve and in the
/// legend, so that nothing rests on colour alone. Curves in the same place take turns.
#[must_use]
pub fn plot(chart: &Chart, terminal: Terminal) -> String {
    let width = usize::from(terminal.width).clamp(LEAST_WIDTH, MOST_WIDTH);
    let pen = Pen {
        styled: terminal.styled,
    };
    let marks = marks(chart);
    let mut lines = vec![
        pen.bold(&cut(&plain(&chart.title), width)),
        cut(&plain(&chart.y_title), width),
    ];
    lines.extend(Drawing::new(chart, &marks, width, pen).lines(chart));
    let titles = chart.series.iter().map(|series| plain(&series.title));
    let titles = titles.enumerate().map(|(at, title)| (pen.sign(at), title));
    lines.extend(legend(titles, width));
    let labels = (1_usize..).zip(&marks).map(|(number, mark)| {
        let label = plain(&mark.label);
        let label = match marks.len() {
            1 => label,
            _ => format!("{number}  {label}"),
        };
        ("▲".to_owned(), label)
    });
    lines.extend(legend(labels, width));
    lines
        .into_iter()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect()
}

/// The marks that have a place, from left to right.
fn marks(chart: &Chart) -> Vec<&Mark> {
    let placed = chart.marks.iter().filter(|mark| chart.x_scale.has(mark.at));
    let mut marks: Vec<_> = placed.collect();
    marks.sort_by_key(|mark| mark.at);
    marks
}

/// The curves between their axes.
struct Drawing {
    pen: Pen,
    canvas: Canvas,
    /// Columns of the canvas.
    columns: usize,
    rows: usize,
    /// Columns left of the value axis.
    left: usize,
    variable: Axis,
    /// The labels of the value axis and the rows they stand at, from below.
    values: Vec<(i64, String)>,
    /// The series that end in sight, and the rows their signs stand at.
    ends: Vec<(usize, i64)>,
    /// The columns of the marks.
    marked: Vec<i64>,
}

impl Drawing {
    fn new(chart: &Chart, marks: &[&Mark], width: usize, pen: Pen) -> Drawing {
        let (values, ticks) = Axis::from_zero(chart.y_values(), MOST_INTERVALS);
        let names = labels(&ticks, Scale::Linear);
        let left = names.iter().map(String::len).max().unwrap_or(0) + 1;
        let columns = width.saturating_sub(left + 1 + MARGIN);
        // Every interval between two ticks is as many rows high.
        let intervals = ticks.len().max(2) - 1;
        let rows = intervals * LEAST_ROWS.div_ceil(intervals) + 1;
        let grain = match pen.styled {
            true => Grain::Braille,
            false => Grain::Cell,
        };
        let mut canvas = Canvas::new(grain, columns, rows);
        let (end, top) = canvas.ends();
        let variable = Axis::over(chart.x_values(), chart.x_scale);
        let place =
            |(x, y): &(Decimal, Decimal)| Some((variable.place(*x, end)?, values.place(*y, top)?));
        let mut ends = Vec::new();
        for (at, series) in chart.series.iter().enumerate() {
            let mut last = None;
            let points = series.points.iter().filter_map(place);
            canvas.line(points.inspect(|point| last = Some(*point)), at);
            ends.extend(last.map(|point| (at, canvas.cell_of(point).1)));
        }
        let apart: Vec<i64> = ends.iter().map(|(_, row)| *row).collect();
        let apart = pushed_apart(&apart, 1, count(rows) - 1);
        let marked = marks.iter().filter_map(|mark| variable.place(mark.at, end));
        let marked: Vec<i64> = marked.map(|x| canvas.cell_of((x, 0)).0).collect();
        for column in &marked {
            canvas.mark(*column);
        }
        let row = |tick: &Decimal| values.place(*tick, top).map(|y| canvas.cell_of((0, y)).1);
        let rows_of_ticks = ticks.iter().filter_map(row);
        Drawing {
            pen,
            columns,
            rows,
            left,
            variable,
            values: rows_of_ticks.zip(names).collect(),
            ends: ends.iter().map(|(at, _)| *at).zip(apart).collect(),
            marked,
            canvas,
        }
    }

    fn lines(&self, chart: &Chart) -> Vec<String> {
        let mut lines: Vec<String> = (0..self.rows).rev().map(|row| self.row(row)).collect();
        let ticks = self.variable.labelled(Room {
            end: count(self.columns) - 1,
            from: -count(self.left + 1),
            to: count(self.columns + MARGIN),
            gap: 2,
            character: 1,
        });
        let margin = " ".repeat(self.left);
        lines.push(format!("{margin}└{}", self.base(&ticks)));
        let mut names = Line::default();
        for tick in &ticks {
            names.write(tick.start + count(self.left + 1), &tick.label);
        }
        lines.push(names.text);
        let width = self.left + 1 + self.columns + MARGIN;
        let caption = cut(&plain(&chart.x_caption()), width);
        let middle = (self.left + 1 + self.columns / 2)
            .saturating_sub(display_width(&caption) / 2)
            .min(width - display_width(&caption));
        lines.push(" ".repeat(middle) + &caption);
        lines
    }

    /// A row of the canvas, from below, with the tick before it and the sign behind it.
    fn row(&self, row: usize) -> String {
        let is_here = |other: &i64| *other == count(row);
        let tick = self.values.iter().find(|(at, _)| is_here(at));
        let (name, edge) = match tick {
            Some((_, name)) => (name.as_str(), '┤'),
            None => ("", '│'),
        };
        let cells = self.pen.cells(self.canvas.row(row));
        let ended = self.ends.iter().find(|(_, at)| is_here(at));
        let sign = ended.map(|(series, _)| self.pen.sign(*series));
        let width = self.left - 1;
        format!("{name:>width$} {edge}{cells} {}", sign.unwrap_or_default())
    }

    /// The axis below the curves: a notch for every tick, and every mark with its number.
    fn base(&self, ticks: &[Tick]) -> String {
        let notch = |column| match ticks.iter().any(|tick| tick.at == column) {
            true => '┬',
            false => '─',
        };
        let mut line: Vec<char> = (0..count(self.columns)).map(notch).collect();
        let mut signs: Vec<(i64, String)> = Vec::new();
        for (number, column) in (1_usize..).zip(&self.marked) {
            match signs.last_mut() {
                Some((at, sign)) if *at + count(display_width(sign)) > *column => {
                    sign.push_str(&format!(",{number}"));
                }
                _ if self.marked.len() == 1 => signs.push((*column, "▲".to_owned())),
                _ => signs.push((*column, format!("▲{number}"))),
            }
        }
        line.extend([' '; MARGIN]);
        for (column, sign) in &signs {
            let length = count(sign.chars().count());
            let start = (*column).min(count(line.len()) - length).max(0);
            for (at, c) in (start..).zip(sign.chars()) {
                let cell = usize::try_from(at).ok().and_then(|at| line.get_mut(at));
                if let Some(cell) = cell {
                    *cell = c;
                }
            }
        }
        line.into_iter().collect()
    }
}

/// Text written at columns, from left to right.
#[derive(Default)]
struct Line {
    text: String,
}

impl Line {
    fn write(&mut self, column: i64, text: &str) {
        let column = usize::try_from(column).unwrap_or(0);
        let gap = column.saturating_sub(display_width(&self.text));
        self.text.push_str(&" ".repeat(gap));
        self.text.push_str(text);
    }
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}
