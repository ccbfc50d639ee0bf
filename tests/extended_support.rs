//! Extended support: what is charged on which day, and what is said of it.

mod common;
mod program;

use breakeven::catalog::{Catalog, SupportPhase, support_table};
use breakeven::estimate::Estimate;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::units::Date;
use common::{components_with, dec, only, total, usage};
use program::{Folder, json, run};
use rust_decimal::Decimal;

/// What a component costs on a day, or without one.
fn on(day: &str, component: &str) -> Estimate {
    let options = match day {
        "" => "free_tier: none".to_owned(),
        day => format!("free_tier: none\nas_of: {day}"),
    };
    let list = format!("[{component}]");
    only(&components_with(&list, &options, "1 per day"))
}

fn rds(engine: &str, version: &str) -> String {
    format!(
        "rds: {{ name: db, engine: {engine}, version: '{version}', class: db.t3.micro, \
         storage: 20 GB gp3 }}"
    )
}

/// What the support of the component costs: everything of keys with `extsupport`.
fn support(estimate: &Estimate) -> Decimal {
    let of = estimate.sum_of(|charge| charge.key.as_str().contains("extsupport"));
    of.unwrap().expected.amount()
}

fn warned(estimate: &Estimate, code: &str) -> Vec<String> {
    let of_code = estimate.warnings.iter().filter(|w| w.code.code() == code);
    of_code.map(|w| w.message.clone()).collect()
}

/// Two vCPUs × 0.100 × 730 h = 146.00, on a database of 0.018 × 730 + 20 × 0.115 = 15.44.
#[test]
fn a_small_database_pays_nine_times_its_price_for_its_old_version() {
    let estimate = on("2026-11-21", &rds("postgres", "13"));
    let key = "rds.extsupport.postgresql13.yr1-2";
    assert_eq!(usage(&estimate, key), dec("146"));
    assert_eq!(total(&estimate), dec("161.44"));
    // The standby counts: 2 × 2 × 0.100 × 730.
    let multi = rds("postgres", "13").replace("class:", "deployment: multi-az, class:");
    assert_eq!(support(&on("2026-11-21", &multi)), dec("292"));
    // For the hours it runs: half of each week.
    let part = rds("postgres", "13").replace("class:", "running: 84 h per week, class:");
    assert_eq!(support(&on("2026-11-21", &part)), dec("73"));
}

#[test]
fn charging_starts_and_doubles_on_the_day() {
    let cost = |engine: &str, version: &str, day: &str| support(&on(day, &rds(engine, version)));
    // AWS: RDS for MySQL 5.7 from 2024-03-01, PostgreSQL 11 from 2024-04-01, 12 from 2025-03-01.
    assert_eq!(cost("mysql", "5.7", "2024-02-29"), dec("0"));
    assert_eq!(cost("mysql", "5.7", "2024-03-01"), dec("146"));
    assert_eq!(cost("postgres", "11", "2024-03-31"), dec("0"));
    assert_eq!(cost("postgres", "11", "2024-04-01"), dec("146"));
    assert_eq!(cost("postgres", "12", "2025-02-28"), dec("0"));
    assert_eq!(cost("postgres", "12", "2025-03-01"), dec("146"));
    // MySQL 8.0: bills of 2026-08 have it, those of 2026-07 do not.
    assert_eq!(cost("mysql", "8.0.35", "2026-07-31"), dec("0"));
    assert_eq!(cost("mysql", "8.0.35", "2026-08-01"), dec("146"));
    // The third year: 2 × 0.200 × 730.
    assert_eq!(cost("mysql", "5.7", "2026-02-28"), dec("146"));
    assert_eq!(cost("mysql", "5.7", "2026-03-01"), dec("292"));
    assert_eq!(cost("mysql", "5.7", "2029-06-30"), dec("292"));
}

#[test]
fn what_is_near_is_warned_about_a_year_ahead() {
    let code = "extended-support-soon";
    let soon = |version: &str, day: &str| warned(&on(day, &rds("postgres", version)), code);
    assert_eq!(
        soon("14", "2026-11-21"),
        [
            "`db`: standard support of PostgreSQL 14 ends on 2027-02-28; from 2027-03-01 on, \
             extended support is charged"
        ]
    );
    assert_eq!(soon("14", "2026-02-28"), [""; 0]);
    assert_eq!(soon("14", "2026-03-01").len(), 1);
    // Once charged, the next date is the third year.
    assert_eq!(
        soon("12", "2026-11-21"),
        [
            "`db`: the third year of extended support of PostgreSQL 12, at a higher price, starts on \
             2027-03-01; the amount is what it adds"
        ]
    );
    assert_eq!(soon("13", "2026-11-21"), [""; 0]);
}

