//! A scenario text that is parsed once and read many times with other values.

use super::place::component_name;
use super::tree::{read_tree, tree};
use super::{Change, MOST_ESTIMATED, Scenario, path};
use crate::syntax::{Entry, Fault, Faults, Kind, Node, Reader, Setting, Source, Span, nearest};

/// The text of a scenario as a tree, to be read again and again with some of its values changed.
///
/// Sweeps and searches evaluate thousands of variants; the YAML is parsed and the whole checked once.
#[derive(Debug, Clone)]
pub struct Template {
    root: Node,
    sources: Vec<Source>,
    scenario: Scenario,
    inputs: Vec<Span>,
}

/// A single value of a scenario text: where it stands, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Its path, as in a [`Change`]; components by name.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Where it is written; what stands behind an alias is written at its anchor.
    pub span: Span,
}

impl Stated {
    /// True for the same setting of components of one name, in the same words.
    fn is_like(&self, other: &Stated) -> bool {
        let in_architecture = |path: &'_ str| {
            let rest = path.strip_prefix("architectures.")?;
            rest.split_once('.').map(|(_, rest)| rest.to_owned())
        };
        let own = in_architecture(&self.path);
        own.is_some() && own == in_architecture(&other.path) && self.text == other.text
    }
}

impl Template {
    /// Parses a scenario, changes some of its values for good, and checks it whole.
    ///
    /// # Errors
    /// Everything wrong in the text or the changes, with places.
    pub fn new(source: Source, changes: &[Change]) -> Result<Template, Faults> {
        let (root, sources) = tree(source, changes)?;
        let (scenario, inputs) = read_tree(&root, sources.clone())?;
        let inputs = inputs.iter().map(|range| range.place).collect();
        Ok(Template {
            root,
            sources,
            scenario,
            inputs,
        })
    }

    /// The files a scenario text refers to, by the names it gives them; none when it can't be read.
    #[must_use]
    pub fn files_of(source: &Source, changes: &[Change]) -> Vec<String> {
        let Ok((root, _)) = tree(source.clone(), changes) else {
            return Vec::new();
        };
        let levels = root.get("traffic").and_then(Node::entries);
        let files = levels.unwrap_or_default().iter().filter_map(|level| {
            match &level.value.get("shape")?.get("csv")?.kind {
                Kind::Scalar(file) => Some(file.clone()),
                Kind::Null | Kind::Sequence(_) | Kind::Mapping(_) => None,
            }
        });
        files.collect()
    }

    /// The scenario as it stands, without further changes.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The scenario alone.
    #[must_use]
    pub fn into_scenario(self) -> Scenario {
        self.scenario
    }

    /// The scenario with some of its values changed. What its components can't state is found when they
    /// are priced, not here.
    ///
    /// # Errors
    /// Everything wrong with the changes, with places. A path that leads nowhere is named with the
    /// nearest one.
    pub fn with(&self, changes: &[Change]) -> Result<Scenario, Faults> {
        // The texts are needed to show faults only, and there are none in nearly every variant.
        let unnamed = self.sources.iter().map(Source::without_text).collect();
        match self.read_with(changes, unnamed) {
            Ok(scenario) => Ok(scenario),
            Err(_) => self
                .read_with(changes, self.sources.clone())
                .map_err(|mut faults| {
                    let near = changes.iter().find_map(|change| self.nearest(&change.path));
                    let lost = |fault: &Fault| fault.code == "bad-path";
                    if let Some(near) = near.filter(|_| faults.faults().iter().any(lost)) {
                        faults.close_with(format!("did you mean `{near}`?"));
                    }
                    faults
                }),
        }
    }

    fn read_with(&self, changes: &[Change], mut sources: Vec<Source>) -> Result<Scenario, Faults> {
        let mut root = self.root.clone();
        for change in changes {
            path::apply(&mut root, change, &mut sources)?;
        }
        let mut reader = Reader::new(sources);
        let scenario = read(&root, &mut reader);
        reader.finish()?;
        scenario.ok_or_else(|| Faults::none(Vec::new()))
    }

    /// The text of the scenario with some values changed.
    ///
    /// # Errors
    /// When a change leads nowhere.
    pub fn text(&self, changes: &[Change]) -> Result<String, Faults> {
        let (mut root, mut sources) = (self.root.clone(), self.sources.clone());
        for change in changes {
            path::apply(&mut root, change, &mut sources)?;
        }
        Ok(root.to_string())
    }

    /// The same without some of the groups at the top.
    #[must_use]
    pub fn without(mut self, keys: &[&str]) -> Template {
        if let Kind::Mapping(entries) = &mut self.root.kind {
            entries.retain(|entry| !keys.contains(&entry.key.as_str()));
        }
        self
    }

