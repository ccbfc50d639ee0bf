//! Each figure from its formula to its SKU.

use super::estimate::{quantity, records};
use super::wording::{notes, service_title, terms};
use super::{Report, Section, price_footer};
use crate::catalog::{Catalog, Evidence};
use crate::estimate::{Category, Charge, Estimate};
use crate::scenario::Scenario;
use crate::units::{Money, Spread, number::grouped};

/// How each charge of an estimate comes about, optionally of one component only.
#[must_use]
pub fn explain(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
    component: Option<&str>,
) -> Report {
    let mut sections = Vec::new();
    for estimate in estimates {
        sections.push(Section::Heading {
            text: format!("{} · {}", estimate.title, estimate.traffic),
            remark: String::new(),
        });
        let requests = format!(
            "{} = {} a month",
            estimate.requests_formula,
            estimate.requests_per_month
        );
        sections.push(Section::Facts(vec![("Requests".to_owned(), requests)]));
        for charge in &estimate.charges {
            if component.is_none_or(|name| name == charge.component) {
                sections.push(Section::Heading {
                    text: format!("{}: {}", charge.component, charge.description),
                    remark: format!("${}", money(&charge.cost)),
                });
                sections.push(Section::Facts(facts(charge, catalog)));
            }
        }
    }
    sections.extend(notes(scenario, estimates));
    Report {
        title: scenario.name.clone(),
        subtitle: terms(scenario),
        sections,
        footer: vec![price_footer(catalog)],
        records: records(estimates),
    }
}

fn facts(charge: &Charge, catalog: &Catalog) -> Vec<(String, String)> {
    let mut facts = vec![("Service".to_owned(), service_title(charge.service).to_owned())];
    let mut add = |name: &str, value: String| facts.push((name.to_owned(), value));
    match charge.category {
        Category::Usage => add("Formula", charge.formula.clone()),
        Category::FreeTier => add("Allowance", charge.formula.clone()),
    }
    add("Quantity", format!("{} {}", quantity(&charge.quantity), charge.unit));
    for tier in &charge.tiers {
        let band = match (tier.from.is_zero(), tier.to) {
            (true, None) => "any quantity".to_owned(),
            (_, Some(to)) => format!("{} to {}", grouped(tier.from), grouped(to)),
            (false, None) => format!("from {}", grouped(tier.from)),
        };
        let (quantity, price) = (grouped(tier.quantity), grouped(tier.unit_price));
        add("Tier", format!("{band}: {quantity} × ${price} = ${}", tier.cost));
    }
    add("Cost", format!("${}", money(&charge.cost)));
    add("Price key", charge.key.to_string());
    if let Some(sku) = &charge.origin.sku {
        let rate = charge.origin.rate_code.as_ref();
        add("SKU", rate.map_or_else(|| sku.clone(), |rate| format!("{sku} (rate {rate})")));
    }
    let read = match charge.origin.evidence {
        Evidence::Override => "given by the user".to_owned(),
        evidence => format!("{}, read {}", evidence.name(), charge.origin.as_of),
    };
    add("Evidence", read);
    for source in &charge.origin.sources {
        add("Source", catalog.book().source(source).unwrap_or(source).to_owned());
    }
    if let Some(note) = &charge.origin.note {
        add("Note", note.clone());
    }
    add("Pooled over", charge.origin.pooling.describe().to_owned());
    facts
}

/// An exact amount, or its range.
fn money(cost: &Spread<Money>) -> String {
    match cost.is_exact() {
        true => cost.expected.to_string(),
        false => format!("{}..{} (expected {})", cost.low, cost.high, cost.expected),
    }
}
