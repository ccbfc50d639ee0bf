//! How the program ends.

use breakeven::catalog::CatalogError;
use breakeven::compare::CompareError;
use breakeven::estimate::{EstimateError, Gap, Gaps};
use breakeven::scenario::component_span;
use breakeven::sources::{CacheError, UpdateError};
use breakeven::syntax::{Fault, Faults, Source, Span};
use breakeven::units::ArithmeticError;
use std::process::ExitCode;

/// Exit codes; scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// The report was written, but a check it was asked for fails.
    Check = 1,
    /// The command line or an input file is wrong.
    Input = 2,
    /// A price is missing, ambiguous or too old.
    Price = 3,
    /// Network, credentials or disk.
    System = 4,
}

/// Listed in `--help`.
pub const HELP: &str = "\
Exit codes:
  0  fine, warnings included
  1  a budget failed, or a warning with --strict
  2  the command line or an input file is wrong
  3  a price is missing, ambiguous or too old
  4  network, credentials or disk";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// Faults of an input file, shown with their lines, and the code to end with.
    Faults(Exit, Box<Faults>),
    /// One sentence, and the code to end with.
    Message(Exit, String),
    /// What several files ended with, in their order.
    Several(Vec<Failure>),
    /// The reader of our output went away; nothing is left to do.
    OutputClosed,
}

impl Failure {
    /// The command line or an input is wrong.
    pub fn input(message: impl Into<String>) -> Failure {
        Failure::Message(Exit::Input, message.into())
    }

    /// The code it ends with.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Faults(exit, _) | Failure::Message(exit, _) => *exit,
            Failure::Several(failures) => worst(failures),
            Failure::OutputClosed => Exit::Check,
        }
    }

    /// The same, ending with a sentence of its own.
    pub fn closing_with(self, sentence: String) -> Failure {
        match self {
            Failure::Faults(exit, mut faults) => {
                faults.close_with(sentence);
                Failure::Faults(exit, faults)
            }
            Failure::Message(exit, message) => {
                Failure::Message(exit, format!("{message}; {sentence}"))
            }
            other => other,
        }
    }

    /// What it says, on lines without colours.
    pub fn text(&self) -> String {
        match self {
            Failure::Faults(_, faults) => faults.to_string(),
            Failure::Message(_, message) => message.clone(),
            Failure::Several(failures) => {
                let texts: Vec<String> = failures.iter().map(Failure::text).collect();
                texts.join("\n")
            }
            Failure::OutputClosed => String::new(),
        }
    }

    /// Something outside the program failed.
    pub fn system(message: impl Into<String>) -> Failure {
        Failure::Message(Exit::System, message.into())
    }
}

/// The code several end with: the highest.
pub fn worst(failures: &[Failure]) -> Exit {
    let exits = failures.iter().map(Failure::exit);
    exits.max().unwrap_or(Exit::Check)
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Failure {
        Failure::Faults(Exit::Input, Box::new(faults))
    }
}

impl From<CatalogError> for Failure {
    fn from(error: CatalogError) -> Failure {
        match error {
            CatalogError::Missing(_) => {
                let fault = price_fault(&error, NOWHERE, None);
                let mut faults = Faults::none(Vec::new());
                faults.push(fault);
                Failure::Faults(Exit::Price, Box::new(faults))
            }
            error => Failure::Message(exit_of(&error), error.to_string()),
        }
    }
}

/// A book that can't be used is a wrong input file; a price that can't be given is a missing price.
fn exit_of(error: &CatalogError) -> Exit {
    match error {
        CatalogError::Unreadable { .. }
        | CatalogError::Damaged { .. }
        | CatalogError::Future { .. }
        | CatalogError::Tiers { .. }
        | CatalogError::OtherCurrency { .. }
        | CatalogError::Stated { .. }
        | CatalogError::OtherRegion { .. } => Exit::Input,
        _ => Exit::Price,
    }
}

/// The place of what stands in no file.
const NOWHERE: Span = Span {
    source: u32::MAX,
    start: 0,
    end: 0,
};

