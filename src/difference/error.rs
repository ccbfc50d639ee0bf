//! Why two sides can't be compared.

use crate::catalog::CatalogError;
use crate::units::ArithmeticError;

/// Why two sides can't be compared.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DifferenceError {
    /// A saved estimate is no JSON.
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

const REMEDY: &str = "breakeven estimate FILE --save baseline.json";
