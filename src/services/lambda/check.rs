//! What Lambda refuses.

use super::{Lambda, MOST_SECONDS, Runtime};
use crate::syntax::{Check, Fields, Reader};
use crate::units::Size;
use rust_decimal::Decimal;

/// Temporary storage that comes with every environment, and the most SnapStart works with.
const INCLUDED_STORAGE_MB: u32 = 512;

impl Check for Lambda {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.check_sizes(fields, reader);
        self.check_cold_starts(fields, reader);
        self.check_exclusions(fields, reader);
    }
}

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
