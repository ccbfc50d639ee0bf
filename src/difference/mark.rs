//! Marks by which a saved estimate tells whether what made it has changed since.

use crate::scenario::Scenario;
use crate::services::Component;
use crate::syntax::{Node, Setting};
use sha2::{Digest, Sha256};

/// The mark of a traffic level and of the requests it is made of.
#[must_use]
pub fn of_traffic(scenario: &Scenario, level: &str) -> Option<String> {
    let traffic = scenario.traffic.0.get(level)?;
    Some(mark(&[traffic.write(), scenario.request.write()]))
}

/// The mark of the settings of a component.
#[must_use]
pub fn of_component(component: &Component) -> String {
    let service = Node::scalar(component.service());
    mark(&[service, component.settings.write()])
}

/// The mark of how an architecture is bought, discounts that come with the prices included.
#[must_use]
pub fn of_purchase(
    scenario: &Scenario,
    architecture: &str,
    discounts: &[crate::catalog::Discount],
) -> Option<String> {
    let architecture = scenario.architectures.0.get(architecture)?;
    let mut parts = vec![scenario.purchase_of(architecture).write()];
    parts.extend(discounts.iter().map(Setting::write));
    Some(mark(&parts))
}

/// The start of a hash of what the parts say, long enough to tell any two apart.
fn mark(parts: &[Node]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.to_string().as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let start = digest.iter().take(16);
    start.map(|byte| format!("{byte:02x}")).collect()
}
