//! The amount of logs written: as stated, or what the requests write.
//!
//! Lambda adds three lines to each invocation, START, END and REPORT, of 300 to 400 bytes together (from
//! memory; the developer guide, "Sending Lambda function logs to CloudWatch Logs", shows them).

use super::{CloudWatch, LogClass};
use crate::formula::{Formula, Label, spread, symbol};
use crate::services::{Context, Meter, Settings};
use crate::syntax::{Node, Reader, Setting, text_of, text_schema};
use crate::units::{Size, Spread, show_spread};
use crate::workload::{Period, Volume};
use rust_decimal::Decimal;
use serde_json::Value;

/// Logs written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Logs {
    /// What the request profile says each request writes.
    FromRequests,
    /// An amount.
    Stated(Volume),
}

const FROM_REQUESTS: &str = "from requests";

/// What the application writes with a request, and Lambda with an invocation, in bytes, where nothing says
/// so.
const USUAL_BYTES: u32 = 1_024;
const PLATFORM_BYTES: u32 = 400;

impl Logs {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "an amount of data, such as `10 GB` (a month), `1 KB per \
         request` or `2 GB per day`, or `from requests`";
}

impl Setting for Logs {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = text_of(node, Logs::ACCEPTED, reader)?;
        if text.split_whitespace().eq(FROM_REQUESTS.split(' ')) {
            return Some(Logs::FromRequests);
        }
        if let Err(error) = Volume::parse(text) {
            reader.bad_value(node, &error.expecting(Logs::ACCEPTED));
            return None;
        }
        Volume::read(node, reader).map(Logs::Stated)
    }

    fn write(&self) -> Node {
        match self {
            Logs::FromRequests => Node::scalar(FROM_REQUESTS),
            Logs::Stated(volume) => volume.write(),
        }
    }

    fn schema() -> Value {
        text_schema(Logs::ACCEPTED, false)
    }
}

impl CloudWatch {
    /// Gigabytes written in the month.
    pub(super) fn written(&self, logs: &Logs, context: &Context<'_>, meter: &mut Meter) -> Formula {
        let volume = match logs {
            Logs::Stated(volume) => return context.gigabytes(volume),
            Logs::FromRequests => Volume {
                size: context.workload.request.logs.unwrap_or(usual()),
                per: Period::Request,
            },
        };
        let name = context.name;
        if context.workload.request.logs.is_none() {
            meter.assume(format!(
                "`{name}`: a request writes {} of logs (`request.logs` not given).",
                show_spread(&volume.size)
            ));
        }
        let application = context.gigabytes(&volume);
        match self.platform_lines(context) {
            Some(platform) => {
                meter.assume(format!(
                    "`{name}`: Lambda adds {PLATFORM_BYTES} bytes to each invocation."
                ));
                application + platform
            }
            None => application,
        }
    }

    /// Gigabytes that Lambda writes, where these are logs of functions that run with the requests.
    fn platform_lines(&self, context: &Context<'_>) -> Option<Formula> {
        if !LogClass::is_of_functions(self.log_class) {
            return None;
        }
        let functions = context
            .peers
            .iter()
            .filter_map(|peer| match &peer.settings {
                Settings::Lambda(function) if function.runs_with_requests() => Some(function),
                _ => None,
            });
        let invocations = functions.map(|f| context.occurrences(&f.invocations, "invocation"));
        let invocations = invocations.reduce(|sum, more| sum + more)?;
        let each = spread(
            Spread::exact(Decimal::from(PLATFORM_BYTES)),
            Label::Symbol("B".into()),
        );
        Some(invocations * each / symbol(1_u64 << 30, "B/GB"))
    }
}

fn usual() -> Spread<Size> {
    use crate::units::Measure;
    Spread::exact(Size::of(Decimal::from(USUAL_BYTES)))
}
