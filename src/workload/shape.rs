//! Shapes of traffic as a scenario states them: a preset by name, or one with its settings.

use super::measured;
use super::preset::Preset;
use super::profile::{Profile, ProfileError};
use crate::syntax::{Check, Fields, Kind, Node, Reader, Setting, settings, text_of};
use crate::units::{Count, Duration, Factor, Measure, ValueError, arithmetic};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// How traffic spreads over time.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A preset with nothing to set.
    Preset(Preset),
    /// A flat base with spikes of minutes every day.
    Bursty(Bursty),
    /// A month with some days of far more traffic.
    Event(Event),
    /// A year whose months differ.
    Seasonal(Seasonal),
    /// Weights of one's own.
    Weights(Weights),
    /// Measured data from a file.
    Measured(Measured),
}

settings! {
    /// A flat base with spikes of minutes every day.
    pub struct Bursty {
        /// Spikes a day, spread over it evenly.
        spikes: Count = Count::of(Decimal::from(4)),
        /// How long each lasts, an hour at most.
        lasting: Duration = Duration::of(Decimal::from(300_000)),
        /// Traffic in a spike over the base.
        factor: Factor = Factor::of(Decimal::TEN),
    }
}

settings! {
    /// A month of 30 days with some days of far more traffic: an election, a match, a sale.
    pub struct Event {
        /// How many days.
        days: Count = Count::of(Decimal::TWO),
        /// Their traffic over that of the other days.
        factor: Factor = Factor::of(Decimal::from(5)),
        /// The shape of each day and week.
        base: Preset = Preset::Diurnal,
    }
}

settings! {
    /// A year whose months differ; what is priced is the average month.
    pub struct Seasonal {
        /// Twelve factors, January first.
        months: Vec<Count> = default_season(),
        /// The shape of each week.
        base: Preset = Preset::Diurnal,
    }
}

/// Weights of one's own, one for each hour.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    stated: Vec<Count>,
    profile: Profile,
}

/// Measured data from a file beside the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    file: String,
    profile: Profile,
}

/// Retail's year, with parameters of ours: quiet in February, busy before Christmas.
fn default_season() -> Vec<Count> {
    let hundredths = [90, 85, 90, 95, 100, 100, 95, 95, 100, 105, 125, 120];
    let factor = |hundredths| Count::of(Decimal::new(hundredths, 2));
    hundredths.into_iter().map(factor).collect()
}

impl Check for Bursty {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let spikes = self.spikes.amount();
        if !spikes.fract().is_zero() || spikes < Decimal::ONE || spikes > Decimal::from(24) {
            let message = "a day has 1 to 24 spikes".to_owned();
            reader.fault("bad-value", fields.place("spikes"), message, None);
        }
        if self.lasting.hours() > Decimal::ONE || self.lasting.amount().is_zero() {
            let message = "a spike lasts an hour at most, and some time".to_owned();
            reader.fault("bad-value", fields.place("lasting"), message, None);
        }
        check_profile(self.profile(), "factor", fields, reader);
    }
}

impl Check for Event {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let days = self.days.amount();
        if !days.fract().is_zero() || days > Decimal::from(EVENT_MONTH) {
            let message = format!("an event has up to {EVENT_MONTH} whole days");
            reader.fault("bad-value", fields.place("days"), message, None);
            return;
        }
        check_profile(self.profile(), "factor", fields, reader);
    }
}

impl Check for Seasonal {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.months.len() != 12 {
            let message = format!("a year has 12 months, not {}", self.months.len());
            reader.fault("bad-value", fields.place("months"), message, None);
        } else {
            check_profile(self.profile(), "months", fields, reader);
        }
    }
}

/// Notes why a shape has no hours, at the setting that is to blame.
fn check_profile(
    profile: Result<Profile, ProfileError>,
    field: &str,
    fields: &Fields<'_>,
    reader: &mut Reader,
) {
    if let Err(error) = profile {
        reader.fault("bad-value", fields.place(field), error.to_string(), None);
    }
}

/// Days of the month an event lies in.
const EVENT_MONTH: u32 = 30;

