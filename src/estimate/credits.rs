//! How long the credits of a new account last.

use crate::catalog::CreditRules;
use crate::units::{Case, Dollars, Measure, Money, Spread};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// How long credits last against a monthly bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditOutlook {
    /// What is left at the start.
    pub balance: Money,
    /// True when the balance is what AWS grants at sign-up, because none was given.
    pub assumed: bool,
    /// The month in which the balance runs out, counted from 1; `None` when it never does.
    pub runs_out_in_month: Spread<Option<u64>>,
    /// Credits lapse after this month of the account, used or not.
    pub expire_after_months: u32,
    /// The free plan ends after this month, or when the credits are used up.
    pub free_plan_ends_after_months: u32,
    /// What can be earned beyond the credits of the sign-up.
    pub earned_at_most: Money,
}

impl CreditOutlook {
    /// Consumes a balance month by month.
    #[must_use]
    pub fn new(
        rules: &CreditRules,
        balance: Option<Dollars>,
        monthly_cost: &Spread<Money>,
    ) -> CreditOutlook {
        let assumed = balance.is_none();
        let balance = balance.map_or(rules.signup, Measure::amount);
        let runs_out = |case: Case| runs_out_in(balance, monthly_cost.at(case).amount());
        CreditOutlook {
            balance: Money::new(balance),
            assumed,
            runs_out_in_month: Spread::from_cases(runs_out),
            expire_after_months: rules.expire_after_months,
            free_plan_ends_after_months: rules.free_plan_ends_after_months,
            earned_at_most: Money::new(rules.earned_at_most),
        }
    }

    /// The answer as a sentence.
    #[must_use]
    pub fn describe(&self) -> String {
        let month = |month: Option<u64>| match month {
            Some(month) if month <= u64::from(self.expire_after_months) => {
                format!("run out in month {month}")
            }
            _ => format!(
                "outlast the {} months they are valid",
                self.expire_after_months
            ),
        };
        let (low, high) = (self.runs_out_in_month.low, self.runs_out_in_month.high);
        let answer = match low == high {
            true => month(self.runs_out_in_month.expected),
            false => format!(
                "{} at the high end, {} at the low end",
                month(high),
                month(low)
            ),
        };
        let balance = self.balance.cents();
        let (origin, more) = match self.assumed {
            true => (
                ", granted at sign-up,",
                format!(" Up to ${} more can be earned.", self.earned_at_most),
            ),
            false => ("", String::new()),
        };
        let plan = self.free_plan_ends_after_months;
        format!(
            "Credits of ${balance}{origin} {answer}.{more} The free plan, if the account is on it, \
             ends with them, or after {plan} months."
        )
    }
}

/// The month in which the balance is used up: the first whose bill it does not outlast.
fn runs_out_in(balance: Decimal, monthly: Decimal) -> Option<u64> {
    if monthly <= Decimal::ZERO {
        return None;
    }
    let months = balance.checked_div(monthly)?.ceil().max(Decimal::ONE);
    months.to_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_is_used_month_by_month() {
        let runs_out =
            |balance: i64, monthly: &str| runs_out_in(balance.into(), monthly.parse().unwrap());
        // 3 × 35.44 = 106.32: the third bill is not covered in full.
        assert_eq!(runs_out(100, "35.44"), Some(3));
        assert_eq!(runs_out(100, "50"), Some(2));
        assert_eq!(runs_out(100, "100.01"), Some(1));
        assert_eq!(runs_out(100, "0"), None);
        assert_eq!(runs_out(0, "5"), Some(1));
    }
}
