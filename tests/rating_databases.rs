//! Aurora, ElastiCache Serverless, their proxy and surplus credits, against figures worked by hand.

mod common;
mod program;

use breakeven::catalog::{Catalog, CatalogError};
use breakeven::estimate::{Estimate, EstimateError, Selection, estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use common::{components, components_with, dec, only, scenario, total, usage};
use program::{Folder, run};

/// One architecture with these components, at 300,000 requests a month.
fn priced(list: &str) -> Estimate {
    only(&components(list))
}

/// The price a component needs and the book does not have.
fn missing(list: &str) -> String {
    let scenario = components(list);
    missing_in(&scenario)
}

fn missing_in(scenario: &Scenario) -> String {
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let catalog = catalog.with_own(scenario.own_prices());
    match estimate(scenario, &catalog, &Selection::default()) {
        Err(EstimateError::Price { error, .. }) => match *error {
            CatalogError::Missing(missing) => missing.key,
            other => panic!("{other}"),
        },
        other => panic!("{other:?}"),
    }
}

/// What is warned of, other than that no versions are stated here.
fn codes(estimate: &Estimate) -> Vec<&'static str> {
    let codes = estimate.warnings.iter().map(|w| w.code.code());
    codes
        .filter(|code| *code != "engine-version-not-stated")
        .collect()
}

/// Everything wrong with a list of components.
fn faults(list: &str) -> String {
    let text = format!(
        "name: Test\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
         architectures: {{ a: {{ components: {list} }} }}\n"
    );
    match Scenario::parse(Source::new("t", text)) {
        Err(faults) => faults.to_string(),
        Ok(_) => panic!("nothing wrong with {list}"),
    }
}

const ACU: &str = "aurora.sv2.acu.postgresql";

/// 0.12 per ACU-hour.
#[test]
fn serverless_capacity_is_billed_by_its_average() {
    let cost = |capacity: &str, average: &str| {
        let list =
            format!("[aurora: {{ engine: postgres, capacity: {capacity}, average: {average} }}]");
        usage(&priced(&list), ACU)
    };
    // 1.5 × 730 × 0.12.
    assert_eq!(cost("0.5..4 ACU", "1.5 ACU"), dec("131.4"));
    // 0.5 × 730 × 0.12.
    assert_eq!(cost("0.5..4 ACU", "0.5 ACU"), dec("43.8"));
    assert_eq!(cost("2..4 ACU", "2 ACU"), dec("175.2"));
    // Paused four fifths of the time: 0.1 × 730 × 0.12.
    assert_eq!(cost("0..4 ACU", "0.1 ACU"), dec("8.76"));
}

#[test]
fn an_average_may_be_a_range_and_differ_by_traffic() {
    let text = "
name: Range
region: us-east-1
free_tier: none
traffic: { low: { requests: 1 per day }, high: { requests: 9 per day } }
architectures:
  a:
    components:
      - aurora:
          engine: postgres
          capacity: 0.5..8 ACU
          average: { low: 0.5..1 ACU, high: 4 ACU }
";
    let estimates = common::price(&scenario(text));
    let low = &estimates[0].monthly_cost;
    // 0.5, 0.75 and 1 × 730 × 0.12.
    assert_eq!(low.low.amount(), dec("43.8"));
    assert_eq!(low.expected.amount(), dec("65.7"));
    assert_eq!(low.high.amount(), dec("87.6"));
    assert_eq!(total(&estimates[1]), dec("350.4"));
}

/// Readers are instances of their own, each with its least capacity: (2 + 1 + 1) × 730 × 0.12, and
/// (2 + 2 × 0.5) × 730 × 0.12.
#[test]
fn readers_are_further_instances() {
    let with = |readers: &str| {
        let list = format!(
            "[aurora: {{ engine: postgres, capacity: 0.5..4 ACU, average: 2 ACU, {readers} }}]"
        );
        usage(&priced(&list), ACU)
    };
    assert_eq!(with("readers: 2, reader_average: 1 ACU"), dec("350.4"));
    assert_eq!(with("readers: 2, reader_average: 0.5 ACU"), dec("262.8"));
    // Like the writer unless stated: 3 × 2 × 730 × 0.12.
    assert_eq!(with("readers: 2"), dec("525.6"));
}

