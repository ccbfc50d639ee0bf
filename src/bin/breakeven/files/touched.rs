//! The files of a run. No output takes the place of an input or of another output, whatever path, link
//! or second name leads to it.

use crate::exit::Failure;
use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One of the ways to know a file: paths differ where links lead to it, and a file that was replaced has
/// another number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Its path without links.
    Place(PathBuf),
    /// Its device and number there.
    #[cfg(unix)]
    Number(u64, u64),
}

#[derive(Debug, Default)]
struct Touched {
    read: BTreeSet<Mark>,
    /// What will be written.
    claimed: BTreeSet<Mark>,
    written: BTreeSet<Mark>,
}

static TOUCHED: Mutex<Touched> = Mutex::new(Touched {
    read: BTreeSet::new(),
    claimed: BTreeSet::new(),
    written: BTreeSet::new(),
});

fn touched() -> MutexGuard<'static, Touched> {
    // Whoever panicked with it in hand left it whole.
    TOUCHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Everything a file is known by; nothing for standard streams, devices and pipes, which keep nothing.
fn marks(path: &Path) -> Vec<Mark> {
    let meta = std::fs::metadata(path).ok();
    if path == Path::new("-") || meta.as_ref().is_some_and(|meta| !meta.is_file()) {
        return Vec::new();
    }
    let place = std::fs::canonicalize(path).ok().or_else(|| {
        let folder = std::fs::canonicalize(super::folder_of(path)).ok()?;
        Some(folder.join(path.file_name()?))
    });
    let number = meta.as_ref().and_then(number);
    place.map(Mark::Place).into_iter().chain(number).collect()
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // other systems have none
fn number(meta: &Metadata) -> Option<Mark> {
    use std::os::unix::fs::MetadataExt;
    Some(Mark::Number(meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> Option<Mark> {
    None
}

fn any(marks: &[Mark], of: &BTreeSet<Mark>) -> bool {
    marks.iter().any(|mark| of.contains(mark))
}

fn would_replace(path: &Path) -> Failure {
    Failure::input(format!(
        "writing {} would replace an input; write to another file",
        path.display()
    ))
}

/// Keeps an input from being replaced from now on.
pub fn keep(path: &Path) {
    touched().read.extend(marks(path));
}

/// The same, and refuses an input that an output of the command line would replace.
pub fn read(path: &Path) -> Result<(), Failure> {
    let marks = marks(path);
    let mut touched = touched();
    let is_claimed = any(&marks, &touched.claimed);
    touched.read.extend(marks);
    match is_claimed {
        true => Err(would_replace(path)),
        false => Ok(()),
    }
}

/// Refuses outputs that are one file, or an input, before anything is written.
pub fn claim<'p>(outputs: impl IntoIterator<Item = &'p Path>) -> Result<(), Failure> {
    let mut touched = touched();
    for path in outputs {
        let marks = marks(path);
        if any(&marks, &touched.read) {
            return Err(would_replace(path));
        }
        if any(&marks, &touched.claimed) {
            let path = path.display();
            return Err(Failure::input(format!(
                "{path} would be written twice, the second time over the first; name two files"
            )));
        }
        touched.claimed.extend(marks);
    }
    Ok(())
}

/// Refuses to write what was read or written by this run.
pub fn writable(path: &Path) -> Result<(), Failure> {
    let (marks, touched) = (marks(path), touched());
    if any(&marks, &touched.read) {
        return Err(would_replace(path));
    }
    match any(&marks, &touched.written) {
        true => Err(Failure::input(format!(
            "{} was written by this run already; name another file",
            path.display()
        ))),
        false => Ok(()),
    }
}

/// Keeps an output from being replaced by a later one.
pub fn written(path: &Path) {
    touched().written.extend(marks(path));
}
