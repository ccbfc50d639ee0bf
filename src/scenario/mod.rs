//! The scenario file: request profile, traffic levels, architectures, options.
//!
//! One YAML file, read with units, checked whole. All faults of a file are reported together.

mod month;
mod path;
mod published;
mod schema;

pub use published::{Figure, Published};

use crate::architecture::Architecture;
use crate::catalog::{FreeTierTerms, Price, PriceOverrides, region};
use crate::services::{MeterError, key_spec};
use crate::syntax::{
    Check, Faults, Fields, Kind, Named, Node, Reader, Setting, Source, Span, settings,
};
use crate::units::{Dollars, Month, Percent};
use crate::workload::{RequestProfile, TrafficLevel, Workload};
use serde_json::Value;

settings! {
    /// A scenario: candidate architectures and the traffic they must carry.
    pub struct Scenario {
        /// Name of the scenario.
        name: String,
        /// What it is about.
        description: Option<String> = None,
        /// AWS region, such as `us-east-1`.
        region: RegionCode,
        /// Free allowances of the account.
        free_tier: FreeTierTerms = FreeTierTerms::ALWAYS,
        /// Length of the month.
        month: Month = Month::default(),
        /// What one average request is.
        request: RequestProfile = RequestProfile::UNKNOWN,
        /// Named amounts of traffic.
        traffic: TrafficLevels,
        /// Candidate architectures.
        architectures: Architectures,
        /// Prices of one's own.
        prices: Option<PriceOverrides> = None,
        /// Figures a document published about these architectures, to be audited.
        published: Option<Published> = None,
        /// Limits on the estimates.
        budgets: Vec<Budget> = Vec::new(),
    }
}

settings! {
    /// A limit on an estimate.
    pub struct Budget {
        /// Name of the budget.
        name: String,
        /// The architecture it is for; all unless given.
        architecture: Option<String> = None,
        /// The traffic level it is for; all unless given.
        traffic: Option<String> = None,
        /// The most a month may cost.
        monthly: Dollars,
        /// Share of the limit from which to warn.
        warn_at: Option<Percent> = None,
    }
}

impl Check for Budget {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        check_reference(self.architecture.as_deref(), "architecture", fields, reader);
        check_reference(self.traffic.as_deref(), "traffic", fields, reader);
    }
}

/// Notes a reference to an architecture or traffic level the scenario does not have.
fn check_reference(name: Option<&str>, field: &str, fields: &Fields<'_>, reader: &mut Reader) {
    let Some(name) = name else { return };
    let (what, known) = match field {
        "architecture" => ("architecture", reader.architectures.clone()),
        _ => ("traffic level", reader.traffic_levels.clone()),
    };
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if !known.contains(&name) {
        reader.unknown(what, name, fields.place(field), &known);
    }
}

impl Check for Scenario {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if let Some(prices) = &self.prices
            && let Err((key, error)) = prices.prices(key_spec)
        {
            let node = fields
                .get("prices")
                .and_then(|prices| prices.get("overrides"));
            let entry = node.and_then(Node::entries).unwrap_or_default();
            let entry = entry.iter().find(|entry| entry.key == key.as_str());
            let span = entry.map_or(fields.span, |entry| entry.key_span);
            let message = format!("`{key}`: {}", error.problem);
            let help = format!(
                "expected {}; `breakeven prices list` shows the keys",
                error.accepted
            );
            reader.fault("bad-price", span, message, Some(help));
        }
    }
}

/// The code of an AWS region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionCode(String);

impl RegionCode {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Setting for RegionCode {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let code = String::read(node, reader)?;
        if region(&code).is_none() {
            let known: Vec<&str> = crate::catalog::REGIONS.iter().map(|r| r.code).collect();
            reader.unknown("region", &code, node.span, &known);
            return None;
        }
        Some(RegionCode(code))
    }

    fn write(&self) -> Node {
        Node::scalar(&self.0)
    }

    fn schema() -> Value {
        let codes: Vec<&str> = crate::catalog::REGIONS.iter().map(|r| r.code).collect();
        serde_json::json!({ "enum": codes })
    }
}

/// The traffic levels; reading them makes their names known to what is read later.
#[derive(Debug, Clone, PartialEq)]
pub struct TrafficLevels(pub Named<TrafficLevel>);

impl Setting for TrafficLevels {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let entries = node.entries().unwrap_or_default();
        reader.traffic_levels = entries.iter().map(|entry| entry.key.clone()).collect();
        Named::read(node, reader).map(TrafficLevels)
    }

    fn write(&self) -> Node {
        self.0.write()
    }

    fn schema() -> Value {
        Named::<TrafficLevel>::schema()
    }
}

/// The architectures; reading them makes their names known to what is read later.
#[derive(Debug, Clone, PartialEq)]
pub struct Architectures(pub Named<Architecture>);

