//! Projections: hand-worked months and years, what lapses on the way, and laws.

mod common;
mod program;

use breakeven::project::{Forecast, Plan, project};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::units::{CalendarMonth, Money};
use common::{catalog, dec, price, scenario};
use program::{json, run};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn text(options: &str, components: &str) -> String {
    format!(
        "name: Test\nregion: us-east-1\n{options}\nrequest: {{ duration: 500 ms, response: 1 KB }}\n\
         traffic: {{ normal: {{ requests: 300000 per month }}, busy: {{ requests: 3M per month }} }}\n\
         architectures: {{ a: {{ components: {components} }} }}\n"
    )
}

fn plan(months: u32) -> Plan {
    Plan {
        months,
        traffic: Some("normal".to_owned()),
        ..Plan::default()
    }
}

fn forecast(options: &str, components: &str, plan: &Plan) -> Forecast {
    let scenario = scenario(&text(options, components));
    project(&scenario, &catalog(&scenario), plan).unwrap_or_else(|error| panic!("{error}"))
}

fn costs(forecast: &Forecast) -> Vec<Decimal> {
    let months = forecast.months.iter();
    months
        .map(|month| month.costs[0].cost.expected.amount())
        .collect()
}

/// An HTTP API at $1 per million: 300,000 requests cost 0.30, 3 million 3.00.
const HTTP: &str = "[api_gateway: { kind: http }]";

/// Ten ordinary months and two of an event: 10 × 0.30 + 2 × 3.00.
#[test]
fn a_year_mixes_ordinary_months_and_events() {
    let options = "projection: { start: 2027-01, traffic: normal, events: [{ traffic: busy, months: [4, 2027-11] }] }";
    let forecast = forecast(
        options,
        HTTP,
        &Plan {
            months: 12,
            ..Plan::default()
        },
    );
    let costs = costs(&forecast);
    let expected: Vec<Decimal> = (1..=12)
        .map(|month| {
            dec(if month == 4 || month == 11 {
                "3"
            } else {
                "0.3"
            })
        })
        .collect();
    assert_eq!(costs, expected);
    assert_eq!(forecast.total.costs[0].cost.expected.amount(), dec("9"));
    let [year] = forecast.years.as_slice() else {
        panic!()
    };
    assert_eq!((year.name.as_str(), year.months), ("2027", 12));
}

/// April comes every year, November 2027 once.
#[test]
fn a_month_of_every_year_comes_back() {
    let options = "projection: { start: 2027-01, traffic: normal, events: [{ traffic: busy, months: [4, 2027-11] }] }";
    let forecast = forecast(options, HTTP, &plan(24));
    let busy: Vec<String> = forecast
        .months
        .iter()
        .filter(|month| month.planned.traffic == "busy")
        .map(|month| month.planned.name())
        .collect();
    assert_eq!(busy, ["2027-04", "2027-11", "2028-04"]);
    let years: Vec<Decimal> = forecast
        .years
        .iter()
        .map(|year| year.costs[0].cost.expected.amount())
        .collect();
    assert_eq!(years, [dec("9"), dec("6.3")]); // 11 × 0.30 + 3.00
}

/// 10 % a month: 0.30, 0.33, 0.363, 0.3993. 20 % a year is a step every twelfth month.
#[test]
fn growth_compounds() {
    let monthly = forecast("projection: { growth: 10% per month }", HTTP, &plan(4));
    assert_eq!(
        costs(&monthly),
        [dec("0.3"), dec("0.33"), dec("0.363"), dec("0.3993")]
    );
    let yearly = forecast("projection: { growth: 20% per year }", HTTP, &plan(25));
    let costs = costs(&yearly);
    assert_eq!(
        (costs[0], costs[11], costs[12], costs[23]),
        (dec("0.3"), dec("0.3"), dec("0.36"), dec("0.36"))
    );
    assert_eq!(costs[24], dec("0.432"));
    // Without a start years are counted.
    let names: Vec<&str> = yearly.years.iter().map(|year| year.name.as_str()).collect();
    assert_eq!(names, ["year 1", "year 2", "year 3"]);
}

/// A season of 0.5 in January and 2 in December, from December on.
#[test]
fn a_season_multiplies_the_requests_of_its_months() {
    let season = "[0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]";
    let options = format!("projection: {{ start: 2026-12, season: {season} }}");
    let forecast = forecast(&options, HTTP, &plan(3));
    assert_eq!(costs(&forecast), [dec("0.6"), dec("0.15"), dec("0.3")]);
}

/// 744, 672 and 744 hours of a load balancer at 0.0225, by the calendar.
#[test]
fn months_may_have_their_real_length() {
    let nat = "[nat_gateway: { processed: 0 GB, connectivity: private }]";
    let options = "projection: { start: 2027-01, calendar: true }";
    let forecast = forecast(options, nat, &plan(3));
    // At 0.045 an hour.
    assert_eq!(costs(&forecast), [dec("33.48"), dec("30.24"), dec("33.48")]);
}

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

