//! Several scenarios as one: of each what counts, and what they cost together, by tag.
//!
//! A scenario holds alternatives. Of each one architecture at one traffic level counts
//! ([`counted`]), never the cheapest unasked. It is reduced to a [`Part`] as soon as it is priced, so
//! that thousands fit in memory, and added to a [`Portfolio`]. Amounts of different currencies are never
//! added up.
//!
//! Every scenario is priced as if it had the account to itself: free allowances and volume tiers. What
//! that counts more than once where scenarios share an account is told by [`CountedAgain`].

mod choice;
mod free;

pub use choice::{Alternative, Counted, Origin, Wanted, counted};
pub use free::{CountedAgain, FreeShare};

use crate::catalog::{Catalog, Currency};
use crate::estimate::Estimate;
use crate::scenario::Scenario;
use crate::syntax::{Tags, nearest};
use crate::units::{ArithmeticError, Input, Money, Month, Spread, arithmetic};
use crate::warning::WarningCode;
use free::Shares;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Why scenarios can't be added up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortfolioError {
    /// Nothing says which of several alternatives counts.
    #[error(
        "`{scenario}` has several {what}s ({known}), and nothing says which one counts; state it in the \
         scenario, `portfolio: {{ {key}: {first} }}`, or give --{key}",
        key = what.key()
    )]
    Open {
        /// The name of the scenario.
        scenario: String,
        /// Of what.
        what: Alternative,
        /// The first of those there are.
        first: String,
        /// Those there are.
        known: String,
    },
    /// The scenario has none of the name given.
    #[error(
        "`{scenario}` has no {what} `{name}`, but {known}; state the one that counts in the scenario, \
         `portfolio: {{ {key}: {suggestion} }}`",
        key = what.key()
    )]
    Unknown {
        /// The name of the scenario.
        scenario: String,
        /// Of what.
        what: Alternative,
        /// The name given.
        name: String,
        /// The nearest of those there are, or the first.
        suggestion: String,
        /// Those there are.
        known: String,
    },
    /// No scenario has a tag.
    #[error("no scenario has the tag `{tag}`{suggestion}")]
    UnknownTag {
        /// The tag asked for.
        tag: String,
        /// The tags there are, as the end of a sentence.
        suggestion: String,
    },
    /// An amount does not fit.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
}

/// What is left of a scenario once it is priced.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its name.
    pub scenario: String,
    /// Its file, as it was named.
    pub file: String,
    /// Its region.
    pub region: String,
    /// What it is sorted by.
    pub tags: Tags,
    /// The architecture that counts, and where that is said.
    pub architecture: (String, Origin),
    /// The traffic level that counts, and where that is said.
    pub traffic: (String, Origin),
    /// The free tier it is priced with.
    pub free_tier: String,
    /// The month that was priced.
    pub month: Month,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What it costs in a month.
    pub monthly: Spread<Money>,
    /// Twelve of them.
    pub yearly: Spread<Money>,
    /// The codes of its warnings that are not accepted, each once.
    pub warnings: BTreeSet<WarningCode>,
}

/// A scenario that was priced: what is left of it, and what it takes of free allowances.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// What is left of it.
    pub part: Part,
    /// What its free tier takes off, by allowance.
    pub free: Vec<FreeShare>,
}

impl Priced {
    /// Reduces an estimate of what counts to what the totals need.
    ///
    /// # Errors
    /// When a year does not fit.
    pub fn new(
        scenario: &Scenario,
        file: &str,
        counted: Counted<'_>,
        catalog: &Catalog,
        estimate: &Estimate,
    ) -> Result<Priced, PortfolioError> {
        let yearly = Spread::try_from_cases(|case| {
            let monthly = estimate.monthly_cost.at(case).amount();
            arithmetic::mul(monthly, MONTHS).map(Money::new)
        })?;
        let warnings = estimate.warnings.iter().filter(|w| !w.is_accepted);
        let part = Part {
            scenario: scenario.name.clone(),
            file: file.to_owned(),
            region: scenario.region.as_str().to_owned(),
            tags: scenario.tags.clone(),
            architecture: (counted.architecture.to_owned(), counted.architecture_from),
            traffic: (counted.traffic.to_owned(), counted.traffic_from),
            free_tier: scenario.free_tier.to_string(),
            month: scenario.month,
            currency: estimate.currency,
            monthly: unnumbered(estimate.monthly_cost),
            yearly,
            warnings: warnings.map(|warning| warning.code).collect(),
        };
        let free = free::shares(scenario, catalog, estimate)?;
        Ok(Priced { part, free })
    }
}

/// Months of a year.
const MONTHS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// A spread that no other moves with.
fn unnumbered(spread: Spread<Money>) -> Spread<Money> {
    Spread {
        input: Input::NONE,
        ..spread
    }
}

/// A file that could not be priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpriced {
    /// The file, as it was named.
    pub file: String,
    /// Why.
    pub message: String,
    /// The exit code it leads to.
    pub exit: u8,
}

/// What some scenarios cost together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sum {
    /// How many.
    pub scenarios: usize,
    /// In a month.
    pub monthly: Spread<Money>,
    /// In a year.
    pub yearly: Spread<Money>,
}

