//! From the text of a scenario to its tree, and from the tree to the scenario.

use super::{Change, MOST_ESTIMATED, Scenario, path};
use crate::syntax::{Fault, Faults, InputRange, Kind, Node, Reader, Setting, Source, Span};

/// The text of a scenario as a tree, with changes made to it, and the sources its places are in.
pub(super) fn tree(source: Source, changes: &[Change]) -> Result<(Node, Vec<Source>), Faults> {
    let mut root = match Node::parse(&source, 0) {
        Ok(root) => root,
        Err(fault) => return Err(Faults::one(source, fault)),
    };
    if root.kind == Kind::Null {
        return Err(Faults::one(source, nothing_there()));
    }
    let mut sources = vec![source];
    for change in changes {
        path::apply(&mut root, change, &mut sources)?;
    }
    Ok((root, sources))
}

/// Reads a scenario, and the ranges in it by the number of their input.
pub(super) fn read_tree(
    root: &Node,
    sources: Vec<Source>,
) -> Result<(Scenario, Vec<InputRange>), Faults> {
    let mut reader = Reader::new(sources);
    let scenario = Scenario::read(root, &mut reader);
    if let Some(scenario) = &scenario {
        if scenario.is_too_large() {
            let message = "there are too many components for that many traffic levels";
            let help = format!("levels times components may be {MOST_ESTIMATED} at most");
            reader.fault("too-many", root.span, message.to_owned(), Some(help));
        } else {
            scenario.check_metering(root, &mut reader);
        }
    }
    if scenario.is_none() && reader.fault_count() == 0 {
        let message = "this is not a scenario".to_owned();
        reader.fault("not-a-scenario", root.span, message, None);
    }
    let inputs = std::mem::take(&mut reader.inputs);
    reader.finish()?;
    let scenario = scenario.ok_or_else(|| Faults::none(Vec::new()))?;
    Ok((scenario, inputs))
}

fn nothing_there() -> Fault {
    Fault {
        code: "not-a-scenario",
        message: "there is nothing in this file".to_owned(),
        span: Span::default(),
        help: Some(
            "a scenario has a name, a region, traffic levels and architectures; `breakeven schema` \
             describes them"
                .to_owned(),
        ),
        command: None,
    }
}
