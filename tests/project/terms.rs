//! What begins, lapses or is used up on the way, and what does not fit.

use super::{HTTP, costs, forecast, plan, text};
use crate::common::{catalog, dec, scenario};
use breakeven::project::{Plan, project};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::units::CalendarMonth;
use rust_decimal::Decimal;

/// PostgreSQL 14 leaves standard support on 2027-02-28: from March on 2 vCPUs × 730 h × 0.100 = 146.
#[test]
fn extended_support_begins_in_its_month() {
    let database =
        "[rds: { engine: postgres, version: 14, class: db.t3.micro, storage: 20 GB gp2 }]";
    let forecast = forecast("projection: { start: 2027-01 }", database, &plan(4));
    let plain = dec("15.44"); // 730 × 0.018 + 20 × 0.115
    assert_eq!(
        costs(&forecast),
        [plain, plain, plain + dec("146"), plain + dec("146")]
    );
    let milestone = forecast
        .milestones
        .iter()
        .find(|m| m.month == "2027-03")
        .unwrap();
    assert!(milestone.text.contains("extended support"), "{milestone:?}");
}

/// An account opened in 2025-07 has its load balancer free until 2026-06, and pays from 2026-07 on.
#[test]
fn the_twelve_month_free_tier_ends() {
    let alb = "[alb: { zones: 2 }]";
    let options =
        "free_tier: legacy-12-month\nprojection: { start: 2026-05, account_opened: 2025-07 }";
    let forecast = forecast(options, alb, &plan(4));
    let months = costs(&forecast);
    assert_eq!(months[0], months[1]);
    assert_eq!(months[2], months[3]);
    // 730 of 750 hours were free: 16.425; the capacity units used too.
    assert!(months[2] - months[1] > dec("16.425"), "{months:?}");
    let [ended] = forecast.milestones.as_slice() else {
        panic!("{:?}", forecast.milestones)
    };
    assert_eq!(ended.month, "2026-07");
}

/// Accounts opened from 2025-07-15 on never had it: whatever date is stated, from 2026-08 on no month
/// of any account is in it. 730 × 0.0225 and its capacity units are paid for from the first month on.
#[test]
fn nobody_has_the_twelve_month_free_tier_any_more() {
    let alb = "[alb: { zones: 2 }]";
    let legacy =
        "free_tier: legacy-12-month\nprojection: { start: 2026-11, account_opened: 2026-10 }";
    let over = forecast(legacy, alb, &plan(13));
    let always = forecast(
        "free_tier: always\nprojection: { start: 2026-11 }",
        alb,
        &plan(13),
    );
    assert_eq!(costs(&over), costs(&always));
    assert!(costs(&over)[0] > dec("16.425"));
    let [ended] = over.milestones.as_slice() else {
        panic!("{:?}", over.milestones)
    };
    assert_eq!(ended.month, "2026-11");
    assert_eq!(over.warnings, always.warnings);
}

/// $100 against 36.50 a month: 36.50, 36.50, 27, nothing.
#[test]
fn credits_are_used_up_bill_by_bill() {
    let nat = "[nat_gateway: { processed: 0 GB }]"; // 32.85 + 3.65
    let forecast = forecast("free_tier: credits $100", nat, &plan(4));
    let credits: Vec<Decimal> = forecast
        .months
        .iter()
        .map(|m| m.costs[0].credits.expected.amount())
        .collect();
    assert_eq!(credits, [dec("36.5"), dec("36.5"), dec("27"), dec("0")]);
    assert_eq!(
        forecast.total.costs[0].billed().unwrap().expected.amount(),
        dec("46")
    );
    assert!(
        forecast
            .milestones
            .iter()
            .any(|m| m.month == "month 3" && m.text.contains("used up"))
    );
}

