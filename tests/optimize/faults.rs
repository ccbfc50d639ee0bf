//! What is wrong with a search is said, with its place.

use crate::{search, text, try_search};
use breakeven::catalog::Catalog;
use breakeven::estimate::{EstimateError, Selection};
use breakeven::optimize::{OptimizeError, Options, optimize};
use breakeven::scenario::{Scenario, Template};
use breakeven::syntax::Source;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};

const COMPONENTS: &str = "[ lambda: { name: api, memory: 512 MB }, api_gateway: { kind: rest } ]";

/// Why a search is refused.
fn refused(vary: &str) -> String {
    let text = text(COMPONENTS, &format!("{{ vary: [ {vary} ] }}"));
    match Scenario::parse(Source::new("test.yaml", text)) {
        Ok(_) => panic!("{vary} is accepted"),
        Err(faults) => faults.to_string(),
    }
}

#[test]
fn slips_in_a_search_are_faults_of_the_file() {
    let at = |setting: &str| format!("setting: architectures.a.components.{setting}");
    for (vary, message) in [
        (
            format!("{{ {}, values: [1 GB] }}", at("api.memroy")),
            "test.yaml:7:32: unknown setting `memroy`; did you mean `memory`?",
        ),
        (
            format!("{{ {}, values: [1 GB] }}", at("apy.memory")),
            "unknown component `apy`; did you mean `api`?",
        ),
        (
            "{ setting: architectures.b.components.api.memory, values: [1 GB] }".to_owned(),
            "unknown architecture `b`; known: a",
        ),
        (
            "{ setting: traffic.t.requests, values: [1 per day] }".to_owned(),
            "`traffic.t.requests` is nothing a search may choose",
        ),
        (
            format!("{{ {}, values: [] }}", at("api.memory")),
            "a list: there are no values to try",
        ),
        (
            format!("{{ {} }}", at("api.memory")),
            "a setting needs `values`, or `from`, `to` and `step`",
        ),
        (
            format!(
                "{{ {}, from: 2 GB, to: 1 GB, step: 1 GB }}",
                at("api.memory")
            ),
            "`from: 2 GB` is above `to: 1 GB`",
        ),
        (
            format!(
                "{{ {}, from: 1 GB, to: 2 GB, step: 0 GB }}",
                at("api.memory")
            ),
            "with a step of 0 there is no end",
        ),
        (
            format!(
                "{{ {}, from: 1 GB, to: 2048 MB, step: 1 GB }}",
                at("api.memory")
            ),
            "`to` is in another unit than `from`; write all three in `GB`",
        ),
        (
            format!(
                "{{ {}, from: 1 MB, to: 90000 MB, step: 1 MB }}",
                at("api.memory")
            ),
            "there are more than 10000 values; take a larger step",
        ),
        (
            format!("{{ {}, values: all }}", at("api.memory")),
            "has no list of all its values",
        ),
        (
            format!(
                "{{ {0}, values: [1 GB] }}, {{ {0}, values: [2 GB] }}",
                at("api.memory")
            ),
            "is varied twice",
        ),
    ] {
        let refused = refused(&vary);
        assert!(refused.contains(message), "{vary}: {refused}");
    }
}

#[test]
fn a_value_that_can_not_be_read_ends_the_search() {
    let vary = "{ setting: architectures.a.components.api_gateway.kind, values: [rest, htpp] }";
    let error = try_search(&text(COMPONENTS, &format!("{{ vary: [ {vary} ] }}")), 1).unwrap_err();
    let error = error.to_string();
    assert!(error.starts_with("optimize: architectures.a"), "{error}");
    assert!(
        error.contains("unknown value `htpp`; did you mean `http`?"),
        "{error}"
    );
}

#[test]
fn what_can_not_be_looked_at_is_refused() {
    let range = |setting: &str, to: u32| {
        format!(
            "{{ setting: architectures.a.components.api.{setting}, from: 128 MB, to: {to} MB, step: 1 MB }}"
        )
    };
    let both = format!(
        "{{ vary: [ {}, {} ] }}",
        range("memory", 3_000),
        range("ephemeral_storage", 1_000)
    );
    let error = try_search(&text(COMPONENTS, &both), 1)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("depend on each other and have 2,508,129 combinations"),
        "{error}"
    );
    assert!(error.contains("at most 20,000"), "{error}");
    let nothing = try_search(&text("[ alb: {} ]", "{}"), 1)
        .unwrap_err()
        .to_string();
    assert!(nothing.contains("nothing of `a` varies"), "{nothing}");
}

#[test]
fn what_is_stated_need_not_be_possible_itself() {
    let components = "[ fargate: { name: api, cpu: 0.25 vCPU, memory: 512 MB, subnets: private, tasks: 2 }, \
                      nat_gateway: { gateways: 1, processed: 1 GB per month } ]";
    let vary = "{ vary: [ { setting: architectures.a.components.nat_gateway.gateways, values: [0, 1] } ] }";
    let found = search(&text(components, vary), 5);
    let searched = &found.searched[0];
    assert_eq!((searched.configurations, searched.valid), (2, 1));
    assert_eq!(searched.impossible[0].code, "cannot-meter");
}

