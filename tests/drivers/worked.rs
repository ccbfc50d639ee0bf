//! Drivers worked by hand.

use crate::common::{dec, shipped_with};
use crate::{TEXT, decided, driver, found, summary};
use breakeven::catalog::Catalog;
use breakeven::compare::break_even::Certainty;
use breakeven::drivers::drivers;
use breakeven::estimate::{Selection, estimate};
use breakeven::scenario::{Change, Scenario, Template};
use breakeven::syntax::Source;
use breakeven::vary::Prices;
use std::num::NonZero;

#[test]
fn each_input_moves_alone_and_the_widest_comes_first() {
    let found = found(TEXT);
    assert_eq!(found.between, ["function", "task"]);
    assert_eq!(found.titles, ["A function", "task"]);
    assert_eq!(found.difference.amount(), dec("2.42002"));
    let labels: Vec<&str> = found.drivers.iter().map(|d| d.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "traffic: requests",
            "task: fargate.tasks",
            "request.duration"
        ]
    );
    // Half and twice of 15.60003. Each request costs $0.00000520001; $18.02005 are those of 3,465,387.6;
    // millions are moved by ten.
    let requests = driver(&found, "traffic: requests");
    assert_eq!(
        summary(requests),
        "1500000 per month 10.220035, 6000000 per month -13.18001, turns at 3465390 per month to task"
    );
    assert_eq!(requests.width(), dec("23.400045"));
    assert!(matches!(requests.certainty, Certainty::Between { .. }));
    // One task more costs 18.02005 more.
    let tasks = driver(&found, "task: fargate.tasks");
    assert_eq!(summary(tasks), "1 2.42002, 2 20.44007");
    assert_eq!(tasks.certainty, Certainty::Every);
    // Half of 300 ms takes 7.500015 off, and at 349 ms the function costs 18.0500349.
    let duration = driver(&found, "request.duration");
    assert_eq!(
        summary(duration),
        "150 ms 9.920035, 450 ms -5.079995, turns at 349 ms to task"
    );
    assert_eq!(duration.expected, "300 ms");
    assert!(duration.assumed.is_some());
    assert!(found.without_effect.contains(&"traffic: burst".to_owned()));
    assert!(found.left_out.is_empty(), "{:?}", found.left_out);
}

/// A range of the scenario goes before ours, and its expected value is the base.
#[test]
fn a_range_that_is_stated_is_the_range() {
    let found = found(&TEXT.replace("duration: 300 ms", "duration: 100..300..500 ms"));
    assert_eq!(found.difference.amount(), dec("2.42002"));
    let duration = driver(&found, "request.duration");
    assert_eq!(
        summary(duration),
        "100 ms 12.42004, 500 ms -7.58, turns at 349 ms to task"
    );
    assert_eq!(duration.assumed, None);
    let twice = found
        .drivers
        .iter()
        .filter(|d| d.label == "request.duration");
    assert_eq!(twice.count(), 1);
}

/// At 250 ms the function costs 13.100025; a REST API adds 10.50, an HTTP API 3.00: the task at 18.02005
/// lies between.
#[test]
fn a_choice_of_words_turns_with_one_of_them() {
    let text = TEXT.replace("300 ms", "250 ms").replace(
        "memory: 1 GB } ] }\n",
        "memory: 1 GB }, api_gateway: { kind: rest } ] }\n",
    );
    let found = found(&text);
    assert_eq!(found.between, ["task", "function"]);
    let kind = driver(&found, "function: api_gateway.kind");
    assert_eq!(
        summary(kind),
        "http -1.920025, rest 5.579975, turns at http to function"
    );
    assert!(kind.is_words);
}

/// Components of one name that say the same are one input; an alias is one too.
#[test]
fn what_is_stated_twice_moves_together() {
    let logs = "cloudwatch: { logs: 4 KB per request }";
    let text = TEXT
        .replace(
            "public_ipv4: 0 } ]",
            &format!("public_ipv4: 0 }}, {logs} ]"),
        )
        .replace(
            "memory: 1 GB } ] }\n",
            &format!("memory: 1 GB }}, {logs} ] }}\n"),
        );
    let found = found(&text);
    // 12 million KB on both sides.
    assert!(found.without_effect.contains(&"cloudwatch.logs".to_owned()));
    let apart = text.replacen("4 KB", "5 KB", 1);
    let found = crate::found(&apart);
    // 2.5 KB × 3 million less on the side of the task: 7.15255737… GB at $0.50.
    let logs = driver(&found, "task: cloudwatch.logs");
    let halved = dec("0.5") * dec("7500000") / dec("1048576");
    let less = found.difference.amount() - logs.low.difference.amount();
    assert_eq!(less.round_dp(12), halved.round_dp(12));
}

