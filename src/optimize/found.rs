//! What a search finds.

use super::Level;
use super::section::Section;
use super::space::Space;
use crate::catalog::{Currency, PriceKey};
use crate::scenario::{Change, Quality};
use crate::units::{Money, Spread};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What was found at each traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// By traffic level, in the order of the scenario.
    pub levels: Vec<Optimum>,
    /// What was weighed against cost.
    pub qualities: Vec<Quality>,
    /// The currency of every amount.
    pub currency: Currency,
    /// What was taken for what the scenario does not say, as sentences.
    pub assumptions: Vec<String>,
}

/// What was found at one traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    /// The traffic level.
    pub traffic: String,
    /// Requests in the month.
    pub requests_per_month: Spread<Decimal>,
    /// What was looked at, by architecture.
    pub searched: Vec<Searched>,
    /// The cheapest configurations of all architectures, cheapest first; of equal ones the first in the
    /// order of the scenario.
    pub best: Vec<Configuration>,
    /// Configurations than which none is both as cheap and as good, cheapest first. Of those that are
    /// equal in everything, the first.
    pub front: Vec<Configuration>,
}

/// What was looked at of one architecture.
#[derive(Debug, Clone, PartialEq)]
pub struct Searched {
    /// The architecture.
    pub architecture: String,
    /// Its name for readers.
    pub title: String,
    /// The settings that vary.
    pub varied: Vec<Varied>,
    /// Configurations looked at.
    pub configurations: u64,
    /// Those that exist and keep to the constraints.
    pub valid: u64,
    /// Why others can't exist or be priced.
    pub impossible: Vec<Reason>,
    /// Why others break a constraint.
    pub excluded: Vec<Reason>,
    /// Combinations that were priced one by one to know the cost of all configurations.
    pub priced: u64,
    /// The cheapest.
    pub cheapest: Option<Configuration>,
}

/// A setting that varies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Varied {
    /// The setting, as a path.
    pub setting: String,
    /// How many values it takes.
    pub values: usize,
}

/// Why configurations are left out. One with several reasons counts under the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// A stable code, such as `no-such-size` or `zones`.
    pub code: &'static str,
    /// The first one that was met, in words.
    pub example: String,
    /// Prices that are missing for it, each once.
    pub missing: BTreeSet<PriceKey>,
    /// How many.
    pub configurations: u64,
}

impl Reason {
    /// The reason of one configuration.
    pub(super) fn new(code: &'static str, example: String) -> Reason {
        Reason {
            code,
            example,
            missing: BTreeSet::new(),
            configurations: 1,
        }
    }

    /// Counts more configurations with the same reason.
    pub(super) fn add(&mut self, other: Reason) {
        self.configurations = self.configurations.saturating_add(other.configurations);
        self.missing.extend(other.missing);
    }
}

/// The value of a setting in a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The setting, as a path.
    pub setting: String,
    /// Its value.
    pub value: String,
}

/// One configuration of an architecture.
#[derive(Debug, Clone, PartialEq)]
pub struct Configuration {
    /// The architecture.
    pub architecture: String,
    /// Its name for readers.
    pub title: String,
    /// The region it is priced in.
    pub region: String,
    /// The value of each setting that varies.
    pub choices: Vec<Choice>,
    /// What to change in the scenario to get it, as with `--set`.
    pub changes: Vec<Change>,
    /// What a month costs, priced in full.
    pub monthly_cost: Spread<Money>,
    /// What was weighed against cost, in the order of [`Search::qualities`].
    pub qualities: Vec<Level>,
    /// The whole scenario with the changes made, as a file.
    pub yaml: String,
}

impl Searched {
    pub(super) fn new(
        (name, title): (&str, &str),
        sections: &[Section],
        space: &Space,
        cheapest: Option<Configuration>,
    ) -> Searched {
        let varied = space.of(name).into_iter().map(|dial| Varied {
            setting: dial.setting.clone(),
            values: dial.options.len(),
        });
        let mut searched = Searched {
            architecture: name.to_owned(),
            title: title.to_owned(),
            varied: varied.collect(),
            configurations: 0,
            valid: 0,
            impossible: Vec::new(),
            excluded: Vec::new(),
            priced: 0,
            cheapest,
        };
        for section in sections.iter().filter(|s| s.architecture == name) {
            searched.configurations = searched.configurations.saturating_add(section.total);
            searched.valid = searched.valid.saturating_add(section.valid);
            searched.priced = searched.priced.saturating_add(section.priced);
            for (is_constraint, reason) in &section.reasons {
                let list = match is_constraint {
                    true => &mut searched.excluded,
                    false => &mut searched.impossible,
                };
                count(list, reason.clone());
            }
        }
        searched
    }

    /// How many of some reasons.
    #[must_use]
    pub fn left_out(reasons: &[Reason]) -> u64 {
        let counts = reasons.iter().map(|reason| reason.configurations);
        counts.fold(0, u64::saturating_add)
    }
}

/// Adds to the count of a reason.
fn count(list: &mut Vec<Reason>, reason: Reason) {
    match list.iter_mut().find(|known| known.code == reason.code) {
        Some(known) => known.add(reason),
        None => list.push(reason),
    }
}
