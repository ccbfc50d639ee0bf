//! Values that are not known for sure, and how they may turn out: what `breakeven simulate` draws.

mod apply;
mod find;
mod written;

pub(super) use apply::{Applied, apply};
pub(super) use find::path_of;

use super::Scenario;
use crate::syntax::{Check, Fields, InputRange, Reader, keyword_setting, settings};
use crate::units::Spread;
use rust_decimal::Decimal;

settings! {
    /// How a value of the scenario may turn out, for `breakeven simulate`. A range in the scenario needs
    /// no entry: it is drawn from a triangle whose top is its expected value.
    pub struct Uncertainty {
        /// The value, as keys separated by dots, components by name: `request.duration`,
        /// `architectures.fargate.components.api.tasks`.
        input: String,
        /// Its range, with its unit: `300..500..900 ms` (low, most likely, high) or `2..3`. For
        /// `log-normal` the 5 % and the 95 % quantile.
        between: Option<String> = None,
        /// What was seen, each as likely as the others: `[2, 2, 3, 4]`.
        values: Vec<String> = Vec::new(),
        /// How it is spread; `triangular` unless said otherwise, and `empirical` with `values`.
        distribution: Option<Distribution> = None,
    }
}

keyword_setting! {
    /// How a value is spread over its range.
    pub enum Distribution {
        /// From the low end straight up to the most likely value, and straight down to the high end.
        Triangular "triangular",
        /// Every value of the range is as likely as the others.
        Uniform "uniform",
        /// The low and high end are the 5 % and 95 % quantile; the median is their geometric mean.
        LogNormal "log-normal" | "lognormal",
        /// One of the values seen.
        Empirical "empirical",
    }
}

impl Uncertainty {
    /// How the value is spread.
    #[must_use]
    pub fn spread(&self) -> Distribution {
        self.distribution.unwrap_or(match self.values.is_empty() {
            true => Distribution::Triangular,
            false => Distribution::Empirical,
        })
    }
}

/// Most values of an empirical distribution.
const MOST_VALUES: usize = 10_000;

impl Check for Uncertainty {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut wrong = |field: &str, message: String, help: &str| {
            let help = Some(help.to_owned());
            reader.fault("invalid-configuration", fields.place(field), message, help);
        };
        let word = self.spread().word();
        let written = "a range such as `between: 300..500..900 ms`, or `values: [2, 2, 3]`";
        match (self.spread(), &self.between, self.values.is_empty()) {
            (Distribution::Empirical, Some(_), _) => {
                let message = "an empirical distribution has `values`, and nothing between them";
                wrong(
                    "between",
                    message.to_owned(),
                    "leave `between` out, or name another distribution",
                );
            }
            (Distribution::Empirical, None, true) => {
                let message = "the values of an empirical distribution are missing".to_owned();
                let field = if fields.get("values").is_some() {
                    "values"
                } else {
                    "distribution"
                };
                wrong(field, message, "such as `values: [2, 2, 3, 4]`");
            }
            (Distribution::Empirical, None, false) => {}
            (_, _, false) => {
                let message = format!("a {word} distribution takes no `values`");
                wrong(
                    "values",
                    message,
                    "state `between`, or `distribution: empirical`",
                );
            }
            (_, None, true) => {
                let message = format!("`{}` has no range here", self.input);
                wrong("input", message, written);
            }
            (_, Some(_), true) => {}
        }
        if self.values.len() > MOST_VALUES {
            let message = format!(
                "there are {} values here; at most {MOST_VALUES} fit",
                self.values.len()
            );
            wrong("values", message, "state fewer, such as every tenth");
        }
    }
}

/// A scenario whose uncertain values are ranges, each with its distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainScenario {
    /// The scenario, with a range in every place that is drawn.
    pub scenario: Scenario,
    /// Its ranges, by the number of their input.
    pub inputs: Vec<UncertainInput>,
}

/// One value that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertainInput {
    /// Where it stands, as in `--set`.
    pub path: String,
    /// As it is written: `300..500..900 ms`.
    pub text: String,
    /// How it is spread.
    pub distribution: Distribution,
    /// True when the section `uncertainty` names it.
    pub is_listed: bool,
    /// The range in the base unit of its measure: all that is ever drawn.
    pub range: InputRange,
    /// What a log-normal or an empirical distribution knows beside its range, in the unit it is written
    /// in.
    pub shape: InputShape,
}

/// Where the draws of an input lie in its range.
#[derive(Debug, Clone, PartialEq)]
pub enum InputShape {
    /// As its ends and its expected value say.
    Range,
    /// A log-normal distribution: the range that is drawn from, and the two quantiles, in one unit.
    LogNormal {
        /// The least and the most that is drawn.
        drawn: Spread<Decimal>,
        /// The 5 % quantile.
        low: Decimal,
        /// The 95 % quantile.
        high: Decimal,
    },
    /// The values seen, in order.
    Empirical(Vec<Decimal>),
}
