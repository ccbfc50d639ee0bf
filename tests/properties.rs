//! Laws that hold for every input.

mod common;
#[path = "properties/random.rs"]
mod random;

use breakeven::estimate::{Category, Estimate};
use breakeven::report::{self, Cell, Report, RowKind, Section, Table, foot};
use breakeven::scenario::Scenario;
use breakeven::units::{Case, Money, Tier, TierSchedule, UnitPrice};
use common::exact::assert_exact;
use common::{components_with, only};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Tier schedules as AWS writes them: contiguous, prices in ten decimals.
fn schedule() -> impl Strategy<Value = TierSchedule> {
    let tier = (1_u64..1_000_000_000, 1_i64..1_000_000_000);
    (prop::collection::vec(tier, 0..5), 1_i64..1_000_000_000).prop_map(|(widths, last)| {
        let price = |units: i64| UnitPrice::per_unit(Decimal::new(units, 10));
        let mut from = Decimal::ZERO;
        let mut tiers = Vec::new();
        for (width, units) in widths {
            let to = from + Decimal::from(width);
            tiers.push(Tier {
                from,
                to: Some(to),
                price: price(units),
            });
            from = to;
        }
        tiers.push(Tier {
            from,
            to: None,
            price: price(last),
        });
        TierSchedule::new(tiers).unwrap()
    })
}

/// At prices below 0.10 no more than 79 billion dollars, beyond which money is an error.
fn quantity() -> impl Strategy<Value = Decimal> {
    (0_i64..700_000_000_000, 0_u32..6).prop_map(|(units, scale)| Decimal::new(units, scale))
}

proptest! {
    #[test]
    fn tier_cost_is_continuous_and_monotone(schedule in schedule(), a in quantity(), b in quantity()) {
        let (less, more) = if a <= b { (a, b) } else { (b, a) };
        prop_assert!(schedule.cost(less).unwrap() <= schedule.cost(more).unwrap());
        prop_assert_eq!(schedule.cost(Decimal::ZERO).unwrap(), Decimal::ZERO);
        // At an edge the lower and the upper tier agree: one step costs one step's price.
        for tier in schedule.tiers() {
            let step = Decimal::new(1, 6);
            let below = schedule.cost(tier.from).unwrap();
            let above = schedule.cost(tier.from + step).unwrap();
            prop_assert_eq!(above - below, tier.price.amount() * step);
        }
    }

    #[test]
    fn slices_add_up_to_the_whole(schedule in schedule(), q in quantity()) {
        let slices = schedule.slices(q).unwrap();
        let quantities: Decimal = slices.iter().map(|s| s.quantity).sum();
        let costs: Decimal = slices.iter().map(|s| s.cost).sum();
        prop_assert_eq!(quantities, q);
        prop_assert_eq!(costs, schedule.cost(q).unwrap());
    }

    #[test]
    fn shown_lines_add_up_to_the_shown_total(
        amounts in prop::collection::vec((-1_000_000_i64..100_000_000, 2_u32..9), 0..40)
    ) {
        let money = |(units, scale): (i64, u32)| Money::new(Decimal::new(units, scale));
        let amounts: Vec<Money> = amounts.into_iter().map(money).collect();
        let shown = foot(&amounts);
        let total = Money::sum(amounts.iter().copied()).unwrap();
        prop_assert_eq!(shown.iter().copied().sum::<Decimal>(), total.cents());
        for (exact, shown) in amounts.iter().zip(shown) {
            // A line moves by less than a cent and a half, never by more than footing needs.
            prop_assert!((exact.amount() - shown).abs() < Decimal::new(15, 3));
        }
    }
}

/// A function of some memory and invocations a month.
fn lambda(name: &str, invocations: u64, memory: u32, architecture: &str) -> String {
    format!(
        "lambda: {{ name: {name}, memory: {memory} MB, duration: 1 s, \
         invocations: {invocations} per month, architecture: {architecture} }}"
    )
}

