//! Warnings as JSON.

use super::text;
use crate::warning::Warning;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct WarningJson<'r> {
    code: &'static str,
    message: &'r str,
    monthly_amount: Option<String>,
    /// The amount is in the monthly cost already.
    #[serde(skip_serializing_if = "is_false")]
    included: bool,
    /// The scenario accepts warnings of this code.
    #[serde(skip_serializing_if = "is_false")]
    accepted: bool,
    settled_by: Option<&'r str>,
}

/// For serde, which passes references.
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

pub(super) fn warning(warning: &Warning) -> WarningJson<'_> {
    WarningJson {
        code: warning.code.code(),
        message: &warning.message,
        monthly_amount: warning.amount.map(|amount| text(amount.amount())),
        included: warning.is_included,
        accepted: warning.is_accepted,
        settled_by: warning.settled_by.as_deref(),
    }
}
