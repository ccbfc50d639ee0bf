//! What two estimates differ in, and which cause each part of it has.
//!
//! A cost has many inputs, and what one of them changed depends on the others: twice the price of
//! twice the usage is four times the cost, of which either could claim three parts. So that every
//! part has one cause and the parts add up, the base is turned into the head step by step, always in
//! this order:
//!
//! 1. **price**: the base at the prices of the head (book, region, prices of one's own). A price the
//!    head does not have, because nothing uses it any more, stays as it was.
//! 2. **traffic**: then with the traffic level and the request profile of the head.
//! 3. **usage**: then with the settings, the month and the day of the head, for components that are
//!    the same service under the same name on both sides.
//! 4. **architecture**: then with the components of the head: those that came, went, became another
//!    service or exist at other traffic levels.
//! 5. **free tier**: then with its free tier.
//! 6. **commitment**: then with its commitments, Spot and discounts, which is the head itself.
//!
//! Each state between is priced whole, because tiers and free allowances pool the usage of all
//! components. What a step changes, line by line, belongs to its cause; steps whose inputs are equal
//! on both sides are left out. The sum telescopes: whatever the states between cost, the parts of a
//! line add up to its change, the lines to that of their component, the components to that of the
//! architecture, in the low, the expected and the high case each, to the last digit. So a free tier
//! that takes a price rise off again is part of `price`, and a discount that grows with usage is part
//! of `usage`: `free tier` and `commitment` are what a change of their *terms* causes.
//!
//! A state between may be one that can't be: settings of the head that need its request profile, or
//! a component it brings. Such a step waits until one of those after it has been made. If none can be
//! made alone, all that are left are made at once and counted as one cause, which [`Merged`] says.
//!
//! A component that only has another name is the same component. An architecture on one side only is
//! counted as `architecture`, a traffic level on one side only as `traffic`.
//!
//! **A saved estimate** can't be priced with other inputs, but it has its charges. Where one side is
//! saved, each charge is explained by itself: what its base quantity costs more at the tiers of the
//! head, shared in the pool of its key, is `price`; the rest follows the quantity, which is
//! `architecture` for a component on one side only, `usage` where its settings, the month or the day
//! changed, or no formula of it has requests in it, otherwise `traffic` where that changed, otherwise
//! `architecture` where other components came or went, otherwise `usage`. What an allowance takes off is `free tier` where the free tier of the
//! account is another. Lines of commitments, Spot and discounts are `commitment` unless both sides say
//! they buy alike. Whether settings, traffic and purchases changed is seen by marks saved with the
//! estimate; estimates saved without them are compared by their requests alone.

mod cause;
mod charges;
mod error;
mod line;
pub mod mark;
mod mix;
mod pair;
mod path;
mod saved;
mod side;

pub use cause::{Cause, Causes};
pub use error::DifferenceError;
pub use line::{Line, LineKey};
pub use pair::{ChargeDifference, ComponentDifference, PairDifference, Presence};
pub use side::{Described, Origin, PricesOf, Side};

use crate::estimate::Selection;
use crate::units::{Money, Spread};
use path::Path;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What two sides differ in.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The side it starts from.
    pub base: Described,
    /// The side it leads to.
    pub head: Described,
    /// Each architecture at each traffic level, the largest expected change first.
    pub pairs: Vec<PairDifference>,
}

/// Causes that could not be told apart, because no state between them can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The causes.
    pub causes: Vec<Cause>,
    /// The one all of them are counted as.
    pub counted_as: Cause,
    /// What keeps them from being told apart.
    pub why: String,
}

/// Compares two sides, at the architectures and traffic levels that are selected and on either side.
///
/// # Errors
/// When neither side has what is selected, the currencies differ, or a figure does not fit.
pub fn difference(
    base: &Side,
    head: &Side,
    selection: &Selection,
) -> Result<Difference, DifferenceError> {
    let (a, b) = (&base.described, &head.described);
    if a.currency != b.currency {
        return Err(DifferenceError::Currencies {
            base: a.name.clone(),
            base_currency: a.currency.clone(),
            head: b.name.clone(),
            head_currency: b.currency.clone(),
        });
    }
    let [base_architectures, base_levels] = &base.known;
    let [head_architectures, head_levels] = &head.known;
    let architectures = union(head_architectures, base_architectures);
    let levels = union(head_levels, base_levels);
    let architectures = selected("architecture", &selection.architectures, architectures)?;
    let levels = selected("traffic level", &selection.traffic, levels)?;
    let mut path = match (&base.inputs, &head.inputs) {
        (Some(base), Some(head)) => Some(Path::new(base, head)),
        _ => None,
    };
    let mut pairs = Vec::new();
    for level in &levels {
        for architecture in &architectures {
            let sides = (
                base.find(architecture, level),
                head.find(architecture, level),
            );
            pairs.extend(match sides {
                (None, None) => None,
                (Some(before), Some(after)) => Some(match &mut path {
                    Some(path) => {
                        let renamed = path.renamed(architecture);
                        let (causes, merged) = path.explain(before, after, &renamed)?;
                        pair::both((before, after), &renamed, &causes, merged)?
                    }
                    None => {
                        let causes = charges::explain((base, head), before, after)?;
                        pair::both((before, after), &BTreeMap::new(), &causes, None)?
                    }
                }),
                (before, after) => {
                    // A level that is new is new in all architectures there are on both sides.
                    let other = if before.is_some() { head } else { base };
                    let [known, _] = &other.known;
                    let cause = match known.iter().any(|name| name == architecture) {
                        true => Cause::Traffic,
                        false => Cause::Architecture,
                    };
                    pair::one(before, after, cause)?
                }
            });
        }
    }
    pairs.sort_by_key(|pair| Reverse(size(pair.change)));
    Ok(Difference {
        base: a.clone(),
        head: b.clone(),
        pairs,
    })
}

/// How much a change matters: what is expected of it, whichever way it goes; then its ends.
fn size(change: Spread<Money>) -> (Money, Money) {
    let absolute = |money: Money| money.max(money.negated());
    let ends = absolute(change.low).max(absolute(change.high));
    (absolute(change.expected), ends)
}

fn union<'n>(names: &'n [String], more: &'n [String]) -> Vec<&'n str> {
    let mut seen = BTreeSet::new();
    let all = names.iter().chain(more).map(String::as_str);
    all.filter(|name| seen.insert(*name)).collect()
}

/// The names asked for, of those there are.
fn selected<'n>(
    what: &'static str,
    asked: &[String],
    mut known: Vec<&'n str>,
) -> Result<Vec<&'n str>, DifferenceError> {
    if let Some(name) = asked.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(DifferenceError::Unknown {
            what,
            name: name.clone(),
            known: known.join(", "),
        });
    }
    known.retain(|name| asked.is_empty() || asked.iter().any(|asked| asked == name));
    Ok(known)
}
