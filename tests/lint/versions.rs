//! Engine versions: what an old one costs, what a stated one will cost, and what settles it, against
//! figures worked by hand from the price list of us-east-1.

use crate::common::{components_with, in_region, only, scenario, shipped};
use breakeven::catalog::Catalog;
use breakeven::warning::Warning;

const DAY: &str = "as_of: 2026-11-21";

fn warnings_with(component: &str, options: &str) -> Vec<Warning> {
    let options = format!("free_tier: none\n{options}");
    only(&components_with(
        &format!("[ {component} ]"),
        &options,
        "1 per day",
    ))
    .warnings
}

/// The only warning of a code; `None` when there is none.
fn found(component: &str, options: &str, code: &str) -> Option<Warning> {
    let warnings = warnings_with(component, options);
    let mut of_code = warnings.iter().filter(|w| w.code.code() == code);
    let first = of_code.next().cloned();
    assert_eq!(of_code.next(), None, "{code} is warned of twice");
    first
}

fn amount(component: &str, options: &str, code: &str) -> String {
    let warning = found(component, options, code);
    let warning = warning.unwrap_or_else(|| panic!("no {code} of {component}"));
    assert!(warning.settled_by.is_some(), "{warning:?}");
    warning.amount.unwrap().to_string()
}

fn rds(settings: &str) -> String {
    format!("rds: {{ name: db, class: db.t3.micro, storage: 20 GB gp3, {settings} }}")
}

fn redis(settings: &str) -> String {
    format!("elasticache: {{ name: cache, engine: redis, node: cache.t3.micro, {settings} }}")
}

const NOT_STATED: &str = "engine-version-not-stated";

/// 2 vCPU × 730 h × 0.100; the standby counts; half of each week is half of it.
#[test]
fn a_database_without_a_version_may_be_an_old_one() {
    let open = |settings: &str| amount(&rds(settings), "", NOT_STATED);
    assert_eq!(open("engine: postgres"), "146");
    assert_eq!(open("engine: mysql"), "146");
    assert_eq!(open("engine: postgres, deployment: multi-az"), "292");
    assert_eq!(open("engine: postgres, running: 84 h per week"), "73");
    assert_eq!(amount(&rds("engine: postgres"), DAY, NOT_STATED), "146");
    let warning = found(&rds("engine: postgres"), "", NOT_STATED).unwrap();
    assert_eq!(warning.settled_by.as_deref(), Some("`db.version`"));
    assert_eq!(
        warning.message,
        "`db`: no version is stated, and old ones of PostgreSQL are charged extended support; the \
         amount is for its first two years"
    );
    for settled in [
        "engine: postgres, version: 17",
        "engine: mysql, version: '8.4'",
    ] {
        let all = warnings_with(&rds(settled), DAY);
        let about_versions =
            |w: &&Warning| w.code.code().contains("version") || w.message.contains("support");
        assert_eq!(all.iter().find(about_versions), None, "{settled}");
    }
    let mariadb =
        "prices: { source: s, overrides: { rds.mariadb.t3.micro.single: $0.017 per hour } }";
    assert_eq!(found(&rds("engine: mariadb"), mariadb, NOT_STATED), None);
}

/// 730 × 0.014 for each node.
#[test]
fn a_redis_cache_without_a_version_may_be_an_old_one() {
    assert_eq!(amount(&redis("nodes: 1"), "", NOT_STATED), "10.22");
    assert_eq!(amount(&redis("nodes: 3"), "", NOT_STATED), "30.66");
    let warning = found(&redis("nodes: 1"), "", NOT_STATED).unwrap();
    assert!(
        warning
            .message
            .contains("Redis OSS are charged extended support, Valkey never")
    );
    assert_eq!(warning.settled_by.as_deref(), Some("`cache.version`"));
    assert_eq!(found(&redis("version: 7"), DAY, NOT_STATED), None);
    for engine in ["valkey", "memcached"] {
        let other = redis("nodes: 1").replace("redis", engine);
        assert_eq!(found(&other, "", NOT_STATED), None, "{engine}");
    }
    // 80 % of 0.219 is 0.1752, listed as 0.175: × 730.
    let large = redis("nodes: 1").replace("t3.micro", "r7g.large");
    assert_eq!(amount(&large, "", NOT_STATED), "127.75");
}