#[test]
fn past_the_end_nothing_is_charged_and_it_is_said() {
    let estimate = on("2027-04-01", &rds("postgres", "11"));
    assert_eq!(support(&estimate), dec("0"));
    assert_eq!(
        warned(&estimate, "extended-support-ended"),
        [
            "`db`: extended support of PostgreSQL 11 ended on 2027-03-31; AWS upgrades what is left, \
             so nothing is charged for it here"
        ]
    );
    assert_eq!(
        support(&on("2027-03-31", &rds("postgres", "11"))),
        dec("292")
    );
}

#[test]
fn without_a_day_nothing_is_charged_and_a_version_is_warned_about() {
    let code = "support-dates-not-checked";
    let estimate = on("", &rds("postgres", "13"));
    assert_eq!(total(&estimate), dec("15.44"));
    let warned_of = warned(&estimate, code);
    assert_eq!(warned_of.len(), 1);
    assert!(warned_of[0].contains("PostgreSQL 13 was not checked"));
    assert!(warned_of[0].contains("`as_of: 2026-11-21`") && warned_of[0].contains("--as-of"));
    // Nothing to check: no version, or one without dates.
    let quiet = [
        "rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 }",
        "elasticache: { engine: redis, version: '7.1', node: cache.t3.micro }",
        "elasticache: { engine: valkey, version: '8.0', node: cache.t3.micro }",
        "rds: { engine: mariadb, version: '10.11', class: db.t3.micro, storage: 20 GB gp3 }",
    ];
    for component in quiet {
        for day in ["", "2026-11-21"] {
            let options = format!(
                "free_tier: none\n{}\nprices: {{ source: s, overrides: {{ \
                 rds.mariadb.t3.micro.single: $0.017 per hour }} }}",
                match day {
                    "" => String::new(),
                    day => format!("as_of: {day}"),
                }
            );
            let list = format!("[{component}]");
            let estimate = only(&components_with(&list, &options, "1 per day"));
            let codes: Vec<_> = estimate.warnings.iter().map(|w| w.code.code()).collect();
            let about_support = codes.iter().any(|code| code.contains("support"));
            assert!(!about_support, "{component}: {codes:?}");
            assert_eq!(support(&estimate), dec("0"), "{component}");
        }
    }
}

/// Node-hours at the listed prices of cache.t3.micro: 0.014 × 730 and 0.027 × 730.
#[test]
fn old_redis_nodes_pay_for_each_node_hour() {
    let redis = |version: &str, nodes: u32, day: &str| {
        support(&on(
            day,
            &format!(
                "elasticache: {{ engine: redis, version: '{version}', node: cache.t3.micro, \
                 nodes: {nodes} }}"
            ),
        ))
    };
    assert_eq!(redis("5.0.6", 1, "2026-01-31"), dec("0"));
    assert_eq!(redis("5.0.6", 1, "2026-02-01"), dec("10.22"));
    assert_eq!(redis("4", 3, "2026-02-01"), dec("30.66"));
    assert_eq!(redis("5", 1, "2028-02-01"), dec("19.71"));
    assert_eq!(redis("6.2", 1, "2027-01-31"), dec("0"));
    assert_eq!(redis("6.2", 1, "2027-02-01"), dec("10.22"));
}

/// Per capacity unit: 2 × 730 × 0.085 = 124.10, in the third year 2 × 730 × 0.17 = 248.20.
#[test]
fn serverless_aurora_pays_for_its_capacity() {
    let aurora = "aurora: { engine: postgres, version: 13, capacity: 0.5..4 ACU, average: 2 ACU }";
    let estimate = on("2026-11-21", aurora);
    assert_eq!(
        usage(&estimate, "aurora.sv2.extsupport.yr1-2"),
        dec("124.1")
    );
    let third = on("2028-03-01", aurora);
    assert_eq!(usage(&third, "aurora.sv2.extsupport.yr3"), dec("248.2"));
    assert_eq!(support(&on("2026-02-28", aurora)), dec("0"));
}

