//! A chart as a picture.

mod text;
mod thin;

use super::axis::{Axis, Room, labels, pushed_apart};
use crate::report::{Chart, Mark, Scale};
use rust_decimal::Decimal;
use std::fmt::Write;
use text::{clean, cut, escaped, width};
use thin::{Point, thinned};

// Pixels, as whole numbers; positions inside the frame are hundredths of them.
const WIDTH: i64 = 960;
const HEIGHT: i64 = 540;
const HUNDRED: i64 = 100;
/// The estimated width of a character, and the height of a line of text.
const CHARACTER: i64 = 7;
const LINE: i64 = 16;
/// The longest title shown, in characters; the whole title is in a tooltip.
const LONGEST_TITLE: i64 = 28;
const LONGEST_LABEL: i64 = 44;
const LONGEST_HEADING: i64 = 88;
/// Intervals between the ticks of the value axis, at most.
const MOST_INTERVALS: i64 = 6;
/// Lines of labels of marks above the curves, at most; further ones share the last.
const MOST_LANES: usize = 6;
/// Colours of series in the style sheet, and patterns of dashes for when they are used up.
const COLOURS: usize = 7;
const DASHES: usize = 3;

/// A chart as an SVG document of 960 by 540 pixels that needs nothing else: no script, no font,
/// no style sheet.
///
/// Colours are those of Okabe and Ito, which people with any colour vision tell apart; every curve
/// also has its name at its end. Dark surroundings get a dark picture. Of a series with more than
/// 2,000 points those are drawn that make a difference.
#[must_use]
pub fn svg(chart: &Chart) -> String {
    let mut out = String::new();
    let title = clean(&chart.title);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"breakeven\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n\
         <title>{}</title>\n<desc>{}</desc>\n<style>\n{}</style>\n\
         <rect class=\"paper\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>",
        escaped(&title),
        escaped(&description(chart)),
        include_str!("svg/style.css"),
    );
    let heading = escaped(&cut(&title, LONGEST_HEADING));
    let _ = writeln!(
        out,
        "<text class=\"ink head\" x=\"24\" y=\"36\">{heading}</text>"
    );
    Picture::new(chart).draw(chart, &mut out);
    out.push_str("</svg>\n");
    out
}

/// What somebody who does not see the picture should know of it.
fn description(chart: &Chart) -> String {
    let list = |items: Vec<String>| match items.is_empty() {
        true => "none".to_owned(),
        false => items.join("; "),
    };
    let series = chart.series.iter().map(|series| clean(&series.title));
    let marks = chart.marks.iter().map(|mark| clean(&mark.label));
    format!(
        "Line chart of {} over {}. Lines: {}. Marked: {}.",
        clean(&chart.y_title),
        clean(&chart.x_caption()),
        list(series.collect()),
        list(marks.collect()),
    )
}

/// Where the parts of the picture are.
struct Picture<'c> {
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
    variable: Axis,
    values: Axis,
    ticks: Vec<Decimal>,
    names: Vec<String>,
    labels: Vec<Label<'c>>,
}

/// The label of a mark.
struct Label<'c> {
    mark: &'c Mark,
    text: String,
    /// Hundredths of a pixel from the left of the picture.
    at: i64,
    /// The line it stands in, from above.
    lane: usize,
    /// Whether it stands left of its mark, for want of room.
    is_left: bool,
}

