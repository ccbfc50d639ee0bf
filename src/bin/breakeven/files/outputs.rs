//! The way of every output: a file is made beside its place and moved there, so that whoever reads gets
//! the old one or the new one, and a full disk leaves the old one.

use super::{folder_of, touched};
use crate::exit::Failure;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::NamedTempFile;

/// Writes a report to a file, or to standard output, which `-` names too.
pub fn write(text: &str, output: Option<&Path>) -> Result<(), Failure> {
    if let Some(path) = output.filter(|path| *path != Path::new("-")) {
        return write_bytes(text.as_bytes(), Some(path));
    }
    let mut stdout = anstream::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    written.map_err(|error| failed("standard output", &error))
}

/// The same for what is no text, which standard output gets as it is.
pub fn write_bytes(bytes: &[u8], output: Option<&Path>) -> Result<(), Failure> {
    let mut stream = Stream::open(output)?;
    stream.write(bytes)?;
    stream.close()
}

/// Replaces a file by what was made of it: the one case in which an input is written.
pub fn rewrite(path: &Path, text: &str) -> Result<(), Failure> {
    let mut stream = Stream::open_any(path, true)?;
    stream.write(text.as_bytes())?;
    stream.close()
}

/// Whether a path names what keeps its content, rather than a stream, a pipe or a device.
pub fn is_kept(path: &Path) -> bool {
    path.is_file() && !is_open_already(path)
}

/// True for `/dev/stdout` and the like: the file behind them belongs to whoever opened it.
fn is_open_already(path: &Path) -> bool {
    let open = ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"];
    open.iter().any(|open| path.starts_with(open))
}

/// A file or standard output that is written piece by piece.
pub struct Stream {
    to: To,
    name: String,
}

enum To {
    /// What takes bytes and keeps none.
    Open(Box<dyn Write>),
    /// A file in the making, and where it belongs.
    Beside {
        made: BufWriter<NamedTempFile>,
        path: PathBuf,
        is_rewrite: bool,
    },
}

impl Stream {
    /// Opens it; a file is replaced when the stream is closed.
    pub fn open(output: Option<&Path>) -> Result<Stream, Failure> {
        match output.filter(|path| *path != Path::new("-")) {
            Some(path) => Stream::open_any(path, false),
            None => {
                let stdout = BufWriter::with_capacity(1 << 16, io::stdout().lock());
                Ok(Stream {
                    to: To::Open(Box::new(stdout)),
                    name: "standard output".to_owned(),
                })
            }
        }
    }

    fn open_any(path: &Path, is_rewrite: bool) -> Result<Stream, Failure> {
        let name = path.display().to_string();
        if !is_rewrite {
            touched::writable(path)?;
        }
        let to = match std::fs::metadata(path) {
            Ok(meta) if !meta.is_file() || is_open_already(path) => {
                // What others wrote to the same standard output stays.
                let file = File::options().append(true).open(path);
                let file = file.map_err(|error| failed(&name, &error))?;
                To::Open(Box::new(BufWriter::new(file)))
            }
            Err(_) if path.is_symlink() => {
                let message = format!("{name} can't be written: it is a link to nowhere");
                return Err(Failure::system(message));
            }
            _ => {
                // Links stay links: what they lead to is replaced.
                let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
                let made = beside(&path).map_err(|error| failed(&name, &error))?;
                making().insert(made.path().to_owned());
                // Where a handler is set already, it ends the same way.
                let _ = ctrlc::set_handler(|| interrupted());
                To::Beside {
                    made: BufWriter::new(made),
                    path,
                    is_rewrite,
                }
            }
        };
        Ok(Stream { to, name })
    }

    /// Writes some bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match &mut self.to {
            To::Open(to) => to.write_all(bytes),
            To::Beside { made, .. } => made.write_all(bytes),
        };
        written.map_err(|error| failed(&self.name, &error))
    }

    /// Writes what is left, and moves a file to its place.
    pub fn close(self) -> Result<(), Failure> {
        let name = self.name;
        let (made, path, is_rewrite) = match self.to {
            To::Open(mut to) => return to.flush().map_err(|error| failed(&name, &error)),
            To::Beside {
                made,
                path,
                is_rewrite,
            } => (made, path, is_rewrite),
        };
        // Inputs may have been read since it was opened.
        if !is_rewrite {
            touched::writable(&path)?;
        }
        let put = || -> io::Result<()> {
            let made = made.into_inner().map_err(io::IntoInnerError::into_error)?;
            made.as_file().sync_all()?;
            let unfinished = made.path().to_owned();
            made.persist(&path).map_err(|error| error.error)?;
            making().remove(&unfinished);
            Ok(())
        };
        put().map_err(|error| failed(&name, &error))?;
        touched::written(&path);
        Ok(())
    }
}

/// Files in the making.
static MAKING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn making() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // Whoever panicked with it in hand left it whole.
    MAKING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the program as the user wants it to, and leaves nothing half made behind.
pub fn interrupted() -> ! {
    for path in making().iter() {
        let _ = std::fs::remove_file(path);
    }
    std::process::exit(130)
}

/// A new file in the folder of a path, with the rights of the file there, or those of any new file.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let old = match File::options().write(true).open(path) {
        Ok(old) => Some(old.metadata()?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        // A file that may not be written is not replaced either.
        Err(error) => return Err(error),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".breakeven-");
    // The umask takes away what it takes from every new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let made = builder.tempfile_in(folder_of(path))?;
    if let Some(old) = old {
        made.as_file().set_permissions(old.permissions())?;
    }
    Ok(made)
}

fn failed(name: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::OutputClosed;
    }
    // The name of the file in the making is nobody's concern.
    let why = error.to_string();
    let why = why.split(" at path ").next().unwrap_or(&why);
    Failure::system(format!("{name} can't be written: {why}"))
}
