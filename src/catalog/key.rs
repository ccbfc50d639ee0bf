//! Price keys: our stable names of the things AWS charges for.

use super::selector::Selector;
use crate::units::Unit;
use std::borrow::Cow;
use std::fmt;

/// The stable name of one thing AWS charges for, such as `alb.hour` or
/// `rds.postgresql.t3.micro.single`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PriceKey(String);

impl PriceKey {
    /// A key by its name.
    pub fn new(name: impl Into<String>) -> PriceKey {
        PriceKey(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PriceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Over what AWS adds up usage before it applies volume tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pooling {
    /// All regions of the payer account.
    Account,
    /// One region of the payer account.
    Region,
    /// One region and CPU architecture of the payer account.
    Architecture,
}

impl Pooling {
    /// For explanations.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Pooling::Account => "all regions of the payer account",
            Pooling::Region => "the region, across the payer account",
            Pooling::Architecture => "the region and CPU architecture, across the payer account",
        }
    }
}

/// What is known about a price key, or about a family of keys that differ by instance class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeySpec {
    /// The name, with `{variables}` in a family: `rds.{engine}.{family}.{size}.single`.
    pub pattern: &'static str,
    /// What is charged for, with the same variables.
    pub title: &'static str,
    /// The unit a price and a usage must both have.
    pub unit: Unit,
    /// Over what usage is added up before tiers apply.
    pub pooling: Pooling,
    /// True when the day of the estimate decides whether it is charged.
    pub dated: bool,
    /// True when the scenario states the price with the usage, so that no book has one.
    pub stated: bool,
    /// The Price List product it stands for.
    pub selector: Selector,
}

/// The parts of a key that filled the variables of its pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variables(Vec<(&'static str, String)>);

impl Variables {
    /// These variables, in the order of their pattern.
    pub(super) fn of(pairs: Vec<(&'static str, String)>) -> Variables {
        Variables(pairs)
    }

    /// The values, in the order of the pattern.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, value)| value.as_str())
    }

    /// True unless an engine is one of which nothing is known here, such as Oracle.
    #[must_use]
    pub fn engines_are_known(&self) -> bool {
        let mut engines = self.0.iter().filter(|(name, _)| *name == "engine");
        engines.all(|(_, engine)| ENGINES.iter().any(|(ours, _)| ours == engine))
    }

    /// Fills `{variables}` of a text with AWS's spelling of our words.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        let mut text = template.to_owned();
        for (name, value) in &self.0 {
            text = text.replace(&format!("{{{name}}}"), &aws_spelling(value));
        }
        text
    }
}

/// Engines by our words and AWS's.
const ENGINES: &[(&str, &str)] = &[
    ("postgresql", "PostgreSQL"),
    ("mysql", "MySQL"),
    ("mariadb", "MariaDB"),
    ("redis", "Redis"),
    ("valkey", "Valkey"),
    ("memcached", "Memcached"),
];

