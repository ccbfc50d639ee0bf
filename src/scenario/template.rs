//! A scenario text that is read once, and then again and again with other values in some places.

use super::{Change, Scenario, path};
use crate::syntax::{Faults, Kind, Node, Reader, Setting, Source};

/// The tree of a scenario file, from which variants are read without reading the text again.
#[derive(Debug, Clone)]
pub struct Template {
    root: Node,
    sources: Vec<Source>,
}

impl Template {
    /// Reads the text, with the changes every variant has.
    ///
    /// # Errors
    /// When the text is not YAML, or a change leads nowhere. Whether it is a scenario shows with
    /// [`Template::with`].
    pub fn parse(source: Source, changes: &[Change]) -> Result<Template, Faults> {
        let mut root = match Node::parse(&source, 0) {
            Ok(root) => root,
            Err(fault) => return Err(Faults::one(source, fault)),
        };
        if root.kind == Kind::Null {
            return Err(Faults::one(source, super::nothing_there()));
        }
        let mut sources = vec![source];
        for change in changes {
            path::apply(&mut root, change, &mut sources)?;
        }
        Ok(Template { root, sources })
    }

    /// The scenario with some values changed. Each setting is checked; whether the components can state
    /// their usage is left to whoever prices them.
    ///
    /// # Errors
    /// Everything wrong with the changed scenario, with places.
    pub fn with(&self, changes: &[Change]) -> Result<Scenario, Faults> {
        let (root, sources) = self.changed(changes)?;
        let mut reader = Reader::new(sources);
        let scenario = Scenario::read(&root, &mut reader);
        reader.finish()?;
        scenario.ok_or_else(|| Faults::none(Vec::new()))
    }

    /// The text of the scenario with some values changed.
    ///
    /// # Errors
    /// When a change leads nowhere.
    pub fn text(&self, changes: &[Change]) -> Result<String, Faults> {
        Ok(self.changed(changes)?.0.to_string())
    }

    /// The same without some of the groups at the top.
    #[must_use]
    pub fn without(mut self, keys: &[&str]) -> Template {
        if let Kind::Mapping(entries) = &mut self.root.kind {
            entries.retain(|entry| !keys.contains(&entry.key.as_str()));
        }
        self
    }

    fn changed(&self, changes: &[Change]) -> Result<(Node, Vec<Source>), Faults> {
        let (mut root, mut sources) = (self.root.clone(), self.sources.clone());
        for change in changes {
            path::apply(&mut root, change, &mut sources)?;
        }
        Ok((root, sources))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
name: Test
region: us-east-1
traffic: { t: { requests: 300000 per month } }
architectures: { a: { components: [ lambda: { memory: 512 MB, duration: 1 s } ] } }
";

    fn change(path: &str, value: &str) -> Change {
        Change {
            name: path.to_owned(),
            path: path.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn a_variant_is_what_the_text_with_these_changes_is() {
        let source = || Source::new("t", TEXT);
        let template = Template::parse(source(), &[change("free_tier", "none")]).unwrap();
        let path = "architectures.a.components.lambda.memory";
        for memory in ["128 MB", "1 GB"] {
            let varied = template.with(&[change(path, memory)]).unwrap();
            let changes = [change("free_tier", "none"), change(path, memory)];
            assert_eq!(varied, Scenario::parse_with(source(), &changes).unwrap());
            let text = template.text(&[change(path, memory)]).unwrap();
            assert_eq!(Scenario::parse(Source::new("t", text)).unwrap(), varied);
        }
        let faults = template.with(&[change(path, "1 GHz")]).unwrap_err();
        assert!(faults.to_string().starts_with(path), "{faults}");
        let bare = template.clone().without(&["free_tier"]).text(&[]).unwrap();
        assert!(!bare.contains("free_tier"));
    }
}
