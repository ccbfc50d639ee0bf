//! The vCPUs and memory of instance, database and cache classes.

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
        let row: Row<'_> = serde_json::from_str(row).map_err(|error| CatalogError::Unreadable {
            book: "instance-classes.json".to_owned(),
            problem: error.to_string(),
        })?;
        row.class("instance-classes.json").map(|(_, class)| class)
    }
}

impl Row<'_> {
    fn class(self, book: &str) -> Result<(String, Class), CatalogError> {
        let memory_gib =
            Decimal::from_str_exact(self.memory_gib).map_err(|error| CatalogError::Unreadable {
                book: book.to_owned(),
                problem: format!("`{}`: {error}", self.class),
            })?;
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
        let unreadable = |problem: String| CatalogError::Unreadable {
            book: name.to_owned(),
            problem,
        };
        let document: Document<'_> =
            serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        if document.format != FORMAT {
            return Err(unreadable(format!("its format is `{}`", document.format)));
        }
        let mut classes = BTreeMap::new();
        for row in document.classes {
            if row
                .sources
                .iter()
                .any(|source| !document.sources.contains_key(*source))
            {
                return Err(unreadable(format!(
                    "`{}` names an unknown source",
                    row.class
                )));
            }
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
