//! Fixed times at which something runs: `every 20 minutes`, `cron(0 3 * * ? *)`.
//!
//! The fields of a cron expression are those of EventBridge: minutes, hours, day of the month, month, day of
//! the week (1 is Sunday), year; one of the two days is `?`. Source: Amazon EventBridge Scheduler user guide,
//! "Schedule types". Times are read without a zone, so that the changes of summer time are left out.

use super::period::{Noun, Period};
use super::rates::Rate;
use crate::formula::{Formula, symbol};
use crate::syntax::{Node, Reader, Setting, text_of, text_schema, text_setting};
use crate::units::{Duration, Measure, Month, Spread, ValueError};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Fixed times at which something runs, month after month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    text: String,
    gaps: Vec<Gap>,
    /// What the gaps are those of; none where one gap follows the other for ever.
    cycle: Option<Period>,
}

/// The time from one run to the next, and how often it is so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// From the start of a run to the start of the next.
    pub time: Duration,
    /// Runs that come so long after the last one, of all in a cycle of the schedule.
    pub runs: u32,
}

const MINUTES_A_DAY: u32 = 24 * 60;

/// The last day of the month that every month has.
const LAST_DAY: u32 = 28;

impl Schedule {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "when it runs, such as `every 20 minutes` or `cron(0 3 * * ? *)`";

    /// Reads `every 20 minutes`, `rate(20 minutes)` or `cron(0/20 8-18 ? * MON-FRI *)`.
    ///
    /// # Errors
    /// [`ValueError`] when it is neither, or names days that are not the same number in every month.
    pub fn parse(text: &str) -> Result<Schedule, ValueError> {
        let text = text.trim();
        let inside = |name: &str| {
            let rest = text.strip_prefix(name)?.trim_start();
            rest.strip_prefix('(')?.strip_suffix(')')
        };
        if let Some(fields) = inside("cron") {
            return cron(text, fields);
        }
        let interval = inside("rate").or_else(|| text.strip_prefix("every "));
        let interval = interval.ok_or_else(|| refuse("it is no schedule"))?.trim();
        // `every minute` is one minute.
        let counted = match interval.starts_with(|c: char| c.is_ascii_digit()) {
            true => interval.to_owned(),
            false => format!("1 {interval}"),
        };
        let time = Duration::parse(&counted).map_err(|e| e.expecting(Self::ACCEPTED))?;
        if time.seconds() < Decimal::ONE {
            return Err(refuse("it runs once a second at most"));
        }
        Ok(Schedule {
            text: text.to_owned(),
            gaps: vec![Gap { time, runs: 1 }],
            cycle: None,
        })
    }

    /// How often it runs in a month; `what` names one run.
    #[must_use]
    pub fn per_month(&self, what: &'static str, month: Month) -> Formula {
        let Some(cycle) = self.cycle else {
            let gap = self.shortest_gap();
            return symbol(month.counted_hours(), "h") * symbol(3_600, "s/h")
                / symbol(gap.seconds(), "s");
        };
        cycle.over_month(Spread::exact(self.runs()), Noun::Thing(what), month)
    }

    /// Runs of a cycle.
    #[must_use]
    pub fn runs(&self) -> Decimal {
        let runs = self.gaps.iter().map(|gap| u64::from(gap.runs));
        Decimal::from(runs.sum::<u64>())
    }

    /// The times between runs in a cycle, shortest first.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The shortest time between two runs.
    #[must_use]
    pub fn shortest_gap(&self) -> Duration {
        let shortest = self.gaps.iter().map(|gap| gap.time).min();
        shortest.unwrap_or(Duration::of(Decimal::MAX))
    }

    /// Those of `runs` that do not find what the last one left: that lives so long without work, is replaced
    /// after `life`, and a run takes so long.
    #[must_use]
    pub fn cold(&self, runs: Formula, idle: Duration, life: Duration, run: Duration) -> Formula {
        let life = life.seconds();
        // How much of a life each run uses up: all of it after a long gap.
        let used = self.gaps.iter().map(|gap| {
            // Runs longer than the gap overlap, each with its own.
            let at_once = run.amount().checked_div(gap.time.amount());
            let at_once = at_once.unwrap_or(Decimal::MAX).ceil().max(Decimal::ONE);
            let aged = gap.time.seconds().saturating_mul(at_once).min(life);
            let used = if gap.time > idle { life } else { aged };
            used.saturating_mul(Decimal::from(gap.runs))
        });
        let used = used.fold(Decimal::ZERO, Decimal::saturating_add);
        let all = life.saturating_mul(self.runs());
        match used == all {
            true => runs,
            false => runs * symbol(used, "s") / symbol(all, "s"),
        }
    }
}

