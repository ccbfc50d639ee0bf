//! An amount of money in the currency of the price book.

use super::arithmetic::{self, ArithmeticError};
use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

/// Decimal places an amount keeps.
///
/// AWS prices have at most twelve decimals and metered quantities few, so every product that ends
/// is kept in full. Only quotients that never end (730 ÷ 24 days, a share of a third) are cut,
/// here, at 1e-18 dollars. The fixed grid makes addition exact in any order: the charges of an
/// estimate always add up to its total, to the last digit.
const PLACES: u32 = 18;

/// 79,228,162,514: a decimal has 96 bits, and no room for 18 places beyond 2⁹⁶ ÷ 10¹⁸.
const MOST: Decimal = Decimal::from_parts(1_918_751_186, 18, 0, false, 0);

/// An amount of money, exact to 18 decimal places, in the currency of the price book it was
/// priced with (a book has exactly one; figures from two books are never added).
///
/// Up to 79 billion all 18 places have room in a decimal; a sum beyond that is an error, as is a price
/// times a quantity.
///
/// There are no operators: every calculation is checked and returns an error on overflow.
///
/// ```
/// use breakeven::units::Money;
/// let hours = Money::parse("16.425")?;
/// let addresses = Money::parse("7.30")?;
/// let total = hours.checked_add(addresses)?;
/// assert_eq!(total.to_string(), "23.725");      // exact
/// assert_eq!(total.cents().to_string(), "23.73"); // as shown: half a cent rounds up
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// An amount, cut to the 18 decimal places that money keeps.
    #[must_use]
    #[inline]
    pub fn new(amount: Decimal) -> Money {
        if amount.scale() <= PLACES {
            return Money(amount);
        }
        Money(amount.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointNearestEven))
    }

    /// An amount that was calculated, cut to the 18 decimal places that money keeps.
    ///
    /// # Errors
    /// [`ArithmeticError::TooLargeForMoney`] when there is no room for them.
    pub fn exactly(amount: Decimal) -> Result<Money, ArithmeticError> {
        match amount.abs() < MOST {
            true => Ok(Money::new(amount)),
            false => Err(ArithmeticError::TooLargeForMoney),
        }
    }

    /// Reads a plain decimal such as `16.425`.
    ///
    /// # Errors
    /// When the text is not a decimal number that fits.
    pub fn parse(text: &str) -> Result<Money, rust_decimal::Error> {
        Decimal::from_str_exact(text).map(Money::new)
    }

    /// The exact amount.
    #[must_use]
    pub fn amount(self) -> Decimal {
        self.0
    }

    /// `self + other`.
    ///
    /// # Errors
    /// [`ArithmeticError::TooLargeForMoney`], or [`ArithmeticError::Overflow`].
    pub fn checked_add(self, other: Money) -> Result<Money, ArithmeticError> {
        arithmetic::add(self.0, other.0).and_then(Money::exactly)
    }

    /// `self − other`.
    ///
    /// # Errors
    /// [`ArithmeticError::TooLargeForMoney`], or [`ArithmeticError::Overflow`].
    pub fn checked_sub(self, other: Money) -> Result<Money, ArithmeticError> {
        arithmetic::sub(self.0, other.0).and_then(Money::exactly)
    }

    /// The amount with its sign turned.
    #[must_use]
    pub fn negated(self) -> Money {
        Money(-self.0)
    }

    /// The amount as shown: two decimals, half a cent away from zero.
    #[must_use]
    pub fn cents(self) -> Decimal {
        let mut shown = self
            .0
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        shown.rescale(2);
        shown
    }

    /// The sum of many amounts.
    ///
    /// # Errors
    /// [`ArithmeticError::TooLargeForMoney`], or [`ArithmeticError::Overflow`].
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, ArithmeticError> {
        amounts
            .into_iter()
            .try_fold(Money::ZERO, Money::checked_add)
    }
}

/// The exact amount without trailing zeros and without a currency sign.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_cents_round_half_away_from_zero() {
        for (exact, shown) in [
            ("16.425", "16.43"),
            ("23.725", "23.73"),
            ("-0.005", "-0.01"),
            ("0.0049", "0.00"),
            ("7", "7.00"),
        ] {
            assert_eq!(Money::parse(exact).unwrap().cents().to_string(), shown);
        }
    }

    /// 2⁹⁶ ÷ 10¹⁸ = 79,228,162,514.26…: the last cent of 79 billion is kept, and none above it is lost.
    #[test]
    fn what_has_no_room_for_its_places_is_an_error() {
        let money = |text: &str| Money::parse(text).unwrap();
        let last = money("0.000000000000000001");
        let sum = money("79000000000").checked_add(last).unwrap();
        assert_eq!(sum.to_string(), "79000000000.000000000000000001");
        let beyond = money("79000000000").checked_add(money("1000000000"));
        assert_eq!(beyond, Err(ArithmeticError::TooLargeForMoney));
        assert!(
            money("-79000000000")
                .checked_sub(money("1000000000"))
                .is_err()
        );
        assert_eq!(MOST.to_string(), "79228162514");
    }

    #[test]
    fn a_share_that_never_ends_is_cut_on_the_grid_so_that_sums_are_exact() {
        let third = Money::new(Decimal::ONE / Decimal::from(3));
        let rest = Money::new(Decimal::ONE)
            .checked_sub(third)
            .and_then(|m| m.checked_sub(third))
            .unwrap();
        assert_eq!(Money::sum([rest, third, third]).unwrap().to_string(), "1");
    }
}
