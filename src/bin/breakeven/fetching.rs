//! Fetching from AWS: where from, what, and what is said meanwhile.

use crate::exit::Failure;
use crate::{books, files};
use breakeven::catalog::{BookDraft, PriceBook, embedded_book};
use breakeven::price_list::{service_codes, service_codes_of};
use breakeven::sources::{self, Plan, Progress, ServiceResult, Source, Wanted};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::time::Duration;

/// Where prices are fetched from, and which.
#[derive(Debug, Args)]
pub struct Fetch {
    /// Public files, or the Price List Query API, which needs AWS credentials.
    #[arg(long, value_enum, default_value_t = Way::Bulk)]
    from: Way,
    /// A service, as scenarios (fargate) or AWS (AmazonECS) name it, or `savings-plans`; may be given
    /// several times; all unless given.
    #[arg(long, value_name = "SERVICE")]
    service: Vec<String>,
    /// How many seconds nothing may come before an attempt is given up.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// How many seconds everything may take in all.
    #[arg(long, value_name = "SECONDS", default_value_t = sources::DEADLINE.as_secs())]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=86_400))]
    deadline: u64,
    /// How often a request is tried in all.
    #[arg(long, value_name = "N", default_value_t = 4)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10))]
    attempts: u32,
    /// Take this key's price even if it is more than ten times, or less than a tenth of, what it was;
    /// may be given several times.
    #[arg(long, value_name = "KEY")]
    accept: Vec<String>,
    /// Read again what has not changed.
    #[arg(long)]
    anew: bool,
}

/// A way to the Price List.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// The public files; no credentials.
    Bulk,
    /// The Query API; credentials from the standard AWS chain.
    Api,
}

/// What all Savings Plans are called on the command line.
const PLANS: &str = "savings-plans";

impl Fetch {
    /// What is asked for.
    pub fn wanted(&self) -> Result<Wanted, Failure> {
        let mut unknown = self.accept.iter();
        if let Some(key) = unknown.find(|key| breakeven::services::key_spec(key).is_none()) {
            return Err(Failure::input(format!(
                "--accept {key}: there is no such price key; `breakeven prices list` shows them"
            )));
        }
        let mut wanted = Wanted {
            services: Vec::new(),
            plans: Vec::new(),
            accepted: self.accept.iter().cloned().collect(),
            anew: self.anew,
        };
        if self.service.is_empty() {
            wanted.services = service_codes().into_iter().map(str::to_owned).collect();
            // Rates of Savings Plans stand in the public files only.
            if self.from == Way::Bulk {
                wanted.plans = Plan::ALL.to_vec();
            }
        }
        let mut codes: BTreeSet<&str> = BTreeSet::new();
        for name in &self.service {
            let plan = Plan::ALL
                .into_iter()
                .find(|plan| plan.code().eq_ignore_ascii_case(name));
            let found = service_codes_of(&BTreeSet::from([name.as_str()]));
            match (name == PLANS, plan) {
                (true, _) => wanted.plans = Plan::ALL.to_vec(),
                (_, Some(plan)) => wanted.plans.push(plan),
                _ if !found.is_empty() => codes.extend(found),
                _ => return Err(unknown_service(name)),
            }
        }
        wanted.services.extend(codes.into_iter().map(str::to_owned));
        Ok(wanted)
    }

    /// The source, ready to be asked.
    pub fn source(&self) -> Result<Box<dyn Source>, Failure> {
        source(
            self.from,
            Patience {
                timeout: Duration::from_secs(self.timeout),
                total: Duration::from_secs(self.deadline),
                attempts: self.attempts,
            },
        )
    }
}

/// How long, and how often, AWS is asked.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(any(feature = "fetch", feature = "aws-profiles")),
    expect(
        dead_code,
        reason = "the options are there, the source they are for is not"
    )
)]
struct Patience {
    /// How long nothing may come.
    timeout: Duration,
    /// How long everything may take.
    total: Duration,
    attempts: u32,
}

fn unknown_service(name: &str) -> Failure {
    let groups = breakeven::services::key_groups().map(|group| group.name);
    let known: Vec<&str> = groups.chain(service_codes()).chain([PLANS]).collect();
    let near = breakeven::syntax::nearest(name, &known);
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`breakeven prices list` shows them".to_owned(),
    };
    Failure::input(format!(
        "the Price List has no prices for `{name}` here; {hint}"
    ))
}

/// Where a test or a mirror answers instead of AWS: for the API the SDK reads it too.
#[cfg(any(feature = "fetch", feature = "aws-profiles"))]
fn endpoint() -> Option<String> {
    let named = ["AWS_ENDPOINT_URL_PRICING", "AWS_ENDPOINT_URL"];
    let mut set = named
        .into_iter()
        .filter_map(|name| std::env::var(name).ok());
    set.find(|url| !url.is_empty())
}

fn source(from: Way, patience: Patience) -> Result<Box<dyn Source>, Failure> {
    match from {
        Way::Bulk => bulk(patience),
        Way::Api => api(patience),
    }
}

