//! What the report of a ranking says.

use super::FUNCTION;
use super::words;
use crate::common::in_region;
use crate::program::{json, run, run_with};
use serde_json::Value;

#[test]
fn csv_has_a_row_for_each_architecture_and_each_region_left_out() {
    let args = [
        "compare",
        "scenarios/small-api.yaml",
        "--region",
        "all",
        "--format",
    ];
    let csv = run(&[&args[..], &["csv"]].concat()).stdout;
    let all = json(&[&args[..], &["json"]].concat());
    let ranked: usize = all["rankings"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|ranking| ["regions", "in_part"].map(|block| &ranking[block]))
        .map(|block| block.as_array().unwrap().len())
        .sum();
    let left_out = all["left_out"].as_array().unwrap().len();
    assert_eq!(csv.lines().count(), 1 + 2 * ranked + left_out);
    let first = "grown,1,us-east-1,US East (N. Virginia),USD,functions,3.4,3.4,3.4,yes,0,0,\n";
    assert!(csv.contains(first), "{csv}");
    // Without a rank, so that none is taken for the cheapest.
    let unpriced = "grown,,mx-central-1,Mexico (Central),USD,functions,,,,,,,apigw.http\n";
    assert!(csv.contains(unpriced), "{csv}");
    let priced = "grown,,mx-central-1,Mexico (Central),USD,containers,50.";
    assert!(csv.contains(priced), "{csv}");
}

#[test]
fn every_region_is_for_comparing_embedded_prices_only() {
    const FILE: &str = "scenarios/small-api.yaml";
    for (args, message) in [
        (
            &["estimate", FILE, "--region", "all"][..],
            "`breakeven compare`",
        ),
        (&["explain", FILE, "--region", "all"], "`breakeven compare`"),
        (
            &["compare", FILE, "--region", "all", "--prices", "mine.json"],
            "--prices gives those of one region",
        ),
        (
            &["compare", FILE, "--set", "region=all"],
            "unknown region `all`",
        ),
    ] {
        let ran = run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.contains(message), "{args:?}: {}", ran.stderr);
    }
    let nowhere = "[ rds: { engine: mysql, class: db.x99.huge, storage: 20 GB gp3 } ]";
    let ran = run_with(
        &["compare", "-", "--region", "all"],
        &in_region("us-east-1", "", nowhere),
    );
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    for part in [
        "no region has every price",
        "us-east-1 misses `rds.mysql.x99.huge.single`",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
}

/// Where architectures take turns, the report says which is the cheapest where.
#[test]
fn the_report_says_where_another_architecture_wins() {
    let text = "name: Turns\nregion: us-east-1\nfree_tier: none\n\
        traffic: { t: { requests: 1M per month } }\n\
        request: { duration: 1400 ms }\n\
        architectures:\n  \
          task: { components: [ fargate: { cpu: 0.25 vCPU, memory: 512 MB, tasks: 1, public_ipv4: 0 } ] }\n  \
          function: { components: [ lambda: { memory: 512 MB } ] }\n";
    // The task takes 182.5 vCPU-hours and 365 GB-hours: in Virginia 182.5 × 0.04048 + 365 × 0.004445 =
    // 9.010025, in São Paulo 182.5 × 0.0696 + 365 × 0.0076 = 15.476. The function is 0.20 + 700,000
    // GB-seconds × 0.0000166667 = 11.86669 in both.
    let args = ["compare", "-", "--region", "all"];
    let ran = run_with(&[&args[..], &["--format", "json"]].concat(), text);
    let all: Value = serde_json::from_str(&ran.stdout).unwrap();
    let mut regions = all["rankings"][0]["regions"].as_array().unwrap().iter();
    let [virginia, sao_paulo] = ["us-east-1", "sa-east-1"].map(|code| {
        let region = regions.clone().find(|r| r["region"] == code).unwrap();
        (region["cheapest"].clone(), region["monthly_cost"].clone())
    });
    assert_eq!(virginia, ("task".into(), "9.010025".into()));
    assert_eq!(sao_paulo, ("function".into(), "11.86669".into()));
    let of_function = regions.by_ref().filter(|r| r["cheapest"] == "function");
    let of_function: Vec<&str> = of_function.map(|r| r["region"].as_str().unwrap()).collect();
    let table = run_with(&args, text).stdout;
    let table = table.split_whitespace().collect::<Vec<_>>().join(" ");
    let remark = format!(
        "function is the cheapest in {}; task everywhere else.",
        of_function.join(", ")
    );
    assert!(table.contains(&remark), "{remark}: {table}");
}

