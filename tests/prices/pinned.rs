//! `--max-price-age` and `--price-lock`: runs that fail rather than use other prices.

use super::desk::{Desk, FIRST, filled, said, whole};
use super::price_files::PriceFiles;

const ESTIMATE: &[&str] = &["estimate", "scenarios/small-api.yaml"];

#[test]
fn prices_that_are_too_old_fail_the_run_until_they_are_renewed() {
    let server = PriceFiles::start(whole("us-east-1", FIRST));
    let desk = Desk::at(&server.url);
    for command in ["estimate", "compare", "explain"] {
        let ran = desk.run(&[command, ESTIMATE[1], "--max-price-age", "30d"]);
        let all = said(&ran);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{command}: {all}");
        assert!(all.contains("prices are older than 30 days: `"), "{all}");
        let remedy = "renew them with `breakeven prices update --region us-east-1`";
        assert!(all.contains(remedy), "{all}");
    }
    desk.ok(&["prices", "update", "--region", "us-east-1"]);
    for age in ["30d", "1 day", "0"] {
        desk.ok(&[ESTIMATE, &["--max-price-age", age]].concat());
    }
    let wrong = desk.run(&[ESTIMATE, &["--max-price-age", "a month"]].concat());
    assert_eq!(wrong.code, 2);
    assert!(
        wrong
            .stderr
            .contains("expected a number of days, such as `30d`"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_lock_pins_the_exact_book() {
    let desk = filled();
    let lock = desk.folder.0.join("prices.lock").display().to_string();
    desk.ok(&["prices", "lock", "--prices", "embedded", "--output", &lock]);
    let locked = [ESTIMATE, &["--price-lock", &lock]].concat();
    desk.ok(&[&locked[..], &["--prices", "embedded"]].concat());
    // The file of the same book is the same book.
    desk.ok(&[&locked[..], &["--prices", "pricing-data/us-east-1.json"]].concat());
    // The cached one has the same prices: when they were looked at is not pinned.
    desk.ok(&[&locked[..], &["--prices", "cache"]].concat());
    desk.edit("us-east-1", |text| {
        text.replacen("\"0.04048\"", "\"0.04049\"", 1)
    });
    for prices in ["auto", "cache"] {
        let ran = desk.run(&[&locked[..], &["--prices", prices]].concat());
        let all = said(&ran);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{all}");
        assert!(
            all.contains("it pins the embedded book of 2026-11 ("),
            "{all}"
        );
        assert!(all.contains("`breakeven prices diff`"), "{all}");
        assert!(all.contains(&lock), "{all}");
    }
    let elsewhere = desk.run(&[&locked[..], &["--region", "eu-west-1"]].concat());
    assert_eq!(elsewhere.code, 3);
    assert!(
        said(&elsewhere).contains("pins no prices of eu-west-1"),
        "{}",
        said(&elsewhere)
    );
}

#[test]
fn a_lock_of_the_cache_holds_until_the_cache_changes() {
    let desk = filled();
    let lock = desk.folder.0.join("prices.lock").display().to_string();
    desk.ok(&["prices", "lock", "--prices", "cache", "--output", &lock]);
    let locked = [ESTIMATE, &["--prices", "cache", "--price-lock", &lock]].concat();
    desk.ok(&locked);
    desk.edit("us-east-1", |text| {
        text.replacen("\"0.04048\"", "\"0.04049\"", 1)
    });
    assert_eq!(desk.run(&locked).code, 3);
}

#[test]
fn a_lock_of_several_regions_pins_each() {
    let desk = Desk::at("http://127.0.0.1:9");
    let lock = desk.folder.0.join("prices.lock").display().to_string();
    let regions = ["--region", "us-east-1", "--region", "cn-north-1"];
    desk.ok(&[&["prices", "lock", "--output", &lock], &regions[..]].concat());
    for region in ["us-east-1", "cn-north-1"] {
        desk.ok(&["prices", "list", "--region", region, "--price-lock", &lock]);
    }
}

#[test]
fn a_lock_that_can_t_be_read_is_a_wrong_input() {
    let desk = Desk::at("http://127.0.0.1:9");
    let anew = "write it anew with `breakeven prices lock`";
    for (name, text) in [
        ("empty", ""),
        ("words", "the prices of November"),
        (
            "other",
            r#"{"format": "breakeven/price-lock/v2", "books": {}}"#,
        ),
        (
            "more",
            r#"{"format": "breakeven/price-lock/v1", "books": {}, "x": 1}"#,
        ),
    ] {
        let path = desk.folder.file(name, text);
        let ran = desk.run(&[ESTIMATE, &["--price-lock", &path]].concat());
        assert_eq!(ran.code, 2, "{name}");
        assert!(ran.stderr.contains(&path), "{}", ran.stderr);
        assert!(said(&ran).contains(anew), "{}", ran.stderr);
    }
    let ran = desk.run(&[ESTIMATE, &["--price-lock", "no-such.lock"]].concat());
    assert_eq!(ran.code, 2);
    assert!(said(&ran).contains("no-such.lock"), "{}", ran.stderr);
}
