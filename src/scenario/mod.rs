//! The scenario file: request profile, traffic levels, architectures, options.
//!
//! One YAML file, read with units, checked whole. All faults of a file are reported together.

mod accepted;
mod budget;
mod currency;
mod metering;
mod misses;
mod month;
mod path;
mod per_day;
mod place;
mod portfolio;
mod prices;
mod projection;
mod published;
mod purchase;
mod schema;
mod search;
mod search_check;
mod template;
mod tree;
mod uncertain;
mod uncertainty;

pub use budget::{BreakEvenLimit, Budget, Days, GrowthLimit, Increase, Judge, UnknownPrices};
pub use per_day::RequestsPerDay;
pub use place::component_span;
pub use portfolio::PortfolioChoice;
pub use prices::parse_overlay;
pub use projection::{Event, EventMonth, Growth, Projection, Season};
pub use published::{Figure, Published, Saving};
pub use search::{Constraints, Optimize, Quality, Values, Vary};
pub(crate) use search_check::{SIZE, SIZED};
pub use template::{Stated, Template};
use tree::{read_tree, tree};
pub use uncertainty::{Distribution, InputShape, UncertainInput, UncertainScenario, Uncertainty};

use crate::architecture::Architecture;
use crate::catalog::{FreeTierTerms, OwnPrices, PriceOverrides, region};
use crate::purchase::Purchase;
use crate::services::{Settings, key_spec};
use crate::syntax::{
    Check, Faults, Fields, Named, Node, Placed, Reader, Setting, Source, Tags, settings,
};
use crate::units::{Date, Measure, Month, Size};
use crate::warning::WarningCode;
use crate::workload::{RequestProfile, TrafficLevel, Workload};
use serde_json::Value;
use std::collections::BTreeSet;

settings! {
    /// A scenario: candidate architectures and the traffic they must carry.
    pub struct Scenario {
        /// Name of the scenario.
        name: String,
        /// What it is about.
        description: Option<String> = None,
        /// What it is sorted by: environment, team.
        tags: Tags = Tags::NONE,
        /// AWS region, such as `us-east-1`.
        region: RegionCode,
        /// Free allowances of the account.
        free_tier: FreeTierTerms = FreeTierTerms::ALWAYS,
        /// Length of the month.
        month: Month = Month::default(),
        /// The day for whatever AWS's dates decide, such as extended support. Nothing that depends
        /// on a date is charged without it.
        as_of: Option<Date> = None,
        /// What one average request is.
        request: RequestProfile = RequestProfile::UNKNOWN,
        /// Named amounts of traffic.
        traffic: TrafficLevels,
        /// Candidate architectures.
        architectures: Architectures,
        /// How capacity is bought, where an architecture does not say.
        purchase: Purchase = Purchase::ON_DEMAND,
        /// Prices of one's own.
        prices: Option<PriceOverrides> = None,
        /// The months to come.
        projection: Option<Projection> = None,
        /// The architecture and the traffic level that count where several scenarios are added up.
        portfolio: Option<PortfolioChoice> = None,
        /// Figures a document published about these architectures, to be audited.
        published: Option<Published> = None,
        /// Codes of warnings that are known and accepted: shown, marked, and no failure with
        /// `--strict`.
        accepted_warnings: Vec<WarningCode> = Vec::new(),
        /// Limits on the estimates.
        budgets: Vec<Placed<Budget>> = Vec::new(),
        /// What `breakeven optimize` tries, and what it keeps to.
        optimize: Option<Optimize> = None,
        /// Values that are not known for sure, for `breakeven simulate`.
        uncertainty: Vec<Uncertainty> = Vec::new(),
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
    // A policy is read without a scenario: what it names is looked for when it is applied to one.
    if !known.is_empty() && !known.contains(&name) {
        reader.unknown(what, name, fields.place(field), &known);
    }
}

impl Check for Scenario {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if let (Some(prices), Some(node)) = (&self.prices, fields.get("prices")) {
            prices::check(prices, node, reader);
        }
        misses::check(self, fields, reader);
        purchase::check(self, fields, reader);
        currency::check(self, fields, reader);
        search_check::check(self, fields, reader);
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
    /// How the user knows it, such as `--set traffic.low.requests` or `--region`.
    pub name: String,
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
        Template::new(source, changes).map(Template::into_scenario)
    }

    /// The services of its components, by their names.
    #[must_use]
    pub fn services(&self) -> BTreeSet<&'static str> {
        let architectures = self.architectures.0.iter();
        let components = architectures.flat_map(|(_, architecture)| &architecture.components);
        components
            .map(|component| component.settings.service())
            .collect()
    }

    /// True when some of its capacity is bought with Savings Plans.
    #[must_use]
    pub fn has_savings_plans(&self) -> bool {
        let own = self
            .architectures
            .0
            .iter()
            .filter_map(|(_, a)| a.purchase.as_ref());
        own.chain([&self.purchase])
            .any(|purchase| !purchase.savings_plans.is_empty())
    }

    fn is_too_large(&self) -> bool {
        let components = self.architectures.0.iter().map(|(_, a)| a.components.len());
        let levels = self.traffic.0.iter().count();
        components.sum::<usize>().saturating_mul(levels) > MOST_ESTIMATED
    }

    /// One traffic level as numbers for the month of the scenario.
    #[must_use]
    pub fn workload(&self, level: &str) -> Option<Workload> {
        self.workload_in(level, self.month)
    }

    /// How an architecture is bought: in its own way, or as the scenario is.
    #[must_use]
    pub fn purchase_of<'s>(&'s self, architecture: &'s Architecture) -> &'s Purchase {
        architecture.purchase.as_ref().unwrap_or(&self.purchase)
    }

    /// One traffic level as numbers for some month.
    #[must_use]
    pub fn workload_in(&self, level: &str, month: Month) -> Option<Workload> {
        let traffic = self.traffic.0.get(level)?;
        Some(Workload {
            as_of: self.as_of,
            function_memory: self.function_memory(),
            ..Workload::new(level, traffic, &self.request, month)
        })
    }

    /// The least memory of a function that serves every request as the request profile says.
    fn function_memory(&self) -> Option<Size> {
        let architectures = self.architectures.0.iter();
        let components = architectures.flat_map(|(_, architecture)| &architecture.components);
        let memory = components.filter_map(|component| match &component.settings {
            Settings::Lambda(function) => function.serves_requests().then_some(function.memory),
            _ => None,
        });
        memory.min_by_key(|memory| memory.amount())
    }

    /// The prices and discounts the scenario brings along.
    #[must_use]
    pub fn own_prices(&self) -> OwnPrices {
        let prices = self.prices.as_ref();
        prices
            .map(|prices| prices.own(key_spec))
            .unwrap_or_default()
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

/// Most components to estimate, each level counted; every one has several charges.
const MOST_ESTIMATED: usize = 20_000;
