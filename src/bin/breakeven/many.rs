//! Several scenarios in one run: the files, the folders, and the price books they share.

use crate::args::PriceChoice;
use crate::exit::Failure;
use crate::{books, files};
use breakeven::catalog::Catalog;
use breakeven::estimate::Estimate;
use breakeven::scenario::Scenario;
use breakeven::syntax::{MAX_BYTES, Node};
use breakeven::vary::Prices;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The price books of a run, by region: each is read once.
pub struct Books<'b> {
    choice: &'b PriceChoice,
    /// Without the prices of any scenario.
    read: Mutex<BTreeMap<String, Prices>>,
}

impl<'b> Books<'b> {
    pub fn new(choice: &'b PriceChoice) -> Books<'b> {
        Books {
            choice,
            read: Mutex::default(),
        }
    }

    /// What a scenario is priced with.
    pub fn catalog(&self, scenario: &Scenario) -> Result<Catalog, Failure> {
        let region = scenario.region.as_str();
        // Whoever panicked with it in hand left it whole.
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let prices = match read.get(region) {
            Some(prices) => prices.clone(),
            None => {
                let prices = books::prices(self.choice, region)?;
                read.insert(region.to_owned(), prices.clone());
                prices
            }
        };
        drop(read);
        Ok(prices.of(scenario)?)
    }

    /// Whether every price of a scenario is young enough.
    pub fn check_age(&self, scenario: &Scenario, catalog: &Catalog) -> Result<(), Failure> {
        books::check_age(self.choice, scenario, catalog)
    }

    /// The same for one of its estimates.
    pub fn check_age_of(&self, scenario: &Scenario, estimate: &Estimate) -> Result<(), Failure> {
        let estimates = std::slice::from_ref(estimate);
        books::check_age_of(self.choice, scenario.region.as_str(), estimates)
    }
}

/// All values, or all failures.
pub fn all<T>(results: impl Iterator<Item = Result<T, Failure>>) -> Result<Vec<T>, Failure> {
    let (mut values, mut failures) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(failure) => failures.push(failure),
        }
    }
    match failures.is_empty() {
        true => Ok(values),
        false => Err(Failure::Several(failures)),
    }
}

/// The files named, and those in the folders named: by name, folders inside followed unless hidden.
pub fn scenario_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            false => files.push(path.clone()),
            true => {
                let mut inside = Vec::new();
                walk(path, path, &mut inside)?;
                // Each is read, which takes longer than finding it.
                let scenarios = inside.into_par_iter().filter(|file| is_scenario(file));
                let before = files.len();
                files.extend(scenarios.collect::<Vec<_>>());
                if files.len() == before {
                    let name = path.display();
                    return Err(Failure::input(format!(
                        "{name} has no scenarios: no .yaml or .yml file but policies and overlays"
                    )));
                }
            }
        }
    }
    Ok(files)
}

/// The YAML files below a folder of `root`, which is what the command line names.
fn walk(folder: &Path, root: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error| {
        let name = folder.display();
        Failure::system(format!("{name} can't be read: {error}"))
    };
    let entries = std::fs::read_dir(folder).map_err(failed)?;
    let entries: Result<Vec<_>, _> = entries.collect();
    let mut paths: Vec<PathBuf> = entries.map_err(failed)?.iter().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let ending = path.extension().and_then(|ending| ending.to_str());
        let is_named = matches!(ending, Some("yaml" | "yml"));
        // A link to a folder is not followed: it may lead back here. What it leads to is not checked,
        // which must not go unsaid.
        if path.is_dir() && path.is_symlink() {
            files::note(&format!(
                "{} is a link to a folder and not followed; name it to read it",
                path.display()
            ));
        } else if path.is_dir() {
            walk(&path, root, files)?;
        } else if is_named && files::leads_out(&path, root) {
            return Err(Failure::input(format!(
                "{} is a link that leads out of {}; name the file itself to read it",
                path.display(),
                root.display()
            )));
        } else if is_named && (path.is_file() || path.is_symlink() && !path.exists()) {
            // A link to nowhere is an error when it is read.
            files.push(path);
        }
    }
    Ok(())
}

/// False for a policy and an overlay of prices. Whatever else it may be is read as a scenario, so that
/// a slip in one does not leave it unchecked.
fn is_scenario(path: &Path) -> bool {
    let Ok(source) = files::read_file(path, MAX_BYTES) else {
        return true;
    };
    // A key on a line of its own is seen without reading the rest.
    let mut lines = source.text.lines();
    if lines.any(|line| line.starts_with("architectures:")) {
        return true;
    }
    let Ok(root) = Node::parse(&source, 0) else {
        return true;
    };
    let has = |keys: &[&str]| keys.iter().any(|key| root.get(key).is_some());
    let is_other = has(&["budgets", "overrides", "discounts"]);
    !is_other || has(&["traffic", "architectures", "region"])
}