/// How the Price List writes a word of a key: an engine, or an engine and its version (`mysql8_0`,
/// because a dot would end the word).
fn aws_spelling(word: &str) -> Cow<'_, str> {
    let engine = ENGINES
        .iter()
        .find_map(|(ours, theirs)| Some((theirs, word.strip_prefix(ours)?)));
    match engine {
        Some((engine, "")) => Cow::Borrowed(engine),
        Some((engine, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => {
            Cow::Owned(format!("{engine}{}", version.replace('_', ".")))
        }
        _ => Cow::Borrowed(match word {
            "no" => "No Upfront",
            "partial" => "Partial Upfront",
            "all" => "All Upfront",
            other => other,
        }),
    }
}

/// The word of a key for a word of the Price List: the inverse of [`aws_spelling`].
pub(super) fn our_spelling(word: &str) -> String {
    let engine = ENGINES
        .iter()
        .find_map(|(ours, theirs)| Some((ours, word.strip_prefix(theirs)?)));
    match (engine, word) {
        (Some((engine, version)), _) => format!("{engine}{}", version.replace('.', "_")),
        (None, "No Upfront") => "no".to_owned(),
        (None, "Partial Upfront") => "partial".to_owned(),
        (None, "All Upfront") => "all".to_owned(),
        (None, other) => other.to_owned(),
    }
}

/// How the keys of reserved prices begin.
pub(crate) const RESERVED: &str = "reserved.";

impl KeySpec {
    /// A key whose tiers are reached by the usage of one region, as most are.
    #[must_use]
    pub const fn regional(
        pattern: &'static str,
        title: &'static str,
        unit: Unit,
        selector: Selector,
    ) -> KeySpec {
        KeySpec {
            pattern,
            title,
            unit,
            pooling: Pooling::Region,
            dated: false,
            stated: false,
            selector,
        }
    }

    /// The same key, charged on some days only.
    #[must_use]
    pub const fn dated(mut self) -> KeySpec {
        self.dated = true;
        self
    }

    /// A key without a product in any Price List: the scenario states its price.
    #[must_use]
    pub const fn stated(pattern: &'static str, title: &'static str, unit: Unit) -> KeySpec {
        KeySpec {
            stated: true,
            ..KeySpec::regional(pattern, title, unit, Selector::of(""))
        }
    }

    /// The same key with another pooling.
    #[must_use]
    pub const fn pooled_over(mut self, pooling: Pooling) -> KeySpec {
        self.pooling = pooling;
        self
    }

    /// The variables that make the pattern equal to a name, or `None` when it is another key.
    #[must_use]
    pub fn variables(&self, name: &str) -> Option<Variables> {
        let mut parts = name.split('.');
        let mut variables = Vec::new();
        for pattern in self.pattern.split('.') {
            let part = parts.next()?;
            let variable = pattern.strip_prefix('{').and_then(|p| p.strip_suffix('}'));
            match variable {
                Some(variable) if !part.is_empty() => variables.push((variable, part.to_owned())),
                _ if part == pattern => {}
                _ => return None,
            }
        }
        parts.next().is_none().then_some(Variables(variables))
    }

    /// The names of the variables, in the order of the pattern.
    pub(super) fn variable_names(&self) -> impl Iterator<Item = &'static str> {
        let parts = self.pattern.split('.');
        parts.filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }

    /// The key with these values for its variables, in the order of the pattern.
    #[must_use]
    pub fn key(&self, values: &[&str]) -> PriceKey {
        let mut values = values.iter();
        let parts = self
            .pattern
            .split('.')
            .map(|part| match part.starts_with('{') {
                true => values.next().copied().unwrap_or(part),
                false => part,
            });
        PriceKey(parts.collect::<Vec<_>>().join("."))
    }

    /// True for the price of a reservation, a term of a product that is found on demand.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.pattern.starts_with(RESERVED)
    }

    /// The command that brings the price book of a region up to date with the list this key is in;
    /// `None` where no list has it.
    #[must_use]
    pub fn update_command(&self, region: &str) -> Option<String> {
        let service = match (self.selector.is_plan(), self.stated) {
            (true, _) => "savings-plans",
            (false, true) => return None,
            (false, false) if self.selector.is_selective() || self.is_reserved() => {
                self.selector.service_code
            }
            (false, false) => return None,
        };
        Some(format!(
            "breakeven prices update --region {region} --service {service}"
        ))
    }

    /// The command of the AWS CLI that asks the Price List API for a key's product in a region.
    #[must_use]
    pub fn fetch_command(&self, key: &PriceKey, region: &str) -> String {
        let variables = self.variables(key.as_str()).unwrap_or_default();
        self.selector.fetch_command(region, &variables)
    }

    /// What a key of this pattern charges for.
    #[must_use]
    pub fn title_of(&self, key: &PriceKey) -> String {
        match self.variables(key.as_str()) {
            Some(variables) => variables.fill(self.title),
            None => self.title.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: KeySpec = KeySpec {
        pattern: "rds.{engine}.{family}.{size}.single",
        title: "{engine} db.{family}.{size}",
        unit: Unit::Hour,
        pooling: Pooling::Region,
        dated: false,
        stated: false,
        selector: Selector::of("AmazonRDS"),
    };

    #[test]
    fn a_family_recognises_its_keys_and_builds_them() {
        let key = SPEC.key(&["postgresql", "t3", "micro"]);
        assert_eq!(key.as_str(), "rds.postgresql.t3.micro.single");
        assert_eq!(SPEC.title_of(&key), "PostgreSQL db.t3.micro");
        assert!(SPEC.variables("rds.postgresql.t3.micro.multi").is_none());
        assert!(SPEC.variables("rds.postgresql.t3.single").is_none());
        assert!(SPEC.variables("rds.postgresql.t3.micro.single.x").is_none());
        assert!(SPEC.variables("rds..t3.micro.single").is_none());
    }

    #[test]
    fn engines_and_their_versions_are_spelled_as_aws_does() {
        for (word, spelling) in [
            ("postgresql", "PostgreSQL"),
            ("postgresql13", "PostgreSQL13"),
            ("mysql8_0", "MySQL8.0"),
            ("mysqlish", "mysqlish"),
            ("t3", "t3"),
        ] {
            assert_eq!(aws_spelling(word), spelling);
        }
    }
}
