//! How commitments meet usage, hour by hour.
//!
//! What runs all month is level; what runs part of it (50 hours a week) is taken to run in the same
//! hours as everything else that runs part-time, so a month falls into *blocks* in which always the
//! same things run. Inside a block usage is level, and one hour stands for all.

use crate::units::{ArithmeticError, arithmetic};
use rust_decimal::Decimal;

/// Usage a commitment may cover: so much of it in so many hours of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// How much in the month.
    pub quantity: Decimal,
    /// Hours of the month it is spread over.
    pub hours: Decimal,
}

/// What a commitment takes of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The part.
    pub part: usize,
    /// How much of it.
    pub quantity: Decimal,
}

/// Usage by blocks of hours, and what is still uncovered of it.
#[derive(Debug, Clone)]
pub struct Curve {
    /// Hours of each block, busiest first; the last may be idle.
    blocks: Vec<Decimal>,
    /// By part: what is left in each block it runs in.
    left: Vec<Vec<Decimal>>,
    /// By part: what is left of it altogether.
    open: Vec<Decimal>,
}

impl Curve {
    /// The usage of a month of so many hours.
    ///
    /// # Errors
    /// On overflow.
    pub fn new(parts: &[Part], month: Decimal) -> Result<Curve, ArithmeticError> {
        let running = |part: &Part| part.hours.min(month);
        let mut ends: Vec<Decimal> = parts.iter().map(running).collect();
        ends.push(month);
        ends.retain(|end| *end > Decimal::ZERO);
        ends.sort_unstable();
        ends.dedup();
        let mut blocks = Vec::with_capacity(ends.len());
        let mut start = Decimal::ZERO;
        for end in &ends {
            blocks.push(arithmetic::sub(*end, start)?);
            start = *end;
        }
        let mut left = Vec::with_capacity(parts.len());
        for part in parts {
            let hours = running(part);
            let mut by_block = Vec::new();
            if part.quantity > Decimal::ZERO && hours > Decimal::ZERO {
                let active = blocks.iter().zip(&ends).filter(|(_, end)| **end <= hours);
                for (length, _) in active {
                    by_block.push(match *length == hours {
                        true => part.quantity,
                        false => arithmetic::mul_div(part.quantity, *length, hours)?,
                    });
                }
            }
            left.push(by_block);
        }
        let open = parts.iter().map(|part| part.quantity.max(Decimal::ZERO));
        Ok(Curve {
            blocks,
            left,
            open: open.collect(),
        })
    }

    /// What is still uncovered of a part.
    #[must_use]
    pub fn open(&self, part: usize) -> Decimal {
        self.open.get(part).copied().unwrap_or_default()
    }

    /// Hourly budgets at which another of the parts, in the order given, is covered whole in some
    /// block of hours.
    ///
    /// # Errors
    /// On overflow.
    pub fn levels(&self, parts: &[(usize, Decimal)]) -> Result<Vec<Decimal>, ArithmeticError> {
        let mut levels = Vec::new();
        for (block, length) in self.blocks.iter().enumerate() {
            let mut level = Decimal::ZERO;
            for (part, cost) in parts {
                let left = self.left.get(*part).and_then(|left| left.get(block));
                if let Some(left) = left.filter(|left| !left.is_zero()) {
                    level = arithmetic::add(level, arithmetic::mul_div(*left, *cost, *length)?)?;
                    levels.push(level);
                }
            }
        }
        levels.sort_unstable();
        levels.dedup();
        Ok(levels)
    }