#[cfg(feature = "fetch")]
fn bulk(patience: Patience) -> Result<Box<dyn Source>, Failure> {
    use breakeven::sources::bulk::{Bulk, Settings};
    let now = jiff::Timestamp::now().as_nanosecond();
    let settings = Settings {
        base: endpoint(),
        connect: patience.timeout.min(Duration::from_secs(10)),
        silence: patience.timeout,
        total: patience.total,
        attempts: patience.attempts,
        // Programs that fail together should not come back together.
        seed: u64::try_from(now.rem_euclid(i128::from(u64::MAX))).unwrap_or_default(),
        ..Settings::default()
    };
    let source = Bulk::new(settings).map_err(fetch_failure)?;
    Ok(Box::new(source))
}

#[cfg(not(feature = "fetch"))]
fn bulk(_: Patience) -> Result<Box<dyn Source>, Failure> {
    Err(without("fetch"))
}

#[cfg(feature = "aws-profiles")]
fn api(patience: Patience) -> Result<Box<dyn Source>, Failure> {
    use breakeven::sources::api::{Api, Settings};
    let settings = Settings {
        timeout: patience.timeout,
        total: patience.total,
        attempts: patience.attempts,
        endpoint: endpoint(),
        ..Settings::default()
    };
    let source = Api::from_chain(settings).map_err(fetch_failure)?;
    Ok(Box::new(source))
}

#[cfg(not(feature = "aws-profiles"))]
fn api(_: Patience) -> Result<Box<dyn Source>, Failure> {
    Err(without("aws-profiles"))
}

#[cfg(not(all(feature = "fetch", feature = "aws-profiles")))]
fn without(feature: &str) -> Failure {
    Failure::input(format!("this program was built without `{feature}`"))
}

fn fetch_failure(error: sources::FetchError) -> Failure {
    Failure::system(error.to_string())
}

/// Prices read for one run and kept nowhere.
pub fn live(
    how: &str,
    region: &str,
    services: Option<Vec<&'static str>>,
    plans: bool,
) -> Result<PriceBook, Failure> {
    let from = match how {
        "live:bulk" => Way::Bulk,
        _ => Way::Api,
    };
    end_cleanly_on_ctrl_c("nothing was written");
    let patience = Patience {
        timeout: Duration::from_secs(30),
        total: sources::DEADLINE,
        attempts: 4,
    };
    let mut source = source(from, patience)?;
    let wanted = Wanted {
        services: services
            .unwrap_or_else(service_codes)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        plans: if plans {
            Plan::ALL.to_vec()
        } else {
            Vec::new()
        },
        accepted: BTreeSet::new(),
        anew: true,
    };
    let base = embedded_book(region)?;
    let mut lines = ProgressLines::new();
    let today = books::today()?;
    let mut progress = |event: Progress<'_>| lines.show(event);
    let updated = sources::update(source.as_mut(), &base, &wanted, today, &mut progress)?;
    lines.finish();
    let failed = updated
        .services
        .iter()
        .find_map(|outcome| match &outcome.result {
            ServiceResult::Failed(error) => Some(error),
            _ => None,
        });
    if let Some(error) = failed {
        return Err(fetch_failure(error.clone()));
    }
    // What AWS has no usable price of has none here: an embedded one would not be live.
    let book = PriceBook::sealed("live", updated.applied_to(&base)?)?;
    let mut draft = BookDraft::of(&book)?;
    for faulty in updated.services.iter().flat_map(|outcome| &outcome.faults) {
        files::note(&format!(
            "no live price of `{}`: {}",
            faulty.key, faulty.fault
        ));
        draft.remove(&faulty.key);
    }
    Ok(PriceBook::sealed("live", draft.text()?)?)
}

/// Ends the program with a word when the user interrupts it. Nothing else is needed: books are
/// replaced as a whole or not at all.
pub fn end_cleanly_on_ctrl_c(state: &'static str) {
    // Fails only where a handler is set already, which then is this one.
    let _ = ctrlc::set_handler(move || {
        files::note(&format!("interrupted; {state}"));
        files::interrupted();
    });
}

/// A bar on a terminal, a line per file in a log.
pub struct ProgressLines {
    bar: Option<ProgressBar>,
}

impl ProgressLines {
    pub fn new() -> ProgressLines {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        ProgressLines { bar }
    }

    pub fn show(&mut self, event: Progress<'_>) {
        match (event, &self.bar) {
            (Progress::Started { what, bytes }, Some(bar)) => {
                let template = match bytes {
                    Some(_) => "{spinner} {msg} {bar:30} {binary_bytes}/{binary_total_bytes}",
                    None => "{spinner} {msg} {pos}",
                };
                if let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style);
                }
                bar.reset();
                if let Some(bytes) = bytes {
                    bar.set_length(bytes);
                }
                bar.set_message(breakeven::render::plain(what));
            }
            (Progress::Started { what, .. }, None) => say(&format!("reading {what}")),
            (Progress::Read(so_far), Some(bar)) => bar.set_position(so_far),
            (Progress::Read(_), None) => {}
            (Progress::Retry { attempt, why }, Some(bar)) => {
                bar.println(breakeven::render::plain(&format!(
                    "attempt {attempt}: {why}"
                )));
            }
            (Progress::Retry { attempt, why }, None) => say(&format!("attempt {attempt}: {why}")),
        }
    }

    pub fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(
        std::io::stderr().lock(),
        "{}",
        breakeven::render::plain(line)
    );
}
