//! The cache on disk: one price book per region, each replaced as a whole.
//!
//! A book is written beside its place and moved there, so that whoever reads gets the old one or the
//! new one. Two programs that bring a region up to date at once take turns at the last step: each
//! reads the book again under a lock before it puts its services in. What a killed program left is
//! swept away by the next.

use crate::catalog::{CatalogError, PriceBook, region};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Largest book read. One with every class of every service has a tenth.
const MAX_BYTES: u64 = 32 << 20;

/// Subfolder of the format; another format gets another.
const FOLDER: &str = "prices-v1";

/// What a file in the making is called, before a random ending.
const IN_THE_MAKING: &str = ".making-";

/// A folder of price books.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

/// Why the cache can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// No book of a region AWS has is named so.
    #[error("`{0}` is not an AWS region")]
    Region(String),
    /// There is no book of the region.
    #[error(
        "there are no cached prices for {0}; fetch them with `breakeven prices update --region {0}`"
    )]
    Absent(String),
    /// The book is not as it was written.
    #[error(
        "cached prices can't be used: {error}; `breakeven prices update --region {region}` makes them anew"
    )]
    Book {
        /// The region.
        region: String,
        /// How it was noticed.
        error: CatalogError,
    },
    /// A file can't be read or written.
    #[error("{path} can't be {done}: {error}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// `read` or `written`.
        done: &'static str,
        /// Why.
        error: io::Error,
    },
}

impl Cache {
    /// The cache below a folder; nothing is touched yet.
    #[must_use]
    pub fn at(folder: &Path) -> Cache {
        Cache {
            folder: folder.join(FOLDER),
        }
    }

    /// Where the book of a region stands. Only names of regions become paths, so none leads out of
    /// the folder.
    ///
    /// # Errors
    /// [`CacheError::Region`].
    pub fn path(&self, code: &str) -> Result<PathBuf, CacheError> {
        let known = region(code).ok_or_else(|| CacheError::Region(code.to_owned()))?;
        Ok(self.folder.join(format!("{}.json", known.code)))
    }

    /// The book of a region, its seal checked.
    ///
    /// # Errors
    /// [`CacheError::Absent`] when there is none, [`CacheError::Book`] when it is damaged.
    pub fn read(&self, code: &str) -> Result<PriceBook, CacheError> {
        let unusable = |error| CacheError::Book {
            region: code.to_owned(),
            error,
        };
        let path = self.path(code)?;
        // A pipe in its place would be waited for.
        if fs::metadata(&path).is_ok_and(|meta| !meta.is_file()) {
            let problem = "is no file; remove it".to_owned();
            let book = path.display().to_string();
            return Err(unusable(CatalogError::Damaged { book, problem }));
        }
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(CacheError::Absent(code.to_owned()));
            }
            Err(error) => return Err(failed(&path, "read", error)),
        };
        let mut text = String::new();
        let read = file.take(MAX_BYTES + 1).read_to_string(&mut text);
        let name = path.display().to_string();
        match read {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let problem = "is damaged: it is not UTF-8 text".to_owned();
                let book = name;
                return Err(unusable(CatalogError::Damaged { book, problem }));
            }
            Err(error) => return Err(failed(&path, "read", error)),
        }
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > MAX_BYTES {
            let problem = "has more bytes than a price book".to_owned();
            return Err(unusable(CatalogError::Damaged {
                book: name,
                problem,
            }));
        }
        let book = PriceBook::sealed(name, text).map_err(unusable)?;
        if book.region() != code {
            let problem = format!("is of {}, not of {code}", book.region());
            let book = book.name().to_owned();
            return Err(unusable(CatalogError::Damaged { book, problem }));
        }
        Ok(book)
    }

    /// The regions with a book.
    #[must_use]
    pub fn regions(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut codes: Vec<String> = names
            .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
            .filter(|code| region(code).is_some())
            .collect();
        codes.sort();
        codes
    }

    /// Makes sure that books can be written, before anything is fetched.
    ///
    /// # Errors
    /// [`CacheError::File`].
    pub fn prepare(&self) -> Result<(), CacheError> {
        fs::create_dir_all(&self.folder).map_err(|error| failed(&self.folder, "written", error))?;
        let made = self.new_file().map(drop);
        made.map_err(|error| failed(&self.folder, "written", error))
    }

    /// Replaces the book of a region by what `make` makes of it, while nobody else does.
    ///
    /// `make` gets the book at hand, or `None` when there is none that can be used, and answers the
    /// text of the new one.
    ///
    /// # Errors
    /// [`CacheError::File`]; whatever `make` answers with.
    pub fn replace<E: From<CacheError>>(
        &self,
        code: &str,
        make: impl FnOnce(Option<PriceBook>) -> Result<String, E>,
    ) -> Result<(), E> {
        let path = self.path(code)?;
        let written = |error| failed(&path, "written", error);
        fs::create_dir_all(&self.folder).map_err(written)?;
        let _turn = self
            .turn()
            .map_err(|error| failed(&self.folder, "written", error))?;
        self.sweep();
        let text = make(self.read(code).ok())?;
        check(code, &text)?;
        self.put(&path, &text).map_err(written)?;
        Ok(())
    }

    /// Waits for its turn; it ends when the file is closed, also when the program is killed.
    fn turn(&self) -> io::Result<File> {
        let path = self.folder.join("lock");
        let file = File::options().create(true).append(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => file.lock()?,
            Err(TryLockError::Error(error)) => return Err(error),
        }
        Ok(file)
    }

    fn new_file(&self) -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(IN_THE_MAKING);
        // Whoever shares the folder reads the books too; the umask decides.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(&self.folder)
    }

    /// Writes beside the place, to the disk, and moves.
    fn put(&self, path: &Path, text: &str) -> io::Result<()> {
        let mut file = self.new_file()?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        // The move itself is safe once the folder is on the disk; not every system can say so.
        if let Ok(folder) = File::open(&self.folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// Removes what killed programs left. Only whoever has the turn writes files, so all are left over.
    fn sweep(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for entry in entries {
            if entry
                .file_name()
                .to_string_lossy()
                .starts_with(IN_THE_MAKING)
            {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Nobody else has read a new book yet: one that can't be read must not take the place of one that can.
fn check(code: &str, text: &str) -> Result<(), CacheError> {
    let unusable = |error| CacheError::Book {
        region: code.to_owned(),
        error,
    };
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(unusable(CatalogError::Damaged {
            book: "just fetched".to_owned(),
            problem: "has more bytes than a price book".to_owned(),
        }));
    }
    PriceBook::parse_sealed("just fetched", text.to_owned()).map_err(unusable)?;
    Ok(())
}

fn failed(path: &Path, done: &'static str, error: io::Error) -> CacheError {
    CacheError::File {
        path: path.to_owned(),
        done,
        error,
    }
}
