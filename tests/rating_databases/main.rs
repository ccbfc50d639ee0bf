//! Aurora, ElastiCache Serverless, their proxy and surplus credits, against figures worked by hand.

mod aurora;
mod caches;
#[path = "../common/mod.rs"]
mod common;
#[path = "../program/mod.rs"]
mod program;
mod storage;

use breakeven::catalog::{Catalog, CatalogError};
use breakeven::estimate::{Estimate, EstimateError, Selection, estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use common::{components, components_with, dec, only, usage};

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
        Err(EstimateError::Prices(gaps)) => match &gaps.gaps[0].error {
            CatalogError::Missing(missing) => missing.key.clone(),
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
    // A db.t4g.micro has 2 vCPU with a baseline of 10 %: 2 × 0.9 × 730 = 1,314 vCPU-hours at most,
    // × 0.075 = 98.55.
    let spending = |hours: &str| with("db.t4g.micro").replace("100 per", &format!("{hours} per"));
    assert_eq!(
        usage(&priced(&spending("1314")), "rds.credits.t4g"),
        dec("98.55")
    );
    assert!(faults(&spending("1315")).contains("at most 1314 vCPU-hours"));
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
