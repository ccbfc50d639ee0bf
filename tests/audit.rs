//! What an audit says of a published figure: rounding, sums, savings, whose price it is.

mod common;

use breakeven::compare::{Audit, AuditFinding, Basis, Cause};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::units::Money;
use common::{compared, dec, scenario};

/// Two tasks at 18.02005 each and a cache node at 12.41, one month at list prices: 48.4501.
fn text(figures: &str) -> String {
    format!(
        "
name: Audit
region: us-east-1
traffic: {{ t: {{ requests: 1 per day }} }}
architectures:
  a:
    components:
      - fargate: {{ name: app, cpu: 0.5 vCPU, memory: 1 GB, tasks: 2 }}
      - elasticache: {{ name: cache, engine: redis, node: cache.t3.micro }}
  spot:
    purchase: {{ fargate_spot: {{ share: 50%, discount: 60%, as_of: 2026-10-09 }} }}
    components:
      - fargate: {{ name: app, cpu: 0.5 vCPU, memory: 1 GB, tasks: 2..4 }}
  database:
    components:
      - rds: {{ name: db, engine: postgres, class: db.t3.micro, storage: 20 GB gp2 }}
published: {{ document: D, figures: [{figures}] }}
"
    )
}

fn findings(figures: &[&str]) -> Vec<AuditFinding> {
    let figures: Vec<String> = figures
        .iter()
        .map(|figure| format!("{{ traffic: t, {figure} }}"))
        .collect();
    compared(&scenario(&text(&figures.join(", "))))
        .1
        .unwrap()
        .findings
}

/// What is wrong with the last of these figures.
fn causes(figures: &[&str]) -> Vec<Cause> {
    findings(figures).pop().unwrap().causes
}

const APP: &str = "architecture: a, component: app, monthly: $36.04";
const CACHE: &str = "architecture: a, component: cache, monthly: $12.41";

fn sum(text: &str) -> Cause {
    Cause::Addition(Money::parse(text).unwrap())
}

/// A figure holds when the exact one, rounded to the places it is written with, is that figure.
#[test]
fn a_figure_is_as_exact_as_it_is_written() {
    let holds = |monthly: &str| {
        causes(&[&format!(
            "architecture: a, component: cache, monthly: {monthly}"
        )])
        .is_empty()
    };
    assert!(holds("$12"));
    assert!(holds("$12.4"));
    assert!(holds("12 USD"));
    assert!(!holds("$12.00")); // 3 % below 12.41
    assert!(!holds("$13"));
    assert!(!holds("$11"));
    // 1.5 % is rounding in any case.
    assert!(holds("$12.30"));
    // With a quantity too: 700 hours at 0.017 are 11.90.
    let price = |monthly: &str| {
        let key = "price_key: elasticache.redis.t3.micro, quantity: 700";
        let figure = format!("architecture: a, component: cache, {key}, monthly: {monthly}");
        causes(&[&figure])
    };
    let quantity = Cause::Quantity(dec("700") / dec("730"));
    assert_eq!(price("$12"), [quantity]);
    assert_eq!(price("$11.90"), [quantity]);
    assert!(matches!(price("$13").as_slice(), [q, Cause::UnitPrice(_)] if *q == quantity));
}

#[test]
fn a_total_is_the_sum_of_its_lines() {
    let total = |monthly: &str| format!("architecture: a, monthly: {monthly}");
    let of = |monthly: &str| causes(&[APP, CACHE, &total(monthly)]);
    assert_eq!(of("$48.45"), []);
    assert_eq!(of("$48"), []);
    assert_eq!(of("$48.48"), [sum("48.45")]);
    assert_eq!(of("$48.42"), [sum("48.45")]);
    assert_eq!(of("$49"), [sum("48.45")]);
    assert_eq!(of("$40..$60"), []);
    // Lines that are wrong are added up as the document has them.
    let wrong = "architecture: a, component: app, monthly: $30";
    let causes_of = |monthly: &str| causes(&[wrong, CACHE, &total(monthly)]);
    assert!(matches!(causes_of("$42.41").as_slice(), [Cause::Cost(_)]));
    assert!(matches!(
        causes_of("$45").as_slice(),
        [Cause::Cost(_), added] if *added == sum("42.41")
    ));
}

