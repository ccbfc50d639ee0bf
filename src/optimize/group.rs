//! Settings that depend on each other, priced together in all their combinations.

use super::OptimizeError;
use super::found::Reason;
use super::quality::Level;
use super::space::{Dial, Scope, combinations};
use super::trial::Place;
use crate::architecture::Architecture;
use crate::catalog::{FreeTier, PriceKey};
use crate::compare::side_by_side;
use crate::estimate::Footprint;
use crate::purchase::{PlanRate, Purchase};
use crate::scenario::Change;
use crate::syntax::{Kind, Node, Setting};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

/// Most combinations of a search that are priced one by one, some seconds of work.
pub(super) const MOST_PRICED: u64 = 20_000;

/// A combination of a group that exists and keeps to the constraints.
pub(super) struct Combination {
    /// What it adds to the cost of the start.
    pub added: i128,
    /// What it adds to the number of the configuration.
    pub ordinal: u64,
    /// Which of the classes of its group it is in.
    pub class: usize,
}

/// Settings that depend on each other.
pub(super) struct Group {
    /// Their places among the settings of the architecture.
    pub dials: Vec<usize>,
    pub combinations: Vec<Combination>,
    /// How many combinations there are, the others included.
    pub all: u64,
    /// Why others are left out, and whether a constraint does so.
    pub reasons: Vec<(bool, Reason)>,
    /// How good combinations are: each distinct list of levels is a class.
    pub classes: Vec<Vec<Level>>,
    /// The place of each class.
    places: BTreeMap<Vec<Level>, usize>,
    touched: BTreeSet<PriceKey>,
}

/// What groups start from: the settings of an architecture, one configuration of it, and its price.
pub(super) struct Start<'s> {
    pub place: &'s Place<'s>,
    pub dials: &'s [&'s Dial],
    /// The number of a configuration is the sum of these, each times the place of a value.
    pub strides: &'s [u64],
    /// The value of each setting; as stated in the scenario where there is none.
    pub chosen: Vec<Option<usize>>,
    pub cost: i128,
    pub footprint: Footprint,
    pub purchase: Purchase,
    pub free_tier: FreeTier,
}

