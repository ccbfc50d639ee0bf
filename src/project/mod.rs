//! Month by month: growth, seasons, events, and what lapses on the way.
//!
//! Each month is priced on its own, as of its first day: so a database that leaves standard support
//! in month 15 costs more from then on, a free tier that ends stops, and credits are used up bill by
//! bill. Growth and season multiply the requests of the month's traffic level; what a scenario
//! states by level (tasks, nodes) changes with the level only.

mod months;
mod state;

use crate::catalog::{Catalog, Currency};
use crate::estimate::{EstimateError, Gaps, Selection, every};
use crate::scenario::{Growth, Projection, Scenario};
use crate::units::{ArithmeticError, CalendarMonth, Money, Spread};
use crate::warning::Warning;
use rust_decimal::Decimal;
use state::State;

pub use months::PlannedMonth;

/// Most months projected.
pub const MOST_MONTHS: u32 = 120;

/// How far, and which traffic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// How many months.
    pub months: u32,
    /// The first month, instead of the scenario's.
    pub start: Option<CalendarMonth>,
    /// The traffic level of an ordinary month, instead of the scenario's.
    pub traffic: Option<String>,
    /// Architectures to look at; all when empty.
    pub architectures: Vec<String>,
}

/// Why a projection can't be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// A month can't be priced.
    #[error("{month}: {error}")]
    Estimate {
        /// The month.
        month: String,
        /// How many months before it were priced.
        priced: u32,
        /// Why.
        error: Box<EstimateError>,
    },
    /// What is asked for does not make a plan.
    #[error("{0}")]
    Plan(String),
    /// A sum does not fit a decimal.
    #[error("{what}: {error}")]
    Arithmetic {
        /// What was being added up.
        what: String,
        /// Why.
        error: ArithmeticError,
    },
}

/// What one architecture costs in one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthCost {
    /// What the month costs.
    pub cost: Spread<Money>,
    /// What its usage costs at list prices.
    pub list_cost: Spread<Money>,
    /// The part of commitments that is used.
    pub commitment_used: Spread<Money>,
    /// The part of commitments that is not.
    pub commitment_unused: Spread<Money>,
    /// True when everything is bought on demand at list price.
    pub is_at_list: bool,
    /// The part that credits pay.
    pub credits: Spread<Money>,
}

impl MonthCost {
    fn checked_add(&self, other: &MonthCost) -> Result<MonthCost, ArithmeticError> {
        let add = |a: &Spread<Money>, b: &Spread<Money>| {
            Spread::try_from_cases(|case| a.at(case).checked_add(b.at(case)))
        };
        Ok(MonthCost {
            cost: add(&self.cost, &other.cost)?,
            list_cost: add(&self.list_cost, &other.list_cost)?,
            commitment_used: add(&self.commitment_used, &other.commitment_used)?,
            commitment_unused: add(&self.commitment_unused, &other.commitment_unused)?,
            is_at_list: self.is_at_list && other.is_at_list,
            credits: add(&self.credits, &other.credits)?,
        })
    }

    /// What is left to pay.
    ///
    /// # Errors
    /// On overflow.
    pub fn billed(&self) -> Result<Spread<Money>, ArithmeticError> {
        Spread::try_from_cases(|case| self.cost.at(case).checked_sub(self.credits.at(case)))
    }
}

/// One month of all architectures.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectedMonth {
    /// Which month, under which traffic.
    pub planned: PlannedMonth,
    /// Requests in the month.
    pub requests: Spread<Decimal>,
    /// By architecture, in the order of the forecast.
    pub costs: Vec<MonthCost>,
    /// The architectures that are expected to cost least, by name, credits not taken off: with several, none
    /// is the cheapest.
    pub cheapest: Vec<String>,
}

/// Months added up.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// The year, or how many months from the start.
    pub name: String,
    /// How many months it has.
    pub months: u32,
    /// By architecture, in the order of the forecast.
    pub costs: Vec<MonthCost>,
}

/// Something that changes what a month costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// The month.
    pub month: String,
    /// What happens.
    pub text: String,
    /// The cheapest from this month on, by name, where these change; empty for everything else.
    pub cheapest: Vec<String>,
}

/// The months to come.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The currency of every amount.
    pub currency: Currency,
    /// The architectures: key, and name for readers.
    pub architectures: Vec<(String, String)>,
    /// Every month.
    pub months: Vec<ProjectedMonth>,
    /// Calendar years; twelve months each when there is no start.
    pub years: Vec<Period>,
    /// All months together.
    pub total: Period,
    /// What changes on the way.
    pub milestones: Vec<Milestone>,
    /// What the figures rest on, as sentences.
    pub assumptions: Vec<String>,
    /// What their reader should know, each with the first month it is about.
    pub warnings: Vec<(String, Warning)>,
}

