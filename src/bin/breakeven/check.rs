//! `check`: the budgets of scenarios and policies.

use crate::args::{Check as Args, CheckFormat, Format, Input};
use crate::exit::{Exit, Failure, of_all_architectures};
use crate::files;
use crate::many::{self, Books, scenario_files};
use crate::report::{as_read, changes, one_region, text};
use breakeven::budget::{
    Against, Baseline, CheckError, Checked, Checks, Policy, Severity, Subject, Unchecked, check,
    unmatched,
};
use breakeven::scenario::{Change, Scenario};
use breakeven::syntax::{MAX_BYTES, Source};
use breakeven::units::Date;
use breakeven::{render, report};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::path::{Path, PathBuf};

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = input(args);
    one_region(&input)?;
    let files = scenario_files(&args.files)?;
    files.iter().try_for_each(|file| files::protect(file))?;
    let mut run = Run {
        books: Books::new(&args.prices),
        changes: changes(&input)?,
        policies: policies(&args.policy)?,
        baselines: baselines(&args.baseline)?,
        is_one: files.len() == 1,
        today: Date::parse(&jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()).ok(),
    };
    let results: Vec<Result<Checked, Failure>> =
        files.par_iter().map(|file| run.check(file)).collect();
    let mut checks = Checks::default();
    let mut failures = one_of_each_name(&run.baselines, &files, &results);
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

/// A baseline is found by the name of its scenario: of two scenarios of one name it would be that of
/// one, and nobody knows of which.
fn one_of_each_name(
    baselines: &[Baseline],
    files: &[PathBuf],
    results: &[Result<Checked, Failure>],
) -> Vec<Failure> {
    let mut failures = Vec::new();
    for baseline in baselines {
        let pairs = files.iter().zip(results);
        let named = pairs.filter(|(_, result)| {
            result
                .as_ref()
                .is_ok_and(|checked| checked.scenario == baseline.scenario)
        });
        let named: Vec<String> = named.map(|(file, _)| file.display().to_string()).collect();
        if named.len() > 1 {
            failures.push(Failure::input(format!(
                "{} are all named `{}`, as the baseline {}; give each a name of its own",
                named.join(", "),
                baseline.scenario,
                baseline.name
            )));
        }
    }
    failures
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
    books: Books<'r>,
    changes: Vec<Change>,
    policies: Vec<Policy>,
    baselines: Vec<Baseline>,
    is_one: bool,
    today: Option<Date>,
}

impl Run<'_> {
    fn check(&self, file: &Path) -> Result<Checked, Failure> {
        let source = files::read_scenario(file, &self.changes)?;
        let scenario = Scenario::parse_with(source.clone(), &self.changes)?;
        let catalog = self.books.catalog(&scenario)?;
        self.books.check_age(&scenario, &catalog)?;
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
        checked.map_err(|error| self.failure(error, &source))
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

    fn failure(&self, error: CheckError, source: &Source) -> Failure {
        let source = as_read(source, &self.changes);
        match error {
            CheckError::Faults(faults) => Failure::from(*faults),
            CheckError::Estimate(error) => {
                Failure::estimating(&of_all_architectures(error), source)
            }
            CheckError::Compare(error) => error.into(),
            CheckError::Arithmetic(error) => error.into(),
            error => {
                let file = source.map_or("", |source| source.name.as_str());
                Failure::input(format!("{file}: {error}"))
            }
        }
    }
}

/// Every fault of every policy.
fn policies(paths: &[PathBuf]) -> Result<Vec<Policy>, Failure> {
    let read = |path: &PathBuf| Ok(Policy::parse(files::read_file(path, MAX_BYTES)?)?);
    many::all(paths.iter().map(read))
}

fn baselines(paths: &[PathBuf]) -> Result<Vec<Baseline>, Failure> {
    let read = |path: &PathBuf| {
        let source = files::read_file(path, files::MAX_SAVED_BYTES)?;
        Ok(Baseline::parse(&source.name, &source.text)?)
    };
    let baselines: Vec<Baseline> = many::all(paths.iter().map(read))?;
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
