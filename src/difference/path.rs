//! From one scenario to the other, part by part.

use super::cause::{Cause, Causes, sub};
use super::line::{Line, LineKey, keyed};
use super::mix::{self, Set};
use super::side::{Inputs, Priced};
use super::{DifferenceError, Merged};
use crate::catalog::Catalog;
use crate::estimate::{EstimateError, Terms, bind};
use crate::scenario::Scenario;
use crate::units::{ArithmeticError, Money, Spread};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The states between two scenarios; each is built once, for all architectures and levels.
pub(super) struct Path<'s> {
    base: &'s Inputs,
    head: &'s Inputs,
    scenarios: BTreeMap<Set, Scenario>,
    catalogs: BTreeMap<Set, Catalog>,
}

/// What each line's change is made of, and causes that could not be told apart.
pub(super) type Explained = (BTreeMap<LineKey, Causes>, Option<Merged>);

impl<'s> Path<'s> {
    pub fn new(base: &'s Inputs, head: &'s Inputs) -> Path<'s> {
        Path {
            base,
            head,
            scenarios: BTreeMap::new(),
            catalogs: BTreeMap::new(),
        }
    }

    /// Components of an architecture that only have another name at the head.
    pub fn renamed(&self, architecture: &str) -> BTreeMap<String, String> {
        let of = |inputs: &'s Inputs| inputs.scenario.architectures.0.get(architecture);
        match (of(self.base), of(self.head)) {
            (Some(base), Some(head)) => mix::renamed(base, head),
            _ => BTreeMap::new(),
        }
    }

    /// Why one architecture at one level costs something else.
    pub fn explain(
        &mut self,
        base: &Priced,
        head: &Priced,
        renamed: &BTreeMap<String, String>,
    ) -> Result<Explained, DifferenceError> {
        let none = BTreeMap::new();
        let mut causes = BTreeMap::new();
        let mut left = mix::changed(self.base, self.head, &base.traffic);
        let (mut set, mut merged) = (Set::default(), None);
        let mut costs = costs_of(&base.lines, renamed);
        let end = costs_of(&head.lines, &none);
        // The last of them leads to the head, which is priced already.
        while left.len() > 1 {
            let tried = self.first_priced(base, set, &left)?;
            let Some((at, lines)) = tried.0 else {
                merged = Some(merge(&left, tried.1));
                break;
            };
            let cause = left.remove(at);
            set = set.with(cause);
            let names = match set.has(Cause::Architecture) {
                true => &none,
                false => renamed,
            };
            let next = costs_of(&lines, names);
            attribute(&mut causes, cause, &costs, &next)?;
            costs = next;
        }
        let last = merged.as_ref().map(|merged| merged.counted_as);
        let last = last.or(left.first().copied()).unwrap_or(Cause::Usage);
        attribute(&mut causes, last, &costs, &end)?;
        Ok((causes, merged))
    }

    /// The first of the parts left whose exchange gives something that can be priced, with its lines;
    /// where there is none, why not.
    #[expect(clippy::type_complexity, reason = "a pair that is taken apart at once")]
    fn first_priced(
        &mut self,
        of: &Priced,
        set: Set,
        left: &[Cause],
    ) -> Result<(Option<(usize, Vec<Line>)>, Option<EstimateError>), DifferenceError> {
        let mut why = None;
        for (at, cause) in left.iter().enumerate() {
            match self.price(of, set.with(*cause))? {
                Ok(lines) => return Ok((Some((at, lines)), None)),
                Err(error) => why = why.or(Some(error)),
            }
        }
        Ok((None, why))
    }

    fn price(
        &mut self,
        of: &Priced,
        set: Set,
    ) -> Result<Result<Vec<Line>, EstimateError>, DifferenceError> {
        let (base, head) = (self.base, self.head);
        let scenario = self
            .scenarios
            .entry(set)
            .or_insert_with(|| mix::scenario(&base.scenario, &head.scenario, set));
        let catalog = match self.catalogs.entry(set.of_catalog()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(mix::catalog(&base.catalog, &head.catalog, set)?),
        };
        let Some(architecture) = scenario.architectures.0.get(&of.architecture) else {
            return Ok(Ok(Vec::new())); // both sides have the architecture, so every mix has
        };
        let terms = Terms {
            month: scenario.month,
            free_tier: scenario.free_tier,
        };
        let (name, level) = (&of.architecture, &of.traffic);
        let bound = bind(scenario, name, architecture, level, catalog, terms);
        let estimate = bound.and_then(|bound| bound.estimate());
        Ok(estimate.map(|estimate| estimate.charges.iter().map(Line::of_charge).collect()))
    }
}

/// Causes that can't be told apart count as the one that most likely keeps the others waiting: new
/// components need the traffic, settings and prices that came with them.
fn merge(left: &[Cause], why: Option<EstimateError>) -> Merged {
    let order = [
        Cause::Architecture,
        Cause::Usage,
        Cause::Traffic,
        Cause::Price,
        Cause::Commitment,
    ];
    let counted_as = order.into_iter().find(|cause| left.contains(cause));
    Merged {
        causes: left.to_vec(),
        counted_as: counted_as.unwrap_or(Cause::FreeTier),
        why: why.map_or_else(String::new, |why| why.to_string()),
    }
}

fn costs_of(
    lines: &[Line],
    renamed: &BTreeMap<String, String>,
) -> BTreeMap<LineKey, Spread<Money>> {
    let keyed = keyed(lines, renamed).into_iter();
    keyed.map(|(key, line)| (key, line.cost)).collect()
}

/// Adds what changed from one state to the next to the causes of each line.
fn attribute(
    causes: &mut BTreeMap<LineKey, Causes>,
    cause: Cause,
    before: &BTreeMap<LineKey, Spread<Money>>,
    after: &BTreeMap<LineKey, Spread<Money>>,
) -> Result<(), ArithmeticError> {
    let new = after.keys().filter(|key| !before.contains_key(key));
    for key in before.keys().chain(new) {
        let cost = |of: &BTreeMap<LineKey, Spread<Money>>| of.get(key).copied().unwrap_or_default();
        let change = sub(cost(after), cost(before))?;
        if change != Spread::default() {
            let of_line = causes.entry(key.clone()).or_default();
            of_line.add(cause, change)?;
        }
    }
    Ok(())
}
