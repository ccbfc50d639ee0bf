//! The command line of breakeven. It reaches the library only through its public interface.

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]
#![forbid(unsafe_code)]

mod args;
mod books;
mod check;
mod diff;
mod drivers;
mod exit;
mod fetching;
mod files;
mod formats;
mod git;
mod locks;
mod manual;
mod many;
mod optimize;
mod portfolio;
mod prices;
mod project;
mod regions;
mod report;
mod simulate;
mod sweep;

use args::{Cli, Command};
use breakeven::budget::Policy;
use breakeven::scenario::Scenario;
use clap::{CommandFactory, Parser};
use exit::Failure;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = files::claim(cli.command.outputs()).and_then(|()| run(&cli.command));
    match result {
        Ok(()) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Err(failure) => report_failure(&failure),
    }
}

fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Estimate(args) => report::estimate(args),
        Command::Compare(args) => report::compare(args),
        Command::Diff(args) => diff::run(args),
        Command::Explain(args) => report::explain(args),
        Command::Check(args) => check::run(args),
        Command::Portfolio(args) => portfolio::run(args),
        Command::Project(args) => project::run(args),
        Command::Sweep(args) => sweep::run(args),
        Command::Drivers(args) => drivers::run(args),
        Command::Optimize(args) => optimize::run(args),
        Command::Simulate(args) => simulate::run(args),
        Command::Schema(args) => schema(args),
        Command::Prices(args) => prices::run(&args.command),
        Command::Completions(args) => completions(args),
        Command::Man(args) => manual::run(args),
    }
}

fn schema(args: &args::Schema) -> Result<(), Failure> {
    let schema = match breakeven::render::schema::Output::named(&args.of) {
        Some(output) => output.schema(),
        None if args.of == "policy" => Policy::json_schema(),
        None => Scenario::json_schema(),
    };
    let schema = serde_json::to_string_pretty(&schema)?;
    files::write(&(schema + "\n"), args.output.output.as_deref())
}

fn completions(args: &args::Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "breakeven", &mut script);
    let script = String::from_utf8_lossy(&script);
    files::write(&script, args.output.output.as_deref())
}

/// Says on standard error what went wrong. A standard error that is closed changes nothing.
fn report_failure(failure: &Failure) -> ExitCode {
    let mut stderr = anstream::stderr().lock();
    match failure {
        Failure::OutputClosed => ExitCode::SUCCESS,
        Failure::Faults(exit, faults) => {
            let terminal = breakeven::render::Terminal {
                width: files::width(),
                styled: files::stderr_styled(),
            };
            let text = breakeven::render::snippets(faults, terminal);
            let _ = stderr.write_all(text.as_bytes());
            (*exit).into()
        }
        Failure::Several(failures) => {
            drop(stderr);
            for failure in failures {
                let _ = report_failure(failure);
            }
            exit::worst(failures).into()
        }
        Failure::Message(exit, message) => {
            // The message may quote an argument.
            let _ = writeln!(stderr, "error: {}", breakeven::render::plain(message));
            (*exit).into()
        }
    }
}
