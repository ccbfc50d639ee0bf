//! What explains the difference between a published figure and the computed one.

use super::{AuditFinding, Computed};
use crate::estimate::{Category, Charge, Estimate};
use crate::scenario::Figure;
use crate::units::{Dollars, Measure, Money, Spread, arithmetic};
use rust_decimal::Decimal;

/// What is wrong with a figure; none when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The quantity is so many times the computed one.
    Quantity(Decimal),
    /// The price per unit is so many times the one used here.
    UnitPrice(Decimal),
    /// The cost is so many times the computed one.
    Cost(Decimal),
    /// The computed cost lies outside the published range.
    OutsideRange,
    /// The document's own figures for its parts add up to this instead.
    Addition(Money),
}

/// Differences below this share are rounding, not errors.
pub(super) const ROUNDING: Decimal = Decimal::from_parts(15, 0, 0, false, 3);

pub(super) fn causes(
    figure: &Figure,
    Computed { quantity, monthly }: Computed,
    price: Option<Decimal>,
) -> Vec<Cause> {
    let mut causes = Vec::new();
    let stated_quantity = figure.quantity.map(|stated| stated.map(Measure::amount));
    if let (Some(stated), Some(computed)) = (stated_quantity, quantity) {
        causes.extend(off(stated.expected, computed.expected).cause(Cause::Quantity));
        if causes.is_empty() && figure.monthly.is_some_and(|cost| agrees(cost, monthly)) {
            return causes;
        }
        // Both given: the price per unit the document must have used, unless the cost is only
        // rounded.
        if let (Some(cost), Some(price)) = (figure.monthly, price)
            && !is_rounded(cost.expected, arithmetic::mul(stated.expected, price).ok())
        {
            let implied = arithmetic::div(cost.expected.amount(), stated.expected);
            let off = implied.map_or(Off::Incomparable, |implied| off(implied, price));
            causes.extend(off.cause(Cause::UnitPrice));
        }
        return causes;
    }
    let Some(published) = figure.monthly else {
        return causes;
    };
    if agrees(published, monthly) {
        return causes;
    }
    let (stated, computed) = (published.map(Measure::amount), monthly.map(Money::amount));
    let both_exact = stated.is_exact() && computed.is_exact();
    match off(stated.expected, computed.expected) {
        // Two ranges that are merely elsewhere are not "1.2 times too high".
        Off::Times(ratio) if both_exact || ratio >= Decimal::TWO => {
            causes.push(Cause::Cost(ratio));
        }
        _ => causes.push(Cause::OutsideRange),
    }
    causes
}

/// True when a published cost is the computed one, or one of their ranges lies inside the other.
fn agrees(published: Spread<Dollars>, monthly: Spread<Money>) -> bool {
    let (stated, computed) = (published.map(Measure::amount), monthly.map(Money::amount));
    let both_exact = stated.is_exact() && computed.is_exact();
    let rounded = both_exact && is_rounded(published.expected, Some(computed.expected));
    rounded || within(stated, computed) || within(computed, stated)
}

/// True when two numbers differ by rounding at most.
pub(super) fn is_near(one: Decimal, other: Decimal) -> bool {
    off(one, other) == Off::Agrees
}

/// True when a published cost is the exact one, rounded to the last place it is written with.
pub(super) fn is_rounded(published: Dollars, exact: Option<Decimal>) -> bool {
    let off_by = |exact: Decimal| published.amount().saturating_sub(exact).abs();
    exact.is_some_and(|exact| off_by(exact) <= published.half_of_last_place())
}

/// A sum that is not that of the document's own figures, rounding apart.
pub(super) fn addition(
    figure: &Figure,
    findings: &[AuditFinding],
    estimate: &Estimate,
) -> Option<Cause> {
    let stated = exactly(figure)?;
    let (mut sum, mut unrounded) = (Decimal::ZERO, Decimal::ZERO);
    for part in parts(figure, findings, estimate)? {
        let printed = exactly(&part.figure)?;
        let computed = part.monthly.expected.amount();
        let exact = match is_rounded(printed, Some(computed)) {
            true => computed,
            false => printed.amount(),
        };
        sum = sum.checked_add(printed.amount())?;
        unrounded = unrounded.checked_add(exact)?;
    }
    let mut saved = Decimal::ZERO;
    for saving in findings.iter().filter(|f| is_saving_of(&f.figure, figure)) {
        saved = saved.checked_add(exactly(&saving.figure)?.amount())?;
    }
    // A document may add its figures up as printed, or before it rounds them; and its savings may
    // be taken off at the end, or in the figures already.
    let adds_up = [sum, unrounded]
        .iter()
        .any(|sum| is_rounded(stated, Some(*sum)) || is_rounded(stated, sum.checked_sub(saved)));
    (!adds_up).then_some(Cause::Addition(Money::new(sum.checked_sub(saved)?)))
}