/// 46 memories and 2 processors each. Functions share the price of a GB-second, so that 92³ = 778,688
/// combinations would be priced together; only the 3 × 92 of each function by itself are.
#[test]
fn too_many_combinations_are_refused_before_any_of_them_is_priced() {
    let functions = "[ lambda: { name: a, memory: 512 MB }, lambda: { name: b, memory: 512 MB, duration: 300 ms }, \
                     lambda: { name: c, memory: 512 MB, duration: 1 s } ]";
    let template = Template::new(Source::new("test.yaml", text(functions, "{}")), &[]).unwrap();
    let options = Options {
        selection: Selection::default(),
        top: 1,
        threads: NonZero::new(2).unwrap(),
    };
    let priced = AtomicU64::new(0);
    let count = |_| {
        priced.fetch_add(1, Ordering::Relaxed);
    };
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let error = optimize(&template, &catalog, &options, &count).unwrap_err();
    assert!(
        error.to_string().contains("have 778,688 combinations"),
        "{error}"
    );
    assert_eq!(priced.into_inner(), 276);
}

/// 500 × 500 × 1,000 configurations are 250 million, at 17 levels 4,250 million.
#[test]
fn a_search_of_too_much_in_all_is_refused_at_once() {
    let setting = |name: &str, values: u32| {
        format!(
            "{{ setting: architectures.a.components.{name}, from: 1 GB, to: {values} GB, step: 1 GB }}"
        )
    };
    let vary = [
        setting("x.storage", 500),
        setting("y.storage", 500),
        setting("z.storage", 1_000),
    ];
    let components = "[ s3: { name: x, storage: 1 GB }, s3: { name: y, storage: 1 GB }, s3: { name: z, storage: 1 GB } ]";
    let levels: Vec<String> = (0..17)
        .map(|at| format!("t{at}: {{ requests: 1 per day }}"))
        .collect();
    let text = text(components, &format!("{{ vary: [ {} ] }}", vary.join(", ")));
    let text = text.replace("t: { requests: 3M per month }", &levels.join(", "));
    let error = try_search(&text, 1).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("has 4,250,000,000 configurations; at most 4,000,000,000"),
        "{error}"
    );
}

/// What is stated has no price: nothing is searched, and every price is named.
#[test]
fn the_scenario_as_written_needs_all_its_prices() {
    let components = "[ rds: { engine: postgres, class: db.x99.huge, storage: 20 GB gp3 }, \
                      elasticache: { engine: redis, node: cache.x99.huge } ]";
    let vary =
        "{ vary: [ { setting: architectures.a.components.rds.class, values: [db.t3.micro] } ] }";
    match try_search(&text(components, vary), 1) {
        Err(OptimizeError::Estimate(EstimateError::Prices(gaps))) => {
            let keys: Vec<&str> = gaps.gaps.iter().map(|gap| gap.key.as_str()).collect();
            assert_eq!(keys.len(), 2, "{keys:?}");
            assert!(keys[0].starts_with("rds.postgresql.x99.huge"), "{keys:?}");
            assert!(keys[1].starts_with("elasticache."), "{keys:?}");
        }
        other => panic!("{other:?}"),
    }
}

/// Of three classes two have no price: they are counted, and each price is named.
#[test]
fn configurations_without_a_price_are_counted_and_named() {
    let components = "[ rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ]";
    let vary = "{ vary: [ { setting: architectures.a.components.rds.class, \
                values: [db.t3.micro, db.x98.huge, db.x99.huge] } ] }";
    let found = search(&text(components, vary), 9);
    assert_eq!(found.best.len(), 1);
    let reason = &found.searched[0].impossible[0];
    assert_eq!((reason.code, reason.configurations), ("no-price", 2));
    let missing: Vec<&str> = reason.missing.iter().map(|key| key.as_str()).collect();
    assert_eq!(
        missing,
        [
            "rds.postgresql.x98.huge.single",
            "rds.postgresql.x99.huge.single"
        ]
    );
    assert!(
        reason
            .example
            .contains("`breakeven prices update --region us-east-1 --service AmazonRDS`"),
        "{reason:?}"
    );
}

/// The transfer to us-east-2 has a price of its own from us-east-1 only. It does not vary, so that none
/// of the 2,500 configurations in Ireland can be priced.
#[test]
fn a_region_without_the_price_of_what_does_not_vary_is_left_out() {
    let components = "[ lambda: { memory: 512 MB }, \
                      data_transfer: { internet_out: 0 GB, inter_region: 1 GB, inter_region_to: us-east-2 } ]";
    let vary = "{ cpu_bound: 0%, constraints: { regions: [us-east-1, eu-west-1] }, vary: [ \
                { setting: architectures.a.components.lambda.memory, from: 501 MB, to: 3000 MB, step: 1 MB } ] }";
    let found = search(&text(components, vary), 1);
    let searched = &found.searched[0];
    assert_eq!((searched.configurations, searched.valid), (5_000, 2_500));
    let reason = &searched.impossible[0];
    assert_eq!((reason.code, reason.configurations), ("no-price", 2_500));
    assert_eq!(reason.missing.len(), 1, "{reason:?}");
}