#[test]
fn the_header_names_the_currencies() {
    let args = ["compare", "-", "--region", "all"];
    let dollars = in_region("us-east-1", "", "[ alb: {} ]");
    for (text, header) in [
        (dollars, " of 38 regions · USD free tier: "),
        (
            in_region("us-east-1", "", FUNCTION),
            " of 38 regions · USD and CNY free tier: ",
        ),
    ] {
        let table = words(&run_with(&args, &text));
        assert!(table.contains(header), "{header}: {table}");
    }
}

/// Metrics of Container Insights have a price in Virginia alone.
#[test]
fn one_region_is_not_everywhere() {
    let text = "name: Alone\nregion: us-east-1\ntraffic: { t: { requests: 1 per day } }\n\
        architectures:\n  \
          few: { components: [ cloudwatch: { container_insights_metrics: 100 } ] }\n  \
          many: { components: [ cloudwatch: { container_insights_metrics: 200 } ] }\n";
    let table = words(&run_with(&["compare", "-", "--region", "all"], text));
    for part in [
        "1 of 38 regions",
        "few is the cheapest in us-east-1.",
        "embedded price book of 1 region;",
    ] {
        assert!(table.contains(part), "{part}: {table}");
    }
    assert!(!table.contains("everywhere"), "{table}");
    // All the others miss the same price.
    let left_out = table
        .matches("no price for `cloudwatch.containerinsights.ecs`")
        .count();
    assert_eq!(left_out, 1, "{table}");
}

#[test]
fn regions_that_miss_the_same_prices_are_named_together() {
    let table = words(&run(&[
        "compare",
        "scenarios/apranova.yaml",
        "--region",
        "all",
    ]));
    let together = "us-gov-east-1, us-gov-west-1: no price for `cloudfront.dt.us`, \
                    `cloudfront.https.us` (Serverless)";
    assert!(table.contains(together), "{table}");
    // These miss some of the same and some others.
    assert!(table.contains(" cn-north-1: no price") && table.contains(" cn-northwest-1: no price"));
}

/// A second task of 0.5 vCPU and 1 GB is 365 × 0.04048 + 730 × 0.004445 = 18.02005 in Virginia without a
/// public address, and 365 × 0.0696 + 730 × 0.0076 + 730 × 0.005 = 34.602 in São Paulo with one.
#[test]
fn warnings_say_what_they_add_over_the_regions() {
    let args = ["compare", "scenarios/apranova.yaml", "--region", "all"];
    let all = json(&[&args[..], &["--format", "json"]].concat());
    let mut warnings = all["warnings"].as_array().unwrap().iter();
    let backend = warnings
        .find(|w| w["settled_by"] == "`backend.tasks`")
        .unwrap();
    let amounts = serde_json::json!([{ "currency": "USD", "low": "18.02005", "high": "34.602" }]);
    assert_eq!(backend["monthly_amount"], amounts);
    let shown = "a second task (+$18.02 to +$34.60 a month; settled by `backend.tasks`)";
    assert!(words(&run(&args)).contains(shown));
    // A question is asked once where its price is known, and once where it is not.
    let zones = all["warnings"].as_array().unwrap().iter();
    let zones: Vec<_> = zones
        .filter(|w| w["code"] == "zone-traffic-not-stated")
        .collect();
    let known: Vec<bool> = zones
        .iter()
        .map(|w| w["monthly_amount"].is_array())
        .collect();
    assert_eq!(known, [true, false]);
    // Yuan are never mixed with dollars.
    let task = "[ fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1, public_ipv4: 0 } ]";
    let args = ["compare", "-", "--region", "all", "--format", "json"];
    let ran = run_with(&args, &in_region("us-east-1", "", task));
    let all: Value = serde_json::from_str(&ran.stdout).unwrap();
    let ranked = all["rankings"].as_array().unwrap().iter();
    let ranked: Vec<&Value> = ranked.map(|ranking| &ranking["currency"]).collect();
    let mut warnings = all["warnings"].as_array().unwrap().iter();
    let single = warnings.find(|w| w["code"] == "single-task").unwrap();
    let amounts = single["monthly_amount"].as_array().unwrap().iter();
    let currencies: Vec<&Value> = amounts.map(|amount| &amount["currency"]).collect();
    assert_eq!(currencies, ranked);
}
