//! Measured traffic as CSV: numbers by the hour, or timestamps with counts.
//!
//! One number to a row (or all in one row): 24 for a day, 168 for a week that starts on Monday at 00:00,
//! 8,760 or 8,784 for a year. Two columns are a timestamp and a count; counts are averaged over the
//! hours of the week, or of the day where there is less than a week of them. Hours inside the time
//! covered that no row names had no traffic. A first row that is no data is a head.

use super::profile::{Profile, WEEK};
use crate::units::{arithmetic, number};
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use rust_decimal::Decimal;

/// Most rows read: every minute of a leap year, and a head.
const MOST_ROWS: usize = 527_041;

/// Most commas read, quoted or not: a row of timestamps has one, a year of hours in one row 8,783.
const MOST_COMMAS: usize = MOST_ROWS;

/// Why a text is no measured traffic, as a sentence that names the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MeasuredError(String);

/// The profile of measured traffic.
///
/// # Errors
/// [`MeasuredError`] naming the line that is no number, or what is missing.
pub fn profile(text: &str) -> Result<Profile, MeasuredError> {
    let rows = rows(text)?;
    let two_columns = rows.iter().any(|(_, cells)| cells.len() == 2) && rows.len() > 1;
    let weights = match two_columns {
        true => by_time(&rows)?,
        false => by_hour(&rows)?,
    };
    Profile::from_weights(&weights).map_err(|error| MeasuredError(error.to_string()))
}

type Row = (u64, Vec<String>);

