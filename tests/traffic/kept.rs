//! Provisioned concurrency: what kept environments serve, and what overflows.

use super::{Case, PLAIN, assert_near, assumes, quantity, warned};
use crate::common::{dec, usage};
use breakeven::estimate::Estimate;
use rust_decimal::Decimal;

const READY: &str = "lambda.pc.x86";
const HANDLED: &str = "lambda.pc.duration.x86";
const ON_DEMAND: &str = "lambda.duration.x86";

fn kept(traffic: &str, settings: &str) -> Estimate {
    let components = format!("lambda: {{ name: f, memory: 1 GB, duration: 1 s, {settings} }}");
    Case {
        month: "30 days",
        traffic,
        components: &components,
        ..PLAIN
    }
    .priced()
}

/// One environment has time for 3,600 requests of a second in an hour. 2,160 of them are 60 %: the hour
/// costs 3,600 × 0.0000041667 + 2,160 × 0.0000097222, or 2,160 × 0.0000166667 on demand, the same. With
/// more it costs less, with fewer more.
#[test]
fn it_pays_for_itself_above_sixty_percent() {
    let costs = |an_hour: u32| {
        let traffic = format!("requests: {an_hour} per hour, shape: flat");
        let provisioned = kept(&traffic, "provisioned_concurrency: { environments: 1 }");
        let demand = kept(&traffic, "invocations: 1 per request");
        let provisioned: Decimal = [READY, HANDLED, ON_DEMAND]
            .into_iter()
            .map(|key| usage(&provisioned, key))
            .sum();
        (
            provisioned.round_dp(9),
            usage(&demand, ON_DEMAND).round_dp(9),
        )
    };
    let (provisioned, demand) = costs(2_160);
    assert_eq!(provisioned, demand);
    assert_near(demand, "25.920052");
    let (provisioned, demand) = costs(2_161);
    assert!(provisioned < demand);
    let (provisioned, demand) = costs(2_159);
    assert!(provisioned > demand);
}

/// A week of 168,000 requests: 3,242 in each of 50 hours, and 50 in each of the 118 others. At 5 s each a
/// busy hour wants 16,210 s, of which two environments have 7,200, and the 9,010 others run on demand.
#[test]
fn what_there_is_no_time_for_runs_on_demand() {
    let components =
        |settings: &str| format!("lambda: {{ name: f, memory: 1 GB, duration: 5 s, {settings} }}");
    let priced = |settings: &str| {
        Case {
            month: "7 days",
            traffic: "requests: 168000 per week, shape: business",
            components: &components(settings),
            ..PLAIN
        }
        .priced()
    };
    let window = priced("provisioned_concurrency: { environments: 2, hours: mon-fri 9-19 }");
    assert_near(quantity(&window, READY), "360000");
    assert_near(quantity(&window, HANDLED), "360000");
    // 50 × 9,010 + 118 × 50 × 5.
    assert_near(quantity(&window, ON_DEMAND), "480000");
    let words = [
        "have time for 42.86 % of the invocations",
        "busy for 100 % of the time",
    ];
    assert!(assumes(&window, &words), "{:?}", window.assumptions);
    // All week: the quiet hours too, 118 × 250 s.
    let always = priced("provisioned_concurrency: { environments: 2 }");
    assert_near(quantity(&always, READY), "1209600");
    assert_near(quantity(&always, HANDLED), "389500");
    assert_near(quantity(&always, ON_DEMAND), "450500");
    // What is stated wins.
    let stated = priced("provisioned_concurrency: { environments: 2, handles: 25% }");
    assert_eq!(quantity(&stated, HANDLED), dec("210000"));
    assert_eq!(quantity(&stated, ON_DEMAND), dec("630000"));
    assert_eq!(warned(&stated, "provisioned-too-small"), None);
}

/// 50 hours of a week in a month of 730 hours: 50 × 730 ÷ 168 = 217.26 h.
#[test]
fn kept_hours_follow_the_week() {
    let estimate = Case {
        traffic: "requests: 1 per day",
        components: "lambda: { memory: 1 GB, duration: 1 s, init: 1 s, \
                     provisioned_concurrency: { environments: 5, hours: mon-fri 8-18 } }",
        ..PLAIN
    }
    .priced();
    let hours = quantity(&estimate, READY) / dec("18000");
    assert_near(hours, "217.26");
    // An event has a month of 30 days from a Monday: 4 weeks and 2 weekdays, 220 h of 720.
    let event = Case {
        traffic: "requests: 1 per day, shape: event",
        components: "lambda: { memory: 1 GB, duration: 1 s, \
                     provisioned_concurrency: { environments: 1, hours: mon-fri 8-18 } }",
        month: "30 days",
        ..PLAIN
    }
    .priced();
    assert_near(quantity(&event, READY), "792000");
}

/// 100 requests a day: one environment serves those between 8 and 22 h. The others start cold as all of
/// them would: 3,000 × 10 ÷ 24 × 0.65924 × 2 s × 0.5 GB = 824.05.
#[test]
fn only_what_overflows_starts_cold() {
    let components = |settings: &str| {
        format!(
            "lambda: {{ memory: 512 MB, init: 2 s, provisioned_concurrency: {{ {settings} }} }}"
        )
    };
    let priced = |settings: &str| {
        Case {
            month: "30 days",
            traffic: "requests: 100 per day, shape: flat",
            components: &components(settings),
            ..PLAIN
        }
        .priced()
    };
    let window = priced("environments: 1, hours: daily 8-22");
    // 3,000 × 10 ÷ 24 × 0.5 s × 0.5 GB = 312.5 of the handler.
    assert_near(quantity(&window, ON_DEMAND) - dec("312.5"), "824.05");
    let all = priced("environments: 1");
    assert_near(quantity(&all, ON_DEMAND), "0.000000");
    // Half of the requests are half the rate: e^(−0.208333) = 0.811936; 1,500 × 0.811936 × 2 × 0.5.
    let half = priced("environments: 1, handles: 50%");
    assert_near(quantity(&half, ON_DEMAND) - dec("375"), "1217.90");
    // A stated share is of what overflows: 1,250 × (0.5 + 0.1 × 2) × 0.5.
    let stated = Case {
        month: "30 days",
        traffic: "requests: 100 per day, shape: flat",
        components: "lambda: { memory: 512 MB, init: 2 s, cold_starts: 10%, \
                     provisioned_concurrency: { environments: 1, hours: daily 8-22 } }",
        ..PLAIN
    }
    .priced();
    assert_near(quantity(&stated, ON_DEMAND), "437.500000");
}