impl Sum {
    fn none() -> Sum {
        Sum {
            scenarios: 0,
            monthly: Spread::exact(Money::ZERO),
            yearly: Spread::exact(Money::ZERO),
        }
    }

    fn add(&mut self, part: &Part) -> Result<(), ArithmeticError> {
        let plus = |sum: Spread<Money>, more: Spread<Money>| {
            Spread::try_from_cases(|case| sum.at(case).checked_add(more.at(case)))
        };
        self.monthly = plus(self.monthly, part.monthly)?;
        self.yearly = plus(self.yearly, part.yearly)?;
        self.scenarios += 1;
        Ok(())
    }
}

/// Scenarios with the same text of a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The text; `None` for those without the tag.
    pub text: Option<String>,
    /// What they cost.
    pub sum: Sum,
}

/// The totals of one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// The currency.
    pub currency: Currency,
    /// All scenarios.
    pub sum: Sum,
    /// Of each tag asked for the groups: by text, those without the tag last.
    pub by: Vec<Vec<Group>>,
    /// Free allowances that are counted more than once, should the scenarios share an account.
    pub counted_again: Vec<CountedAgain>,
}

/// Several scenarios, and what they cost together.
#[derive(Debug, Clone)]
pub struct Portfolio {
    by: Vec<String>,
    parts: Vec<Part>,
    unpriced: Vec<Unpriced>,
    open: BTreeMap<Currency, Open>,
}

/// The totals of a currency while they are added up.
#[derive(Debug, Clone)]
struct Open {
    sum: Sum,
    groups: Vec<BTreeMap<Option<String>, Sum>>,
    shares: Shares,
}

impl Portfolio {
    /// Nothing yet, to be added up by some tags.
    #[must_use]
    pub fn new(by: &[String]) -> Portfolio {
        let mut tags: Vec<String> = Vec::new();
        for tag in by {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        Portfolio {
            by: tags,
            parts: Vec::new(),
            unpriced: Vec::new(),
            open: BTreeMap::new(),
        }
    }

    /// Adds a scenario.
    ///
    /// # Errors
    /// When a total does not fit.
    pub fn add(&mut self, priced: Priced) -> Result<(), PortfolioError> {
        let Priced { part, free } = priced;
        let open = self.open.entry(part.currency).or_insert_with(|| Open {
            sum: Sum::none(),
            groups: vec![BTreeMap::new(); self.by.len()],
            shares: Shares::default(),
        });
        open.sum.add(&part)?;
        for (tag, groups) in self.by.iter().zip(&mut open.groups) {
            let text = part.tags.get(tag).map(str::to_owned);
            groups.entry(text).or_insert_with(Sum::none).add(&part)?;
        }
        open.shares.add(&part.region, free)?;
        self.parts.push(part);
        Ok(())
    }

    /// Names a file that could not be priced.
    pub fn leave_out(&mut self, unpriced: Unpriced) {
        self.unpriced.push(unpriced);
    }

    /// The tags it is added up by.
    #[must_use]
    pub fn by(&self) -> &[String] {
        &self.by
    }

    /// Every scenario that was priced, in the order they were added.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Every file that could not be priced, in the order they were named.
    #[must_use]
    pub fn unpriced(&self) -> &[Unpriced] {
        &self.unpriced
    }

    /// The totals of each currency.
    ///
    /// # Errors
    /// When an amount does not fit.
    pub fn totals(&self) -> Result<Vec<Total>, PortfolioError> {
        let total = |(currency, open): (&Currency, &Open)| {
            Ok(Total {
                currency: *currency,
                sum: open.sum,
                by: open.groups.iter().map(groups).collect(),
                counted_again: open.shares.counted_again()?,
            })
        };
        self.open.iter().map(total).collect()
    }

    /// Whether each tag asked for is a tag of some scenario.
    ///
    /// # Errors
    /// [`PortfolioError::UnknownTag`] for the first that is none.
    pub fn check_tags(&self) -> Result<(), PortfolioError> {
        let tags = self.parts.iter().flat_map(|part| part.tags.iter());
        let known: BTreeSet<&str> = tags.map(|(name, _)| name).collect();
        match self.by.iter().find(|tag| !known.contains(tag.as_str())) {
            Some(tag) if !self.parts.is_empty() => {
                let known: Vec<&str> = known.into_iter().collect();
                let suggestion = match (nearest(tag, &known), known.as_slice()) {
                    (Some(near), _) => format!("; did you mean `{near}`?"),
                    (None, []) => "; state some: `tags: { environment: prod }`".to_owned(),
                    (None, known) => format!("; there are {}", known.join(", ")),
                };
                let tag = tag.clone();
                Err(PortfolioError::UnknownTag { tag, suggestion })
            }
            _ => Ok(()),
        }
    }
}

/// By text, those without last.
fn groups(groups: &BTreeMap<Option<String>, Sum>) -> Vec<Group> {
    let (without, with): (Vec<_>, Vec<_>) = groups.iter().partition(|(text, _)| text.is_none());
    let group = |(text, sum): (&Option<String>, &Sum)| Group {
        text: text.clone(),
        sum: *sum,
    };
    with.into_iter().chain(without).map(group).collect()
}
