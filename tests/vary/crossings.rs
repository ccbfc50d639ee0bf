//! Crossings worked by hand.

use crate::common::{dec, shipped};
use crate::{grid, prices, shown, swept, template, text, two};
use breakeven::estimate::{Selection, estimate};
use breakeven::scenario::{Change, Scenario, Template};
use breakeven::syntax::Source;
use breakeven::vary::{Axis, Invalid, Study, sweep};

/// (18.02005 − 0.60) ÷ 0.0500001 is 348.4003…: at 348 ms the function costs 18.0000348, at 349 ms 18.0500349.
#[test]
fn a_duration_against_a_fixed_cost() {
    let axis = grid("request.duration", "100 ms", "1 s", Some("1 ms"));
    let found = swept(&text(), &axis, Invalid::Refuse).unwrap();
    assert_eq!(shown(&axis, &found), ["349 ms: function to task"]);
    assert_eq!(found.points.len(), 901);
    assert_eq!(found.break_even.unit, "ms");
    assert_eq!(found.break_even.first.sole(), Some("function"));
    assert_eq!(
        (found.break_even.from, found.break_even.to),
        (100.into(), 1_000.into())
    );
    let at = |ms: u32| &found.points[ms as usize - 100];
    assert_eq!(at(349).text, "349 ms");
    assert_eq!(at(348).costs[0].amount(), dec("18.0000348"));
    assert_eq!(at(349).costs[0].amount(), dec("18.0500349"));
    assert_eq!(at(349).costs[1].amount(), dec("18.02005"));
}

/// With ten milliseconds to a step the first value above 348.4 ms is 350 ms.
#[test]
fn a_crossing_is_the_first_value_of_the_grid() {
    let axis = grid("request.duration", "100 ms", "1 s", Some("10 ms"));
    let found = swept(&text(), &axis, Invalid::Refuse).unwrap();
    assert_eq!(shown(&axis, &found), ["350 ms: function to task"]);
}

/// At 400 ms: requests 3 M × p, duration 1,200,000 GB-s × $0.0000166667 = $20.00004, dearer than the task
/// by itself. At 100 ms it is $5.00001, so that p × 3 crosses at (18.02005 − 5.00001) ÷ 3 = $4.34001…
#[test]
fn a_price_is_an_axis() {
    let path = "prices.overrides.lambda.requests.x86";
    let axis = grid(
        path,
        "$0.20 per 1M requests",
        "$10 per 1M requests",
        Some("$0.01"),
    );
    let found = swept(&text(), &axis, Invalid::Refuse).unwrap();
    assert_eq!(
        shown(&axis, &found),
        ["$4.35 per 1M requests: function to task"]
    );
    assert_eq!(found.break_even.unit, "$ per 1M requests");
    // The first value is the list price.
    assert_eq!(found.points[0].costs[0].amount(), dec("5.60001"));
}

/// A discount of 69 % leaves 5.5862155 of the task, less than the 5.60001 of the function; 68 % 5.766416.
#[test]
fn a_percentage_is_an_axis() {
    let text = text()
        + "purchase: { discounts: [ { service: fargate, discount: 5%, source: agreement } ] }\n";
    let axis = grid("purchase.discounts.0.discount", "0%", "90%", None);
    let found = swept(&text, &axis, Invalid::Refuse).unwrap();
    assert_eq!(shown(&axis, &found), ["69%: function to task"]);
    assert_eq!(found.points.len(), 91);
}

/// Memory in a list: 348.4 ms at 1 GB are 116.1 ms at 3 GB, so that 100 ms stay cheaper with 3 GB
/// (15.60003) and not with 4 GB (20.60004).
#[test]
fn a_list_has_places_for_numbers() {
    let path = "architectures.function.components.api.memory";
    let axis = Axis::list(path, "512 MB, 1 GB, 3 GB, 4 GB, 20 GB").unwrap();
    let found = swept(&text(), &axis, Invalid::Skip).unwrap();
    assert_eq!(shown(&axis, &found), ["4 GB: function to task"]);
    assert_eq!(found.break_even.crossings[0].at, 3.into());
    assert_eq!(found.points.len(), 4);
    assert_eq!(found.skipped.len(), 1);
    assert_eq!(found.skipped[0].text, "20 GB");
    assert!(
        found.skipped[0].why.contains("memory"),
        "{}",
        found.skipped[0].why
    );
    let refused = swept(&text(), &axis, Invalid::Refuse)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("memory = 20 GB"), "{refused}");
}

/// Sizes AWS does not sell are left out of a grid when asked for.
#[test]
fn a_grid_may_leave_out_what_aws_does_not_sell() {
    let path = "architectures.task.components.fargate.memory";
    let axis = grid(path, "0.5 GB", "8 GB", Some("0.5 GB"));
    let found = swept(&text(), &axis, Invalid::Skip).unwrap();
    let sold: Vec<&str> = found
        .points
        .iter()
        .map(|point| point.text.as_str())
        .collect();
    assert_eq!(sold, ["1 GB", "2 GB", "3 GB", "4 GB"]);
    assert_eq!(found.skipped.len(), 12);
}