/// Task counts that follow the traffic move by what they are worked out from.
#[test]
fn scaling_moves_by_its_settings_and_defaults() {
    let scaled = TEXT
        .replace("tasks: 1", "scaling: { min: 1 }")
        .replace("3M", "60M");
    let found = found(&scaled);
    let labels: Vec<&str> = found.drivers.iter().map(|d| d.label.as_str()).collect();
    for label in [
        "request.cpu_time",
        "task: fargate.scaling.utilisation",
        "traffic: burst",
        "traffic: shape",
    ] {
        assert!(labels.contains(&label), "no {label} in {labels:?}");
    }
    assert!(!labels.contains(&"task: fargate.tasks"));
    // 300 ms × 1,024 ÷ 1,769 = 173.657 ms of a vCPU at most.
    let cpu = driver(&found, "request.cpu_time");
    assert_eq!(cpu.expected, "173.657 ms");
    assert_eq!(
        (cpu.low.text.as_str(), cpu.high.text.as_str()),
        ("43 ms", "174 ms")
    );
    let utilisation = driver(&found, "task: fargate.scaling.utilisation");
    assert_eq!(utilisation.expected, "70%");
    assert_eq!(utilisation.low.text, "50%");
    // A busier task is a cheaper one.
    let task_is_dearer = found.between[1] == "task";
    let falls = utilisation.high.difference < utilisation.low.difference;
    assert_eq!(task_is_dearer, falls);
    // Without a range of ours for what is not there.
    assert!(!labels.contains(&"request.memory"));
}

/// Estimates on both sides of each turn of a shipped scenario have different winners.
#[test]
fn every_turn_is_one() {
    let file = std::fs::read_to_string("scenarios/habit-tracker.yaml").unwrap();
    let source = || Source::new("habit-tracker.yaml", file.clone());
    let prices = Prices::new(Catalog::embedded("us-east-1").unwrap(), Default::default());
    // Far enough up for the two to be close.
    let change = |path: &str, value: &str| Change {
        name: path.to_owned(),
        path: path.to_owned(),
        value: value.to_owned(),
    };
    let more = change("traffic.high.requests", "210000 per day");
    let template = Template::new(source(), std::slice::from_ref(&more)).unwrap();
    let named = [Some("fargate-right-sized"), Some("serverless")];
    let found = drivers(&template, &prices, "high", named, NonZero::<usize>::MIN).unwrap();
    let mut turns = 0;
    for driver in found.drivers.iter().filter(|driver| !driver.is_words) {
        assert!(driver.width() >= dec("0"));
        for flip in &driver.flips {
            let number = |text: &str| {
                let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
                dec(&text[..end.unwrap_or(text.len())])
            };
            let unit = flip
                .text
                .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let step = if unit == " per request" || unit == "x" {
                "0.1"
            } else {
                "1"
            };
            let before = format!("{}{unit}", number(&flip.text) - dec(step));
            let winner = |value: &str| {
                let mut changes = vec![more.clone()];
                changes.extend(driver.paths.iter().map(|path| change(path, value)));
                let scenario = Scenario::parse_with(source(), &changes);
                let scenario = scenario.unwrap_or_else(|faults| panic!("{faults}"));
                let selection = Selection {
                    architectures: named.iter().flatten().map(|n| (*n).to_owned()).collect(),
                    traffic: vec!["high".to_owned()],
                };
                let catalog = Catalog::embedded("us-east-1").unwrap();
                let estimates = estimate(&scenario, &catalog, &selection).unwrap();
                let least = estimates.iter().min_by_key(|e| e.monthly_cost.expected);
                least.unwrap().architecture.clone()
            };
            assert_eq!(winner(&before), flip.below, "{}: {before}", driver.label);
            assert_eq!(
                winner(&flip.text),
                flip.above,
                "{}: {}",
                driver.label,
                flip.text
            );
            turns += 1;
        }
    }
    assert!(turns >= 3, "{found:#?}");
    let widths: Vec<_> = found.drivers.iter().map(|driver| driver.width()).collect();
    assert!(widths.is_sorted_by(|one, next| one >= next), "{widths:?}");
    // The base is what a comparison says.
    let base = shipped_with(
        "habit-tracker",
        &[("traffic.high.requests", "210000 per day")],
    );
    let estimates = crate::common::price(&base);
    for (name, cost) in found.between.iter().zip(found.costs) {
        let estimate = crate::common::of(&estimates, name, "high");
        assert_eq!(estimate.monthly_cost.expected, cost);
    }
}

#[test]
fn two_architectures_are_needed() {
    let said = |text: &str, named| decided(text, named).unwrap_err().to_string();
    assert!(said(TEXT, [Some("task"), Some("task")]).contains("compared with itself"));
    assert!(said(TEXT, [Some("tusk"), None]).contains("no architecture `tusk`"));
    let alone = TEXT.lines().filter(|line| !line.starts_with("  task"));
    let alone: String = alone.flat_map(|line| [line, "\n"]).collect();
    assert!(said(&alone, [None, None]).contains("one architecture"));
    // One that is named is compared with the cheapest beside it.
    let third = TEXT.to_owned()
        + "  tasks: { components: [ fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 3, public_ipv4: 0 } ] }\n";
    let found = decided(&third, [None, Some("tasks")]).unwrap();
    assert_eq!(found.between, ["function", "tasks"]);
}
