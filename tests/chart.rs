//! Charts as plots for a terminal and as pictures.

use breakeven::render::{Terminal, plot, svg};
use breakeven::report::{Chart, Mark, Scale, Series};
use proptest::prelude::*;
use rust_decimal::Decimal;
use textwrap::core::display_width;

fn at_width(width: u16) -> Terminal {
    Terminal {
        width,
        styled: false,
    }
}

fn series(title: &str, points: impl IntoIterator<Item = (Decimal, Decimal)>) -> Series {
    Series {
        title: title.to_owned(),
        points: points.into_iter().collect(),
    }
}

/// Curves like those of a sweep: one that follows the traffic and two that grow in steps.
fn costs(x_scale: Scale, requests: &[u32], mark: u32) -> Chart {
    let curve = |title: &str, cost: fn(u64) -> u64| {
        let points = requests.iter().map(|requests| {
            let cents = cost(u64::from(*requests));
            let cents = i64::try_from(cents).unwrap();
            (Decimal::from(*requests), Decimal::new(cents, 2))
        });
        series(title, points)
    };
    Chart {
        title: "Cost of a web backend by traffic".to_owned(),
        x_title: "requests per day".to_owned(),
        y_title: "USD per month".to_owned(),
        x_scale,
        series: vec![
            curve("Lambda + HTTP API", |requests| requests / 100),
            curve("Fargate", |requests| 1_800 * (2 + requests / 200_000)),
            curve("EC2 + ALB", |requests| 7_400 + 1_500 * (requests / 500_000)),
        ],
        marks: vec![Mark {
            at: Decimal::from(mark),
            label: "540,000: Fargate".to_owned(),
        }],
    }
}

fn linear() -> Chart {
    let requests: Vec<u32> = (0..=200).map(|step| step * 10_000).collect();
    let mut chart = costs(Scale::Linear, &requests, 540_000);
    chart.marks.push(Mark {
        at: Decimal::from(1_000_000),
        label: "1,000,000: EC2 + ALB".to_owned(),
    });
    chart
}

fn logarithmic() -> Chart {
    let requests: Vec<u32> = (0..=80)
        .map(|step| 10_f64.powf(4.0 + f64::from(step) / 40.0) as u32)
        .collect();
    costs(Scale::Log, &requests, 540_000)
}

#[test]
fn plots_are_as_they_were_reviewed() {
    insta::assert_snapshot!("plot-linear-80", plot(&linear(), at_width(80)));
    insta::assert_snapshot!("plot-linear-120", plot(&linear(), at_width(120)));
    insta::assert_snapshot!("plot-log-80", plot(&logarithmic(), at_width(80)));
    insta::assert_snapshot!("plot-log-120", plot(&logarithmic(), at_width(120)));
}

/// Titles nobody should have, and more series than there are markers to tell apart easily.
fn hostile() -> Chart {
    let mut chart = linear();
    chart.title = "<b>\"A & B\"</b> \u{1b}[31m\u{0} ]]>".to_owned();
    chart.x_title = "a\nb\u{202e}c".to_owned();
    for number in 0..7_u32 {
        let points = (0..100_u32).map(|x| {
            let y = (100 + number * 3) * (x + number * 5) / 100;
            (Decimal::from(x * 20_000), Decimal::from(y))
        });
        chart
            .series
            .push(series(&format!("<{number}> 日本語 \u{7}"), points));
    }
    for (at, label) in [(1_010_000, "very & near"), (2_000_000, "at the end")] {
        chart.marks.push(Mark {
            at: Decimal::from(at),
            label: label.to_owned(),
        });
    }
    chart
}

fn extremes() -> Vec<Chart> {
    let of = |points: &[(Decimal, Decimal)], x_scale| Chart {
        series: vec![series("one", points.iter().copied())],
        x_scale,
        ..Chart::default()
    };
    let (zero, one, most) = (Decimal::ZERO, Decimal::ONE, Decimal::MAX);
    vec![
        Chart::default(),
        of(&[], Scale::Linear),
        of(&[(zero, zero)], Scale::Linear),
        of(&[(zero, zero)], Scale::Log),
        of(&[(most, most)], Scale::Linear),
        of(&[(one, Decimal::MIN), (most, most)], Scale::Linear),
        of(&[(one, one), (most, most)], Scale::Log),
        of(&[(zero, one), (one, one)], Scale::Log),
        hostile(),
    ]
}

#[test]
fn plots_fit_the_terminal_whatever_they_show() {
    for chart in extremes() {
        for width in [40, 60, 80, 120] {
            let drawn = plot(&chart, at_width(width));
            assert!(!drawn.contains('\u{1b}'), "{drawn}");
            for line in drawn.lines() {
                assert!(display_width(line) <= usize::from(width), "{width}: {line}");
            }
        }
    }
}

#[test]
fn only_a_styled_plot_has_colours() {
    let styled = Terminal {
        width: 80,
        styled: true,
    };
    assert!(plot(&linear(), styled).contains("\u{1b}["));
}

#[test]
fn pictures_are_well_formed_and_say_what_they_show() {
    for chart in extremes() {
        let picture = svg(&chart);
        let document =
            roxmltree::Document::parse(&picture).unwrap_or_else(|e| panic!("{e}\n{picture}"));
        assert!(
            document
                .descendants()
                .any(|node| node.has_tag_name("title"))
        );
        assert_eq!(svg(&chart), picture, "the same bytes every time");
    }
    let picture = svg(&hostile());
    assert!(!picture.contains("<b>") && picture.contains("&lt;b&gt;"));
    assert!(picture.contains("prefers-color-scheme:dark"));
}

/// Every number in the points of the polylines.
fn coordinates(picture: &str) -> Vec<(f64, f64)> {
    let document = roxmltree::Document::parse(picture).unwrap();
    let lines = document
        .descendants()
        .filter(|node| node.has_tag_name("polyline"));
    let points = lines.flat_map(|line| line.attribute("points").unwrap().split_whitespace());
    let pair = |point: &str| {
        let (x, y) = point.split_once(',').unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    };
    points.map(pair).collect()
}

#[test]
fn a_million_points_are_thinned_without_losing_a_spike() {
    let spike = 543_210_u32;
    let points = (0..1_000_000_u32).map(|x| {
        let y = if x == spike { 900 } else { 100 };
        (Decimal::from(x), Decimal::from(y))
    });
    let chart = Chart {
        series: vec![series("spiky", points)],
        ..Chart::default()
    };
    let drawn = coordinates(&svg(&chart));
    assert!(drawn.len() <= 4_000, "{} points", drawn.len());
    let heights: Vec<f64> = drawn.iter().map(|(_, y)| *y).collect();
    let top = heights.iter().copied().fold(f64::MAX, f64::min);
    let bottom = heights.iter().copied().fold(f64::MIN, f64::max);
    assert!(bottom - top > 100.0, "the spike is still there");
}

proptest! {
    #[test]
    fn random_curves_fit(values in prop::collection::vec(0_u32..1_000_000, 1..60), width in 40_u16..160) {
        let points = values.iter().enumerate().map(|(x, y)| {
            (Decimal::from(x), Decimal::from(*y))
        });
        let chart = Chart {
            title: "random".to_owned(),
            series: vec![series("one", points)],
            ..Chart::default()
        };
        for line in plot(&chart, at_width(width)).lines() {
            prop_assert!(display_width(line) <= usize::from(width));
        }
        prop_assert!(roxmltree::Document::parse(&svg(&chart)).is_ok());
    }
}
