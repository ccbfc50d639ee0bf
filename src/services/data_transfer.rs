//! Data transfer: out to the internet, between zones, to other regions. Inbound is free, and so is
//! the way to CloudFront.
//!
//! The tiers of internet transfer count all services of the region together, in binary gigabytes.
//! Between zones each end pays, so a gigabyte moved is metered twice: between instances, tasks and
//! other network interfaces, RDS and ElastiCache. S3, DynamoDB, SQS and ECR cost no transfer within
//! the region. Replication inside a Multi-AZ database costs none either, from memory. Source:
//! aws.amazon.com/ec2/pricing/on-demand, "Data Transfer".

mod zones;

pub use zones::{BetweenZones, Counts, InterZone};

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Measure, Percent, Size, Spread, Unit, show_spread};
use crate::workload::Volume;
use rust_decimal::Decimal;

keyword_setting! {
    /// Regions whose price is not that of most, seen from us-east-1.
    pub enum Destination {
        /// Any region with the common price.
        Most "most",
        /// Ohio, next to us-east-1.
        Ohio "us-east-2",
        /// Thailand.
        Thailand "ap-southeast-7",
    }
}

settings! {
    /// Data transfer of the architecture.
    pub struct DataTransfer {
        /// Data sent to the internet; the responses of all requests unless given.
        internet_out: Option<PerTraffic<Volume>> = None,
        /// Share of the responses that leave through CloudFront, which has its own price; the way
        /// there is free. `request.cdn_share` where the architecture has a distribution, or none, unless
        /// given.
        through_cloudfront: Option<Percent> = None,
        /// Data moved between availability zones, of which each end is charged; `as billed`, what both ends
        /// have on a bill.
        inter_zone: Option<PerTraffic<InterZone>> = None,
        /// Traffic of which a share crosses zones, because its ends are spread over them.
        between_zones: Option<BetweenZones> = None,
        /// Data sent to other regions.
        inter_region: Option<PerTraffic<Volume>> = None,
        /// Where that goes: `most`, or from us-east-1 `us-east-2` or `ap-southeast-7`, which have
        /// prices of their own.
        inter_region_to: Destination = Destination::Most,
    }
}

impl Check for DataTransfer {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut useless = |field: &str, when: &str| {
            if fields.get(field).is_some() {
                let message = format!("`{field}` has no meaning {when}");
                let place = fields.place(field);
                reader.fault("invalid-configuration", place, message, None);
            }
        };
        if self.internet_out.is_some() {
            useless("through_cloudfront", "beside `internet_out`");
        }
        if self.inter_region.is_none() {
            useless("inter_region_to", "without `inter_region`");
        }
    }
}

const fn product(
    usagetype: &'static str,
    kind: &'static [(&'static str, &'static str)],
) -> Selector {
    Selector::of("AWSDataTransfer")
        .family("Data Transfer")
        .usagetype(usagetype)
        .with(kind)
}

