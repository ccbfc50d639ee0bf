//! Systems Manager Parameter Store: advanced parameters by the hour, and API interactions.
//!
//! Standard parameters are free. Interactions with them are free too, unless higher throughput is
//! switched on for the region; interactions with advanced parameters are always charged. An
//! interaction is one parameter in one call: a call that returns ten parameters is ten. At standard
//! throughput a region admits 40 interactions a second, so that traffic above it is refused: it would
//! be throttled, not free. Sources: aws.amazon.com/systems-manager/pricing; the quotas from the Systems
//! Manager user guide, "Managing parameter tiers" and "Increasing Parameter Store throughput". That interactions count by parameter is from memory.

use super::{Context, Meter, MeterError, Service, Settings};
use crate::catalog::{KeySpec, Selector};
use crate::formula::symbol;
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::{Granularity, Period, Rate, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// How many calls a second the region admits.
    pub enum Throughput {
        /// The default, free for standard parameters.
        Standard "standard",
        /// More, and charged.
        Higher "higher",
    }
}

settings! {
    /// Parameters kept in Parameter Store.
    pub struct ParameterStore {
        /// Standard parameters, which are free.
        standard: Option<PerTraffic<Spread<Count>>> = None,
        /// Advanced parameters: up to 8 KB, with policies.
        advanced: Option<PerTraffic<Spread<Count>>> = None,
        /// `standard` or `higher`, a setting of the whole region.
        throughput: Throughput = Throughput::Standard,
        /// Interactions with standard parameters; each parameter of a call counts.
        standard_calls: Option<PerTraffic<Rate>> = None,
        /// Interactions with advanced parameters; each parameter of a call counts.
        advanced_calls: Option<PerTraffic<Rate>> = None,
        /// How long advanced parameters exist.
        running: Uptime = Uptime::Always,
    }
}

/// Parameters one account may have in a region.
const MOST_STANDARD: u32 = 10_000;
const MOST_ADVANCED: u32 = 100_000;
/// Interactions a second that a region admits at standard throughput.
const MOST_A_SECOND: u32 = 40;

impl Check for ParameterStore {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut fault = |field: &str, message: &str, help: &str| {
            let (message, help) = (message.to_owned(), Some(help.to_owned()));
            reader.fault("invalid-configuration", fields.place(field), message, help);
        };
        if more_than(MOST_STANDARD, self.standard.as_ref()) {
            let message = "a region has at most 10,000 standard parameters";
            fault("standard", message, "more than that have to be `advanced`");
        }
        if more_than(MOST_ADVANCED, self.advanced.as_ref()) {
            let message = "a region has at most 100,000 advanced parameters";
            fault("advanced", message, "spread them over accounts or regions");
        }
        if self.advanced.is_none() {
            for field in ["advanced_calls", "running"] {
                if fields.get(field).is_some() {
                    let message = format!("`{field}` has no meaning without advanced parameters");
                    fault(field, &message, "state how many under `advanced`");
                }
            }
        }
    }
}

fn more_than(most: u32, parameters: Option<&PerTraffic<Spread<Count>>>) -> bool {
    let mut counts = parameters.into_iter().flat_map(PerTraffic::values);
    counts.any(|count| count.high.amount() > Decimal::from(most))
}

const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AWSSystemsManager")
        .family(family)
        .usagetype(usagetype)
}

const ADVANCED: KeySpec = KeySpec::regional(
    "ssm.advanced.param",
    "Parameter Store advanced parameters",
    Unit::ParameterHour,
    product("AWS Systems Manager", "PS-Advanced-Param-Tier1"),
);
const ADVANCED_CALL: KeySpec = KeySpec::regional(
    "ssm.api.advanced",
    "Parameter Store calls, advanced",
    Unit::Call,
    product("API Request", "PS-Param-Processed-Tier2"),
);
const HIGHER_CALL: KeySpec = KeySpec::regional(
    "ssm.api.higher",
    "Parameter Store calls, higher throughput",
    Unit::Call,
    product("API Request", "PS-Param-Processed-Tier1"),
);

impl ParameterStore {
    /// Interactions a second in the busiest minutes, at standard throughput.
    fn busiest_second(&self, context: &Context<'_>) -> Result<Decimal, MeterError> {
        let Some(calls) = &self.standard_calls else {
            return Ok(Decimal::ZERO);
        };
        let calls = context.at(calls, "standard_calls")?;
        let workload = context.workload;
        let mean = context.events(calls, "call")
            / symbol(workload.month.counted_hours(), "h")
            / symbol(3_600, "s/h");
        let busiest = match calls.per {
            Period::Request | Period::Miss => {
                let busiest_hour = symbol(workload.profile.highest(), "busiest hour");
                mean * workload.burst_formula() * busiest_hour
            }
            _ => mean,
        };
        Ok(context.value(&busiest, "standard_calls")?.high)
    }
}

/// Refuses more calls, of all components together, than the region admits at standard throughput.
fn check_throughput(context: &Context<'_>) -> Result<(), MeterError> {
    let mut busiest = Decimal::ZERO;
    for peer in context.peers {
        if let Settings::ParameterStore(store) = &peer.settings
            && store.throughput == Throughput::Standard
        {
            let calls = store.busiest_second(context)?;
            busiest = busiest.saturating_add(calls);
        }
    }
    if busiest <= Decimal::from(MOST_A_SECOND) {
        return Ok(());
    }
    let message = format!(
        "{} calls a second in the busiest minutes of `{}`, where a region admits {MOST_A_SECOND} at \
         standard throughput",
        busiest.round_dp(1).normalize(),
        context.workload.level
    );
    let help = "state `throughput: higher`, which is charged per call, or fewer `standard_calls`: \
                functions keep a parameter for several requests";
    Err(MeterError::new("standard_calls", message, help))
}

impl Service for ParameterStore {
    const NAME: &'static str = "parameter_store";
    const TITLE: &'static str = "Parameter Store";
    const KEYS: &'static [KeySpec] = &[ADVANCED, ADVANCED_CALL, HIGHER_CALL];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        if let Some(advanced) = &self.advanced {
            let parameters = context.count(advanced, "advanced", "parameter")?;
            let hours = context.hours(&self.running, Granularity::WholeHours)?;
            meter.usage(&ADVANCED, parameters * hours);
        }
        if let Some(calls) = &self.advanced_calls {
            let calls = context.at(calls, "advanced_calls")?;
            meter.usage(&ADVANCED_CALL, context.events(calls, "call"));
        }
        let name = context.name;
        if self.standard.is_some() {
            meter.free(format!("`{name}`: standard parameters are free."));
        }
        if let Some(calls) = &self.standard_calls {
            let calls = context.at(calls, "standard_calls")?;
            match self.throughput {
                Throughput::Higher => meter.usage(&HIGHER_CALL, context.events(calls, "call")),
                Throughput::Standard => {
                    check_throughput(context)?;
                    meter.assume(format!(
                        "`{name}`: calls for standard parameters are free at standard throughput."
                    ));
                }
            }
        }
        Ok(())
    }
}
