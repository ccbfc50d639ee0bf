//! Why a text is no saved estimate.

use crate::units::ArithmeticError;

/// Why a text is no saved estimate.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SavedError {
    /// It is not the JSON of one.
    #[error("{name} can't be read as a saved estimate: {problem}; `{REMEDY}` writes one")]
    Unreadable {
        /// The file.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// It is another document of this program.
    #[error("{name} is `{schema}`, not a saved estimate; `{REMEDY}` writes one")]
    OtherDocument {
        /// The file.
        name: String,
        /// Its schema.
        schema: String,
    },
    /// A newer program wrote it.
    #[error(
        "{name} is `{schema}`, which a newer breakeven wrote; this one reads up to `{known}`: update \
         it, or save the estimate with this one: `{REMEDY}`"
    )]
    Newer {
        /// The file.
        name: String,
        /// Its schema.
        schema: String,
        /// The newest schema of the kind that is read.
        known: String,
    },
    /// Its charges are not its total.
    #[error(
        "{name}: the charges of `{architecture}` at `{traffic}` do not add up to their total; it was \
         changed after it was written: save it again with `{REMEDY}`"
    )]
    DoesNotAddUp {
        /// The file.
        name: String,
        /// The architecture.
        architecture: String,
        /// The traffic level.
        traffic: String,
    },
    /// A sum does not fit.
    #[error("{name}: {error}; save it again with `{REMEDY}`")]
    Arithmetic {
        /// The file.
        name: String,
        /// Why.
        error: ArithmeticError,
    },
}

const REMEDY: &str = "breakeven estimate FILE --save baseline.json";
