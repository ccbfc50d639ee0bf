//! Why a file of the Price List can't be read.

use std::io;

/// Why a file of the Price List can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// The text stops before the file ends; another download may be whole.
    #[error("the file ends early; read it again")]
    EndsEarly,
    /// The file could not be read to its end.
    #[error("the file can't be read: {message}")]
    Read {
        /// What kind of trouble the reader had.
        kind: io::ErrorKind,
        /// What it said.
        message: String,
    },
    /// The text is not JSON.
    #[error("not JSON: {0}; was it changed on the way?")]
    NotJson(String),
    /// It is JSON, and not a file of the Price List.
    #[error("not a file of the Price List: {0}; was it changed on the way?")]
    Shape(String),
    /// Prices came before the products they are of, so that one pass can't tell which are wanted.
    #[error("`terms` stand before `products`; a file in this order can't be read in one pass")]
    TermsFirst,
    /// Something that has to be there is not, or comes too late to be of use.
    #[error("the file has no `{0}` where it is needed; is it a file of the Price List?")]
    Missing(&'static str),
    /// Something stands twice, and which one is meant can't be told.
    #[error("{0} stands twice; which one is meant can't be told")]
    Duplicate(String),
    /// A product says it is another one than the one it is filed under.
    #[error("`{under}` holds what calls itself `{says}`; the file contradicts itself")]
    Contradiction {
        /// The name it is filed under.
        under: String,
        /// The name it has.
        says: String,
    },
    /// One product, or one product's prices, is longer than makes sense.
    #[error("one item of the file has more than {0} bytes; is it a file of the Price List?")]
    LongItem(u64),
    /// More products are wanted than fit in memory.
    #[error("the products wanted take more than {0} bytes; ask for fewer")]
    TooMany(u64),
}
