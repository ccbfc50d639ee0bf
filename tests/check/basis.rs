//! What can't be judged, and is not passed over: dates that are none, nobody to share, other months.

use super::{Folder, figures, findings, one, run, two};

#[test]
fn a_date_that_is_none_is_too_old() {
    let book = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let row = book
        .lines()
        .find(|line| line.contains("\"key\": \"nat.hour\""));
    let row = row.unwrap();
    let as_of = row
        .split("\"as_of\": \"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let budget = "{ name: n, component: nat_gateway, price_age: 30 days }";
    for (date, figures_of) in [
        // 2019 counts from its first day: 7 years of 365 days and 2 leap days, and 324 days.
        ("2019", ["failure", "30", "2881", "-2851"]),
        ("2099-01-01", ["failure", "30", "-", "-"]),
    ] {
        let dated = row.replace(
            &format!("\"as_of\": \"{as_of}\""),
            &format!("\"as_of\": \"{date}\""),
        );
        let folder = Folder::new(&format!("dated-{date}"));
        let path = folder.file(
            "book.json",
            &breakeven::catalog::seal(&book.replace(row, &dated)),
        );
        let found = one(budget, &["--prices", &path]);
        assert_eq!(figures(&found), figures_of, "{found:#}");
    }
}

#[test]
fn a_level_without_users_is_warned_about() {
    let text = two(&["{ name: n, architecture: gateway, per_user: $0.01 }"]);
    let (code, found) = findings(&text.replace("1000 users", "0 users"), &[]);
    assert_eq!(code, 0);
    assert_eq!(found[0]["severity"], "warning");
    assert!(
        found[0]["message"]
            .as_str()
            .unwrap()
            .contains("has no users")
    );
}

#[test]
fn growth_is_of_the_same_month_and_of_one_scenario() {
    let folder = Folder::new("growth-of-one");
    let text = two(&["{ name: n, architecture: tasks, growth: { percent: 5% } }"]);
    let base = folder.file("base.yaml", &text);
    let baseline = folder.0.join("base.json").display().to_string();
    let save = |more: &[&str]| {
        let ran = run(&[&["estimate", &base, "--save", &baseline], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    };
    save(&["--set", "month=1000 h"]);
    let ran = run(&["check", &base, "--baseline", &baseline]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("is of a month of 1000 hours, the scenario of 730"),
        "{}",
        ran.stderr
    );
    save(&[]);
    assert_eq!(run(&["check", &base, "--baseline", &baseline]).code, 0);
    let other = folder.file("other.yaml", &text);
    let ran = run(&["check", &base, &other, "--baseline", &baseline]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("are all named `Two`"), "{}", ran.stderr);
}
