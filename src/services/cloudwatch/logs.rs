//! Logs: who writes them, what they cost to take in and to keep.
//!
//! With a retention period the stored amount is that of a steady state: as many days of logs as are
//! kept. AWS compresses logs before it meters their storage, by how much it does not say for a
//! given log; what is written is an upper bound.

use super::{CloudWatch, keys};
use crate::catalog::KeySpec;
use crate::formula::{Formula, Label, spread, symbol};
use crate::services::{Context, Meter, MeterError, OpenQuestion, Usage};
use crate::syntax::{Fields, Reader, keyword_setting, text_setting};
use crate::units::{Duration, Measure, Percent, Size, ValueError, show_spread};
use crate::warning::WarningCode;
use rust_decimal::Decimal;
use std::fmt;

keyword_setting! {
    /// Who writes the logs, and where they go.
    pub enum LogClass {
        /// Containers, instances and other applications; standard class.
        Standard "standard",
        /// Applications; infrequent-access class.
        InfrequentAccess "infrequent-access",
        /// Lambda functions; standard class.
        Lambda "lambda",
        /// Lambda functions; infrequent-access class.
        LambdaInfrequentAccess "lambda-infrequent-access",
        /// Other AWS services; standard class.
        Vended "vended",
        /// Other AWS services; infrequent-access class.
        VendedInfrequentAccess "vended-infrequent-access",
        /// Lambda functions and AWS services, delivered to S3.
        S3 "s3",
        /// Lambda functions and AWS services, delivered to Firehose.
        Firehose "firehose",
    }
}

impl LogClass {
    fn key(self) -> &'static KeySpec {
        match self {
            LogClass::Standard => &keys::INGEST,
            LogClass::InfrequentAccess => &keys::INGEST_IA,
            LogClass::Lambda | LogClass::Vended => &keys::VENDED,
            LogClass::LambdaInfrequentAccess | LogClass::VendedInfrequentAccess => &keys::VENDED_IA,
            LogClass::S3 => &keys::TO_S3,
            LogClass::Firehose => &keys::TO_FIREHOSE,
        }
    }

    /// Names what is taken in: logs of functions share their keys with those of other services.
    fn title(self) -> &'static str {
        match self {
            LogClass::Lambda => "CloudWatch log ingestion, Lambda",
            LogClass::LambdaInfrequentAccess => {
                "CloudWatch log ingestion, Lambda, infrequent access"
            }
            other => other.key().title,
        }
    }

    /// True for logs of Lambda functions, with the lines the platform writes.
    pub(super) fn is_of_functions(self) -> bool {
        match self {
            LogClass::Lambda
            | LogClass::LambdaInfrequentAccess
            | LogClass::S3
            | LogClass::Firehose => true,
            LogClass::Standard
            | LogClass::InfrequentAccess
            | LogClass::Vended
            | LogClass::VendedInfrequentAccess => false,
        }
    }

    /// False for logs that are only passed on.
    fn is_kept(self) -> bool {
        !matches!(self, LogClass::S3 | LogClass::Firehose)
    }
}

/// The retention periods a log group can have, in days.
const RETENTION_DAYS: &[u32] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// How long logs are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention(Duration);

impl Retention {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "a number of days, such as `30 days` or `365 days`";

    /// Reads `30 days`.
    ///
    /// # Errors
    /// [`ValueError`] for what is no length of time.
    pub fn parse(text: &str) -> Result<Retention, ValueError> {
        let time = Duration::parse(text).map_err(|error| error.expecting(Self::ACCEPTED));
        time.map(Retention)
    }

