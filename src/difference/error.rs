//! Why two sides can't be compared.

use crate::catalog::CatalogError;
use crate::units::ArithmeticError;

/// Why two sides can't be compared.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DifferenceError {
    /// The bills are in two currencies.
    #[error("{base} is in {base_currency} and {head} in {head_currency}, which are never mixed")]
    Currencies {
        /// The one side.
        base: String,
        /// Its currency.
        base_currency: String,
        /// The other side.
        head: String,
        /// Its currency.
        head_currency: String,
    },
    /// Neither side has such an architecture or traffic level.
    #[error("neither side has the {what} `{name}`; there are {known}")]
    Unknown {
        /// `architecture` or `traffic level`.
        what: &'static str,
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A price can't be read.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A difference does not fit.
    #[error("the difference can't be computed: {0}")]
    Arithmetic(#[from] ArithmeticError),
}
