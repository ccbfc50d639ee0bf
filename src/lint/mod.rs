//! What an architecture leaves open that none of its components sees alone.
//!
//! Each question is asked once for an architecture, only where what is stated makes the answer cost
//! something, and goes away with the settings it names. Quantities only: `estimate` knows prices.

mod connections;
mod egress;
mod insights;
mod nat;
mod responses;
mod zones;

use crate::architecture::ComponentUsage;
use crate::services::{Component, OpenQuestion, Settings};
use crate::workload::Workload;
use rust_decimal::Decimal;

/// The components of an architecture at one traffic level.
struct Present<'a> {
    components: Vec<&'a Component>,
    workload: &'a Workload,
}

/// What an architecture leaves open at a traffic level.
#[must_use]
pub fn questions(stated: &[ComponentUsage<'_>], workload: &Workload) -> Vec<OpenQuestion> {
    let present = Present {
        components: stated.iter().map(|stated| stated.component).collect(),
        workload,
    };
    let mut questions = Vec::new();
    questions.extend(egress::of_tasks(&present));
    questions.extend(egress::of_functions(&present));
    questions.extend(zones::one_nat_gateway(&present));
    questions.extend(nat::egress(&present));
    questions.extend(nat::between_zones(&present));
    questions.extend(zones::traffic(&present));
    questions.extend(responses::not_stated(&present));
    questions.extend(responses::counted_twice(&present));
    questions.extend(connections::of_databases(&present));
    questions.extend(insights::of_containers(&present));
    questions
}

impl Present<'_> {
    /// The most copies of a component that run at once; none of what does not come in copies.
    fn copies(&self, component: &Component) -> Option<Decimal> {
        let level = &self.workload.level;
        let most = match &component.settings {
            Settings::Fargate(tasks) => return Some(tasks.copies(self.workload)?.1),
            Settings::EksFargate(pods) => pods.pods.at(level)?.high,
            Settings::Ec2(instances) => instances.instances.at(level)?.high,
            _ => return None,
        };
        Some(crate::units::Measure::amount(most))
    }

    fn is_several(&self, component: &Component) -> bool {
        self.copies(component)
            .is_some_and(|most| most > Decimal::ONE)
    }
}

/// `` `api` and `worker` ``.
fn names(components: &[&Component]) -> String {
    let names: Vec<String> = components.iter().map(|c| format!("`{}`", c.name)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// `` `api.subnets`, `worker.subnets` ``.
fn keys(components: &[&Component], key: &str) -> String {
    let keys: Vec<String> = components
        .iter()
        .map(|component| format!("`{}.{key}`", component.name))
        .collect();
    keys.join(", ")
}
