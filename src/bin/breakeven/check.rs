//! `check`: the budgets of scenarios and policies.

use crate::args::{Check as Args, CheckFormat, Format, Input, PriceChoice};
use crate::exit::{Exit, Failure};
use crate::report::{changes, one_region, text};
use crate::{books, files};
use breakeven::budget::{
    Against, Baseline, CheckError, Checked, Checks, Policy, Severity, Subject, Unchecked, check,
    unmatched,
};
use breakeven::catalog::Catalog;
use breakeven::estimate::Selection;
use breakeven::scenario::{Change, Scenario};
use breakeven::syntax::{MAX_BYTES, Node, Source};
use breakeven::units::Date;
use breakeven::{render, report};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = input(args);
    one_region(&input)?;
    let files = scenario_files(&args.files)?;
    let others = args.policy.iter().chain(&args.baseline);
    let inputs = files.iter().chain(others).map(PathBuf::as_path);
    let inputs: Vec<&Path> = inputs.chain([Path::new(&input.prices.prices)]).collect();
    files::check_output(args.output.output.as_deref(), &inputs)?;
    let mut run = Run {
        prices: &args.prices,
        changes: changes(&input)?,
        policies: policies(&args.policy)?,
        baselines: baselines(&args.baseline)?,
        is_one: files.len() == 1,
        today: Date::parse(&jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()).ok(),
        catalogs: Mutex::default(),
    };
    let results: Vec<Result<Checked, Failure>> =
        files.par_iter().map(|file| run.check(file)).collect();
    let mut checks = Checks::default();
    let mut failures = Vec::new();
    for (file, result) in files.iter().zip(results) {
        match result {
            Ok(checked) => checks.checked.push(checked),
            Err(failure) => {
                checks.unchecked.push(Unchecked {
                    file: file.display().to_string(),
                    message: failure.text(),
                    exit: failure.exit() as u8,
                });
                failures.push(failure);
            }
        }
    }
    let policies = std::mem::take(&mut run.policies);
    // Where files are left out, what a policy is about may be among them.
    if failures.is_empty() {
        let checked: Vec<&Checked> = checks.checked.iter().collect();
        failures.extend(unmatched(&policies, &checked).err().map(Failure::from));
    }
    if !checks.checked.is_empty() {
        let text = rendered(&checks, args)?;
        match files::write(&text, args.output.output.as_deref()) {
            // A reader that goes away does not make budgets hold.
            Ok(()) | Err(Failure::OutputClosed) => {}
            Err(failure) => failures.push(failure),
        }
    }
    failures.extend(failed(&checks));
    match failures.len() {
        0 => Ok(()),
        _ => Err(Failure::Several(failures)),
    }
}

/// What the budgets that fail end the program with.
fn failed(checks: &Checks) -> Option<Failure> {
    let message = match checks.count(Severity::Failure) {
        0 => return None,
        1 => "1 budget check failed".to_owned(),
        many => format!("{many} budget checks failed"),
    };
    Some(Failure::Message(Exit::Check, message))
}

fn rendered(checks: &Checks, args: &Args) -> Result<String, Failure> {
    let as_report = |format| text(&report::checks(checks), format, &args.output);
    Ok(match args.format {
        CheckFormat::Table => as_report(Format::Table)?,
        CheckFormat::Markdown => render::comment(&report::checks_comment(checks), args.max_bytes),
        CheckFormat::Html => as_report(Format::Html)?,
        CheckFormat::Json => render::check_json(checks)?,
        CheckFormat::Junit => render::junit(checks),
        CheckFormat::Sarif => render::sarif(checks)?,
        CheckFormat::Github => render::github_annotations(checks),
        CheckFormat::Gitlab => render::gitlab_code_quality(checks)?,
    })
}

/// The command line as one of the other commands has it.
fn input(args: &Args) -> Input {
    Input {
        file: PathBuf::new(),
        region: args.region.clone(),
        free_tier: args.free_tier.clone(),
        as_of: args.as_of.clone(),
        prices: args.prices.clone(),
        set: args.set.clone(),
    }
}

/// Everything the files are checked with.
struct Run<'r> {
    prices: &'r PriceChoice,
    changes: Vec<Change>,
    policies: Vec<Policy>,
    baselines: Vec<Baseline>,
    is_one: bool,
    today: Option<Date>,
    /// By region, without the prices of any scenario: a book is read once.
    catalogs: Mutex<BTreeMap<String, breakeven::vary::Prices>>,
}