/// AWS's release calendar of Aurora MySQL 3, which is MySQL 8.0: standard support to 2028-04-30,
/// extended to 2029-07-31; 2 × 730 × 0.085 between them, and no third year.
#[test]
fn aurora_mysql_8_0_is_supported_until_april_2028() {
    let aurora = "aurora: { engine: mysql, version: '8.0', capacity: 0.5..4 ACU, average: 2 ACU }";
    assert_eq!(support(&on("2027-05-01", aurora)), dec("0"));
    assert_eq!(support(&on("2028-04-30", aurora)), dec("0"));
    assert_eq!(support(&on("2028-05-01", aurora)), dec("124.1"));
    assert_eq!(support(&on("2029-07-31", aurora)), dec("124.1"));
    assert_eq!(support(&on("2029-08-01", aurora)), dec("0"));
}

/// Provisioned Aurora is charged too, but no source states its price: 2 × 2 vCPU × 730 × 0.10.
#[test]
fn provisioned_aurora_needs_a_price_of_ones_own() {
    let component = "aurora: { engine: postgres, version: 13, class: db.r6g.large, readers: 1 }";
    let overrides = |more: &str| {
        format!(
            "free_tier: none\nas_of: 2026-11-21\nprices: {{ source: s, overrides: {{ \
             aurora.instance.postgresql.r6g.large: $0.26 per hour{more} }} }}"
        )
    };
    let list = format!("[{component}]");
    let given = ", aurora.extsupport.postgresql13.yr1-2: $0.10 per vCPU-hour";
    let estimate = only(&components_with(&list, &overrides(given), "1 per day"));
    assert_eq!(support(&estimate), dec("292"));
    let scenario = components_with(&list, &overrides(""), "1 per day");
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let catalog = catalog.with_own(scenario.own_prices());
    let missing =
        breakeven::estimate::estimate(&scenario, &catalog, &Default::default()).unwrap_err();
    let missing = missing.to_string();
    assert!(
        missing.contains("`aurora.extsupport.postgresql13.yr1-2`"),
        "{missing}"
    );
}

#[test]
fn doubtful_dates_are_an_assumption_of_the_estimate() {
    let assumed = |day: &str, component: &str| on(day, component).assumptions.join("\n");
    assert!(assumed("2026-11-21", &rds("postgres", "11")).contains("others put it at 2026-03-01"));
    assert!(!assumed("2026-11-21", &rds("postgres", "12")).contains("others"));
    // Far from its dates a doubt changes nothing.
    assert!(!assumed("2022-01-01", &rds("postgres", "11")).contains("others"));
}

#[test]
fn unknown_versions_are_refused_with_those_known() {
    let refused = |component: &str| {
        let text = format!(
            "name: T\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [ {component} ] }} }}\n"
        );
        Scenario::parse(Source::new("t", text))
            .unwrap_err()
            .to_string()
    };
    let found = refused(&rds("postgres", "1.4"));
    assert!(
        found.contains("unknown PostgreSQL version `1.4`"),
        "{found}"
    );
    assert!(found.contains("known: 11, 12, 13"), "{found}");
    assert!(refused(&rds("mysql", "8")).contains("5.7, 8.0, 8.4"));
    assert!(refused(&rds("mariadb", "latest")).contains("not a version"));
    let redis = "elasticache: { engine: redis, version: '3.2', node: cache.t3.micro }";
    assert!(refused(redis).contains("known: 4, 5, 6, 7"));
}

/// Every price of extended support is of a version with dates, or nothing would ever ask for it.
#[test]
fn prices_and_dates_are_about_the_same_versions() {
    let table = support_table().unwrap();
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let mut checked = 0;
    for key in catalog.book().keys() {
        let parts: Vec<&str> = key.as_str().split('.').collect();
        let ["rds", "extsupport", version, _] = parts.as_slice() else {
            continue;
        };
        let known = table.iter().find(|known| {
            let named = format!("{}{}", known.engine, known.version.replace('.', "_"));
            known.service == "rds" && named == *version
        });
        assert!(known.is_some_and(|known| known.dates.is_some()), "{key}");
        checked += 1;
    }
    assert_eq!(checked, 14);
    let today = Date::parse("2026-11-21").unwrap();
    let phase = |service: &str, engine: &str, version: &str| {
        let known = table.find(service, engine, version).unwrap();
        known.dates.unwrap().on(today)
    };
    assert_eq!(phase("rds", "mysql", "5.7"), SupportPhase::Year3);
    assert_eq!(phase("aurora", "mysql", "5.7"), SupportPhase::Years1And2);
    assert_eq!(phase("elasticache", "redis", "6"), SupportPhase::Free);
}

const OLD: &str = "
name: Old
region: us-east-1
free_tier: none
traffic: { t: { requests: 1 per day } }
architectures:
  a: { components: [ rds: { engine: postgres, version: 13, class: db.t3.micro, storage: 20 GB gp3 } ] }
