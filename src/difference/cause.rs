//! Why a cost changed.

use crate::units::{ArithmeticError, Money, Spread};

/// Why a cost changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Unit prices, tiers, or the region they are of.
    Price,
    /// Requests, their shape, or the request profile.
    Traffic,
    /// Settings of a component, the length of the month, or the day.
    Usage,
    /// Components or architectures that came, went, or became another service.
    Architecture,
    /// The free allowances of the account.
    FreeTier,
    /// Commitments, Spot and negotiated discounts.
    Commitment,
}

impl Cause {
    /// Every cause, in the order in which one side is turned into the other.
    pub const ALL: [Cause; 6] = [
        Cause::Price,
        Cause::Traffic,
        Cause::Usage,
        Cause::Architecture,
        Cause::FreeTier,
        Cause::Commitment,
    ];

    /// The word in JSON and CSV.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Cause::Price => "price",
            Cause::Traffic => "traffic",
            Cause::Usage => "usage",
            Cause::Architecture => "architecture",
            Cause::FreeTier => "free_tier",
            Cause::Commitment => "commitment",
        }
    }

    /// The word for readers.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Cause::FreeTier => "free tier",
            other => other.word(),
        }
    }
}

/// The parts of a change, by cause. They add up to it exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Causes {
    price: Spread<Money>,
    traffic: Spread<Money>,
    usage: Spread<Money>,
    architecture: Spread<Money>,
    free_tier: Spread<Money>,
    commitment: Spread<Money>,
}

impl Causes {
    /// All of a change for one cause.
    #[must_use]
    pub fn of(cause: Cause, change: Spread<Money>) -> Causes {
        let mut causes = Causes::default();
        *causes.part(cause) = change;
        causes
    }

    /// The part one cause has.
    #[must_use]
    pub fn at(&self, cause: Cause) -> Spread<Money> {
        match cause {
            Cause::Price => self.price,
            Cause::Traffic => self.traffic,
            Cause::Usage => self.usage,
            Cause::Architecture => self.architecture,
            Cause::FreeTier => self.free_tier,
            Cause::Commitment => self.commitment,
        }
    }

    /// Every cause with its part.
    pub fn iter(&self) -> impl Iterator<Item = (Cause, Spread<Money>)> {
        Cause::ALL.into_iter().map(|cause| (cause, self.at(cause)))
    }

    /// What the parts add up to.
    ///
    /// # Errors
    /// On overflow.
    pub fn sum(&self) -> Result<Spread<Money>, ArithmeticError> {
        self.iter()
            .try_fold(Spread::default(), |sum, (_, part)| add(sum, part))
    }

    /// True when nothing changed for any cause.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.iter().all(|(_, part)| part == Spread::default())
    }

    pub(super) fn add(&mut self, cause: Cause, more: Spread<Money>) -> Result<(), ArithmeticError> {
        let part = self.part(cause);
        *part = add(*part, more)?;
        Ok(())
    }

    pub(super) fn add_all(&mut self, other: &Causes) -> Result<(), ArithmeticError> {
        other
            .iter()
            .try_for_each(|(cause, part)| self.add(cause, part))
    }

    fn part(&mut self, cause: Cause) -> &mut Spread<Money> {
        match cause {
            Cause::Price => &mut self.price,
            Cause::Traffic => &mut self.traffic,
            Cause::Usage => &mut self.usage,
            Cause::Architecture => &mut self.architecture,
            Cause::FreeTier => &mut self.free_tier,
            Cause::Commitment => &mut self.commitment,
        }
    }
}

/// `a + b` in each case.
pub(super) fn add(a: Spread<Money>, b: Spread<Money>) -> Result<Spread<Money>, ArithmeticError> {
    Spread::try_from_cases(|case| a.at(case).checked_add(b.at(case)))
}

/// `a − b` in each case.
pub(super) fn sub(a: Spread<Money>, b: Spread<Money>) -> Result<Spread<Money>, ArithmeticError> {
    Spread::try_from_cases(|case| a.at(case).checked_sub(b.at(case)))
}