impl Run<'_> {
    fn check(&self, file: &Path) -> Result<Checked, Failure> {
        let source = files::read_scenario(file, &self.changes)?;
        let scenario = Scenario::parse_with(source.clone(), &self.changes)?;
        let catalog = self.catalog(&scenario)?;
        let subject = Subject {
            scenario: &scenario,
            source: &source,
            catalog: &catalog,
        };
        let against = Against {
            baseline: self.baseline(&scenario),
            today: self.today,
        };
        let checked = check(subject, &self.policies, against);
        checked.map_err(|error| self.failure(error, &scenario, &source))
    }

    fn catalog(&self, scenario: &Scenario) -> Result<Catalog, Failure> {
        let region = scenario.region.as_str();
        // Whoever panicked with it in hand left it whole.
        let mut catalogs = self.catalogs.lock().unwrap_or_else(PoisonError::into_inner);
        let prices = match catalogs.get(region) {
            Some(prices) => prices.clone(),
            None => {
                let prices = books::prices(self.prices, region)?;
                catalogs.insert(region.to_owned(), prices.clone());
                prices
            }
        };
        drop(catalogs);
        let catalog = prices.of(scenario)?;
        books::check_age(self.prices, scenario, &catalog)?;
        Ok(catalog)
    }

    /// The baseline of a scenario: the one of its name, or the only one where there is one scenario.
    fn baseline(&self, scenario: &Scenario) -> Option<&Baseline> {
        let named = self.baselines.iter().find(|b| b.scenario == scenario.name);
        let only = match self.baselines.as_slice() {
            [one] if self.is_one => Some(one),
            _ => None,
        };
        named.or(only)
    }

    fn failure(&self, error: CheckError, scenario: &Scenario, source: &Source) -> Failure {
        // A changed component is not what stands in the file.
        let mut changes = self.changes.iter();
        let as_read = !changes.any(|c| c.path.starts_with("architectures"));
        let source = Some(source).filter(|_| as_read);
        match error {
            CheckError::Faults(faults) => Failure::from(*faults),
            CheckError::Gaps(gaps) => {
                let selected = Selection::default().architectures(scenario);
                let selected = selected.unwrap_or_default();
                let selected: Vec<&str> = selected.iter().map(|(name, _)| *name).collect();
                Failure::gaps(&gaps, source, &selected, scenario.region.as_str())
            }
            CheckError::Estimate(error) => Failure::estimating(&error, source),
            CheckError::Compare(error) => error.into(),
            CheckError::Arithmetic(error) => error.into(),
            error => Failure::input(error.to_string()),
        }
    }
}

/// Every fault of every policy.
fn policies(paths: &[PathBuf]) -> Result<Vec<Policy>, Failure> {
    let read = |path: &PathBuf| Ok(Policy::parse(files::read(path, MAX_BYTES)?)?);
    all(paths.iter().map(read))
}

fn baselines(paths: &[PathBuf]) -> Result<Vec<Baseline>, Failure> {
    let read = |path: &PathBuf| {
        let source = files::read(path, files::MAX_SAVED_BYTES)?;
        Ok(Baseline::parse(&source.name, &source.text)?)
    };
    let baselines: Vec<Baseline> = all(paths.iter().map(read))?;
    for (at, baseline) in baselines.iter().enumerate() {
        let mut earlier = baselines.iter().take(at);
        if let Some(other) = earlier.find(|other| other.scenario == baseline.scenario) {
            let (one, other, scenario) = (&other.name, &baseline.name, &baseline.scenario);
            return Err(Failure::input(format!(
                "{one} and {other} are both baselines of `{scenario}`; give one"
            )));
        }
    }
    Ok(baselines)
}

/// All values, or all failures.
fn all<T>(results: impl Iterator<Item = Result<T, Failure>>) -> Result<Vec<T>, Failure> {
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
fn scenario_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            false => files.push(path.clone()),
            true => {
                let before = files.len();
                walk(path, &mut files)?;
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

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
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
        // A link to a folder is not followed: it may lead back here.
        if path.is_dir() && !path.is_symlink() {
            walk(&path, files)?;
        } else if matches!(ending, Some("yaml" | "yml")) && path.is_file() && is_scenario(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// False for a policy and an overlay of prices. Whatever else it may be is read as a scenario, so that
/// a slip in one does not leave it unchecked.
fn is_scenario(path: &Path) -> bool {
    let Ok(source) = files::read(path, MAX_BYTES) else {
        return true;
    };
    let Ok(root) = Node::parse(&source, 0) else {
        return true;
    };
    let has = |keys: &[&str]| keys.iter().any(|key| root.get(key).is_some());
    let is_other = has(&["budgets", "overrides", "discounts"]);
    !is_other || has(&["traffic", "architectures", "region"])
}
