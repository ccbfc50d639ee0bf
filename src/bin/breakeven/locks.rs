//! Price locks: a file that pins the exact prices of each region, for CI.
//!
//! Pinned is what things cost: keys, units, tiers, currencies, SKUs. When a price was last looked at is
//! not, so that looking again changes nothing while no price moves.

use crate::exit::{Exit, Failure};
use crate::files;
use breakeven::catalog::{CatalogError, PriceBook, Shelf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FORMAT: &str = "breakeven/price-lock/v1";

/// Largest lock read.
const MAX_BYTES: usize = 1 << 20;

/// A lock as it was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    format: String,
    books: BTreeMap<String, Pin>,
    #[serde(skip)]
    path: PathBuf,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    /// `embedded`, `cache`, or the path of a book.
    source: String,
    as_of: String,
    /// SHA-256 over the prices.
    prices_sha256: String,
    /// SHA-256 of the overlay given with `--prices`, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    overlay_sha256: Option<String>,
}

impl Lock {
    /// An empty lock.
    pub fn new(path: &Path) -> Lock {
        Lock {
            format: FORMAT.to_owned(),
            books: BTreeMap::new(),
            path: path.to_owned(),
        }
    }

    /// Reads a lock.
    pub fn read(path: &Path) -> Result<Lock, Failure> {
        let source = files::read_file(path, MAX_BYTES)?;
        let name = &source.name;
        let anew = "delete it and write it anew with `breakeven prices lock`";
        let lock: Lock = serde_json::from_str(&source.text)
            .map_err(|error| Failure::input(format!("{name} is no price lock: {error}; {anew}")))?;
        if lock.format != FORMAT {
            let found = &lock.format;
            return Err(Failure::input(format!(
                "{name} has the format `{found}`, not `{FORMAT}`; {anew}"
            )));
        }
        Ok(Lock {
            path: path.to_owned(),
            ..lock
        })
    }

    /// Pins a book, in place of what is pinned for its region.
    pub fn pin(&mut self, book: &PriceBook, overlay: Option<&str>) -> Result<(), Failure> {
        let pin = Pin {
            source: book.name().to_owned(),
            as_of: book.as_of().to_owned(),
            prices_sha256: book.prices_sha256()?,
            overlay_sha256: overlay.map(str::to_owned),
        };
        self.books.insert(book.region().to_owned(), pin);
        Ok(())
    }

    /// The lock as text.
    pub fn text(&self) -> Result<String, Failure> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Whether a book, with an overlay or without, is the one pinned.
    pub fn check(&self, book: &PriceBook, overlay: Option<&str>) -> Result<(), Failure> {
        let differs = self.difference(book, overlay)?;
        differs.map_or(Ok(()), |why| Err(Failure::Message(Exit::Price, why)))
    }

    fn difference(
        &self,
        book: &PriceBook,
        overlay: Option<&str>,
    ) -> Result<Option<String>, CatalogError> {
        let (region, name) = (book.region(), self.path.display());
        let Some(pin) = self.books.get(region) else {
            return Ok(Some(format!(
                "{name} pins no prices of {region}; `breakeven prices lock --region {region} --prices \
                 {} --output {name}` adds them",
                book.name()
            )));
        };
        let short = |digest: &str| digest.chars().take(12).collect::<String>();
        let sha256 = book.prices_sha256()?;
        if pin.prices_sha256 != sha256 {
            return Ok(Some(format!(
                "the prices of {region} are not those {name} pins: it pins the {} book of {} ({}), \
                 this is the {} book of {} ({}); use the pinned one, or look at the difference with \
                 `breakeven prices diff` and pin this one with `breakeven prices lock --region {region} \
                 --prices {} --output {name}`",
                pin.source,
                pin.as_of,
                short(&pin.prices_sha256),
                book.name(),
                book.as_of(),
                short(&sha256),
                book.name(),
            )));
        }
        let overlays = (pin.overlay_sha256.as_deref(), overlay);
        Ok(match overlays {
            (pinned, given) if pinned == given => None,
            (None, _) => Some(format!(
                "{name} pins the prices of {region} without an overlay, and one is given with --prices; \
                 leave it out, or pin it with `breakeven prices lock --prices OVERLAY`"
            )),
            (Some(_), _) => Some(format!(
                "{name} pins the prices of {region} with another overlay; give that one, or pin this \
                 with `breakeven prices lock --prices OVERLAY`"
            )),
        })
    }
}

/// Books of other regions, none of which may differ from a lock or escape `--max-price-age`.
#[derive(Debug)]
pub struct Guarded {
    /// Where the books are.
    pub shelf: Arc<dyn Shelf>,
    /// What they are held against.
    pub lock: Option<Lock>,
    /// True when the age of every price used has to be known.
    pub aged: bool,
}

impl Shelf for Guarded {
    fn book(&self, region: &str) -> Result<PriceBook, CatalogError> {
        let refused = |problem: String| CatalogError::Refused {
            region: region.to_owned(),
            problem,
        };
        if self.aged {
            let problem = "--max-price-age looks at one region; price this one in a run of its own";
            return Err(refused(problem.to_owned()));
        }
        let book = self.shelf.book(region)?;
        let Some(lock) = &self.lock else {
            return Ok(book);
        };
        match lock.difference(&book, None)? {
            None => Ok(book),
            Some(problem) => Err(refused(problem)),
        }
    }
}
