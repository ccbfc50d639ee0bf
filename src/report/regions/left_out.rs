//! Why a region is left out, in a sentence.

use crate::catalog::CatalogError;
use crate::compare::{LeftOut, Why};
use crate::estimate::Gap;
use crate::scenario::Scenario;

/// Prices named of a region that is left out.
const NAMED: usize = 3;

/// `me-south-1: no price for …`.
pub(super) fn text(scenario: &Scenario, region: &LeftOut) -> String {
    let why = match &region.why {
        Why::Currency(why) => why.to_string(),
        Why::Prices(gaps) => {
            let (missing, other): (Vec<&Gap>, Vec<&Gap>) = gaps
                .iter()
                .partition(|gap| matches!(gap.error, CatalogError::Missing(_)));
            let mut parts: Vec<String> = Vec::new();
            if !missing.is_empty() {
                parts.push(missing_text(scenario, &missing));
            }
            if let Some(first) = other.first() {
                parts.push(first.error.to_string());
            }
            parts.join("; ")
        }
    };
    format!("{}: {why}", region.region)
}

/// ``no price for `a`, `b` and 4 more (Serverless)``.
fn missing_text(scenario: &Scenario, missing: &[&Gap]) -> String {
    let named = missing.iter().take(NAMED);
    let named: Vec<String> = named.map(|gap| format!("`{}`", gap.key)).collect();
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let needs = |name: &str| {
        missing
            .iter()
            .any(|gap| gap.architectures.iter().any(|a| a == name))
    };
    let all = scenario.architectures.0.iter();
    let (needing, fine): (Vec<_>, Vec<_>) = all.partition(|(name, _)| needs(name));
    let titles: Vec<&str> = needing.iter().map(|(name, a)| a.title_or(name)).collect();
    let which = match fine.is_empty() {
        true => String::new(),
        false => format!(" ({})", titles.join(", ")),
    };
    format!("no price for {}{more}{which}", named.join(", "))
}