#[test]
fn standard_clusters_pay_for_requests_and_io_optimized_ones_for_dearer_capacity() {
    let standard = priced(
        "[aurora: { engine: postgres, capacity: 2 ACU, storage: 100 GB,
            io_requests: 50M per month }]",
    );
    assert_eq!(usage(&standard, ACU), dec("175.2"));
    assert_eq!(usage(&standard, "aurora.storage.standard"), dec("10"));
    // 50 million × 0.20 per million.
    assert_eq!(usage(&standard, "aurora.io"), dec("10"));
    let optimized = priced(
        "[aurora: { engine: postgres, capacity: 2 ACU, storage: 100 GB,
            storage_type: io-optimized }]",
    );
    // 2 × 730 × 0.16.
    assert_eq!(
        usage(&optimized, "aurora.sv2.acu.io.postgresql"),
        dec("233.6")
    );
    assert_eq!(usage(&optimized, "aurora.storage.io"), dec("22.5"));
    assert_eq!(optimized.charges.len(), 2);
    assert!(codes(&optimized).is_empty());
    // Requests left out may be most of the bill, so their absence is not silent.
    let silent = priced("[aurora: { engine: postgres, capacity: 2 ACU, storage: 100 GB }]");
    assert_eq!(codes(&silent), ["io-requests-not-counted"]);
}

/// Backups are free up to the storage of each cluster: the second one's 150 GB are charged, although
/// the first one's storage would cover them. 150 × 0.021.
#[test]
fn free_backups_are_not_shared_between_clusters() {
    let list = "[
        aurora: { name: a, engine: postgres, capacity: 1 ACU, storage: 200 GB, backup: 10 GB,
                  io_requests: 0 per month },
        aurora: { name: b, engine: mysql, capacity: 1 ACU, storage: 50 GB, backup: 200 GB,
                  io_requests: 0 per month }]";
    assert_eq!(usage(&priced(list), "aurora.backup"), dec("3.15"));
}

/// 0.35 per million up to a billion, then 0.20; 35 KB count as two requests.
#[test]
fn data_api_requests_count_per_32_kilobytes() {
    let cost = |rest: &str| {
        let list = format!("[aurora: {{ engine: mysql, capacity: 1 ACU, data_api: {rest} }}]");
        usage(&priced(&list), "aurora.dataapi")
    };
    assert_eq!(cost("2M per month, data_api_size: 35 KB"), dec("1.4"));
    assert_eq!(cost("2M per month, data_api_size: 32 KB"), dec("0.7"));
    assert_eq!(cost("2B per month"), dec("550"));
}

const PROVISIONED: &str = "aurora: { engine: postgres, class: db.r6g.large, readers: 1,
    storage: 10 GB, storage_type: io-optimized }";

#[test]
fn provisioned_instances_need_a_price_of_ones_own() {
    assert_eq!(
        missing(&format!("[{PROVISIONED}]")),
        "aurora.instance-io.postgresql.r6g.large"
    );
    let standard = PROVISIONED.replace("io-optimized", "standard");
    assert_eq!(
        missing(&format!("[{standard}]")),
        "aurora.instance.postgresql.r6g.large"
    );
    let options = "free_tier: none\nprices:\n  source: Price List\n  overrides:\n    \
                   aurora.instance-io.postgresql.r6g.large: $0.338 per hour";
    let list = format!("[{PROVISIONED}]");
    let estimate = only(&components_with(&list, options, "1 per day"));
    // A writer and a reader: 2 × 730 × 0.338; 10 × 0.225.
    let instances = usage(&estimate, "aurora.instance-io.postgresql.r6g.large");
    assert_eq!(instances, dec("493.48"));
    assert_eq!(total(&estimate), dec("495.73"));
}

