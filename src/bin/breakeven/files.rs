//! Everything the program reads from and writes to the outside.

use crate::exit::{Exit, Failure};
use breakeven::scenario::{Change, Template};
use breakeven::syntax::{MAX_BYTES, Source};
use std::fs::{File, Metadata};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Component, Path};

mod outputs;
mod touched;

#[cfg(feature = "xlsx")]
pub use outputs::write_bytes;
pub use outputs::{Stream, interrupted, is_kept, rewrite, write};
pub use touched::{claim, keep, read as protect};

/// Largest file of measured traffic read: every minute of a year with room to spare.
pub const MAX_TRAFFIC_BYTES: usize = 32 << 20;

/// Largest saved estimate read: that of the largest scenario with room to spare.
pub const MAX_SAVED_BYTES: usize = 256 << 20;

/// Reads what the command line may name instead of a file too: standard input as `-`, or a pipe.
pub fn read(path: &Path, most: usize) -> Result<Source, Failure> {
    if path != Path::new("-") {
        return read_any(path, most);
    }
    let bytes = at_most(io::stdin().lock(), most);
    let bytes = bytes.map_err(|error| unread("<stdin>", &error))?;
    text("<stdin>".to_owned(), bytes, most)
}

/// Reads a text file, and no more of it than makes sense. A pipe would be waited for.
pub fn read_file(path: &Path, most: usize) -> Result<Source, Failure> {
    let is_other = |meta: Metadata| !meta.is_file() && !meta.is_dir();
    if path == Path::new("-") {
        return Err(Failure::input(
            "`-` is standard input, which only a scenario is read from; name a file here",
        ));
    }
    if std::fs::metadata(path).is_ok_and(is_other) {
        return Err(Failure::input(format!(
            "{} can't be read: it is a pipe or a device, and a file is needed here",
            path.display()
        )));
    }
    read_any(path, most)
}

fn read_any(path: &Path, most: usize) -> Result<Source, Failure> {
    let name = path.display().to_string();
    touched::read(path)?;
    let bytes = File::open(path).and_then(|file| at_most(file, most));
    let bytes = bytes.map_err(|error| unread(&name, &error))?;
    text(name, bytes, most)
}

fn unread(name: &str, error: &io::Error) -> Failure {
    let exit = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::IsADirectory => Exit::Input,
        _ => Exit::System,
    };
    Failure::Message(exit, format!("{name} can't be read: {error}"))
}

/// No more than makes sense, and one byte: that tells what is too large from what just fits.
pub fn at_most(from: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    from.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What was read, as text.
pub fn text(name: String, bytes: Vec<u8>, most: usize) -> Result<Source, Failure> {
    if bytes.len() > most {
        return Err(Failure::input(format!(
            "{name} has more than {most} bytes; is this the right file?"
        )));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input(format!("{name} is not UTF-8 text")))?;
    Ok(Source::new(name, text))
}

/// Reads a scenario file, and the files it refers to, also where the command line says so.
pub fn read_scenario(path: &Path, changes: &[Change]) -> Result<Source, Failure> {
    let source = read(path, MAX_BYTES)?;
    Ok(with_files(source, path, changes))
}

/// A scenario with the files it refers to, which lie beside it at `path`.
pub fn with_files(source: Source, path: &Path, changes: &[Change]) -> Source {
    let folder = path.parent().unwrap_or(Path::new(""));
    attach(source, changes, &|file| {
        let path = folder.join(file);
        match leads_out(&path, folder) {
            true => Err(Failure::input(
                "it is a link that leads out of the folder of the scenario",
            )),
            false => read_file(&path, MAX_TRAFFIC_BYTES),
        }
    })
}

/// Whether a file that a folder is said to hold lies elsewhere, behind a link. Whoever wrote the folder
/// may not read what whoever runs the program may.
pub fn leads_out(path: &Path, folder: &Path) -> bool {
    let folder = std::fs::canonicalize(folder.join("."));
    match (std::fs::canonicalize(path), folder) {
        (Ok(path), Ok(folder)) => !path.starts_with(folder),
        // What is not there is reported when it is read.
        _ => false,
    }
}

/// The folder a file is in.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new("."))
}

/// A scenario with the files it refers to, as `read` finds them by their names.
pub fn attach(
    source: Source,
    changes: &[Change],
    read: &dyn Fn(&str) -> Result<Source, Failure>,
) -> Source {
    let names_a_file = |text: &str| text.contains("csv");
    if !names_a_file(&source.text) && !changes.iter().any(|change| names_a_file(&change.value)) {
        return source;
    }
    let files = Template::files_of(&source, changes).into_iter();
    let files = files.map(|file| (attached(&file, read), file));
    let files = files.map(|(text, file)| (file, text)).collect();
    source.with(files)
}

/// A file beside the scenario, or why it can't be read; that is said where it is named.
fn attached(file: &str, read: &dyn Fn(&str) -> Result<Source, Failure>) -> Result<String, String> {
    let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(file).components().all(plain) {
        return Err("files of measured traffic lie beside the scenario".to_owned());
    }
    match read(file) {
        Ok(source) => Ok(source.text),
        Err(Failure::Message(_, message)) => Err(message),
        Err(_) => Err("it can't be read".to_owned()),
    }
}

/// The width of the terminal, or 80 without one.
pub fn width() -> u16 {
    terminal_size::terminal_size().map_or(80, |(width, _)| width.0.clamp(40, 160))
}

/// Whether standard output is a terminal that should get bold and colours.
pub fn stdout_styled() -> bool {
    let stdout = io::stdout();
    stdout.is_terminal() && anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never
}

/// The same for standard error.
pub fn stderr_styled() -> bool {
    let stderr = io::stderr();
    stderr.is_terminal() && anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never
}

/// Says something on standard error that is no failure.
pub fn note(text: &str) {
    let mut stderr = anstream::stderr().lock();
    let _ = writeln!(stderr, "note: {}", breakeven::render::plain(text));
}