impl Setting for Architectures {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let entries = node.entries().unwrap_or_default();
        reader.architectures = entries.iter().map(|entry| entry.key.clone()).collect();
        Named::read(node, reader).map(Architectures)
    }

    fn write(&self) -> Node {
        self.0.write()
    }

    fn schema() -> Value {
        Named::<Architecture>::schema()
    }
}

/// A change to one value of a scenario file: `traffic.steady.requests` to `20000 per day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where, as keys separated by dots; components by name.
    pub path: String,
    /// The new value, as YAML.
    pub value: String,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// Everything wrong in the text, with places.
    pub fn parse(source: Source) -> Result<Scenario, Faults> {
        Scenario::parse_with(source, &[])
    }

    /// Reads a scenario with some of its values changed.
    ///
    /// # Errors
    /// Everything wrong in the text or the changes, with places.
    pub fn parse_with(source: Source, changes: &[Change]) -> Result<Scenario, Faults> {
        let mut root = match Node::parse(&source, 0) {
            Ok(root) => root,
            Err(fault) => return Err(Faults::one(source, fault)),
        };
        let mut sources = vec![source];
        for change in changes {
            path::apply(&mut root, change, &mut sources)?;
        }
        let mut reader = Reader::new(sources);
        let scenario = Scenario::read(&root, &mut reader);
        if let Some(scenario) = &scenario {
            scenario.check_metering(&root, &mut reader);
        }
        let span = root.span;
        if scenario.is_none() && reader.fault_count() == 0 {
            reader.fault(
                "not-a-scenario",
                span,
                "this is not a scenario".to_owned(),
                None,
            );
        }
        reader.finish()?;
        scenario.ok_or_else(|| Faults::none(Vec::new()))
    }

    /// Lets every component state its usage at every level, and notes what it misses at its place.
    fn check_metering(&self, root: &Node, reader: &mut Reader) {
        for (name, architecture) in self.architectures.0.iter() {
            for level in self.traffic.0.names() {
                let Some(workload) = self.workload(level) else {
                    continue;
                };
                if let Err((index, error)) = architecture.meter(&workload) {
                    let span = component_place(root, name, index, &error);
                    reader.fault("cannot-meter", span, error.message, Some(error.help));
                }
            }
        }
    }

    /// One traffic level as numbers for the month of the scenario.
    #[must_use]
    pub fn workload(&self, level: &str) -> Option<Workload> {
        self.workload_in(level, self.month)
    }

    /// One traffic level as numbers for some month.
    #[must_use]
    pub fn workload_in(&self, level: &str, month: Month) -> Option<Workload> {
        let traffic = self.traffic.0.get(level)?;
        Some(Workload {
            level: level.to_owned(),
            month,
            request: self.request.clone(),
            requests: traffic.requests,
        })
    }

    /// The prices the scenario brings along.
    #[must_use]
    pub fn own_prices(&self) -> Vec<Price> {
        let prices = self.prices.as_ref().map(|prices| prices.prices(key_spec));
        prices.and_then(Result::ok).unwrap_or_default()
    }

    /// The scenario as YAML that reads back to an equal scenario.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        self.write().to_string()
    }

    /// The JSON Schema of scenario files.
    #[must_use]
    pub fn json_schema() -> Value {
        schema::document(Scenario::schema())
    }
}

/// Reads an overlay of prices: the `prices` section of a scenario as a document of its own.
///
/// # Errors
/// Everything wrong in the text, with places.
pub fn parse_overlay(source: Source) -> Result<Vec<Price>, Faults> {
    let root = match Node::parse(&source, 0) {
        Ok(root) => root,
        Err(fault) => return Err(Faults::one(source, fault)),
    };
    let mut reader = Reader::new(vec![source]);
    let prices = PriceOverrides::read(&root, &mut reader);
    let prices = prices.map(|overrides| overrides.prices(key_spec));
    if let Some(Err((key, error))) = &prices {
        let entries = root
            .get("overrides")
            .and_then(Node::entries)
            .unwrap_or_default();
        let entry = entries.iter().find(|entry| entry.key == key.as_str());
        let span = entry.map_or(root.span, |entry| entry.key_span);
        let help = format!("expected {}", error.accepted);
        reader.fault(
            "bad-price",
            span,
            format!("`{key}`: {}", error.problem),
            Some(help),
        );
    }
    reader.finish()?;
    Ok(prices.and_then(Result::ok).unwrap_or_default())
}

/// Where a component, or one of its settings, stands in the file.
fn component_place(root: &Node, architecture: &str, index: usize, error: &MeterError) -> Span {
    let components = root
        .get("architectures")
        .and_then(|all| all.get(architecture))
        .and_then(|one| one.get("components"));
    let Some(Kind::Sequence(nodes)) = components.map(|node| &node.kind) else {
        return root.span;
    };
    let Some(entry) = nodes
        .get(index)
        .and_then(|n| n.entries())
        .and_then(|e| e.first())
    else {
        return root.span;
    };
    let field = error.field.and_then(|field| entry.value.get(field));
    field.map_or(entry.key_span, |node| node.span)
}
