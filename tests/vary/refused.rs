//! What can't be varied, and what is said about it.

use crate::{grid, prices, swept, template, text};
use breakeven::vary::{Axis, Invalid, Study, VaryError};

fn refused(path: &str, from: &str, to: &str, step: Option<&str>) -> String {
    let axis = match Axis::grid(path, from, to, step) {
        Ok(axis) => axis,
        Err(error) => return error.to_string(),
    };
    swept(&text(), &axis, Invalid::Refuse)
        .unwrap_err()
        .to_string()
}

#[test]
fn bad_ranges_are_named() {
    let said = |from, to, step| refused("request.duration", from, to, step);
    for (from, to, step, part) in [
        (
            "1 s",
            "100 ms",
            None,
            "from 1000 ms to 100 ms: the range runs backwards",
        ),
        ("1 s", "1 s", None, "one value only"),
        ("1 ms", "1 s", Some("0 ms"), "the step is zero"),
        (
            "1 ms",
            "10 ms",
            Some("1 s"),
            "the step of 1000 ms is larger",
        ),
        ("1 ms", "10 h", None, "36,000,000 values; at most 1,000,000"),
        ("1 ms", "1 GB", None, "different units"),
        ("fast", "slow", None, "`fast`: there is no number"),
        ("1..2 ms", "5 ms", None, "this is a range"),
        ("-1 ms", "5 ms", None, "does not start with a number"),
        ("1", "5", None, "request.duration = 1"),
        ("1 GB", "5 GB", None, "`1 GB`"),
    ] {
        let said = said(from, to, step);
        assert!(said.contains(part), "{from} to {to}: {said}");
    }
    for (values, part) in [
        ("a", "one value"),
        ("a, ", "empty"),
        ("a, b, a", "`a` is given twice"),
    ] {
        let said = Axis::list("p", values).unwrap_err().to_string();
        assert!(said.contains(part), "{values}: {said}");
    }
}

#[test]
fn paths_that_lead_nowhere_have_a_near_one() {
    for (path, near) in [
        ("request.duratoin", "did you mean `duration`?"),
        (
            "architectures.fucntion.components.api.memory",
            "did you mean `function`?",
        ),
        (
            "architectures.function.components.appi.memory",
            "did you mean `architectures.function.components.api.memory`?",
        ),
        (
            "architectures.function.components.api.memroy",
            "did you mean `memory`?",
        ),
        ("prices.overrides.lambda.requsts.x86", "no such price key"),
        ("name.deep", "did you mean"),
    ] {
        let said = refused(path, "1 GB", "2 GB", None);
        let said = match path.starts_with("prices") {
            true => refused(path, "$1 per hour", "$2 per hour", None),
            false => said,
        };
        assert!(said.contains(near), "{path}: {said}");
        // Leaving values out helps nothing.
        let axis = grid(path, "1 GB", "2 GB", Some("0.001 GB"));
        let skipping = swept(&text(), &axis, Invalid::Skip).unwrap_err();
        assert!(
            !skipping.is_about_the_value() || path.starts_with("prices"),
            "{skipping}"
        );
    }
}

#[test]
fn a_range_in_which_nothing_changes_is_refused() {
    // The response costs nothing where nothing counts it.
    let said = refused("request.response", "1 KB", "9 KB", None);
    assert!(
        said.contains("nothing changes between 1 KB and 9 KB: at `steady` no architecture"),
        "{said}"
    );
}

#[test]
fn too_few_valid_values_are_refused_with_the_reason() {
    let path = "architectures.task.components.fargate.memory";
    let axis = grid(path, "5 GB", "20 GB", None);
    let said = swept(&text(), &axis, Invalid::Skip)
        .unwrap_err()
        .to_string();
    assert!(said.contains("0 of 16 values"), "{said}");
    assert!(
        said.contains("Fargate has no task of 0.5 vCPU with 5 GB"),
        "{said}"
    );
}

/// A price that is missing is never a reason to leave a value out.
#[test]
fn a_missing_price_ends_the_sweep() {
    let text = text()
        + "  database: { components: [ rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ] }\n";
    let path = "architectures.database.components.rds.class";
    let axis = Axis::list(path, "db.t3.micro, db.t3.small, db.x9.huge").unwrap();
    let error = swept(&text, &axis, Invalid::Skip).unwrap_err();
    assert!(matches!(error, VaryError::Estimate { .. }), "{error}");
}

#[test]
fn names_the_scenario_does_not_have_are_refused() {
    let (template, prices) = (template(&text()), prices());
    let refused = |traffic: &str, name: &str| {
        let study = Study::new(&template, &prices, traffic, &[name.to_owned()]);
        study.unwrap_err().to_string()
    };
    assert!(refused("busy", "task").contains("no traffic level `busy`"));
    assert!(refused("steady", "tusk").contains("no architecture `tusk`"));
}
