//! Price locks: a file that pins the exact price book of each region, for CI.

use crate::exit::{Exit, Failure};
use crate::files;
use breakeven::catalog::PriceBook;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

const FORMAT: &str = "breakeven/price-lock/v1";

/// Largest lock read.
const MAX_BYTES: usize = 1 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    format: String,
    books: BTreeMap<String, Pin>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    source: String,
    as_of: String,
    sha256: String,
}

/// The lock of some books, as text.
pub fn text(books: &[PriceBook]) -> Result<String, Failure> {
    let pin = |book: &PriceBook| {
        let pin = Pin {
            source: book.name().to_owned(),
            as_of: book.as_of().to_owned(),
            sha256: book.sha256(),
        };
        (book.region().to_owned(), pin)
    };
    let lock = Lock {
        format: FORMAT.to_owned(),
        books: books.iter().map(pin).collect(),
    };
    Ok(serde_json::to_string_pretty(&lock)? + "\n")
}

/// Whether a book is the one a lock pins.
pub fn check(path: &Path, book: &PriceBook) -> Result<(), Failure> {
    let source = files::read(path, MAX_BYTES)?;
    let name = &source.name;
    let region = book.region();
    let anew = format!("`breakeven prices lock --region {region} --output {name}` writes it");
    let lock: Lock = serde_json::from_str(&source.text)
        .map_err(|error| Failure::input(format!("{name} is no price lock: {error}; {anew}")))?;
    if lock.format != FORMAT {
        let found = &lock.format;
        return Err(Failure::input(format!(
            "{name} has the format `{found}`, not `{FORMAT}`; {anew}"
        )));
    }
    let pin = lock.books.get(region).ok_or_else(|| {
        Failure::Message(
            Exit::Price,
            format!("{name} pins no prices of {region}; {anew}"),
        )
    })?;
    let sha256 = book.sha256();
    if pin.sha256 == sha256 {
        return Ok(());
    }
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    Err(Failure::Message(
        Exit::Price,
        format!(
            "the prices of {region} are not those {name} pins: it pins the {} book of {} ({}), this is \
             the {} book of {} ({}); use the pinned one, or look at the difference with `breakeven \
             prices diff` and lock anew: {anew}",
            pin.source,
            pin.as_of,
            short(&pin.sha256),
            book.name(),
            book.as_of(),
            short(&sha256),
        ),
    ))
}
