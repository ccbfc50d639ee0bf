//! Rounding that adds up: the lines shown sum to the total shown.
//!
//! Each line is rounded half up on its own. When the rounded lines then miss the rounded total, as
//! few lines as possible are moved by a cent: those that were rounded the furthest the wrong way.

use crate::units::{Money, Spread};
use rust_decimal::Decimal;

/// Cents of each amount, so that they add up to the cents of their exact sum.
#[must_use]
pub fn foot(amounts: &[Money]) -> Vec<Decimal> {
    match Money::sum(amounts.iter().copied()) {
        Ok(total) => foot_to(amounts, total.cents()),
        // A sum that does not fit has no total to foot to.
        Err(_) => amounts.iter().map(|amount| amount.cents()).collect(),
    }
}

/// [`foot`] for the low, expected and high column each.
///
/// A line that is no range shows one figure, so it has the same cents in every column; only the
/// ranges give way.
#[must_use]
pub fn foot_spreads(amounts: &[Spread<Money>]) -> Vec<Spread<Decimal>> {
    let exact: Vec<Money> = amounts
        .iter()
        .filter(|a| a.is_exact())
        .map(|amount| amount.expected)
        .collect();
    let exact = foot(&exact);
    let fixed = exact
        .iter()
        .copied()
        .fold(Decimal::ZERO, Decimal::saturating_add);
    let column = |pick: fn(&Spread<Money>) -> Money| {
        let ranged: Vec<Money> = amounts.iter().filter(|a| !a.is_exact()).map(pick).collect();
        match Money::sum(amounts.iter().map(pick)) {
            Ok(total) => foot_to(&ranged, total.cents().saturating_sub(fixed)),
            Err(_) => ranged.iter().map(|amount| amount.cents()).collect(),
        }
    };
    let ranged = column(|a| a.low).into_iter().zip(column(|a| a.expected));
    let mut ranged = ranged.zip(column(|a| a.high));
    let mut exact = exact.into_iter();
    let shown = amounts.iter().map(|amount| {
        if amount.is_exact() {
            return Spread::exact(exact.next().unwrap_or_default());
        }
        let ((low, expected), high) = ranged.next().unwrap_or_default();
        Spread {
            low,
            expected,
            high,
        }
    });
    shown.collect()
}

/// Cents of each amount, so that they add up to `total`.
fn foot_to(amounts: &[Money], total: Decimal) -> Vec<Decimal> {
    let mut shown: Vec<Decimal> = amounts.iter().map(|amount| amount.cents()).collect();
    let cent = Decimal::new(1, 2);
    let sum: Decimal = shown
        .iter()
        .copied()
        .fold(Decimal::ZERO, Decimal::saturating_add);
    let missing = total.saturating_sub(sum);
    let step = if missing.is_sign_negative() {
        -cent
    } else {
        cent
    };
    // How far each line was rounded against the direction it may be moved in.
    let slack = |at: usize| {
        let exact = amounts
            .get(at)
            .map_or(Decimal::ZERO, |amount| amount.amount());
        let rounded = shown.get(at).copied().unwrap_or_default();
        exact.saturating_sub(rounded).saturating_mul(step)
    };
    let mut order: Vec<usize> = (0..shown.len()).collect();
    order.sort_by(|a, b| slack(*b).cmp(&slack(*a)).then(a.cmp(b)));
    let mut left = missing;
    for at in order {
        if left.is_zero() {
            break;
        }
        if let Some(line) = shown.get_mut(at) {
            *line = line.saturating_add(step);
            left = left.saturating_sub(step);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(amounts: &[&str]) -> Vec<String> {
        let amounts: Vec<Money> = amounts.iter().map(|a| Money::parse(a).unwrap()).collect();
        foot(&amounts).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lines_add_up_to_the_rounded_total() {
        // Rounded one by one these would be 16.43 + 7.30 = 23.73, which is the rounded total.
        assert_eq!(shown(&["16.425", "7.30"]), ["16.43", "7.30"]);
        // Three times 0.005 is 0.015, shown 0.02: one line must give way.
        assert_eq!(
            shown(&["0.005", "0.005", "0.005"]),
            ["0.00", "0.01", "0.01"]
        );
        // Three times 0.004 is 0.012, shown 0.01.
        assert_eq!(
            shown(&["0.004", "0.004", "0.004"]),
            ["0.01", "0.00", "0.00"]
        );
        assert_eq!(shown(&["-0.004", "1.004"]), ["0.00", "1.00"]);
        assert_eq!(shown(&[]), Vec::<String>::new());
    }
}