/// Printed, 36 and 12 are 48; before they were rounded they were 48.45.
#[test]
fn lines_may_be_added_up_before_they_are_rounded() {
    let app = "architecture: a, component: app, monthly: $36";
    let cache = "architecture: a, component: cache, monthly: $12";
    let of = |monthly: &str| {
        let total = format!("architecture: a, monthly: {monthly}");
        causes(&[app, cache, &total])
    };
    assert_eq!(of("$48"), []);
    assert_eq!(of("$48.45"), []);
    assert_eq!(of("$48.30"), [sum("48")]);
}

#[test]
fn a_sum_needs_every_line_that_costs_something() {
    assert_eq!(causes(&[APP, "architecture: a, monthly: $48.48"]), []);
    let range = "architecture: a, component: cache, monthly: $12..$13";
    assert_eq!(
        causes(&[APP, range, "architecture: a, monthly: $48.48"]),
        []
    );
    // A component adds up from its price keys, and a total from what there is of each.
    let vcpu =
        "architecture: a, component: app, price_key: fargate.linux.x86.vcpu, monthly: $29.55";
    let memory =
        "architecture: a, component: app, price_key: fargate.linux.x86.memory, monthly: $6.49";
    assert_eq!(causes(&[vcpu, memory, APP]), []);
    let wrong = "architecture: a, component: app, monthly: $36.14";
    assert_eq!(causes(&[vcpu, memory, wrong]), [sum("36.04")]);
    assert_eq!(causes(&[vcpu, wrong]), []);
    let total = "architecture: a, monthly: $48.48";
    assert_eq!(causes(&[vcpu, memory, CACHE, total]), [sum("48.45")]);
    // The figure of the component goes before those of its keys.
    let app = "architecture: a, component: app, monthly: $36.07";
    assert_eq!(causes(&[vcpu, memory, CACHE, app, total]), []);
}

/// 36.04 and 12.41 less 8.10 are 40.35; the lines may also be net of it already.
#[test]
fn a_saving_comes_off_the_sum() {
    let saving = "architecture: a, saving: spot, monthly: $8.10";
    let of = |monthly: &str| {
        let total = format!("architecture: a, monthly: {monthly}");
        let mut causes = causes(&[APP, CACHE, saving, &total]);
        causes.retain(|cause| matches!(cause, Cause::Addition(_)));
        causes
    };
    assert_eq!(of("$40.35"), []);
    assert_eq!(of("$48.45"), []);
    assert_eq!(of("$40.38"), [sum("40.35")]);
}

/// Half of 2 to 4 tasks at 60 % off: 0.3 × 36.0401 to 0.3 × 72.0802.
#[test]
fn a_saving_is_what_is_taken_off() {
    let of = |figure: &str| findings(&[figure]).pop().unwrap();
    let saved = of("architecture: spot, saving: spot, monthly: $15");
    assert_eq!(saved.monthly.low.amount(), dec("10.81203"));
    assert_eq!(saved.monthly.high.amount(), dec("21.62406"));
    assert_eq!(saved.causes, []);
    let app = of("architecture: spot, component: app, saving: spot, monthly: $40");
    assert!(matches!(app.causes.as_slice(), [Cause::Cost(_)]), "{app:?}");
    // Without Spot there is nothing to save.
    let none = of("architecture: a, saving: spot, monthly: $8.10");
    assert_eq!(none.monthly.expected, Money::ZERO);
    assert_eq!(none.causes, [Cause::OutsideRange]);
    // A saving is not a line of a total.
    let total = "architecture: spot, monthly: $43.25";
    let saving = "architecture: spot, component: app, saving: spot, monthly: $15";
    assert_eq!(causes(&[saving, total]), []);
}

#[test]
fn a_saving_is_a_cost_not_a_quantity() {
    for figure in [
        "architecture: spot, component: app, price_key: fargate.linux.x86.vcpu, saving: spot, quantity: 5",
        "architecture: spot, component: app, price_key: fargate.linux.x86.vcpu, saving: spot, quantity: 5, monthly: $1",
        "architecture: spot, saving: luck, monthly: $1",
    ] {
        let text = text(&format!("{{ traffic: t, {figure} }}"));
        let faults = Scenario::parse(Source::new("t", text))
            .unwrap_err()
            .to_string();
        let known = ["stated by `monthly` alone", "unknown value `luck`"];
        assert!(known.iter().any(|part| faults.contains(part)), "{faults}");
    }
}

