//! AWS Step Functions: standard workflows per state transition, express workflows per request and
//! GB-second.
//!
//! Every step of a standard workflow is a transition, retries included. An express execution is one
//! request, and lasts for whole tenths of a second in whole 64 MB of memory, both rounded up; AWS
//! states the memory as 50 MB plus the definition and the data in flight. The free 4,000
//! transitions are of standard workflows. What the steps call is charged by the services called.
//! Source: aws.amazon.com/step-functions/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Duration, Measure, Size, Spread, Unit, show_spread};
use crate::workload::Rate;
use rust_decimal::Decimal;

keyword_setting! {
    /// The type of workflow.
    pub enum Kind {
        /// Up to a year long, every step exactly once.
        Standard "standard",
        /// Up to five minutes long, steps at least once.
        Express "express",
    }
}

settings! {
    /// A Step Functions workflow.
    pub struct StepFunctions {
        /// `standard` or `express`; they differ in price and in what is charged.
        kind: Kind,
        /// How often the workflow runs; once per request unless given.
        executions: PerTraffic<Rate> = PerTraffic::Same(Rate::EVERY_REQUEST()),
        /// State transitions of one standard execution, retries included.
        transitions: Option<Spread<Count>> = None,
        /// Time one express execution takes.
        duration: Option<Spread<Duration>> = None,
        /// Memory of one express execution. 64 MB unless said otherwise.
        memory: Spread<Size> = Spread::exact(Size::of(Decimal::from(64 * 1024 * 1024))),
    }
}

/// What an express execution is billed in.
const STEP_MS: u32 = 100;
const STEP_MB: u32 = 64;
/// The longest an express execution runs.
const MOST_SECONDS: u32 = 300;

impl Check for StepFunctions {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let (needed, unused): (_, &[&str]) = match self.kind {
            Kind::Standard => ("transitions", &["duration", "memory"]),
            Kind::Express => ("duration", &["transitions"]),
        };
        for field in unused {
            if fields.get(field).is_some() {
                let message = format!("`{field}` has no meaning in {} workflows", self.kind);
                let help = Some("set `kind`, or leave the key out".to_owned());
                reader.fault("invalid-configuration", fields.place(field), message, help);
            }
        }
        if fields.get(needed).is_none() {
            let message = format!("{} workflows need `{needed}`", self.kind);
            let help = Some(format!("give the `{needed}` of one execution"));
            reader.fault("missing-key", fields.span, message, help);
        }
        if self
            .transitions
            .is_some_and(|t| t.low.amount() < Decimal::ONE)
        {
            let message = "an execution has at least one transition".to_owned();
            reader.fault("bad-value", fields.place("transitions"), message, None);
        }
        if let Some(duration) = self.duration {
            if duration.high.seconds() > Decimal::from(MOST_SECONDS) {
                let message = "an express execution takes at most 5 min".to_owned();
                let help = Some("longer workflows are `kind: standard`".to_owned());
                reader.fault("no-such-size", fields.place("duration"), message, help);
            }
            if duration.low.amount().is_zero() {
                let message = "an execution takes some time".to_owned();
                reader.fault("bad-value", fields.place("duration"), message, None);
            }
        }
        if self.memory.low.amount().is_zero() {
            let message = "an execution takes some memory".to_owned();
            reader.fault("bad-value", fields.place("memory"), message, None);
        }
    }
}

const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AmazonStates").usagetype(usagetype)
}

const TRANSITIONS: KeySpec = KeySpec::regional(
    "sfn.standard",
    "Step Functions transitions",
    Unit::Transition,
    product("StateTransition"),
);
const REQUESTS: KeySpec = KeySpec::regional(
    "sfn.express.requests",
    "Step Functions express requests",
    Unit::Request,
    product("StepFunctions-Request"),
);
const DURATION: KeySpec = KeySpec::regional(
    "sfn.express.duration",
    "Step Functions express duration",
    Unit::GbSecond,
    product("StepFunctions-GB-Second"),
);

impl Service for StepFunctions {
    const NAME: &'static str = "step_functions";
    const TITLE: &'static str = "Step Functions";
    const KEYS: &'static [KeySpec] = &[TRANSITIONS, REQUESTS, DURATION];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let rate = context.at(&self.executions, "executions")?;
        let executions = context.events(rate, "execution");
        if let Some(transitions) = self.transitions {
            let each = transitions.map(Measure::amount);
            let each = spread(each, Label::Symbol("transitions/execution".into()));
            meter.usage(&TRANSITIONS, executions.clone() * each);
        }
        if let Some(duration) = self.duration {
            meter.usage(&REQUESTS, executions.clone());
            meter.usage(&DURATION, executions * self.gigabyte_seconds(duration));
            let name = context.name;
            meter.assume(format!(
                "`{name}`: an execution takes {} of memory.",
                show_spread(&self.memory)
            ));
        }
        Ok(())
    }
}

impl StepFunctions {
    /// Gigabyte-seconds one express execution is billed for.
    fn gigabyte_seconds(&self, duration: Spread<Duration>) -> Formula {
        let milliseconds = duration.map(Measure::amount);
        let milliseconds = spread(milliseconds, Label::Symbol("ms".into()));
        let tenths = (milliseconds / symbol(STEP_MS, "ms")).rounded_up();
        let megabytes = self.memory.map(Size::megabytes);
        let megabytes = spread(megabytes, Label::Symbol("MB".into()));
        let blocks = (megabytes / symbol(STEP_MB, "MB")).rounded_up();
        tenths * symbol(Decimal::new(1, 1), "s") * blocks * symbol(Decimal::new(625, 4), "GB")
    }
}
