//! Response streaming: each gigabyte beyond the first 6 MB of a response.
//!
//! Source: aws.amazon.com/lambda/pricing, "Lambda HTTP Response Stream Pricing"; the largest
//! response from the Lambda developer guide, "Response streaming for Lambda functions".

use super::Lambda;
use super::keys::Keys;
use crate::formula::{Formula, Label, spread, symbol};
use crate::services::{Context, Meter, MeterError};
use crate::units::Size;
use rust_decimal::Decimal;

/// The part of each response that is free of charge.
const FREE_MB: u32 = 6;
/// The largest response that can be streamed.
const LARGEST_MB: u32 = 200;

impl Lambda {
    /// States what is streamed beyond the free part of each response.
    pub(super) fn streamed(
        &self,
        context: &Context<'_>,
        keys: &'static Keys,
        invocations: Formula,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        if !self.response_streaming {
            return Ok(());
        }
        let response = match self.response {
            Some(response) => response,
            None => context.response("for response streaming")?,
        };
        let megabytes = response.map(Size::megabytes);
        if megabytes.high > Decimal::from(LARGEST_MB) {
            let message = format!("a streamed response has at most {LARGEST_MB} MB");
            let help = "lower `response`, or `request.response` if it comes from there";
            return Err(MeterError::new("response", message, help));
        }
        if megabytes.high <= Decimal::from(FREE_MB) {
            let name = context.name;
            meter.assume(format!(
                "`{name}`: streaming is free up to {FREE_MB} MB of each response."
            ));
            return Ok(());
        }
        let response = spread(megabytes, Label::Symbol("MB".into()));
        let charged = response.above(symbol(FREE_MB, "MB"));
        let gigabytes = invocations * charged / symbol(1_024, "MB/GB");
        meter.usage(&keys.streamed, gigabytes);
        Ok(())
    }
}