/// An event has its own traffic: 3.00 in April, not twice that; other months are seasonal.
#[test]
fn a_season_is_of_ordinary_months() {
    let season = "[2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]";
    let options = format!(
        "projection: {{ start: 2027-03, season: {season}, events: [{{ traffic: busy, months: [4] }}] }}"
    );
    let forecast = forecast(&options, HTTP, &plan(2));
    assert_eq!(costs(&forecast), [dec("0.6"), dec("3")]);
}

/// Requests may shrink: 0.30, 0.15, 0.075.
#[test]
fn traffic_may_shrink_and_more_than_double() {
    let less = forecast("projection: { growth: -50% per month }", HTTP, &plan(3));
    assert_eq!(costs(&less), [dec("0.3"), dec("0.15"), dec("0.075")]);
    let more = forecast("projection: { growth: 200% per month }", HTTP, &plan(2));
    assert_eq!(costs(&more), [dec("0.3"), dec("0.9")]);
}

/// Warnings come with the month they are first about, and support that ends is a milestone.
#[test]
fn a_projection_warns() {
    let database = "[rds: { engine: mysql, version: 8.0, class: db.t3.micro, storage: 20 GB gp2 }]";
    let forecast = forecast("projection: { start: 2029-06 }", database, &plan(4));
    let unverified = forecast
        .warnings
        .iter()
        .find(|(_, w)| w.code.code() == "unverified-price");
    assert_eq!(unverified.map(|(month, _)| month.as_str()), Some("2029-06"));
    let ended = forecast
        .milestones
        .iter()
        .find(|m| m.text.contains("no longer charged"));
    assert_eq!(ended.map(|m| m.month.as_str()), Some("2029-08"));
}

