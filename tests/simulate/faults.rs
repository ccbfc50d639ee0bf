//! What a section `uncertainty` can get wrong.

use super::{read, text};

const TASKS: &str =
    "  ecs: { components: [ fargate: { name: api, cpu: 1 vCPU, memory: 2 GB, tasks: 2 } ] }";

fn refused(entries: &str) -> String {
    let text = text("1M per month", TASKS, &format!("uncertainty: [{entries}]"));
    match read(&text, &[]) {
        Ok(read) => panic!("{entries} is accepted: {:?}", read.inputs),
        Err(faults) => faults,
    }
}

#[test]
fn bad_entries_are_refused_with_their_place() {
    for (entry, message) in [
        (
            "{ input: request.duration, between: 900..300 ms }",
            "the range runs backwards",
        ),
        (
            "{ input: request.duration, between: 900..300 ms, distribution: log-normal }",
            "the range runs backwards",
        ),
        (
            "{ input: request.duration, between: 300..900 }",
            "the unit is missing",
        ),
        (
            "{ input: request.duration, between: -3..9 ms }",
            "negative values make no sense",
        ),
        (
            "{ input: request.duration, between: 300 ms }",
            "`300 ms` is one value",
        ),
        (
            "{ input: request.duration }",
            "`request.duration` has no range here",
        ),
        (
            "{ input: request.duration, values: [] , distribution: empirical }",
            "the values of an empirical distribution are missing",
        ),
        (
            "{ input: request.duration, values: [3 ms, 1 s] }",
            "`ms` and `s` are two units",
        ),
        (
            "{ input: request.duration, values: [3 ms, 3 ms] }",
            "all values are the same",
        ),
        (
            "{ input: request.duration, values: [3 ms], distribution: uniform }",
            "takes no `values`",
        ),
        (
            "{ input: request.duration, between: 1..9 ms, distribution: empirical }",
            "nothing between them",
        ),
        (
            "{ input: request.duration, between: 1..5..9 ms, distribution: uniform }",
            "no most likely value",
        ),
        (
            "{ input: request.duration, between: 0..9 ms, distribution: log-normal }",
            "lies above zero",
        ),
        (
            "{ input: request.duration, between: 1..9 ms, distribution: lognorm }",
            "unknown value `lognorm`",
        ),
        (
            "{ input: request.duratoin, between: 1..9 ms }",
            "did you mean `duration`",
        ),
        (
            "{ input: trafic.t.requests, between: 1..9 per day }",
            "did you mean `traffic`",
        ),
        (
            "{ input: traffic.x.requests, between: 1..9 per day }",
            "unknown traffic level `x`",
        ),
        (
            "{ input: architectures.ecs.components.app.tasks, between: 1..9 }",
            "there is no `app` here",
        ),
        (
            "{ input: architectures.ecs.components.api.task, between: 1..9 }",
            "did you mean `tasks`",
        ),
        (
            "{ input: request.duration, between: 1..9 ms }, { input: request.duration, between: 2..3 ms }",
            "`request.duration` is listed twice",
        ),
        (
            "{ input: architectures.ecs.components.api.cpu, between: 1..2 vCPU }",
            "`architectures.ecs.components.api.cpu` takes no range",
        ),
        (
            "{ input: architectures.ecs.components.api.memory, values: [1 GB, 2 GB] }",
            "takes no range: it has one value in every draw",
        ),
        ("{ input: name, between: 1..2 }", "`name` takes no range"),
        ("{ input: region, between: 1..2 }", "unknown region"),
    ] {
        let found = refused(entry);
        assert!(found.contains(message), "{entry}\n{found}");
        assert!(found.contains("test.yaml:"), "{entry}\n{found}");
    }
}
