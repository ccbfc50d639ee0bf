//! Extended support: what AWS charges for engine versions past their standard support.
//!
//! A surcharge beside the price of the instance or node, for as long as the version is kept: years
//! one and two at one price, the third at about twice that, then AWS upgrades what is left. It
//! depends on the day, so nothing is charged unless the scenario states `as_of`; the whole month is
//! priced as that day is. Sources: the user guides of RDS, Aurora and ElastiCache, "Extended Support
//! charges"; the dates are in `pricing-data/extended-support.json`.

use super::{Context, Meter, MeterError};
use crate::catalog::{SupportPhase, support_table};
use crate::formula::Formula;
use crate::syntax::{Fields, Reader};
use crate::units::{Date, Spread};
use crate::warning::WarningCode;
use rust_decimal::Decimal;

/// The version of an engine, as a component states it.
#[derive(Debug, Clone, Copy)]
pub(super) struct EngineVersion<'a> {
    /// The service, by its name in scenarios.
    pub service: &'static str,
    /// The engine, as in price keys.
    pub engine: &'static str,
    /// The engine for readers.
    pub title: &'static str,
    /// The version.
    pub version: &'a str,
}

/// Which price extended support has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Years {
    /// Years one and two.
    First,
    /// The third year.
    Third,
}

/// What is charged for extended support.
pub(super) struct Surcharge {
    /// At which price.
    pub years: Years,
    /// The major version.
    pub version: &'static str,
    /// On how much.
    pub basis: Formula,
}

impl EngineVersion<'_> {
    /// Notes a version nobody knows, which would never be found past its support.
    pub fn check(self, fields: &Fields<'_>, reader: &mut Reader) {
        // A table that can't be read is reported when the component is metered.
        let Ok(table) = support_table() else { return };
        let known: Vec<&str> = table
            .of(self.service, self.engine)
            .map(|known| known.version.as_str())
            .collect();
        let place = fields.place("version");
        let found = table.find(self.service, self.engine, self.version);
        if !known.is_empty() && found.is_none() {
            reader.unknown(
                &format!("{} version", self.title),
                self.version,
                place,
                &known,
            );
        } else if !self.version.starts_with(|c: char| c.is_ascii_digit()) {
            let message = format!("`{}` is not a version", self.version);
            let help = Some("a version looks like `8.0`".to_owned());
            reader.fault("bad-value", place, message, help);
        }
    }

    /// The surcharge on the day of the estimate, on `basis`; warns of one that is near or that
    /// could not be looked up.
    pub fn surcharge(
        self,
        context: &Context<'_>,
        basis: impl Fn() -> Result<Formula, MeterError>,
        meter: &mut Meter,
    ) -> Result<Option<Surcharge>, MeterError> {
        let table = support_table().map_err(|error| {
            MeterError::new("version", error.to_string(), "leave `version` out")
        })?;
        let found = table.find(self.service, self.engine, self.version);
        let Some((found, dates)) = found.and_then(|found| Some((found, found.dates?))) else {
            return Ok(None);
        };
        let what = format!("{} {}", self.title, found.version);
        let name = context.name;
        let Some(day) = context.workload.as_of else {
            let message = format!(
                "`{name}`: whether extended support is charged for {what} was not checked; state the \
                 day, such as `as_of: 2026-11-21` in the scenario or `--as-of 2026-11-21`"
            );
            meter.warn(WarningCode::SupportDatesNotChecked, message);
            return Ok(None);
        };
        let phase = dates.on(day);
        let next = dates.next_charge(day);
        let next = next.filter(|next| *next <= day.a_year_later());
        if let Some(doubt) = &found.doubt
            && (phase != SupportPhase::Free || next.is_some())
        {
            meter.assume(format!("{what} ({}): {doubt}", self.service));
        }
        if let Some(next) = next {
            let on = basis().map_or_else(|_| "its vCPUs".to_owned(), |basis| shown(&basis));
            let message = match phase {
                SupportPhase::Free => format!(
                    "`{name}`: standard support of {what} ends on {}; from {next} on, extended \
                     support is charged for {on} a month",
                    dates.standard_support_ends
                ),
                _ => format!(
                    "`{name}`: the third year of extended support of {what}, at a higher price, \
                     starts on {next}, for {on} a month"
                ),
            };
            meter.warn(WarningCode::ExtendedSupportSoon, message);
        }
        let years = match phase {
            SupportPhase::Free => return Ok(None),
            SupportPhase::Years1And2 => Years::First,
            SupportPhase::Year3 => Years::Third,
            SupportPhase::Ended => {
                let end = dates.extended_support_ends.map_or_else(String::new, on_day);
                let message = format!(
                    "`{name}`: extended support of {what} ended{end}; AWS upgrades what is left, so \
                     nothing is charged for it here"
                );
                meter.warn(WarningCode::ExtendedSupportEnded, message);
                return Ok(None);
            }
        };
        Ok(Some(Surcharge {
            years,
            version: &found.version,
            basis: basis()?,
        }))
    }
}

fn on_day(day: Date) -> String {
    format!(" on {day}")
}

/// A formula that does not depend on the traffic, as text.
fn shown(basis: &Formula) -> String {
    basis.show(&Spread::exact(Decimal::ZERO))
}

impl Surcharge {
    /// The engine and its version as one part of a price key: `mysql8_0`.
    pub fn key_part(&self, engine: &str) -> String {
        format!("{engine}{}", self.version.replace('.', "_"))
    }
}
