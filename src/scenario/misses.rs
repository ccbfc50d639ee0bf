//! What happens `per miss` needs to know how many there are.

use super::Scenario;
use crate::syntax::{Fields, Kind, Node, Reader};
use crate::workload::{Period, Rate, Volume};

/// Names and descriptions are text, whatever they say.
const TEXTS: [&str; 3] = ["name", "title", "description"];

/// Notes every `2 per miss` of a component, where the request profile has no `cache_hits`.
pub(super) fn check(scenario: &Scenario, fields: &Fields<'_>, reader: &mut Reader) {
    if scenario.request.cache_hits.is_some() {
        return;
    }
    if let Some(architectures) = fields.get("architectures") {
        look(architectures, reader);
    }
}

fn look(node: &Node, reader: &mut Reader) {
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar(text) => {
            let rate = Rate::parse(text).is_ok_and(|rate| rate.per == Period::Miss);
            let volume = || Volume::parse(text).is_ok_and(|volume| volume.per == Period::Miss);
            if (rate || volume()) && !reader.has_fault_at(node.span) {
                let message = format!(
                    "`{text}` needs the share of requests that a cache answers: the others are misses"
                );
                let help = "state `cache_hits` under `request`, such as `cache_hits: 80%`, or count it \
                            `per request`";
                reader.fault("missing-key", node.span, message, Some(help.to_owned()));
            }
        }
        Kind::Sequence(items) => items.iter().for_each(|item| look(item, reader)),
        Kind::Mapping(entries) => {
            let entries = entries.iter();
            let settings = entries.filter(|entry| !TEXTS.contains(&entry.key.as_str()));
            settings.for_each(|entry| look(&entry.value, reader));
        }
    }
}
