//! Other regions: their prices, what is missing, and the ranking of all of them.

mod common;
mod program;

use breakeven::catalog::{Catalog, Currency, PriceKey, embedded_regions};
use breakeven::compare::{RegionComparison, compare, compare_regions};
use breakeven::estimate::{Selection, estimate};
use breakeven::services::key_spec;
use common::{dec, in_region, only, scenario, shipped, total};
use program::{Ran, json, run, run_with};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::num::NonZero;

const FUNCTION: &str = "[ lambda: { memory: 512 MB } ]";

#[test]
fn prices_are_those_of_their_sources() {
    // Drawn once with the seed the file names; copied from the sources, not from the books.
    let fixture = std::fs::read_to_string("tests/fixtures/regional-prices.json").unwrap();
    let fixture: Value = serde_json::from_str(&fixture).unwrap();
    let rows = fixture["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 24);
    for row in rows {
        let text = |name: &str| row[name].as_str().unwrap();
        let catalog = Catalog::embedded(text("region")).unwrap();
        let spec = key_spec(text("key")).unwrap();
        let price = catalog.price(&PriceKey::new(text("key")), spec).unwrap();
        assert_eq!(price.currency.code(), text("currency"), "{row}");
        assert_eq!(price.unit.name(), text("unit"), "{row}");
        assert_eq!(price.as_of, text("as_of"), "{row}");
        let expected: Vec<_> = row["tiers"].as_array().unwrap().iter().collect();
        let tiers = price.tiers.tiers();
        assert_eq!(tiers.len(), expected.len(), "{row}");
        for (tier, expected) in tiers.iter().zip(expected) {
            let stated = |name: &str| expected[name].as_str().map(dec);
            assert_eq!(Some(tier.from), stated("from"), "{row}");
            assert_eq!(tier.to, stated("to"), "{row}");
            assert_eq!(Some(tier.price.of_one()), stated("price"), "{row}");
        }
        let sources: Vec<Value> = price.sources.iter().map(|s| s.as_str().into()).collect();
        assert_eq!(&sources, row["sources"].as_array().unwrap(), "{row}");
    }
    let currency = |code: &str| rows.iter().filter(|row| row["currency"] == code).count();
    assert_eq!((currency("USD"), currency("CNY")), (23, 1));
}

/// One task of 0.5 vCPU and 1 GB is 365 vCPU-hours and 730 GB-hours in a month of 730 hours. Each pair
/// of rates stands in two sources that do not copy each other: the feed of AWS's pricing page
/// (github.com/lamngockhuong/aws-price, ecs.json of 2025-10-27) and the one named here.
#[test]
fn a_fargate_task_costs_what_two_sources_say() {
    for (region, other_source, vcpu_hour, gb_hour, monthly) in [
        // 15.51396 + 3.4070925
        (
            "mx-central-1",
            "price survey quoting Price List versions, 2026-07-29",
            "0.042504",
            "0.00466725",
            "18.9210525",
        ),
        // 16.2644 + 3.55145
        (
            "ca-central-1",
            "production plan from the regional price lists, 2026-09-19",
            "0.04456",
            "0.004865",
            "19.81585",
        ),
        // 18.4544 + 4.0369
        (
            "ap-southeast-1",
            "bill of 2025-05, github.com/rahmat-ullah/DocParser",
            "0.05056",
            "0.00553",
            "22.4913",
        ),
        // 16.2425 + 3.577
        (
            "eu-north-1",
            "cost documentation, 2026-04-12",
            "0.0445",
            "0.0049",
            "19.8195",
        ),
        // 16.9944 + 3.7303
        (
            "eu-west-2",
            "hosting costs quoting Price List usage types, 2026-10-06",
            "0.04656",
            "0.00511",
            "20.7247",
        ),
        // 18.4544 + 4.0369
        (
            "ap-northeast-1",
            "study of the Price List bulk files, 2026-09-09",
            "0.05056",
            "0.00553",
            "22.4913",
        ),
        // 15.5344 + 3.39815
        (
            "ap-south-1",
            "study of the Price List bulk files, 2026-09-09",
            "0.04256",
            "0.004655",
            "18.93255",
        ),
        // 14.7752 + 3.24485
        (
            "us-west-2",
            "FOCUS sample bill of 2024-09",
            "0.04048",
            "0.004445",
            "18.02005",
        ),
    ] {
        let by_hand = dec("365") * dec(vcpu_hour) + dec("730") * dec(gb_hour);
        assert_eq!(by_hand, dec(monthly), "{region}");
        let task = "[ fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1, public_ipv4: 0 } ]";
        let estimate = only(&scenario(&in_region(region, "free_tier: none", task)));
        assert_eq!(total(&estimate), by_hand, "{region}, {other_source}");
    }
}

#[test]
fn rankings_are_as_they_were_reviewed() {
    let small = ["compare", "scenarios/small-api.yaml", "--region", "all"];
    insta::assert_snapshot!("small-api", run(&small).stdout);
    let habit = [
        "compare",
        "scenarios/habit-tracker.yaml",
        "--region",
        "all",
        "--traffic",
        "steady",
    ];
    insta::assert_snapshot!("habit-tracker", run(&habit).stdout);
    for args in [&small[..], &habit] {
        let ran = run(args);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        for line in ran.stdout.lines() {
            assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
        }
        for format in ["table", "markdown", "json", "csv"] {
            let again = [args, &["--format", format]].concat();
            assert_eq!(run(&again).stdout, run(&again).stdout, "{format}");
        }
    }
}

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

/// A command stands on a line of its own, and nothing else of the message is wider than 80 columns.
fn assert_is_copyable(ran: &Ran, command: &str) {
    let mut lines = ran.stderr.lines();
    assert!(lines.any(|line| line.trim() == command), "{}", ran.stderr);
    for line in ran.stderr.lines() {
        let command = line.trim().starts_with("aws pricing get-products ");
        assert!(command || line.chars().count() <= 80, "{line}");
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

#[test]
fn gaps_of_a_book_are_listed_and_explained() {
    let list = ["prices", "list", "--region", "us-gov-east-1"];
    let book = Catalog::embedded("us-gov-east-1").unwrap();
    let gaps: Vec<&str> = book.book().unpriced().collect();
    assert!(gaps.contains(&"cloudfront.functions"));
    let shown = json(&[&list[..], &["--format", "json"]].concat());
    assert_eq!(shown["unpriced"], serde_json::json!(gaps));
    let table = run(&list).stdout;
    assert!(table.contains("Not priced: no source found states these"));
    for gap in &gaps {
        assert!(table.contains(&format!("`{gap}`")), "{gap}");
    }
    let one = json(&[
        "prices",
        "show",
        "alb.hour",
        "--region",
        "us-gov-east-1",
        "--format",
        "json",
    ]);
    assert!(one.get("unpriced").is_none());
    for format in ["table", "json", "csv"] {
        let show = [
            "prices",
            "show",
            "cloudfront.functions",
            "--region",
            "us-gov-east-1",
        ];
        let ran = run(&[&show[..], &["--format", format]].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{format}");
        assert!(
            ran.stderr
                .contains("no price for `cloudfront.functions` in us-gov-east-1")
        );
        assert!(ran.stderr.contains("records it as a gap"), "{}", ran.stderr);
        assert_is_copyable(
            &ran,
            "aws pricing get-products --region us-east-1 --service-code AmazonCloudFront --filters \
             Type=TERM_MATCH,Field=productFamily,Value=Request \
             Type=CONTAINS,Field=usagetype,Value=Executions-CloudFrontFunctions",
        );
    }
    // China has a Price List API of its own.
    let ran = run(&["prices", "show", "alb.hour", "--region", "cn-north-1"]);
    assert!(
        ran.stderr.contains("get-products --region cn-northwest-1 "),
        "{}",
        ran.stderr
    );
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

/// What is printed, with single spaces between the words.
fn words(ran: &Ran) -> String {
    ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// Components with keys that some regions lack, classes among them.
fn components() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(
        vec![
            "lambda: { memory: 512 MB }",
            "lambda: { name: arm, memory: 512 MB, architecture: arm }",
            "fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1..3 }",
            "alb: {}",
            "api_gateway: { kind: http }",
            "data_transfer: {}",
            "rds: { engine: postgres, class: db.m7g.large, storage: 20 GB gp3 }",
            "elasticache: { engine: valkey, node: cache.t3.micro }",
            "dynamodb: { reads: 1 per request, storage: 30 GB }",
            "s3: { storage: 100 GB }",
            "cloudfront: { out: 5 KB per request, requests: 1 per request }",
            "cloudwatch: { logs: 1 KB per request }",
        ],
        1..6,
    )
}

/// Every region ranked or left out, once at each level, cheapest first, currencies apart.
fn check(ranked: &RegionComparison, regions: &[&str]) -> Result<(), TestCaseError> {
    let left_out: Vec<&str> = ranked.left_out.iter().map(|l| l.region.as_str()).collect();
    let levels: BTreeSet<&str> = ranked.rankings.iter().map(|r| r.traffic.as_str()).collect();
    for level in levels {
        let at_level = ranked.rankings.iter().filter(|r| r.traffic == level);
        let mut seen = left_out.clone();
        for ranking in at_level {
            let least =
                |r: &breakeven::compare::RankedRegion| r.cheapest().unwrap().monthly_cost.expected;
            prop_assert!(ranking.regions.is_sorted_by_key(least));
            // Both architectures are priced above, one of them below.
            prop_assert!(ranking.regions.iter().all(|r| r.architectures.len() == 2));
            prop_assert!(ranking.in_part.iter().all(|r| r.architectures.len() == 1));
            let own = ranking
                .all()
                .find(|r| r.region == ranked.own)
                .map(|own| (own, least(own)));
            for region in ranking.all() {
                prop_assert_eq!(Currency::of_region(&region.region), ranking.currency);
                let has = |r: &breakeven::compare::RankedRegion, name: &str| {
                    r.architectures
                        .iter()
                        .any(|known| known.architecture == name)
                };
                let cheapest = |r: &breakeven::compare::RankedRegion| {
                    r.cheapest().unwrap().architecture.clone()
                };
                let compared = own
                    .filter(|(own, _)| has(region, &cheapest(own)) && has(own, &cheapest(region)));
                let expected = compared.map(|(_, own)| least(region).checked_sub(own).unwrap());
                prop_assert_eq!(region.difference, expected);
                seen.push(&region.region);
            }
        }
        seen.sort_unstable();
        prop_assert_eq!(&seen, regions);
    }
    if ranked.rankings.is_empty() {
        prop_assert_eq!(&left_out, regions);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn regions_are_ranked_or_left_out(
        one in components(),
        two in components(),
        requests in 1_u64..100_000_000,
        own in prop::sample::select(embedded_regions()),
        threads in 1_usize..5,
    ) {
        let list = |components: &[&str]| format!("{{ components: [ {} ] }}", components.join(", "));
        let text = format!(
            "name: Any\nregion: {own}\nrequest: {{ duration: 100 ms, response: 2 KB }}\n\
             traffic: {{ t: {{ requests: {requests} per month }}, u: {{ requests: 5 per day }} }}\n\
             architectures: {{ one: {}, two: {} }}\n",
            list(&one),
            list(&two),
        );
        let any = scenario(&text);
        let catalog = Catalog::embedded(own).unwrap();
        let regions = embedded_regions();
        let ranked = compare_regions(
            &any, &catalog, &regions, &Selection::default(), NonZero::new(threads).unwrap(),
        )
        .unwrap();
        check(&ranked, &regions)?;
        // Whatever is ranked costs what it costs alone.
        if let Some(first) = ranked.rankings.first().and_then(|r| r.regions.last()) {
            let alone = Catalog::embedded(&first.region).unwrap();
            let estimates = estimate(&any, &alone, &Selection::default()).unwrap();
            let alone = compare(&estimates).unwrap();
            prop_assert_eq!(&first.architectures, &alone[0].ranking);
        }
    }
}

#[test]
fn every_region_has_a_book_and_a_ranking_has_them_all() {
    let known: Vec<&str> = breakeven::catalog::REGIONS.iter().map(|r| r.code).collect();
    assert_eq!(embedded_regions(), known);
    let habit = shipped("habit-tracker");
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let ranked = compare_regions(
        &habit,
        &catalog,
        &known,
        &Selection::default(),
        NonZero::<usize>::MIN,
    )
    .unwrap();
    for ranking in &ranked.rankings {
        assert_eq!(
            ranking.currency,
            Currency::Usd,
            "China lacks prices the scenario needs"
        );
        let ranked_here = ranking.all().count();
        assert_eq!(ranked_here + ranked.left_out.len(), known.len());
    }
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
