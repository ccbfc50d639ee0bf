//! One input varied: crossings worked by hand, the same by brute force, and what is refused.

#[path = "../common/mod.rs"]
mod common;
mod crossings;
mod grids;
mod refused;

use breakeven::catalog::Catalog;
use breakeven::scenario::Template;
use breakeven::syntax::Source;
use breakeven::vary::{Axis, Invalid, Prices, Study, Sweep, VaryError, sweep};
use std::num::NonZero;

/// 3 million requests a month, on functions of 1 GB or on one task.
///
/// The function costs 3 × $0.20 = $0.60 for its requests, and for each millisecond 3,000,000 × 0.001 s ×
/// 1 GB × $0.0000166667 = $0.0500001. The task costs 730 h × (0.5 × $0.04048 + 1 × $0.004445) =
/// $18.02005.
const LAMBDA_OR_TASK: &str = "
name: Function or task
region: us-east-1
free_tier: none
request: { duration: 100 ms }
traffic: { steady: { requests: 3M per month }, quiet: { requests: 30000 per month } }
architectures:
  function: { components: [ lambda: { name: api, memory: { MEMORY } } ] }
  task: { components: [ fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1, public_ipv4: 0 } ] }
";

fn text() -> String {
    LAMBDA_OR_TASK.replace("{ MEMORY }", "1 GB")
}

fn template(text: &str) -> Template {
    Template::new(Source::new("test.yaml", text), &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn prices() -> Prices {
    Prices::new(Catalog::embedded("us-east-1").unwrap(), Default::default())
}

fn two() -> NonZero<usize> {
    NonZero::new(2).unwrap()
}

fn swept(text: &str, axis: &Axis, invalid: Invalid) -> Result<Sweep, VaryError> {
    let (template, prices) = (template(text), prices());
    let study = Study::new(&template, &prices, "steady", &[])?;
    sweep(&study, axis, invalid, two())
}

fn grid(path: &str, from: &str, to: &str, step: Option<&str>) -> Axis {
    Axis::grid(path, from, to, step).unwrap_or_else(|error| panic!("{error}"))
}

/// The crossings as `349 ms: function to task`.
fn shown(axis: &Axis, sweep: &Sweep) -> Vec<String> {
    let crossings = sweep.break_even.crossings.iter();
    let shown = crossings.map(|c| format!("{}: {} to {}", axis.text(c.at), c.below, c.above));
    shown.collect()
}
