//! How the program ends.

use breakeven::catalog::CatalogError;
use breakeven::estimate::EstimateError;
use breakeven::scenario::component_span;
use breakeven::syntax::{Fault, Faults, Source};
use std::process::ExitCode;

/// Exit codes; scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// The reader of our output went away; nothing is left to do.
    OutputClosed,
}

impl Failure {
    /// The command line or an input is wrong.
    pub fn input(message: impl Into<String>) -> Failure {
        Failure::Message(Exit::Input, message.into())
    }

    /// Something outside the program failed.
    pub fn system(message: impl Into<String>) -> Failure {
        Failure::Message(Exit::System, message.into())
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Failure {
        Failure::Faults(Exit::Input, Box::new(faults))
    }
}

impl From<CatalogError> for Failure {
    fn from(error: CatalogError) -> Failure {
        Failure::Message(exit_of(&error), error.to_string())
    }
}

/// A book that can't be used is a wrong input file; a price that can't be given is a missing price.
fn exit_of(error: &CatalogError) -> Exit {
    match error {
        CatalogError::Unreadable { .. }
        | CatalogError::Tiers { .. }
        | CatalogError::OtherRegion { .. } => Exit::Input,
        _ => Exit::Price,
    }
}

impl Failure {
    /// What kept a scenario from being estimated, at the component it is about.
    pub fn estimating(error: &EstimateError, source: Option<&Source>) -> Failure {
        let (exit, code, place) = match error {
            EstimateError::Price {
                architecture,
                component,
                error,
            } => (exit_of(error), "no-price", Some((architecture, component))),
            EstimateError::Meter {
                architecture,
                component,
                ..
            } => (Exit::Input, "cannot-meter", Some((architecture, component))),
            EstimateError::Arithmetic {
                architecture,
                component,
                ..
            } => (Exit::Input, "too-large", Some((architecture, component))),
            _ => (Exit::Input, "cannot-estimate", None),
        };
        let found = place
            .zip(source)
            .and_then(|((architecture, component), source)| {
                Some((source, component_span(source, architecture, component)?))
            });
        let Some((source, span)) = found else {
            return Failure::Message(exit, error.to_string());
        };
        let fault = Fault {
            code,
            message: error.to_string(),
            span,
            help: None,
        };
        Failure::Faults(exit, Box::new(Faults::one(source.clone(), fault)))
    }
}

impl From<breakeven::units::ArithmeticError> for Failure {
    fn from(error: breakeven::units::ArithmeticError) -> Failure {
        Failure::input(format!("the comparison can't be computed: {error}"))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::system(format!("the report can't be written as JSON: {error}"))
    }
}