    /// The period in days.
    #[must_use]
    pub fn days(self) -> Decimal {
        let days = self.0.hours().checked_div(Decimal::from(24));
        days.unwrap_or_default().normalize()
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

text_setting!(Retention);

impl CloudWatch {
    pub(super) fn check_logs(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut refuse = |field: &str, message: String, help: Option<&str>| {
            let help = help.map(str::to_owned);
            reader.fault("invalid-configuration", fields.place(field), message, help);
        };
        let given = |field: &str| fields.get(field).is_some();
        for field in ["log_class", "retention"] {
            if given(field) && !given("logs") {
                let message = format!("`{field}` has no meaning without `logs`");
                let help = "state `logs`, the amount written, or `logs: from requests` with `request.logs`";
                refuse(field, message, Some(help));
            }
        }
        if given("retention") && given("logs_stored") {
            let message = "the stored amount is given twice".to_owned();
            let help = "give `retention` to have it worked out, or `logs_stored`";
            refuse("logs_stored", message, Some(help));
        }
        if given("compressed_to") && !given("retention") {
            let message = "`compressed_to` has no meaning without `retention`".to_owned();
            let help = "`logs_stored` is the amount as stored";
            refuse("compressed_to", message, Some(help));
        }
        for field in ["retention", "logs_stored", "logs_queried"] {
            if given(field) && !self.log_class.is_kept() {
                let message = format!(
                    "`{field}` has no meaning with `log_class: {}`, which keeps no logs here",
                    self.log_class
                );
                refuse(field, message, Some("what is kept there is charged there"));
            }
        }
        if let Some(retention) = self.retention {
            let wanted = retention.days();
            let possible = |days: &&u32| Decimal::from(**days) >= wanted;
            let next = RETENTION_DAYS.iter().find(possible);
            if next.is_none_or(|next| Decimal::from(*next) != wanted) {
                let message = format!("a log group can't keep logs for {retention}");
                let next = match next {
                    Some(1) => "the shortest period is 1 day".to_owned(),
                    Some(days) => format!("the next period above is {days} days"),
                    None => "the longest period is 3653 days, but for ever".to_owned(),
                };
                let place = fields.place("retention");
                reader.fault("no-such-size", place, message, Some(next));
            }
        }
    }

    pub(super) fn meter_logs(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        if let Some(logs) = &self.logs {
            let written = self.written(context.at(logs, "logs")?, context, meter);
            let class = self.log_class;
            meter.usage_titled(class.key(), class.title(), written.clone());
            match self.retention {
                Some(retention) => self.meter_retention(retention, written, context, meter),
                None if self.logs_stored.is_none() && self.log_class.is_kept() => {
                    meter.ask(kept_for_ever(context.name, written));
                }
                None => {}
            }
        }
        if let Some(stored) = &self.logs_stored {
            let gigabytes = context.at(stored, "logs_stored")?.map(Size::gigabytes);
            meter.usage(&keys::STORED, spread(gigabytes, Label::Symbol("GB".into())));
        }
        if let Some(queried) = &self.logs_queried {
            let gigabytes = context.gigabytes(context.at(queried, "logs_queried")?);
            meter.usage(&keys::QUERIED, gigabytes);
        }
        Ok(())
    }

    /// What is stored when as much is dropped as is written.
    fn meter_retention(
        &self,
        retention: Retention,
        written: Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) {
        let month = symbol(context.workload.month.counted_hours(), "h");
        let kept = symbol(retention.days(), "days") * symbol(24, "h/day");
        let mut stored = written * kept / month;
        let percent = |share: Percent| {
            let percent = share.amount().saturating_mul(Decimal::ONE_HUNDRED);
            percent.normalize()
        };
        let share = self.compressed_to.map(percent);
        if !share.is_exact() || share.expected != Decimal::ONE_HUNDRED {
            stored = stored * spread(share, Label::Symbol("%".into())) / symbol(100, "%");
        }
        meter.usage(&keys::STORED, stored);
        meter.assume(format!(
            "`{}`: logs are kept for {retention} and have been written at this rate for as long; \
             stored, they take {} of what was written.",
            context.name,
            show_spread(&self.compressed_to)
        ));
    }
}

/// Logs without a retention period: what is stored grows by what is written in each month.
fn kept_for_ever(name: &str, written: Formula) -> OpenQuestion {
    let message = format!(
        "`{name}`: storage of logs is not counted, and grows every month without a retention period; \
         the amount is that of the twelfth month"
    );
    let code = WarningCode::LogStorageNotCounted;
    let stored = written * symbol(12, "months");
    let settled_by = format!("`{name}.retention` or `{name}.logs_stored`");
    OpenQuestion::new(name, code, message, settled_by).adding(vec![Usage::new(
        &keys::STORED,
        &[],
        stored,
    )])
}
