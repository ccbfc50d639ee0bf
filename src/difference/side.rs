//! One side of a difference: a scenario that is priced, or an estimate that was saved.

use super::line::Line;
use super::mark;
use crate::catalog::Catalog;
use crate::estimate::Estimate;
use crate::scenario::Scenario;
use crate::units::{Money, Spread};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What a side was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A scenario, priced now.
    Scenario,
    /// An estimate that was saved.
    Saved,
}

impl Origin {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Origin::Scenario => "scenario",
            Origin::Saved => "saved",
        }
    }
}

/// What a side says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// How the user named it: a file, or a file of a revision.
    pub name: String,
    /// What it was made from.
    pub origin: Origin,
    /// The name of the scenario.
    pub scenario: String,
    /// The region.
    pub region: String,
    /// The currency of its bills.
    pub currency: String,
    /// The kind of free tier.
    pub free_tier: String,
    /// Length of the month in hours.
    pub month_hours: Decimal,
    /// The month for readers.
    pub month: String,
    /// The day its dates were looked at.
    pub as_of: Option<String>,
    /// Where its prices come from.
    pub prices: PricesOf,
}

/// Where the prices of a side come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricesOf {
    /// The price book.
    pub source: String,
    /// When it was read.
    pub as_of: String,
    /// Its hash.
    pub sha256: String,
}

/// One side of a difference.
#[derive(Debug, Clone)]
pub struct Side {
    /// What it says of itself.
    pub described: Described,
    /// The architectures and traffic levels it has, priced or not.
    pub(super) known: [Vec<String>; 2],
    /// Its estimates.
    pub(super) estimates: Vec<Priced>,
    /// By traffic level, the mark of what is known of it.
    pub(super) traffic_marks: BTreeMap<String, String>,
    /// Scenario and catalog, when it can be priced again.
    pub(super) inputs: Option<Box<Inputs>>,
}

/// What an estimate is made from.
#[derive(Debug, Clone)]
pub(super) struct Inputs {
    pub scenario: Scenario,
    pub catalog: Catalog,
}

/// One estimate of a side.
#[derive(Debug, Clone)]
pub(super) struct Priced {
    pub architecture: String,
    pub title: String,
    pub traffic: String,
    pub requests: Spread<Decimal>,
    pub cost: Spread<Money>,
    pub lines: Vec<Line>,
    /// By component, its service and the mark of its settings.
    pub components: BTreeMap<String, (String, String)>,
    pub purchase_mark: Option<String>,
}

impl Side {
    /// A scenario that was priced. `name` is how its user knows it.
    #[must_use]
    pub fn of_scenario(
        name: &str,
        scenario: &Scenario,
        catalog: &Catalog,
        estimates: &[Estimate],
    ) -> Side {
        let book = catalog.book();
        let described = Described {
            name: name.to_owned(),
            origin: Origin::Scenario,
            scenario: scenario.name.clone(),
            region: scenario.region.as_str().to_owned(),
            currency: book.currency().code().to_owned(),
            free_tier: scenario.free_tier.kind.word().to_owned(),
            month_hours: scenario.month.hours().normalize(),
            month: scenario.month.describe(),
            as_of: scenario.as_of.map(|day| day.to_string()),
            prices: PricesOf {
                source: book.name().to_owned(),
                as_of: book.as_of().to_owned(),
                sha256: book.sha256(),
            },
        };
        let levels = scenario.traffic.0.names();
        let marks = levels.filter_map(|level| {
            let mark = mark::of_traffic(scenario, level)?;
            Some((level.to_owned(), mark))
        });
        let names = |names: &mut dyn Iterator<Item = &str>| names.map(str::to_owned).collect();
        Side {
            described,
            known: [
                names(&mut scenario.architectures.0.names()),
                names(&mut scenario.traffic.0.names()),
            ],
            estimates: estimates
                .iter()
                .map(|estimate| priced(scenario, catalog, estimate))
                .collect(),
            traffic_marks: marks.collect(),
            inputs: Some(Box::new(Inputs {
                scenario: scenario.clone(),
                catalog: catalog.clone(),
            })),
        }
    }

    pub(super) fn find(&self, architecture: &str, traffic: &str) -> Option<&Priced> {
        let is_it = |p: &&Priced| p.architecture == architecture && p.traffic == traffic;
        self.estimates.iter().find(is_it)
    }
}

fn priced(scenario: &Scenario, catalog: &Catalog, estimate: &Estimate) -> Priced {
    let architecture = scenario.architectures.0.get(&estimate.architecture);
    let components = architecture.map_or(&[][..], |architecture| &architecture.components);
    let present = components
        .iter()
        .filter(|component| component.exists_at(&estimate.traffic));
    let marked = present.map(|component| {
        let service = component.service().to_owned();
        (
            component.name.clone(),
            (service, mark::of_component(component)),
        )
    });
    Priced {
        architecture: estimate.architecture.clone(),
        title: estimate.title.clone(),
        traffic: estimate.traffic.clone(),
        requests: estimate.requests_per_month,
        cost: estimate.monthly_cost,
        lines: estimate.charges.iter().map(Line::of_charge).collect(),
        components: marked.collect(),
        purchase_mark: mark::of_purchase(scenario, &estimate.architecture, catalog.discounts()),
    }
}
