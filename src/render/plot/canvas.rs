//! A grid of character cells that lines are drawn into, dot by dot.

/// What is in a cell.
#[derive(Debug, Clone, Default)]
struct Cell {
    /// The dots of its braille pattern.
    dots: u32,
    /// The series that pass through it, in the order they were drawn.
    series: Vec<usize>,
    /// Whether the line of a mark passes through it.
    is_marked: bool,
}

/// How finely lines are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    /// One sign per cell: without colours the sign says which series it is.
    Cell,
    /// Two by four dots per cell, as braille has them: finer, but told apart by colour only.
    Braille,
}

/// What to write into a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Nothing.
    Blank,
    /// The line of a mark.
    Mark,
    /// A series, and the dots of the braille pattern.
    Series(usize, u32),
}

/// Rows of cells, positions counted in dots from the lower left.
#[derive(Debug)]
pub(super) struct Canvas {
    grain: Grain,
    columns: usize,
    rows: usize,
    cells: Vec<Cell>,
}

impl Grain {
    /// Dots per cell, across and up.
    fn dots(self) -> (i64, i64) {
        match self {
            Grain::Cell => (1, 1),
            Grain::Braille => (2, 4),
        }
    }

    /// The dot of a cell, from below, that a value printed beside the cell stands at.
    fn middle(self) -> i64 {
        match self {
            Grain::Cell => 0,
            Grain::Braille => 1,
        }
    }
}

impl Canvas {
    pub(super) fn new(grain: Grain, columns: usize, rows: usize) -> Canvas {
        let cells = vec![Cell::default(); columns * rows];
        Canvas {
            grain,
            columns,
            rows,
            cells,
        }
    }

    /// The last positions across and up, when the first are 0: the middle of the cells at the ends.
    pub(super) fn ends(&self) -> (i64, i64) {
        let (across, up) = self.grain.dots();
        let last = |cells: usize| i64::try_from(cells.max(1)).unwrap_or(i64::MAX) - 1;
        (last(self.columns) * across, last(self.rows) * up)
    }

    /// The column and the row from below of a position.
    pub(super) fn cell_of(&self, (x, y): (i64, i64)) -> (i64, i64) {
        let (across, up) = self.grain.dots();
        (x / across, (y + self.grain.middle()) / up)
    }

    /// A line through these positions.
    pub(super) fn line(&mut self, points: impl Iterator<Item = (i64, i64)>, series: usize) {
        let mut last = None;
        for point in points {
            match last {
                None => self.dot(point, series),
                Some(last) => self.segment(last, point, series),
            }
            last = Some(point);
        }
    }

    fn segment(&mut self, one: (i64, i64), other: (i64, i64), series: usize) {
        let ((x0, y0), (x1, y1)) = (one.min(other), one.max(other));
        if x0 == x1 {
            for y in y0..=y1 {
                self.dot((x0, y), series);
            }
            return;
        }
        let mut before = y0;
        self.dot((x0, y0), series);
        for x in x0 + 1..=x1 {
            let y = y0 + ((y1 - y0) * (x - x0) * 2 + (x1 - x0)).div_euclid((x1 - x0) * 2);
            // A steep line leaves no gap: half of the way belongs to each of the two columns.
            let middle = (before + y).div_euclid(2);
            for between in before.min(y) + 1..before.max(y) {
                let is_first_half = (between <= middle) == (before < y);
                self.dot((if is_first_half { x - 1 } else { x }, between), series);
            }
            self.dot((x, y), series);
            before = y;
        }
    }

    fn dot(&mut self, (x, y): (i64, i64), series: usize) {
        let (across, up) = self.grain.dots();
        let (column, row) = self.cell_of((x, y));
        let bit = match self.grain {
            Grain::Cell => 1,
            Grain::Braille => {
                let height = (y + self.grain.middle()) % up;
                match (x % across, height) {
                    (0, 3) => 0x01,
                    (0, 2) => 0x02,
                    (0, 1) => 0x04,
                    (0, _) => 0x40,
                    (_, 3) => 0x08,
                    (_, 2) => 0x10,
                    (_, 1) => 0x20,
                    (_, _) => 0x80,
                }
            }
        };
        if let Some(cell) = self.cell_mut(column, row) {
            cell.dots |= bit;
            if cell.series.last() != Some(&series) {
                cell.series.push(series);
            }
        }
    }

    /// The line of a mark from top to bottom, behind the curves.
    pub(super) fn mark(&mut self, column: i64) {
        for row in (0..).take(self.rows) {
            if let Some(cell) = self.cell_mut(column, row) {
                cell.is_marked = true;
            }
        }
    }

    fn cell_mut(&mut self, column: i64, row: i64) -> Option<&mut Cell> {
        let column = usize::try_from(column).ok()?;
        let row = usize::try_from(row).ok()?;
        match column < self.columns {
            true => self.cells.get_mut(row * self.columns + column),
            false => None,
        }
    }

    /// The cells of a row, counted from below.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = Ink> {
        let cells = self.cells.iter().skip(row * self.columns);
        cells.take(self.columns).enumerate().map(|(column, cell)| {
            // Curves on top of each other take turns, so that none of them disappears.
            let turn = column.checked_rem(cell.series.len());
            let series = turn.and_then(|turn| cell.series.get(turn));
            match (series, cell.is_marked) {
                (Some(series), _) => Ink::Series(*series, cell.dots),
                (None, true) => Ink::Mark,
                (None, false) => Ink::Blank,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(canvas: &Canvas) -> Vec<String> {
        let sign = |ink| match ink {
            Ink::Blank => ' ',
            Ink::Mark => '|',
            Ink::Series(series, _) => char::from_digit(series as u32, 10).unwrap(),
        };
        let rows = (0..canvas.rows).rev();
        rows.map(|row| canvas.row(row).map(sign).collect())
            .collect()
    }

    #[test]
    fn a_steep_line_has_no_gaps() {
        let mut canvas = Canvas::new(Grain::Cell, 3, 7);
        canvas.line([(0, 0), (2, 6)].into_iter(), 1);
        assert_eq!(
            drawn(&canvas),
            ["  1", "  1", " 1 ", " 1 ", " 1 ", "1  ", "1  "]
        );
        let mut canvas = Canvas::new(Grain::Cell, 2, 4);
        canvas.line([(0, 3), (1, 0)].into_iter(), 1);
        assert_eq!(drawn(&canvas), ["1 ", "1 ", " 1", " 1"]);
    }

    #[test]
    fn curves_on_top_of_each_other_take_turns_in_front_of_marks() {
        let mut canvas = Canvas::new(Grain::Cell, 4, 2);
        canvas.mark(1);
        canvas.line([(0, 0), (3, 0)].into_iter(), 1);
        canvas.line([(0, 0), (3, 0)].into_iter(), 2);
        assert_eq!(drawn(&canvas), [" |  ", "1212"]);
    }

    #[test]
    fn braille_has_eight_dots_to_a_cell() {
        let mut canvas = Canvas::new(Grain::Braille, 1, 2);
        // The dots of the middle of the lower cell, and one in each corner of the upper one.
        canvas.line([(0, 0)].into_iter(), 0);
        for corner in [(0, 3), (1, 3), (0, 6), (1, 6)] {
            canvas.line([corner].into_iter(), 0);
        }
        let dots = |row| canvas.row(row).next();
        assert_eq!(dots(0), Some(Ink::Series(0, 0x04)));
        assert_eq!(dots(1), Some(Ink::Series(0, 0x01 | 0x08 | 0x40 | 0x80)));
        assert_eq!(canvas.ends(), (0, 4));
    }
}
