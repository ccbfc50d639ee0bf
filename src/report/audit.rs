//! Published figures beside computed ones, and what explains the difference.

use super::compare::cents;
use super::wording::free_tier_in;
use super::{Cell, Column, Item, Row, RowKind, Section, Table};
use crate::catalog::{Currency, FreeTier, PriceKey};
use crate::compare::{Audit, AuditFinding, Basis, Cause, WinnerFinding};
use crate::scenario::{Saving, Scenario};
use crate::units::{Dollars, Measure, Money, Spread, arithmetic, number::grouped, show_spread};
use rust_decimal::Decimal;

/// Published figures beside computed ones, and what explains the difference; nothing where the
/// document says nothing about what is compared.
pub(super) fn sections(scenario: &Scenario, audit: &Audit) -> Vec<Section> {
    let nothing = audit.findings.is_empty() && audit.winners.is_empty();
    if nothing && audit.break_evens.is_empty() {
        return Vec::new();
    }
    let region = scenario.region.as_str();
    let mut sections = vec![Section::Heading {
        text: format!("Published figures: {}", audit.document),
        remark: format!(
            "priced again: {}, {}",
            match (audit.free_tier, audit.at_list_prices) {
                (FreeTier::None, true) => "list prices, no free tier".to_owned(),
                (FreeTier::None, false) => "no free tier".to_owned(),
                (kind, _) => format!("free tier: {}", free_tier_in(region, kind)),
            },
            audit.month
        ),
    }];
    sections.extend(other_terms(scenario, audit));
    let mut rows = Vec::new();
    let mut last = String::new();
    for finding in &audit.findings {
        let figure = &finding.figure;
        let about = format!(
            "{} · {}",
            figure.traffic,
            title(scenario, &figure.architecture)
        );
        let (published, computed) = amounts(finding);
        let cells = vec![
            Cell::text(if about == last {
                String::new()
            } else {
                about.clone()
            }),
            Cell::text(subject(finding, audit)),
            Cell::text(published),
            Cell::text(computed),
            Cell::text(verdict(finding)),
        ];
        last = about;
        rows.push(Row::new(RowKind::Line, cells));
    }
    if !rows.is_empty() {
        sections.push(Section::Table(Table {
            columns: vec![
                Column::text("Where"),
                Column::text("Figure"),
                Column::number("Published"),
                Column::number("Computed"),
                Column::text("Finding"),
            ],
            rows,
        }));
    }
    sections.extend(bases(audit));
    let claims = super::audit_claim::items(scenario, &audit.break_evens);
    if !claims.is_empty() {
        sections.push(Section::List {
            title: "Published break-even".to_owned(),
            items: claims,
        });
    }
    let items: Vec<Item> = audit
        .winners
        .iter()
        .map(|w| winner(scenario, audit, w))
        .collect();
    if !items.is_empty() {
        sections.push(Section::List {
            title: "Who is cheapest".to_owned(),
            items,
        });
    }
    sections
}

/// The words for the two costs a figure may be, where some are.
fn bases(audit: &Audit) -> Option<Section> {
    let text = "Gross: at list prices; net: after the free tier, Spot, commitments and discounts. A figure \
                holds when it is one of them.";
    let item = Item {
        code: None,
        text: text.to_owned(),
    };
    let any = audit.findings.iter().any(|f| f.basis.is_some());
    any.then(|| Section::List {
        title: String::new(),
        items: vec![item],
    })
}

/// The terms of the totals, where they are not those of the document: why the two differ.
fn other_terms(scenario: &Scenario, audit: &Audit) -> Option<Section> {
    let mut other = Vec::new();
    if scenario.free_tier.kind != audit.free_tier {
        let kind = free_tier_in(scenario.region.as_str(), scenario.free_tier.kind);
        other.push(format!("free tier: {kind}"));
    }
    let month = scenario.month.describe();
    if month != audit.month {
        other.push(format!("month: {month}"));
    }
    let text = format!(
        "These are the terms of the document; the totals above are for {}.",
        other.join(", ")
    );
    (!other.is_empty()).then(|| Section::List {
        title: String::new(),
        items: vec![Item { code: None, text }],
    })
}

