//! Until when AWS supports the versions of an engine, and from when it charges for supporting them
//! longer.

use super::document::{check_format, check_sources, from_json, unreadable};
use super::error::CatalogError;
use crate::units::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The versions of engines whose support is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupportTable(Vec<SupportedVersion>);

/// What is known of the support of one major version of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportedVersion {
    /// The service that runs it, by its name in scenarios.
    pub service: String,
    /// The engine, as in price keys.
    pub engine: String,
    /// The major version.
    pub version: String,
    /// Its dates; none while no end is announced.
    pub dates: Option<SupportDates>,
    /// What makes the dates doubtful, as a sentence.
    pub doubt: Option<String>,
}

/// The dates of one major version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SupportDates {
    /// The last day of standard support.
    pub standard_support_ends: Date,
    /// The first day charged. Usually the day after, but AWS has waived a month.
    pub charged_from: Date,
    /// The first day of the third year, which costs more; none where it does not.
    pub year_3_from: Option<Date>,
    /// The last day of extended support, after which AWS upgrades what is left; none when unknown.
    pub extended_support_ends: Option<Date>,
}

/// Where a version stands on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportPhase {
    /// Nothing is charged for its support.
    Free,
    /// Years one and two of extended support.
    Years1And2,
    /// The third year of extended support, at a price of its own.
    Year3,
    /// Extended support is over too.
    Ended,
}

