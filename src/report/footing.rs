//! Rounding that adds up: the lines shown sum to the total shown.
//!
//! Each line is rounded half up on its own. When the rounded lines then miss the rounded total, as
//! few lines as possible are moved by a cent: those that were rounded the furthest the wrong way.
//! Where columns stand side by side, a line that is the same in both moves last, so that equal costs
//! look equal.

use crate::units::{Input, Money, Spread};
use rust_decimal::Decimal;

/// Cents of each amount, so that they add up to the cents of their exact sum.
#[must_use]
pub fn foot(amounts: &[Money]) -> Vec<Decimal> {
    let lines: Vec<Amount> = amounts.iter().map(|exact| (*exact, false)).collect();
    foot_lines(&lines)
}

/// Cents of each amount, so that they add up to a sum that is shown.
#[must_use]
pub fn foot_to_sum(amounts: &[Money], sum: Decimal) -> Vec<Decimal> {
    let lines: Vec<Amount> = amounts.iter().map(|exact| (*exact, false)).collect();
    foot_to(&lines, sum)
}

/// An exact amount, and whether it stands in another column too.
type Amount = (Money, bool);

fn foot_lines(amounts: &[Amount]) -> Vec<Decimal> {
    match Money::sum(amounts.iter().map(|(exact, _)| *exact)) {
        Ok(total) => foot_to(amounts, total.cents()),
        // A sum that does not fit has no total to foot to.
        Err(_) => amounts.iter().map(|(exact, _)| exact.cents()).collect(),
    }
}

/// [`foot`] for the low, expected and high column each.
///
/// A line that is no range shows one figure, so it has the same cents in every column; only the
/// ranges give way. `shared` says which lines stand in another column too.
#[must_use]
pub fn foot_spreads(amounts: &[Spread<Money>], shared: &[bool]) -> Vec<Spread<Decimal>> {
    let shared = shared.iter().copied().chain(std::iter::repeat(false));
    let amounts: Vec<(&Spread<Money>, bool)> = amounts.iter().zip(shared).collect();
    let of = |exact: bool, pick: fn(&Spread<Money>) -> Money| -> Vec<Amount> {
        let wanted = amounts.iter().filter(|(a, _)| a.is_exact() == exact);
        wanted.map(|(a, shared)| (pick(a), *shared)).collect()
    };
    let exact = foot_lines(&of(true, |a| a.expected));
    let fixed = exact
        .iter()
        .copied()
        .fold(Decimal::ZERO, Decimal::saturating_add);
    let column = |pick: fn(&Spread<Money>) -> Money| {
        let ranged = of(false, pick);
        match Money::sum(amounts.iter().map(|(a, _)| pick(a))) {
            Ok(total) => foot_to(&ranged, total.cents().saturating_sub(fixed)),
            Err(_) => ranged.iter().map(|(exact, _)| exact.cents()).collect(),
        }
    };
    let exact_ends = |pick: fn(&Spread<Money>) -> Money| -> Vec<Money> {
        of(false, pick)
            .into_iter()
            .map(|(exact, _)| exact)
            .collect()
    };
    let (lows, mids) = (exact_ends(|a| a.low), exact_ends(|a| a.expected));
    let low = column(|a| a.low);
    let mut expected = column(|a| a.expected);
    keep_order(&mut expected, &mids, &low, &lows);
    let mut high = column(|a| a.high);
    keep_order(&mut high, &exact_ends(|a| a.high), &expected, &mids);
    let ranged = low.into_iter().zip(expected);
    let mut ranged = ranged.zip(high);
    let mut exact = exact.into_iter();
    let shown = amounts.iter().map(|(amount, _)| {
        if amount.is_exact() {
            return Spread::exact(exact.next().unwrap_or_default());
        }
        let ((low, expected), high) = ranged.next().unwrap_or_default();
        Spread {
            low,
            expected,
            high,
            input: Input::NONE,
        }
    });
    shown.collect()
}

/// Moves cents between the lines of a column, so that none stands on the wrong side of what the
/// column before it shows: a range never runs backwards. The sum stays.
fn keep_order(shown: &mut [Decimal], exact: &[Money], before: &[Decimal], exact_before: &[Money]) {
    let cent = Decimal::new(1, 2);
    let falls: Vec<bool> = exact.iter().zip(exact_before).map(|(a, b)| a < b).collect();
    let in_order = |at: usize, value: Decimal| match (falls.get(at), before.get(at)) {
        (Some(true), Some(before)) => value <= *before,
        (_, Some(before)) => value >= *before,
        (_, None) => true,
    };
    for at in 0..shown.len() {
        let Some(value) = shown.get(at).copied() else {
            return;
        };
        if in_order(at, value) {
            continue;
        }
        let step = if falls.get(at) == Some(&true) {
            -cent
        } else {
            cent
        };
        // The other line that is rounded the furthest towards where the cent must come from.
        let spare = |other: usize, value: Decimal| {
            let exact = exact
                .get(other)
                .map_or(Decimal::ZERO, |exact| exact.amount());
            value.saturating_sub(exact).saturating_mul(step)
        };
        let others = shown.iter().copied().enumerate();
        let giver = others
            .filter(|(other, value)| *other != at && in_order(*other, value.saturating_sub(step)))
            .max_by_key(|(other, value)| spare(*other, *value));
        if let Some((giver, _)) = giver {
            for (line, change) in [(at, step), (giver, -step)] {
                if let Some(line) = shown.get_mut(line) {
                    *line = line.saturating_add(change);
                }
            }
        }
    }
}

/// Cents of each amount, so that they add up to `total`.
fn foot_to(amounts: &[Amount], total: Decimal) -> Vec<Decimal> {
    let mut shown: Vec<Decimal> = amounts.iter().map(|(exact, _)| exact.cents()).collect();
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
        let (exact, shared) = amounts.get(at).copied().unwrap_or_default();
        let rounded = shown.get(at).copied().unwrap_or_default();
        let slack = exact.amount().saturating_sub(rounded).saturating_mul(step);
        // Rounded the wrong way before the others; among those, lines of this column alone first.
        (slack > Decimal::ZERO, !shared, slack)
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

    #[test]
    fn a_range_never_runs_backwards() {
        let range = |low: &str, high: &str| {
            let [low, high] = [low, high].map(|a| Money::parse(a).unwrap());
            let expected = low;
            Spread {
                low,
                expected,
                high,
                input: Input::NONE,
            }
        };
        // The low ends add up to 2.007, which takes a cent; the high ends need none.
        let lines = [range("1.004", "1.0045"), range("1.003", "3")];
        let shown = foot_spreads(&lines, &[]);
        let ends: Vec<String> = shown
            .iter()
            .map(|s| format!("{} {}", s.low, s.high))
            .collect();
        assert_eq!(ends, ["1.01 1.01", "1.00 2.99"]);
    }

    #[test]
    fn what_stands_in_another_column_gives_way_last() {
        let lines = ["16.425", "7.005", "1.006"].map(|a| Spread::exact(Money::parse(a).unwrap()));
        let cents = |shared: &[bool]| {
            let shown = foot_spreads(&lines, shared);
            let shown: Vec<String> = shown.iter().map(|c| c.expected.to_string()).collect();
            shown.join(" ")
        };
        // 24.436 in all; rounded one by one the lines add up to 24.45.
        assert_eq!(cents(&[]), "16.42 7.01 1.01");
        assert_eq!(cents(&[true, false, false]), "16.43 7.00 1.01");
        assert_eq!(cents(&[true, true, true]), "16.42 7.01 1.01");
    }
}