#[test]
fn a_missing_price_ends_the_program_with_3_and_tells_what_to_do() {
    let folder = Folder::new("aurora-provisioned");
    let text = format!(
        "name: A\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
         architectures: {{ a: {{ components: [ {PROVISIONED} ] }} }}\n"
    );
    let file = folder.file("a.yaml", &text);
    let ran = run(&["estimate", &file]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    for part in [
        "no price for `aurora.instance-io.postgresql.r6g.large` in us-east-1",
        "prices.overrides",
        "Field=instanceType,Value=db.r6g.large",
        "Value=Aurora PostgreSQL",
    ] {
        assert!(ran.stderr.contains(part), "{part}\n{}", ran.stderr);
    }
    let given = format!(
        "{text}prices: {{ source: me, overrides: {{ aurora.instance-io.postgresql.r6g.large: $0.338 per hour }} }}\n"
    );
    assert_eq!(run(&["estimate", &folder.file("b.yaml", &given)]).code, 0);
}

/// 0.015 per ACU-hour, eight at least: 8 × 730 × 0.015 = 87.60, which a public text has too.
#[test]
fn a_proxy_of_serverless_bills_eight_units_at_least() {
    let cost = |list: &str| usage(&priced(list), "rds.proxy.acu");
    let before = |average: &str| {
        format!(
            "[aurora: {{ name: db, engine: postgres, capacity: 0.5..16 ACU, average: {average} }},
              rds_proxy: {{ for: db }}]"
        )
    };
    assert_eq!(cost(&before("2 ACU")), dec("87.6"));
    assert_eq!(cost(&before("10 ACU")), dec("109.5"));
    // Readers count: (6 + 6) × 730 × 0.015.
    assert_eq!(cost(&before("6 ACU, readers: 1")), dec("131.4"));
    assert_eq!(cost("[rds_proxy: { acu: 12 ACU }]"), dec("131.4"));
    assert_eq!(cost("[rds_proxy: { acu: 0.5 ACU }]"), dec("87.6"));
}

/// All instances of a provisioned cluster: 2 × 2 vCPU × 730 × 0.015.
#[test]
fn a_proxy_of_provisioned_instances_bills_all_their_vcpus() {
    let options = "free_tier: none\nprices:\n  source: Price List\n  overrides:\n    \
                   aurora.instance-io.postgresql.r6g.large: $0.338 per hour";
    let list = format!(
        "[{}, rds_proxy: {{ for: db }}]",
        PROVISIONED.replace("engine:", "name: db, engine:")
    );
    let estimate = only(&components_with(&list, options, "1 per day"));
    assert_eq!(usage(&estimate, "rds.proxy"), dec("43.8"));
}

#[test]
fn a_proxy_keeps_a_database_from_pausing() {
    let list = "[aurora: { name: db, engine: postgres, capacity: 0..4 ACU, average: 0 ACU },
                 rds_proxy: { for: db }]";
    let estimate = priced(list);
    assert_eq!(usage(&estimate, ACU), dec("43.8"));
    assert_eq!(codes(&estimate), ["auto-pause-prevented"]);
    // Another database's proxy does not.
    let list = "[aurora: { name: db, engine: postgres, capacity: 0..4 ACU, average: 0 ACU },
                 rds_proxy: { vcpu: 2 }]";
    let estimate = priced(list);
    assert_eq!(usage(&estimate, ACU), dec("0"));
    assert!(codes(&estimate).is_empty());
}