/// A wrong unit price may be that of something else: an engine, an architecture, a deployment.
#[test]
fn a_wrong_price_is_named_when_it_is_that_of_something_alike() {
    let price_of = |figure: &str| {
        let found = findings(&[figure]).pop().unwrap().price_of;
        let keys: Vec<String> = found.iter().map(ToString::to_string).collect();
        keys.join(" ")
    };
    let database = |monthly: &str| {
        price_of(&format!(
            "architecture: database, component: db, quantity: 730, monthly: {monthly}, \
             price_key: rds.postgresql.t3.micro.single"
        ))
    };
    // 0.018 is right; 0.017 is two other engines', 0.036 the same with a standby.
    assert_eq!(database("$13.14"), "");
    assert_eq!(
        database("$12.41"),
        "rds.mariadb.t3.micro.single rds.mysql.t3.micro.single"
    );
    assert!(database("$26.28").contains("rds.postgresql.t3.micro.multi"));
    assert_eq!(database("$11.11"), "");
    // 0.03238 is the price on Arm.
    let vcpu = price_of(
        "architecture: a, component: app, price_key: fargate.linux.x86.vcpu, quantity: 730, \
         monthly: $23.64",
    );
    assert_eq!(vcpu, "fargate.linux.arm.vcpu");
}

fn audit_of(text: &str) -> Audit {
    compared(&scenario(text)).1.unwrap()
}

