//! What Lambda refuses: sizes, features that exclude each other, and requests it can't serve.
//!
//! A function has a share of a vCPU: memory ÷ 1,769 MB. So what a request takes of a vCPU is at most its
//! duration times that share. Sources: Lambda developer guide, "Configure Lambda function memory",
//! "Lambda quotas" (6 MB for requests and responses), "Configuring reserved concurrency".

use super::{Lambda, MOST_SECONDS, Runtime};
use crate::formula::{Conditions, Formula, symbol};
use crate::services::{Context, MeterError};
use crate::syntax::{Check, Fields, Reader};
use crate::units::number::grouped;
use crate::units::{Case, Duration, Measure, Size};
use crate::workload::FULL_VCPU_MB;
use rust_decimal::Decimal;

/// Temporary storage that comes with every environment, and the most SnapStart works with.
const INCLUDED_STORAGE_MB: u32 = 512;

impl Check for Lambda {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.check_sizes(fields, reader);
        self.check_cold_starts(fields, reader);
        self.check_exclusions(fields, reader);
        self.check_limits(fields, reader);
    }
}

/// The largest request and response of a function that is called and waited for.
const LARGEST_PAYLOAD_MB: u32 = 6;

/// What AWS keeps of an account's concurrency for functions without a reservation.
const UNRESERVED: u32 = 100;

/// Stated figures are rounded: a hundredth above a bound is still at the bound.
const ROUNDED: Decimal = Decimal::from_parts(101, 0, 0, false, 2);

/// An environment lives a day at most: AWS replaces them long before.
const LONGEST_LIFE_HOURS: u32 = 24;

impl Lambda {
    fn check_sizes(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut range = |field: &str, value: Decimal, low: u32, high: u32, what: String| {
            if value < Decimal::from(low) || value > Decimal::from(high) {
                let help = Some(format!("AWS accepts {what}"));
                let message = format!("`{field}` is out of range: {value} {}", unit(field));
                reader.fault("no-such-size", fields.place(field), message, help);
            }
        };
        let megabytes = self.memory.megabytes();
        range(
            "memory",
            megabytes,
            128,
            10_240,
            "128 MB to 10,240 MB".to_owned(),
        );
        if let Some(storage) = self.ephemeral_storage {
            let what = "512 MB to 10,240 MB".to_owned();
            range("ephemeral_storage", storage.megabytes(), 512, 10_240, what);
        }
        if let Some(init) = self.init {
            let what = format!("up to {MOST_SECONDS} s");
            range("init", init.high.seconds(), 0, MOST_SECONDS, what);
        }
        if !megabytes.fract().is_zero() {
            let message = "memory comes in whole megabytes".to_owned();
            reader.fault("no-such-size", fields.place("memory"), message, None);
        }
    }

    fn check_cold_starts(&self, fields: &Fields<'_>, reader: &mut Reader) {
        match &self.snap_start {
            None if self.cold_starts.is_some() && self.init.is_none() => {
                let message = "`cold_starts` needs `init`, the time a cold start takes".to_owned();
                reader.fault("missing-key", fields.place("cold_starts"), message, None);
            }
            Some(snapshot) if snapshot.runtime != Runtime::Java && self.cold_starts.is_none() => {
                let message = "`snap_start` needs `cold_starts`".to_owned();
                let help = "the share of invocations that restore a snapshot, such as `1%`";
                let place = fields.place("snap_start");
                reader.fault("missing-key", place, message, Some(help.to_owned()));
            }
            _ => {}
        }
    }

