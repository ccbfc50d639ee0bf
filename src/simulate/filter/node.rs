//! The steps of a program, each with the bounds of its value and of its error.

use rust_decimal::Decimal;

/// The step of a double: a rounding changes a value by less than this part of it.
pub(super) const ROUNDING: f64 = f64::EPSILON;

/// What decimals themselves may be off by where they are cut at 18 places, with room to spare.
pub(super) const DECIMAL: f64 = 1e-17;

/// One step of a program. The numbers are those of earlier steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Op {
    /// How far an input lies above its low end; the number of its slot.
    Input(usize),
    /// A sum of multiples of earlier steps, and a constant.
    Linear(Vec<(usize, f64)>, f64),
    /// A product.
    Product(usize, usize),
    /// A quotient.
    Quotient(usize, usize),
    /// The larger.
    Max(usize, usize),
    /// The smaller.
    Min(usize, usize),
    /// Rounded up; the distance to a whole number from which on it can't be told.
    RoundUp(usize, f64),
    /// Whole units in each slice: ⌈load × weight⌉ within bounds, times its seconds.
    Whole {
        /// The load.
        load: usize,
        /// Of each slice: weight, least, seconds.
        slices: Vec<[f64; 3]>,
        /// The most units there are.
        most: f64,
        /// The distance to a whole number from which on it can't be told.
        margin: f64,
    },
    /// What of the load of each slice lies up to its bound, or above it, times its seconds.
    Bounded {
        /// The load.
        load: usize,
        /// Of each slice: weight, bound, seconds.
        slices: Vec<[f64; 3]>,
        /// The part above the bound instead of that up to it.
        above: bool,
    },
    /// What a quantity costs: of each tier where it starts, the cost below it and its unit price.
    Tiers(usize, Vec<[f64; 3]>),
    /// The share of an amount up to a part of what is left: amount × passed ÷ left, at most all of it.
    Share {
        /// What there is to share.
        amount: usize,
        /// What the pools up to this one have left.
        passed: usize,
        /// What all pools have left.
        left: usize,
    },
}

/// A step with what is known of its value in every draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub op: Op,
    /// Bounds of the value.
    pub low: f64,
    pub high: f64,
    /// How far the value is off at most.
    pub error: f64,
}

impl Node {
    /// The largest magnitude of the value.
    pub fn size(&self) -> f64 {
        self.low.abs().max(self.high.abs())
    }
}

/// How an input is counted: by its number, from zero up to the last of its draws.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::simulate) struct InputScale {
    /// Its number in the scenario.
    pub number: usize,
    /// The slot its draws are handed over in.
    pub slot: usize,
    /// From its low end to its high end.
    pub of: Decimal,
}

/// The double nearest to a decimal.
pub(in crate::simulate) fn double(value: Decimal) -> f64 {
    // Reading text rounds correctly; the conversion of the library may be off by some digits.
    value.to_string().parse().unwrap_or(f64::NAN)
}
