//! FOCUS rows: the rules of the columns, the sums, and a database that loads them as they are.

mod rules;

use crate::program::{Folder, json, run};
use crate::schemas::BOUGHT;
use crate::{has_tool, scenarios};
use rules::{decimal, follows_the_rules};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::process::Command;

/// The fields of a row by their columns.
pub(crate) type Row = BTreeMap<String, String>;

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let pairs = heads.iter().zip(record.iter());
        pairs
            .map(|(head, field)| (head.to_owned(), field.to_owned()))
            .collect()
    };
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

pub(crate) fn printed(command: &str, path: &str) -> Vec<Row> {
    let ran = run(&[command, path, "--format", "focus"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{path}");
    rows(&ran.stdout)
}

fn sum(rows: &[&Row], column: &str) -> Decimal {
    rows.iter().filter_map(|row| decimal(row, column)).sum()
}

/// The rows follow the rules, and those of each estimate add up to it.
fn adds_up(path: &str) -> Vec<Row> {
    let rows = printed("estimate", path);
    rows.iter().for_each(follows_the_rules);
    assert_eq!(rows, printed("compare", path), "{path}");
    let document = json(&["estimate", path, "--format", "json"]);
    let mut price_of: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    // The price of a Savings Plan is the amount its buyer chose.
    let is_listed = |row: &&Row| row["x_PriceKey"] != "commitment.savings_plan";
    let priced = rows.iter().filter(|row| !row["SkuPriceId"].is_empty());
    for row in priced.filter(is_listed) {
        let price = (row["SkuId"].as_str(), row["ListUnitPrice"].as_str());
        let known = price_of.entry(&row["SkuPriceId"]).or_insert(price);
        assert_eq!(*known, price, "one id, one price, one SKU: {row:?}");
    }
    for estimate in document["estimates"].as_array().unwrap() {
        let is_of = |row: &&Row| {
            row["x_Architecture"] == estimate["architecture"].as_str().unwrap()
                && row["x_TrafficLevel"] == estimate["traffic"].as_str().unwrap()
        };
        let own: Vec<&Row> = rows.iter().filter(is_of).collect();
        let total = |case: &str| {
            let text = estimate["monthly_cost"][case].as_str().unwrap();
            Decimal::from_str_exact(text).unwrap()
        };
        assert_eq!(sum(&own, "EffectiveCost"), total("expected"), "{path}");
        assert_eq!(sum(&own, "BilledCost"), total("expected"), "{path}");
        assert_eq!(sum(&own, "x_CostLow"), total("low"), "{path}");
        assert_eq!(sum(&own, "x_CostHigh"), total("high"), "{path}");
        let charges = estimate["charges"].as_array().unwrap();
        let tiers = |charge: &serde_json::Value| charge["tiers"].as_array().unwrap().len();
        let usage = charges
            .iter()
            .filter(|charge| charge["category"] == "usage");
        let expected: usize = usage.map(|charge| tiers(charge).max(1)).sum();
        let is_usage = |row: &&&Row| row["x_Category"] == "usage";
        assert_eq!(own.iter().filter(is_usage).count(), expected, "{path}");
    }
    rows
}

#[test]
fn rows_of_every_shipped_scenario_follow_the_rules_and_add_up() {
    for path in scenarios() {
        assert!(!adds_up(&path).is_empty());
    }
}

#[test]
fn a_tier_is_a_row_with_its_price() {
    let scenario = "
name: Tiers
region: us-east-1
month: 2026-02
free_tier: none
traffic: { t: { requests: 400M per month } }
architectures: { a: { components: [ api_gateway: { kind: rest } ] } }
";
    let folder = Folder::new("tiers");
    let rows = adds_up(&folder.file("tiers.yaml", scenario));
    let shown: Vec<[&str; 4]> = rows
        .iter()
        .map(|row| {
            ["PricingQuantity", "ListUnitPrice", "ListCost", "x_CostHigh"].map(|c| row[c].as_str())
        })
        .collect();
    // 333 million at 3.50 a million, 67 million at 2.80; the range is that of the whole charge.
    let expected = [
        ["333000000", "0.0000035", "1165.5", "1353.1"],
        ["67000000", "0.0000028", "187.6", ""],
    ];
    assert_eq!(shown, expected);
    assert!(rows[0]["SkuPriceId"].starts_with(&format!("{}.", rows[0]["SkuId"])));
    assert_eq!(
        rows[1]["SkuPriceId"],
        format!("{}.from.333000000", rows[1]["SkuId"])
    );
    let period = ["BillingPeriodStart", "ChargePeriodEnd"].map(|c| rows[0][c].as_str());
    assert_eq!(period, ["2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"]);
}

#[test]
fn commitments_are_purchases_and_what_was_used_of_them() {
    let folder = Folder::new("focus-bought");
    let rows = adds_up(&folder.file("bought.yaml", BOUGHT));
    let of = |category: &str, status: &str, title: &str| -> Vec<&Row> {
        let wanted = |row: &&Row| {
            row["ChargeCategory"] == category
                && row["CommitmentDiscountStatus"] == status
                && row["CommitmentDiscountName"].contains(title)
        };
        rows.iter().filter(wanted).collect()
    };
    // 744 hours at 0.01 and at 0.20 dollars, each with a used and an unused part that add up to it.
    let plans = of("Purchase", "", "Savings Plan");
    assert_eq!(sum(&plans, "BilledCost"), Decimal::new(15624, 2));
    assert_eq!(
        sum(&plans, "CommitmentDiscountQuantity"),
        Decimal::new(15624, 2)
    );
    let used = sum(&of("Usage", "Used", "Savings Plan"), "EffectiveCost");
    let unused = sum(&of("Usage", "Unused", "Savings Plan"), "EffectiveCost");
    assert!(used > Decimal::ZERO && unused > Decimal::ZERO);
    assert_eq!(used + unused, Decimal::new(15624, 2));
    assert_eq!(
        of("Purchase", "", "reserved")[0]["CommitmentDiscountType"],
        "Reservation"
    );
    assert_eq!(
        of("Purchase", "", "reserved")[0]["CommitmentDiscountQuantity"],
        "744"
    );
    let taken_off = of("Adjustment", "", "");
    assert!(taken_off.iter().any(|row| row["x_Category"] == "spot"));
    assert!(taken_off.iter().any(|row| row["x_Category"] == "discount"));
    let covered = |row: &&&Row| row["x_Category"] == "covered";
    assert!(
        taken_off
            .iter()
            .filter(covered)
            .all(|row| !row["CommitmentDiscountId"].is_empty())
    );
    assert!(taken_off.iter().filter(covered).count() >= 3);
}

#[test]
fn the_month_is_that_of_the_scenario_of_its_day_or_of_the_prices() {
    let month = |sets: &[&str]| {
        let mut args = vec!["estimate", "scenarios/small-api.yaml", "--format", "focus"];
        args.extend(sets);
        rows(&run(&args).stdout)[0]["BillingPeriodStart"].clone()
    };
    assert_eq!(
        month(&["--set", "month=2027-12", "--as-of", "2026-11-21"]),
        "2027-12-01T00:00:00Z"
    );
    assert_eq!(month(&["--as-of", "2026-11-21"]), "2026-11-01T00:00:00Z");
    let book = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let book: serde_json::Value = serde_json::from_str(&book).unwrap();
    let read = &book["as_of"].as_str().unwrap()[..7];
    assert_eq!(month(&[]), format!("{read}-01T00:00:00Z"));
}

#[test]
fn china_is_in_yuan() {
    let folder = Folder::new("focus-china");
    let text = "
name: China
region: cn-north-1
traffic: { t: { requests: 3M per month } }
request: { duration: 100 ms }
architectures: { a: { components: [ lambda: { memory: 512 MB } ] } }
";
    let rows = adds_up(&folder.file("china.yaml", text));
    assert!(rows.iter().all(|row| row["BillingCurrency"] == "CNY"));
    assert!(
        rows.iter()
            .all(|row| row["RegionName"] == "China (Beijing)")
    );
}

#[test]
fn commands_without_charges_have_no_such_format() {
    for format in ["focus", "xlsx"] {
        let ran = run(&["sweep", "scenarios/small-api.yaml", "--format", format]);
        assert_eq!(ran.code, 2);
        assert!(
            ran.stderr
                .contains("[possible values: table, markdown, json, csv, html]"),
            "{}",
            ran.stderr
        );
        let ran = run(&[
            "compare",
            "scenarios/small-api.yaml",
            "--region",
            "all",
            "--format",
            format,
        ]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("name one region"), "{}", ran.stderr);
    }
}

/// Types are found without being told, and sums are those of the estimate.
const QUERY: &str = "
import duckdb, json, sys
rows, document = sys.argv[1:]
db = duckdb.connect()
db.sql(f\"create table f as select * from read_csv('{rows}')\")
kind = dict(db.sql('select column_name, column_type from (describe f)').fetchall())
for column in ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost', 'ListUnitPrice', 'PricingQuantity', 'ConsumedQuantity', 'x_CostLow', 'x_CostHigh']:
    assert kind[column] in ('DOUBLE', 'BIGINT'), (column, kind[column])
for column in ['BillingPeriodStart', 'ChargePeriodEnd']:
    assert kind[column].startswith('TIMESTAMP'), (column, kind[column])
sums = {(a, t): s for a, t, s in db.sql('select x_Architecture, x_TrafficLevel, sum(EffectiveCost) from f group by all').fetchall()}
estimates = json.load(open(document))['estimates']
assert len(sums) == len(estimates) > 0
for e in estimates:
    wanted = float(e['monthly_cost']['expected'])
    got = sums[e['architecture'], e['traffic']]
    assert abs(got - wanted) < 1e-9, (e['architecture'], got, wanted)
print('loaded', len(estimates))
";

#[test]
fn duckdb_loads_the_rows_as_they_are() {
    if !has_tool("DuckDB for Python", &["python3", "-c", "import duckdb"]) {
        return;
    }
    let folder = Folder::new("duckdb");
    let bought = folder.file("bought.yaml", BOUGHT);
    for path in [
        "scenarios/habit-tracker.yaml",
        "scenarios/mycandidate.yaml",
        &bought,
    ] {
        let focus = folder.file(
            "rows.csv",
            &run(&["estimate", path, "--format", "focus"]).stdout,
        );
        let json = folder.file(
            "e.json",
            &run(&["estimate", path, "--format", "json"]).stdout,
        );
        let output = Command::new("python3")
            .args(["-c", QUERY, &focus, &json])
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{path}: {errors}");
        assert!(String::from_utf8_lossy(&output.stdout).starts_with("loaded"));
    }
}