/// Serverless: 2 ACU × 730 h × 0.085. Provisioned: 2 vCPU × 730 h × 0.10, a price of one's own.
#[test]
fn a_cluster_without_a_version_may_be_an_old_one() {
    let serverless = "aurora: { engine: postgres, capacity: 0.5..4 ACU, average: 2 ACU }";
    assert_eq!(amount(serverless, "", NOT_STATED), "124.1");
    let stated = serverless.replace("postgres,", "postgres, version: 17,");
    assert_eq!(found(&stated, DAY, NOT_STATED), None);
    let provisioned = "aurora: { engine: postgres, class: db.r6g.large }";
    let prices = |more: &str| {
        format!(
            "prices: {{ source: s, overrides: {{ \
             aurora.instance.postgresql.r6g.large: $0.26 per hour{more} }} }}"
        )
    };
    let unknown = found(provisioned, &prices(""), NOT_STATED).unwrap();
    assert_eq!(unknown.amount, None);
    let given = prices(", aurora.extsupport.postgresql13.yr1-2: $0.10 per vCPU-hour");
    assert_eq!(amount(provisioned, &given, NOT_STATED), "146");
}

#[test]
fn what_is_not_known_leaves_the_warning_without_an_amount() {
    let text = in_region(
        "eu-west-1",
        "free_tier: none",
        &format!("[ {} ]", rds("engine: postgres")),
    );
    let warnings = only(&scenario(&text)).warnings;
    let open = warnings
        .iter()
        .find(|w| w.code.code() == NOT_STATED)
        .unwrap();
    assert_eq!(open.amount, None);
    assert!(
        open.message
            .ends_with("its price is not known in this region"),
        "{open:?}"
    );
    // A class nobody described: its price may be given, its vCPUs are missing.
    let odd =
        |version: &str| rds(&format!("engine: postgres{version}")).replace("t3.micro", "x99.huge");
    let price = "prices: { source: s, overrides: { rds.postgresql.x99.huge.single: $1 per hour } }";
    let dated = format!("{price}\n{DAY}");
    for (version, code) in [("", NOT_STATED), (", version: 14", "extended-support-soon")] {
        let open = found(&odd(version), &dated, code).unwrap();
        assert_eq!(open.amount, None);
        assert!(
            open.message
                .contains("vCPUs of `db.x99.huge` are not known"),
            "{open:?}"
        );
        let vcpus = format!(", vcpu: 4{version}");
        // 4 × 730 × 0.100.
        assert_eq!(amount(&odd(&vcpus), &dated, code), "292");
    }
}

/// PostgreSQL 14 from 2027-03-01: 146.00. The third year of 12 costs 0.200 instead of 0.100, so that
/// 2 × 730 × 0.100 come on top. Redis OSS 6 from 2027-02-01: 730 × 0.014.
#[test]
fn what_comes_is_warned_of_with_what_it_adds() {
    let code = "extended-support-soon";
    let soon = |version: &str| {
        amount(
            &rds(&format!("engine: postgres, version: {version}")),
            DAY,
            code,
        )
    };
    assert_eq!(soon("14"), "146");
    assert_eq!(soon("14, deployment: multi-az"), "292");
    assert_eq!(soon("12"), "146");
    assert_eq!(amount(&redis("version: 6, nodes: 2"), DAY, code), "20.44");
    let aurora = "aurora: { engine: postgres, version: 14, capacity: 0.5..4 ACU, average: 2 ACU }";
    assert_eq!(amount(aurora, DAY, code), "124.1");
    let warning = found(&redis("version: 6"), DAY, code).unwrap();
    assert_eq!(warning.settled_by.as_deref(), Some("`cache.version`"));
    assert!(!warning.is_included);
    for settled in [rds("engine: postgres, version: 15"), redis("version: 7")] {
        assert_eq!(found(&settled, DAY, code), None, "{settled}");
    }
}