/// True for a published saving on just what a figure is about.
fn is_saving_of(saving: &Figure, figure: &Figure) -> bool {
    saving.saving.is_some()
        && is_beside(saving, figure)
        && saving.component == figure.component
        && saving.price_key.is_none()
}

fn is_beside(one: &Figure, other: &Figure) -> bool {
    (&one.architecture, &one.traffic) == (&other.architecture, &other.traffic)
}

/// A published cost that is no range.
fn exactly(figure: &Figure) -> Option<Dollars> {
    let monthly = figure.monthly.filter(Spread::is_exact)?;
    Some(monthly.expected)
}

/// The document's own figures for the parts of one: the components of a total, the price keys of a
/// component. `None` where it leaves out a part that costs something.
fn parts<'f>(
    whole: &Figure,
    findings: &'f [AuditFinding],
    estimate: &Estimate,
) -> Option<Vec<&'f AuditFinding>> {
    if whole.price_key.is_some() || whole.saving.is_some() {
        return None;
    }
    let beside = |part: &&AuditFinding| {
        let part = &part.figure;
        is_beside(part, whole) && part.saving.is_none() && part.monthly.is_some()
    };
    let beside: Vec<&AuditFinding> = findings.iter().filter(beside).collect();
    let of = |component: &str, key: Option<&str>| {
        let wanted = |part: &&&AuditFinding| {
            part.figure.component.as_deref() == Some(component)
                && part.figure.price_key.as_deref() == key
        };
        beside.iter().find(wanted).copied()
    };
    let charged =
        |charge: &&Charge| charge.category == Category::Usage && charge.cost.high != Money::ZERO;
    let mut parts: Vec<&AuditFinding> = Vec::new();
    for charge in estimate.charges.iter().filter(charged) {
        let (component, key) = (charge.component.as_str(), charge.key.as_str());
        let part = match &whole.component {
            Some(name) if name == component => of(component, Some(key)),
            Some(_) => continue,
            None => of(component, None).or_else(|| of(component, Some(key))),
        };
        let part = part?;
        if !parts.iter().any(|known| std::ptr::eq(*known, part)) {
            parts.push(part);
        }
    }
    Some(parts)
}

/// True when a range lies inside another, rounding apart.
fn within(inner: Spread<Decimal>, outer: Spread<Decimal>) -> bool {
    let at_least = |a: Decimal, b: Decimal| a >= b || off(a, b) == Off::Agrees;
    at_least(inner.low, outer.low) && at_least(outer.high, inner.high)
}

/// How a published number relates to the computed one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Off {
    /// They agree but for rounding.
    Agrees,
    /// The published one is so many times the computed one.
    Times(Decimal),
    /// There is no ratio: one is nothing, or they are too far apart.
    Incomparable,
}

impl Off {
    fn cause(self, of: fn(Decimal) -> Cause) -> Option<Cause> {
        match self {
            Off::Agrees => None,
            Off::Times(ratio) => Some(of(ratio)),
            Off::Incomparable => Some(Cause::OutsideRange),
        }
    }
}

fn off(stated: Decimal, computed: Decimal) -> Off {
    if stated == computed {
        return Off::Agrees;
    }
    let ratio = arithmetic::div(stated, computed)
        .ok()
        .filter(|ratio| !ratio.is_zero());
    let distance = ratio.and_then(|ratio| arithmetic::sub(ratio, Decimal::ONE).ok());
    match (ratio, distance) {
        (Some(_), Some(distance)) if distance.abs() <= ROUNDING => Off::Agrees,
        (Some(ratio), Some(_)) => Off::Times(ratio),
        _ => Off::Incomparable,
    }
}
