//! Without a choice: the cached prices while they are fresh, else the embedded ones, and why.

use super::desk::{Desk, filled};

const ESTIMATE: &[&str] = &["estimate", "scenarios/small-api.yaml", "--format", "json"];

/// Where prices come from without a choice, and what is said about it.
fn used(desk: &Desk) -> (String, String) {
    let ran = desk.ok(ESTIMATE);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let source = json["prices"]["source"].as_str().unwrap().to_owned();
    (source, ran.stderr)
}

/// Replaces the date the book was last compared with AWS.
fn checked(desk: &Desk, date: &str) {
    desk.edit("us-east-1", |text| {
        let (before, rest) = text.split_once("\"checked\": \"").unwrap();
        let (_, after) = rest.split_once('"').unwrap();
        format!("{before}\"checked\": \"{date}\"{after}")
    });
}

fn assert_embedded(desk: &Desk, why: &[&str]) {
    let (source, said) = used(desk);
    assert_eq!(source, "embedded", "{said}");
    for part in why {
        assert!(said.contains(part), "`{part}` is not in {said}");
    }
    assert!(said.contains("the embedded ones are used"), "{said}");
}

#[test]
fn no_cache_is_no_news() {
    let desk = Desk::at("http://127.0.0.1:9");
    assert_eq!(used(&desk), ("embedded".to_owned(), String::new()));
}

#[test]
fn a_fresh_cache_is_used() {
    assert_eq!(used(&filled()), ("cache".to_owned(), String::new()));
}

#[test]
fn a_stale_cache_is_not() {
    let desk = filled();
    checked(&desk, "2020-02-29");
    let renew = "`breakeven prices update --region us-east-1` renews them";
    assert_embedded(
        &desk,
        &["the cached prices of us-east-1 are ", " days old", renew],
    );
    // Whoever asks for the cache gets it.
    let json = desk.json(&[ESTIMATE, &["--prices", "cache"]].concat());
    assert_eq!(json["prices"]["source"], "cache");
}

#[test]
fn a_cache_from_the_future_is_not() {
    let desk = filled();
    checked(&desk, "2199-01-01");
    assert_embedded(&desk, &["us-east-1", "2199-01-01", "clock"]);
}

#[test]
fn a_cache_older_than_the_program_is_not() {
    let desk = filled();
    // The program's own prices are of November. Later this is stale too, and not used for that.
    checked(&desk, "2026-10-30");
    assert_embedded(&desk, &["the cached prices of us-east-1 are "]);
}

#[test]
fn a_damaged_cache_is_not() {
    let desk = filled();
    let path = desk.book("us-east-1");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("0.04048", "0.04047", 1)).unwrap();
    assert_embedded(&desk, &["cached prices can't be used: the price book "]);
    assert_eq!(
        desk.run(&[ESTIMATE, &["--prices", "cache"]].concat()).code,
        4
    );
}
