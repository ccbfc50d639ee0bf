//! The difference of one architecture at one traffic level, as components and charges.

use super::cause::{Cause, Causes, add, sub};
use super::line::{Line, LineKey, keyed};
use super::side::Priced;
use super::{Merged, size};
use crate::units::{ArithmeticError, Money, Spread};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// On which side something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// On both.
    Both,
    /// At the head only.
    Added,
    /// At the base only.
    Removed,
}

impl Presence {
    /// Where something is that is at the base, at the head, or both.
    pub(super) fn of(base: bool, head: bool) -> Presence {
        match (base, head) {
            (false, true) => Presence::Added,
            (true, false) => Presence::Removed,
            _ => Presence::Both,
        }
    }
}

/// What changed of one architecture at one traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct PairDifference {
    /// The architecture, by its key.
    pub architecture: String,
    /// Its name for readers.
    pub title: String,
    /// The traffic level.
    pub traffic: String,
    /// On which side it is.
    pub presence: Presence,
    /// Requests of the month, before and after.
    pub requests: (Option<Spread<Decimal>>, Option<Spread<Decimal>>),
    /// What it cost.
    pub base: Option<Spread<Money>>,
    /// What it costs.
    pub head: Option<Spread<Money>>,
    /// The one less the other.
    pub change: Spread<Money>,
    /// What that is made of.
    pub causes: Causes,
    /// Causes that could not be told apart.
    pub merged: Option<Merged>,
    /// Every component, the largest change first.
    pub components: Vec<ComponentDifference>,
}

/// What changed of one component.
#[derive(Debug, Clone, PartialEq)]
pub struct ComponentDifference {
    /// Its name; that of a commitment for its fee.
    pub component: String,
    /// The name it had at the base, where that was another.
    pub was: Option<String>,
    /// Its services, before and after.
    pub services: (Vec<String>, Vec<String>),
    /// On which side it is.
    pub presence: Presence,
    /// What it cost; nothing where it was not there.
    pub base: Spread<Money>,
    /// What it costs.
    pub head: Spread<Money>,
    /// The one less the other.
    pub change: Spread<Money>,
    /// What that is made of.
    pub causes: Causes,
    /// Its charges, the largest change first.
    pub charges: Vec<ChargeDifference>,
}

/// What changed of one charge.
#[derive(Debug, Clone, PartialEq)]
pub struct ChargeDifference {
    /// What makes the two the same charge.
    pub key: LineKey,
    /// The charge at the base. Neither side has one that only the steps between had, whose parts
    /// cancel out.
    pub base: Option<Line>,
    /// The charge at the head.
    pub head: Option<Line>,
    /// What it costs more.
    pub change: Spread<Money>,
    /// What that is made of.
    pub causes: Causes,
}

impl ChargeDifference {
    /// True when anything about it is another.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let figures = |line: &Line| (line.quantity, line.unit_prices, line.cost);
        !self.causes.is_nothing()
            || self.base.as_ref().map(figures) != self.head.as_ref().map(figures)
    }

    /// The charge itself, as it is now or was.
    #[must_use]
    pub fn line(&self) -> Option<&Line> {
        self.head.as_ref().or(self.base.as_ref())
    }
}

impl ComponentDifference {
    /// True when anything about it is another.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.was.is_some()
            || self.presence != Presence::Both
            || self.charges.iter().any(ChargeDifference::is_changed)
    }
}

impl PairDifference {
    /// The expected change as a fraction of what was expected; nothing where that was nothing.
    #[must_use]
    pub fn change_ratio(&self) -> Option<Decimal> {
        let base = self.base?.expected.amount();
        let some = (!base.is_zero()).then_some(base)?;
        self.change.expected.amount().checked_div(some)
    }

    /// True when anything about it is another.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.presence != Presence::Both
            || self.components.iter().any(ComponentDifference::is_changed)
    }
}

/// An architecture that is on both sides.
pub(super) fn both(
    (base, head): (&Priced, &Priced),
    renamed: &BTreeMap<String, String>,
    causes: &BTreeMap<LineKey, Causes>,
    merged: Option<Merged>,
) -> Result<PairDifference, ArithmeticError> {
    pair((Some(base), Some(head)), renamed, causes, merged)
}

/// An architecture or traffic level that is on one side.
pub(super) fn one(
    base: Option<&Priced>,
    head: Option<&Priced>,
    cause: Cause,
) -> Result<Option<PairDifference>, ArithmeticError> {
    let none = BTreeMap::new();
    let Some(there) = base.or(head) else {
        return Ok(None);
    };
    let mut causes = BTreeMap::new();
    for (key, line) in keyed(&there.lines, &none) {
        let change = match head {
            Some(_) => line.cost,
            None => line.cost.map(Money::negated),
        };
        causes.insert(key, Causes::of(cause, change));
    }
    pair((base, head), &none, &causes, None).map(Some)
}

