//! The lines of an estimate.

use super::credits::CreditOutlook;
use crate::catalog::{Currency, Pooling, Price, PriceKey};
use crate::units::{ArithmeticError, Money, Month, Quantity, Spread};
use crate::warning::Warning;
use rust_decimal::Decimal;
use std::sync::Arc;

/// What kind of line a charge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Usage at its price, before anything is taken off.
    Usage,
    /// What comes with a resource, whatever the free tier: never on a bill.
    Included,
    /// What a free allowance takes off.
    FreeTier,
    /// What Spot capacity costs less.
    Spot,
    /// What a commitment covers, at its price on demand.
    Covered,
    /// What a negotiated discount takes off.
    Discount,
    /// The part of a commitment that is used.
    Commitment,
    /// The part of a commitment that is paid for and not used.
    UnusedCommitment,
}

impl Category {
    /// Every category, in the order they are shown.
    pub const ALL: [Category; 8] = [
        Category::Usage,
        Category::Included,
        Category::FreeTier,
        Category::Spot,
        Category::Covered,
        Category::Discount,
        Category::Commitment,
        Category::UnusedCommitment,
    ];

    /// True for what list prices are made of.
    #[must_use]
    pub fn is_listed(self) -> bool {
        matches!(self, Category::Usage | Category::Included)
    }

    /// The word in front of a line that takes something off; `None` for what is added.
    #[must_use]
    pub fn offset_word(self) -> Option<&'static str> {
        match self {
            Category::Usage | Category::Commitment | Category::UnusedCommitment => None,
            Category::Included => Some("included"),
            Category::FreeTier => Some("free"),
            Category::Spot => Some("spot"),
            Category::Covered => Some("covered"),
            Category::Discount => Some("discount"),
        }
    }

    /// The word in JSON and CSV.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Category::Usage => "usage",
            Category::Included => "included",
            Category::FreeTier => "free_tier",
            Category::Spot => "spot",
            Category::Covered => "covered",
            Category::Discount => "discount",
            Category::Commitment => "commitment",
            Category::UnusedCommitment => "unused_commitment",
        }
    }

    /// The category with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Category> {
        let mut all = Category::ALL.into_iter();
        all.find(|category| category.word() == word)
    }
}

/// The part of a quantity in one tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargedTier {
    /// First quantity of the tier.
    pub from: Decimal,
    /// First quantity beyond it; `None` for the last.
    pub to: Option<Decimal>,
    /// How much of this charge falls into it, as expected.
    pub quantity: Decimal,
    /// The price of one unit in it.
    pub unit_price: Decimal,
    /// What that part costs.
    pub cost: Money,
}

/// One priced line: a quantity of one key, used by one component, or what an allowance takes off.
#[derive(Debug, Clone, PartialEq)]
pub struct Charge {
    /// The component.
    pub component: String,
    /// Its service.
    pub service: &'static str,
    /// What kind of line it is.
    pub category: Category,
    /// The price key.
    pub key: PriceKey,
    /// What is charged, or which allowance takes off.
    pub description: String,
    /// How much; negative for an allowance.
    pub quantity: Quantity,
    /// How the quantity comes about.
    pub formula: String,
    /// The quantity cut at the tier edges, as expected.
    pub tiers: Vec<ChargedTier>,
    /// What it costs; negative for an allowance.
    pub cost: Spread<Money>,
    /// The allowance, for a line that takes one off; [`INCLUDED`] for what comes with a resource.
    pub allowance: Option<String>,
    /// The price, with its tiers and where it comes from.
    pub price: Arc<Price>,
    /// Over what usage is added up before tiers apply.
    pub pooling: Pooling,
}

/// Stands for the allowance where something comes free with a resource, whatever the free tier.
pub const INCLUDED: &str = "included";