impl Bursty {
    fn profile(&self) -> Result<Profile, ProfileError> {
        let spikes = self.spikes.amount();
        let above = arithmetic::sub(self.factor.amount(), Decimal::ONE)?;
        let extra = arithmetic::mul_div(above, self.lasting.amount(), Decimal::from(3_600_000))?;
        let in_spike = arithmetic::add(Decimal::ONE, extra)?;
        // The hours in which the share of the day's spikes passes the next whole one.
        let passed = |hour: u32| {
            let share = arithmetic::mul_div(spikes, Decimal::from(hour), Decimal::from(24));
            share.map(|share| share.floor())
        };
        let (mut means, mut surges) = (Vec::new(), Vec::new());
        for hour in 0..24 {
            let has_spike = passed(hour + 1)? > passed(hour)?;
            let (mean, surge) = match has_spike {
                true => (in_spike, self.factor.amount()),
                false => (Decimal::ONE, Decimal::ONE),
            };
            means.push(mean);
            surges.push(surge);
        }
        Profile::from_hours(&means, &surges)
    }
}

impl Event {
    fn profile(&self) -> Result<Profile, ProfileError> {
        let base = self.base.profile();
        let base: Vec<Decimal> = base.hours().iter().map(|hour| hour.mean).collect();
        let ordinary = Decimal::from(EVENT_MONTH).saturating_sub(self.days.amount());
        let mut weights = Vec::new();
        for day in 0..EVENT_MONTH {
            let is_event = Decimal::from(day) >= ordinary;
            let at = usize::try_from(day % 7).unwrap_or(0) * 24;
            for weight in base.iter().skip(at).take(24) {
                weights.push(match is_event {
                    true => arithmetic::mul(*weight, self.factor.amount())?,
                    false => *weight,
                });
            }
        }
        Profile::from_weights(&weights)
    }
}

impl Seasonal {
    fn profile(&self) -> Result<Profile, ProfileError> {
        let base = self.base.profile();
        let mut weights = Vec::new();
        for month in &self.months {
            for hour in base.hours() {
                weights.push(arithmetic::mul(hour.mean, month.amount())?);
            }
        }
        Profile::from_weights(&weights)
    }
}

impl Shape {
    /// The shape of traffic of which nothing is said.
    pub const DEFAULT: Shape = Shape::Preset(Preset::Diurnal);

    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "`flat`, `diurnal`, `two-peak`, `business`, `weekend`, `bursty`, `event`, `seasonal`, or one of \
         `{ bursty: … }`, `{ event: … }`, `{ seasonal: … }`, `{ weights: [24, 168 or 8,760 numbers] }`, \
         `{ csv: FILE }`";

    /// Its hours.
    #[must_use]
    pub fn profile(&self) -> Profile {
        let made = match self {
            Shape::Preset(preset) => return preset.profile(),
            Shape::Weights(weights) => return weights.profile.clone(),
            Shape::Measured(measured) => return measured.profile.clone(),
            Shape::Bursty(bursty) => bursty.profile(),
            Shape::Event(event) => event.profile(),
            Shape::Seasonal(seasonal) => seasonal.profile(),
        };
        // Checked when it was read.
        made.unwrap_or_else(|_| Profile::flat())
    }

    /// The burst factor inside an hour where none is stated: spikes are bursts already.
    #[must_use]
    pub fn usual_burst(&self) -> Decimal {
        match self {
            Shape::Bursty(_) => Decimal::ONE,
            _ => Decimal::new(15, 1),
        }
    }

    /// Its name for readers.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Shape::Preset(preset) => preset.word(),
            Shape::Bursty(_) => "bursty",
            Shape::Event(_) => "event",
            Shape::Seasonal(_) => "seasonal",
            Shape::Weights(_) => "weights",
            Shape::Measured(measured) => &measured.file,
        }
    }

    fn named(word: &str) -> Option<Shape> {
        let none = Node::mapping([]);
        let mut reader = Reader::new(Vec::new());
        match word {
            "bursty" => Bursty::read(&none, &mut reader).map(Shape::Bursty),
            "event" => Event::read(&none, &mut reader).map(Shape::Event),
            "seasonal" => Seasonal::read(&none, &mut reader).map(Shape::Seasonal),
            word => Preset::from_word(word).map(Shape::Preset),
        }
    }
}