impl Start<'_> {
    /// The changes of some values, the others as in the start.
    fn changes(&self, dials: &[usize], values: &[usize]) -> Vec<Change> {
        let mut chosen = self.chosen.clone();
        for (dial, value) in dials.iter().zip(values) {
            if let Some(place) = chosen.get_mut(*dial) {
                *place = Some(*value);
            }
        }
        changes(self.dials, &chosen)
    }

    /// The groups, none of which touches a price another one does.
    pub fn groups(&self, architecture: &Architecture) -> Result<Vec<Group>, OptimizeError> {
        let mut open: Vec<Vec<usize>> = linked(self.dials, architecture);
        let mut groups: Vec<Group> = Vec::new();
        while !open.is_empty() {
            // All of them, before the first is priced: a search that ends here ends at once.
            for dials in &open {
                self.place.job.plan(self.count(dials)?)?;
            }
            for dials in std::mem::take(&mut open) {
                groups.push(self.group(dials)?);
            }
            let (apart, joined): (Vec<_>, Vec<_>) = self
                .joined(groups)
                .into_iter()
                .partition(|together| together.len() == 1);
            groups = apart.into_iter().flatten().collect();
            open.extend(joined.into_iter().map(|together| {
                let dials = together.into_iter().flat_map(|group| group.dials);
                let mut dials: Vec<usize> = dials.collect();
                dials.sort_unstable();
                dials
            }));
        }
        groups.sort_by(|a, b| a.dials.cmp(&b.dials));
        Ok(groups)
    }

    /// The groups that prices, allowances or commitments join, together; the others by themselves.
    fn joined(&self, groups: Vec<Group>) -> Vec<Vec<Group>> {
        let mut used: BTreeSet<&PriceKey> = self.footprint.keys().collect();
        used.extend(groups.iter().flat_map(|group| &group.touched));
        let ties = self.ties(&used);
        let settled_together = |a: &Group, b: &Group| {
            let both = |tie: &BTreeSet<PriceKey>| {
                !tie.is_disjoint(&a.touched) && !tie.is_disjoint(&b.touched)
            };
            !a.touched.is_disjoint(&b.touched) || ties.iter().any(both)
        };
        let mut joined: Vec<Vec<Group>> = Vec::new();
        for group in groups {
            let (with, apart): (Vec<_>, Vec<_>) = joined
                .into_iter()
                .partition(|known| known.iter().any(|other| settled_together(other, &group)));
            joined = apart;
            let mut with: Vec<Group> = with.into_iter().flatten().collect();
            with.push(group);
            joined.push(with);
        }
        joined
    }

    /// Keys that are settled together: those of an allowance, those a commitment may cover, and, where
    /// there are commitments, all that runs part of the time. What shares one of them is joined too.
    fn ties(&self, used: &BTreeSet<&PriceKey>) -> Vec<BTreeSet<PriceKey>> {
        let mut ties: Vec<BTreeSet<PriceKey>> = Vec::new();
        for allowance in self.place.catalog.allowances().of(self.free_tier) {
            ties.push(allowance.keys.iter().cloned().collect());
        }
        let of = |covers: &dyn Fn(&str) -> bool| -> BTreeSet<PriceKey> {
            let keys = used.iter().filter(|key| {
                let trace = self.footprint.get(**key);
                covers(key.as_str()) || trace.is_none_or(|trace| trace.is_part_time)
            });
            keys.map(|key| (**key).clone()).collect()
        };
        for plan in &self.purchase.savings_plans {
            ties.push(of(&|key| matches!(plan.rate(key), PlanRate::Covered(..))));
        }
        for reservation in &self.purchase.reserved {
            ties.push(of(&|key| reservation.units_of(key).is_some()));
        }
        // Ties that share a key are one.
        let mut merged: Vec<BTreeSet<PriceKey>> = Vec::new();
        for mut tie in ties {
            let (touching, apart): (Vec<_>, Vec<_>) = merged
                .into_iter()
                .partition(|known| !known.is_disjoint(&tie));
            merged = apart;
            touching.into_iter().for_each(|known| tie.extend(known));
            merged.push(tie);
        }
        merged
    }

    fn counts(&self, dials: &[usize]) -> Vec<usize> {
        let dials = dials.iter().map(|dial| self.dials.get(*dial));
        dials
            .map(|dial| dial.map_or(0, |dial| dial.options.len()))
            .collect()
    }

    /// How many combinations some settings have.
    fn count(&self, dials: &[usize]) -> Result<u64, OptimizeError> {
        let counts = self.counts(dials);
        let all = product(&counts).filter(|all| *all <= MOST_PRICED);
        all.ok_or_else(|| self.too_many(dials, &counts))
    }

    /// Prices every combination of some settings.
    fn group(&self, dials: Vec<usize>) -> Result<Group, OptimizeError> {
        let of = |dial: &usize| self.dials.get(*dial);
        let counts = self.counts(&dials);
        let all = self.count(&dials)?;
        let members: BTreeSet<&str> = dials
            .iter()
            .filter_map(of)
            .filter_map(|d| member(d))
            .collect();
        let members: Vec<&str> = members.into_iter().collect();
        let values: Vec<Vec<usize>> = combinations(&counts).collect();
        let done = AtomicU64::new(0);
        let job = self.place.job;
        let tried = side_by_side(&values, job.options.threads, |values| {
            let priced = self.place.price(&self.changes(&dials, values), &members)?;
            (job.progress)(done.fetch_add(1, Ordering::Relaxed));
            Ok::<_, OptimizeError>(priced.map(|priced| {
                let touched = difference(&self.footprint, &priced.footprint);
                (priced.cost, priced.levels, priced.broken, touched)
            }))
        });
        let mut group = Group {
            dials,
            combinations: Vec::new(),
            all,
            reasons: Vec::new(),
            classes: Vec::new(),
            places: BTreeMap::new(),
            touched: BTreeSet::new(),
        };
        for (values, tried) in values.iter().zip(tried) {
            match tried? {
                Err(why) => group.leave_out(false, why.reason),
                Ok((cost, levels, broken, touched)) => {
                    group.touched.extend(touched);
                    match broken {
                        Some((code, example)) => {
                            group.leave_out(true, Reason::new(code, example));
                        }
                        None => {
                            let ordinal = self.ordinal(&group.dials, values);
                            group.add(cost.saturating_sub(self.cost), ordinal, levels);
                        }
                    }
                }
            }
        }
        Ok(group)
    }

    fn ordinal(&self, dials: &[usize], values: &[usize]) -> u64 {
        let stride = |dial: &usize| self.strides.get(*dial).copied().unwrap_or_default();
        let parts = dials.iter().map(stride).zip(values);
        parts.fold(0, |sum, (stride, value)| {
            sum.saturating_add(stride.saturating_mul(u64::try_from(*value).unwrap_or(u64::MAX)))
        })
    }

    fn too_many(&self, dials: &[usize], counts: &[usize]) -> OptimizeError {
        let names = dials.iter().filter_map(|dial| self.dials.get(*dial));
        let names: Vec<String> = names.map(|dial| format!("`{}`", dial.setting)).collect();
        let combinations = product(counts).map_or_else(
            || "countless".to_owned(),
            |count| crate::units::number::grouped(count.into()),
        );
        OptimizeError::TooManyTogether {
            architecture: self.place.architecture.to_owned(),
            settings: names.join(", "),
            combinations,
            most: crate::units::number::grouped(MOST_PRICED.into()),
        }
    }
}

