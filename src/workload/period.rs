//! Periods that rates are counted over, as people write them: `per day`, `/mo`, `rps`.

use crate::formula::{Formula, Label, spread, symbol};
use crate::units::{Month, Spread, ValueError, counted_noun, plural};
use rust_decimal::Decimal;

/// What a rate is counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Each request.
    Request,
    /// Each request the cache can't answer.
    Miss,
    /// Each second.
    Second,
    /// Each minute.
    Minute,
    /// Each hour.
    Hour,
    /// Each day.
    Day,
    /// Each week.
    Week,
    /// The month that is priced.
    Month,
}

/// Periods with their names and what they are abbreviated to.
const PERIODS: &[(Period, &str, &[&str])] = &[
    (Period::Request, "request", &["req"]),
    (Period::Miss, "miss", &[]),
    (Period::Second, "second", &["s", "sec"]),
    (Period::Minute, "minute", &["min"]),
    (Period::Hour, "hour", &["h", "hr"]),
    (Period::Day, "day", &["d"]),
    (Period::Week, "week", &["wk"]),
    (Period::Month, "month", &["mo"]),
];

/// Words that stand for what is counted and its period: requests, queries or transactions a second.
const RATES: &[(&str, Period)] = &[
    ("rps", Period::Second),
    ("qps", Period::Second),
    ("tps", Period::Second),
    ("rpm", Period::Minute),
];

/// Words for what a rate counts, which say nothing that its setting does not.
const THINGS: &[&str] = &[
    "requests",
    "request",
    "reqs",
    "req",
    "calls",
    "call",
    "events",
    "event",
    "messages",
    "message",
    "invocations",
    "invocation",
    "times",
    "hits",
];

/// The text without a word for what is counted at its end.
pub(super) fn without_thing(text: &str) -> &str {
    let text = text.trim_end();
    let word = text.rsplit(' ').next().unwrap_or_default();
    match THINGS.contains(&word) {
        true => text.strip_suffix(word).unwrap_or(text),
        false => text,
    }
}

impl Period {
    pub(super) fn name(self) -> &'static str {
        PERIODS
            .iter()
            .find(|(p, ..)| *p == self)
            .map_or("", |(_, name, _)| name)
    }

    fn named(word: &str) -> Option<Period> {
        let word = word.trim().to_lowercase();
        let is_named = |name: &str| word == name || word == plural(name);
        let known = PERIODS
            .iter()
            .find(|(_, name, short)| is_named(name) || short.contains(&word.as_str()));
        known.map(|(period, ..)| *period)
    }

    /// Reads `… per day`, `…/day` or `… rps`; returns the text before it and the period.
    pub(super) fn split<'t>(
        text: &'t str,
        accepted: &str,
    ) -> Result<(&'t str, Option<Period>), ValueError> {
        let (amount, period) = match text.rsplit_once(" per ") {
            Some(parts) => parts,
            None => match text.rsplit_once('/') {
                Some((amount, period)) if Period::named(period).is_some() => (amount, period),
                _ => {
                    let text = text.trim_end();
                    let mut rates = RATES.iter();
                    let read = rates.find_map(|(word, period)| {
                        let amount = text.strip_suffix(word)?;
                        Some((amount, Some(*period)))
                    });
                    return Ok(read.unwrap_or((text, None)));
                }
            },
        };
        match Period::named(period) {
            Some(period) => Ok((amount, Some(period))),
            None => {
                let known: Vec<&str> = PERIODS.iter().map(|(_, name, _)| *name).collect();
                let (period, known) = (period.trim(), known.join(", "));
                let problem = format!("`{period}` is none of the periods {known}");
                Err(ValueError::new(problem, accepted))
            }
        }
    }

    /// `amount` every period, over the month. The amount carries the period in its label.
    pub(super) fn over_month(self, amount: Spread<Decimal>, noun: Noun, month: Month) -> Formula {
        let labelled = |per: &str| {
            let label = match noun {
                Noun::Thing(word) => {
                    let one = amount.is_exact() && amount.expected == Decimal::ONE;
                    format!("{}/{per}", counted_noun(word, one))
                }
                Noun::Measure(unit) => format!("{unit}/{per}"),
            };
            spread(amount, Label::Symbol(label.into()))
        };
        let hours = || symbol(month.counted_hours(), "h");
        match (self, noun) {
            (Period::Request | Period::Miss, _)
                if amount.is_exact() && amount.expected == Decimal::ONE =>
            {
                Formula::Requests
            }
            (Period::Request | Period::Miss, Noun::Thing(what) | Noun::Measure(what)) => {
                Formula::Requests * spread(amount, Label::Symbol(what.into()))
            }
            (Period::Second, _) => labelled("s") * symbol(3_600, "s/h") * hours(),
            (Period::Minute, _) => labelled("min") * symbol(60, "min/h") * hours(),
            (Period::Hour, _) => labelled("h") * hours(),
            (Period::Day, _) => labelled("day") * hours() / symbol(24, "h/day"),
            (Period::Week, _) => labelled("week") * hours() / symbol(168, "h/week"),
            (Period::Month, Noun::Thing(word)) => spread(amount, Label::Word(word.into())),
            (Period::Month, Noun::Measure(unit)) => spread(amount, Label::Symbol(unit.into())),
        }
    }
}

/// What a rate counts: things, which have a plural, or a measure, which has none.
#[derive(Debug, Clone, Copy)]
pub(super) enum Noun {
    Thing(&'static str),
    Measure(&'static str),
}
