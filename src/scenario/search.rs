//! What a search for the cheapest configuration may change, and what it must keep to.

use super::RegionCode;
use crate::syntax::{Check, Fields, Kind, Node, Reader, Setting, keyword_setting, settings};
use crate::units::{Count, Duration, Measure, Percent, ValueError, Vcpu, number};
use rust_decimal::Decimal;
use serde_json::{Value, json};

settings! {
    /// What `breakeven optimize` tries, and what it keeps to.
    pub struct Optimize {
        /// Settings and the values to try. Unless given, those that follow from the components: sizes,
        /// fewest tasks, processors, memory, kinds of API, Graviton classes.
        vary: Vec<Vary> = Vec::new(),
        /// What every configuration must keep to.
        constraints: Constraints = Constraints::NONE,
        /// What is weighed against cost; `headroom`, `redundancy` and `latency` unless given.
        qualities: Vec<Quality> = Vec::new(),
        /// Part of the duration of functions that takes the CPU, as stated for the memory in the scenario.
        /// It takes longer with less memory, up to 1,769 MB. From `request.cpu_time` unless given, or all.
        cpu_bound: Option<Percent> = None,
    }
}

impl Check for Optimize {}

impl Optimize {
    /// A search nothing is said about.
    pub const DEFAULT: Optimize = Optimize {
        vary: Vec::new(),
        constraints: Constraints::NONE,
        qualities: Vec::new(),
        cpu_bound: None,
    };
}

settings! {
    /// A setting and the values to try.
    pub struct Vary {
        /// Which setting, as in `--set`: `architectures.NAME.components.NAME.memory`, `region` or
        /// `purchase`. The `size` of `fargate` is its `cpu` and `memory` together.
        setting: String,
        /// The values, or `all` for every size Fargate sells.
        values: Option<Values> = None,
        /// The first value, with its unit, in place of `values`.
        from: Option<String> = None,
        /// The last value.
        to: Option<String> = None,
        /// From one value to the next.
        step: Option<String> = None,
        /// With `values: all`: the largest size; 4 vCPU unless given.
        up_to: Option<Vcpu> = None,
    }
}

/// Most values of one setting.
pub(super) const MOST_VALUES: usize = 10_000;

/// Values to try.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Every one there is.
    All,
    /// These; a value may be a group of settings.
    Each(Vec<Node>),
}

impl Setting for Values {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        const ACCEPTED: &str = "a list of values, or `all`";
        let problem = match &node.kind {
            Kind::Scalar(text) if text == "all" => return Some(Values::All),
            Kind::Sequence(items) if items.is_empty() => "there are no values to try",
            Kind::Sequence(items) if items.len() > MOST_VALUES => "these are too many values",
            Kind::Sequence(items) => return Some(Values::Each(items.clone())),
            _ => "these are no values",
        };
        reader.bad_value(node, &ValueError::new(problem, ACCEPTED));
        None
    }

    fn write(&self) -> Node {
        match self {
            Values::All => Node::scalar("all"),
            Values::Each(values) => Node::sequence(values.iter().cloned()),
        }
    }

    fn schema() -> Value {
        json!({ "anyOf": [
            { "enum": ["all"] },
            { "type": "array", "minItems": 1, "maxItems": MOST_VALUES, "items": true },
        ] })
    }
}

impl Check for Vary {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let range = [&self.from, &self.to, &self.step];
        let given = range.iter().filter(|part| part.is_some()).count();
        let complete = match &self.values {
            Some(_) => given == 0,
            None => given == 3,
        };
        if !complete {
            let message = "a setting needs `values`, or `from`, `to` and `step`".to_owned();
            reader.fault("missing-key", fields.span, message, None);
            return;
        }
        if self.up_to.is_some() && self.values != Some(Values::All) {
            let message = "`up_to` has no meaning without `values: all`".to_owned();
            let place = fields.place("up_to");
            reader.fault("invalid-configuration", place, message, None);
        }
        if self.values.is_none()
            && let Err((field, message, help)) = self.range()
        {
            reader.fault("bad-value", fields.place(field), message, help);
        }
    }
}

/// What is wrong with a range: the field, what, and what to do.
type RangeFault = (&'static str, String, Option<String>);

/// A number and its unit.
fn amount<'t>(
    field: &'static str,
    text: Option<&'t str>,
) -> Result<(Decimal, &'t str), RangeFault> {
    const ACCEPTED: &str = "a number with its unit, such as `128 MB`";
    let text = text.unwrap_or_default();
    number::split_plain(text, ACCEPTED).map_err(|error| {
        let message = format!("`{text}`: {}", error.problem);
        (field, message, Some(format!("expected {ACCEPTED}")))
    })
}

