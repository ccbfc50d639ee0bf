//! Each figure from its formula to its SKU.

use super::wording::{band, notes, service_title, terms};
use super::{Report, Section, price_footer};
use crate::catalog::{Catalog, Currency, Evidence};
use crate::estimate::{Category, Charge, Estimate};
use crate::scenario::Scenario;
use crate::units::{Money, Spread, number::grouped};

/// How each charge of the estimates comes about.
#[must_use]
pub fn explain(scenario: &Scenario, catalog: &Catalog, estimates: &[Estimate]) -> Report {
    let mut sections = Vec::new();
    for estimate in estimates {
        sections.push(Section::Heading {
            text: format!("{} · {}", estimate.title, estimate.traffic),
            remark: String::new(),
        });
        let requests = format!(
            "{} = {} a month",
            estimate.requests_formula, estimate.requests_per_month
        );
        sections.push(Section::Facts(vec![("Requests".to_owned(), requests)]));
        for charge in &estimate.charges {
            sections.push(Section::Heading {
                text: format!("{}: {}", charge.component, charge.description),
                remark: money(&charge.cost, estimate.currency),
            });
            sections.push(Section::Facts(facts(charge, catalog)));
        }
    }
    sections.extend(notes(scenario, estimates));
    Report {
        title: scenario.name.clone(),
        subtitle: terms(scenario),
        sections,
        footer: vec![price_footer(catalog, estimates)],
    }
}

fn facts(charge: &Charge, catalog: &Catalog) -> Vec<(String, String)> {
    let mut facts = vec![(
        "Service".to_owned(),
        service_title(charge.service).to_owned(),
    )];
    let mut add = |name: &str, value: String| facts.push((name.to_owned(), value));
    match charge.category {
        Category::Usage => add("Formula", charge.formula.clone()),
        Category::Included | Category::FreeTier => add("Allowance", charge.formula.clone()),
        Category::Spot | Category::Covered => add("Taken off", charge.formula.clone()),
        Category::Discount => add("Discount", charge.formula.clone()),
        Category::Commitment | Category::UnusedCommitment => add("Fee", charge.formula.clone()),
    }
    add("Quantity", charge.quantity.to_string());
    let currency = catalog.book().currency();
    for tier in &charge.tiers {
        let band = band(tier.from, tier.to);
        let quantity = grouped(tier.quantity);
        let price = currency.amount(grouped(tier.unit_price));
        let cost = exact(tier.cost, currency);
        add("Tier", format!("{band}: {quantity} × {price} = {cost}"));
    }
    add("Cost", money(&charge.cost, currency));
    add("Price key", charge.key.to_string());
    if matches!(charge.category, Category::Included | Category::FreeTier) {
        facts.extend(allowance_facts(charge, catalog));
        return facts;
    }
    if let Some(sku) = &charge.price.sku {
        let rate = charge.price.rate_code.as_ref();
        add(
            "SKU",
            rate.map_or_else(|| sku.clone(), |rate| format!("{sku} (rate {rate})")),
        );
    }
    let read = match charge.price.evidence {
        Evidence::Override | Evidence::Commitment => "given by the user".to_owned(),
        evidence => format!("{}, read {}", evidence.name(), charge.price.as_of),
    };
    add("Evidence", read);
    for source in &charge.price.sources {
        add(
            "Source",
            catalog.book().source(source).unwrap_or(source).to_owned(),
        );
    }
    if let Some(note) = &charge.price.note {
        add("Note", note.clone());
    }
    add("Pooled over", charge.pooling.describe().to_owned());
    facts
}

/// How the allowance itself is known.
fn allowance_facts(charge: &Charge, catalog: &Catalog) -> Vec<(String, String)> {
    let allowances = catalog.allowances();
    let known = allowances
        .list
        .iter()
        .find(|known| charge.allowance.as_ref() == Some(&known.id));
    let Some(known) = known else {
        return Vec::new();
    };
    let evidence = format!("{}, read {}", known.evidence.name(), known.as_of);
    let mut facts = vec![("Evidence".to_owned(), evidence)];
    for source in &known.sources {
        let source = allowances.sources.get(source).unwrap_or(source);
        facts.push(("Source".to_owned(), source.clone()));
    }
    facts.extend(known.note.clone().map(|note| ("Note".to_owned(), note)));
    facts
}

/// An exact amount, or its range.
fn money(cost: &Spread<Money>, currency: Currency) -> String {
    if cost.is_exact() {
        return exact(cost.expected, currency);
    }
    let [low, expected, high] =
        [cost.low, cost.expected, cost.high].map(|end| exact(end, currency));
    format!("{low} to {high}, expected {expected}")
}

/// An exact amount with cents at least.
fn exact(money: Money, currency: Currency) -> String {
    let mut amount = money.amount().normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    currency.amount(amount)
}