/// How often something happens: at some rate, or at fixed times.
#[derive(Debug, Clone, PartialEq)]
pub enum Occurrence {
    /// At any time, so often.
    At(Rate),
    /// At the times of a schedule.
    On(Schedule),
}

impl Occurrence {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "how often, such as `2 per request` or `300000 per month`, or when, \
         such as `every 20 minutes` or `cron(0 3 * * ? *)`";
}

impl Setting for Occurrence {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = text_of(node, Self::ACCEPTED, reader)?.trim();
        let is_schedule = ["every", "cron", "rate"]
            .iter()
            .any(|word| text.starts_with(word));
        match is_schedule {
            true => Schedule::read(node, reader).map(Occurrence::On),
            false => Rate::read(node, reader).map(Occurrence::At),
        }
    }

    fn write(&self) -> Node {
        match self {
            Occurrence::At(rate) => rate.write(),
            Occurrence::On(schedule) => schedule.write(),
        }
    }

    fn schema() -> serde_json::Value {
        text_schema(Self::ACCEPTED, false)
    }
}

fn refuse(problem: impl Into<String>) -> ValueError {
    ValueError::new(problem, Schedule::ACCEPTED)
}

/// Reads the six fields of a cron expression.
fn cron(text: &str, fields: &str) -> Result<Schedule, ValueError> {
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let [minutes, hours, day, month, weekday, year] = fields.as_slice() else {
        return Err(refuse(
            "a cron expression has six fields: minutes, hours, day of the month, month, day of the week, year",
        ));
    };
    if *month != "*" || *year != "*" {
        return Err(refuse("it does not run in every month alike"));
    }
    let (minutes, hours) = (chosen(minutes, 0, 59)?, chosen(hours, 0, 23)?);
    let minute_of_day = |hour: u32| minutes.iter().map(move |minute| hour * 60 + minute);
    let times: Vec<u32> = hours.iter().copied().flat_map(minute_of_day).collect();
    let (cycle, days, length) = match (*day, *weekday) {
        ("?", "?") => return Err(refuse("one of the two days has to be stated")),
        ("*" | "?", "*" | "?") => (Period::Day, BTreeSet::from([0]), 1),
        ("*" | "?", weekday) => (Period::Week, chosen(&numbered(weekday), 1, 7)?, 7),
        (day, "?") => {
            let days = chosen(day, 1, 31)?;
            if days.last().is_some_and(|last| *last > LAST_DAY) {
                return Err(refuse("not every month has these days"));
            }
            // The months' own lengths only matter for the gap from the last day to the first.
            (Period::Month, days, 30)
        }
        _ => return Err(refuse("one of the two days has to be `?`")),
    };
    let runs = days.iter().flat_map(|day| {
        let times = times.iter();
        times.map(move |time| day * MINUTES_A_DAY + time)
    });
    let runs: Vec<u32> = runs.collect();
    let Some(first) = runs.first() else {
        return Err(refuse("it never runs"));
    };
    let after_last = first + length * MINUTES_A_DAY;
    let next = runs.iter().skip(1).copied().chain([after_last]);
    let mut gaps: BTreeMap<u32, u32> = BTreeMap::new();
    for (run, next) in runs.iter().zip(next) {
        *gaps.entry(next - run).or_default() += 1;
    }
    let minutes = |minutes: u32| Duration::of(Decimal::from(u64::from(minutes) * 60_000));
    let gaps = gaps.into_iter().map(|(time, runs)| Gap {
        time: minutes(time),
        runs,
    });
    Ok(Schedule {
        text: text.to_owned(),
        gaps: gaps.collect(),
        cycle: Some(cycle),
    })
}

/// Names of weekdays as their numbers.
fn numbered(weekday: &str) -> String {
    let names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    let names = names.iter().zip(1..);
    names.fold(weekday.to_uppercase(), |text, (name, number): (_, u32)| {
        text.replace(name, &number.to_string())
    })
}

