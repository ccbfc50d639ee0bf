//! What a scenario leaves open, and the usage an answer would add.

use super::{MeterError, Usage};
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
    /// Usage stated now that would end with any of the answers.
    pub replaced: Vec<Usage>,
    /// True when what would be added is part of the stated usage already.
    pub is_included: bool,
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
            replaced: Vec::new(),
            is_included: false,
        }
    }

    /// Whether one task or pod is enough, against a second one that uses as much.
    pub(super) fn second_of(
        component: &str,
        noun: &str,
        field: &str,
        usage: Vec<Usage>,
    ) -> OpenQuestion {
        let message = format!(
            "`{component}` may run as a single {noun}, without redundancy; the amount is for a \
             second {noun}"
        );
        let settled_by = format!("`{component}.{field}`");
        OpenQuestion::new(component, WarningCode::SingleTask, message, settled_by).adding(usage)
    }

    /// With what one way to answer it would use.
    #[must_use]
    pub fn adding(mut self, usage: Vec<Usage>) -> OpenQuestion {
        self.answers.push(usage);
        self
    }

    /// With usage stated now that would end with any of the answers.
    #[must_use]
    pub fn in_place_of(mut self, usage: impl IntoIterator<Item = Usage>) -> OpenQuestion {
        self.replaced.extend(usage);
        self
    }

    /// About usage that is stated, and would go away with the settings named.
    #[must_use]
    pub fn included(mut self, usage: Vec<Usage>) -> OpenQuestion {
        self.is_included = true;
        self.adding(usage)
    }

    /// Without what it would add, for the reason given.
    #[must_use]
    pub(super) fn without_amount(mut self, why: &MeterError) -> OpenQuestion {
        self.message.push_str(&format!(" ({why})"));
        self.answers.clear();
        self
    }
}
