//! How much runs at once, against what the account allows.
//!
//! A reservation takes its part out of the account's concurrency, and limits the function. What has none
//! shares the rest. An environment serves ten requests a second at most, so that a limit on environments
//! is one on requests too. Source: Lambda developer guide, "Understanding Lambda function scaling".

use super::{Lambda, short};
use crate::services::{Component, Context, Meter, Settings};
use crate::units::number::grouped;
use crate::units::{Case, Measure};
use crate::warning::{Warning, WarningCode};
use crate::workload::{Occurrence, Workload};
use rust_decimal::Decimal;

/// The share of a limit from which something is said to be near it.
const NEAR: Decimal = Decimal::from_parts(8, 0, 0, false, 1);

/// Requests an environment serves in a second at most.
const A_SECOND: u32 = 10;

fn function(component: &Component) -> Option<&Lambda> {
    match &component.settings {
        Settings::Lambda(function) => Some(function),
        _ => None,
    }
}

impl Lambda {
    /// Says which traffic entered the figures, and how many environments it takes.
    pub(super) fn note_traffic(&self, context: &Context<'_>, meter: &mut Meter) {
        match &self.invocations {
            Occurrence::On(schedule) => {
                meter.assume(format!("`{}` runs {schedule}.", context.name))
            }
            Occurrence::At(_) if self.runs_with_requests() => {
                for sentence in context.workload.defaults() {
                    meter.assume(sentence);
                }
            }
            Occurrence::At(_) => meter.assume(format!(
                "`{}` runs evenly over time (`invocations` do not come with requests).",
                context.name
            )),
        }
        let Some(most) = self.concurrency(context.workload, Case::High) else {
            return;
        };
        let plural = match most.environments == Decimal::ONE {
            true => " suffices",
            false => "s suffice",
        };
        meter.assume(format!(
            "`{}` at `{}`: {} invocations run at once in the busiest minutes, for which {} \
             environment{plural} in 99 of 100 moments.",
            context.name,
            context.workload.level,
            short(most.in_flight),
            grouped(most.environments),
        ));
    }

    /// The most environments there may be, and how many the busiest minutes take.
    pub(crate) fn most_environments(&self, workload: &Workload) -> Option<Decimal> {
        let wanted = self.concurrency(workload, Case::High)?.environments;
        let limit = self
            .reserved_concurrency
            .unwrap_or(self.account_concurrency);
        Some(wanted.min(limit.amount()))
    }

    /// Warns where the busiest minutes come near what may run at once: of this function, where it has a
    /// reservation; of all others together, at the first of them.
    pub(super) fn check_concurrency(&self, context: &Context<'_>, meter: &mut Meter) {
        let functions = || {
            let peers = context.peers.iter();
            peers.filter_map(|peer| Some((peer.name.as_str(), function(peer)?)))
        };
        if let Some(reserved) = self.reserved_concurrency {
            let of = [(context.name, self)];
            let settled_by = format!("`{}.reserved_concurrency`", context.name);
            compare(&of, reserved.amount(), &settled_by, context, meter);
            return;
        }
        let sharing: Vec<(&str, &Lambda)> = functions()
            .filter(|(_, function)| function.reserved_concurrency.is_none())
            .collect();
        let Some((first, _)) = sharing.first().filter(|(first, _)| *first == context.name) else {
            return;
        };
        let account = sharing.iter().map(|(_, f)| f.account_concurrency.amount());
        let account = account.min().unwrap_or_default();
        let reserved = functions().filter_map(|(_, function)| function.reserved_concurrency);
        let left = reserved.fold(account, |left, reserved| {
            left.saturating_sub(reserved.amount())
        });
        let settled_by = format!("`{first}.account_concurrency`");
        compare(&sharing, left, &settled_by, context, meter);
    }
}

/// Compares what some functions need in the busiest minutes with what may run.
fn compare(
    functions: &[(&str, &Lambda)],
    limit: Decimal,
    settled_by: &str,
    context: &Context<'_>,
    meter: &mut Meter,
) {
    let workload = context.workload;
    let needed = |(_, function): &(&str, &Lambda)| function.concurrency(workload, Case::High);
    let needed: Option<Vec<_>> = functions.iter().map(needed).collect();
    let Some(needed) = needed else { return };
    let sum = |values: &mut dyn Iterator<Item = Decimal>| {
        values.fold(Decimal::ZERO, |sum, value| sum.saturating_add(value))
    };
    let environments = sum(&mut needed.iter().map(|each| each.environments));
    let rate = sum(&mut needed.iter().map(|each| each.rate));
    let names: Vec<String> = functions
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let names = names.join(", ");
    let served = limit.saturating_mul(A_SECOND.into());
    let (shown, limit_shown) = (grouped(environments), grouped(limit));
    let message = if environments > limit {
        format!(
            "{names}: the busiest minutes take {shown} environments, and there may be {limit_shown}; \
             what is above is refused, and not charged as it is here"
        )
    } else if rate > served {
        format!(
            "{names}: the busiest minutes bring {} requests/s, and {limit_shown} environments take \
             {}; what is above is refused, and not charged as it is here",
            short(rate),
            grouped(served)
        )
    } else if environments > limit.saturating_mul(NEAR) {
        format!(
            "{names}: the busiest minutes take {shown} environments of the {limit_shown} there may be"
        )
    } else {
        return;
    };
    for sentence in workload.defaults() {
        meter.assume(sentence);
    }
    let warning = Warning::new(WarningCode::ConcurrencyNearLimit, message);
    meter.warnings.push(warning.settled_by(settled_by));
}
