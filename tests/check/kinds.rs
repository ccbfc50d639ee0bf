//! Every kind of limit, with figures worked out by hand.

use super::{Folder, TWO, check, figures, findings, one, run, two};
use breakeven::units::{CalendarMonth, Date};

#[test]
fn a_month_and_a_year_are_limited() {
    // Exactly at the limit is within it.
    let found = one("{ name: n, architecture: gateway, monthly: $36.50 }", &[]);
    assert_eq!(figures(&found), ["pass", "36.5", "36.5", "0"]);
    assert_eq!(found["code"], "monthly-cost");
    assert_eq!(found["architecture"], "gateway");
    assert_eq!(found["traffic"], "t");
    assert_eq!(found["unit"], "USD");
    let found = one("{ name: n, architecture: gateway, monthly: $36 }", &[]);
    assert_eq!(figures(&found), ["failure", "36", "36.5", "-0.5"]);
    let message = "n: `gateway` at `t` costs $36.50 a month, $0.50 over the limit of $36";
    assert_eq!(found["message"], message);
    // 80 % of 45 is 36; of 46 it is 36.80.
    let found = one(
        "{ name: n, architecture: gateway, monthly: $45, warn_at: 80% }",
        &[],
    );
    assert_eq!(figures(&found), ["warning", "45", "36.5", "8.5"]);
    let found = one(
        "{ name: n, architecture: gateway, monthly: $46, warn_at: 80% }",
        &[],
    );
    assert_eq!(figures(&found), ["pass", "46", "36.5", "9.5"]);
    // 12 × 36.50 is 438.
    let found = one("{ name: n, architecture: gateway, yearly: $430 }", &[]);
    assert_eq!(figures(&found), ["failure", "430", "438", "-8"]);
    assert_eq!(found["code"], "yearly-cost");
}

#[test]
fn a_component_or_a_service_is_limited_where_there_is_one() {
    let found = one("{ name: n, component: api, monthly: $18 }", &[]);
    assert_eq!(figures(&found), ["failure", "18", "18.02005", "-0.02005"]);
    assert_eq!(found["architecture"], "tasks");
    assert_eq!(found["component"], "api");
    // The address of the gateway is another service: 730 × 0.045.
    let found = one("{ name: n, service: nat_gateway, monthly: $33 }", &[]);
    let message = found["message"].as_str().unwrap();
    assert!(
        message.starts_with("n: NAT gateway of `gateway` at `t` costs"),
        "{message}"
    );
    assert_eq!(figures(&found), ["pass", "33", "32.85", "0.15"]);
}

#[test]
fn a_request_and_a_user_are_limited() {
    // 1,000 users × 20 a day × 730 ÷ 24 days: 36.50 × 24 ÷ (20,000 × 730) = 0.00006 a request.
    let found = one(
        "{ name: n, architecture: gateway, per_request: $0.00006 }",
        &[],
    );
    assert_eq!(figures(&found), ["pass", "0.00006", "0.00006", "0"]);
    let found = one(
        "{ name: n, architecture: gateway, per_request: $0.00005 }",
        &[],
    );
    assert_eq!(
        figures(&found),
        ["failure", "0.00005", "0.00006", "-0.00001"]
    );
    let found = one("{ name: n, architecture: gateway, per_user: $0.04 }", &[]);
    assert_eq!(figures(&found), ["pass", "0.04", "0.0365", "0.0035"]);
    let message = found["message"].as_str().unwrap();
    assert!(
        message.contains("costs $0.0365 a user a month"),
        "{message}"
    );
}

#[test]
fn ranges_are_judged_by_the_case_the_budget_names() {
    let text = TWO.replace("tasks: 1 }", "tasks: 1..3 }");
    let judged = |judge: &str| {
        let budget = format!("{{ name: n, architecture: tasks, monthly: $40{judge} }}");
        let (_, found) = findings(&format!("{text}budgets: [{budget}]\n"), &[]);
        figures(&found[0])
    };
    // One, two and three tasks of 18.02005.
    assert_eq!(
        judged(", judge: low"),
        ["pass", "40", "18.02005", "21.97995"]
    );
    assert_eq!(judged(""), ["pass", "40", "36.0401", "3.9599"]);
    assert_eq!(
        judged(", judge: high"),
        ["failure", "40", "54.06015", "-14.06015"]
    );
}

#[test]
fn the_cheapest_stays_the_cheapest() {
    let found = one("{ name: n, cheapest: tasks }", &[]);
    assert_eq!(figures(&found), ["pass", "36.5", "18.02005", "18.47995"]);
    assert_eq!(found["architecture"], "tasks");
    let found = one("{ name: n, cheapest: gateway }", &[]);
    assert_eq!(
        figures(&found),
        ["failure", "18.02005", "36.5", "-18.47995"]
    );
    let message = "n: `gateway` is not the cheapest at `t`: $36.50 a month, $18.48 more than `tasks` \
                   at $18.02";
    assert_eq!(found["message"], message);
}

