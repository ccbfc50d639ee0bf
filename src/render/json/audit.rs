//! Published figures as JSON.

use super::{Range, text};
use crate::compare::{Audit, AuditFinding, Cause};
use crate::units::{Measure, Spread};
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct AuditJson<'r> {
    document: &'r str,
    month: &'r str,
    free_tier: &'static str,
    figures: Vec<FindingJson<'r>>,
    cheapest: Vec<WinnerJson<'r>>,
}

#[derive(Serialize)]
struct FindingJson<'r> {
    architecture: &'r str,
    traffic: &'r str,
    component: Option<&'r str>,
    price_key: Option<&'r str>,
    saving: Option<&'static str>,
    quote: Option<&'r str>,
    published_quantity: Option<Range>,
    computed_quantity: Option<Range>,
    published_monthly: Option<Range>,
    computed_monthly: Range,
    holds: bool,
    causes: Vec<CauseJson>,
    /// Keys with the price the document used instead.
    price_of: Vec<&'r str>,
}

#[derive(Serialize)]
struct CauseJson {
    cause: &'static str,
    /// How many times the computed figure.
    ratio: Option<String>,
    /// What the document's own figures add up to.
    sum: Option<String>,
}

#[derive(Serialize)]
struct WinnerJson<'r> {
    traffic: &'r str,
    published: &'r str,
    computed: &'r str,
    /// Every architecture that costs as little.
    computed_all: &'r [String],
    holds: bool,
}

pub(super) fn published(audit: &Audit) -> AuditJson<'_> {
    AuditJson {
        document: &audit.document,
        month: &audit.month,
        free_tier: audit.free_tier.word(),
        figures: audit.findings.iter().map(finding).collect(),
        cheapest: audit
            .winners
            .iter()
            .map(|winner| WinnerJson {
                traffic: &winner.traffic,
                published: &winner.stated,
                computed: winner.computed.first(),
                computed_all: winner.computed.names(),
                holds: winner.holds(),
            })
            .collect(),
    }
}

fn finding(finding: &AuditFinding) -> FindingJson<'_> {
    let figure = &finding.figure;
    let stated = |quantity: Spread<Decimal>| Range::decimal(&quantity);
    FindingJson {
        architecture: &figure.architecture,
        traffic: &figure.traffic,
        component: figure.component.as_deref(),
        price_key: figure.price_key.as_deref(),
        saving: figure.saving.map(|saving| saving.word()),
        quote: figure.quote.as_deref(),
        published_quantity: figure.quantity.map(|q| stated(q.map(Measure::amount))),
        computed_quantity: finding.quantity.map(stated),
        published_monthly: figure.monthly.map(|m| stated(m.map(Measure::amount))),
        computed_monthly: Range::money(&finding.monthly),
        holds: finding.causes.is_empty(),
        causes: finding.causes.iter().map(cause).collect(),
        price_of: finding.price_of.iter().map(|key| key.as_str()).collect(),
    }
}

fn cause(cause: &Cause) -> CauseJson {
    let (word, ratio) = match cause {
        Cause::Quantity(ratio) => ("quantity", Some(*ratio)),
        Cause::UnitPrice(ratio) => ("unit_price", Some(*ratio)),
        Cause::Cost(ratio) => ("cost", Some(*ratio)),
        Cause::OutsideRange => ("outside_range", None),
        Cause::Addition(_) => ("addition", None),
    };
    let sum = match cause {
        Cause::Addition(sum) => Some(text(sum.amount())),
        _ => None,
    };
    CauseJson {
        cause: word,
        ratio: ratio.map(text),
        sum,
    }
}
