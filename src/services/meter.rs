//! What a service is told, and where it states its usage.

use super::{Component, OpenQuestion};
use crate::catalog::{Catalog, CatalogError, KeySpec, Price, PriceKey};
use crate::formula::{Compiled, Conditions, Formula, Label, spread};
use crate::syntax::PerTraffic;
use crate::units::{Case, Measure, Size, Spread};
use crate::warning::{Warning, WarningCode};
use crate::workload::{Granularity, Occurrence, Period, Rate, Uptime, Volume, Workload};
use rust_decimal::Decimal;
use std::sync::Arc;

/// A quantity of one price key, as a formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Usage {
    /// What is known of the key.
    pub spec: &'static KeySpec,
    /// The key.
    pub key: PriceKey,
    /// What is charged for, for readers.
    pub title: String,
    /// How the quantity comes about.
    pub formula: Formula,
    /// Hours of the month it is spread over evenly; all of them unless stated. Commitments, which
    /// are lost by the hour, need to know.
    pub hours: Option<Formula>,
    /// The price, where the scenario states it with the usage.
    pub price: Option<Arc<Price>>,
    /// Whether the free tier covers it; what comes free with a resource does in any case.
    pub free_tier: bool,
}

impl Usage {
    /// True when nothing is used, whatever the traffic; it needs no price then.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        [Case::Low, Case::Expected, Case::High]
            .into_iter()
            .all(|case| {
                let compiled = Compiled::new(&self.formula, case);
                compiled.is_ok_and(|quantity| {
                    let value = quantity.value(rust_decimal::Decimal::ZERO);
                    quantity.is_fixed() && value.is_ok_and(|value| value.is_zero())
                })
            })
    }

    /// Its price: the scenario's own, or that of a catalog.
    ///
    /// # Errors
    /// [`CatalogError`] when there is none, or it does not fit.
    pub fn price_in<'p>(&'p self, catalog: &'p Catalog) -> Result<&'p Arc<Price>, CatalogError> {
        match &self.price {
            Some(price) => catalog.checked(price, self.spec),
            None => catalog.price(&self.key, self.spec),
        }
    }
}

impl Usage {
    /// Usage of a key, by the values of its variables.
    pub fn new(spec: &'static KeySpec, values: &[&str], formula: Formula) -> Usage {
        let key = spec.key(values);
        Usage {
            title: spec.title_of(&key),
            spec,
            key,
            formula,
            hours: None,
            price: None,
            free_tier: true,
        }
    }
}

/// An amount of one price key that comes free with a resource, whatever the free tier: backups up
/// to the size of the databases. Pooled like usage.
#[derive(Debug, Clone, PartialEq)]
pub struct Inclusion {
    /// The key.
    pub key: PriceKey,
    /// What is included, for readers.
    pub title: String,
    /// How the amount comes about.
    pub formula: Formula,
}

/// Everything one component states.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metered {
    /// Usage, in the order it is shown.
    pub usage: Vec<Usage>,
    /// Amounts that come free with the resource.
    pub inclusions: Vec<Inclusion>,
    /// True when AWS does not charge for what is described; otherwise stating no usage is an error.
    pub is_free: bool,
    /// Defaults that entered the figures, as sentences.
    pub assumptions: Vec<String>,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
    /// What the scenario leaves open, to be warned of with what it would add.
    pub questions: Vec<OpenQuestion>,
    /// Capacity that does not follow the traffic, if it has such.
    pub capacity: Option<Capacity>,
}

/// Capacity that does not follow the traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capacity {
    /// So many requests a day and no more.
    AtMost(Decimal),
    /// As many tasks or instances as stated; what they carry is not known.
    AsStated,
}

/// Where a service states its usage.
pub type Meter = Metered;

impl Metered {
    /// States usage of a key.
    pub fn usage(&mut self, spec: &'static KeySpec, formula: Formula) {
        self.usage_of(spec, &[], formula);
    }

    /// States usage of a key of a family, by the values of its variables.
    pub fn usage_of(&mut self, spec: &'static KeySpec, values: &[&str], formula: Formula) {
        self.usage.push(Usage::new(spec, values, formula));
    }