/// Credits lapse twelve months after the account was opened: 9 bills of 3.65 are paid, 67.15 are lost.
#[test]
fn credits_lapse() {
    let address = "[public_ipv4: { addresses: 1 }]";
    let options =
        "free_tier: credits $100\nprojection: { start: 2027-01, account_opened: 2026-10 }";
    let forecast = forecast(options, address, &plan(12));
    assert_eq!(
        forecast.total.costs[0].credits.expected.amount(),
        dec("32.85")
    );
    let lapse = forecast
        .milestones
        .iter()
        .find(|m| m.text.contains("lapse"))
        .unwrap();
    assert_eq!(lapse.month, "2027-10");
    assert!(lapse.text.contains("$67.15"), "{lapse:?}");
}

/// A commitment is paid for in every month, and wasted when it is not used.
#[test]
fn commitments_are_in_every_month() {
    let options = "purchase: { savings_plans: [{ kind: compute, commitment: $0.10 per hour }] }";
    let task = "[fargate: { cpu: 0.5 vCPU, memory: 1 GB }]";
    let forecast = forecast(options, task, &plan(12));
    assert_eq!(forecast.total.costs[0].cost.expected.amount(), dec("876")); // 12 × 73
    assert!(forecast.assumptions.iter().any(|a| a.contains("renewed")));
}

#[test]
fn plans_that_make_no_sense_are_refused() {
    let scenario = scenario(&text("", HTTP));
    let refused = |plan: &Plan, part: &str| {
        let error = project(&scenario, &catalog(&scenario), plan)
            .unwrap_err()
            .to_string();
        assert!(error.contains(part), "{error}");
    };
    refused(&Plan::default(), "1 to 120 months");
    refused(
        &Plan {
            months: 12,
            ..Plan::default()
        },
        "which traffic",
    );
    refused(
        &Plan {
            traffic: Some("none".to_owned()),
            ..plan(12)
        },
        "no traffic level `none`",
    );
    refused(
        &Plan {
            architectures: vec!["b".to_owned()],
            ..plan(12)
        },
        "no architecture `b`",
    );
    let faults = |projection: &str, part: &str| {
        let text = text(&format!("projection: {projection}"), HTTP);
        let faults = Scenario::parse(Source::new("t", text.as_str()))
            .unwrap_err()
            .to_string();
        assert!(faults.contains(part), "{projection}: {faults}");
    };
    faults("{ start: 2027-13 }", "not a month of the calendar");
    faults(
        "{ start: 2027-01, events: [{ traffic: rush, months: [4] }] }",
        "rush",
    );
    faults(
        "{ start: 2027-01, events: [{ traffic: busy, months: [13] }] }",
        "not a month",
    );
    faults(
        "{ start: 2027-01, events: [{ traffic: busy, months: [] }] }",
        "no months",
    );
    faults("{ start: 2027-01, season: [1, 2] }", "twelve");
    faults("{ growth: 3% }", "per month");
    faults("{ growth: -101% per month }", "between -100 %");
}

/// What a calendar decides needs one; two events of one month, or an account of the future, do not fit.
#[test]
fn dates_that_do_not_fit_are_refused() {
    let refused = |projection: &str, part: &str| {
        let scenario = scenario(&text(&format!("projection: {projection}"), HTTP));
        let error = project(&scenario, &catalog(&scenario), &plan(12)).unwrap_err();
        assert!(error.to_string().contains(part), "{projection}: {error}");
    };
    let event = "{ traffic: busy, months: [4] }";
    refused(&format!("{{ events: [{event}] }}"), "needs the month");
    refused("{ calendar: true }", "needs the month");
    let other = "{ traffic: normal, months: [2027-04] }";
    refused(
        &format!("{{ start: 2027-01, events: [{event}, {other}] }}"),
        "2027-04 has two events",
    );
    refused(
        "{ start: 2027-01, account_opened: 2027-02 }",
        "after the first month",
    );
    // The command line may give the start.
    let scenario = scenario(&text(&format!("projection: {{ events: [{event}] }}"), HTTP));
    let start = CalendarMonth::parse("2027-04").ok();
    let forecast = project(&scenario, &catalog(&scenario), &Plan { start, ..plan(1) }).unwrap();
    assert_eq!(costs(&forecast), [dec("3")]);
}