pub(crate) const OUT: KeySpec = KeySpec::regional(
    "dt.out.internet",
    "Data transfer to the internet",
    Unit::Gb,
    product(
        "DataTransfer-Out-Bytes",
        &[("transferType", "AWS Outbound"), ("toLocation", "External")],
    ),
);
pub(crate) const ZONES: KeySpec = KeySpec::regional(
    "dt.interaz",
    "Data transfer between zones",
    Unit::Gb,
    product(
        "DataTransfer-Regional-Bytes",
        &[("transferType", "IntraRegion")],
    )
    .twins(), // two SKUs of one price were seen
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
const OHIO: KeySpec = KeySpec::regional(
    "dt.interregion.ohio",
    "Data transfer to other regions, us-east-2",
    Unit::Gb,
    product(
        "USE2-AWS-Out-Bytes",
        &[("transferType", "InterRegion Outbound")],
    ),
);
/// Its usage type is not known.
const THAILAND: KeySpec = KeySpec::regional(
    "dt.interregion.thailand",
    "Data transfer to other regions, ap-southeast-7",
    Unit::Gb,
    Selector::of("AWSDataTransfer")
        .family("Data Transfer")
        .with(&[
            ("transferType", "InterRegion Outbound"),
            ("toLocation", "Asia Pacific (Thailand)"),
        ]),
);

impl Service for DataTransfer {
    const NAME: &'static str = "data_transfer";
    const TITLE: &'static str = "Data transfer";
    const KEYS: &'static [KeySpec] = &[OUT, ZONES, REGIONS, OHIO, THAILAND];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let out = self.internet_out(context, meter)?;
        meter.usage(&OUT, out);
        if let Some(volume) = &self.inter_zone {
            let volume = context.at(volume, "inter_zone")?;
            meter.usage(&ZONES, volume.charged(context));
            if volume.counts == Counts::Unstated {
                meter.assume(format!(
                    "`{}`: `inter_zone` is what moves, and each end is charged for it (`as moved`).",
                    context.name
                ));
            }
        }
        if let Some(between) = &self.between_zones {
            let gigabytes = context.gigabytes(context.at(&between.traffic, "between_zones")?);
            meter.usage(&ZONES, between.charged(gigabytes));
        }
        if let Some(volume) = &self.inter_region {
            let key = match self.inter_region_to {
                Destination::Most => &REGIONS,
                Destination::Ohio => &OHIO,
                Destination::Thailand => &THAILAND,
            };
            meter.usage(key, context.gigabytes(context.at(volume, "inter_region")?));
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
        let through_cloudfront = self.through_cloudfront.map(Spread::exact);
        let through_cloudfront = through_cloudfront.or_else(|| cdn_share(context));
        let Some(through_cloudfront) = through_cloudfront.filter(|p| !p.high.amount().is_zero())
        else {
            meter.assume(format!(
                "`{name}`: all responses leave to the internet (`internet_out` not given)."
            ));
            return Ok(all_responses(response));
        };
        let exactly =
            Percent::of(Decimal::ONE.saturating_sub(through_cloudfront.expected.amount()));
        let (shown, others) = match through_cloudfront.is_exact() {
            true => (exactly.to_string(), percent(Spread::exact(exactly))),
            false => {
                let others = symbol(100, "%").above(percent(through_cloudfront));
                ("the rest".to_owned(), others)
            }
        };
        meter.assume(format!(
            "`{name}`: {shown} of the responses leave to the internet directly, {} through CloudFront.",
            show_spread(&through_cloudfront)
        ));
        let kilobytes = kilobytes(response) * others / symbol(100, "%");
        Ok(in_gigabytes(kilobytes))
    }
}

fn percent(share: Spread<Percent>) -> Formula {
    let hundredths = |share: Percent| {
        let percent = share.amount().saturating_mul(Decimal::ONE_HUNDRED);
        percent.normalize()
    };
    spread(share.map(hundredths), Label::Symbol("%".into()))
}

/// The share of the responses that CloudFront serves by the request profile, where the architecture has a
/// distribution.
pub(super) fn cdn_share(context: &Context<'_>) -> Option<Spread<Percent>> {
    let share = context.workload.request.cdn_share?;
    context
        .peers
        .iter()
        .any(|peer| peer.is_distribution())
        .then_some(share)
}

/// What a distribution sends that does not say so: its share of the responses. `None` when the request
/// profile states no share.
///
/// # Errors
/// When the size of a response is not given.
pub(super) fn through_cdn(context: &Context<'_>) -> Result<Option<Formula>, MeterError> {
    let Some(share) = context.workload.request.cdn_share else {
        return Ok(None);
    };
    let response =
        context.response("to count what CloudFront sends of it (`request.cdn_share`)")?;
    Ok(Some(share_of_responses(response, share)))
}

/// Gigabytes of a share of the responses of the month.
pub(crate) fn share_of_responses(response: Spread<Size>, share: Spread<Percent>) -> Formula {
    in_gigabytes(kilobytes(response) * percent(share) / symbol(100, "%"))
}

/// Gigabytes of all responses of the month, which leave to the internet unless said otherwise.
pub(crate) fn all_responses(response: Spread<Size>) -> Formula {
    in_gigabytes(kilobytes(response))
}

fn kilobytes(response: Spread<Size>) -> Formula {
    spread(response.map(Size::kilobytes), Label::Symbol("KB".into()))
}

/// Of so many kilobytes for each request, the gigabytes of the month.
fn in_gigabytes(each: Formula) -> Formula {
    Formula::Requests * each / symbol(1_048_576, "KB/GB")
}
