//! What the components of a scenario can't state, and published figures that are about nothing.

use super::Scenario;
use super::place::component_place;
use crate::architecture::ComponentUsage;
use crate::syntax::{Kind, Node, Reader};

impl Scenario {
    /// Lets every component state its usage at every level, and notes what it misses at its place.
    pub(super) fn check_metering(&self, root: &Node, reader: &mut Reader) {
        for (name, architecture) in self.architectures.0.iter() {
            for level in self.traffic.0.names() {
                let Some(workload) = self.workload(level) else {
                    continue;
                };
                match architecture.meter(&workload) {
                    Ok(stated) => self.check_figures(root, name, level, &stated, reader),
                    Err((index, error)) => {
                        let span = component_place(root, name, index, &error);
                        if reader.has_fault_at(span) {
                            continue; // a consequence of it
                        }
                        reader.fault("cannot-meter", span, error.message, Some(error.help));
                    }
                }
            }
        }
    }

    /// Notes published figures about a component or price key that is not there: compared with
    /// nothing, they would seem to be wrong, or to hold.
    fn check_figures(
        &self,
        root: &Node,
        architecture: &str,
        level: &str,
        stated: &[ComponentUsage<'_>],
        reader: &mut Reader,
    ) {
        let figures = self
            .published
            .iter()
            .flat_map(|published| &published.figures)
            .enumerate();
        let nodes = root
            .get("published")
            .and_then(|published| published.get("figures"));
        for (at, figure) in figures {
            if figure.architecture != architecture || figure.traffic != level {
                continue;
            }
            let node = nodes.and_then(|nodes| match &nodes.kind {
                Kind::Sequence(items) => items.get(at),
                _ => None,
            });
            let place = |field: &str| {
                let node = node.and_then(|node| node.get(field).or(Some(node)));
                node.map_or(root.span, |node| node.span)
            };
            let Some(name) = &figure.component else {
                continue;
            };
            let Some(component) = stated.iter().find(|s| s.component.name == *name) else {
                let known: Vec<&str> = stated.iter().map(|s| s.component.name.as_str()).collect();
                reader.unknown("component", name, place("component"), &known);
                continue;
            };
            let keys = component
                .metered
                .usage
                .iter()
                .map(|usage| usage.key.as_str());
            let known: Vec<&str> = keys.collect();
            if let Some(key) = figure
                .price_key
                .as_deref()
                .filter(|key| !known.contains(key))
            {
                reader.unknown("price key", key, place("price_key"), &known);
            }
        }
    }
}
