//! Published figures as JSON.

use super::{Range, text};
use crate::compare::{Audit, AuditFinding, Basis, BreakEvenFinding, Cause};
use crate::units::{Measure, Spread};
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct AuditJson<'r> {
    document: &'r str,
    month: &'r str,
    free_tier: &'static str,
    figures: Vec<FindingJson<'r>>,
    break_even: Vec<ClaimJson<'r>>,
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
    /// The cost the figure is compared with: gross or net, as `basis` says.
    computed_monthly: Range,
    computed_gross: Range,
    computed_net: Range,
    /// `gross` or `net`; none where they are the same, and for a saving.
    basis: Option<&'static str>,
    holds: bool,
    causes: Vec<CauseJson>,
    unit_error: Option<UnitErrorJson<'r>>,
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

/// A unit the document took for another.
#[derive(Serialize)]
struct UnitErrorJson<'r> {
    price_key: &'r str,
    meant: &'r str,
    read_as: &'r str,
}

/// A published break-even at one traffic level, in requests a day.
#[derive(Serialize)]
struct ClaimJson<'r> {
    traffic: &'r str,
    published: &'r str,
    published_per_day: Range,
    computed_per_day: Option<String>,
    below: Option<&'r str>,
    above: Option<&'r str>,
    searched_to: String,
    /// How many times the computed value; none when it holds, or nothing crosses.
    ratio: Option<String>,
    holds: bool,
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
        break_even: audit.break_evens.iter().map(claim).collect(),
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
        computed_gross: Range::money(&finding.gross),
        computed_net: Range::money(&finding.net),
        basis: finding.basis.map(|basis| match basis {
            Basis::Gross => "gross",
            Basis::Net => "net",
        }),
        holds: finding.causes.is_empty(),
        causes: finding.causes.iter().map(cause).collect(),
        unit_error: finding.unit_error.as_ref().map(|error| UnitErrorJson {
            price_key: error.key.as_str(),
            meant: &error.meant,
            read_as: &error.read_as,
        }),
        price_of: finding.price_of.iter().map(|key| key.as_str()).collect(),
    }
}

fn claim(claim: &BreakEvenFinding) -> ClaimJson<'_> {
    let computed = claim.computed.as_ref();
    ClaimJson {
        traffic: &claim.traffic,
        published: &claim.stated,
        published_per_day: Range::decimal(&claim.per_day),
        computed_per_day: computed.map(|flip| text(flip.at)),
        below: computed.and_then(|flip| flip.below.as_deref()),
        above: computed.map(|flip| flip.above.as_str()),
        searched_to: text(claim.searched),
        ratio: claim.off.map(text),
        holds: claim.holds(),
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
