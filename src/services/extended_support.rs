//! Extended support: what AWS charges for engine versions past their standard support.
//!
//! A surcharge beside the price of the instance or node, for as long as the version is kept: years
//! one and two at one price, the third at about twice that, then AWS upgrades what is left. It
//! depends on the day, so nothing is charged unless the scenario states `as_of`; the whole month is
//! priced as that day is. A component that states no version may run an old one, and is asked.
//! Kubernetes on EKS has one price for its single year.
//! Sources: the user guides of RDS, Aurora and ElastiCache, "Extended Support charges", and of EKS,
//! "Kubernetes version lifecycle"; the dates are
//! in `pricing-data/extended-support.json`.

use super::{Context, Meter, MeterError, OpenQuestion, Usage};
use crate::catalog::{SupportDates, SupportPhase, SupportTable, SupportedVersion, support_table};
use crate::syntax::{Fields, Reader};
use crate::units::Date;
use crate::warning::WarningCode;

/// An engine whose old versions are charged extended support.
#[derive(Debug, Clone, Copy)]
pub(super) struct SupportedEngine<'a> {
    /// The service, by its name in scenarios.
    pub service: &'static str,
    /// The engine, as in price keys.
    pub engine: &'static str,
    /// The engine for readers.
    pub title: &'static str,
    /// The version the component states.
    pub version: Option<&'a str>,
    /// Another engine that takes its place and is never charged.
    pub instead: Option<&'static str>,
}

/// Which price extended support has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Years {
    /// Years one and two.
    First,
    /// The third year.
    Third,
}

/// Extended support of a version, at one of its prices.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surcharge {
    /// At which price.
    pub years: Years,
    /// The major version.
    pub version: &'static str,
}

impl Surcharge {
    /// The engine and its version as one part of a price key: `mysql8_0`.
    pub fn key_part(&self, engine: &str) -> String {
        format!("{engine}{}", self.version.replace('.', "_"))
    }
}