/// Whether the document names the right winner, and if not, which of its figures led it astray.
fn winner(scenario: &Scenario, audit: &Audit, winner: &WinnerFinding) -> Item {
    let stated = title(scenario, &winner.stated);
    let computed = winner.computed.names().iter();
    let computed: Vec<&str> = computed.map(|name| title(scenario, name)).collect();
    let computed = match computed.as_slice() {
        [sole] => format!("{sole} is"),
        several => format!("{} cost the same and least", several.join(" and ")),
    };
    let level = &winner.traffic;
    let text = if winner.holds() {
        format!("{level}: the document calls {stated} cheapest, and it is.")
    } else {
        let mut errors: Vec<&AuditFinding> = audit
            .findings
            .iter()
            .filter(|f| f.figure.traffic == *level && f.figure.component.is_some())
            .filter(|f| f.figure.saving.is_none())
            .filter(|f| !f.causes.is_empty() && led_astray(f, winner))
            .collect();
        errors.sort_by_key(|finding| std::cmp::Reverse(overstated(finding)));
        let largest: Vec<String> = errors.iter().take(2).map(|f| reason(f, audit)).collect();
        let because = match largest.is_empty() {
            true => String::new(),
            false => format!(" Its largest errors there: {}.", largest.join("; ")),
        };
        format!("{level}: the document calls {stated} cheapest, but {computed}.{because}")
    };
    Item { code: None, text }
}

/// True for an error in favour of the architecture the document chose: the true winner made dearer,
/// or the chosen one cheaper.
fn led_astray(finding: &AuditFinding, winner: &WinnerFinding) -> bool {
    let stated = finding
        .figure
        .monthly
        .map_or(Decimal::ZERO, |m| m.expected.amount());
    let computed = finding.monthly.expected.amount();
    // Below a tenth it did not turn a decision; it is usually a line both architectures share.
    let tenth = computed.saturating_mul(Decimal::new(1, 1)).abs();
    if stated.saturating_sub(computed).abs() < tenth {
        return false;
    }
    let architecture = &finding.figure.architecture;
    (winner.computed.names().contains(architecture) && stated > computed)
        || (*architecture == winner.stated && stated < computed)
}

/// By how much a published cost misses the computed one.
fn overstated(finding: &AuditFinding) -> Decimal {
    let stated = finding
        .figure
        .monthly
        .map_or(Decimal::ZERO, |m| m.expected.amount());
    stated
        .saturating_sub(finding.monthly.expected.amount())
        .abs()
}

fn reason(finding: &AuditFinding, audit: &Audit) -> String {
    let (published, computed) = amounts(finding);
    format!(
        "{} {published} for {computed} ({})",
        subject(finding, audit),
        verdict(finding)
    )
}

fn title<'s>(scenario: &'s Scenario, architecture: &'s str) -> &'s str {
    let known = scenario.architectures.0.get(architecture);
    known.map_or(architecture, |known| known.title_or(architecture))
}

/// What a figure is about; the component of a price key only where it has to be told apart.
fn subject(finding: &AuditFinding, audit: &Audit) -> String {
    let figure = &finding.figure;
    let subject = match (&figure.price_key, &figure.component) {
        (Some(key), component) => {
            let title = key_title(&PriceKey::new(key.as_str()));
            let shared = audit.findings.iter().any(|other| {
                let other = &other.figure;
                (&other.architecture, &other.traffic) == (&figure.architecture, &figure.traffic)
                    && other.price_key == figure.price_key
                    && other.component != figure.component
            });
            match component {
                Some(component) if shared => format!("{component}: {title}"),
                _ => title,
            }
        }
        (None, Some(component)) => component.clone(),
        (None, None) => "total".to_owned(),
    };
    match (figure.saving, subject.as_str()) {
        (None, _) => subject,
        (Some(saving), "total") => format!("saved by {}", saving_word(saving)),
        (Some(saving), _) => format!("{subject}, saved by {}", saving_word(saving)),
    }
}

