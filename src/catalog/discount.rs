//! Negotiated discounts: a percentage off what is billed on demand.

use crate::syntax::{Check, settings};
use crate::units::Percent;

settings! {
    /// A discount agreed with AWS, on what no commitment covers: usage on demand, and on Spot. The fees of
    /// commitments are not discounted. Discounts on one service and on all apply one after the other.
    pub struct Discount {
        /// The service it is for, such as `fargate`; all of AWS's unless given.
        service: Option<String> = None,
        /// How much less than the list price is paid.
        discount: Percent,
        /// Where it is agreed; shown with every line it touches. Under `prices` the source given
        /// there, unless it has its own.
        source: Option<String> = None,
    }
}

impl Check for Discount {}
