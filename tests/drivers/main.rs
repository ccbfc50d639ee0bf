//! What decides between two architectures: worked by hand, verified on both sides of each turn, shown.

#[path = "../common/mod.rs"]
mod common;
#[path = "../program/mod.rs"]
mod program;
mod shown;
mod worked;

use breakeven::catalog::Catalog;
use breakeven::drivers::{Driver, Drivers, DriversError, drivers};
use breakeven::scenario::Template;
use breakeven::syntax::Source;
use breakeven::vary::Prices;
use std::num::NonZero;

/// 3 million requests of 300 ms with 1 GB cost 3 × $0.20 + 900,000 × $0.0000166667 = $15.60003; the task
/// costs $18.02005.
const TEXT: &str = "
name: Function or task
region: us-east-1
free_tier: none
request: { duration: 300 ms }
traffic: { steady: { requests: 3M per month } }
architectures:
  task: { components: [ fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1, public_ipv4: 0 } ] }
  function: { title: A function, components: [ lambda: { name: api, memory: 1 GB } ] }
";

fn decided(text: &str, named: [Option<&str>; 2]) -> Result<Drivers, DriversError> {
    let template = Template::new(Source::new("test.yaml", text), &[]);
    let template = template.unwrap_or_else(|faults| panic!("{faults}"));
    let prices = Prices::new(Catalog::embedded("us-east-1").unwrap(), Default::default());
    let two = NonZero::new(2).unwrap();
    drivers(&template, &prices, "steady", named, two)
}

fn found(text: &str) -> Drivers {
    decided(text, [None, None]).unwrap_or_else(|error| panic!("{error}"))
}

fn driver<'d>(drivers: &'d Drivers, label: &str) -> &'d Driver {
    let found = drivers.drivers.iter().find(|driver| driver.label == label);
    found.unwrap_or_else(|| panic!("no {label} in {drivers:#?}"))
}

/// `150 ms 9.920035, 450 ms -5.079995, turns at 349 ms to task`.
fn summary(driver: &Driver) -> String {
    let (low, high) = (&driver.low, &driver.high);
    let mut text = format!(
        "{} {}, {} {}",
        low.text, low.difference, high.text, high.difference
    );
    for flip in &driver.flips {
        text.push_str(&format!(", turns at {} to {}", flip.text, flip.above));
    }
    text
}