#[test]
fn the_program_projects_in_every_format() {
    let file = "scenarios/habit-tracker.yaml";
    let args = [
        "project",
        file,
        "--months",
        "3",
        "--start",
        "2027-01",
        "--traffic",
        "low",
    ];
    let table = run(&args);
    assert_eq!(table.code, 0, "{}", table.stderr);
    assert!(table.stdout.contains("2027-03"), "{}", table.stdout);
    let json = json(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(json["schema"], "breakeven/project/v1");
    assert_eq!(json["months"].as_array().unwrap().len(), 3);
    let csv = run(&[&args[..], &["--format", "csv", "--architecture", "fargate"]].concat());
    assert_eq!(csv.stdout.lines().count(), 4);
    assert_eq!(
        run(&["project", file, "--months", "0", "--traffic", "low"]).code,
        2
    );
    assert_eq!(
        run(&["project", file, "--start", "soon", "--traffic", "low"]).code,
        2
    );
    // Prices that are missing are named together, in their place.
    let gap = run(&[&args[..], &["--region", "us-gov-west-1"]].concat());
    assert_eq!(gap.code, 3, "{}", gap.stderr);
    assert!(
        gap.stderr.matches("no price for").count() > 1,
        "{}",
        gap.stderr
    );
    assert!(gap.stderr.contains("habit-tracker.yaml:"), "{}", gap.stderr);
    assert_eq!(run(&[&args[..], &["--region", "all"]].concat()).code, 2);
}

/// With `--strict` a projection fails on what the scenario does not accept.
#[test]
fn a_projection_may_be_strict() {
    let folder = program::Folder::new("strict-projection");
    let task = "[fargate: { cpu: 0.5 vCPU, memory: 1 GB, public_ipv4: 1 }, \
                cloudwatch: { container_insights_metrics: 0, metrics: 1 }, data_transfer: {}]";
    let open = folder.file("open.yaml", &text("", task));
    let accepted = folder.file(
        "accepted.yaml",
        &text("accepted_warnings: [single-task]", task),
    );
    let project = |file: &str| run(&["project", file, "--traffic", "normal", "--strict"]);
    let failed = project(&open);
    assert_eq!(failed.code, 1);
    assert!(failed.stderr.contains("single-task"), "{}", failed.stderr);
    assert_eq!(project(&accepted).code, 0, "{}", project(&accepted).stderr);
}

/// Three equal years are shown alike, however far the projection goes: 2,143.7816 each.
#[test]
fn a_year_is_rounded_on_its_own() {
    let file = "scenarios/mycandidate.yaml";
    let shown = run(&[
        "project",
        file,
        "--months",
        "36",
        "--architecture",
        "fargate",
    ])
    .stdout;
    assert_eq!(shown.matches(" 2,143.78").count(), 3, "{shown}");
    assert!(shown.contains(" 6,431.34"), "{shown}"); // 6,431.3448
}

/// What is bought otherwise is in the records too: list cost, and commitments used and not.
#[test]
fn records_have_what_finance_asks_for() {
    let options = "purchase: { savings_plans: [{ kind: compute, commitment: $0.10 per hour }] }";
    let task = "[fargate: { cpu: 0.5 vCPU, memory: 1 GB }]";
    let folder = program::Folder::new("finance");
    let file = folder.file("bought.yaml", &text(options, task));
    let args = ["project", &file, "--months", "1", "--traffic", "normal"];
    let csv = run(&[&args[..], &["--format", "csv"]].concat()).stdout;
    let mut lines = csv.lines();
    let heads: Vec<&str> = lines.next().unwrap().split(',').collect();
    let fields: Vec<&str> = lines.next().unwrap().split(',').collect();
    let field = |name: &str| fields[heads.iter().position(|head| *head == name).unwrap()];
    assert_eq!(field("list_cost"), "18.02005");
    assert_eq!(field("commitment_used"), "14.41604"); // at 80 %
    assert_eq!(field("commitment_unused"), "58.58396");
    assert_eq!(field("currency"), "USD");
    let table = run(&args).stdout;
    assert!(
        table.contains("At list price") && table.contains("18.02"),
        "{table}"
    );
}

/// A projection that meets a missing price says how far it can go.
#[test]
fn a_gap_in_the_future_says_how_many_months_are_left() {
    let file = "scenarios/mycandidate.yaml";
    let ran = run(&["project", file, "--months", "40"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("--months 38"), "{}", ran.stderr);
    assert_eq!(run(&["project", file, "--months", "38"]).code, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// The months sum to their years, and the years to the total, in every case and to the last digit;
    /// credits never exceed the bill or the balance.
    #[test]
    fn months_sum_to_years(months in 1_u32..60, growth in 0_u32..30, start in 0_u32..24, balance in 0_u32..500) {
        let options = format!(
            "free_tier: credits ${balance}\nprojection: {{ start: {}, growth: {growth}% per month, \
             events: [{{ traffic: busy, months: [3, 9] }}] }}",
            CalendarMonth::parse("2026-01").unwrap().plus(start)
        );
        let parts = "[lambda: { memory: 512 MB }, api_gateway: { kind: http }, fargate: { cpu: 0.25 vCPU, memory: 1 GB, tasks: 1..2 }]";
        let forecast = forecast(&options, parts, &plan(months));
        for pick in [
            |c: &breakeven::project::MonthCost| c.cost.low,
            |c: &breakeven::project::MonthCost| c.cost.high,
            |c: &breakeven::project::MonthCost| c.credits.expected,
        ] {
            let of_months = Money::sum(forecast.months.iter().map(|m| pick(&m.costs[0]))).unwrap();
            let of_years = Money::sum(forecast.years.iter().map(|y| pick(&y.costs[0]))).unwrap();
            prop_assert_eq!(of_months, of_years);
            prop_assert_eq!(of_years, pick(&forecast.total.costs[0]));
        }
        let credits = forecast.total.costs[0].credits;
        prop_assert!(credits.high.amount() <= Decimal::from(balance));
        for month in &forecast.months {
            prop_assert!(month.costs[0].credits.expected <= month.costs[0].cost.expected);
        }
        let counted: u32 = forecast.years.iter().map(|year| year.months).sum();
        prop_assert_eq!(counted, months);
    }

    /// An ordinary month without growth is the estimate of its traffic level.
    #[test]
    fn an_ordinary_month_is_the_estimate(tasks in 1_u32..5) {
        let parts = format!("[fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: {tasks} }}, api_gateway: {{ kind: rest }}]");
        let forecast = forecast("", &parts, &plan(1));
        let scenario = scenario(&text("", &parts));
        let estimate = price(&scenario).into_iter().find(|e| e.traffic == "normal").unwrap();
        prop_assert_eq!(forecast.months[0].costs[0].cost, estimate.monthly_cost);
    }
}

/// Titles too long for one table: the later ones repeat the months, and nothing else.
#[test]
fn wide_projections_are_split() {
    let mut text =
        "name: Wide\nregion: us-east-1\ntraffic: { normal: { requests: 10k per day } }\n\
        architectures:\n"
            .to_owned();
    for at in 1..=9 {
        text.push_str(&format!(
            "  a{at}: {{ title: Extraordinarily long-winded architecture {at}, components: \
             [fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: {at}, public_ipv4: 0 }}] }}\n"
        ));
    }
    let folder = program::Folder::new("wide-projection");
    let file = folder.file("wide.yaml", &text);
    let table = run(&["project", &file, "--traffic", "normal", "--months", "3"]).stdout;
    for line in table.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    let lines = |start: &str| table.lines().filter(|line| line.starts_with(start)).count();
    let blocks = lines("Month ");
    assert!(blocks > 1, "{table}");
    assert_eq!(table.matches("Traffic").count(), 1, "{table}");
    assert_eq!(table.matches("Requests").count(), 1, "{table}");
    // Three months of nine tasks: 3 × 9 × 18.02005 = 486.54135.
    assert_eq!(table.matches("486.54").count(), 1, "{table}");
}