fn rows(text: &str) -> Result<Vec<Row>, MeasuredError> {
    let too_much = |most: usize, what: &str| {
        MeasuredError(format!(
            "there are more than {most} {what}, and no measured traffic has as many; give one row for \
             each hour, or for each minute of a year at most"
        ))
    };
    // A row is read whole before anything of it can be judged, so this is looked at first.
    let commas = text.bytes().filter(|byte| *byte == b',');
    if commas.take(MOST_COMMAS + 1).count() > MOST_COMMAS {
        return Err(too_much(MOST_COMMAS, "commas"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| MeasuredError(error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(too_much(MOST_ROWS, "rows"));
        }
        rows.push((line, cells));
    }
    // A first row without a digit is a head.
    let is_head = |(_, cells): &Row| !cells.iter().any(|cell| cell.contains(char::is_numeric));
    if rows.first().is_some_and(is_head) && rows.len() > 1 {
        let first = rows.first().map(|(_, cells)| cells.join(", "));
        let first = first.unwrap_or_default().to_lowercase();
        if !["nan", "inf", "-inf", "null"].contains(&first.as_str()) {
            rows.remove(0);
        }
    }
    match rows.is_empty() {
        true => Err(MeasuredError("there is nothing in it".to_owned())),
        false => Ok(rows),
    }
}

fn count(line: u64, cell: &str) -> Result<Decimal, MeasuredError> {
    number::parse(cell, "a number of requests").map_err(|error| {
        let problem = match cell.starts_with('-') {
            true => "traffic is never negative",
            false => &error.problem,
        };
        MeasuredError(format!("line {line}: `{cell}`: {problem}"))
    })
}

fn by_hour(rows: &[Row]) -> Result<Vec<Decimal>, MeasuredError> {
    let cells = rows
        .iter()
        .flat_map(|(line, cells)| cells.iter().map(|cell| (*line, cell)));
    let weights: Vec<Decimal> = cells
        .map(|(line, cell)| count(line, cell))
        .collect::<Result<_, _>>()?;
    match weights.len() {
        24 | WEEK | 8_760 | 8_784 => Ok(weights),
        other => Err(MeasuredError(format!(
            "there are {other} numbers; give 24 (a day), 168 (a week from Monday 00:00) or 8,760 (a \
             year), or timestamps with counts"
        ))),
    }
}

/// Hours since a Monday at 00:00 long ago.
fn hour_number(time: DateTime) -> Option<i64> {
    let monday = jiff::civil::date(1900, 1, 1);
    let days = time.date().since(monday).ok()?.get_days();
    Some(i64::from(days) * 24 + i64::from(time.hour()))
}

fn timestamp(line: u64, cell: &str) -> Result<i64, MeasuredError> {
    let failed = || {
        MeasuredError(format!(
            "line {line}: `{cell}` is no timestamp such as 2026-03-02 14:00"
        ))
    };
    // The time as written: an offset says where the clock hung that people look at.
    let pieces = Pieces::parse(cell).map_err(|_| failed())?;
    let time = pieces.time().ok_or_else(failed)?;
    hour_number(pieces.date().to_datetime(time)).ok_or_else(failed)
}

fn by_time(rows: &[Row]) -> Result<Vec<Decimal>, MeasuredError> {
    let mut counted = Vec::with_capacity(rows.len());
    for (line, cells) in rows {
        let [time, requests] = cells.as_slice() else {
            let message = format!("line {line}: expected a timestamp and a count");
            return Err(MeasuredError(message));
        };
        counted.push((timestamp(*line, time)?, count(*line, requests)?));
    }
    let first = counted.iter().map(|(hour, _)| *hour).min().unwrap_or(0);
    let last = counted.iter().map(|(hour, _)| *hour).max().unwrap_or(0);
    let covered = last - first + 1;
    let length = match covered {
        168.. => 168_i64,
        24.. => 24,
        _ => {
            return Err(MeasuredError(format!(
                "the timestamps cover {covered} h; a day at least is needed"
            )));
        }
    };
    if covered > 24 * 366 * 10 {
        return Err(MeasuredError(
            "the timestamps cover more than ten years".to_owned(),
        ));
    }
    let slots = usize::try_from(length).unwrap_or(WEEK);
    let slot = |hour: i64| usize::try_from(hour.rem_euclid(length)).unwrap_or(0);
    let mut sums = vec![Decimal::ZERO; slots];
    let mut occurrences = vec![0_u32; slots];
    for hour in first..=last {
        if let Some(times) = occurrences.get_mut(slot(hour)) {
            *times += 1;
        }
    }
    for (hour, requests) in counted {
        if let Some(sum) = sums.get_mut(slot(hour)) {
            let added = arithmetic::add(*sum, requests);
            *sum = added.map_err(|error| MeasuredError(error.to_string()))?;
        }
    }
    let mean = |(sum, times): (Decimal, u32)| match sum.is_zero() {
        true => Ok(Decimal::ZERO),
        false => arithmetic::div(sum, Decimal::from(times)),
    };
    let means: Result<Vec<Decimal>, _> = sums.into_iter().zip(occurrences).map(mean).collect();
    means.map_err(|error| MeasuredError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    fn busiest(text: &str) -> Result<String, String> {
        let profile = profile(text).map_err(|error| error.to_string())?;
        Ok(profile.busiest().to_string())
    }

    #[test]
    fn a_day_a_week_and_a_year_of_numbers_are_read() {
        let day = "requests\n".to_owned() + &"5\n".repeat(23) + "125\n";
        // 24 hours of 240 requests in all: the mean is 10, the last hour 12.5 times that.
        assert_eq!(busiest(&day).as_deref(), Ok("12.5"));
        assert_eq!(busiest(&vec!["1"; 24].join(",")).as_deref(), Ok("1"));
        assert_eq!(profile(&"1\n".repeat(168)).unwrap().len(), 168);
        assert_eq!(profile(&"1\n".repeat(8_760)).unwrap().len(), 8_760);
    }

    #[test]
    fn timestamps_are_averaged_by_the_hour_of_the_week() {
        // Two weeks from Monday, 2026-03-02; 10 an hour, and 30 more on each Tuesday at 14 h.
        let mut text = "time,count\n".to_owned();
        for hour in 0..336 {
            let (day, hour_of_day) = (2 + hour / 24, hour % 24);
            let count = match hour % 168 == 24 + 14 {
                true => 40,
                false => 10,
            };
            writeln!(text, "2026-03-{day:02}T{hour_of_day:02}:30:00Z,{count}").unwrap();
        }
        let profile = profile(&text).unwrap();
        // Mean 1,710 ÷ 168; 10 of it are 0.982456140351 in 167 hours, which leaves 168 − 164.070175438617.
        assert_eq!(profile.hours()[38].mean.to_string(), "3.929824561383");
        assert_eq!(profile.len(), 168);
    }

    #[test]
    fn more_than_any_traffic_has_is_refused_before_it_is_kept() {
        // 366 × 24 × 60 = 527,040 minutes of a leap year, and a head.
        let commas = |count: usize| busiest(&(",".repeat(count) + "\n")).unwrap_err();
        assert_eq!(commas(527_041), "there is nothing in it");
        let remedy = "give one row for each hour, or for each minute of a year at most";
        for (error, what) in [
            (commas(527_042), "527041 commas"),
            // Quotes and line ends that make one row of many lines hide none.
            (
                busiest(&"\"\n\",,,,".repeat(140_000)).unwrap_err(),
                "527041 commas",
            ),
            (busiest(&"1\n".repeat(527_042)).unwrap_err(), "527041 rows"),
        ] {
            assert!(error.contains(what) && error.ends_with(remedy), "{error}");
        }
    }

    #[test]
    fn what_is_no_traffic_is_refused_with_its_line() {
        for (text, says) in [
            (
                "1\n".repeat(22) + "NaN\n1\n",
                "line 23: `NaN`: there is no number",
            ),
            (
                "1\n".repeat(23) + "-4\n",
                "line 24: `-4`: traffic is never negative",
            ),
            ("1\n".repeat(23) + "inf\n", "line 24: `inf`"),
            ("0\n".repeat(24), "the weights sum to zero"),
            ("1\n".repeat(25), "there are 25 numbers"),
            (String::new(), "nothing in it"),
            (
                "2026-03-02 14:00,5\n2026-03-02 15:00,5\n".to_owned(),
                "cover 2 h",
            ),
            (
                "tomorrow 3,5\nnow 1,5\n".to_owned(),
                "`tomorrow 3` is no timestamp",
            ),
            (
                "2026-03-02 14:00,5\n2026-03-02 15:00\n".to_owned(),
                "line 2: expected",
            ),
        ] {
            let error = busiest(&text).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}