    /// Spends an hourly budget on parts, in the order given; each unit of a part costs `cost` of
    /// the budget. Returns what was taken, and how much of the month's budget was spent.
    ///
    /// # Errors
    /// On overflow.
    pub fn spend(
        &mut self,
        per_hour: Decimal,
        parts: &[(usize, Decimal)],
    ) -> Result<(Vec<Taken>, Decimal), ArithmeticError> {
        let mut taken = vec![Decimal::ZERO; parts.len()];
        let mut spent = Decimal::ZERO;
        for (block, length) in self.blocks.iter().enumerate() {
            let mut budget = arithmetic::mul(per_hour, *length)?;
            for ((part, cost), taken) in parts.iter().zip(&mut taken) {
                let Some(left) = self.left.get_mut(*part).and_then(|l| l.get_mut(block)) else {
                    continue;
                };
                if left.is_zero() || budget.is_zero() {
                    continue;
                }
                let whole = arithmetic::mul(*left, *cost)?;
                let (quantity, price) = match whole <= budget {
                    true => (*left, whole),
                    false => (arithmetic::div(budget, *cost)?.min(*left), budget),
                };
                *left = arithmetic::sub(*left, quantity)?;
                *taken = arithmetic::add(*taken, quantity)?;
                budget = arithmetic::sub(budget, price)?;
                spent = arithmetic::add(spent, price)?;
            }
        }
        let mut all = Vec::new();
        for ((part, _), quantity) in parts.iter().zip(taken) {
            if quantity.is_zero() {
                continue;
            }
            let exhausted = self
                .left
                .get(*part)
                .is_some_and(|left| left.iter().all(Decimal::is_zero));
            let Some(open) = self.open.get_mut(*part) else {
                continue;
            };
            // A part cut into blocks of unending fractions is whole again once nothing is left.
            let quantity = if exhausted {
                *open
            } else {
                quantity.min(*open)
            };
            *open = arithmetic::sub(*open, quantity)?;
            all.push(Taken {
                part: *part,
                quantity,
            });
        }
        Ok((all, spent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn part(quantity: &str, hours: &str) -> Part {
        Part {
            quantity: d(quantity),
            hours: d(hours),
        }
    }

    #[test]
    fn level_usage_is_covered_up_to_the_budget_of_its_hours() {
        // 2 units an hour for 730 hours at 0.5 each need 1 an hour.
        let mut curve = Curve::new(&[part("1460", "730")], d("730")).unwrap();
        let (taken, spent) = curve.spend(d("0.75"), &[(0, d("0.5"))]).unwrap();
        assert_eq!(
            taken,
            [Taken {
                part: 0,
                quantity: d("1095")
            }]
        ); // three quarters
        assert_eq!(spent, d("547.5"));
        assert_eq!(curve.open(0), d("365"));
    }

    #[test]
    fn an_hour_without_usage_loses_its_budget() {
        // 217.26 of 730 hours: 50 hours a week.
        let hours = d("50") * d("730") / d("168");
        let mut curve = Curve::new(&[part("100", &hours.to_string())], d("730")).unwrap();
        let (taken, spent) = curve.spend(d("10"), &[(0, d("1"))]).unwrap();
        assert_eq!(
            taken,
            [Taken {
                part: 0,
                quantity: d("100")
            }]
        );
        assert_eq!(spent, d("100")); // of 7,300
    }

    #[test]
    fn what_runs_part_time_runs_beside_what_runs_always() {
        // 1 unit an hour always, 1 more in 100 of 730 hours; a budget of 1.5 covers the first all
        // the time and half of the second.
        let parts = [part("730", "730"), part("100", "100")];
        let mut curve = Curve::new(&parts, d("730")).unwrap();
        let (taken, spent) = curve.spend(d("1.5"), &[(0, d("1")), (1, d("1"))]).unwrap();
        let quantities: Vec<Decimal> = taken.iter().map(|taken| taken.quantity).collect();
        assert_eq!(quantities, [d("730"), d("50")]);
        assert_eq!(spent, d("780"));
    }

    #[test]
    fn a_second_commitment_finds_only_what_the_first_left() {
        let mut curve = Curve::new(&[part("730", "730")], d("730")).unwrap();
        let (first, _) = curve.spend(d("0.4"), &[(0, d("1"))]).unwrap();
        let (second, spent) = curve.spend(d("1"), &[(0, d("1"))]).unwrap();
        assert_eq!(first.first().map(|t| t.quantity), Some(d("292")));
        assert_eq!(second.first().map(|t| t.quantity), Some(d("438")));
        assert_eq!((spent, curve.open(0)), (d("438"), Decimal::ZERO));
    }
}