    /// States usage of a key that several things share, under the title of what was stated.
    pub fn usage_titled(&mut self, spec: &'static KeySpec, title: &str, formula: Formula) {
        self.usage.push(Usage {
            title: title.to_owned(),
            ..Usage::new(spec, &[], formula)
        });
    }

    /// States usage of something that runs in some hours of the month only, evenly over them.
    pub fn usage_during(
        &mut self,
        hours: &Formula,
        spec: &'static KeySpec,
        values: &[&str],
        formula: Formula,
    ) {
        self.usage_of(spec, values, formula);
        if let Some(usage) = self.usage.last_mut() {
            usage.hours = Some(hours.clone());
        }
    }

    /// States that the free tier covers none of the usage of some keys stated so far.
    pub fn without_free_tier(&mut self, specs: &[&KeySpec]) {
        let usage = self.usage.iter_mut();
        let named = usage.filter(|usage| specs.contains(&usage.spec));
        named.for_each(|usage| usage.free_tier = false);
    }

    /// States usage whose price the scenario states too.
    pub fn usage_at(
        &mut self,
        price: Price,
        spec: &'static KeySpec,
        title: &str,
        formula: Formula,
    ) {
        self.usage.push(Usage {
            title: title.to_owned(),
            spec,
            key: price.key.clone(),
            formula,
            hours: None,
            price: Some(Arc::new(price)),
            free_tier: true,
        });
    }

    /// States an amount that comes free with the resource.
    pub fn include(&mut self, spec: &'static KeySpec, title: &str, formula: Formula) {
        self.inclusions.push(Inclusion {
            key: spec.key(&[]),
            title: title.to_owned(),
            formula,
        });
    }

    /// States that AWS does not charge for what is described; the sentence says so.
    pub fn free(&mut self, sentence: impl Into<String>) {
        self.is_free = true;
        self.assume(sentence);
    }

    /// Notes a default that entered the figures.
    pub fn assume(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.assumptions.contains(&sentence) {
            self.assumptions.push(sentence);
        }
    }

    /// Notes what the reader should know.
    pub fn warn(&mut self, code: WarningCode, message: impl Into<String>) {
        self.warnings.push(Warning::new(code, message));
    }

    /// Notes what the scenario leaves open.
    pub fn ask(&mut self, question: OpenQuestion) {
        self.questions.push(question);
    }
}

/// Why a component can't state its usage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MeterError {
    /// The setting it is about, if one.
    pub field: Option<&'static str>,
    /// What is missing or does not fit.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl MeterError {
    /// An error about a setting of the component.
    pub fn new(field: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        MeterError {
            field: Some(field),
            message: message.into(),
            help: help.into(),
        }
    }
}

/// What a component is metered under.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The traffic level, as numbers for the month.
    pub workload: &'a Workload,
    /// The name of the component.
    pub name: &'a str,
    /// Every component of the architecture at this traffic level.
    pub peers: &'a [&'a Component],
}