/// The numbers a field chooses: `*`, `5`, `1-5`, `0/20`, `*/20`, `1,15`.
fn chosen(field: &str, first: u32, last: u32) -> Result<BTreeSet<u32>, ValueError> {
    let unread = || refuse(format!("`{field}` is no list of {first} to {last}"));
    let read = |text: &str| {
        let value = text.parse::<u32>().ok();
        value
            .filter(|value| (first..=last).contains(value))
            .ok_or_else(unread)
    };
    let mut all = BTreeSet::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step.parse::<usize>().map_err(|_| unread())?)),
            None => (part, None),
        };
        let (from, to) = match (range, range.split_once('-')) {
            ("*", _) => (first, last),
            (_, Some((from, to))) => (read(from)?, read(to)?),
            (start, None) if step.is_some() => (read(start)?, last),
            (one, None) => (read(one)?, read(one)?),
        };
        if from > to || step == Some(0) {
            return Err(unread());
        }
        all.extend((from..=to).step_by(step.unwrap_or(1)));
    }
    Ok(all)
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

text_setting!(Schedule);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Conditions;
    use crate::units::Case;

    fn value(formula: &Formula) -> String {
        let conditions = Conditions::at(Decimal::ZERO, Case::Expected);
        formula.value(conditions).unwrap().normalize().to_string()
    }

    fn in_month(text: &str) -> String {
        let schedule = Schedule::parse(text).unwrap();
        value(&schedule.per_month("run", Month::parse("30 days").unwrap()))
    }

    /// 720 hours: 3 in each; 3 × 11 h on 5 of 7 days; once a day; twice a month.
    #[test]
    fn schedules_are_counted() {
        assert_eq!(in_month("every 20 minutes"), "2160");
        assert_eq!(in_month("rate(1 hour)"), "720");
        assert_eq!(in_month("every minute"), "43200");
        assert_eq!(in_month("cron(0/20 * * * ? *)"), "2160");
        assert_eq!(in_month("cron(30 3 ? * * *)"), "30");
        assert_eq!(in_month("cron(0 3 1,15 * ? *)"), "2");
        // 165 a week; 720 ÷ 168 weeks.
        let weekly = Schedule::parse("cron(*/20 8-18 ? * mon-fri *)").unwrap();
        assert_eq!(weekly.runs(), Decimal::from(165));
        let gaps: Vec<(String, u32)> = (weekly.gaps().iter())
            .map(|gap| (gap.time.to_string(), gap.runs))
            .collect();
        // From 18:40 to 8:00 are 800 minutes, and over the weekend two days more.
        let expected = [("20 min", 160), ("800 min", 4), ("3680 min", 1)];
        assert_eq!(gaps.len(), expected.len());
        for ((found, runs), (time, expected)) in gaps.iter().zip(expected) {
            assert_eq!((found.replace(',', ""), *runs), (time.to_owned(), expected));
        }
    }

    /// 5 minutes below 6: 300 ÷ 7,200 are replaced. Two at once where a run takes 8 minutes.
    #[test]
    fn runs_start_cold_after_a_long_gap() {
        let seconds = |seconds: u32| Duration::of(Decimal::from(seconds * 1_000));
        let cold = |text: &str, run: u32| {
            let schedule = Schedule::parse(text).unwrap();
            let runs = symbol(7_200, "runs");
            value(&schedule.cold(runs, seconds(360), seconds(7_200), seconds(run)))
        };
        assert_eq!(cold("every 20 minutes", 1), "7200");
        assert_eq!(cold("every 5 minutes", 1), "300");
        assert_eq!(cold("every 5 minutes", 480), "600");
        assert_eq!(cold("every 6 minutes", 1), "360");
        // Of 3 in an hour, 5, 5 and 50 minutes apart: (1 + 600 ÷ 7,200) ÷ 3 of them.
        assert_eq!(cold("cron(0,5,10 * * * ? *)", 1), "2600");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for bad in [
            "20 minutes",
            "every now and then",
            "every 0 minutes",
            "cron(0 3 * * *)",
            "cron(0 3 ? * ? *)",
            "cron(0 3 31 * ? *)",
            "cron(0 3 L * ? *)",
            "cron(0 3 1 * MON *)",
            "cron(0 3 1 1 ? *)",
            "cron(60 3 * * ? *)",
            "cron(5-1 3 * * ? *)",
            "cron(0/0 3 * * ? *)",
        ] {
            assert!(Schedule::parse(bad).is_err(), "{bad}");
        }
    }
}