/// 30 million requests of 0.2 s at 0.125 GB: 750,000 GB-s × 0.0000166667 = 12.500025 and 30 × 0.20 = 6.
/// The free tier takes off 400,000 GB-s, 6.66668, and a million requests, 0.20.
const GROSS: &str = "
name: gross
region: us-east-1
free_tier: always
request: { duration: 200 ms }
traffic: { t: { requests: 30M per month } }
architectures: { a: { components: [ { lambda: { memory: 128 MB } } ] } }
published: { document: doc, free_tier: always, figures: [";

#[test]
fn a_figure_holds_before_or_after_what_is_taken_off() {
    let of = |figure: &str| {
        let text = format!("{GROSS}{{ architecture: a, traffic: t, {figure} }}] }}");
        audit_of(&text).findings.pop().unwrap()
    };
    let duration = "component: lambda, price_key: lambda.duration.x86";
    for (figure, basis, computed) in [
        (
            format!("{duration}, monthly: $12.50"),
            Basis::Gross,
            "12.500025",
        ),
        (
            format!("{duration}, monthly: $5.83"),
            Basis::Net,
            "5.833345",
        ),
        (
            "component: lambda, monthly: $18.50".to_owned(),
            Basis::Gross,
            "18.500025",
        ),
        ("monthly: $18.50".to_owned(), Basis::Gross, "18.500025"),
        ("monthly: $11.63".to_owned(), Basis::Net, "11.633345"),
        // The quantity that is charged beside its cost, and the whole one beside what is left of it.
        (
            format!("{duration}, quantity: 350000, monthly: $5.83"),
            Basis::Net,
            "5.833345",
        ),
        (
            format!("{duration}, quantity: 750000, monthly: $5.83"),
            Basis::Net,
            "5.833345",
        ),
        (
            format!("{duration}, quantity: 750000, monthly: $12.50"),
            Basis::Gross,
            "12.500025",
        ),
    ] {
        let found = of(&figure);
        assert_eq!(found.causes, [], "{figure}");
        assert_eq!(found.basis, Some(basis), "{figure}");
        assert_eq!(found.monthly.expected.amount(), dec(computed), "{figure}");
    }
    // Neither: the nearer one is compared with.
    let neither = of(&format!("{duration}, monthly: $25"));
    assert!(
        matches!(neither.causes.as_slice(), [Cause::Cost(ratio)] if ratio.round_dp(2) == dec("2"))
    );
    assert_eq!(neither.basis, Some(Basis::Gross));
    // A saving is a line of its own, on no basis.
    let saving = of("saving: free-tier, monthly: $6.87");
    assert_eq!((saving.causes.as_slice(), saving.basis), (&[][..], None));
}

/// 0.5 vCPU and 1 GB are 18.02005 a month, and half of that on Spot, 9.010025.
#[test]
fn a_figure_holds_before_or_after_spot() {
    let text = text("").replace("share: 50%, discount: 60%", "share: 100%, discount: 50%");
    let of = |monthly: &str| {
        let figure =
            format!("{{ architecture: spot, traffic: t, component: app, monthly: {monthly} }}");
        let text = text.replace("figures: []", &format!("figures: [{figure}]"));
        audit_of(&text.replace("tasks: 2..4", "tasks: 1"))
            .findings
            .pop()
            .unwrap()
    };
    assert_eq!(
        (of("$18.02").causes, of("$18.02").basis),
        (vec![], Some(Basis::Gross))
    );
    assert_eq!(
        (of("$9.01").causes, of("$9.01").basis),
        (vec![], Some(Basis::Net))
    );
}

/// 10 GB of a serverless cache for 730 hours at 0.125 a GB-hour are 912.50; 1.25 is the price of a month
/// for the price of an hour. ECPUs cost next to nothing here.
#[test]
fn a_price_by_the_hour_read_as_one_by_the_month_is_named() {
    let of = |figure: &str| {
        let text = format!(
            "name: c\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [ elasticache_serverless: {{ name: cache, engine: redis, \
             data: 10 GB }} ] }} }}\n\
             published: {{ document: D, figures: [{{ architecture: a, traffic: t, component: cache, {figure} }}] }}\n"
        );
        let found = audit_of(&text).findings.pop().unwrap();
        assert!(!found.causes.is_empty(), "{figure}");
        found
            .unit_error
            .map(|e| format!("{}: {} as {}", e.key, e.meant, e.read_as))
    };
    let key = "price_key: elasticache.serverless-gb.redis";
    let month = Some("elasticache.serverless-gb.redis: GB-hour as GB-month".to_owned());
    assert_eq!(of("monthly: $1.25"), month);
    assert_eq!(of(&format!("{key}, monthly: $1.25")), month);
    assert_eq!(of(&format!("{key}, quantity: 10, monthly: $1.25")), month);
    assert_eq!(of(&format!("{key}, quantity: 7300, monthly: $1.25")), month);
    // Rounded too far to tell, or wrong by something else.
    assert_eq!(of("monthly: $1"), None);
    assert_eq!(of("monthly: $2.50"), None);
}

/// A request costs 0.20 ÷ 1,000,000 and 0.5 s × 0.125 GB × 0.0000166667: 0.00000124166875. A task of 0.25
/// vCPU and 1 GB costs (0.25 × 0.04048 + 0.004445) × 730 = 10.63245 a month: as much as 8,563,032 requests,
/// 281,524.3 a day. 2,000,000 a month are 65,753.4 a day: 4.28 times too few.
#[test]
fn a_published_break_even_is_judged_on_the_terms_of_the_document() {
    let of = |stated: &str, terms: &str| {
        let text = format!(
            "name: api\nregion: us-east-1\nfree_tier: always\nrequest: {{ duration: 500 ms }}\n\
             traffic: {{ t: {{ requests: 10M per month }} }}\n\
             architectures:\n  lambda: {{ components: [ lambda: {{ memory: 128 MB }} ] }}\n  \
             fargate: {{ components: [ fargate: {{ cpu: 0.25 vCPU, memory: 1 GB, public_ipv4: 0 }} ] }}\n\
             published: {{ document: D, break_even: {stated}{terms} }}\n"
        );
        audit_of(&text).break_evens.pop().unwrap()
    };
    let low = of("2M per month", "");
    assert_eq!(low.computed.as_ref().unwrap().at, dec("281525"));
    assert_eq!(low.per_day.expected.round_dp(1), dec("65753.4"));
    assert_eq!(low.off.unwrap().round_dp(4), dec("0.2336")); // 65,753.4 ÷ 281,525
    assert!(!low.holds());
    for right in [
        "281525 per day",
        "280000 per day",
        "8.6M per month",
        "200000..300000 per day",
    ] {
        assert!(of(right, "").holds(), "{right}");
    }
    assert!(!of("300000..400000 per day", "").holds());
    // With the free tier a million requests and 400,000 GB-s, 6.86668, come off: (10.63245 + 6.86668) ÷
    // 0.00000124166875 = 14,093,236 a month, 463,339.3 a day. A document in 30 days counts 469,774.5.
    let free = of("460000 per day", ", free_tier: always");
    assert_eq!(free.computed.as_ref().unwrap().at, dec("463340"));
    assert!(free.holds());
}