impl<'c> Picture<'c> {
    fn new(chart: &'c Chart) -> Picture<'c> {
        let (values, ticks) = Axis::from_zero(chart.y_values(), MOST_INTERVALS);
        let names = labels(&ticks, Scale::Linear);
        let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
        let left = 24 + widest * CHARACTER + 10;
        let titles = chart.series.iter().map(|series| title(&series.title));
        let widest = titles.map(|title| width(&title)).max().unwrap_or(0);
        let right = WIDTH - 36 - widest.max(4) * CHARACTER;
        let mut picture = Picture {
            left,
            right,
            top: 0,
            bottom: HEIGHT - 64,
            variable: Axis::over(chart.x_values(), chart.x_scale),
            values,
            ticks,
            names,
            labels: Vec::new(),
        };
        picture.labels = picture.lanes(chart);
        let lanes = picture.labels.iter().map(|label| lane_count(label.lane));
        picture.top = 76 + lanes.max().unwrap_or(0) * LINE;
        picture
    }

    /// Labels of marks, a line further down each where they would cover one another.
    fn lanes(&self, chart: &'c Chart) -> Vec<Label<'c>> {
        let mut marks: Vec<&Mark> = chart.marks.iter().collect();
        marks.sort_by_key(|mark| mark.at);
        let mut labels: Vec<Label<'c>> = Vec::new();
        // The lane of each label so far, and where it begins and ends.
        let mut taken: Vec<(usize, i64, i64)> = Vec::new();
        for mark in marks {
            let Some(x) = self.variable.place(mark.at, self.length()) else {
                continue;
            };
            let text = cut(&clean(&mark.label), LONGEST_LABEL);
            let wide = (width(&text) * CHARACTER + 12) * HUNDRED;
            let at = self.left * HUNDRED + x;
            let is_left = at + wide > WIDTH * HUNDRED;
            let (from, to) = match is_left {
                true => (at - wide, at),
                false => (at, at + wide),
            };
            let covered = taken
                .iter()
                .filter(|(_, start, end)| *start < to && from < *end);
            let lane = covered.map(|(lane, ..)| lane + 1).max().unwrap_or(0);
            let lane = lane.min(MOST_LANES - 1);
            taken.push((lane, from, to));
            labels.push(Label {
                mark,
                text,
                at,
                lane,
                is_left,
            });
        }
        labels
    }

    /// The length of the axes, in hundredths of a pixel.
    fn length(&self) -> i64 {
        (self.right - self.left) * HUNDRED
    }

    fn height(&self) -> i64 {
        (self.bottom - self.top) * HUNDRED
    }

    /// The position of a value in the picture.
    fn y(&self, value: Decimal) -> Option<i64> {
        let up = self.values.place(value, self.height())?;
        Some(self.bottom * HUNDRED - up)
    }

    fn draw(&self, chart: &Chart, out: &mut String) {
        let y_title = escaped(&cut(&clean(&chart.y_title), LONGEST_HEADING));
        let _ = writeln!(
            out,
            "<text class=\"soft\" x=\"24\" y=\"58\">{y_title}</text>"
        );
        self.draw_values(out);
        self.draw_variable(chart, out);
        for label in &self.labels {
            self.draw_mark(label, out);
        }
        self.draw_series(chart, out);
    }

    fn draw_values(&self, out: &mut String) {
        let (left, right) = (self.left, self.right);
        for (tick, name) in self.ticks.iter().zip(&self.names) {
            let Some(y) = self.y(*tick) else {
                continue;
            };
            let class = if tick.is_zero() { "base" } else { "grid" };
            let _ = writeln!(
                out,
                "<path class=\"{class}\" d=\"M{left} {y}H{right}\"/>\
                 <text class=\"soft\" text-anchor=\"end\" x=\"{}\" y=\"{}\">{name}</text>",
                left - 8,
                pixels(y + 450),
                y = pixels(y),
            );
        }
    }

    fn draw_variable(&self, chart: &Chart, out: &mut String) {
        let ticks = self.variable.labelled(Room {
            end: self.length(),
            from: -self.left * HUNDRED,
            to: (WIDTH - self.left) * HUNDRED,
            gap: 16 * HUNDRED,
            character: CHARACTER * HUNDRED,
        });
        for tick in ticks {
            let x = pixels(self.left * HUNDRED + tick.at);
            let _ = writeln!(
                out,
                "<path class=\"base\" d=\"M{x} {}v5\"/>\
                 <text class=\"soft\" text-anchor=\"middle\" x=\"{x}\" y=\"{}\">{}</text>",
                self.bottom,
                self.bottom + 21,
                tick.label,
            );
        }
        let caption = escaped(&cut(&clean(&chart.x_caption()), LONGEST_HEADING));
        let _ = writeln!(
            out,
            "<text class=\"soft\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">{caption}</text>",
            (self.left + self.right) / 2,
            self.bottom + 46,
        );
    }

    fn draw_mark(&self, label: &Label<'_>, out: &mut String) {
        let baseline = 76 + lane_count(label.lane) * LINE - 4;
        let (anchor, offset) = match label.is_left {
            true => ("end", -6 * HUNDRED),
            false => ("start", 6 * HUNDRED),
        };
        let _ = writeln!(
            out,
            "<path class=\"mark\" d=\"M{} {}V{}\"/>\
             <text class=\"ink halo\" text-anchor=\"{anchor}\" x=\"{}\" y=\"{baseline}\">{}\
             <title>{}</title></text>",
            pixels(label.at),
            baseline - 11,
            self.bottom,
            pixels(label.at + offset),
            escaped(&label.text),
            escaped(&clean(&label.mark.label)),
        );
    }

    /// The curves, and their names at their ends.
    fn draw_series(&self, chart: &Chart, out: &mut String) {
        let mut ends: Vec<(usize, Point)> = Vec::new();
        for (at, series) in chart.series.iter().enumerate() {
            let place = |(x, y): &(Decimal, Decimal)| {
                let x = self.variable.place(*x, self.length())?;
                Some((x, self.values.place(*y, self.height())?))
            };
            let points: Vec<Point> = series.points.iter().filter_map(place).collect();
            let onto = |(x, y): Point| (self.left * HUNDRED + x, self.bottom * HUNDRED - y);
            let points = thinned(&points, self.length()).into_iter().map(onto);
            let points: Vec<Point> = points.collect();
            if let Some(last) = points.last() {
                ends.push((at, *last));
                let path: Vec<String> = points.iter().map(|(x, y)| pair(*x, *y)).collect();
                let _ = writeln!(
                    out,
                    "<polyline class=\"line {}\" points=\"{}\"><title>{}</title></polyline>",
                    class(at),
                    path.join(" "),
                    escaped(&clean(&series.title)),
                );
            }
        }
        let wanted: Vec<i64> = ends
            .iter()
            .map(|(_, (_, y))| y - self.top * HUNDRED)
            .collect();
        let apart = pushed_apart(&wanted, LINE * HUNDRED, self.height());
        for ((at, (x, y)), down) in ends.into_iter().zip(apart) {
            let name = chart.series.get(at).map_or("", |series| &series.title);
            let middle = self.top * HUNDRED + down;
            let _ = writeln!(
                out,
                "<polyline class=\"lead {}\" points=\"{} {} {}\"/>\
                 <circle class=\"line c{}\" cx=\"{}\" cy=\"{}\" r=\"1.5\"/>\
                 <text class=\"ink\" x=\"{}\" y=\"{}\">{}</text>",
                class(at),
                pair(x, y),
                pair(self.right * HUNDRED + 600, middle),
                pair(self.right * HUNDRED + 1_200, middle),
                at % COLOURS,
                pixels(x),
                pixels(y),
                self.right + 16,
                pixels(middle + 450),
                escaped(&title(name)),
            );
        }
    }
}

fn title(title: &str) -> String {
    cut(&clean(title), LONGEST_TITLE)
}

/// How many lines of text end with this lane.
fn lane_count(lane: usize) -> i64 {
    i64::try_from(lane).unwrap_or(0) + 1
}

/// The colour of a series, with dashes once the colours are used up.
fn class(series: usize) -> String {
    let colour = series % COLOURS;
    match series / COLOURS % DASHES {
        0 => format!("c{colour}"),
        dashes => format!("c{colour} d{dashes}"),
    }
}

fn pair(x: i64, y: i64) -> String {
    format!("{},{}", pixels(x), pixels(y))
}

/// Hundredths of a pixel as pixels.
fn pixels(hundredths: i64) -> String {
    Decimal::new(hundredths, 2).normalize().to_string()
}
