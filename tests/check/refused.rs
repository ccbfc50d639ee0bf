//! Budgets that can't be judged are errors with a place and a remedy, never passed over.

use super::{TWO, check, two};

/// What is said about a budget that is refused.
fn refused(budget: &str, more: &[&str]) -> String {
    let ran = check(&two(&[budget]), more);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (2, ""),
        "{budget}: {}",
        ran.stderr
    );
    ran.stderr
}

#[test]
fn what_matches_nothing_is_an_error_with_place_and_suggestion() {
    for (budget, said, near) in [
        (
            "{ name: n, architecture: task, monthly: $1 }",
            "unknown architecture `task`",
            "`tasks`",
        ),
        (
            "{ name: n, traffic: tt, monthly: $1 }",
            "unknown traffic level `tt`",
            "known: t",
        ),
        (
            "{ name: n, component: apy, monthly: $1 }",
            "unknown component `apy`",
            "`api`",
        ),
        (
            "{ name: n, service: fargat, monthly: $1 }",
            "unknown service `fargat`",
            "`fargate`",
        ),
        (
            "{ name: n, architecture: gateway, component: api, monthly: $1 }",
            "unknown component `api`",
            "known: nat_gateway",
        ),
        (
            "{ name: n, cheapest: gatewey }",
            "unknown architecture `gatewey`",
            "`gateway`",
        ),
        (
            "{ name: n, break_even: { between: [tasks, gatewey], above: 1 per day } }",
            "unknown architecture `gatewey`",
            "`gateway`",
        ),
        (
            "{ name: n, tags: { environment: prd }, monthly: $1 }",
            "unknown tag `environment: prd`",
            "environment: prod",
        ),
        (
            "{ name: n, scenario: Tow, monthly: $1 }",
            "unknown scenario `Tow`",
            "known: Two",
        ),
        (
            "{ name: n, warnings: [single-taks] }",
            "unknown warning `single-taks`",
            "`single-task`",
        ),
    ] {
        let said_all = refused(budget, &[]);
        assert!(said_all.contains(said), "{said}: {said_all}");
        assert!(said_all.contains(near), "{near}: {said_all}");
        assert!(said_all.contains("s.yaml:11:"), "no place: {said_all}");
    }
}

#[test]
fn several_are_reported_together() {
    let text = two(&[
        "{ name: a, component: nope, monthly: $1 }",
        "{ name: b, service: nope, monthly: $1 }",
    ]);
    let ran = check(&text, &[]);
    assert_eq!(ran.code, 2);
    for part in [
        "unknown component `nope`",
        "unknown service `nope`",
        "2 faults found",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
}

#[test]
fn limits_that_say_nothing_are_refused() {
    for (budget, said) in [
        ("{ name: n }", "limits nothing"),
        (
            "{ name: n, cheapest: tasks, warn_at: 80% }",
            "`warn_at` is a share of an amount",
        ),
        (
            "{ name: n, cheapest: tasks, component: api }",
            "`component` says nothing about `cheapest`",
        ),
        (
            "{ name: n, architecture: tasks, cheapest: tasks }",
            "`architecture` says nothing about",
        ),
        (
            "{ name: n, traffic: t, unknown_prices: none }",
            "`traffic` says nothing about",
        ),
        ("{ name: n, growth: {} }", "limits no growth"),
        (
            "{ name: n, break_even: { between: [tasks, gateway] } }",
            "limits no break-even",
        ),
        (
            "{ name: n, break_even: { between: [tasks, tasks], above: 1 per day } }",
            "between two architectures",
        ),
        ("{ name: n, price_age: 90 }", "the days are missing"),
        (
            "{ name: n, price_age: 1.5 days }",
            "not a whole number of days",
        ),
        ("{ name: n, monthly: 120 }", "the currency is missing"),
        (
            "{ name: n, growth: { percent: 10 } }",
            "the percent sign is missing",
        ),
        (
            "{ name: n, break_even: { between: [tasks, gateway], above: 3M per month } }",
            "` per day` is missing",
        ),
        ("{ name: n, unknown_prices: some }", "unknown value `some`"),
        (
            "{ name: n, monthly: $1, judge: middle }",
            "unknown value `middle`",
        ),
    ] {
        let all = refused(budget, &[]);
        assert!(all.contains(said), "{said}: {all}");
    }
}

#[test]
fn growth_needs_a_baseline_that_is_one() {
    const GROWTH: &str = "{ name: n, growth: { monthly: $20 } }";
    let said = refused(GROWTH, &[]);
    assert!(said.contains("there is no baseline"), "{said}");
    assert!(said.contains("--baseline"), "{said}");
    let folder = super::Folder::new("check-baseline");
    let scenario = folder.file("s.yaml", TWO);
    let saved = super::run(&["estimate", &scenario, "--format", "json"]).stdout;
    let sound = folder.file("sound.json", &saved);
    let ran = check(&two(&[GROWTH]), &["--baseline", &sound]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let baseline = |text: &str| folder.file("b.json", text);
    let spoilt = |from: &str, to: &str| {
        assert!(saved.contains(from), "{from}");
        saved.replace(from, to)
    };
    for (text, part) in [
        ("{".to_owned(), "can't be read as a saved estimate"),
        (
            r#"{ "schema": "breakeven/sweep/v1" }"#.to_owned(),
            "is `breakeven/sweep/v1`, not a saved estimate",
        ),
        (
            spoilt("estimate/v1", "estimate/v2"),
            "a newer breakeven wrote",
        ),
        (spoilt("\"18.02005\"", "\"x\""), "`x` is no decimal"),
        // The total of the estimate alone, not the charges it is made of.
        (
            saved.replacen("\"expected\": \"18.02005\"", "\"expected\": \"1\"", 1),
            "do not add up to their total",
        ),
        (
            spoilt("\"traffic\": \"t\"", "\"traffic\": \"other\""),
            "has none of what this limits",
        ),
        (
            spoilt("\"USD\"", "\"CNY\""),
            "is in CNY, the scenario in USD",
        ),
    ] {
        let said = refused(GROWTH, &["--baseline", &baseline(&text)]);
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(part), "{part}: {said}");
    }
}

#[test]
fn users_must_be_stated() {
    let text = TWO.replace("1000 users × 20 per day", "20000 per day");
    let ran = check(
        &format!("{text}budgets: [{{ name: n, per_user: $1 }}]\n"),
        &[],
    );
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("no traffic level that states users"),
        "{}",
        ran.stderr
    );
}

#[test]
fn dollars_do_not_limit_what_is_billed_in_yuan() {
    let text = "name: C\nregion: cn-north-1\nfree_tier: none\ntraffic: { t: { requests: 1 per day } }\n\
                architectures: { a: { components: [ s3: { storage: 1 GB } ] } }\n";
    let folder = super::Folder::new("check-yuan");
    let file = folder.file("c.yaml", text);
    let policy = folder.file("p.yaml", "budgets: [{ name: n, monthly: $1 }]\n");
    let ran = super::run(&["check", &file, "--policy", &policy]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("`C` is billed in CNY"),
        "{}",
        ran.stderr
    );
}
