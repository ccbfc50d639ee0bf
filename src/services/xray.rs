//! AWS X-Ray: traces recorded, retrieved and scanned.
//!
//! A trace is one request, however many services it passes. What is recorded is a share of the
//! requests, which sampling rules set; a query is charged for the traces it scans and for those it
//! returns in full, which share a million free ones. Not modelled: X-Ray Insights, transaction
//! search. Source: aws.amazon.com/xray/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, PerTraffic, settings, text_setting};
use crate::units::{Measure, Percent, Spread, Unit, ValueError, parse_spread, show_spread};
use crate::workload::Rate;
use rust_decimal::Decimal;
use std::fmt;

/// How many traces are recorded: a share of the requests, or so many over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sampling {
    /// Of all requests.
    Share(Spread<Percent>),
    /// Independent of the requests, or several with each.
    Rate(Rate),
}

impl Sampling {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "a share of the requests, such as `5% of requests`, or how often, such as `1 per second`";

    /// Reads `5%`, `5% of requests` or `1 per second`.
    ///
    /// # Errors
    /// [`ValueError`] when it is neither a share nor a rate.
    pub fn parse(text: &str) -> Result<Sampling, ValueError> {
        let expecting = |error: ValueError| error.expecting(Self::ACCEPTED);
        let share = text.trim();
        let share = share.strip_suffix("of requests").unwrap_or(share).trim();
        if share.ends_with('%') {
            return parse_spread(share).map(Sampling::Share).map_err(expecting);
        }
        Rate::parse(text).map(Sampling::Rate).map_err(expecting)
    }

    /// Traces recorded in the month.
    fn traces(&self, context: &Context<'_>) -> Formula {
        match self {
            Sampling::Rate(rate) => context.events(rate, "trace"),
            Sampling::Share(share) => {
                let percent = |share: Percent| {
                    let percent = share.amount().saturating_mul(Decimal::ONE_HUNDRED);
                    percent.normalize()
                };
                let percent = spread(share.map(percent), Label::Symbol("%".into()));
                Formula::Requests * percent / symbol(100, "%")
            }
        }
    }
}

impl fmt::Display for Sampling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Sampling::Share(share) => write!(f, "{} of requests", show_spread(share)),
            Sampling::Rate(rate) => write!(f, "{rate}"),
        }
    }
}

text_setting!(Sampling);

settings! {
    /// Traces of requests.
    pub struct XRay {
        /// Traces recorded: a share of the requests, or a number over time.
        sampled: PerTraffic<Sampling>,
        /// Traces queries look at.
        scanned: Option<PerTraffic<Rate>> = None,
        /// Traces queries return in full.
        retrieved: Option<PerTraffic<Rate>> = None,
    }
}

impl Check for XRay {}

const RECORDED: KeySpec = KeySpec::regional(
    "xray.recorded",
    "X-Ray traces recorded",
    Unit::Trace,
    traces("XRay-TracesStored"),
);
/// The next two are products of their own; only the usage type they seem to share was published, so
/// a live look-up will report them as ambiguous rather than guess.
const SCANNED: KeySpec = KeySpec::regional(
    "xray.scanned",
    "X-Ray traces scanned",
    Unit::Trace,
    traces("XRay-TracesAccessed").operation("XRay-Traces-Scanned"),
);
const RETRIEVED: KeySpec = KeySpec::regional(
    "xray.retrieved",
    "X-Ray traces retrieved",
    Unit::Trace,
    traces("XRay-TracesAccessed").operation("XRay-Traces-Retrieved"),
);

const fn traces(usagetype: &'static str) -> Selector {
    Selector::of("AWSXRay").usagetype(usagetype)
}

impl Service for XRay {
    const NAME: &'static str = "xray";
    const TITLE: &'static str = "X-Ray";
    const KEYS: &'static [KeySpec] = &[RECORDED, SCANNED, RETRIEVED];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let recorded = context.at(&self.sampled, "sampled")?.traces(context);
        meter.usage(&RECORDED, recorded);
        let queries = [
            (&SCANNED, &self.scanned, "scanned"),
            (&RETRIEVED, &self.retrieved, "retrieved"),
        ];
        for (spec, rate, field) in queries {
            if let Some(rate) = rate {
                meter.usage(spec, context.events(context.at(rate, field)?, "trace"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_rates_are_told_apart_and_read_back() {
        let shown = |text: &str| Sampling::parse(text).map(|sampling| sampling.to_string());
        assert_eq!(shown("5%").as_deref(), Ok("5% of requests"));
        assert_eq!(
            shown("5..10% of requests").as_deref(),
            Ok("5%..10% of requests")
        );
        assert_eq!(shown("1 per second").as_deref(), Ok("1 per second"));
        for text in ["5% of requests", "5%..10% of requests", "2 per request"] {
            assert_eq!(shown(text).as_deref(), Ok(text));
        }
        for text in ["5", "120%", "5% of traces", "of requests", ""] {
            let error = shown(text).unwrap_err();
            assert_eq!(error.accepted, Sampling::ACCEPTED, "{text}");
        }
    }
}
