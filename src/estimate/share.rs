//! The part of one line in a pool.

use crate::units::{ArithmeticError, Money, arithmetic};
use rust_decimal::Decimal;

/// The part of one line at one end of the ranges: from `before` to `until` of its pool's quantity.
#[derive(Clone, Copy)]
pub(super) struct Share {
    pub before: Decimal,
    pub until: Decimal,
    pub of: Decimal,
}

impl Share {
    /// The part of an amount of money, so that the parts of all lines add up to it exactly.
    pub fn money(self, total: Money) -> Result<Money, ArithmeticError> {
        let up_to = |edge: Decimal| {
            if edge == self.of {
                return Ok(total);
            }
            arithmetic::mul_div(total.amount(), edge, self.of).map(Money::new)
        };
        if self.of.is_zero() {
            return Ok(Money::ZERO);
        }
        up_to(self.until)?.checked_sub(up_to(self.before)?)
    }

    /// The part of a quantity.
    pub fn quantity(self, total: Decimal) -> Result<Decimal, ArithmeticError> {
        if self.of.is_zero() {
            return Ok(Decimal::ZERO);
        }
        if self.before.is_zero() && self.until == self.of {
            return Ok(total);
        }
        let own = arithmetic::sub(self.until, self.before)?;
        match total == self.of {
            true => Ok(own),
            // On the grid of the total, so that the parts add up to it.
            false => arithmetic::mul_div(total, own, self.of)
                .map(|part| arithmetic::settled_part(part, total)),
        }
    }
}
