//! Free allowances that scenarios of one account would get once.

use super::{added, costs, folder, run};

/// A function of 1 GB that runs a second: a million requests a month take 1,000,000 GB-seconds.
fn function(name: &str, region: &str, requests: &str) -> String {
    format!(
        "name: {name}\nregion: {region}\nrequest: {{ duration: 1 s }}\n\
         traffic: {{ t: {{ requests: {requests} per month }} }}\n\
         architectures: {{ a: {{ components: [ lambda: {{ memory: 1 GB }} ] }} }}\n"
    )
}

#[test]
fn what_is_counted_more_than_once_is_said_by_allowance() {
    let (_folder, root) = folder(
        "shared",
        &[
            ("1.yaml", function("One", "us-east-1", "300k")),
            ("2.yaml", function("Two", "eu-west-1", "300k")),
        ],
    );
    let (_, document) = added(&[&root]);
    // 300,000 GB-seconds each: inside the 400,000 that are free, as are 300,000 requests.
    let total = &document["totals"][0];
    assert_eq!(costs(total)[1], "0");
    // Together 600,000 GB-seconds, 200,000 beyond: × 0.0000166667 = 3.33334 in either region. Their
    // 600,000 requests are inside the million.
    let again = total["free_tier_counted_again"].as_array().unwrap();
    assert_eq!(again.len(), 1, "{again:?}");
    let again = &again[0];
    assert_eq!(again["scenarios"], 2);
    let texts = ["granted", "taken", "worth"].map(|key| again[key].as_str().unwrap());
    assert_eq!(texts, ["400000", "600000", "3.33334"]);
    let table = run(&["portfolio", &root]).stdout;
    let text = table.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("Scenarios that share one get it once: if all do, about $3.33 a month more."),
        "{table}"
    );
    // At list prices nothing is free, so that nothing is counted twice.
    let (_, document) = added(&[&root, "--free-tier", "none"]);
    let total = &document["totals"][0];
    assert_eq!(total["free_tier_counted_again"], serde_json::json!([]));
    // 600,000 × 0.0000166667 + 600,000 × 0.0000002.
    assert_eq!(costs(total)[1], "10.12002");
}

#[test]
fn one_scenario_and_several_inside_the_allowance_count_nothing_twice() {
    for files in [
        vec![("1.yaml", function("One", "us-east-1", "5M"))],
        vec![
            ("1.yaml", function("One", "us-east-1", "200k")),
            ("2.yaml", function("Two", "us-east-1", "200k")),
        ],
        // Accounts of GovCloud are others.
        vec![
            ("1.yaml", function("One", "us-east-1", "300k")),
            ("2.yaml", function("Two", "us-gov-west-1", "300k")),
        ],
    ] {
        let (_folder, root) = folder("alone", &files);
        let (code, document) = added(&[&root]);
        assert_eq!(code, 0);
        let total = &document["totals"][0];
        assert_eq!(total["free_tier_counted_again"], serde_json::json!([]));
    }
}
