//! Warnings the scenario accepts.

use super::{Estimate, Selection};
use crate::scenario::Scenario;

/// Marks what is accepted. A code that nothing warns of would hide what comes later, so it is said; a
/// warning of its own would fail the same file in another region or on another day.
pub(super) fn mark(scenario: &Scenario, selection: &Selection, estimates: &mut [Estimate]) {
    for code in &scenario.accepted_warnings {
        let mut is_used = false;
        for estimate in &mut *estimates {
            for warning in estimate.warnings.iter_mut().filter(|w| w.code == *code) {
                warning.is_accepted = true;
                is_used = true;
            }
        }
        // What was not looked at may warn of it.
        if is_used || *selection != Selection::default() {
            continue;
        }
        let unused = format!("`{code}` is accepted, but nothing warns of it.");
        for estimate in &mut *estimates {
            if !estimate.assumptions.contains(&unused) {
                estimate.assumptions.push(unused.clone());
            }
        }
    }
}