/// What is wrong with a price; `component` names the component where no place shows it.
fn price_fault(error: &CatalogError, span: Span, component: Option<String>) -> Fault {
    let of = component.map_or_else(String::new, |component| format!("{component}: "));
    match error {
        CatalogError::Missing(price) => Fault {
            code: "no-price",
            message: format!("{of}{}", price.summary()),
            span,
            help: Some(format!("{}:", price.help())),
            command: Some(price.fetch.clone()),
        },
        error => Fault {
            code: match error {
                CatalogError::OtherCurrency { .. } => "other-currency",
                _ => "no-price",
            },
            message: format!("{of}{error}"),
            span,
            help: None,
            command: None,
        },
    }
}

/// The error for a command that selects no architectures: there is no use in saying how.
pub fn of_all_architectures(error: EstimateError) -> EstimateError {
    match error {
        EstimateError::Prices(gaps) => EstimateError::Prices(Gaps {
            priced: Vec::new(),
            ..gaps
        }),
        other => other,
    }
}

/// How to select the architectures that have all their prices; `None` when none has.
fn priced_hint(gaps: &Gaps) -> Option<String> {
    let priced = gaps.priced.iter();
    let options: Vec<String> = priced
        .map(|name| format!("--architecture {name}"))
        .collect();
    let have = match options.as_slice() {
        [] => return None,
        [_] => "has all its prices",
        _ => "have all their prices",
    };
    Some(format!("`{}` {have} in {}", options.join(" "), gaps.region))
}

/// Prices a scenario needs and can't be given, each at the first component that needs it; at last which
/// of the architectures need none of them.
fn missing(gaps: &Gaps, source: Option<&Source>) -> Failure {
    let mut faults = Faults::none(source.cloned().into_iter().collect());
    let wrong_input = |gap: &Gap| exit_of(&gap.error) == Exit::Input;
    let exit = match gaps.gaps.iter().any(wrong_input) {
        true => Exit::Input,
        false => Exit::Price,
    };
    for gap in &gaps.gaps {
        let architecture = gap.architectures.first().map_or("", String::as_str);
        let component = &gap.component;
        let span = source.and_then(|text| component_span(text, architecture, component));
        faults.push(match span {
            Some(span) => price_fault(&gap.error, span, None),
            None => {
                let component = format!("component `{component}` of `{architecture}`");
                price_fault(&gap.error, NOWHERE, Some(component))
            }
        });
    }
    if exit == Exit::Price
        && let Some(hint) = priced_hint(gaps)
    {
        faults.close_with(hint);
    }
    Failure::Faults(exit, Box::new(faults))
}

impl Failure {
    /// What kept a scenario from being estimated, at the component it is about.
    pub fn estimating(error: &EstimateError, source: Option<&Source>) -> Failure {
        let (code, place) = match error {
            EstimateError::Prices(gaps) => return missing(gaps, source),
            EstimateError::Meter {
                architecture,
                component,
                ..
            } => ("cannot-meter", Some((architecture, component))),
            EstimateError::Arithmetic {
                architecture,
                component,
                ..
            } => ("too-large", Some((architecture, component))),
            _ => ("cannot-estimate", None),
        };
        let found = place
            .zip(source)
            .and_then(|((architecture, component), source)| {
                Some((source, component_span(source, architecture, component)?))
            });
        let Some((source, span)) = found else {
            return Failure::input(error.to_string());
        };
        let fault = Fault {
            code,
            message: error.to_string(),
            span,
            help: None,
            command: None,
        };
        Failure::from(Faults::one(source.clone(), fault))
    }
}

impl From<CacheError> for Failure {
    fn from(error: CacheError) -> Failure {
        let exit = match &error {
            CacheError::Absent(_) => Exit::Price,
            CacheError::Region(_) => Exit::Input,
            // Nobody named the file: it is the disk that is not as it should be.
            _ => Exit::System,
        };
        let remedy = match &error {
            CacheError::File { .. } => "; BREAKEVEN_CACHE_DIR names another folder for the cache",
            _ => "",
        };
        Failure::Message(exit, format!("{error}{remedy}"))
    }
}

impl From<UpdateError> for Failure {
    fn from(error: UpdateError) -> Failure {
        match error {
            UpdateError::Catalog(error) => error.into(),
            error => Failure::input(error.to_string()),
        }
    }
}

impl From<CompareError> for Failure {
    fn from(error: CompareError) -> Failure {
        Failure::input(format!("the comparison can't be computed: {error}"))
    }
}

impl From<ArithmeticError> for Failure {
    fn from(error: ArithmeticError) -> Failure {
        Failure::from(CompareError::from(error))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::system(format!("the report can't be written as JSON: {error}"))
    }
}