    /// How long environments live, and how many there may be.
    fn check_limits(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let lives = [
            ("idle_lifetime", self.idle_lifetime),
            ("environment_life", self.environment_life),
        ];
        for (field, life) in lives {
            let place = fields.place(field);
            if life.amount().is_zero() || life.hours() > Decimal::from(LONGEST_LIFE_HOURS) {
                let message = format!("`{field}: {life}`: an environment lives for some time");
                let help = format!("more than nothing, and {LONGEST_LIFE_HOURS} h at most");
                reader.fault("bad-value", place, message, Some(help));
            } else if fields.get(field).is_some() && self.cold_starts.is_some() {
                let message = format!("`{field}` has no meaning beside `cold_starts`");
                let help = Some("leave `cold_starts` out to have it worked out".to_owned());
                reader.fault("invalid-configuration", place, message, help);
            }
        }
        let limits = [
            ("reserved_concurrency", self.reserved_concurrency),
            ("account_concurrency", Some(self.account_concurrency)),
        ];
        for (field, limit) in limits {
            let Some(limit) = limit.map(|limit| limit.amount()) else {
                continue;
            };
            if limit < Decimal::ONE || !limit.fract().is_zero() {
                let message = format!("`{field}`: a whole number, one at least");
                let help = Some("with none, every invocation is refused".to_owned());
                reader.fault("bad-value", fields.place(field), message, help);
                return;
            }
        }
        let Some(reserved) = self.reserved_concurrency.map(|limit| limit.amount()) else {
            return;
        };
        let account = self.account_concurrency.amount();
        if reserved > account.saturating_sub(Decimal::from(UNRESERVED)) {
            let message = format!(
                "`reserved_concurrency: {reserved}` leaves less than {UNRESERVED} of the account's \
                 {account} to other functions"
            );
            let help =
                Some("reserve less, or state the account's `account_concurrency`".to_owned());
            let place = fields.place("reserved_concurrency");
            reader.fault("invalid-configuration", place, message, help);
        }
        let kept = self.provisioned_concurrency.as_ref();
        let mut kept = kept.into_iter().flat_map(|kept| kept.environments.values());
        if kept.any(|kept| kept.high.amount() > reserved) {
            let message = format!("more environments are kept ready than the {reserved} reserved");
            let help = Some("raise `reserved_concurrency`, or keep fewer".to_owned());
            let place = fields.place("provisioned_concurrency");
            reader.fault("invalid-configuration", place, message, help);
        }
    }

    /// What a request of the profile can't be, served by this function.
    pub(super) fn check_request(&self, context: &Context<'_>) -> Result<(), MeterError> {
        if !self.serves_requests() {
            return Ok(());
        }
        let request = &context.workload.request;
        let sizes = [
            ("payload", request.payload, true),
            ("response", request.response, !self.response_streaming),
        ];
        for (field, size, is_limited) in sizes {
            let large = size.is_some_and(|s| s.high.megabytes() > LARGEST_PAYLOAD_MB.into());
            if is_limited && large {
                return Err(MeterError {
                    field: None,
                    message: format!(
                        "`request.{field}`: a function takes requests and gives responses of up to \
                         {LARGEST_PAYLOAD_MB} MB"
                    ),
                    help: "send larger bodies past it, by way of S3, or stream the responses \
                           (`response_streaming: true`)"
                        .to_owned(),
                });
            }
        }
        let (Some(duration), Some(cpu_time)) = (request.duration, request.cpu_time) else {
            return Ok(());
        };
        // The same request on a function: with its share of a vCPU it can't have used more.
        let share = symbol(self.memory.megabytes(), "MB") / symbol(FULL_VCPU_MB, "MB/vCPU");
        let bound = symbol(duration.high.amount(), "ms") * share;
        let value = |formula: &Formula| {
            let conditions = Conditions::at(Decimal::ZERO, Case::Expected);
            formula.value(conditions).ok()
        };
        let allowed = value(&(bound.clone() * symbol(ROUNDED, "rounded")));
        let (Some(bound), Some(allowed)) = (value(&bound), allowed) else {
            return Ok(());
        };
        if cpu_time.low.amount() <= allowed {
            return Ok(());
        }
        let message = format!(
            "a request takes {} of a vCPU, but a function of {} has {} of one in {} at most (memory ÷ \
             {} MB)",
            cpu_time.low,
            self.memory,
            Duration::of(bound.round_dp(2)),
            duration.high,
            grouped(FULL_VCPU_MB.into()),
        );
        let help = "one of them is measured wrong: lower `request.cpu_time`, or state a longer \
                    `duration` or more `memory` for the function";
        Err(MeterError::new("memory", message, help))
    }

    /// Features that exclude each other, and keys without a meaning.
    fn check_exclusions(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut refuse = |field: &str, message: &str| {
            let place = fields.place(field);
            reader.fault("invalid-configuration", place, message.to_owned(), None);
        };
        let provisioned = self.provisioned_concurrency.is_some();
        let large = |storage: Size| storage.megabytes() > Decimal::from(INCLUDED_STORAGE_MB);
        if self.snap_start.is_some() {
            if provisioned {
                let message = "SnapStart and provisioned concurrency exclude each other";
                refuse("provisioned_concurrency", message);
            }
            if self.ephemeral_storage.is_some_and(large) {
                let message = "SnapStart works with 512 MB of ephemeral storage at most";
                refuse("ephemeral_storage", message);
            }
        }
        if self.tenant_environments.is_some() && (self.snap_start.is_some() || provisioned) {
            let message = "tenant isolation excludes SnapStart and provisioned concurrency";
            refuse("tenant_environments", message);
        }
        if self.response.is_some() && !self.response_streaming {
            let message = "`response` has no meaning without `response_streaming`";
            refuse("response", message);
        }
    }
}

fn unit(field: &str) -> &'static str {
    if field == "init" { "s" } else { "MB" }
}