impl SupportedEngine<'_> {
    /// Notes a version nobody knows, which would never be found past its support.
    pub fn check(self, fields: &Fields<'_>, reader: &mut Reader) {
        // A table that can't be read is reported when the component is metered.
        let (Some(version), Ok(table)) = (self.version, support_table()) else {
            return;
        };
        let known: Vec<&str> = table
            .of(self.service, self.engine)
            .map(|known| known.version.as_str())
            .collect();
        let place = fields.place("version");
        let found = table.find(self.service, self.engine, version);
        if !known.is_empty() && found.is_none() {
            reader.unknown(&format!("{} version", self.title), version, place, &known);
        } else if !version.starts_with(|c: char| c.is_ascii_digit()) {
            let message = format!("`{version}` is not a version");
            let help = Some("a version looks like `8.0`".to_owned());
            reader.fault("bad-value", place, message, help);
        }
    }

    /// Meters what is charged on the day of the estimate, and asks about what is near, or what can't
    /// be looked up. `usage` is what a surcharge is charged for.
    pub fn meter(
        self,
        context: &Context<'_>,
        meter: &mut Meter,
        usage: impl Fn(Surcharge) -> Result<Usage, MeterError>,
    ) -> Result<(), MeterError> {
        let table = support_table().map_err(|error| {
            MeterError::new("version", error.to_string(), "leave `version` out")
        })?;
        let Some(version) = self.version else {
            self.ask_version(table, context, meter, &usage);
            return Ok(());
        };
        let found = table.find(self.service, self.engine, version);
        let Some((found, dates)) = found.and_then(|found| Some((found, found.dates?))) else {
            return Ok(());
        };
        let what = format!("{} {}", self.title, found.version);
        let name = context.name;
        let Some(day) = context.workload.as_of else {
            let code = WarningCode::SupportDatesNotChecked;
            let message = format!(
                "`{name}`: whether extended support is charged for {what} was not checked; state the \
                 day, such as `as_of: 2026-11-21` in the scenario or `--as-of 2026-11-21`"
            );
            meter.ask(OpenQuestion::new(name, code, message, "`as_of`"));
            return Ok(());
        };
        let next = dates.next_charge(day);
        let next = next.filter(|next| *next <= day.a_year_later());
        if let Some(doubt) = &found.doubt
            && (dates.on(day) != SupportPhase::Free || next.is_some())
        {
            meter.assume(format!("{what} ({}): {doubt}", self.service));
        }
        let at = |years| Surcharge {
            years,
            version: &found.version,
        };
        let settled_by = format!("`{name}.version`");
        let ask = |code, message: String| {
            OpenQuestion::new(name, code, format!("`{name}`: {message}"), &settled_by)
        };
        let now = match dates.on(day) {
            SupportPhase::Free => None,
            SupportPhase::Years1And2 => Some(usage(at(Years::First))?),
            SupportPhase::Year3 => Some(usage(at(Years::Third))?),
            SupportPhase::Ended => {
                meter.ask(ask(WarningCode::ExtendedSupportEnded, ended(&what, dates)));
                None
            }
        };
        if let Some(charged) = &now {
            let message = self.charged(&what, dates, table, day);
            let question = ask(WarningCode::ExtendedSupportCharged, message);
            meter.ask(question.included(vec![charged.clone()]));
        }
        if let Some(next) = next {
            let (message, years) = match &now {
                None => (first_charged(&what, dates, next), Years::First),
                Some(_) => (charged_more(&what, next), Years::Third),
            };
            let question = ask(WarningCode::ExtendedSupportSoon, message);
            meter.ask(match usage(at(years)) {
                Ok(then) => question.adding(vec![then]).in_place_of(now.clone()),
                Err(error) => question.without_amount(&error),
            });
        }
        meter.usage.extend(now);
        Ok(())
    }

    /// Asks which version runs, where an old one would be charged.
    fn ask_version(
        self,
        table: &'static SupportTable,
        context: &Context<'_>,
        meter: &mut Meter,
        usage: &impl Fn(Surcharge) -> Result<Usage, MeterError>,
    ) {
        let name = context.name;
        let instead = self
            .instead
            .map_or_else(String::new, |instead| format!(", {instead} never"));
        let ending = table.of(self.service, self.engine);
        let ending: Vec<_> = ending.filter(|known| known.dates.is_some()).collect();
        if ending.is_empty() {
            return;
        }
        let has_third_year = |known: &&SupportedVersion| {
            known.dates.is_some_and(|dates| dates.year_3_from.is_some())
        };
        let amount = match ending.iter().any(has_third_year) {
            true => "the amount is for its first two years",
            false => "the amount is that charge",
        };
        let message = format!(
            "`{name}`: no version is stated, and old ones of {} are charged extended support{instead}; \
             {amount}",
            self.title
        );
        let code = WarningCode::EngineVersionNotStated;
        let mut question = OpenQuestion::new(name, code, message, format!("`{name}.version`"));
        for known in ending {
            let surcharge = Surcharge {
                years: Years::First,
                version: &known.version,
            };
            let answer = match usage(surcharge) {
                Ok(usage) => vec![usage],
                Err(error) => {
                    question = question.without_amount(&error);
                    break;
                }
            };
            // Where the key does not name the version, all of them are one answer.
            if !question.answers.contains(&answer) {
                question = question.adding(answer);
            }
        }
        meter.ask(question);
    }

    /// What is charged now, and the version that would not be: the one with the next end that is
    /// more than a year away.
    fn charged(self, what: &str, dates: SupportDates, table: &SupportTable, day: Date) -> String {
        let charged_from = |known: &SupportedVersion| known.dates.map(|dates| dates.charged_from);
        let lasting = table.of(self.service, self.engine).filter(|known| {
            charged_from(known).is_none_or(|charged_from| charged_from > day.a_year_later())
        });
        let next = lasting.min_by_key(|known| {
            let charged_from = charged_from(known);
            (charged_from.is_none(), charged_from)
        });
        let next = next.map(|known| format!("{} {}", self.title, known.version));
        let free = next.into_iter().chain(self.instead.map(str::to_owned));
        let free: Vec<String> = free.collect();
        let free = match free.is_empty() {
            true => String::new(),
            false => format!("; none is for {}", free.join(" or ")),
        };
        format!(
            "standard support of {what} ended on {}, and extended support is charged{free}",
            dates.standard_support_ends
        )
    }
}

fn first_charged(what: &str, dates: SupportDates, next: Date) -> String {
    format!(
        "standard support of {what} ends on {}; from {next} on, extended support is charged",
        dates.standard_support_ends
    )
}

fn charged_more(what: &str, next: Date) -> String {
    format!(
        "the third year of extended support of {what}, at a higher price, starts on {next}; the \
         amount is what it adds"
    )
}

fn ended(what: &str, dates: SupportDates) -> String {
    let end = dates.extended_support_ends;
    let end = end.map_or_else(String::new, |day| format!(" on {day}"));
    format!(
        "extended support of {what} ended{end}; AWS upgrades what is left, so nothing is charged for \
         it here"
    )
}
