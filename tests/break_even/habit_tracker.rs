//! The habit tracker's true break-even. The crossings were worked out apart from this program, in
//! fractions, with lags, start-up times, capacity units and cold starts.

use crate::program::{json, run};
use serde_json::Value;

const PATH: &str = "scenarios/habit-tracker-break-even.yaml";

fn crossings(document: &Value, pair: [&str; 2]) -> Vec<String> {
    let all = document["break_even"].as_array().unwrap();
    let found = all
        .iter()
        .find(|one| one["architectures"] == serde_json::json!(pair));
    let crossings = found.unwrap()["crossings"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    crossings
        .map(|c| format!("{} {}", text(&c["at"]), text(&c["above"])))
        .collect()
}

#[test]
fn it_is_four_times_what_the_document_says_or_never() {
    let document = json(&["compare", PATH, "--format", "json"]);
    assert_eq!(
        crossings(&document, ["fargate", "rest-proxy"]),
        [
            "396147 fargate",
            "400393 rest-proxy",
            "403983 fargate",
            "417927 rest-proxy",
            "432865 fargate",
            "447779 rest-proxy",
            "448535 fargate",
        ]
    );
    assert_eq!(
        crossings(&document, ["fargate", "rest"]),
        ["760990 fargate", "766199 rest", "766360 fargate"]
    );
    assert_eq!(crossings(&document, ["fargate", "http"]), [""; 0]);
    assert_eq!(crossings(&document, ["fargate", "http-proxy"]), [""; 0]);
    // The first entry is of all of them.
    assert_eq!(
        document["break_even"][0]["architectures"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
}

#[test]
fn the_claim_of_the_document_stands_beside_it() {
    let ran = run(&["compare", PATH]);
    assert!(
        ran.stdout
            .contains("The document puts it at 50,000..100,000 per day.")
    );
    assert!(
        ran.stdout
            .contains("Fargate against HTTP: HTTP is cheaper all the way: never")
    );
}
