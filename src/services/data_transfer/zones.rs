//! Data between zones: as it moves, as a bill counts it, or as a share of traffic whose ends are spread.

use crate::formula::{Formula, count, symbol};
use crate::services::Context;
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings, text_setting};
use crate::units::{Count, Measure, Size, Spread, ValueError};
use crate::workload::{Period, Volume};
use rust_decimal::Decimal;
use std::fmt;

/// Which gigabytes a figure of data between zones counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// It does not say; those that move.
    Unstated,
    /// Those that move, once.
    Moved,
    /// Those on a bill, where each end has them.
    Billed,
}

/// Data between zones over the month, another period or with each request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InterZone {
    /// How much.
    pub size: Spread<Size>,
    /// Over which period.
    pub per: Period,
    /// Which gigabytes it counts.
    pub counts: Counts,
}

impl InterZone {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "an amount of data, such as `10 GB` (a month, as it moves), `1 KB per request as moved` or \
         `20 GB as billed` (both ends, as on a bill)";

    /// Reads `10 GB`, `10 GB as moved` or `20 GB as billed`.
    ///
    /// # Errors
    /// [`ValueError`] when there is no size.
    pub fn parse(text: &str) -> Result<InterZone, ValueError> {
        let text = text.trim();
        let (volume, counts) = match (
            text.strip_suffix("as billed"),
            text.strip_suffix("as moved"),
        ) {
            (Some(volume), _) => (volume, Counts::Billed),
            (None, Some(volume)) => (volume, Counts::Moved),
            (None, None) => (text, Counts::Unstated),
        };
        let volume = Volume::parse(volume).map_err(|e| e.expecting(Self::ACCEPTED))?;
        Ok(InterZone {
            size: volume.size,
            per: volume.per,
            counts,
        })
    }

    fn volume(&self) -> Volume {
        Volume {
            size: self.size,
            per: self.per,
        }
    }

    /// Whole bytes.
    fn step(&self) -> Decimal {
        Decimal::ONE
    }

    /// Gigabytes charged: at both ends.
    pub(super) fn charged(&self, context: &Context<'_>) -> Formula {
        let gigabytes = context.gigabytes(&self.volume());
        match self.counts {
            Counts::Billed => gigabytes,
            Counts::Moved | Counts::Unstated => gigabytes * symbol(2, "ends"),
        }
    }
}

impl fmt::Display for InterZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.volume().fmt(f)?;
        f.write_str(match self.counts {
            Counts::Unstated => "",
            Counts::Moved => " as moved",
            Counts::Billed => " as billed",
        })
    }
}

text_setting!(InterZone => size);

settings! {
    /// Traffic between an application spread evenly over zones and its database or cache.
    pub struct BetweenZones {
        /// Data between the two, both directions together.
        traffic: PerTraffic<Volume>,
        /// Availability zones the application runs in.
        zones: Count,
    }
}

impl Check for BetweenZones {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let zones = self.zones.amount();
        if zones < Decimal::TWO || !zones.fract().is_zero() {
            let message = "traffic crosses between whole zones, at least two".to_owned();
            let help = Some("leave `between_zones` out where there is one zone".to_owned());
            let place = fields.place("zones");
            reader.fault("invalid-configuration", place, message, help);
        }
    }
}

impl BetweenZones {
    /// Gigabytes charged: those whose other end is in another zone, at both ends. Of an application
    /// that runs in three zones alike, two thirds reach a database in one of them from the others.
    pub(super) fn charged(&self, gigabytes: Formula) -> Formula {
        let zones = self.zones.amount();
        let others = count(zones.saturating_sub(Decimal::ONE), "other zone");
        gigabytes * others * symbol(2, "ends") / count(zones, "zone")
    }
}