fn key_title(key: &PriceKey) -> String {
    let spec = crate::services::key_spec(key.as_str());
    spec.map_or_else(|| key.to_string(), |spec| spec.title_of(key))
}

fn saving_word(saving: Saving) -> &'static str {
    match saving {
        Saving::FreeTier => "the free tier",
        Saving::Spot => "Spot",
        Saving::Commitments => "commitments",
        Saving::Discounts => "discounts",
    }
}

/// The published and the computed figure, in money where the document gives money.
fn amounts(finding: &AuditFinding) -> (String, String) {
    let figure = &finding.figure;
    if let Some(monthly) = &figure.monthly {
        return (as_written(monthly), shown(&finding.monthly));
    }
    let stated = figure
        .quantity
        .as_ref()
        .map_or_else(String::new, show_spread);
    let computed = finding.quantity.map(|computed| computed.to_string());
    (stated, computed.unwrap_or_default())
}

/// `$600`, `$25–30`: with the decimals of the document, which say how far it rounds.
fn as_written(published: &Spread<Dollars>) -> String {
    let (low, high) = (published.low.to_string(), published.high.to_string());
    match published.is_exact() {
        true => low,
        false => format!("{low}–{}", high.trim_start_matches('$')),
    }
}

/// `$600.00`, `$51.04–68.56`; amounts below a cent in full. Published costs are in dollars, and only
/// compared with dollars.
fn shown(amount: &Spread<Money>) -> String {
    let one = |money: Money| match money.cents().is_zero() && money != Money::ZERO {
        true => money.to_string(),
        false => cents(money),
    };
    match amount.low == amount.high {
        true => Currency::Usd.amount(one(amount.expected)),
        false => {
            let low = Currency::Usd.amount(one(amount.low));
            format!("{low}–{}", one(amount.high))
        }
    }
}

/// What is wrong with a figure, in words, and which of two costs it is.
fn verdict(finding: &AuditFinding) -> String {
    let basis = match finding.basis {
        None => "",
        Some(Basis::Gross) => " (gross)",
        Some(Basis::Net) => " (net)",
    };
    format!("{}{basis}", judgement(finding))
}

fn judgement(finding: &AuditFinding) -> String {
    if finding.causes.is_empty() {
        return "holds".to_owned();
    }
    let causes = finding.causes.iter().map(|cause| match cause {
        Cause::Quantity(ratio) => format!("quantity {}", times(*ratio)),
        Cause::UnitPrice(ratio) => {
            let others: Vec<String> = finding.price_of.iter().map(key_title).collect();
            match others.is_empty() {
                true => format!("unit price {}", times(*ratio)),
                false => format!(
                    "unit price {}: that of {}",
                    times(*ratio),
                    others.join(" or ")
                ),
            }
        }
        Cause::Cost(ratio) => times(*ratio),
        Cause::OutsideRange => "does not match".to_owned(),
        Cause::Addition(sum) => format!("its own lines add up to ${}", cents(*sum)),
    });
    let causes = causes.collect::<Vec<_>>().join(", ");
    match &finding.unit_error {
        Some(error) => format!("{causes}: {} read as {}", error.meant, error.read_as),
        None => causes,
    }
}

/// `1,000 times too high`, `2.1 times too low`, `11 % too low`.
pub(super) fn times(ratio: Decimal) -> String {
    let inverse = arithmetic::div(Decimal::ONE, ratio).unwrap_or_default();
    for (times, off) in [(ratio, "high"), (inverse, "low")] {
        if times >= Decimal::new(15, 1) {
            let digits = if times >= Decimal::TEN { 0 } else { 1 };
            return format!("{} times too {off}", grouped(times.round_dp(digits)));
        }
    }
    let change = ratio
        .saturating_sub(Decimal::ONE)
        .saturating_mul(Decimal::ONE_HUNDRED);
    let percent = grouped(change.abs().round_dp(0));
    match change.is_sign_negative() {
        true => format!("{percent} % too low"),
        false => format!("{percent} % too high"),
    }
}