/// An HTTP API at $1.00 a million requests costs as much as the gateway at 36.50 × 24 ÷ 730 = 1.2
/// million requests a day; the gateway is the cheaper from one more on.
const CROSSING: &str = "name: Crossing
region: us-east-1
free_tier: none
traffic: { t: { requests: 1000 per day } }
architectures:
  api: { components: [ api_gateway: { kind: http } ] }
  gateway: { components: [ nat_gateway: { gateways: 1, processed: 0 GB } ] }
";

#[test]
fn break_even_stays_above_or_below() {
    let stands = |limits: &str| {
        let budget = format!("{{ name: n, break_even: {{ between: [gateway, api], {limits} }} }}");
        let (code, found) = findings(&format!("{CROSSING}budgets: [{budget}]\n"), &[]);
        assert_eq!(found[0]["architecture"], serde_json::Value::Null);
        assert_eq!(found[0]["unit"], "requests per day");
        (code, figures(&found[0]))
    };
    let expected = |code, figures: [&str; 4]| (code, figures.map(str::to_owned));
    assert_eq!(
        stands("above: 1200001 per day"),
        expected(0, ["pass", "1200001", "1200001", "0"])
    );
    assert_eq!(
        stands("above: 1200002 per day"),
        expected(1, ["failure", "1200002", "1200001", "-1"])
    );
    assert_eq!(
        stands("below: 1200001 per day"),
        expected(0, ["pass", "1200001", "1200001", "0"])
    );
    assert_eq!(
        stands("below: 1M per day"),
        expected(1, ["failure", "1000000", "1200001", "-200001"])
    );
    // Tasks and gateway cost the same at any traffic: there is no crossing to be below.
    let found = one(
        "{ name: n, break_even: { between: [tasks, gateway], above: 1M per day } }",
        &[],
    );
    assert_eq!(figures(&found), ["pass", "1000000", "-", "-"]);
    let found = one(
        "{ name: n, break_even: { between: [tasks, gateway], below: 1M per day } }",
        &[],
    );
    assert_eq!(figures(&found), ["failure", "1000000", "-", "-"]);
}

/// The date of a price in the book, on its first day.
fn read_on(key: &str) -> Date {
    let book = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let book: serde_json::Value = serde_json::from_str(&book).unwrap();
    let mut prices = book["prices"].as_array().unwrap().iter();
    let price = prices.find(|price| price["key"] == key).unwrap();
    let as_of = price["as_of"].as_str().unwrap();
    Date::parse(as_of).unwrap_or_else(|_| CalendarMonth::parse(as_of).unwrap().first_day())
}

#[test]
fn prices_have_an_age() {
    let (hour, address) = (read_on("nat.hour"), read_on("ipv4.inuse"));
    let day = Date::parse("2026-11-21").unwrap();
    let age = day.days_since(hour.min(address));
    assert!(age > 1);
    let limit = |days: i64| format!("{{ name: n, architecture: gateway, price_age: {days} days }}");
    let found = one(&limit(age), &[]);
    let shown = age.to_string();
    assert_eq!(figures(&found), ["pass", &shown, &shown, "0"]);
    assert_eq!(found["unit"], "days");
    // The command line says another day.
    let found = one(&limit(age), &["--as-of", "2026-11-22"]);
    let next = (age + 1).to_string();
    assert_eq!(figures(&found), ["failure", &shown, &next, "-1"]);
}

#[test]
fn without_a_day_today_counts() {
    let text = TWO.replace("as_of: 2026-11-21\n", "");
    let budget = "budgets: [{ name: n, architecture: gateway, price_age: 1 day }]\n";
    let (code, found) = findings(&format!("{text}{budget}"), &[]);
    // The book is older than a day on any day this runs.
    assert_eq!((code, found[0]["severity"].as_str()), (1, Some("failure")));
}

#[test]
fn unknown_prices_become_findings() {
    let text = "name: Gov
region: us-gov-west-1
free_tier: none
traffic: { t: { requests: 1000 per day } }
architectures:
  edge: { components: [ cloudfront: { out: 5 KB per request, requests: 1 per request } ] }
  plain: { components: [ s3: { storage: 10 GB } ] }
";
    let with = |budgets: &str| format!("{text}budgets: [{budgets}]\n");
    // Without such a budget a missing price is an error, as everywhere.
    let ran = check(&with("{ name: n, monthly: $10 }"), &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    let (code, found) = findings(
        &with("{ name: n, unknown_prices: none }, { name: m, monthly: $10 }"),
        &[],
    );
    assert_eq!(code, 1);
    let shown: Vec<String> = found
        .iter()
        .map(|f| {
            let text = |key: &str| f[key].as_str().unwrap().to_owned();
            [text("budget"), text("architecture"), text("severity")].join(" ")
        })
        .collect();
    assert_eq!(shown, ["n edge failure", "n plain pass", "m plain pass"]);
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.contains("`cloudfront."), "{message}");
    // A budget about another architecture does not cover it.
    let other = with("{ name: n, architecture: plain, unknown_prices: none }");
    assert_eq!(check(&other, &[]).code, 3);
    // The cheapest can't be told where one is not priced.
    let (_, found) = findings(
        &with("{ name: n, unknown_prices: none }, { name: c, cheapest: plain }"),
        &[],
    );
    assert_eq!(figures(&found[2]), ["failure", "-", "-", "-"]);
}

