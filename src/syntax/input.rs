//! Ranges as inputs of what is worked out from them.

use super::fault::Span;
use super::setting::Reader;
use crate::units::{Input, Measure, Spread};
use rust_decimal::Decimal;

/// A range of a scenario, as an input of what is worked out from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InputRange {
    /// Where it is written.
    pub place: Span,
    /// Its ends, in the base unit of its measure.
    pub ends: Spread<Decimal>,
    /// The smallest difference that means something there.
    pub step: Decimal,
}

impl Reader {
    /// The input a range is, by the place it is written at: an alias is the same input again.
    pub fn input<M: Measure>(&mut self, place: Span, range: &Spread<M>, step: Decimal) -> Input {
        let known = self.inputs.iter().position(|known| known.place == place);
        let number = known.unwrap_or_else(|| {
            self.inputs.push(InputRange {
                place,
                ends: range.map(Measure::amount),
                step,
            });
            self.inputs.len() - 1
        });
        Input::numbered(number)
    }
}
