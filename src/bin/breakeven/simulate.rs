//! `simulate`: quantiles of the costs, and who is cheapest how often.

use crate::args::{Format, Simulate as Args};
use crate::exit::{Exit, Failure};
use crate::report::{as_read, changes, csv, one_region, text};
use crate::{books, files};
use breakeven::estimate::Selection;
use breakeven::scenario::UncertainScenario;
use breakeven::simulate::{Draws, SimulateError, simulate};
use breakeven::{render, report};
use std::io::{IsTerminal, Write};
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = &args.input;
    one_region(input)?;
    let changes = changes(input)?;
    let source = files::read_scenario(&input.file, &changes)?;
    let uncertain = UncertainScenario::parse(source.clone(), &changes)?;
    let scenario = &uncertain.scenario;
    let catalog = books::catalog(&input.prices, scenario, scenario.own_prices())?;
    let draws = Draws {
        selection: Selection {
            architectures: args.select.architecture.clone(),
            traffic: args.select.traffic.clone(),
        },
        count: args.draws,
        seed: args.seed,
        threads: thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
        ..Draws::default()
    };
    let levels = draws
        .selection
        .levels(scenario)
        .map_or(0, |levels| levels.len());
    let counter = Counter::new(u64::from(draws.count).saturating_mul(levels as u64));
    let simulated = simulate(&uncertain, &catalog, &draws, &|done| counter.add(done));
    counter.clear();
    let simulation = simulated.map_err(|error| match error {
        SimulateError::Estimate(error) => Failure::estimating(&error, as_read(&source, &changes)),
        SimulateError::Draws(_) => Failure::Message(Exit::Input, format!("--draws: {error}")),
        error => Failure::Message(Exit::Input, error.to_string()),
    })?;
    let text = match args.format {
        Format::Json => render::simulate_json(scenario, &catalog, &simulation)?,
        Format::Csv => csv(&report::simulation_records(&catalog, &simulation))?,
        format => text(
            &report::simulation(scenario, &catalog, &simulation),
            format,
            &args.output,
        )?,
    };
    files::write(&text, args.output.output.as_deref())
}

/// How far a long simulation is, on a terminal; a log gets nothing.
struct Counter {
    shown: bool,
    all: u64,
    done: AtomicU64,
}

/// Draws from which on it takes long enough to be told.
const LONG: u64 = 1_000_000;

impl Counter {
    fn new(all: u64) -> Counter {
        Counter {
            shown: all >= LONG && std::io::stderr().is_terminal(),
            all,
            done: AtomicU64::new(0),
        }
    }

    fn add(&self, draws: u32) {
        let before = self.done.fetch_add(u64::from(draws), Ordering::Relaxed);
        let percent = |done: u64| done.saturating_mul(100) / self.all.max(1);
        let now = percent(before + u64::from(draws));
        if self.shown && now != percent(before) {
            let _ = write!(anstream::stderr(), "\r{now} % of the draws");
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(anstream::stderr(), "\r{:24}\r", "");
        }
    }
}