/// The level of the study is the one that varies, where each has a value of its own.
#[test]
fn a_setting_by_traffic_level_varies_at_its_level() {
    let text = text().replace("tasks: 1", "tasks: { steady: 1, quiet: 3 }");
    let axis = grid(
        "architectures.task.components.fargate.tasks",
        "1",
        "4",
        None,
    );
    let found = swept(&text, &axis, Invalid::Refuse).unwrap();
    // One task more for each step, at 18.02005.
    let costs: Vec<String> = found
        .points
        .iter()
        .map(|p| p.costs[1].to_string())
        .collect();
    assert_eq!(costs, ["18.02005", "36.0401", "54.06015", "72.0802"]);
}

/// Every value of a grid is what an estimate of the changed file says, for every architecture.
#[test]
fn a_sweep_is_what_estimates_say() {
    let file = std::fs::read_to_string("scenarios/habit-tracker.yaml").unwrap();
    let source = || Source::new("habit-tracker.yaml", file.clone());
    let template = Template::new(source(), &[]).unwrap();
    assert_eq!(template.scenario(), &shipped("habit-tracker"));
    let prices = prices();
    let axes = [
        grid("request.duration", "100 ms", "3 s", Some("290 ms")),
        grid("request.response", "1 KB", "400 KB", Some("57 KB")),
        grid("architectures.fargate.components.api.tasks", "1", "6", None),
        grid(
            "architectures.serverless.components.api.memory",
            "128 MB",
            "3 GB",
            Some("320 MB"),
        ),
        grid(
            "prices.overrides.alb.hour",
            "$0.01 per hour",
            "$0.2 per hour",
            Some("$0.019"),
        ),
    ];
    for axis in axes {
        for level in ["steady", "high"] {
            let study = Study::new(&template, &prices, level, &[]).unwrap();
            let found = sweep(&study, &axis, Invalid::Refuse, two()).unwrap();
            let names = &found.break_even.architectures;
            let mut changes: Vec<(rust_decimal::Decimal, Vec<String>)> = Vec::new();
            for (place, point) in found.points.iter().enumerate() {
                assert_eq!(point.at, axis.at(place));
                let costs = by_hand(source(), axis.path(), &point.text, level);
                assert_eq!(point.costs, costs, "{} {}", axis.path(), point.text);
                let least = costs.iter().min().unwrap();
                let least = costs.iter().zip(names).filter(|(cost, _)| *cost == least);
                let mut least: Vec<String> = least.map(|(_, name)| name.clone()).collect();
                least.sort();
                if changes.last().is_none_or(|(_, before)| *before != least) {
                    changes.push((point.at, least));
                }
            }
            assert_eq!(found.break_even.first.names(), changes[0].1);
            let crossings = found.break_even.crossings.iter();
            let crossings = crossings.map(|c| (c.at, c.above.names().to_vec()));
            let crossings: Vec<_> = crossings.collect();
            assert_eq!(crossings, changes[1..], "{}", axis.path());
        }
    }
}

/// What `--set` and `estimate` make of a value.
fn by_hand(source: Source, path: &str, value: &str, level: &str) -> Vec<breakeven::units::Money> {
    let change = |path: String, value: &str| Change {
        name: path.clone(),
        path,
        value: value.to_owned(),
    };
    let own = path.starts_with("prices.");
    let each = path.ends_with("tasks");
    let mut changes = vec![change(
        if each {
            format!("{path}.{level}")
        } else {
            path.to_owned()
        },
        value,
    )];
    if own {
        changes.push(change("prices.source".to_owned(), "mine"));
    }
    let scenario = Scenario::parse_with(source, &changes).unwrap_or_else(|f| panic!("{f}"));
    let selection = Selection {
        traffic: vec![level.to_owned()],
        ..Selection::default()
    };
    let catalog = crate::common::catalog(&scenario);
    let estimates = estimate(&scenario, &catalog, &selection).unwrap();
    estimates.iter().map(|e| e.monthly_cost.expected).collect()
}

/// A study prices what it was made for, and the parts of it.
#[test]
fn a_study_has_parts() {
    let (template, prices) = (template(&text()), prices());
    let study = Study::new(&template, &prices, "steady", &[]).unwrap();
    assert_eq!(study.architectures(), ["function", "task"]);
    let part = study.of(&["task", "nobody"]);
    assert_eq!(part.architectures(), ["task"]);
    assert_eq!(part.base_costs(), &study.base_costs()[1..]);
    // What a change does not touch costs the same.
    let path = "architectures.function.components.api.memory";
    let costs = study.costs(path, "2 GB").unwrap();
    assert_eq!(costs[1], study.base_costs()[1]);
    assert_eq!(costs[0].amount(), dec("10.60002"));
}
