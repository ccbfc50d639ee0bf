//! The vCPUs and memory of instance, database and cache classes.

use super::document::{check_format, check_sources, from_json, unreadable};
use super::error::CatalogError;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is known of instance classes, by name (`db.t3.micro`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Classes(BTreeMap<String, Class>);

/// The size of an instance class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Virtual CPUs.
    pub vcpu: u32,
    /// Memory in GiB.
    pub memory_gib: Decimal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'d> {
    format: &'d str,
    sources: BTreeMap<String, String>,
    #[serde(borrow)]
    classes: Vec<Row<'d>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<'d> {
    class: String,
    vcpu: u32,
    memory_gib: &'d str,
    #[serde(borrow)]
    sources: Vec<&'d str>,
}

const FORMAT: &str = "breakeven/instance-classes/v1";

impl Class {
    /// Reads one row of the document.
    pub(super) fn parse(row: &str) -> Result<Class, CatalogError> {
        const NAME: &str = "instance-classes.json";
        let row: Row<'_> = from_json(NAME, row)?;
        row.class(NAME).map(|(_, class)| class)
    }
}

impl Row<'_> {
    fn class(self, book: &str) -> Result<(String, Class), CatalogError> {
        let memory_gib = Decimal::from_str_exact(self.memory_gib)
            .map_err(|error| unreadable(book, format!("`{}`: {error}", self.class)))?;
        let vcpu = self.vcpu;
        Ok((self.class, Class { vcpu, memory_gib }))
    }
}

impl Classes {
    /// Reads the document of classes.
    ///
    /// # Errors
    /// [`CatalogError::Unreadable`].
    pub fn parse(name: &str, text: &str) -> Result<Classes, CatalogError> {
        let document: Document<'_> = from_json(name, text)?;
        check_format(name, document.format, FORMAT)?;
        let mut classes = BTreeMap::new();
        for row in document.classes {
            check_sources(name, &row.class, &row.sources, &document.sources)?;
            let (name, class) = row.class(name)?;
            classes.insert(name, class);
        }
        Ok(Classes(classes))
    }

    /// The size of a class.
    #[must_use]
    pub fn get(&self, class: &str) -> Option<&Class> {
        self.0.get(class)
    }

    /// Every class by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Class)> {
        self.0.iter().map(|(name, class)| (name.as_str(), class))
    }
}