/// An architecture that touches allowances, tiers, ranges and pooling.
fn mixed(
    a: u64,
    b: u64,
    backup: u32,
    low: u32,
    spread: u32,
    requests: u64,
    tier: &str,
) -> Scenario {
    let list = format!(
        "[ {}, {}, {},
           fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: {low}..{} }}, alb: {{}},
           api_gateway: {{ kind: http }}, data_transfer: {{}},
           rds: {{ engine: postgres, class: db.t3.micro, storage: 20..{} GB gp3, backup: {backup} GB }},
           public_ipv4: {{ addresses: 1..{}, running: 10 h per week }},
           cloudwatch: {{ logs: 3 KB per request, log_class: lambda }},
           cloudwatch: {{ name: more, logs: 1 KB per request }},
           dynamodb: {{ reads: 1 per request, storage: 30 GB }} ]",
        lambda("x", a, 1024, "x86"),
        lambda("y", b, 1024, "x86"),
        lambda("z", b, 512, "arm"),
        low + spread,
        20 + spread,
        1 + spread,
    );
    components_with(
        &list,
        &format!("free_tier: {tier}"),
        &format!("{requests} per month"),
    )
}

fn sum(
    estimate: &Estimate,
    case: Case,
    wanted: impl Fn(&breakeven::estimate::Charge) -> bool,
) -> Decimal {
    let wanted = estimate.charges.iter().filter(|charge| wanted(charge));
    wanted.map(|charge| charge.cost.at(case).amount()).sum()
}

fn tables(report: &Report) -> impl Iterator<Item = &Table> {
    report.sections.iter().filter_map(|section| match section {
        Section::Table(table) => Some(table),
        _ => None,
    })
}

/// The cents of the lines add up to the cents of the total, at both ends of a range.
fn columns_foot(table: &Table) -> Result<(), TestCaseError> {
    let cents = |row: &report::Row, at: usize| match row.cells.get(at) {
        Some(Cell::Money(money)) => Some(money.cents),
        _ => None,
    };
    let total = table
        .rows
        .iter()
        .find(|row| row.kind == RowKind::Total)
        .unwrap();
    let mut checked = 0;
    for at in 0..table.columns.len() {
        let Some(total) = cents(total, at) else {
            continue;
        };
        let lines = table
            .rows
            .iter()
            .filter(|row| matches!(row.kind, RowKind::Line | RowKind::Offset));
        let lines: Vec<_> = lines.filter_map(|row| cents(row, at)).collect();
        for case in [Case::Low, Case::Expected, Case::High] {
            let sum: Decimal = lines.iter().map(|line| line.at(case)).sum();
            prop_assert_eq!(sum, total.at(case));
        }
        for row in &table.rows {
            if let Some(Cell::Money(money)) = row.cells.get(at) {
                let rises = money.exact.low <= money.exact.high;
                let (low, high) = (money.cents.low, money.cents.high);
                prop_assert!(
                    if rises { low <= high } else { low >= high },
                    "{low}–{high}"
                );
            }
        }
        checked += 1;
    }
    prop_assert!(checked > 0);
    Ok(())
}

