//! Usage that follows the traffic by the hour, against figures worked by hand from the rules of AWS and the
//! models of the library: rates, functions, tasks, front doors, and what is refused.

mod billed_hours;
#[path = "../common/mod.rs"]
mod common;
mod functions;
mod kept;
mod laws;
mod rates;
mod refused;
mod request_profile;
mod tasks;

use breakeven::estimate::{Category, Estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::warning::Warning;
use common::{dec, only, scenario};
use rust_decimal::Decimal;

/// What differs between the scenarios here.
struct Case<'a> {
    month: &'a str,
    request: &'a str,
    traffic: &'a str,
    components: &'a str,
}

/// 100,000 requests a day of 500 ms in a month of 730 hours.
const PLAIN: Case<'static> = Case {
    month: "730 h",
    request: "duration: 500 ms, response: 1 KB",
    traffic: "requests: 100000 per day",
    components: "",
};

impl Case<'_> {
    fn text(&self) -> String {
        format!(
            "name: Traffic\nregion: us-east-1\nfree_tier: none\nmonth: {}\n\
             request: {{ {} }}\ntraffic: {{ t: {{ {} }} }}\n\
             architectures: {{ a: {{ components: [ {} ] }} }}\n",
            self.month, self.request, self.traffic, self.components
        )
    }

    fn scenario(&self) -> Scenario {
        scenario(&self.text())
    }

    fn priced(&self) -> Estimate {
        only(&self.scenario())
    }

    /// Why it is refused.
    fn refused(&self) -> String {
        match Scenario::parse(Source::new("test.yaml", self.text())) {
            Ok(_) => panic!("{} is accepted", self.text()),
            Err(faults) => faults.to_string(),
        }
    }
}

/// How much of a key is used, before anything is taken off.
fn quantity(estimate: &Estimate, key: &str) -> Decimal {
    let charges = estimate.charges.iter();
    let used = charges.filter(|c| c.key.as_str() == key && c.category == Category::Usage);
    used.map(|charge| charge.quantity.amount.expected).sum()
}

/// An assumption with all these words.
fn assumes(estimate: &Estimate, words: &[&str]) -> bool {
    let has_all = |sentence: &String| words.iter().all(|word| sentence.contains(word));
    estimate.assumptions.iter().any(has_all)
}

fn warned(estimate: &Estimate, code: &str) -> Option<Warning> {
    let mut warnings = estimate.warnings.iter();
    warnings.find(|w| w.code.code() == code).cloned()
}

/// Equal to as many places as the expected figure has.
#[track_caller]
fn assert_near(found: Decimal, expected: &str) {
    let expected = dec(expected);
    assert_eq!(found.round_dp(expected.scale()), expected, "{found}");
}
