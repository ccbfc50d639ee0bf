//! Architectures that cost the same over a part of the traffic: a result of its own, whatever their order.

use crate::program::{json, run_with};
use crate::{shown, solve};
use proptest::prelude::*;
use serde_json::{Value, json};

const X86: &str = "  x86: { components: [ { lambda: { memory: 1 GB } } ] }\n";
const ARM: &str = "  arm: { components: [ { lambda: { memory: 1 GB, architecture: arm64 } } ] }\n";

fn functions(architectures: &[&str]) -> String {
    format!(
        "name: Tie\nregion: us-east-1\nfree_tier: always\n\
         request: {{ duration: 100 ms, response: 1 KB }}\n\
         traffic: {{ now: {{ requests: 50000 per day }} }}\narchitectures:\n{}",
        architectures.concat()
    )
}

/// What a command prints about a scenario.
fn said(text: &str, command: &str, more: &[&str]) -> String {
    let ran = run_with(&[&[command, "-"], more].concat(), text);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn two_that_cost_the_same_have_no_cheaper_one() {
    let of = |second: &str| {
        format!(
            "name: T\nregion: us-east-1\nfree_tier: none\nrequest: {{ duration: 100 ms }}\n\
             traffic: {{ t: {{ requests: 1000 per day }} }}\narchitectures:\n  \
             a: {{ components: [ api_gateway: {{ kind: http }} ] }}\n  \
             b: {{ components: [ api_gateway: {{ kind: {second} }} ] }}\n"
        )
    };
    let same = solve(&of("http"), 1, 1_000_000);
    assert!(same.is_even() && same.crossings.is_empty());
    // REST costs 3.50 for HTTP's 1.00: never the same.
    let other = solve(&of("rest"), 1, 1_000_000);
    assert!(!other.is_even() && other.crossings.is_empty());
    assert_eq!(other.first.sole(), Some("a"));
}

/// Both pay the same for requests; 400,000 GB-seconds are free. A request takes 0.1 GB-seconds, so that
/// N × 365 ÷ 12 × 0.1 ≤ 400,000 up to N = 131,506 (131,506.8…); from there on Arm has the lower price.
#[test]
fn a_tie_over_a_part_of_the_range_is_a_stretch_of_its_own() {
    for order in [[X86, ARM], [ARM, X86]] {
        let found = solve(&functions(&order), 1, 100_000_000);
        assert_eq!(found.first.to_string(), "arm and x86");
        assert_eq!(shown(&found), ["131507 arm"]);
        let (turns, last) = (found.turns(), found.last());
        assert_eq!((turns[0].below, turns[0].above), (None, "arm"));
        assert_eq!(last.sole(), Some("arm"));
    }
}

#[test]
fn every_format_says_the_same_whatever_the_order() {
    let mut answers: Vec<(Value, Value)> = Vec::new();
    for order in [[X86, ARM], [ARM, X86]] {
        let text = functions(&order);
        let compared = said(&text, "compare", &[]);
        assert!(
            compared.contains(
                "Both cost the same up to 131,506 a day, arm is cheaper from 131,507 a day on."
            ),
            "{compared}"
        );
        assert!(!compared.contains("cheapest  "), "{compared}");
        let swept = said(
            &text,
            "sweep",
            &["--from", "1", "--to", "131507", "--points", "2"],
        );
        let row = |start: &str| {
            let line = swept
                .lines()
                .find(|line| line.trim_start().starts_with(start));
            line.unwrap().trim_end().to_owned()
        };
        assert!(row("1 ").ends_with("equal: arm and x86"), "{swept}");
        assert!(row("131,507 ").ends_with("  arm"), "{swept}");
        let document: Value =
            serde_json::from_str(&said(&text, "compare", &["--format", "json"])).unwrap();
        let mut found = document["break_even"][0].clone();
        assert_eq!(found["cheapest_at_from"], "arm");
        assert_eq!(found["cheapest_at_from_all"], json!(["arm", "x86"]));
        assert_eq!(found["cheapest_at_to_all"], json!(["arm"]));
        assert_eq!(found["stretches"][0]["cheapest_all"], json!(["arm", "x86"]));
        assert_eq!(found["stretches"][0]["to"], "131506");
        assert_eq!(found["crossings"].as_array().unwrap().len(), 1);
        let mut level = document["comparisons"][0].clone();
        assert_eq!(level["cheapest"], Value::Null);
        assert_eq!(level["cheapest_all"], json!(["arm", "x86"]));
        // The order of presentation is that of the file.
        found.as_object_mut().unwrap().remove("architectures");
        level.as_object_mut().unwrap().remove("ranking");
        answers.push((found, level));
    }
    assert_eq!(answers[0], answers[1]);
}

/// 1.00 per million requests against 36.50 a month: 30.41666… requests of the month for one a day, so that
/// both cost 36.50 at 1,200,000 a day and nowhere else.
#[test]
fn a_tie_at_one_number_is_a_stretch_too() {
    let text = "name: T\nregion: us-east-1\nfree_tier: none\nrequest: { duration: 100 ms }\n\
                traffic: { t: { requests: 1000 per day } }\narchitectures:\n  \
                api: { components: [ api_gateway: { kind: http } ] }\n  \
                fixed: { components: [ other: { name: f, title: Fixed, monthly: $36.50, source: test } ] }\n";
    let found = solve(text, 1, 100_000_000);
    assert_eq!(shown(&found), ["1200000 api and fixed", "1200001 fixed"]);
    let turns: Vec<String> = found
        .turns()
        .iter()
        .map(|turn| turn.at.to_string())
        .collect();
    assert_eq!(turns, ["1200001"]);
    let compared = said(text, "compare", &[]);
    assert!(
        compared.replace("\n   ", "").contains(
            "api is cheaper up to 1,199,999 a day, fixed from 1,200,001 a day on; in between both cost the \
             same."
        ),
        "{compared}"
    );
}

/// The JSON of a shipped scenario with ties among three and more, as the command prints it.
#[test]
fn the_fields_for_one_have_the_first_by_name() {
    let document = json(&[
        "compare",
        "scenarios/free-tier-demo.yaml",
        "--format",
        "json",
    ]);
    for found in document["break_even"].as_array().unwrap() {
        for stretch in found["stretches"].as_array().unwrap() {
            assert_eq!(stretch["cheapest"], stretch["cheapest_all"][0]);
        }
    }
}

/// Functions of which many cost the same: alike ones, and others within the free tier.
fn candidates() -> impl Strategy<Value = Vec<(String, String)>> {
    let function = (1_u32..4, any::<bool>(), any::<bool>());
    proptest::collection::vec(function, 2..5).prop_map(|functions| {
        let numbered = functions.into_iter().enumerate();
        let one = |(at, (memory, is_arm, starts_cold)): (usize, (u32, bool, bool))| {
            let kind = if is_arm { ", architecture: arm" } else { "" };
            let cold = if starts_cold { ", init: 1 s" } else { "" };
            let body =
                format!("{{ components: [ lambda: {{ memory: {memory} GB{kind}{cold} }} ] }}");
            (format!("f{at}"), body)
        };
        numbered.map(one).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_architectures_changes_nothing(
        (all, shuffled) in candidates().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        let solved = |all: &[(String, String)]| {
            let lines = all.iter().map(|(name, body)| format!("  {name}: {body}\n"));
            let lines: Vec<String> = lines.collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let mut found = solve(&functions(&lines), 1, 2_000_000);
            found.architectures.sort();
            found
        };
        prop_assert_eq!(solved(&all), solved(&shuffled));
    }
}