#[test]
fn what_is_charged_is_warned_of_with_the_version_that_is_not() {
    let code = "extended-support-charged";
    let charged = |component: &str| {
        let warning = found(component, DAY, code).unwrap();
        assert!(warning.is_included);
        let text = warning.message.split("; ").nth(1).unwrap().to_owned();
        (warning.amount.unwrap().to_string(), text)
    };
    let of = |amount: &str, text: &str| (amount.to_owned(), text.to_owned());
    // 14 ends within a year.
    let old = rds("engine: postgres, version: 13");
    assert_eq!(charged(&old), of("146", "none is for PostgreSQL 15"));
    // In its third year: 2 × 730 × 0.200.
    let older = rds("engine: mysql, version: '5.7'");
    assert_eq!(charged(&older), of("292", "none is for MySQL 8.4"));
    let cache = redis("version: 5");
    assert_eq!(
        charged(&cache),
        of("10.22", "none is for Redis OSS 7 or Valkey")
    );
    assert_eq!(
        found(&rds("engine: postgres, version: 15"), DAY, code),
        None
    );
    assert_eq!(found(&old, "as_of: 2026-02-28", code), None);
    // The report says that the amount is not to be added.
    let scenario = components_with(&format!("[ {old} ]"), DAY, "1 per day");
    let estimate = only(&scenario);
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let report = breakeven::report::estimates(&scenario, &catalog, &[estimate]);
    let text = breakeven::render::markdown(&report);
    assert!(
        text.contains("($146.00 a month, in the total; settled by `db.version`)"),
        "{text}"
    );
}

#[test]
fn support_that_was_not_looked_up_or_is_over_is_settled_too() {
    let unchecked = found(
        &rds("engine: postgres, version: 13"),
        "",
        "support-dates-not-checked",
    );
    assert_eq!(unchecked.unwrap().settled_by.as_deref(), Some("`as_of`"));
    let ended = found(
        &rds("engine: postgres, version: 11"),
        "as_of: 2027-04-01",
        "extended-support-ended",
    );
    assert_eq!(ended.unwrap().settled_by.as_deref(), Some("`db.version`"));
}

/// Apranova documents PostgreSQL 14: ten times the price of its database from March 2027 on.
#[test]
fn the_version_apranova_documents_is_warned_of() {
    let estimates = crate::common::price(&shipped("apranova"));
    assert_eq!(estimates.len(), 3);
    for estimate in estimates {
        let mut soon = estimate.warnings.iter();
        let soon = soon
            .find(|w| w.code.code() == "extended-support-soon")
            .unwrap();
        assert_eq!(soon.amount.unwrap().to_string(), "146");
        assert_eq!(soon.settled_by.as_deref(), Some("`database.version`"));
    }
}

/// The price page of EKS: 0.10 an hour, and 0.50 more in extended support; 730 × 0.50 = 365. The
/// release calendar: standard support of 1.33 ended on 2026-07-29, that of 1.34 ends on 2026-12-02.
#[test]
fn an_old_kubernetes_version_is_charged_five_times_more() {
    let eks = |settings: &str| format!("eks: {{ name: shop, {settings} }}");
    let day = "as_of: 2026-11-30";
    assert_eq!(amount("eks: { name: shop }", day, NOT_STATED), "365");
    assert_eq!(amount(&eks("clusters: 2"), day, NOT_STATED), "730");
    let charged = "extended-support-charged";
    assert_eq!(amount(&eks("version: 1.33"), day, charged), "365");
    let soon = "extended-support-soon";
    assert_eq!(amount(&eks("version: '1.34'"), day, soon), "365");
    let warning = found(&eks("version: 1.33"), day, charged).unwrap();
    assert!(warning.message.contains("2026-07-29"), "{warning:?}");
    assert!(warning.message.contains("none is for Kubernetes 1.37"));
    let undated = found(&eks("version: 1.33"), "", "support-dates-not-checked");
    assert!(undated.is_some());
    for settled in ["version: 1.36, support: standard", "support: standard"] {
        let all = warnings_with(&eks(settled), day);
        let about_support = |w: &&Warning| w.message.contains("support");
        assert_eq!(all.iter().find(about_support), None, "{settled}");
    }
    let total = |settings: &str, day: &str| {
        let options = format!("free_tier: none\nas_of: {day}");
        let list = format!("[ {} ]", eks(settings));
        let estimate = only(&components_with(&list, &options, "1 per day"));
        estimate.monthly_cost.expected.to_string()
    };
    // The first day charged is the day after standard support; after a year AWS upgrades.
    assert_eq!(total("version: 1.33", "2026-07-29"), "73");
    assert_eq!(total("version: 1.33", "2026-07-30"), "438");
    assert_eq!(total("version: 1.33", "2027-07-29"), "438");
    assert_eq!(total("version: 1.33", "2027-07-30"), "73");
    assert_eq!(
        total("version: 1.33, support: standard", "2026-11-30"),
        "73"
    );
    assert_eq!(
        total("version: 1.33, support: extended", "2026-11-30"),
        "438"
    );
}
