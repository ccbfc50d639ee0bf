//! Formulas as text: `304,166.666667 requests × 0.5 s × 0.5 GB`.

use super::{Conditions, Each, Formula, HourSum, Label};
use crate::units::{Spread, counted_noun, number::grouped};
use rust_decimal::Decimal;
use std::fmt::Write;

impl Formula {
    /// The formula with its numbers filled in.
    #[must_use]
    pub fn show(&self, requests: &Spread<Decimal>) -> String {
        let mut text = String::new();
        self.write(requests, false, &mut text);
        text
    }

    fn write(&self, requests: &Spread<Decimal>, inside: bool, out: &mut String) {
        match self {
            Formula::Amount { value, label } => write_amount(value, label, out),
            Formula::Requests => write_amount(requests, &Label::Word("request".into()), out),
            Formula::Product(factors) => join(factors, " × ", false, requests, out),
            Formula::Sum(terms) => join(terms, " + ", inside, requests, out),
            Formula::Quotient(dividend, divisor) => {
                dividend.write(requests, true, out);
                out.push_str(" ÷ ");
                match **divisor {
                    Formula::Product(_) | Formula::Quotient(..) => {
                        out.push('(');
                        divisor.write(requests, true, out);
                        out.push(')');
                    }
                    _ => divisor.write(requests, true, out),
                }
            }
            Formula::Excess(value, floor) => {
                out.push_str("max(0, ");
                value.write(requests, false, out);
                out.push_str(" − ");
                floor.write(requests, true, out);
                out.push(')');
            }
            Formula::Largest(parts) => {
                out.push_str("max(");
                for (i, (name, part)) in parts.iter().enumerate() {
                    let _ = write!(out, "{}{name}: ", if i > 0 { ", " } else { "" });
                    part.write(requests, false, out);
                }
                out.push(')');
            }
            Formula::RoundedUp(value) => {
                out.push('⌈');
                value.write(requests, false, out);
                out.push('⌉');
            }
            Formula::Hours(sum) => write_hours(sum, requests, out),
        }
    }
}

/// `26.3 task-hours (each hour at least 2 and ⌈w × 3.472 … ⌉, w its weight)`.
fn write_hours(sum: &HourSum, requests: &Spread<Decimal>, out: &mut String) {
    let at = |case| {
        let conditions = Conditions {
            requests: *requests,
            case,
            draws: &[],
        };
        sum.value(conditions).unwrap_or_default()
    };
    let value = Spread::from_cases(at);
    write_amount(&value, &Label::Symbol(sum.unit.into()), out);
    out.push_str(" [each hour ");
    let bounds = sum.slices.iter().map(|slice| slice.bound);
    let (least, largest) = (bounds.clone().min(), bounds.max());
    let bound = match (least, largest) {
        (Some(least), Some(largest)) if least != largest => {
            format!("{}..{}", grouped(least), grouped(largest))
        }
        (Some(least), _) => grouped(least),
        (None, _) => String::new(),
    };
    let (open, close) = match &sum.each {
        Each::Whole { most } => {
            let most = most.map_or_else(String::new, |most| format!(", at most {}", grouped(most)));
            ("⌈w × ", format!("⌉, at least {bound}{most}"))
        }
        Each::UpTo => ("w × ", format!(", at most {bound}")),
        Each::Above => ("w × ", format!(" − {bound}, at least 0")),
        Each::Cold(cold) | Each::ColdAbove(cold) => {
            let kept = match sum.each {
                Each::Cold(_) => String::new(),
                _ => format!(" − {bound} that kept environments serve"),
            };
            let cold = format!(
                "{kept}; of so many, e^(−requests × {} s ÷ 3,600 s) start cold, or as many as new \
                 environments are needed",
                grouped(cold.idle)
            );
            ("w × ", cold)
        }
    };
    out.push_str(open);
    sum.load.write(requests, true, out);
    let _ = write!(out, "{close}; w is its weight]");
}

fn join(
    parts: &[Formula],
    sign: &str,
    brackets: bool,
    requests: &Spread<Decimal>,
    out: &mut String,
) {
    if brackets {
        out.push('(');
    }
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push_str(sign);
        }
        part.write(requests, true, out);
    }
    if brackets {
        out.push(')');
    }
}

fn write_amount(value: &Spread<Decimal>, label: &Label, out: &mut String) {
    if value.is_exact() {
        out.push_str(&grouped(value.expected));
    } else {
        out.push_str(&value.to_string());
    }
    match label {
        Label::None => {}
        Label::Symbol(unit) => {
            let _ = write!(out, " {unit}");
        }
        Label::Word(word) => {
            let one = value.is_exact() && value.expected == Decimal::ONE;
            let _ = write!(out, " {}", counted_noun(word, one));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{count, largest, spread, symbol};
    use super::*;
    use crate::units::Input;

    #[test]
    fn formulas_read_like_a_calculation() {
        let requests = Spread::exact(Decimal::from(300_000));
        let show = |formula: Formula| formula.show(&requests);
        assert_eq!(
            show(symbol(Decimal::new(5, 1), "vCPU") * count(1, "task") * symbol(730, "h")),
            "0.5 vCPU × 1 task × 730 h"
        );
        assert_eq!(
            show(Formula::Requests * symbol(Decimal::new(5, 1), "s")),
            "300,000 requests × 0.5 s"
        );
        let two_or_three = Spread {
            low: 2.into(),
            expected: Decimal::new(25, 1),
            high: 3.into(),
            input: Input::NONE,
        };
        assert_eq!(
            show(spread(two_or_three, Label::Word("task".into()))),
            "2..3 tasks"
        );
        let sum = symbol(1, "KB") + symbol(2, "KB");
        assert_eq!(
            show(Formula::Requests * sum),
            "300,000 requests × (1 KB + 2 KB)"
        );
        assert_eq!(
            show(largest(vec![
                ("new", symbol(1, "LCU")),
                ("bytes", symbol(2, "LCU"))
            ])),
            "max(new: 1 LCU, bytes: 2 LCU)"
        );
    }
}