impl Group {
    fn leave_out(&mut self, is_constraint: bool, reason: Reason) {
        add_reasons(&mut self.reasons, &[(is_constraint, reason)], 1);
    }

    fn add(&mut self, added: i128, ordinal: u64, levels: Vec<Level>) {
        let class = match self.places.get(&levels) {
            Some(class) => *class,
            None => {
                let class = self.classes.len();
                self.places.insert(levels.clone(), class);
                self.classes.push(levels);
                class
            }
        };
        self.combinations.push(Combination {
            added,
            ordinal,
            class,
        });
    }
}

/// The changes of chosen values, in the order of the settings.
pub(super) fn changes(dials: &[&Dial], chosen: &[Option<usize>]) -> Vec<Change> {
    let values = dials.iter().zip(chosen);
    let values = values.filter_map(|(dial, value)| dial.options.get((*value)?));
    values
        .flat_map(|value| value.changes.iter().cloned())
        .collect()
}

/// The product of some counts, if it fits.
pub(super) fn product(counts: &[usize]) -> Option<u64> {
    let mut counts = counts.iter();
    counts.try_fold(1_u64, |product, count| {
        product.checked_mul(u64::try_from(*count).ok()?)
    })
}

/// The component a setting belongs to.
pub(super) fn member(dial: &Dial) -> Option<&str> {
    match &dial.scope {
        Scope::Component(_, name) => Some(name),
        Scope::Everywhere | Scope::Architecture(_) => None,
    }
}

/// The keys two footprints do not agree in.
fn difference(a: &Footprint, b: &Footprint) -> Vec<PriceKey> {
    let of_a = a.iter().filter(|(key, trace)| b.get(*key) != Some(*trace));
    let of_b = b.iter().filter(|(key, _)| !a.contains_key(*key));
    of_a.chain(of_b).map(|(key, _)| key.clone()).collect()
}

/// What lets tasks in private subnets start, and so decides whether they can be metered.
const WAYS_OUT: &[&str] = &["nat_gateway", "vpc_endpoint", "ec2"];

/// Settings that belong together whatever their prices: those of a component, of components that name
/// each other, and of the ways out of private subnets.
fn linked(dials: &[&Dial], architecture: &Architecture) -> Vec<Vec<usize>> {
    let written: Vec<(&str, &str, Node)> = architecture
        .components
        .iter()
        .map(|c| (c.name.as_str(), c.service(), c.write()))
        .collect();
    let of = |name: &str| written.iter().find(|(known, _, _)| *known == name);
    let names = |from: &Dial, to: &str| {
        let stated = member(from).and_then(of).is_some_and(|(_, service, node)| {
            let settings = node.get(service).and_then(Node::entries);
            let mut settings = settings.unwrap_or_default().iter();
            settings.any(|entry| entry.key != "name" && mentions(&entry.value, to))
        });
        stated || from.options.iter().any(|value| value.text == to)
    };
    let about_subnets = |dial: &Dial| {
        let stated = member(dial).and_then(of).is_some_and(|(_, service, node)| {
            WAYS_OUT.contains(service)
                || node
                    .get(service)
                    .is_some_and(|n| n.get("subnets").is_some())
        });
        stated || dial.setting.ends_with(".subnets")
    };
    let together = |a: &Dial, b: &Dial| {
        let (Some(one), Some(other)) = (member(a), member(b)) else {
            return true;
        };
        one == other || names(a, other) || names(b, one) || (about_subnets(a) && about_subnets(b))
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, dial) in dials.iter().enumerate() {
        let (joined, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group: &Vec<usize>| {
                let mut others = group.iter().filter_map(|other| dials.get(*other));
                others.any(|other| together(dial, other))
            });
        groups = apart;
        let mut joined = joined.concat();
        joined.push(at);
        joined.sort_unstable();
        groups.push(joined);
    }
    groups.sort();
    groups
}

fn mentions(node: &Node, name: &str) -> bool {
    match &node.kind {
        Kind::Null => false,
        Kind::Scalar(text) => text == name,
        Kind::Sequence(items) => items.iter().any(|item| mentions(item, name)),
        Kind::Mapping(entries) => entries.iter().any(|entry| mentions(&entry.value, name)),
    }
}

/// Adds reasons of a group to those of an architecture, each `times` as often.
pub(super) fn add_reasons(to: &mut Vec<(bool, Reason)>, from: &[(bool, Reason)], times: u64) {
    for (is_constraint, reason) in from {
        let reason = Reason {
            configurations: reason.configurations.saturating_mul(times),
            ..reason.clone()
        };
        let same = |(constraint, known): &&mut (bool, Reason)| {
            constraint == is_constraint && known.code == reason.code
        };
        match to.iter_mut().find(same) {
            Some((_, known)) => known.add(reason),
            None => to.push((*is_constraint, reason)),
        }
    }
}
