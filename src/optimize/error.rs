//! Why a search has no answer.

use crate::catalog::CatalogError;
use crate::estimate::EstimateError;
use crate::syntax::Faults;
use crate::units::ArithmeticError;

/// Why a search has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OptimizeError {
    /// A value to try can't be read, or the scenario can't.
    #[error(transparent)]
    Faults(#[from] Faults),
    /// An architecture or traffic level is not there, or a figure does not fit.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    /// A sum does not fit.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
    /// There are no prices of a region.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// Nothing varies.
    #[error(
        "nothing of {architectures} varies; name settings under `optimize`, such as \
         `vary: [{{ setting: architectures.NAME.components.NAME.memory, values: [512 MB, 1 GB] }}]`"
    )]
    NothingVaries {
        /// The architectures selected.
        architectures: String,
    },
    /// Settings that depend on each other have too many combinations.
    #[error(
        "`{architecture}`: {settings} depend on each other and have {combinations} combinations; at \
         most {most} can be priced: give some of them fewer values under `optimize.vary`, such as \
         `values: [512 MB, 1 GB]`"
    )]
    TooManyTogether {
        /// The architecture.
        architecture: String,
        /// The settings.
        settings: String,
        /// Their combinations.
        combinations: String,
        /// The most that are priced.
        most: String,
    },
    /// There are too many configurations.
    #[error(
        "`{architecture}` has {count}; at most {most} are looked at: give some settings fewer values"
    )]
    TooMany {
        /// The architecture.
        architecture: String,
        /// How many.
        count: String,
        /// The most.
        most: String,
    },
    /// The search as a whole has too much to do.
    #[error(
        "the search has {count} {what}; at most {most} are looked at: select some of it with \
         --architecture and --traffic, or give settings fewer values, such as `values: [512 MB, 1 GB]`"
    )]
    TooManyInAll {
        /// Its configurations, or what of them is priced one by one.
        what: &'static str,
        /// How many.
        count: String,
        /// The most.
        most: String,
    },
    /// No configuration can be priced to start from.
    #[error(
        "`{architecture}`: neither what is stated nor the first {tried} configurations can be priced, so \
         there is nothing to compare with: {why}"
    )]
    NoStart {
        /// The architecture.
        architecture: String,
        /// How many were tried.
        tried: usize,
        /// Why the last one can't.
        why: String,
    },
    /// A configuration priced in full costs something else. A mistake in this program: nothing is shown.
    #[error(
        "`{architecture}` with {changes} was found to cost {found}, and costs {exact} when it is priced \
         in full; this is a mistake in breakeven, please report it"
    )]
    Disagrees {
        /// The architecture.
        architecture: String,
        /// The configuration.
        changes: String,
        /// The cost found.
        found: String,
        /// The cost in full.
        exact: String,
    },
}
