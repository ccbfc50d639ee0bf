//! The order of the regions, and what is left out of it.

use super::FUNCTION;
use super::{assert_is_copyable, words};
use crate::common::{dec, in_region};
use crate::program::{json, run, run_with};
use serde_json::Value;

/// What a region costs in the ranking is what it costs alone; what is left out fails alone.
#[test]
fn a_region_is_the_same_alone_as_in_the_ranking() {
    const FILE: &str = "scenarios/small-api.yaml";
    let all = json(&["compare", FILE, "--region", "all", "--format", "json"]);
    assert_eq!(all["schema"], "breakeven/regions/v1");
    assert_eq!(
        (all["scenario"].as_str(), all["region"].as_str()),
        (Some("Small API"), Some("us-east-1"))
    );
    for ranking in all["rankings"].as_array().unwrap() {
        assert_eq!(ranking["currency"], "USD");
        for ranked in ranking["regions"].as_array().unwrap().iter().step_by(8) {
            let region = ranked["region"].as_str().unwrap();
            let alone = json(&["compare", FILE, "--region", region, "--format", "json"]);
            let comparison = alone["comparisons"].as_array().unwrap().iter();
            let comparison = comparison
                .into_iter()
                .find(|c| c["traffic"] == ranking["traffic"])
                .unwrap();
            assert_eq!(ranked["cheapest"], comparison["cheapest"], "{region}");
            let costs = comparison["ranking"].as_array().unwrap();
            for (in_all, alone) in ranked["architectures"]
                .as_array()
                .unwrap()
                .iter()
                .zip(costs)
            {
                for field in ["architecture", "monthly_cost", "monthly_cost_range"] {
                    assert_eq!(in_all[field], alone[field], "{region}");
                }
            }
        }
    }
    // What is priced in part is what it is alone for the architectures that have all their prices.
    let in_part = all["rankings"][0]["in_part"].as_array().unwrap();
    assert!(!in_part.is_empty());
    for part in in_part {
        let region = part["region"].as_str().unwrap();
        let ran = run(&["compare", FILE, "--region", region]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{region}");
        let costs = part["architectures"].as_array().unwrap().iter();
        let (priced, unpriced): (Vec<&Value>, Vec<&Value>) =
            costs.partition(|cost| cost["monthly_cost"].is_string());
        let args = ["compare", FILE, "--region", region, "--format", "json"];
        let priced_names = priced
            .iter()
            .map(|cost| cost["architecture"].as_str().unwrap());
        let names: Vec<&str> = priced_names
            .flat_map(|name| ["--architecture", name])
            .collect();
        let hint = format!("`{}` has all its prices in {region}\n", names.join(" "));
        assert!(ran.stderr.ends_with(&hint), "{hint}: {}", ran.stderr);
        let alone = json(&[&args[..], &names].concat());
        let alone = alone["comparisons"][0]["ranking"].as_array().unwrap();
        assert_eq!(alone.len(), priced.len());
        for (in_all, alone) in priced.iter().zip(alone) {
            assert_eq!(in_all["monthly_cost"], alone["monthly_cost"], "{region}");
        }
        for cost in unpriced {
            assert_eq!(cost["monthly_cost"], Value::Null);
            for key in cost["missing"].as_array().unwrap() {
                let summary = format!("no price for `{}` in {region}\n", key.as_str().unwrap());
                assert!(ran.stderr.contains(&summary), "{summary}: {}", ran.stderr);
            }
        }
    }
    let left_out = all["left_out"].as_array().unwrap();
    assert!(!left_out.is_empty());
    for left in left_out {
        let region = left["region"].as_str().unwrap();
        let ran = run(&["compare", FILE, "--region", region]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{region}");
        let missing = left["missing"].as_array().unwrap();
        assert!(!missing.is_empty(), "{region}");
        for price in missing {
            let key = price["price_key"].as_str().unwrap();
            let summary = format!("no price for `{key}` in {region}\n");
            assert!(ran.stderr.contains(&summary), "{summary}: {}", ran.stderr);
            assert_is_copyable(&ran, price["fetch"].as_str().unwrap());
        }
    }
}

#[test]
fn the_difference_is_that_of_the_cheapest_to_the_own_region() {
    let args = [
        "compare",
        "scenarios/small-api.yaml",
        "--region",
        "all",
        "--set",
        "region=eu-west-1",
        "--traffic",
        "grown",
        "--format",
        "json",
    ];
    let all = json(&args);
    assert_eq!(all["region"], "eu-west-1");
    let regions = all["rankings"][0]["regions"].as_array().unwrap();
    let of = |code: &str| regions.iter().find(|r| r["region"] == code).unwrap();
    // 3M HTTP API calls at 1.00 and 1.11 a million; 2M Lambda requests above the free ones at 0.20.
    let (us, ireland) = (of("us-east-1"), of("eu-west-1"));
    assert_eq!(
        (&us["monthly_cost"], &ireland["monthly_cost"]),
        (&"3.4".into(), &"3.73".into())
    );
    assert_eq!(us["difference"], "-0.33");
    assert_eq!(ireland["difference"], "0");
    let ratio = dec(us["difference_ratio"].as_str().unwrap());
    assert_eq!(
        ratio.round_dp(10),
        (dec("-0.33") / dec("3.73")).round_dp(10)
    );
}

#[test]
fn china_regions_are_ranked_among_themselves() {
    let text = in_region("us-east-1", "", FUNCTION);
    let args = ["compare", "-", "--region", "all"];
    let ran = run_with(&[&args[..], &["--format", "json"]].concat(), &text);
    let all: Value = serde_json::from_str(&ran.stdout).unwrap();
    let of = |currency: &str| -> Vec<(String, Value)> {
        let mut rankings = all["rankings"].as_array().unwrap().iter();
        let ranking = rankings.find(|r| r["currency"] == currency).unwrap();
        let regions = ranking["regions"].as_array().unwrap().iter();
        regions
            .map(|r| {
                (
                    r["region"].as_str().unwrap().to_owned(),
                    r["difference"].clone(),
                )
            })
            .collect()
    };
    // Duration at 0.0001135 in Ningxia is 34.05, at 0.000113477 in Beijing 34.0431.
    let china = [("cn-north-1", Value::Null), ("cn-northwest-1", Value::Null)];
    assert_eq!(of("CNY"), china.map(|(code, none)| (code.to_owned(), none)));
    assert!(
        of("USD")
            .iter()
            .all(|(code, difference)| !code.starts_with("cn-") && difference.is_string())
    );
    let table = run_with(&args, &text).stdout;
    assert!(
        table.contains("t, CNY  3,000,000 requests per month"),
        "{table}"
    );
    let table = table.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(table.contains("no exchange rate is assumed"), "{table}");
}

/// EKS on Fargate has a price in Virginia alone; the other architectures have theirs elsewhere.
#[test]
fn a_region_is_ranked_by_the_architectures_it_can_price() {
    let args = [
        "compare",
        "scenarios/mycandidate.yaml",
        "--region",
        "all",
        "--traffic",
        "normal",
    ];
    let all = json(&[&args[..], &["--format", "json"]].concat());
    let ranking = &all["rankings"][0];
    let codes = |block: &str| -> Vec<&str> {
        let regions = ranking[block].as_array().unwrap().iter();
        regions.map(|r| r["region"].as_str().unwrap()).collect()
    };
    assert_eq!(codes("regions"), ["us-east-1"]);
    let in_part = codes("in_part");
    assert_eq!(in_part.first(), Some(&"us-east-2"));
    // Without HTTP APIs it has no price for the cheapest of Virginia: last, and not compared.
    assert_eq!(in_part.last(), Some(&"mx-central-1"));
    let of = |code: &str| {
        let mut regions = ranking["in_part"].as_array().unwrap().iter();
        regions.find(|r| r["region"] == code).unwrap()
    };
    let (oregon, mexico) = (of("us-west-2"), of("mx-central-1"));
    assert_eq!(oregon["difference"], "0");
    assert_eq!(mexico["difference"], Value::Null);
    let cost = |region: &Value, name: &str| {
        let mut costs = region["architectures"].as_array().unwrap().iter();
        let found = costs.find(|cost| cost["architecture"] == name).unwrap();
        (found["monthly_cost"].clone(), found["missing"].clone())
    };
    let keys = serde_json::json!(["eks.fargate.vcpu", "eks.fargate.memory"]);
    assert_eq!(cost(oregon, "eks"), (Value::Null, keys));
    let virginia = &ranking["regions"][0];
    assert_eq!(cost(oregon, "serverless"), cost(virginia, "serverless"));
    let table = words(&run(&args));
    for part in [
        "1 of 38 regions, 33 more in part · USD",
        "normal not every architecture has a price there",
        "mx-central-1: no price for `eks.fargate.vcpu`, `eks.fargate.memory` (EKS on Fargate); no \
         price for `apigw.http` (Serverless)",
        "Not compared with us-east-1, as the cheapest of one has no price in the other: mx-central-1.",
    ] {
        assert!(table.contains(part), "{part}: {table}");
    }
}

/// Functions that nobody calls cost nothing anywhere: what the others cost says which region is cheaper.
#[test]
fn ties_are_broken_by_the_next_cheapest() {
    let args = [
        "compare",
        "scenarios/free-tier-demo.yaml",
        "--region",
        "all",
        "--traffic",
        "idle",
    ];
    let all = json(&[&args[..], &["--format", "json"]].concat());
    let regions = all["rankings"][0]["regions"].as_array().unwrap().iter();
    let expected = |region: &Value, at: usize| {
        let cost = &region["architectures"][at]["monthly_cost"];
        dec(cost.as_str().unwrap())
    };
    let free: Vec<&Value> = regions.filter(|r| expected(r, 0).is_zero()).collect();
    assert!(free.len() > 10);
    assert!(free.is_sorted_by_key(|region| expected(region, 1)));
    let table = run(&args).stdout;
    let last = |code: &str| {
        let line = table.lines().find(|line| line.starts_with(code)).unwrap();
        line.split("  ").last().unwrap().trim().to_owned()
    };
    assert_eq!(last("us-west-2"), "same");
    assert_eq!(last("eu-west-1"), "0 %");
    // No percentage of nothing: the amount.
    assert!(last("us-gov-west-1").starts_with("+$"), "{table}");
}
