//! What a scenario leaves open, and the usage an answer would add.

use super::Usage;
use crate::warning::WarningCode;

/// Something a scenario leaves open. A service states what an answer would use; only rating knows
/// what that costs.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenQuestion {
    /// The component it is about, the first of several.
    pub component: String,
    /// What is warned of.
    pub code: WarningCode,
    /// What is open, as a sentence; the amount is said by the report.
    pub message: String,
    /// The settings that answer it, as in `--set architectures.NAME.components.…`.
    pub settled_by: String,
    /// Usage the answer would add, in each of several ways to give it; the cheapest counts.
    pub answers: Vec<Vec<Usage>>,
}

impl OpenQuestion {
    /// A question without a known answer.
    pub fn new(
        component: &str,
        code: WarningCode,
        message: impl Into<String>,
        settled_by: impl Into<String>,
    ) -> OpenQuestion {
        OpenQuestion {
            component: component.to_owned(),
            code,
            message: message.into(),
            settled_by: settled_by.into(),
            answers: Vec::new(),
        }
    }

    /// With what one way to answer it would use.
    #[must_use]
    pub fn adding(mut self, usage: Vec<Usage>) -> OpenQuestion {
        self.answers.push(usage);
        self
    }
}