impl SupportDates {
    /// Where the version stands on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> SupportPhase {
        match day {
            _ if self.extended_support_ends.is_some_and(|end| day > end) => SupportPhase::Ended,
            _ if self.year_3_from.is_some_and(|from| day >= from) => SupportPhase::Year3,
            _ if day >= self.charged_from => SupportPhase::Years1And2,
            _ => SupportPhase::Free,
        }
    }

    /// The next day from which the version costs more than on this one.
    #[must_use]
    pub fn next_charge(&self, day: Date) -> Option<Date> {
        match self.on(day) {
            SupportPhase::Free => Some(self.charged_from),
            SupportPhase::Years1And2 => self.year_3_from,
            SupportPhase::Year3 | SupportPhase::Ended => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'d> {
    format: &'d str,
    sources: BTreeMap<String, String>,
    #[serde(borrow)]
    versions: Vec<Row<'d>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<'d> {
    service: String,
    engine: String,
    version: String,
    standard_support_ends: Option<&'d str>,
    charged_from: Option<&'d str>,
    year_3_from: Option<&'d str>,
    extended_support_ends: Option<&'d str>,
    #[serde(rename = "as_of")]
    _as_of: &'d str,
    #[serde(borrow)]
    sources: Vec<&'d str>,
    /// For readers of the data.
    #[serde(default, rename = "note")]
    _note: Option<String>,
    #[serde(default)]
    doubt: Option<String>,
}

const FORMAT: &str = "breakeven/extended-support/v1";

impl Row<'_> {
    fn version(self) -> Result<SupportedVersion, String> {
        let date = |text: Option<&str>| text.map(Date::parse).transpose();
        let dates = || {
            let (standard, charged) = (date(self.standard_support_ends)?, date(self.charged_from)?);
            let (year_3, end) = (date(self.year_3_from)?, date(self.extended_support_ends)?);
            Ok::<_, crate::units::ValueError>((standard, charged, year_3, end))
        };
        let dates = match dates().map_err(|error| error.to_string())? {
            (None, None, None, None) => None,
            (
                Some(standard_support_ends),
                Some(charged_from),
                year_3_from,
                extended_support_ends,
            ) => {
                let days = [Some(standard_support_ends), Some(charged_from), year_3_from];
                let days = days.into_iter().chain([extended_support_ends]).flatten();
                if !days.is_sorted_by(|a, b| a < b) {
                    return Err("its dates are not in order".to_owned());
                }
                Some(SupportDates {
                    standard_support_ends,
                    charged_from,
                    year_3_from,
                    extended_support_ends,
                })
            }
            _ => return Err("it has some dates, but not those that start a charge".to_owned()),
        };
        Ok(SupportedVersion {
            service: self.service,
            engine: self.engine,
            version: self.version,
            dates,
            doubt: self.doubt,
        })
    }
}

impl SupportTable {
    /// Reads the document of support dates.
    ///
    /// # Errors
    /// [`CatalogError::Unreadable`].
    pub fn parse(name: &str, text: &str) -> Result<SupportTable, CatalogError> {
        let unreadable = |problem: String| unreadable(name, problem);
        let document: Document<'_> = from_json(name, text)?;
        check_format(name, document.format, FORMAT)?;
        let mut versions: Vec<SupportedVersion> = Vec::with_capacity(document.versions.len());
        for row in document.versions {
            let row_name = format!("{} {} {}", row.service, row.engine, row.version);
            if row.sources.is_empty() {
                return Err(unreadable(format!("`{row_name}` names no source")));
            }
            check_sources(name, &row_name, &row.sources, &document.sources)?;
            let version = row
                .version()
                .map_err(|problem| unreadable(format!("{row_name}: {problem}")))?;
            let same = |known: &SupportedVersion| {
                (&known.service, &known.engine, &known.version)
                    == (&version.service, &version.engine, &version.version)
            };
            if versions.iter().any(same) {
                return Err(unreadable(format!("{row_name} is there twice")));
            }
            versions.push(version);
        }
        Ok(SupportTable(versions))
    }

    /// What is known of a version, by its major version or anything longer: `8.0.35` is of `8.0`.
    #[must_use]
    pub fn find(&self, service: &str, engine: &str, version: &str) -> Option<&SupportedVersion> {
        let is_of = |major: &str| {
            let rest = version.strip_prefix(major);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.of(service, engine).find(|known| is_of(&known.version))
    }

    /// Every version of an engine.
    pub fn of(&self, service: &str, engine: &str) -> impl Iterator<Item = &SupportedVersion> {
        self.iter()
            .filter(move |known| known.service == service && known.engine == engine)
    }

    /// Every version.
    pub fn iter(&self) -> impl Iterator<Item = &SupportedVersion> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> Result<SupportTable, CatalogError> {
        let text = format!(
            r#"{{"format": "{FORMAT}", "sources": {{"s": "somewhere"}}, "versions": [{rows}]}}"#
        );
        SupportTable::parse("test", &text)
    }

    fn row(version: &str, dates: [&str; 4]) -> String {
        let [standard, charged, year_3, end] = dates.map(|date| match date {
            "" => "null".to_owned(),
            date => format!("\"{date}\""),
        });
        format!(
            r#"{{"service": "rds", "engine": "mysql", "version": "{version}",
                "standard_support_ends": {standard}, "charged_from": {charged},
                "year_3_from": {year_3}, "extended_support_ends": {end},
                "as_of": "2026-08", "sources": ["s"]}}"#
        )
    }

    const DATES: [&str; 4] = ["2024-02-29", "2024-04-01", "2026-04-01", "2027-03-31"];

    #[test]
    fn each_phase_starts_on_its_day() {
        let table = table(&row("8.0", DATES)).unwrap();
        let dates = table.find("rds", "mysql", "8.0").unwrap().dates.unwrap();
        let on = |day: &str| dates.on(Date::parse(day).unwrap());
        // March 2024 was past standard support, but not charged.
        assert_eq!(on("2024-03-31"), SupportPhase::Free);
        assert_eq!(on("2024-04-01"), SupportPhase::Years1And2);
        assert_eq!(on("2026-03-31"), SupportPhase::Years1And2);
        assert_eq!(on("2026-04-01"), SupportPhase::Year3);
        assert_eq!(on("2027-03-31"), SupportPhase::Year3);
        assert_eq!(on("2027-04-01"), SupportPhase::Ended);
        let next = |day: &str| dates.next_charge(Date::parse(day).unwrap());
        assert_eq!(next("2024-03-31"), Date::parse("2024-04-01").ok());
        assert_eq!(next("2024-04-01"), Date::parse("2026-04-01").ok());
        assert_eq!(next("2026-04-01"), None);
    }

    #[test]
    fn versions_are_found_by_their_major_part() {
        let rows = [row("8.0", DATES), row("8.4", ["", "", "", ""])].join(",");
        let table = table(&rows).unwrap();
        let found = |version: &str| {
            let found = table.find("rds", "mysql", version);
            found.map(|found| found.version.as_str())
        };
        assert_eq!(found("8.0.35"), Some("8.0"));
        assert_eq!(found("8.4"), Some("8.4"));
        assert_eq!(found("8.01"), None);
        assert_eq!(found("8"), None);
        assert!(table.find("rds", "postgresql", "8.0").is_none());
    }

    #[test]
    fn damaged_tables_are_refused_with_the_reason() {
        let reason = |rows: &str| table(rows).unwrap_err().to_string();
        let twice = [row("8.0", DATES), row("8.0", DATES)].join(",");
        assert!(reason(&twice).contains("twice"));
        let backwards = ["2024-02-29", "2024-04-01", "2023-04-01", "2027-03-31"];
        assert!(reason(&row("8.0", backwards)).contains("not in order"));
        let half = ["2024-02-29", "", "", ""];
        assert!(reason(&row("8.0", half)).contains("start a charge"));
        let unsourced = row("8.0", DATES).replace("[\"s\"]", "[]");
        assert!(reason(&unsourced).contains("no source"));
        let no_day = ["2023-02-29", "2024-04-01", "", ""];
        assert!(reason(&row("8.0", no_day)).contains("no such day"));
        let future = r#"{"format": "v9", "sources": {}, "versions": []}"#;
        let error = SupportTable::parse("test", future).unwrap_err();
        assert!(error.to_string().contains("v9"));
    }
}
