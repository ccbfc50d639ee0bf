//! A component: one AWS service with its settings, under a name.

use super::{REGISTRY, Settings, service};
use crate::syntax::{Entry, Kind, Node, Reader, Setting, described};
use crate::units::ValueError;
use serde_json::{Value, json};

/// One AWS service with its settings, as an entry of an architecture.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// The name it is referred to by; the service's own name unless one is given.
    pub name: String,
    /// Traffic levels at which it exists; empty for all.
    pub only_at: Vec<String>,
    /// The service and its settings.
    pub settings: Settings,
}

/// Keys every component may have beside those of its service.
const NAME: &str = "name";
const ONLY_AT: &str = "only_at";

impl Component {
    /// The service it is.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.settings.service()
    }

    /// True for CloudFront, however it is paid for.
    #[must_use]
    pub fn is_distribution(&self) -> bool {
        use super::Settings::{CloudFront, CloudFrontPlan};
        matches!(self.settings, CloudFront(_) | CloudFrontPlan(_))
    }

    /// True when it exists at a traffic level.
    #[must_use]
    pub fn exists_at(&self, level: &str) -> bool {
        self.only_at.is_empty() || self.only_at.iter().any(|name| name == level)
    }
}

impl Setting for Component {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let accepted = "one service with its settings, such as `alb: {}`";
        let entry = match node.entries() {
            Some([entry]) => entry,
            Some([]) | None => {
                reader.bad_value(node, &ValueError::new("this is not a component", accepted));
                return None;
            }
            Some([_, second, ..]) => {
                let message = "a component is one service; this one has several".to_owned();
                let help = Some("start each with its own `- `, and indent its settings".to_owned());
                reader.fault("bad-component", second.key_span, message, help);
                return None;
            }
        };
        let Some(registered) = service(&entry.key) else {
            let known: Vec<&str> = REGISTRY.iter().map(|service| service.name).collect();
            reader.unknown("service", &entry.key, entry.key_span, &known);
            return None;
        };
        let (common, own) = split(&entry.value);
        let name = match common.iter().find(|e| e.key == NAME) {
            Some(name) => read_name(name, reader),
            None => Some(registered.name.to_owned()),
        };
        let only_at = match common.iter().find(|e| e.key == ONLY_AT) {
            Some(levels) => read_levels(&levels.value, reader),
            None => Some(Vec::new()),
        };
        let settings = Settings::read(registered.name, &own, entry.key_span, reader);
        Some(Component {
            name: name?,
            only_at: only_at?,
            settings: settings?,
        })
    }

    fn write(&self) -> Node {
        let mut entries = Vec::new();
        if self.name != self.service() {
            entries.push((NAME.to_owned(), self.name.write()));
        }
        if !self.only_at.is_empty() {
            entries.push((ONLY_AT.to_owned(), self.only_at.write()));
        }
        let own = self.settings.write();
        let own = own.entries().unwrap_or_default().iter();
        entries.extend(own.map(|entry| (entry.key.clone(), entry.value.clone())));
        Node::mapping([(self.service().to_owned(), Node::mapping(entries))])
    }

    fn schema() -> Value {
        let one = |registered: &super::Registration| {
            let mut settings = (registered.schema)();
            if let Some(properties) = settings
                .get_mut("properties")
                .and_then(Value::as_object_mut)
            {
                let name = "The name of the component; the name of the service unless given.";
                properties.insert(
                    NAME.to_owned(),
                    described(json!({ "type": "string" }), name),
                );
                let only_at = "Traffic levels at which the component exists; all unless given.";
                let levels = json!({ "type": "array", "items": { "type": "string" } });
                properties.insert(ONLY_AT.to_owned(), described(levels, only_at));
            }
            // A service without settings may be written `alb:`, which YAML reads as null.
            let required = settings.get("required").and_then(Value::as_array);
            let required = required.is_some_and(|keys| !keys.is_empty());
            if !required && let Some(object) = settings.as_object_mut() {
                object.insert("type".to_owned(), json!(["object", "null"]));
            }
            (registered.name.to_owned(), settings)
        };
        json!({
            "type": "object",
            "description": "One AWS service with its settings.",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": false,
            "properties": REGISTRY.iter().map(one).collect::<serde_json::Map<_, _>>(),
        })
    }
}

impl Settings {
    /// True when what it uses depends on the hours the traffic comes in.
    #[must_use]
    pub fn follows_the_hours(&self) -> bool {
        match self {
            Settings::Fargate(tasks) => tasks.tasks.is_none() && tasks.scaling.is_some(),
            Settings::Lambda(function) => function.follows_the_hours(),
            _ => false,
        }
    }
}

/// `t3` and `micro` of an instance class such as `db.t3.micro`.
pub(super) fn family_and_size<'c>(class: &'c str, prefix: &str) -> Option<(&'c str, &'c str)> {
    let (family, size) = class.strip_prefix(prefix)?.split_once('.')?;
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (plain(family) && plain(size)).then_some((family, size))
}

/// The keys every component has, and the settings of its service.
fn split(node: &Node) -> (Vec<Entry>, Node) {
    let Kind::Mapping(entries) = &node.kind else {
        return (Vec::new(), node.clone());
    };
    let is_common = |entry: &Entry| entry.key == NAME || entry.key == ONLY_AT;
    let (common, own) = entries.iter().cloned().partition(is_common);
    let own = Node {
        kind: Kind::Mapping(own),
        span: node.span,
        written: node.written,
    };
    (common, own)
}

fn read_name(entry: &Entry, reader: &mut Reader) -> Option<String> {
    let name = String::read(&entry.value, reader)?;
    if name.trim().is_empty() {
        let error = ValueError::new("the name is empty", "a name such as `api`");
        reader.bad_value(&entry.value, &error);
        return None;
    }
    Some(name)
}

fn read_levels(node: &Node, reader: &mut Reader) -> Option<Vec<String>> {
    let levels = Vec::<String>::read(node, reader)?;
    let known = reader.traffic_levels.clone();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let Kind::Sequence(items) = &node.kind else {
        return Some(levels);
    };
    for (level, item) in levels.iter().zip(items) {
        if !known.contains(&level.as_str()) {
            reader.unknown("traffic level", level, item.span, &known);
        }
    }
    Some(levels)
}
