//! The cheapest configurations of architectures, and those that are better for more money.
//!
//! A configuration is a value for each setting the scenario says may vary. All of them are looked at.
//! They are not all priced one by one: settings that no common price, free allowance, commitment or
//! component joins add up independently, so each group of settings is priced alone, in all its
//! combinations, and the costs of the groups are added. Money is kept on a grid of 1e-18, so the sum is
//! exact; what is listed, and a sample of the rest, is priced again in full and must agree to the last
//! digit.

mod defaults;
mod duration;
mod error;
mod found;
mod group;
mod limits;
mod quality;
mod section;
mod space;
mod trial;
mod verify;
mod walk;

pub use error::OptimizeError;
pub use found::{Choice, Configuration, Optimum, Reason, Search, Searched, Varied};
pub use quality::Level;

use crate::catalog::Catalog;
use crate::estimate::{EstimateError, Selection, bind_all};
use crate::scenario::{Change, Optimize, Quality, Scenario, Template};
use crate::units::number::grouped;
use group::MOST_PRICED;
use section::Section;
use space::Space;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};

/// What to search and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Architectures and traffic levels; all unless named.
    pub selection: Selection,
    /// How many of the cheapest are listed.
    pub top: usize,
    /// Threads that price.
    pub threads: NonZero<usize>,
}

/// Told how many combinations have been priced so far.
pub type Progress<'p> = &'p (dyn Fn(u64) + Sync);

/// What one search needs everywhere.
struct Job<'j> {
    template: &'j Template,
    catalog: &'j Catalog,
    options: &'j Options,
    rules: Optimize,
    qualities: Vec<Quality>,
    /// What every configuration has, beside its own changes.
    pinned: Vec<Change>,
    progress: Progress<'j>,
    /// Combinations that were priced one by one, or are about to be.
    planned: AtomicU64,
}

impl Job<'_> {
    /// Counts combinations that are about to be priced.
    fn plan(&self, combinations: u64) -> Result<(), OptimizeError> {
        let before = self.planned.fetch_add(combinations, Ordering::Relaxed);
        match before.saturating_add(combinations) {
            planned if planned <= MOST_PRICED => Ok(()),
            planned => Err(too_many_in_all(
                "combinations to price",
                planned,
                MOST_PRICED,
            )),
        }
    }
}

fn too_many_in_all(what: &'static str, count: u64, most: u64) -> OptimizeError {
    OptimizeError::TooManyInAll {
        what,
        count: grouped(count.into()),
        most: grouped(most.into()),
    }
}

/// Looks at every configuration of the selected architectures at each selected traffic level.
///
/// The catalog gives the prices of the region of the scenario; other regions have those embedded, with
/// the prices and discounts of its own.
///
/// # Errors
/// When prices of the scenario as written are missing, when a value can't be read, when there are more configurations than can be looked at, or when a
/// configuration priced in full costs anything else than what was found.
pub fn optimize(
    template: &Template,
    catalog: &Catalog,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Search, OptimizeError> {
    let scenario = template.with(&[])?;
    // Without a price of what is stated there is nothing to compare with.
    if let Err(error @ EstimateError::Prices(_)) = bind_all(&scenario, catalog, &options.selection)
    {
        return Err(error.into());
    }
    let rules = scenario.optimize.clone().unwrap_or(Optimize::DEFAULT);
    let space = Space::new(&scenario, &rules, &options.selection)?;
    let levels = options.selection.levels(&scenario)?;
    space.check(&options.selection.architectures(&scenario)?, levels.len())?;
    // What is about the stated configuration, or about this search, is no part of what is found; and
    // checking it again with every combination would take most of the time.
    let bare = template.clone().without(&["optimize", "published"]);
    let job = Job {
        template: &bare,
        catalog,
        options,
        qualities: qualities(&rules),
        pinned: duration::pinned(&scenario, &space),
        rules,
        progress,
        planned: AtomicU64::new(0),
    };
    let levels = levels.into_iter();
    let levels = levels.map(|level| optimum(&job, &scenario, &space, level));
    let levels = levels.collect::<Result<Vec<_>, OptimizeError>>()?;
    let mut assumptions = space.assumptions.clone();
    assumptions.extend(duration::said(&job.pinned));
    Ok(Search {
        levels,
        qualities: job.qualities,
        currency: catalog.book().currency(),
        assumptions,
    })
}

/// The qualities weighed against cost, cost itself left out.
fn qualities(rules: &Optimize) -> Vec<Quality> {
    let stated: &[Quality] = match rules.qualities.is_empty() {
        true => &[Quality::Headroom, Quality::Redundancy, Quality::Latency],
        false => &rules.qualities,
    };
    let mut wanted: Vec<Quality> = Vec::new();
    for quality in stated {
        if *quality != Quality::Cost && !wanted.contains(quality) {
            wanted.push(*quality);
        }
    }
    wanted
}

fn optimum(
    job: &Job<'_>,
    scenario: &Scenario,
    space: &Space,
    level: &str,
) -> Result<Optimum, OptimizeError> {
    let mut sections: Vec<Section> = Vec::new();
    for (name, _) in job.options.selection.architectures(scenario)? {
        for outer in space.outer(name) {
            sections.push(Section::new(job, scenario, space, level, name, outer)?);
        }
    }
    let walked = walk::walk(&sections, job.options.top)?;
    verify::sample(job, space, &sections, level)?;
    let list = |places: &[walk::Place]| -> Result<Vec<Configuration>, OptimizeError> {
        let listed = places.iter();
        let listed = listed.map(|place| verify::listed(job, space, &sections, level, place));
        listed.collect()
    };
    let best = list(&walked.best)?;
    let front = list(&walked.front)?;
    let mut searched = Vec::new();
    for (name, architecture) in job.options.selection.architectures(scenario)? {
        let cheapest = walked.cheapest_of(&sections, name);
        searched.push(Searched::new(
            (name, architecture.title_or(name)),
            &sections,
            space,
            list(cheapest.as_slice())?.pop(),
        ));
    }
    let workload = scenario.workload(level);
    let requests = workload.and_then(|workload| workload.requests_per_month().ok());
    Ok(Optimum {
        traffic: level.to_owned(),
        requests_per_month: requests.unwrap_or(crate::units::Spread::exact(Default::default())),
        searched,
        best,
        front,
    })
}