    /// The text that stands at a path; `None` when nothing does, or more than a single value.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<String> {
        match &path::find(&self.root, "", path)?.kind {
            Kind::Scalar(text) => Some(text.clone()),
            Kind::Null | Kind::Sequence(_) | Kind::Mapping(_) => None,
        }
    }

    /// Whether anything stands at a path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        path::find(&self.root, "", path).is_some_and(|node| node.kind != Kind::Null)
    }

    /// Every single value, in the order of the text.
    #[must_use]
    pub fn stated(&self) -> Vec<Stated> {
        let mut found = Vec::new();
        collect(&self.root, "", &mut found);
        found
    }

    /// The values that are ranges, in the order of the text: the paths of each. What a setting of the same
    /// component states in the same words in several architectures, by an alias or not, is one.
    #[must_use]
    pub fn ranges(&self) -> Vec<Vec<Stated>> {
        let is_range =
            |stated: &Stated| stated.text.contains("..") && self.inputs.contains(&stated.span);
        let mut ranges: Vec<Vec<Stated>> = Vec::new();
        for stated in self.stated().into_iter().filter(is_range) {
            let same = |range: &&mut Vec<Stated>| {
                range.first().is_some_and(|first| first.is_like(&stated))
            };
            match ranges.iter_mut().find(same) {
                Some(range) => range.push(stated),
                None => ranges.push(vec![stated]),
            }
        }
        ranges
    }

    /// The path of a value that is most like `path`, for one that leads nowhere.
    #[must_use]
    pub fn nearest(&self, path: &str) -> Option<String> {
        if self.has(path) {
            return None;
        }
        let stated = self.stated();
        // A slip in one part leaves the number of parts.
        let parts = |path: &str| path.matches('.').count();
        let known: Vec<&str> = stated.iter().map(|stated| stated.path.as_str()).collect();
        let alike = known.iter().copied();
        let alike: Vec<&str> = alike.filter(|known| parts(known) == parts(path)).collect();
        let near = nearest(path, &alike).or_else(|| nearest(path, &known));
        near.map(str::to_owned)
    }
}

/// Reads a tree, and notes that there is too much in it.
fn read(root: &Node, reader: &mut Reader) -> Option<Scenario> {
    let scenario = Scenario::read(root, reader);
    match &scenario {
        Some(scenario) if scenario.is_too_large() => {
            let message = "there are too many components for that many traffic levels".to_owned();
            let help = format!("levels times components may be {MOST_ESTIMATED} at most");
            reader.fault("too-many", root.span, message, Some(help));
            return None;
        }
        None if reader.fault_count() == 0 => {
            let message = "this is not a scenario".to_owned();
            reader.fault("not-a-scenario", root.span, message, None);
        }
        _ => {}
    }
    scenario
}

/// Adds the single values below a node that stands at `path`.
fn collect(node: &Node, path: &str, found: &mut Vec<Stated>) {
    let below = |key: &str| match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    };
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar(text) => found.push(Stated {
            path: path.to_owned(),
            text: text.clone(),
            span: node.written,
        }),
        Kind::Mapping(entries) => {
            for entry in entries {
                collect(&entry.value, &below(&entry.key), found);
            }
        }
        Kind::Sequence(items) if path.ends_with(".components") => {
            let names: Vec<Option<&str>> = items.iter().map(name_of).collect();
            for (at, item) in items.iter().enumerate() {
                let name = names.get(at).copied().flatten();
                // A name leads to the first component that has it.
                let first = names.iter().position(|other| *other == name);
                let below = match name.filter(|_| first == Some(at)) {
                    Some(name) => below(name),
                    None => below(&at.to_string()),
                };
                match item.entries() {
                    Some([Entry { value, .. }]) => collect(value, &below, found),
                    _ => collect(item, &below, found),
                }
            }
        }
        Kind::Sequence(items) => {
            for (at, item) in items.iter().enumerate() {
                collect(item, &below(&at.to_string()), found);
            }
        }
    }
}

fn name_of(item: &Node) -> Option<&str> {
    match item.entries() {
        Some([entry]) => Some(component_name(entry)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "
name: Test
region: us-east-1
request: { duration: 100..300 ms, response: 1 KB }
traffic: { t: { requests: 1000 per day } }
architectures:
  a:
    components:
      - lambda: { name: api, memory: 512 MB }
      - lambda: { memory: 256 MB }
      - cloudwatch: &logs { logs: 1..3 KB per request }
  b: { components: [ alb: {}, cloudwatch: *logs ] }
prices: { source: s, overrides: { alb.hour: $1 per hour } }
";

    fn template() -> Template {
        Template::new(Source::new("t.yaml", TEXT), &[]).unwrap_or_else(|f| panic!("{f}"))
    }

    fn change(path: &str, value: &str) -> Change {
        Change {
            name: path.to_owned(),
            path: path.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn every_value_is_found_at_its_path_and_changed_there() {
        let template = template();
        let stated = template.stated();
        assert!(stated.len() > 8);
        for Stated { path, text, .. } in stated {
            assert_eq!(template.value(&path), Some(text), "{path}");
        }
        let path = "architectures.a.components.lambda.memory";
        assert_eq!(template.value(path).as_deref(), Some("256 MB"));
        let changed = template.with(&[change(path, "1 GB")]).unwrap();
        let again = Scenario::parse_with(Source::new("t", TEXT), &[change(path, "1 GB")]).unwrap();
        assert_eq!(changed, again);
        assert_ne!(&changed, template.scenario());
        assert_eq!(
            template.value("prices.overrides.alb.hour").as_deref(),
            Some("$1 per hour")
        );
        assert_eq!(template.value("architectures.a"), None);
    }

    #[test]
    fn a_range_stated_twice_in_the_same_words_is_one() {
        let ranges = template().ranges();
        let paths: Vec<Vec<&str>> = ranges
            .iter()
            .map(|range| range.iter().map(|stated| stated.path.as_str()).collect())
            .collect();
        assert_eq!(paths.len(), 2, "{ranges:?}");
        assert_eq!(paths[0], ["request.duration"]);
        assert_eq!(
            paths[1],
            [
                "architectures.a.components.cloudwatch.logs",
                "architectures.b.components.cloudwatch.logs"
            ]
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_is_answered_with_the_nearest() {
        let template = template();
        let refused = |path: &str| {
            template
                .with(&[change(path, "1 s")])
                .unwrap_err()
                .to_string()
        };
        let near = "did you mean `architectures.a.components.api.memory`?";
        let said = refused("architectures.a.components.apy.memory");
        assert!(said.contains(near), "{said}");
        let said = refused("request.duratoin");
        assert!(said.contains("did you mean `duration`?"), "{said}");
        assert_eq!(template.nearest("request.duration"), None);
    }
}