const NAMES: &[&str] = &[
    "flat", "diurnal", "two-peak", "business", "weekend", "bursty", "event", "seasonal",
];
const GROUPS: &[&str] = &["bursty", "event", "seasonal", "weights", "csv"];

impl Setting for Shape {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Kind::Mapping(entries) = &node.kind else {
            let word = text_of(node, Shape::ACCEPTED, reader)?;
            let shape = Shape::named(word);
            if shape.is_none() {
                reader.unknown("shape", word, node.span, NAMES);
            }
            return shape;
        };
        let [entry] = entries.as_slice() else {
            let error = ValueError::new("this is not one shape", Shape::ACCEPTED);
            reader.bad_value(node, &error);
            return None;
        };
        let value = &entry.value;
        match entry.key.as_str() {
            "bursty" => Bursty::read_named(value, entry.key_span, reader).map(Shape::Bursty),
            "event" => Event::read_named(value, entry.key_span, reader).map(Shape::Event),
            "seasonal" => Seasonal::read_named(value, entry.key_span, reader).map(Shape::Seasonal),
            "weights" => read_weights(value, reader).map(Shape::Weights),
            "csv" => read_csv(value, reader).map(Shape::Measured),
            other => {
                reader.unknown("shape", other, entry.key_span, GROUPS);
                None
            }
        }
    }

    fn write(&self) -> Node {
        let group = |name: &str, node: Node| Node::mapping([(name.to_owned(), node)]);
        match self {
            Shape::Preset(preset) => preset.write(),
            Shape::Bursty(bursty) => group("bursty", bursty.write()),
            Shape::Event(event) => group("event", event.write()),
            Shape::Seasonal(seasonal) => group("seasonal", seasonal.write()),
            Shape::Weights(weights) => group("weights", weights.stated.write()),
            Shape::Measured(measured) => group("csv", measured.file.write()),
        }
    }

    fn schema() -> Value {
        let group = |name: &str, schema: Value| {
            json!({ "type": "object", "additionalProperties": false, "required": [name],
                    "properties": { name: schema } })
        };
        json!({
            "description": Shape::ACCEPTED,
            "anyOf": [
                { "enum": NAMES },
                group("bursty", Bursty::schema()),
                group("event", Event::schema()),
                group("seasonal", Seasonal::schema()),
                group("weights", Vec::<Count>::schema()),
                group("csv", String::schema()),
            ],
        })
    }
}

fn read_weights(node: &Node, reader: &mut Reader) -> Option<Weights> {
    let stated = Vec::<Count>::read(node, reader)?;
    let weights: Vec<Decimal> = stated.iter().map(|weight| weight.amount()).collect();
    match Profile::from_weights(&weights) {
        Ok(profile) => Some(Weights { stated, profile }),
        Err(error) => {
            reader.fault("bad-value", node.span, error.to_string(), None);
            None
        }
    }
}

fn read_csv(node: &Node, reader: &mut Reader) -> Option<Measured> {
    let file = String::read(node, reader)?;
    let Some(text) = reader.attachments.get(&file) else {
        let message = format!("`{file}` was not read with the scenario");
        reader.fault("no-such-file", node.span, message, None);
        return None;
    };
    let read = match text {
        Ok(text) => measured::profile(text).map_err(|error| error.to_string()),
        Err(problem) => Err(problem.clone()),
    };
    match read {
        Ok(profile) => Some(Measured { file, profile }),
        Err(problem) => {
            let message = match problem.starts_with(&file) {
                true => problem,
                false => format!("`{file}`: {problem}"),
            };
            let help = "24, 168 (from Monday 00:00) or 8,760 numbers, or rows of a timestamp such as \
                        2026-03-02 14:00 and a count, beside the scenario";
            reader.fault(
                "bad-traffic-data",
                node.span,
                message,
                Some(help.to_owned()),
            );
            None
        }
    }
}