impl Vary {
    /// The values of `from`, `to` and `step`.
    pub(super) fn range(&self) -> Result<Vec<String>, RangeFault> {
        let (from, unit) = amount("from", self.from.as_deref())?;
        let (to, unit_of_to) = amount("to", self.to.as_deref())?;
        let (step, unit_of_step) = amount("step", self.step.as_deref())?;
        for (field, other) in [("to", unit_of_to), ("step", unit_of_step)] {
            if other != unit {
                let message = format!("`{field}` is in another unit than `from`");
                let help = format!("write all three in `{unit}`");
                return Err((field, message, Some(help)));
            }
        }
        if step.is_zero() {
            return Err(("step", "with a step of 0 there is no end".to_owned(), None));
        }
        if from > to {
            let message = format!("`from: {from} {unit}` is above `to: {to} {unit}`");
            return Err(("from", message, Some("swap them".to_owned())));
        }
        let mut values = Vec::new();
        let mut value = from;
        while value <= to {
            if values.len() >= MOST_VALUES {
                let message = format!("there are more than {MOST_VALUES} values");
                return Err(("step", message, Some("take a larger step".to_owned())));
            }
            values.push(format!("{} {unit}", value.normalize()).trim().to_owned());
            value = value.checked_add(step).unwrap_or(Decimal::MAX);
        }
        Ok(values)
    }

    /// The values to try, as YAML; none for `all`.
    #[must_use]
    pub fn values(&self) -> Vec<String> {
        match &self.values {
            Some(Values::Each(values)) => values.iter().map(one_line).collect(),
            Some(Values::All) => Vec::new(),
            None => self.range().unwrap_or_default(),
        }
    }
}

/// A value as YAML on one line.
fn one_line(value: &Node) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match &value.kind {
        Kind::Null => "{}".to_owned(),
        // What ends a value inside brackets is quoted.
        Kind::Scalar(text) if text.contains([',', '[', ']', '{', '}']) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        Kind::Scalar(_) => value.to_string().trim_end().to_owned(),
        Kind::Sequence(items) => format!("[{}]", joined(items.iter().map(one_line).collect())),
        Kind::Mapping(entries) if entries.is_empty() => "{}".to_owned(),
        Kind::Mapping(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|e| format!("{}: {}", e.key, one_line(&e.value)));
            format!("{{ {} }}", joined(entries.collect()))
        }
    }
}

settings! {
    /// What every configuration must keep to.
    pub struct Constraints {
        /// Zones tasks, databases and caches must be in: as many tasks or nodes at least, or Multi-AZ.
        zones: Option<Count> = None,
        /// Capacity tasks must have to spare in the tightest hour, as a part of what they have.
        peak_headroom: Option<Percent> = None,
        /// Whether there may be hours whose traffic the tasks can't carry.
        saturated: bool = false,
        /// The most of the invocations of a function that may start a new environment.
        cold_starts: Option<Percent> = None,
        /// The longest a function may take, on average.
        duration: Option<Duration> = None,
        /// Whether code may run on Arm: tasks, functions, instances. Databases and caches always may.
        arm: bool = true,
        /// Whether there may be Savings Plans and reservations.
        commitments: bool = true,
        /// The regions that may be taken, all of which are tried; that of the scenario unless given.
        regions: Vec<RegionCode> = Vec::new(),
    }
}

impl Constraints {
    /// No constraint but that the traffic is carried.
    pub const NONE: Constraints = Constraints {
        zones: None,
        peak_headroom: None,
        saturated: false,
        cold_starts: None,
        duration: None,
        arm: true,
        commitments: true,
        regions: Vec::new(),
    };
}

impl Check for Constraints {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let whole = |zones: Count| zones.amount().fract().is_zero() && !zones.amount().is_zero();
        if self.zones.is_some_and(|zones| !whole(zones)) {
            let message = "zones are whole, and one at least".to_owned();
            reader.fault("bad-value", fields.place("zones"), message, None);
        }
    }
}

keyword_setting! {
    /// What is weighed against cost.
    pub enum Quality {
        /// What a month costs.
        Cost "cost",
        /// Capacity to spare in the tightest hour.
        Headroom "headroom",
        /// The fewest tasks, pods or instances that run at any time.
        Redundancy "redundancy",
        /// How long a function takes.
        Latency "latency",
        /// Invocations that start a new environment.
        ColdStarts "cold_starts",
        /// Memory of a task or function.
        Memory "memory",
    }
}
