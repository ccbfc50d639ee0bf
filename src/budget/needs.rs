//! What budgets are held against beside the estimates, and has to be there.

use super::Context;
use super::scope::{Scope, moved};
use crate::catalog::Currency;
use crate::scenario::Budget;
use crate::syntax::{Placed, Reader};

/// Whether everything a budget is held against is there; notes what is not.
pub(super) fn needs(
    budget: &Placed<Budget>,
    scope: &Scope<'_>,
    context: &Context<'_>,
    number: u32,
    reader: &mut Reader,
) -> bool {
    let faults = reader.fault_count();
    let mut fault = |code, key: &str, message: String, help: &str| {
        let span = moved(budget.place(key), number);
        reader.fault(code, span, message, Some(help.to_owned()));
    };
    let currency = context.subject.catalog.book().currency();
    let hours = context.subject.scenario.month.hours().normalize();
    if budget.has_money() && currency != Currency::Usd {
        let name = &context.subject.scenario.name;
        let message = format!("this budget is in USD, but `{name}` is billed in {currency}");
        let help = "limit it to other scenarios with `scenario` or `tags`";
        fault("other-currency", "monthly", message, help);
    }
    if budget.growth.is_some() {
        match context.against.baseline {
            None => {
                let message = "there is no baseline to measure growth against".to_owned();
                let help = "write one with `breakeven estimate FILE --save PATH`, and give it with \
                            --baseline PATH";
                fault("no-baseline", "growth", message, help);
            }
            Some(baseline) => {
                let mut wanted = context.estimates.iter().filter(|e| scope.has(e)).peekable();
                let is_empty = wanted.peek().is_none();
                if !is_empty && !wanted.any(|estimate| baseline.of(estimate).is_some()) {
                    let (name, of) = (&baseline.name, &baseline.scenario);
                    let message =
                        format!("the baseline {name}, of `{of}`, has none of what this limits");
                    let help = "give the baseline of this scenario";
                    fault("no-baseline", "growth", message, help);
                } else if baseline.currency != currency.code() {
                    let (name, other) = (&baseline.name, &baseline.currency);
                    let message =
                        format!("the baseline {name} is in {other}, the scenario in {currency}");
                    let help = "give a baseline in the same currency";
                    fault("other-currency", "growth", message, help);
                } else if baseline.month_hours != hours {
                    let (name, other) = (&baseline.name, baseline.month_hours);
                    let message = format!(
                        "the baseline {name} is of a month of {other} hours, the scenario of {hours}"
                    );
                    let help = "save the baseline again with the month of the scenario";
                    fault("other-month", "growth", message, help);
                }
            }
        }
    }
    if budget.price_age.is_some() && context.day().is_none() {
        let message = "there is no day to count the age of prices to".to_owned();
        let help = "state `as_of` in the scenario, or give --as-of";
        fault("no-day", "price_age", message, help);
    }
    reader.fault_count() == faults
}