fn free_tier() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["none", "always", "legacy-12-month", "credits"])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn charges_sum_exactly_and_allowances_stay_inside_usage(
        a in 0_u64..10_000_000_000, b in 0_u64..10_000_000, backup in 0_u32..100,
        low in 1_u32..5, spread in 0_u32..5, requests in 0_u64..1_000_000_000, tier in free_tier(),
    ) {
        let estimate = only(&mixed(a, b, backup, low, spread, requests, tier));
        for case in [Case::Low, Case::Expected, Case::High] {
            let total = estimate.monthly_cost.at(case).amount();
            prop_assert_eq!(sum(&estimate, case, |_| true), total);
            prop_assert!(total >= Decimal::ZERO);
        }
        prop_assert!(estimate.monthly_cost.low <= estimate.monthly_cost.expected);
        prop_assert!(estimate.monthly_cost.expected <= estimate.monthly_cost.high);
        for usage in estimate.charges.iter().filter(|c| c.category == Category::Usage) {
            let same = |c: &&breakeven::estimate::Charge| {
                matches!(c.category, Category::Included | Category::FreeTier) && c.component == usage.component && c.key == usage.key
            };
            let offset: Decimal = estimate.charges.iter().filter(same).map(|c| c.quantity.amount.expected).sum();
            let left = usage.quantity.amount.expected + offset;
            // Shares of an allowance are cut at their 18th place.
            prop_assert!(left > -Decimal::new(1, 12), "{} of {}", left, usage.key);
            let cost: Decimal = estimate.charges.iter().filter(same)
                .map(|c| c.cost.expected.amount()).sum();
            prop_assert!(usage.cost.expected.amount() + cost >= -Decimal::new(1, 12));
        }
        assert_exact(&estimate);
        // No allowance gives more than its amount.
        let granted = |id: &str| -> Decimal {
            let of = estimate.charges.iter().filter(|c| c.allowance.as_deref() == Some(id));
            of.map(|c| -c.quantity.amount.expected).sum()
        };
        let close = Decimal::new(1, 9);
        prop_assert!(granted("free.lambda.requests") <= Decimal::from(1_000_000) + close);
        prop_assert!(granted("free.lambda.duration") <= Decimal::from(400_000) + close);
        prop_assert!(granted("free.dt.out") <= Decimal::from(100) + close);
        prop_assert!(granted("free.cloudwatch.logs.ingestion") <= Decimal::from(5) + close);
    }

    #[test]
    fn every_column_shown_adds_up_to_its_total(
        a in 0_u64..10_000_000, b in 0_u64..10_000_000, backup in 0_u32..100,
        low in 1_u32..5, spread in 0_u32..5, requests in 0_u64..100_000_000, tier in free_tier(),
    ) {
        let scenario = mixed(a, b, backup, low, spread, requests, tier);
        let catalog = common::catalog(&scenario);
        let priced = common::price(&scenario);
        let comparisons = breakeven::compare::compare(&priced).unwrap();
        let lines = report::estimates(&scenario, &catalog, &priced);
        let beside = report::comparison(&scenario, &catalog, &priced, &comparisons, &[], None).unwrap();
        for table in tables(&lines).chain(tables(&beside)) {
            columns_foot(table)?;
        }
    }

    #[test]
    fn splitting_a_component_never_changes_the_total(
        whole in 2_u64..20_000_000_000, part in 1_u64..1_000_000, tier in free_tier(),
    ) {
        let part = part.min(whole - 1);
        let of = |list: String| {
            only(&components_with(&list, &format!("free_tier: {tier}"), "0 per month"))
        };
        let one = of(format!("[ {} ]", lambda("a", whole, 1024, "x86")));
        let two = of(format!(
            "[ {}, {} ]",
            lambda("a", whole - part, 1024, "x86"),
            lambda("b", part, 1024, "x86")
        ));
        prop_assert_eq!(one.monthly_cost, two.monthly_cost);
    }

    #[test]
    fn more_requests_never_cost_less(
        fewer in 0_u64..100_000_000, more in 0_u64..100_000_000, tier in free_tier(),
    ) {
        let at = |requests| only(&mixed(5, 7, 10, 1, 2, requests, tier)).monthly_cost;
        let (fewer, more) = (fewer.min(more), fewer.max(more));
        prop_assert!(at(fewer).expected <= at(more).expected);
        prop_assert!(at(fewer).high <= at(more).high);
    }

    #[test]
    fn a_wider_range_contains_a_narrower_one(low in 2_u32..5, spread in 0_u32..4) {
        let narrow = only(&mixed(5, 7, 10, low, spread, 1_000, "always")).monthly_cost;
        let wide = only(&mixed(5, 7, 10, low - 1, spread + 2, 1_000, "always")).monthly_cost;
        prop_assert!(wide.low <= narrow.low && narrow.high <= wide.high);
    }

    #[test]
    fn the_fast_path_agrees_with_the_detailed_estimate(
        requests in 0_u64..1_000_000_000, low in 1_u32..5, spread in 0_u32..3, tier in free_tier(),
    ) {
        let scenario = mixed(3_000_000, 2_000_000, 30, low, spread, requests, tier);
        let estimate = only(&scenario);
        let (name, architecture) = scenario.architectures.0.iter().next().unwrap();
        let terms = breakeven::estimate::Terms {
            month: scenario.month,
            free_tier: scenario.free_tier,
        };
        let catalog = common::catalog(&scenario);
        let bound =
            breakeven::estimate::bind(&scenario, name, architecture, "t", &catalog, terms).unwrap();
        for case in [Case::Low, Case::Expected, Case::High] {
            let fast = bound.monthly_cost(Decimal::from(requests), case).unwrap();
            prop_assert_eq!(fast, estimate.monthly_cost.at(case));
        }
    }

    #[test]
    fn nothing_used_costs_nothing(tier in free_tier()) {
        let list = "[ lambda: { memory: 128 MB }, api_gateway: { kind: rest }, data_transfer: {},
                      s3: { gets: 2 per request }, dynamodb: { reads: 1 per request },
                      cloudwatch: { logs: 1 KB per request }, cloudfront: { requests: 1 per request } ]";
        let estimate = only(&components_with(list, &format!("free_tier: {tier}"), "0 per day"));
        prop_assert_eq!(estimate.monthly_cost.high.amount(), Decimal::ZERO);
        for charge in &estimate.charges {
            prop_assert_eq!(charge.cost.expected.amount(), Decimal::ZERO);
        }
    }
}
