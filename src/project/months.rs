//! Which months, under which traffic.

use super::{Plan, ProjectError};
use crate::scenario::{Projection, Scenario};
use crate::units::{CalendarMonth, arithmetic};
use rust_decimal::Decimal;

/// A month to be priced.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedMonth {
    /// Its number, from 1.
    pub number: u32,
    /// The month of the calendar, when the projection has a start.
    pub month: Option<CalendarMonth>,
    /// Its traffic level.
    pub traffic: String,
    /// What growth and season multiply the requests by.
    pub factor: Decimal,
}

impl PlannedMonth {
    /// For readers: `2027-01`, or `month 1`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.month {
            Some(month) => month.to_string(),
            None => format!("month {}", self.number),
        }
    }

    /// The year it belongs to: `2027`, or `year 1`.
    #[must_use]
    pub fn year(&self) -> String {
        match self.month {
            Some(month) => month.year().to_string(),
            None => format!("year {}", (self.number - 1) / 12 + 1),
        }
    }
}

/// The months of a plan.
pub(super) fn plan(
    scenario: &Scenario,
    stated: &Projection,
    plan: &Plan,
) -> Result<Vec<PlannedMonth>, ProjectError> {
    let ordinary = ordinary_level(scenario, stated, plan)?;
    let start = plan.start.or(stated.start);
    check_dates(stated, start)?;
    let mut growth = Decimal::ONE;
    let mut months = Vec::new();
    for number in 1..=plan.months {
        let month = start.map(|start| start.plus(number - 1));
        if let Some((step, every)) = stated.growth.map(crate::scenario::Growth::step)
            && number > 1
            && (number - 1) % every == 0
        {
            growth = arithmetic::mul(growth, step).map_err(|error| ProjectError::Arithmetic {
                what: format!("growth up to month {number}"),
                error,
            })?;
        }
        let event = month
            .map(|month| event_in(stated, month))
            .transpose()?
            .flatten();
        let season = match (&stated.season, month, event) {
            (Some(season), Some(month), None) => season.factor(month),
            // The traffic of an event is stated as it is then.
            _ => Decimal::ONE,
        };
        let factor = arithmetic::mul(growth, season).map_err(|error| ProjectError::Arithmetic {
            what: format!("the season of month {number}"),
            error,
        })?;
        months.push(PlannedMonth {
            number,
            month,
            traffic: event.map_or(&ordinary, |event| &event.traffic).clone(),
            factor,
        });
    }
    Ok(months)
}

/// What has a date needs a calendar to stand in.
fn check_dates(stated: &Projection, start: Option<CalendarMonth>) -> Result<(), ProjectError> {
    let dated = [
        (stated.season.is_some(), "season"),
        (!stated.events.is_empty(), "events"),
        (stated.account_opened.is_some(), "account_opened"),
        (stated.calendar, "calendar"),
    ];
    let Some(start) = start else {
        return match dated.iter().find(|(given, _)| *given) {
            None => Ok(()),
            Some((_, key)) => Err(ProjectError::Plan(format!(
                "`projection.{key}` needs the month the projection starts in: give \
                 `projection.start` or --start, such as 2027-01"
            ))),
        };
    };
    match stated.account_opened {
        Some(opened) if opened > start => Err(ProjectError::Plan(format!(
            "the account is opened in {opened}, after the first month, {start}"
        ))),
        _ => Ok(()),
    }
}

/// The event of a month; two of them can't be priced at once.
fn event_in(
    stated: &Projection,
    month: CalendarMonth,
) -> Result<Option<&crate::scenario::Event>, ProjectError> {
    let is = |event: &&crate::scenario::Event| event.months.iter().any(|m| m.is(month));
    let mut events = stated.events.iter().filter(is);
    match (events.next(), events.next()) {
        (Some(one), Some(other)) if one.traffic != other.traffic => {
            Err(ProjectError::Plan(format!(
                "{month} has two events, `{}` and `{}`; state one traffic level for it",
                one.traffic, other.traffic
            )))
        }
        (event, _) => Ok(event),
    }
}

/// The traffic level of an ordinary month.
fn ordinary_level(
    scenario: &Scenario,
    stated: &Projection,
    plan: &Plan,
) -> Result<String, ProjectError> {
    let known: Vec<&str> = scenario.traffic.0.names().collect();
    let asked = plan.traffic.as_ref().or(stated.traffic.as_ref());
    match (asked, known.as_slice()) {
        (Some(level), known) if known.contains(&level.as_str()) => Ok(level.clone()),
        (Some(level), _) => Err(ProjectError::Plan(format!(
            "the scenario has no traffic level `{level}`; it has {}",
            known.join(", ")
        ))),
        (None, [only]) => Ok((*only).to_owned()),
        (None, _) => Err(ProjectError::Plan(format!(
            "which traffic does an ordinary month have? give --traffic, or `projection.traffic` in \
             the scenario: {}",
            known.join(", ")
        ))),
    }
}