#[test]
fn warnings_of_a_code_are_not_wanted() {
    let found = one(
        "{ name: n, architecture: gateway, warnings: [single-task] }",
        &[],
    );
    assert_eq!(figures(&found), ["pass", "0", "0", "0"]);
    let found = one(
        "{ name: n, architecture: tasks, warnings: [single-task] }",
        &[],
    );
    assert_eq!(figures(&found), ["failure", "0", "1", "-1"]);
    assert_eq!(found["code"], "unwanted-warning");
    // What the scenario accepts is known, and no failure.
    let text = two(&["{ name: n, architecture: tasks, warnings: [single-task] }"]);
    let accepted = format!("{text}accepted_warnings: [single-task]\n");
    let (code, found) = findings(&accepted, &[]);
    assert_eq!(
        (code, figures(&found[0])),
        (0, ["warning", "0", "0", "0"].map(str::to_owned))
    );
}

const LARGER: [&str; 4] = [
    "--set",
    "architectures.tasks.components.api.cpu=1 vCPU",
    "--set",
    "architectures.tasks.components.api.memory=2 GB",
];

#[test]
fn a_larger_task_fails_with_its_component_both_costs_and_the_budget() {
    let folder = Folder::new("check-growth");
    let text = TWO.replace("memory: 1 GB", "memory: 2 GB");
    let budget = "budgets: [{ name: tasks stay small, architecture: tasks, monthly: $25 }]\n";
    let file = folder.file("s.yaml", &format!("{text}{budget}"));
    let baseline = folder.0.join("baseline.json").display().to_string();
    let saved = run(&["estimate", &file, "--format", "json", "--output", &baseline]);
    assert_eq!(saved.code, 0, "{}", saved.stderr);
    let before = run(&["check", &file, "--baseline", &baseline]);
    assert_eq!(before.code, 0, "{}", before.stderr);
    let larger = format!("{text}{budget}").replace("cpu: 0.5", "cpu: 1");
    let file = folder.file("s.yaml", &larger);
    let ran = run(&["check", &file, "--baseline", &baseline, "--format", "json"]);
    assert_eq!(ran.code, 1);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    // 730 × (0.02024 + 0.00889) = 21.2649, and 730 × (0.04048 + 0.00889) = 36.0401.
    assert_eq!(
        document["findings"][0]["message"],
        "tasks stay small: `tasks` at `t` costs $36.04 a month, $11.04 over the limit of $25; \
         component `api` (ECS Fargate) went from $21.26 to $36.04"
    );
    let change = serde_json::json!([{
        "component": "api", "service": "fargate", "before": "21.2649", "after": "36.0401",
    }]);
    assert_eq!(document["findings"][0]["changes"], change);
}

#[test]
fn growth_is_limited_in_money_and_percent() {
    let folder = Folder::new("check-percent");
    let plain = folder.file("plain.yaml", TWO);
    let baseline = folder.0.join("baseline.json").display().to_string();
    assert_eq!(
        run(&[
            "estimate", &plain, "--format", "json", "--output", &baseline
        ])
        .code,
        0
    );
    let grown = |limit: &str| {
        let budget = format!("{{ name: n, architecture: tasks, growth: {{ {limit} }} }}");
        let more = [&LARGER[..], &["--baseline", &baseline]].concat();
        let (code, found) = findings(&two(&[&budget]), &more);
        assert_eq!(code, i32::from(found[0]["severity"] == "failure"));
        figures(&found[0])
    };
    // 36.0401 − 18.02005 = 18.02005, the whole again.
    assert_eq!(grown("monthly: $20"), ["pass", "20", "18.02005", "1.97995"]);
    assert_eq!(
        grown("monthly: $18"),
        ["failure", "18", "18.02005", "-0.02005"]
    );
    assert_eq!(
        grown("percent: 100%"),
        ["pass", "18.02005", "18.02005", "0"]
    );
    assert_eq!(
        grown("percent: 10%"),
        ["failure", "1.802005", "18.02005", "-16.218045"]
    );
    // What is not in the baseline has no growth to be judged, and says so.
    let renamed = two(&["{ name: n, growth: { monthly: $1 } }"]).replace("  tasks:", "  other:");
    let (code, found) = findings(&renamed, &["--baseline", &baseline]);
    assert_eq!(code, 0);
    assert_eq!(figures(&found[0]), ["warning", "-", "-", "-"]);
    assert_eq!(figures(&found[1]), ["pass", "1", "0", "1"]);
}