";

#[test]
fn the_day_comes_from_the_file_or_the_command_line() {
    let folder = Folder::new("as-of");
    let file = folder.file("old.yaml", OLD);
    let cost = |args: &[&str]| {
        let all = [&["estimate", &file, "--format", "json"], args].concat();
        json(&all)["estimates"][0]["monthly_cost"]["expected"].clone()
    };
    assert_eq!(cost(&[]), "15.44");
    assert_eq!(cost(&["--as-of", "2026-11-21"]), "161.44");
    assert_eq!(cost(&["--as-of", "2026-02-28"]), "15.44");
    assert_eq!(cost(&["--set", "as_of=2026-11-21"]), "161.44");
    let dated = folder.file("dated.yaml", &format!("{OLD}as_of: 2026-02-28\n"));
    let over = [
        "estimate",
        &dated,
        "--as-of",
        "2026-11-21",
        "--format",
        "json",
    ];
    let over = json(&over);
    assert_eq!(over["as_of"], "2026-11-21");
    assert_eq!(over["estimates"][0]["monthly_cost"]["expected"], "161.44");
    for command in ["estimate", "compare", "explain"] {
        let ran = run(&[command, &file, "--as-of", "2026-11-21"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(
            ran.stdout.contains("\nas of 2026-11-21\n"),
            "{}",
            ran.stdout
        );
        let undated = run(&[command, &file]).stdout;
        assert!(!undated.contains("as of 2"), "{undated}");
        assert!(undated.contains("support-dates-not-checked"), "{undated}");
    }
}

#[test]
fn a_day_that_is_none_is_refused_at_its_place() {
    let folder = Folder::new("bad-day");
    let file = folder.file("old.yaml", OLD);
    for day in ["2026-02-29", "tomorrow", "2026-11"] {
        let ran = run(&["estimate", &file, "--as-of", day]);
        assert_eq!(ran.code, 2, "{day}");
        assert!(ran.stderr.contains("--as-of:1:1"), "{}", ran.stderr);
        assert!(ran.stderr.contains("a day such as"), "{}", ran.stderr);
    }
    let dated = folder.file("dated.yaml", &format!("{OLD}as_of: 21.11.2026\n"));
    let ran = run(&["estimate", &dated]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("dated.yaml:8:8"), "{}", ran.stderr);
}

/// No source states the surcharge for GovCloud (US-West): it ends with exit code 3, never at zero.
#[test]
fn a_surcharge_without_a_price_ends_with_3() {
    let folder = Folder::new("no-surcharge");
    let text = OLD.replace(
        "rds: { engine: postgres, version: 13, class: db.t3.micro, storage: 20 GB gp3 }",
        "elasticache: { engine: redis, version: 5, node: cache.m6g.large }",
    );
    let text = text.replace("us-east-1", "us-gov-west-1");
    let file = folder.file("redis.yaml", &text);
    assert_eq!(run(&["estimate", &file]).code, 0);
    let ran = run(&["estimate", &file, "--as-of", "2026-11-21"]);
    assert_eq!(ran.code, 3);
    let wanted = "no price for `elasticache.extsupport.m6g.large.yr1-2` in us-gov-west-1";
    assert!(ran.stderr.contains(wanted), "{}", ran.stderr);
    // A price of one's own is used on days that need it, and is no mistake on the others: with it
    // 0.194 × 730 = 141.62.
    let own = "prices: { source: me, overrides: { \
               elasticache.extsupport.m6g.large.yr1-2: $0.194 per node-hour } }\n";
    let file = folder.file("own.yaml", &format!("{text}{own}"));
    let priced = run(&["estimate", &file, "--as-of", "2026-11-21"]);
    assert!(priced.stdout.contains("141.62"), "{}", priced.stdout);
    let unused = run(&["estimate", &file]);
    assert_eq!(unused.code, 0, "{}", unused.stderr);
    assert!(
        unused.stdout.contains("unused-override"),
        "{}",
        unused.stdout
    );
    // Elsewhere nothing of it is sourced at all.
    let file = folder.file("old.yaml", OLD);
    let ran = run(&[
        "estimate",
        &file,
        "--as-of",
        "2026-11-21",
        "--region",
        "eu-west-1",
    ]);
    assert_eq!(ran.code, 3);
    let wanted = "no price for `rds.extsupport.postgresql13.yr1-2` in eu-west-1";
    assert!(ran.stderr.contains(wanted), "{}", ran.stderr);
}
