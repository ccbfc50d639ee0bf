//! What is wrong in an input file, where, and what would be accepted.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A text that was read, with the name users know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// A file name, `<stdin>`, or the `--set` argument.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Files the text refers to.
    pub attachments: Arc<Attachments>,
}

/// The text of each file a scenario refers to, or why it can't be read, by its name there. The library
/// reads no files: whoever reads the scenario hands them over.
pub type Attachments = BTreeMap<String, Result<String, String>>;

impl Source {
    /// A named text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source {
            name: name.into(),
            text: text.into(),
            attachments: Arc::default(),
        }
    }

    /// With the files its text refers to.
    #[must_use]
    pub fn with(mut self, attachments: Attachments) -> Source {
        self.attachments = Arc::new(attachments);
        self
    }

    /// The same without its text, for what is read without asking for places.
    #[must_use]
    pub fn without_text(&self) -> Source {
        Source {
            name: String::new(),
            text: String::new(),
            attachments: Arc::clone(&self.attachments),
        }
    }

    /// Line and column (both from 1, columns in characters) of a byte offset.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

/// A place in one of the sources of a [`Faults`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Which source, in the order they were read.
    pub source: u32,
    /// First byte.
    pub start: u32,
    /// First byte beyond.
    pub end: u32,
}

impl Span {
    /// One byte of a source.
    #[must_use]
    pub fn at(source: u32, start: usize) -> Span {
        let bound = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span {
            source,
            start: bound(start),
            end: bound(start.saturating_add(1)),
        }
    }

    /// The bytes covered, never outside a text of `length` bytes.
    #[must_use]
    pub fn range(self, length: usize) -> Range<usize> {
        let start = (self.start as usize).min(length);
        start..(self.end as usize).clamp(start, length)
    }
}

/// One thing wrong in an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What would be accepted or what to do.
    pub help: Option<String>,
    /// A command that helps, to be copied; the help ends by announcing it.
    pub command: Option<String>,
}

/// Everything wrong in one input, in the order of the file. Never empty once returned as an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    sources: Vec<Source>,
    faults: Vec<Fault>,
    closing: Option<String>,
}

/// A file with hundreds of faults is the wrong file; more would only bury the first ones.
const MOST: usize = 50;

impl Faults {
    /// What is wrong with a source that could not be read at all.
    #[must_use]
    pub fn one(source: Source, fault: Fault) -> Faults {
        let mut faults = Faults::none(vec![source]);
        faults.push(fault);
        faults
    }

    /// No fault yet in these sources.
    #[must_use]
    pub fn none(sources: Vec<Source>) -> Faults {
        Faults {
            sources,
            faults: Vec::new(),
            closing: None,
        }
    }

    /// Ends with a sentence that concerns all of them.
    pub fn close_with(&mut self, sentence: String) {
        self.closing = Some(sentence);
    }

    /// The sentence they end with.
    #[must_use]
    pub fn closing(&self) -> Option<&str> {
        self.closing.as_deref()
    }

    /// Notes one fault.
    pub fn push(&mut self, fault: Fault) {
        if !self.is_full() && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// True when nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// True when further faults are no longer noted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.faults.len() >= MOST
    }

    /// How many faults were noted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.faults.len()
    }

    /// The faults, in the order of their place.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The source a span points into.
    #[must_use]
    pub fn source(&self, span: Span) -> Option<&Source> {
        self.sources.get(span.source as usize)
    }

    /// `Ok` when nothing is wrong, otherwise the faults sorted by place.
    ///
    /// # Errors
    /// The faults themselves.
    pub fn into_result(mut self) -> Result<(), Faults> {
        if self.faults.is_empty() {
            return Ok(());
        }
        self.faults.sort_by_key(|f| (f.span.source, f.span.start));
        Err(self)
    }
}

impl std::error::Error for Faults {}

/// One line per fault: `file:line:column: message; help`; then the sentence they end with.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            if let Some(source) = self.source(fault.span) {
                let (line, column) = source.line_column(fault.span.start as usize);
                write!(f, "{}:{line}:{column}: ", source.name)?;
            }
            f.write_str(&fault.message)?;
            if let Some(help) = &fault.help {
                write!(f, "; {help}")?;
            }
            if let Some(command) = &fault.command {
                write!(f, ": {command}")?;
            }
        }
        if let Some(closing) = &self.closing {
            write!(f, "\n{closing}")?;
        }
        Ok(())
    }
}