impl<'a> Context<'a> {
    /// The value of a setting at this traffic level.
    ///
    /// # Errors
    /// When the setting has no value for the level.
    pub fn at<T>(
        &self,
        setting: &'a PerTraffic<T>,
        field: &'static str,
    ) -> Result<&'a T, MeterError> {
        setting.at(&self.workload.level).ok_or_else(|| {
            let level = &self.workload.level;
            let message = format!("`{field}` has no value for the traffic level `{level}`");
            MeterError::new(field, message, "give every traffic level a value")
        })
    }

    /// A counted setting at this traffic level, as a formula.
    ///
    /// # Errors
    /// When the setting has no value for the level.
    pub fn count<M: Measure>(
        &self,
        setting: &'a PerTraffic<Spread<M>>,
        field: &'static str,
        word: &'static str,
    ) -> Result<Formula, MeterError> {
        let value = self.at(setting, field)?;
        Ok(spread(value.map(Measure::amount), Label::Word(word.into())))
    }

    /// Billed hours of something that runs.
    ///
    /// # Errors
    /// When it runs longer than the month.
    pub fn hours(&self, uptime: &Uptime, granularity: Granularity) -> Result<Formula, MeterError> {
        let month = self.workload.month;
        if uptime.exceeds(month) {
            let message = format!("`{uptime}` is longer than the month ({})", month.describe());
            return Err(MeterError::new("running", message, "state a shorter time"));
        }
        Ok(uptime.hours(month, granularity))
    }

    /// The value of a formula under this workload with its range, for what is not charged but has
    /// a limit.
    ///
    /// # Errors
    /// When the value does not fit; `field` is the setting it comes from.
    pub fn value(
        &self,
        formula: &Formula,
        field: &'static str,
    ) -> Result<Spread<rust_decimal::Decimal>, MeterError> {
        let requests = self.workload.requests_per_month();
        let value = requests.and_then(|requests| {
            Spread::try_from_cases(|case| {
                formula.value(Conditions {
                    requests,
                    case,
                    draws: &[],
                })
            })
        });
        value.map_err(|error| {
            MeterError::new(field, error.to_string(), "check the number and its unit")
        })
    }

    /// The expected value of a formula under this workload, for checks between settings.
    #[must_use]
    pub fn expected(&self, formula: &Formula) -> Option<rust_decimal::Decimal> {
        let requests = self.workload.requests_per_month().ok()?;
        formula
            .value(Conditions {
                requests,
                case: Case::Expected,
                draws: &[],
            })
            .ok()
    }

    /// Events in the month.
    #[must_use]
    pub fn events(&self, rate: &Rate, what: &'static str) -> Formula {
        let events = rate.per_month(what, self.workload.month);
        self.missed(rate.per, events)
    }

    /// What happens in the month, at a rate or on a schedule.
    #[must_use]
    pub fn occurrences(&self, occurrence: &Occurrence, what: &'static str) -> Formula {
        match occurrence {
            Occurrence::At(rate) => self.events(rate, what),
            Occurrence::On(schedule) => schedule.per_month(what, self.workload.month),
        }
    }

    /// What happens `per miss` is left for the requests the cache can't answer.
    fn missed(&self, per: Period, formula: Formula) -> Formula {
        match (per, self.workload.misses()) {
            (Period::Miss, Some(misses)) => formula * misses,
            _ => formula,
        }
    }

    /// Gigabytes in the month.
    #[must_use]
    pub fn gigabytes(&self, volume: &Volume) -> Formula {
        self.missed(volume.per, volume.gigabytes(self.workload.month))
    }

    /// Data kept at this traffic level, in gigabytes.
    ///
    /// # Errors
    /// When the setting has no value for the level.
    pub fn stored(
        &self,
        setting: &'a PerTraffic<Spread<Size>>,
        field: &'static str,
    ) -> Result<Formula, MeterError> {
        let gigabytes = self.at(setting, field)?.map(Size::gigabytes);
        Ok(spread(gigabytes, Label::Symbol("GB".into())))
    }

    /// The size of the average response.
    ///
    /// # Errors
    /// When the scenario does not state it; `why` says what it is needed for.
    pub fn response(&self, why: &str) -> Result<Spread<Size>, MeterError> {
        self.workload.request.response.ok_or_else(|| MeterError {
            field: None,
            message: format!("the size of a response is needed {why}"),
            help: "state `response` under `request`, such as `response: 20 KB`".to_owned(),
        })
    }

    /// The size of the average request itself; 1 KB, and said so, when the scenario does not state it.
    pub fn payload(&self, meter: &mut Meter) -> Spread<Size> {
        let (payload, is_default) = self.workload.request.payload_or_default();
        if is_default {
            meter.assume("A request is 1 KB (`request.payload` not given).");
        }
        payload
    }

    /// The other component with this name.
    #[must_use]
    pub fn peer(&self, name: &str) -> Option<&'a Component> {
        self.peers
            .iter()
            .find(|component| component.name == name)
            .copied()
    }
}
