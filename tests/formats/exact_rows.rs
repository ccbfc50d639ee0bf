//! Quantity times price is cost, to the last digit, in JSON and in FOCUS rows.

use crate::exact::{assert_priced, assert_sum};
use crate::focus::printed;
use crate::program::{Folder, json, run};
use crate::scenarios;
use crate::schemas::BOUGHT;
use serde_json::Value;

/// Load balancers under 2.592 billion requests of 30 days, each with its own dimension in the lead.
const BALANCERS: &str = "
name: LCU dimensions
region: us-east-1
free_tier: none
month: 30 days
request: { duration: 50 ms, payload: 1 KB, response: 4 KB, per_connection: 1, connection_time: 2 s }
traffic: { busy: { requests: 1000 per second, shape: flat, burst: 1x } }
architectures:
  alb: { components: [ { alb: { rules: 30 } } ] }
  nlb-tls: { components: [ { nlb: { protocol: tls } } ] }
";

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field} in {value}"))
}

/// The expected value of a field, which is text or a range.
fn expected<'v>(value: &'v Value, field: &str) -> &'v str {
    match value[field].is_object() {
        true => text(&value[field], "expected"),
        false => text(value, field),
    }
}

fn is_exact(path: &str) {
    let document = json(&["estimate", path, "--format", "json"]);
    for estimate in document["estimates"].as_array().unwrap() {
        let charges = estimate["charges"].as_array().unwrap();
        for charge in charges {
            let what = format!("{path}: {}", text(charge, "formula"));
            let tiers = charge["tiers"].as_array().unwrap();
            for tier in tiers {
                let (price, cost) = (text(tier, "unit_price"), text(tier, "cost"));
                assert_priced(text(tier, "quantity"), price, cost, &what);
            }
            if !tiers.is_empty() {
                let sums = [("quantity", "quantity"), ("cost", "cost")];
                for (part, whole) in sums {
                    let parts = tiers.iter().map(|tier| text(tier, part));
                    assert_sum(parts, expected(charge, whole), &what);
                }
            }
        }
        let costs = charges.iter().map(|charge| expected(charge, "cost"));
        assert_sum(costs, expected(estimate, "monthly_cost"), path);
    }
    for row in printed("estimate", path) {
        let (quantity, price) = (&row["PricingQuantity"], &row["ContractedUnitPrice"]);
        // The price of a Savings Plan is the amount its buyer chose.
        if !quantity.is_empty() && row["x_PriceKey"] != "commitment.savings_plan" {
            let what = format!("{path}: {}", row["x_Formula"]);
            assert_priced(quantity, price, &row["ContractedCost"], &what);
        }
    }
}

#[test]
fn quantity_times_price_is_cost() {
    for path in scenarios() {
        is_exact(&path);
    }
    let folder = Folder::new("exact-rows");
    for (name, text) in [("bought.yaml", BOUGHT), ("balancers.yaml", BALANCERS)] {
        is_exact(folder.file(name, text).as_str());
    }
}

/// 2,592,000,000 × 20 paid rules ÷ 3,600,000 = 14,400 LCU-hours, as many as of bytes less; new
/// connections lead: 2,592,000,000 ÷ 90,000 = 28,800. Of TLS ÷ 180,000 = 14,400.
#[test]
fn a_quantity_is_what_its_formula_gives() {
    let folder = Folder::new("exact-quantity");
    let path = folder.file("balancers.yaml", BALANCERS);
    let document = json(&["estimate", path.as_str(), "--format", "json"]);
    let quantities: Vec<&str> = document["estimates"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|estimate| estimate["charges"].as_array().unwrap())
        .filter(|charge| ["alb.lcu", "nlb.nlcu"].contains(&text(charge, "price_key")))
        .map(|charge| expected(charge, "quantity"))
        .collect();
    assert_eq!(quantities, ["28800", "14400"]);
}

/// Beyond 2⁹⁶ ÷ 10¹⁸ = 79,228,162,514 dollars a decimal has no room for the 18 places of money.
#[test]
fn a_cost_that_has_no_room_for_its_digits_is_an_error() {
    let with = |first: &str, second: &str| {
        let folder = Folder::new("exact-large");
        let text = format!(
            "name: large\nregion: us-east-1\nfree_tier: none\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [ other: {{ name: x, title: X, source: bill, monthly: {first} }}, \
             other: {{ name: y, title: Y, source: bill, monthly: {second} }} ] }} }}\n"
        );
        let path = folder.file("large.yaml", &text);
        run(&["estimate", path.as_str(), "--format", "json"])
    };
    let sum = with("$40000000000.000000000000001", "$39000000000");
    assert_eq!(sum.code, 0, "{}", sum.stderr);
    assert!(
        sum.stdout.contains("\"79000000000.000000000000001\""),
        "{}",
        sum.stdout
    );
    let large = with("$40000000000", "$40000000000");
    assert_ne!(large.code, 0);
    assert!(large.stderr.contains("`a`"), "{}", large.stderr);
    assert!(
        large
            .stderr
            .contains("too large (above 79 billion) to be exact"),
        "{}",
        large.stderr
    );
    let one = with("$90000000000", "$1");
    assert!(
        one.stderr.contains("component `x` of `a`"),
        "{}",
        one.stderr
    );
}