/// What became of a commitment in the month.
#[derive(Debug, Clone, PartialEq)]
pub struct CommitmentUse {
    /// Its name for readers.
    pub title: String,
    /// What it costs in the month, payments upfront spread over its term.
    pub fee: Money,
    /// The part of the fee that was used.
    pub used: Spread<Money>,
    /// What the usage it covered would have cost on demand.
    pub covered: Spread<Money>,
    /// What usage it could have covered costs on demand after all.
    pub on_demand: Spread<Money>,
    /// The hourly amount of a plan that would cost least for this usage, as expected; `None` for
    /// reservations.
    pub best_per_hour: Option<Money>,
}

impl CommitmentUse {
    /// The part of the fee that was used, as a fraction.
    #[must_use]
    pub fn utilisation(&self) -> Option<Decimal> {
        ratio(self.used.expected, self.fee)
    }

    /// The part of the usage it could cover that it covered, by cost on demand.
    #[must_use]
    pub fn coverage(&self) -> Option<Decimal> {
        let all = self
            .covered
            .expected
            .checked_add(self.on_demand.expected)
            .ok()?;
        ratio(self.covered.expected, all)
    }

    /// What was paid for each dollar of usage on demand it covered, unused hours included.
    #[must_use]
    pub fn effective_rate(&self) -> Option<Decimal> {
        ratio(self.fee, self.covered.expected)
    }
}

fn ratio(part: Money, whole: Money) -> Option<Decimal> {
    if whole.amount().is_zero() {
        return None;
    }
    part.amount().checked_div(whole.amount())
}

/// What one architecture costs in a month at one traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// The architecture, by its key.
    pub architecture: String,
    /// Its name for readers.
    pub title: String,
    /// The traffic level.
    pub traffic: String,
    /// The month that was priced.
    pub month: Month,
    /// Requests in the month.
    pub requests_per_month: Spread<Decimal>,
    /// How they come about.
    pub requests_formula: String,
    /// The currency of every amount in it.
    pub currency: Currency,
    /// The total: the sum of the charges, exactly.
    pub monthly_cost: Spread<Money>,
    /// What all usage costs at list prices: before allowances, discounts and commitments, and
    /// without what comes with a resource.
    pub list_cost: Spread<Money>,
    /// Every charge, in the order of the components.
    pub charges: Vec<Charge>,
    /// What became of each commitment.
    pub commitments: Vec<CommitmentUse>,
    /// How long credits last, where the account has them.
    pub credits: Option<CreditOutlook>,
    /// Defaults that entered the figures, as sentences.
    pub assumptions: Vec<String>,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
}

/// The oldest and newest date at which a price something is charged at was read.
#[must_use]
pub fn price_dates(estimates: &[Estimate]) -> Option<(&str, &str)> {
    let charges = estimates.iter().flat_map(|estimate| &estimate.charges);
    let charged = charges.filter(|charge| charge.cost.high != Money::ZERO);
    let dates = charged.map(|charge| charge.price.as_of.as_str());
    let both = dates
        .filter(|date| !date.is_empty())
        .map(|date| (date, date));
    both.reduce(|(oldest, newest), (date, _)| (oldest.min(date), newest.max(date)))
}

impl Estimate {
    /// True when some of it is not bought on demand at list price.
    #[must_use]
    pub fn is_bought_otherwise(&self) -> bool {
        let plain = |category| {
            let plain = [Category::Usage, Category::Included, Category::FreeTier];
            plain.contains(&category)
        };
        let otherwise = |category| !plain(category);
        self.charges.iter().any(|charge| otherwise(charge.category))
    }

    /// The cost of some of the charges.
    ///
    /// # Errors
    /// On overflow.
    pub fn sum_of(
        &self,
        wanted: impl Fn(&Charge) -> bool,
    ) -> Result<Spread<Money>, ArithmeticError> {
        Spread::try_from_cases(|case| {
            let wanted = self.charges.iter().filter(|charge| wanted(charge));
            Money::sum(wanted.map(|charge| charge.cost.at(case)))
        })
    }
}
