//! Sums worked out by hand.

use super::{added, costs, folder, groups, tasks};

#[test]
fn totals_are_the_sums_of_the_scenarios_by_tag() {
    let (_folder, root) = folder(
        "sums",
        &[
            ("1.yaml", tasks("One", "team: shop, environment: prod", "1")),
            ("2.yaml", tasks("Two", "team: shop, environment: test", "2")),
            ("3.yaml", tasks("Three", "environment: prod", "2..4")),
        ],
    );
    let (code, document) = added(&[&root, "--by", "team", "--by", "environment"]);
    assert_eq!((code, &document["complete"]), (0, &true.into()));
    // 18.02005, twice that, and two to four times that, expected in the middle.
    let each: Vec<_> = document["scenarios"]
        .as_array()
        .unwrap()
        .iter()
        .map(costs)
        .collect();
    assert_eq!(
        each,
        [
            ["18.02005", "18.02005", "18.02005", "216.2406"],
            ["36.0401", "36.0401", "36.0401", "432.4812"],
            ["36.0401", "54.06015", "72.0802", "648.7218"],
        ]
    );
    // One, two and three tasks as expected: 6 × 18.02005; at least 5, at most 7; 12 months of 6.
    let totals = document["totals"].as_array().unwrap();
    assert_eq!(totals.len(), 1);
    let total = &totals[0];
    assert_eq!(
        costs(total),
        ["90.10025", "108.1203", "126.14035", "1297.4436"]
    );
    assert_eq!(
        groups(total, 0),
        [(Some("shop"), 2, "54.06015"), (None, 1, "54.06015")]
    );
    assert_eq!(
        groups(total, 1),
        [(Some("prod"), 2, "72.0802"), (Some("test"), 1, "36.0401")]
    );
}

#[test]
fn dollars_and_yuan_are_never_added_up() {
    // A function of 1 GB that runs a second: a million requests are a million GB-seconds.
    let yuan = "name: China
region: cn-north-1
tags: { team: shop }
request: { duration: 1 s }
traffic: { t: { requests: 1M per month } }
architectures: { a: { components: [ lambda: { memory: 1 GB } ] } }
";
    let (_folder, root) = folder(
        "yuan",
        &[
            ("1.yaml", yuan.to_owned()),
            ("2.yaml", tasks("America", "team: shop", "1")),
        ],
    );
    let (code, document) = added(&[&root, "--by", "team"]);
    assert_eq!(code, 0);
    let totals = document["totals"].as_array().unwrap();
    assert_eq!((totals.len(), &totals[0]["currency"]), (2, &"USD".into()));
    assert_eq!(costs(&totals[0])[1], "18.02005");
    assert_eq!(totals[1]["currency"], "CNY");
    // 1,000,000 × 0.000113477 + 1,000,000 × 0.00000136.
    assert_eq!(costs(&totals[1])[1], "114.837");
    let table = super::run(&["portfolio", &root]).stdout;
    assert!(table.contains("Monthly, CNY"), "{table}");
    for total in totals {
        assert_eq!(total["scenarios"], 1);
        assert_eq!(total["by"][0]["groups"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_tag_with_the_text_none_is_not_no_tag() {
    let (_folder, root) = folder(
        "none",
        &[
            ("1.yaml", tasks("One", "team: (none)", "1")),
            ("2.yaml", tasks("Two", "environment: x", "1")),
        ],
    );
    let (_, document) = added(&[&root, "--by", "team", "--by", "team"]);
    let total = &document["totals"][0];
    assert_eq!(
        total["by"].as_array().unwrap().len(),
        1,
        "a tag given twice is one"
    );
    assert_eq!(
        groups(total, 0),
        [(Some("(none)"), 1, "18.02005"), (None, 1, "18.02005"),]
    );
    let table = super::run(&["portfolio", &root, "--by", "team"]).stdout;
    for shown in ["\"(none)\" ", "\n(none) "] {
        assert!(table.contains(shown), "{shown}: {table}");
    }
}

#[test]
fn rows_of_focus_add_up_to_the_total() {
    let (_folder, root) = folder(
        "focus",
        &[
            ("1.yaml", tasks("One", "team: shop", "1")),
            ("2.yaml", tasks("Two", "team: shop", "2")),
        ],
    );
    let ran = super::run(&["portfolio", &root, "--format", "focus"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let mut reader = csv::Reader::from_reader(ran.stdout.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (cost, scenario) = (column("EffectiveCost"), column("x_Scenario"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let sum: rust_decimal::Decimal = rows.iter().map(|row| super::common::dec(&row[cost])).sum();
    // Three tasks, and the addresses nothing states are none.
    assert_eq!(sum.normalize().to_string(), "54.06015");
    let mut names: Vec<&str> = rows.iter().map(|row| &row[scenario]).collect();
    names.dedup();
    assert_eq!(names, ["One", "Two"], "in the order of the files");
}
