//! Cents of what changed.
//!
//! Columns add up, as everywhere; rows do too: base and change make the head. What did not change has
//! the same cents on both sides, so those that did take up what rounding leaves.

use super::foot_to_sum;
use crate::difference::{ChargeDifference, Line, PairDifference};
use crate::units::{Case, Input, Money, Spread};
use rust_decimal::Decimal;

/// Cents at the base, at the head, and what leads from the one to the other.
pub(super) struct Shown {
    pub base: Spread<Decimal>,
    pub head: Spread<Decimal>,
    pub change: Spread<Decimal>,
}

impl Shown {
    fn of(base: Spread<Decimal>, head: Spread<Decimal>) -> Shown {
        let change = |case: Case| head.at(case).saturating_sub(base.at(case));
        Shown {
            change: Spread::from_cases(change),
            base,
            head,
        }
    }
}

/// Cents of the totals.
pub(super) fn shown(pair: &PairDifference) -> Shown {
    let cents = |side: Option<Spread<Money>>| side.unwrap_or_default().map(Money::cents);
    Shown::of(cents(pair.base), cents(pair.head))
}

/// What some charges show together.
pub(super) fn sum(shown: &[Shown]) -> Shown {
    let all = |of: fn(&Shown) -> Spread<Decimal>| {
        Spread::from_cases(|case| {
            let cents = shown.iter().map(|shown| of(shown).at(case));
            cents.fold(Decimal::ZERO, Decimal::saturating_add)
        })
    };
    Shown::of(all(|shown| shown.base), all(|shown| shown.head))
}

/// Cents of every charge, in the order of the components.
pub(super) fn cents_of(pair: &PairDifference) -> Vec<Shown> {
    let charges: Vec<&ChargeDifference> = pair.components.iter().flat_map(|c| &c.charges).collect();
    let total = shown(pair);
    let low = Column::of(&charges, &total, Case::Low);
    let expected = Column::of(&charges, &total, Case::Expected);
    let high = Column::of(&charges, &total, Case::High);
    let all = low.0.into_iter().zip(expected.0).zip(high.0);
    let shown = all.zip(&charges).map(|(((low, expected), high), charge)| {
        let spread = |of: fn(&(Decimal, Decimal)) -> Decimal, exact: Spread<Money>| {
            // What is no range shows one figure.
            if exact.is_exact() {
                return Spread::exact(of(&expected));
            }
            let (low, high) = (of(&low), of(&high));
            Spread {
                low,
                expected: of(&expected),
                // A range does not run backwards for the sake of a cent.
                high: match exact.low <= exact.high {
                    true => high.max(low),
                    false => high.min(low),
                },
                input: Input::NONE,
            }
        };
        Shown::of(
            spread(|cents| cents.0, cost(&charge.base)),
            spread(|cents| cents.1, cost(&charge.head)),
        )
    });
    shown.collect()
}

fn cost(line: &Option<Line>) -> Spread<Money> {
    line.as_ref().map_or_else(Spread::default, |line| line.cost)
}

/// Cents of each charge at the base and at the head, in one case.
struct Column(Vec<(Decimal, Decimal)>);

impl Column {
    fn of(charges: &[&ChargeDifference], total: &Shown, case: Case) -> Column {
        let (base, head) = (total.base.at(case), total.head.at(case));
        let both = |charge: &&ChargeDifference| (cost(&charge.base), cost(&charge.head));
        let is_still = |charge: &&ChargeDifference| {
            let (base, head) = both(charge);
            base == head
        };
        // Nothing that costs nothing takes up cents.
        let exact = |wanted: &dyn Fn(&&ChargeDifference) -> bool, is_head: bool| -> Vec<Money> {
            let wanted = charges.iter().filter(|charge| wanted(charge));
            let costs = wanted.map(|charge| match is_head {
                true => both(charge).1,
                false => both(charge).0,
            });
            let costs = costs.map(|cost| cost.at(case));
            costs.filter(|cost| *cost != Money::ZERO).collect()
        };
        let moves = |charge: &&ChargeDifference| !is_still(charge);
        let still = exact(&is_still, false);
        let (before, after) = (exact(&moves, false), exact(&moves, true));
        let same = match (before.is_empty(), after.is_empty()) {
            (_, true) => head,
            (true, false) => base,
            (false, false) => {
                let all = Money::sum(still.iter().copied());
                all.map_or(Decimal::ZERO, Money::cents)
            }
        };
        let same = if still.is_empty() {
            Decimal::ZERO
        } else {
            same
        };
        let mut still = foot_to_sum(&still, same).into_iter();
        let mut before = foot_to_sum(&before, base.saturating_sub(same)).into_iter();
        let mut after = foot_to_sum(&after, head.saturating_sub(same)).into_iter();
        let next = |cents: &mut dyn Iterator<Item = Decimal>, cost: Spread<Money>| match cost
            .at(case)
            == Money::ZERO
        {
            true => Decimal::ZERO,
            false => cents.next().unwrap_or_default(),
        };
        let cents = charges.iter().map(|charge| {
            let (base, head) = both(charge);
            if base == head {
                let cents = next(&mut still, base);
                return (cents, cents);
            }
            (next(&mut before, base), next(&mut after, head))
        });
        Column(cents.collect())
    }
}
