//! Data transfer: out to the internet, between zones, to other regions. Inbound is free.
//!
//! The tiers of internet transfer count all services of the region together, in binary gigabytes.
//! Between zones each end pays, so a gigabyte moved is metered twice. Source:
//! aws.amazon.com/ec2/pricing/on-demand, "Data Transfer".

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, PerTraffic, settings};
use crate::units::{Size, Unit};
use crate::workload::Volume;

settings! {
    /// Data transfer of the architecture.
    pub struct DataTransfer {
        /// Data sent to the internet; the responses of all requests unless given.
        internet_out: Option<PerTraffic<Volume>> = None,
        /// Data moved between availability zones; each end is charged.
        inter_zone: Option<PerTraffic<Volume>> = None,
        /// Data sent to other regions, at the price of most destinations.
        inter_region: Option<PerTraffic<Volume>> = None,
    }
}

impl Check for DataTransfer {}

const fn product(
    usagetype: &'static str,
    kind: &'static [(&'static str, &'static str)],
) -> Selector {
    Selector::of("AWSDataTransfer")
        .family("Data Transfer")
        .usagetype(usagetype)
        .with(kind)
}

const OUT: KeySpec = KeySpec::regional(
    "dt.out.internet",
    "Data transfer to the internet",
    Unit::Gb,
    product(
        "DataTransfer-Out-Bytes",
        &[("transferType", "AWS Outbound"), ("toLocation", "External")],
    ),
);
const ZONES: KeySpec = KeySpec::regional(
    "dt.interaz",
    "Data transfer between zones",
    Unit::Gb,
    product(
        "DataTransfer-Regional-Bytes",
        &[("transferType", "IntraRegion")],
    ),
);
/// Oregon stands for the destinations that share the common price.
const REGIONS: KeySpec = KeySpec::regional(
    "dt.interregion.default",
    "Data transfer to other regions",
    Unit::Gb,
    product(
        "USW2-AWS-Out-Bytes",
        &[("transferType", "InterRegion Outbound")],
    ),
);

impl Service for DataTransfer {
    const NAME: &'static str = "data_transfer";
    const TITLE: &'static str = "Data transfer";
    const KEYS: &'static [KeySpec] = &[OUT, ZONES, REGIONS];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let out = self.internet_out(context, meter)?;
        meter.usage(&OUT, out);
        if let Some(volume) = &self.inter_zone {
            let gigabytes = context.gigabytes(context.at(volume, "inter_zone")?);
            meter.usage(&ZONES, gigabytes * symbol(2, "ends"));
        }
        if let Some(volume) = &self.inter_region {
            meter.usage(
                &REGIONS,
                context.gigabytes(context.at(volume, "inter_region")?),
            );
        }
        Ok(())
    }
}

impl DataTransfer {
    fn internet_out(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<Formula, MeterError> {
        if let Some(volume) = &self.internet_out {
            return Ok(context.gigabytes(context.at(volume, "internet_out")?));
        }
        let response = context.response("to count data sent to the internet")?;
        let name = context.name;
        meter.assume(format!(
            "`{name}`: all responses leave to the internet (`internet_out` not given)."
        ));
        let kilobytes = spread(response.map(Size::kilobytes), Label::Symbol("KB".into()));
        Ok(Formula::Requests * kilobytes / symbol(1_048_576, "KB/GB"))
    }
}