/// The floors of an empty cache: 0.1 × 0.084 × 730 = 6.132 and 1 × 0.125 × 730 = 91.25.
#[test]
fn a_serverless_cache_has_a_least_amount_of_data() {
    let cost = |engine: &str, data: &str| {
        let list = format!("[elasticache_serverless: {{ engine: {engine}, data: {data} }}]");
        total(&priced(&list))
    };
    assert_eq!(cost("valkey", "0 GB"), dec("6.132"));
    assert_eq!(cost("redis", "0 GB"), dec("91.25"));
    assert_eq!(cost("memcached", "1 MB"), dec("91.25"));
    // 5 × 0.084 × 730.
    assert_eq!(cost("valkey", "5 GB"), dec("306.6"));
    // A set least amount is billed even if unused: 2 × 0.084 × 730; above it, what is stored.
    assert_eq!(cost("valkey", "0 GB, minimum_data: 2 GB"), dec("122.64"));
    assert_eq!(cost("valkey", "5 GB, minimum_data: 2 GB"), dec("306.6"));
}

/// 0.0023 per million ECPUs of Valkey, 0.0034 of Redis OSS.
#[test]
fn a_command_is_an_ecpu_for_each_kilobyte_or_for_its_time() {
    let cost = |engine: &str, rest: &str| {
        let list = format!("[elasticache_serverless: {{ engine: {engine}, data: 1 GB, {rest} }}]");
        let key = format!("elasticache.serverless-ecpu.{engine}");
        usage(&priced(&list), &key)
    };
    assert_eq!(cost("valkey", "commands: 100M per month"), dec("0.23"));
    // 100M × 3.2 KB; fractions count.
    let large = "commands: 100M per month, command_size: 3.2 KB";
    assert_eq!(cost("valkey", large), dec("0.736"));
    assert_eq!(cost("redis", large), dec("1.088"));
    let small = "commands: 100M per month, command_size: 0.2 KB";
    assert_eq!(cost("valkey", small), dec("0.23"));
    // Three times the processor time of a GET is more than the 2 KB moved.
    let slow = "commands: 100M per month, command_size: 2 KB, ecpu: 3";
    assert_eq!(cost("valkey", slow), dec("0.69"));
    // A set least usage: 1,000 × 3,600 × 730 = 2.628 billion; 5 billion used are more.
    let idle = "commands: 100M per month, minimum_ecpu: 1000 per second";
    assert_eq!(cost("valkey", idle), dec("6.0444"));
    assert_eq!(
        cost("valkey", "minimum_ecpu: 1000 per second"),
        dec("6.0444")
    );
    let busy = "commands: 5B per month, minimum_ecpu: 1000 per second";
    assert_eq!(cost("valkey", busy), dec("11.5"));
}

/// 100 vCPU-hours × 0.075. The book has no row for T3.
#[test]
fn surplus_credits_are_charged_by_the_vcpu_hour() {
    let with = |class: &str| {
        format!(
            "[rds: {{ engine: postgres, class: {class}, storage: 20 GB gp3,
                surplus_credits: 100 per month }}]"
        )
    };
    let estimate = priced(&with("db.t4g.micro"));
    assert_eq!(usage(&estimate, "rds.credits.t4g"), dec("7.5"));
    assert_eq!(missing(&with("db.t3.micro")), "rds.credits.t3");
    assert!(faults(&with("db.m5.large")).contains("surplus CPU credits"));
}

