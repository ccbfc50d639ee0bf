//! Everything the program reads from and writes to the outside.

use crate::exit::{Exit, Failure};
use breakeven::scenario::{Change, Template};
use breakeven::syntax::{MAX_BYTES, Source};
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Component, Path};

/// Largest file of measured traffic read: every minute of a year with room to spare.
pub const MAX_TRAFFIC_BYTES: usize = 32 << 20;

/// Largest saved estimate read: that of the largest scenario with room to spare.
pub const MAX_SAVED_BYTES: usize = 256 << 20;

/// Reads a text file, or standard input for `-`, and no more of it than makes sense.
pub fn read(path: &Path, most: usize) -> Result<Source, Failure> {
    let name = if path == Path::new("-") {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    };
    let read = match path == Path::new("-") {
        true => at_most(io::stdin().lock(), most),
        false => File::open(path).and_then(|file| at_most(file, most)),
    };
    let bytes = read.map_err(|error| {
        let exit = match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::IsADirectory => Exit::Input,
            _ => Exit::System,
        };
        Failure::Message(exit, format!("{name} can't be read: {error}"))
    })?;
    text(name, bytes, most)
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
        read(&folder.join(file), MAX_TRAFFIC_BYTES)
    })
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

/// Refuses to replace an input by the report made from it.
pub fn check_output(output: Option<&Path>, inputs: &[&Path]) -> Result<(), Failure> {
    let Some(output) = output.and_then(|path| std::fs::canonicalize(path).ok()) else {
        return Ok(());
    };
    let is_input = |input: &&&Path| std::fs::canonicalize(input).is_ok_and(|input| input == output);
    match inputs.iter().find(is_input) {
        Some(input) => Err(Failure::input(format!(
            "--output {} would replace an input; write to another file",
            input.display()
        ))),
        None => Ok(()),
    }
}

/// Writes a report to a file, replacing it whole, or to standard output, which `-` names too.
pub fn write(text: &str, output: Option<&Path>) -> Result<(), Failure> {
    if let Some(path) = output.filter(|path| *path != Path::new("-")) {
        return std::fs::write(path, text).map_err(|error| {
            Failure::system(format!("{} can't be written: {error}", path.display()))
        });
    }
    let mut stdout = anstream::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    written.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::OutputClosed,
        _ => Failure::system(format!("standard output can't be written: {error}")),
    })
}

/// Replaces a file as a whole: whoever reads it meanwhile gets the old one or the new one.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failed =
        |error: io::Error| Failure::system(format!("{} can't be written: {error}", path.display()));
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut file =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    // Others read the file too, as they read what any program writes.
    #[cfg(unix)]
    if let Ok(old) = std::fs::metadata(path) {
        let _ = file.as_file().set_permissions(old.permissions());
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// The same for what is no text, which standard output gets as it is.
#[cfg(feature = "xlsx")]
pub fn write_bytes(bytes: &[u8], output: Option<&Path>) -> Result<(), Failure> {
    let mut stream = Stream::open(output)?;
    stream.write(bytes)?;
    stream.close()
}

/// A file or standard output that is written piece by piece.
pub struct Stream(Box<dyn Write>, String);

impl Stream {
    /// Opens it; a file is replaced.
    pub fn open(output: Option<&Path>) -> Result<Stream, Failure> {
        match output.filter(|path| *path != Path::new("-")) {
            Some(path) => {
                let name = path.display().to_string();
                let file = File::create(path).map_err(|error| {
                    Failure::system(format!("{name} can't be written: {error}"))
                })?;
                Ok(Stream(Box::new(io::BufWriter::new(file)), name))
            }
            None => {
                let stdout = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
                Ok(Stream(Box::new(stdout), "standard output".to_owned()))
            }
        }
    }

    /// Writes some bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = self.0.write_all(bytes);
        written.map_err(|error| self.failed(&error))
    }

    /// Writes what is left.
    pub fn close(mut self) -> Result<(), Failure> {
        let flushed = self.0.flush();
        flushed.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::OutputClosed,
            _ => Failure::system(format!("{} can't be written: {error}", self.1)),
        }
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
