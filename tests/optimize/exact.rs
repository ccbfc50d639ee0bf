//! The search finds what pricing every configuration finds.

use crate::common::{dec, price};
use crate::{choices, cost, search, text};
use breakeven::optimize::{Configuration, Optimum};
use breakeven::scenario::{Change, Scenario};
use breakeven::syntax::Source;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A setting below `architectures.a.components.`, or from the top, and its values.
type Vary<'v> = (&'v str, &'v [&'v str]);

fn path(setting: &str) -> String {
    match setting {
        "region" | "purchase" => setting.to_owned(),
        below => format!("architectures.a.components.{below}"),
    }
}

/// The text of a search over some settings.
fn over(components: &str, vary: &[Vary<'_>], more: &str) -> String {
    let lines = vary.iter().map(|(setting, values)| {
        let values = values.join(", ");
        format!("{{ setting: {}, values: [{values}] }}", path(setting))
    });
    let vary = lines.collect::<Vec<_>>().join(", ");
    text(components, &format!("{{ vary: [{vary}]{more} }}"))
}

/// Every configuration that can be read and priced, in the order of the settings.
fn brute_force(text: &str, vary: &[Vary<'_>]) -> Vec<(String, Decimal)> {
    let mut all: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for (setting, values) in vary {
        let longer = all.iter().flat_map(|chosen| {
            values
                .iter()
                .map(move |value| [chosen.as_slice(), &[(*setting, *value)]].concat())
        });
        all = longer.collect();
    }
    let mut priced = Vec::new();
    for chosen in all {
        let changes: Vec<Change> = chosen
            .iter()
            .map(|(setting, value)| Change {
                name: (*setting).to_owned(),
                path: path(setting),
                value: (*value).to_owned(),
            })
            .collect();
        let Ok(scenario) = Scenario::parse_with(Source::new("test.yaml", text), &changes) else {
            continue;
        };
        let shown = chosen
            .iter()
            .map(|(setting, value)| format!("{}={value}", setting.rsplit('.').next().unwrap()));
        let total = price(&scenario)[0].monthly_cost.expected.amount();
        priced.push((shown.collect::<Vec<_>>().join(" "), total));
    }
    priced
}

/// Every configuration in the order it is listed.
fn all(found: &Optimum) -> Vec<(String, Decimal)> {
    let configurations = found.best.iter();
    configurations
        .map(|c| (choices(c), c.monthly_cost.expected.amount()))
        .collect()
}

/// Compares a search over some settings with the price of each configuration.
fn agrees(components: &str, vary: &[Vary<'_>], more: &str) -> Optimum {
    let text = over(components, vary, more);
    let found = search(&text, 10_000);
    let mut expected = brute_force(&text, vary);
    assert_eq!(found.searched[0].valid, expected.len() as u64);
    expected.sort_by_key(|(_, total)| *total); // stable: equal ones stay in order
    assert_eq!(all(&found), expected);
    front_is_right(&found);
    found
}

/// The front holds each configuration than which none is as cheap and as good; the first of equal ones.
fn front_is_right(found: &Optimum) {
    let as_good = |a: &Configuration, b: &Configuration| {
        a.monthly_cost.expected <= b.monthly_cost.expected
            && a.qualities.iter().zip(&b.qualities).all(|(a, b)| a >= b)
    };
    let mut expected: BTreeMap<String, &Configuration> = BTreeMap::new();
    for (at, own) in found.best.iter().enumerate() {
        let beaten = found.best.iter().enumerate().any(|(other_at, other)| {
            let equal = as_good(other, own) && as_good(own, other);
            as_good(other, own) && (!equal || other_at < at)
        });
        if !beaten {
            expected.insert(choices(own), own);
        }
    }
    let front: BTreeMap<String, &Configuration> =
        found.front.iter().map(|own| (choices(own), own)).collect();
    let names =
        |front: &BTreeMap<String, &Configuration>| front.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&front), names(&expected));
}

const NO_CPU: &str = ", cpu_bound: 0%, qualities: [latency, memory, redundancy]";

#[test]
fn independent_settings_add_up() {
    let components = "[ lambda: { memory: 512 MB }, api_gateway: { kind: rest }, \
                      rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ]";
    let vary: &[Vary<'_>] = &[
        ("lambda.memory", &["256 MB", "512 MB", "1024 MB"]),
        ("api_gateway.kind", &["rest", "http"]),
        ("rds.class", &["db.t3.micro", "db.t4g.micro"]),
        ("lambda.architecture", &["x86", "arm"]),
        ("rds.storage", &["20 GB gp3", "30 GB gp3"]),
    ];
    let found = agrees(components, vary, NO_CPU);
    assert_eq!(found.searched[0].configurations, 48);
    // The function's 6, the API's 2 and the database's 4, each on their own.
    assert_eq!(found.searched[0].priced, 12);
}

/// Both draw on the same 400,000 GB-seconds, whichever processor they run on.
#[test]
fn functions_that_share_a_free_allowance_are_priced_together() {
    let components = "[ lambda: { name: web, memory: 512 MB }, \
                      lambda: { name: jobs, memory: 512 MB, architecture: arm }, api_gateway: { kind: http } ]";
    let vary: &[Vary<'_>] = &[
        ("web.memory", &["128 MB", "512 MB", "1024 MB"]),
        ("api_gateway.kind", &["rest", "http"]),
        ("jobs.memory", &["128 MB", "2048 MB"]),
    ];
    let found = agrees(components, vary, NO_CPU);
    assert_eq!(found.searched[0].priced, 3 * 2 + 2);
}

#[test]
fn a_proxy_is_priced_with_the_database_it_names() {
    let database = |name, class| {
        format!("rds: {{ name: {name}, engine: postgres, class: {class}, storage: 20 GB gp3 }}")
    };
    let components = format!(
        "[ {}, {}, rds_proxy: {{ for: first }}, alb: {{}} ]",
        database("first", "db.t3.micro"),
        database("second", "db.t3.micro")
    );
    let vary: &[Vary<'_>] = &[
        ("first.class", &["db.t3.micro", "db.m5.xlarge"]),
        ("second.class", &["db.t3.micro", "db.m5.2xlarge"]),
        ("rds_proxy.for", &["first", "second"]),
    ];
    agrees(&components, vary, "");
    // Even where the proxy itself does not vary.
    agrees(&components, &vary[..2], "");
}

#[test]
fn sizes_that_are_not_sold_are_counted() {
    let components = "[ fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, scaling: { min: 2 }, public_ipv4: 1 }, alb: {} ]";
    let vary: &[Vary<'_>] = &[
        ("api.cpu", &["0.25 vCPU", "0.5 vCPU", "1 vCPU"]),
        ("api.memory", &["1 GB", "4 GB", "8 GB"]),
        ("api.scaling.min", &["1", "3"]),
        ("api.platform", &["linux-x86", "linux-arm"]),
    ];
    let found = agrees(
        components,
        vary,
        ", qualities: [headroom, redundancy, memory]",
    );
    // Sold: 0.25 with 1; 0.5 with 1 and 4; 1 with 4 and 8.
    let searched = &found.searched[0];
    assert_eq!((searched.configurations, searched.valid), (36, 20));
    let reason = &searched.impossible[0];
    assert_eq!((reason.code, reason.configurations), ("no-such-size", 16));
    assert!(found.front.len() > 3);
}

#[test]
fn commitments_join_what_they_cover() {
    let components = "[ lambda: { memory: 512 MB }, api_gateway: { kind: http }, \
                      fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, tasks: 2, running: 100 h per month, public_ipv4: 0 }, \
                      rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ]";
    let plan = "{ savings_plans: [{ kind: compute, commitment: $0.010 per hour }] }";
    let vary: &[Vary<'_>] = &[
        ("purchase", &["{}", plan]),
        ("lambda.memory", &["512 MB", "1024 MB"]),
        ("api.cpu", &["0.25 vCPU", "0.5 vCPU"]),
        ("rds.class", &["db.t3.micro", "db.t4g.micro"]),
    ];
    let found = agrees(components, vary, NO_CPU);
    assert_eq!(found.searched[0].configurations, 16);
    let text = over(components, vary, ", constraints: { commitments: false }");
    let allowed = search(&text, 10_000);
    assert_eq!(allowed.searched[0].valid, 8);
    assert_eq!(allowed.searched[0].excluded[0].code, "commitments");
}

#[test]
fn regions_are_priced_with_their_own_books() {
    let components = "[ lambda: { memory: 512 MB }, api_gateway: { kind: http } ]";
    let vary: &[Vary<'_>] = &[
        ("region", &["us-east-1", "eu-central-1"]),
        ("lambda.memory", &["512 MB", "1024 MB"]),
        ("api_gateway.kind", &["rest", "http"]),
    ];
    agrees(components, vary, NO_CPU);
    let regions = ", constraints: { regions: [eu-central-1, us-east-1] }";
    let found = search(&over(components, &vary[1..], regions), 10_000);
    assert_eq!(found.searched[0].valid, 8);
    assert_eq!(found.best[0].region, "us-east-1");
}

/// Any of these settings together, at different traffic.
#[test]
fn any_space_agrees_with_brute_force() {
    let components = "[ lambda: { name: web, memory: 512 MB }, lambda: { name: jobs, memory: 256 MB, invocations: 0.1 per request }, \
        api_gateway: { kind: http }, rds: { engine: postgres, class: db.t3.small, storage: 20 GB gp3, backup: 30 GB }, \
        rds_proxy: { for: rds }, fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, scaling: {}, public_ipv4: 1 }, \
        fargate: { name: worker, cpu: 0.25 vCPU, memory: 512 MB, tasks: 1..3, public_ipv4: 0 }, \
        cloudwatch: { logs: 2 KB per request }, data_transfer: {} ]";
    let candidates: &[Vary<'_>] = &[
        ("web.memory", &["128 MB", "1024 MB"]),
        ("jobs.architecture", &["x86", "arm"]),
        ("api.cpu", &["0.25 vCPU", "1 vCPU", "4 vCPU"]),
        ("api.memory", &["2 GB", "8 GB"]),
        ("worker.platform", &["linux-x86", "linux-arm"]),
        ("rds.class", &["db.t3.small", "db.m5.2xlarge"]),
        ("rds.storage", &["20 GB gp3", "40 GB gp2"]),
        ("rds_proxy.running", &["always", "100 h per month"]),
        ("cloudwatch.log_class", &["standard", "lambda"]),
        ("api.scaling.max", &["1", "5"]),
    ];
    // A step of the golden ratio visits the sets of settings evenly.
    let mut mask = 0_u32;
    for _ in 0..8 {
        mask = (mask + 632) % 1_023;
        let chosen = candidates
            .iter()
            .enumerate()
            .filter(|(at, _)| mask >> at & 1 == 1);
        let vary: Vec<Vary<'_>> = chosen.map(|(_, vary)| *vary).take(6).collect();
        if !vary.is_empty() {
            let more = ", cpu_bound: 0%, constraints: { saturated: true }, qualities: [headroom, memory, cold_starts]";
            agrees(components, &vary, more);
        }
    }
}

/// 3 M calls: HTTP $1 a million, REST $3.50. 3 M × 0.2 s × 1 GB = 600,000 GB-s, less 400,000 free, at
/// 0.0000166667 (x86) or 0.0000133334 (Arm); requests 3 M less 1 M free at 0.20.
#[test]
fn the_cheapest_is_what_is_worked_out_by_hand() {
    let components = "[ lambda: { memory: 1024 MB }, api_gateway: { kind: rest } ]";
    let vary: &[Vary<'_>] = &[
        ("lambda.architecture", &["x86", "arm"]),
        ("api_gateway.kind", &["rest", "http"]),
    ];
    let found = search(&over(components, vary, ""), 4);
    let shown: Vec<String> = found
        .best
        .iter()
        .map(|c| format!("{} {}", choices(c), cost(c)))
        .collect();
    let arm = dec("0.0000133334") * dec("200000") + dec("0.4");
    let x86 = dec("0.0000166667") * dec("200000") + dec("0.4");
    let by_hand = [
        format!(
            "architecture=arm kind=http {}",
            (arm + dec("3")).normalize()
        ),
        format!(
            "architecture=x86 kind=http {}",
            (x86 + dec("3")).normalize()
        ),
        format!(
            "architecture=arm kind=rest {}",
            (arm + dec("10.5")).normalize()
        ),
        format!(
            "architecture=x86 kind=rest {}",
            (x86 + dec("10.5")).normalize()
        ),
    ];
    assert_eq!(shown, by_hand);
}

#[test]
fn each_listed_configuration_reads_back_at_the_same_price() {
    let components = "[ lambda: { memory: 512 MB }, api_gateway: { kind: rest } ]";
    let search_over = "{ vary: [ { setting: architectures.a.components.lambda.memory, from: 128 MB, to: 1024 MB, step: 128 MB } ] }";
    let found = search(&text(components, search_over), 8);
    assert_eq!(found.best.len(), 8);
    for configuration in &found.best {
        let source = Source::new("again.yaml", configuration.yaml.clone());
        let scenario = Scenario::parse(source).unwrap();
        assert_eq!(price(&scenario)[0].monthly_cost, configuration.monthly_cost);
        assert_eq!(scenario.optimize, None);
    }
    // All of its 200 ms takes the CPU as far as 40 ms of a vCPU do: 40 × 1,769 ÷ 512 = 138 ms.
    let smallest = found
        .best
        .iter()
        .find(|c| choices(c) == "memory=128 MB")
        .unwrap();
    assert!(
        smallest.yaml.contains("duration: 615 ms"),
        "{}",
        smallest.yaml
    );
}
/// Tasks take what the smallest function could give a request, 500 ms × 512 ÷ 1,769 = 144.715 ms of a
/// vCPU, and go on to do so whatever memory is tried.
#[test]
fn tasks_do_not_follow_the_memory_that_is_tried() {
    let text = "name: Test\nregion: us-east-1\nrequest: { duration: 500 ms, response: 20 KB }
traffic: { t: { requests: 30M per month } }
architectures:
  tasks: { components: [ fargate: { cpu: 0.5 vCPU, memory: 1 GB, scaling: {}, public_ipv4: 0 } ] }
  functions: { components: [ lambda: { memory: 512 MB } ] }
optimize: { vary: [
  { setting: architectures.functions.components.lambda.memory, values: [256 MB, 512 MB, 1769 MB] },
  { setting: architectures.tasks.components.fargate.scaling.min, values: [2, 3] } ] }\n";
    let found = crate::try_search(text, 9).unwrap();
    let pinned = "A request takes 144.715 ms of a vCPU";
    assert!(
        found.assumptions.iter().any(|a| a.starts_with(pinned)),
        "{:?}",
        found.assumptions
    );
    let found = &found.levels[0];
    assert_eq!(found.best.len(), 5);
    let tasks = price(&Scenario::parse(Source::new("test.yaml", text)).unwrap());
    let tasks = crate::common::of(&tasks, "tasks", "t").monthly_cost;
    assert_eq!(
        found.searched[0].cheapest.as_ref().unwrap().monthly_cost,
        tasks
    );
}
