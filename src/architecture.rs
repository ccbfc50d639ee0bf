//! Architectures: which services carry the workload, with which settings.

use crate::purchase::Purchase;
use crate::services::{Component, Context, MeterError, Metered};
use crate::syntax::{Check, Fields, Kind, Reader, settings};
use crate::workload::Workload;
use std::collections::BTreeSet;

settings! {
    /// A candidate architecture: components that together carry the whole workload.
    pub struct Architecture {
        /// Its name for readers; the key unless given.
        title: Option<String> = None,
        /// What it is, in a sentence.
        description: Option<String> = None,
        /// How its capacity is bought; as the scenario says unless given.
        purchase: Option<Purchase> = None,
        /// The components, each one service with its settings.
        components: Vec<Component>,
    }
}

impl Check for Architecture {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let Some(Kind::Sequence(nodes)) = fields.get("components").map(|node| &node.kind) else {
            return;
        };
        if nodes.len() > MOST_COMPONENTS {
            let message = format!("an architecture has at most {MOST_COMPONENTS} components");
            reader.fault("too-many", fields.place("components"), message, None);
            return;
        }
        if nodes.is_empty() {
            let message = "an architecture needs at least one component".to_owned();
            reader.fault("missing-key", fields.place("components"), message, None);
        }
        let mut names = BTreeSet::new();
        for (component, node) in self.components.iter().zip(nodes) {
            if !names.insert(&component.name) {
                let entry = node.entries().and_then(|entries| entries.first());
                let span = entry.map_or(node.span, |entry| {
                    entry
                        .value
                        .get("name")
                        .map_or(entry.key_span, |name| name.span)
                });
                let message = format!("there are two components named `{}`", component.name);
                let help = "give each a `name` of its own".to_owned();
                reader.fault("duplicate-name", span, message, Some(help));
            }
        }
    }
}

/// What a component states at one traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct ComponentUsage<'a> {
    /// Its place among the components of the architecture.
    pub index: usize,
    /// The component.
    pub component: &'a Component,
    /// What it states.
    pub metered: Metered,
}

/// A component that uses nothing would cost nothing without a word; one that is free says so among
/// its assumptions.
fn nothing_stated(service: &str) -> MeterError {
    MeterError {
        field: None,
        message: format!("this `{service}` states nothing that is charged"),
        help: "give its settings, or remove it".to_owned(),
    }
}

/// Most components of an architecture; more would be an account, not an architecture.
const MOST_COMPONENTS: usize = 500;

impl Architecture {
    /// The name for readers.
    #[must_use]
    pub fn title_or<'a>(&'a self, key: &'a str) -> &'a str {
        self.title.as_deref().unwrap_or(key)
    }

    /// States the usage of every component that exists at a traffic level.
    ///
    /// # Errors
    /// The component that can't state its usage, and why.
    pub fn meter(
        &self,
        workload: &Workload,
    ) -> Result<Vec<ComponentUsage<'_>>, (usize, MeterError)> {
        let present = |component: &&Component| component.exists_at(&workload.level);
        let peers: Vec<&Component> = self.components.iter().filter(present).collect();
        let mut stated = Vec::with_capacity(peers.len());
        for (index, component) in self.components.iter().enumerate() {
            if !component.exists_at(&workload.level) {
                continue;
            }
            let context = Context {
                workload,
                name: &component.name,
                peers: &peers,
            };
            let mut metered = Metered::default();
            let result = component.settings.meter(&context, &mut metered);
            result.map_err(|error| (index, error))?;
            if metered.usage.is_empty() && !metered.is_free {
                let service = component.service();
                return Err((index, nothing_stated(service)));
            }
            stated.push(ComponentUsage {
                index,
                component,
                metered,
            });
        }
        Ok(stated)
    }
}