#[test]
fn what_aws_refuses_is_refused_here() {
    for (component, problem) in [
        (
            "aurora: { engine: postgres }",
            "either `capacity` or `class`",
        ),
        (
            "aurora: { engine: postgres, capacity: 1 ACU, class: db.r6g.large }",
            "either `capacity` or `class`",
        ),
        (
            "aurora: { engine: postgres, capacity: 1..4 ACU }",
            "`average` is missing",
        ),
        (
            "aurora: { engine: postgres, capacity: 1..4 ACU, average: 5 ACU }",
            "above the most capacity, 4 ACU",
        ),
        (
            "aurora: { engine: postgres, capacity: 0.5..4 ACU, average: 0.3 ACU }",
            "below the least capacity, 0.5 ACU",
        ),
        (
            "aurora: { engine: postgres, capacity: 0.5..4 ACU, average: { t: 0..1 ACU } }",
            "below the least capacity, 0.5 ACU",
        ),
        (
            "aurora: { engine: postgres, capacity: 1..4 ACU, average: 1 ACU, readers: 1,
                       reader_average: 0.5 ACU }",
            "below the least capacity, 1 ACU",
        ),
        (
            "aurora: { engine: postgres, capacity: 0.3..4 ACU, average: 1 ACU }",
            "steps of 0.5",
        ),
        (
            "aurora: { engine: postgres, capacity: 0.5..1.5..4 ACU }",
            "the average in `average`",
        ),
        (
            "aurora: { engine: postgres, class: db.r6g.large, average: 1 ACU }",
            "`average` has no meaning without `capacity`",
        ),
        (
            "aurora: { engine: postgres, class: r6g.large }",
            "is not an instance class",
        ),
        (
            "aurora: { engine: postgres, capacity: 1 ACU, readers: 16 }",
            "at most 15 readers",
        ),
        (
            "aurora: { engine: postgres, capacity: 1 ACU, storage_type: io-optimized,
               io_requests: 5 per day }",
            "not charged per I/O request",
        ),
        (
            "aurora: { engine: postgres, capacity: 1 ACU, backup: 5 GB }",
            "state `storage`",
        ),
        (
            "aurora: { engine: postgres, class: db.t4g.medium, data_api: 5 per day }",
            "does not work with burstable classes",
        ),
        (
            "aurora: { engine: postgres, capacity: 1 ACU, version: 12 }",
            "PostgreSQL 13 or MySQL 8.0",
        ),
        (
            "aurora: { engine: mysql, capacity: 1 ACU, version: 5.7 }",
            "PostgreSQL 13 or MySQL 8.0",
        ),
        (
            "elasticache_serverless: { engine: redis, data: 1 GB, minimum_data: 500 MB }",
            "1 GB to 5,000 GB",
        ),
        (
            "elasticache_serverless: { engine: redis, data: 6000 GB }",
            "at most 5,000 GB",
        ),
        (
            "elasticache_serverless: { engine: redis, data: 1 GB, minimum_ecpu: 10 per second }",
            "1,000 to 15,000,000 ECPUs",
        ),
        (
            "elasticache_serverless: { engine: redis, data: 1 GB, minimum_ecpu: 1000 per day }",
            "stated per second",
        ),
        (
            "elasticache_serverless: { engine: redis, data: 1 GB, command_size: 2 KB }",
            "needs `commands`",
        ),
        (
            "rds_proxy: { vcpu: 2, acu: 8 ACU }",
            "one of `for`, `vcpu` and `acu`",
        ),
        (
            "s3: { name: db, storage: 1 GB }, rds_proxy: { for: db }",
            "not an `rds` or `aurora`",
        ),
    ] {
        let found = faults(&format!("[{component}]"));
        assert!(found.contains(problem), "{component}\n{found}");
    }
}

#[test]
fn what_is_written_is_read_back() {
    let list = "[
        aurora: { engine: mysql, version: '8.0', capacity: 0..16 ACU, average: 1..3 ACU, readers: 1,
                  reader_average: 2 ACU, storage: 20 GB, io_requests: 5 per request, backup: 30 GB,
                  data_api: 1 per request, data_api_size: 40 KB },
        elasticache_serverless: { engine: valkey, data: 100 MB, commands: 3 per request,
                  command_size: 2 KB, minimum_data: 1 GB, minimum_ecpu: 1000 per second },
        rds_proxy: { acu: 8..12 ACU }]";
    let options = "as_of: 2026-11-21";
    let scenario = components_with(list, options, "1 per day");
    let again = common::scenario(&scenario.to_yaml());
    assert_eq!(scenario, again, "{}", scenario.to_yaml());
}