fn pair(
    (base, head): (Option<&Priced>, Option<&Priced>),
    renamed: &BTreeMap<String, String>,
    causes: &BTreeMap<LineKey, Causes>,
    merged: Option<Merged>,
) -> Result<PairDifference, ArithmeticError> {
    let (before, after) = (lines_of(base), lines_of(head));
    let none = BTreeMap::new();
    let names = component_names(&before, &after, renamed);
    let (before, after) = (keyed(before, renamed), keyed(after, &none));
    let mut keys: BTreeSet<&LineKey> = before.keys().chain(after.keys()).collect();
    keys.extend(causes.keys());
    let mut by_component: BTreeMap<&str, Vec<ChargeDifference>> = BTreeMap::new();
    for key in keys {
        let (base, head) = (before.get(key).copied(), after.get(key).copied());
        let cost = |line: Option<&Line>| line.map_or_else(Spread::default, |line| line.cost);
        let charge = ChargeDifference {
            change: sub(cost(head), cost(base))?,
            causes: causes.get(key).copied().unwrap_or_default(),
            key: key.clone(),
            base: base.cloned(),
            head: head.cloned(),
        };
        by_component.entry(&key.component).or_default().push(charge);
    }
    let mut components = Vec::with_capacity(by_component.len());
    // First in the order of the files, so that equal changes stay in it; then what only the steps
    // between had.
    for name in &names {
        if let Some(charges) = by_component.remove(name.as_str()) {
            components.push(component(name, renamed, charges)?);
        }
    }
    for (name, charges) in by_component {
        components.push(component(name, renamed, charges)?);
    }
    components.sort_by_key(|component| Reverse(size(component.change)));
    let mut all = Causes::default();
    for component in &components {
        all.add_all(&component.causes)?;
    }
    let cost = |side: Option<&Priced>| side.map(|side| side.cost);
    let text = |of: fn(&Priced) -> &String| head.or(base).map(of).cloned().unwrap_or_default();
    Ok(PairDifference {
        architecture: text(|side| &side.architecture),
        title: text(|side| &side.title),
        traffic: text(|side| &side.traffic),
        presence: Presence::of(base.is_some(), head.is_some()),
        requests: (base.map(|s| s.requests), head.map(|s| s.requests)),
        base: cost(base),
        head: cost(head),
        change: sub(
            cost(head).unwrap_or_default(),
            cost(base).unwrap_or_default(),
        )?,
        causes: all,
        merged,
        components,
    })
}

fn lines_of(side: Option<&Priced>) -> Vec<&Line> {
    side.iter().flat_map(|side| &side.lines).collect()
}

/// Components in the order of the head, then those that are gone.
fn component_names(
    before: &[&Line],
    after: &[&Line],
    renamed: &BTreeMap<String, String>,
) -> Vec<String> {
    let gone = before.iter().map(|line| {
        let name = &line.component;
        renamed.get(name).unwrap_or(name)
    });
    let mut seen = BTreeSet::new();
    let names = after.iter().map(|line| &line.component).chain(gone);
    names.filter(|name| seen.insert(*name)).cloned().collect()
}

fn component(
    name: &str,
    renamed: &BTreeMap<String, String>,
    mut charges: Vec<ChargeDifference>,
) -> Result<ComponentDifference, ArithmeticError> {
    let mut causes = Causes::default();
    let (mut base, mut head) = (Spread::default(), Spread::default());
    for charge in &charges {
        causes.add_all(&charge.causes)?;
        let cost = |line: &Option<Line>| line.as_ref().map_or_else(Spread::default, |l| l.cost);
        base = add(base, cost(&charge.base))?;
        head = add(head, cost(&charge.head))?;
    }
    charges.sort_by_key(|charge| Reverse(size(charge.change)));
    let services = |of: fn(&ChargeDifference) -> Option<&Line>| {
        let lines = charges.iter().filter_map(of);
        let services: BTreeSet<&str> = lines.map(|line| line.service.as_str()).collect();
        services.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let services = (
        services(|charge| charge.base.as_ref()),
        services(|charge| charge.head.as_ref()),
    );
    let was = renamed.iter().find(|(_, new)| *new == name);
    Ok(ComponentDifference {
        component: name.to_owned(),
        was: was.map(|(old, _)| old.clone()),
        presence: Presence::of(!services.0.is_empty(), !services.1.is_empty()),
        services,
        base,
        head,
        change: sub(head, base)?,
        causes,
        charges,
    })
}