/// Projects a scenario over months.
///
/// # Errors
/// A month that can't be priced, or a plan that does not fit the scenario.
pub fn project(
    scenario: &Scenario,
    catalog: &Catalog,
    plan: &Plan,
) -> Result<Forecast, ProjectError> {
    if plan.months == 0 || plan.months > MOST_MONTHS {
        let message = format!(
            "a projection has 1 to {MOST_MONTHS} months, not {}",
            plan.months
        );
        return Err(ProjectError::Plan(message));
    }
    let stated = scenario.projection.clone().unwrap_or(Projection::ORDINARY);
    let planned = months::plan(scenario, &stated, plan)?;
    let selection = Selection {
        architectures: plan.architectures.clone(),
        traffic: Vec::new(),
    };
    let architectures = selection
        .architectures(scenario)
        .map_err(|error| ProjectError::Plan(error.to_string()))?;
    let first = planned.first().and_then(|month| month.month);
    let mut state = State::new(scenario, catalog, &stated, first, architectures.len());
    let mut months = Vec::with_capacity(planned.len());
    // The first month that lacks prices, and all that it and those after it lack.
    let mut missing: Option<(PlannedMonth, Gaps)> = None;
    for month in planned {
        let all = architectures.iter().enumerate();
        let costs = every(all.map(|(at, (name, architecture))| {
            (*name, state.price(at, name, architecture, &month))
        }));
        match (costs, &mut missing) {
            (Ok(costs), _) => {
                let requests = costs.last().map(|(_, requests)| *requests);
                let costs: Vec<MonthCost> = costs.into_iter().map(|(cost, _)| cost).collect();
                let cheapest = cheapest(architectures.iter().map(|(name, _)| *name), &costs);
                state.note_cheapest(&month, &cheapest);
                months.push(ProjectedMonth {
                    planned: month,
                    requests: requests.unwrap_or_default(),
                    costs,
                    cheapest,
                });
            }
            (Err(EstimateError::Prices(gaps)), None) => missing = Some((month, gaps)),
            (Err(EstimateError::Prices(gaps)), Some((_, known))) => known.merge(gaps),
            (Err(error), _) => return Err(unpriced(&month, error)),
        }
    }
    if let Some((month, gaps)) = missing {
        return Err(unpriced(&month, EstimateError::Prices(gaps)));
    }
    let titles = architectures
        .iter()
        .map(|(name, architecture)| ((*name).to_owned(), architecture.title_or(name).to_owned()));
    let (milestones, warnings) = (state.milestones, state.warnings);
    let forecast = Forecast {
        currency: catalog.book().currency(),
        architectures: titles.collect(),
        years: years(&months)?,
        total: period("Total".to_owned(), months.iter())?,
        months,
        milestones,
        assumptions: assumptions(scenario, &stated, first.is_some()),
        warnings,
    };
    Ok(forecast)
}

/// The architectures that are expected to cost least, by name.
fn cheapest<'n>(names: impl Iterator<Item = &'n str>, costs: &[MonthCost]) -> Vec<String> {
    let least = costs.iter().map(|cost| cost.cost.expected).min();
    let named = names.zip(costs);
    let cheapest = named.filter(|(_, cost)| Some(cost.cost.expected) == least);
    let mut cheapest: Vec<String> = cheapest.map(|(name, _)| name.to_owned()).collect();
    cheapest.sort_unstable();
    cheapest
}

fn unpriced(month: &PlannedMonth, error: EstimateError) -> ProjectError {
    ProjectError::Estimate {
        month: month.name(),
        priced: month.number.saturating_sub(1),
        error: Box::new(error),
    }
}

/// Calendar years, or years counted from the start.
fn years(months: &[ProjectedMonth]) -> Result<Vec<Period>, ProjectError> {
    let mut years: Vec<(String, Vec<&ProjectedMonth>)> = Vec::new();
    for month in months {
        let name = month.planned.year();
        match years.last_mut().filter(|(known, _)| *known == name) {
            Some((_, months)) => months.push(month),
            None => years.push((name, vec![month])),
        }
    }
    years
        .into_iter()
        .map(|(name, months)| period(name, months.into_iter()))
        .collect()
}

/// Adds months up.
fn period<'m>(
    name: String,
    months: impl Iterator<Item = &'m ProjectedMonth>,
) -> Result<Period, ProjectError> {
    let zero = Spread::exact(Money::ZERO);
    let nothing = MonthCost {
        cost: zero,
        list_cost: zero,
        commitment_used: zero,
        commitment_unused: zero,
        is_at_list: true,
        credits: zero,
    };
    let mut period = Period {
        name,
        months: 0,
        costs: Vec::new(),
    };
    for month in months {
        period.months = period.months.saturating_add(1);
        period.costs.resize(month.costs.len(), nothing);
        for (sum, cost) in period.costs.iter_mut().zip(&month.costs) {
            *sum = sum
                .checked_add(cost)
                .map_err(|error| ProjectError::Arithmetic {
                    what: format!("the sum of {}", period.name),
                    error,
                })?;
        }
    }
    Ok(period)
}

fn assumptions(scenario: &Scenario, stated: &Projection, dated: bool) -> Vec<String> {
    let mut all = Vec::new();
    if let (true, Some(day)) = (dated, scenario.as_of) {
        all.push(format!(
            "Each month is priced as of its first day, not as of {day} throughout."
        ));
    }
    if matches!(stated.growth, Some(Growth::Yearly(_))) {
        all.push("Growth per year is a step every twelve months.".to_owned());
    }
    if stated.season.is_some() && !stated.events.is_empty() {
        all.push(
            "The season is that of ordinary months; an event has the traffic stated for it."
                .to_owned(),
        );
    }
    if stated.growth.is_some() || stated.season.is_some() {
        all.push(
            "Growth and season change the requests; tasks, nodes and amounts stated without traffic \
             change with the traffic level only."
                .to_owned(),
        );
    }
    let buys = |purchase: &crate::purchase::Purchase| {
        !purchase.savings_plans.is_empty() || !purchase.reserved.is_empty()
    };
    let own = scenario
        .architectures
        .0
        .iter()
        .filter_map(|(_, a)| a.purchase.as_ref());
    if own.chain([&scenario.purchase]).any(buys) {
        all.push(
            "Commitments are in force in every month: renewed at the same rates when their term ends, \
             payments upfront spread evenly over it."
                .to_owned(),
        );
    }
    all.push("Prices stay as in the price book, but for dates AWS has announced.".to_owned());
    all
}
