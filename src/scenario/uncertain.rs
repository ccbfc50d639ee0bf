//! Reading a scenario to draw from: every uncertain value as a range with its distribution.

use super::uncertainty::{Applied, apply, path_of};
use super::{Change, Distribution, InputShape, UncertainInput, UncertainScenario, read_tree, tree};
use crate::syntax::{Fault, Faults, InputRange, Kind, Node, Source};

impl UncertainScenario {
    /// Reads a scenario with some of its values changed, and puts the ranges of its section
    /// `uncertainty` in their places. Aliases share one place, hence one input.
    ///
    /// # Errors
    /// Everything wrong in the text, the changes or the section, with places.
    pub fn parse(source: Source, changes: &[Change]) -> Result<UncertainScenario, Faults> {
        let (mut root, sources) = tree(source, changes)?;
        let (stated, _) = read_tree(&root, sources.clone())?;
        let applied = apply(&mut root, &stated.uncertainty, &sources)?;
        let (scenario, ranges) = read_tree(&root, sources.clone())
            .map_err(|faults| without_ranges(&root, &applied, &sources, faults))?;
        let mut faults = Faults::none(sources.clone());
        for entry in &applied {
            if !ranges.iter().any(|range| range.place == entry.place) {
                faults.push(no_range(entry));
            }
        }
        faults.into_result()?;
        let inputs = ranges
            .iter()
            .map(|range| input(&root, range, &applied, &sources));
        Ok(UncertainScenario {
            inputs: inputs.collect(),
            scenario,
        })
    }
}

fn input(
    root: &Node,
    range: &InputRange,
    applied: &[Applied],
    sources: &[Source],
) -> UncertainInput {
    let listed = applied.iter().find(|entry| entry.place == range.place);
    if let Some(entry) = listed {
        return UncertainInput {
            path: entry.path.clone(),
            text: entry.text.clone(),
            distribution: entry.distribution,
            is_listed: true,
            range: *range,
            shape: entry.shape.clone(),
        };
    }
    let source = sources.get(range.place.source as usize);
    let text = source.and_then(|source| {
        let text = source.text.get(range.place.range(source.text.len()))?;
        Some(text.trim_matches(['"', '\'']).to_owned())
    });
    UncertainInput {
        path: path_of(root, range.place).unwrap_or_default(),
        text: text.unwrap_or_default(),
        distribution: Distribution::Triangular,
        is_listed: false,
        range: *range,
        shape: InputShape::Range,
    }
}

fn no_range(entry: &Applied) -> Fault {
    Fault {
        code: "no-range",
        message: format!(
            "`{}` takes no range: it has one value in every draw",
            entry.path
        ),
        span: entry.named_at,
        help: Some("leave the entry out, or compare two values with `--set`".to_owned()),
        command: None,
    }
}

/// Says of each place where one value is fine and a range is not that this is what is wrong.
fn without_ranges(root: &Node, applied: &[Applied], sources: &[Source], faults: Faults) -> Faults {
    let mut told = Faults::none(sources.to_vec());
    for fault in faults.faults() {
        let entry = applied.iter().find(|entry| entry.place == fault.span);
        let refuses = |entry: &Applied, text: &str| {
            let mut root = root.clone();
            let value = Node {
                kind: Kind::Scalar(text.to_owned()),
                span: entry.place,
                written: entry.place,
            };
            let put = super::path::put(&mut root, &entry.path, value, entry.place);
            let is_about = |fault: &Fault| fault.span == entry.place && fault.code == "bad-value";
            let read = read_tree(&root, sources.to_vec());
            put.is_err() || read.is_err_and(|left| left.faults().iter().any(is_about))
        };
        // One value is fine there, and from that value to itself is not.
        let single =
            entry.filter(|entry| !refuses(entry, &entry.single) && refuses(entry, &entry.point));
        told.push(single.map_or_else(|| fault.clone(), no_range));
    }
    told
}
