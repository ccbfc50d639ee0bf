//! What is wrong with a search is said, with its place.

use crate::{search, text, try_search};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;

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
    assert!(error.contains("at most 200,000"), "{error}");
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
