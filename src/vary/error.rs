//! Why variants of a scenario can't be compared.

use crate::catalog::CatalogError;
use crate::estimate::EstimateError;
use crate::syntax::Faults;
use crate::units::ArithmeticError;

/// Why a setting can't be varied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum VaryError {
    /// The values of the axis make no sense.
    #[error("{path}: {problem}")]
    Axis {
        /// The path.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// A value can't stand in the scenario.
    #[error("{path} = {text}: {faults}")]
    Refused {
        /// The path.
        path: String,
        /// The value.
        text: String,
        /// What is wrong, with the value as a source of its own.
        faults: Box<Faults>,
    },
    /// The scenario can't be priced with a value.
    #[error("{path} = {text}: {error}")]
    Estimate {
        /// The path.
        path: String,
        /// The value.
        text: String,
        /// Why.
        error: Box<EstimateError>,
    },
    /// The scenario can't be priced as it stands.
    #[error(transparent)]
    Scenario(#[from] EstimateError),
    /// Prices can't be had.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// All architectures cost the same with every value.
    #[error(
        "{path}: nothing changes between {from} and {to}: at `{traffic}` no architecture costs more or less \
         there, perhaps because all of it is free or below the least capacity; more traffic may show more"
    )]
    NothingChanges {
        /// The path.
        path: String,
        /// The first value.
        from: String,
        /// The last.
        to: String,
        /// The traffic level.
        traffic: String,
    },
    /// Without the values that are not valid, too few are left.
    #[error(
        "{path}: {valid} of {all} values can stand in the scenario; the first that can't, {text}: {why}"
    )]
    TooFew {
        /// The path.
        path: String,
        /// How many are valid.
        valid: usize,
        /// Of how many.
        all: usize,
        /// The first that is not.
        text: String,
        /// Why.
        why: String,
    },
    /// A figure does not fit.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
}

impl VaryError {
    /// True when one value is the reason, and another may do: a size AWS does not sell, a setting that
    /// does not fit beside it. A missing price is never a reason to leave a value out.
    #[must_use]
    pub fn is_about_the_value(&self) -> bool {
        match self {
            VaryError::Refused { faults, .. } => {
                let lost = |fault: &crate::syntax::Fault| {
                    fault.code == "bad-path" || fault.message.starts_with("unknown key")
                };
                !faults.faults().iter().any(lost)
            }
            VaryError::Estimate { error, .. } => matches!(
                error.as_ref(),
                EstimateError::Meter { .. } | EstimateError::Purchase { .. }
            ),
            _ => false,
        }
    }

    /// The reason without the path and the value.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            VaryError::Refused { faults, .. } => {
                let first = faults.faults().first();
                first.map_or_else(|| faults.to_string(), |fault| fault.message.clone())
            }
            VaryError::Estimate { error, .. } => match error.as_ref() {
                EstimateError::Meter { error, .. } => error.message.clone(),
                error => error.to_string(),
            },
            error => error.to_string(),
        }
    }
}
