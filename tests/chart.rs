//! Charts as plots for a terminal and as pictures.

use breakeven::render::{Terminal, plot, svg};
use breakeven::report::{Chart, Mark, Scale, Series};
use rust_decimal::Decimal;

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
#[test]
fn look() {
    let styled = |w| Terminal {
        width: w,
        styled: true,
    };
    println!("{}", plot(&linear(), styled(80)));
    println!("{}", plot(&logarithmic(), styled(120)));
    println!("{}", plot(&linear(), at_width(40)));
    let mut c = linear();
    for i in 0..7i64 {
        c.series.push(series(
            &format!("arch {i} 日本語"),
            (0..100).map(|x| {
                (
                    Decimal::from(x * 20000),
                    Decimal::from((100 + i * 3) * (x + i * 5) / 100),
                )
            }),
        ));
    }
    c.marks.push(Mark {
        at: Decimal::from(1_010_000),
        label: "very near".into(),
    });
    c.marks.push(Mark {
        at: Decimal::from(2_000_000),
        label: "at the end".into(),
    });
    println!("{}", plot(&c, at_width(80)));
    std::fs::write("/tmp/wt/ten.svg", svg(&c)).unwrap();
    std::fs::write("/tmp/wt/linear.svg", svg(&linear())).unwrap();
    std::fs::write("/tmp/wt/log.svg", svg(&logarithmic())).unwrap();
    let one = |x: Decimal, y: Decimal| Chart {
        series: vec![series("one", [(x, y)])],
        title: "t".into(),
        ..Chart::default()
    };
    println!("{}", plot(&one(Decimal::ZERO, Decimal::ZERO), at_width(60)));
    println!("{}", plot(&one(Decimal::MAX, Decimal::MAX), at_width(60)));
    let mut m = one(Decimal::MAX, Decimal::MAX);
    m.series[0].points.insert(0, (Decimal::ONE, Decimal::MIN));
    println!("{}", plot(&m, at_width(60)));
    std::fs::write("/tmp/wt/max.svg", svg(&m)).unwrap();
    m.series[0].points[0].1 = Decimal::ONE;
    m.x_scale = Scale::Log;
    println!("{}", plot(&m, at_width(60)));
    println!("{}", plot(&Chart::default(), at_width(60)));
    std::fs::write("/tmp/wt/empty.svg", svg(&Chart::default())).unwrap();
}
