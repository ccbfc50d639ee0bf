//! Every configuration, by adding up the costs of its groups.

use super::group::Group;
use super::quality::Level;
use super::section::Section;
use super::{OptimizeError, too_many_in_all};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A configuration: its cost, and where it is. Cheaper ones come first, and of equal ones the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub cost: i128,
    pub section: usize,
    pub ordinal: u64,
}

/// What the walk kept.
pub(super) struct Walked {
    pub best: Vec<Place>,
    pub front: Vec<Place>,
    /// The cheapest of each section.
    cheapest: Vec<Option<Place>>,
}

impl Walked {
    /// The cheapest of an architecture.
    pub fn cheapest_of(&self, sections: &[Section], architecture: &str) -> Option<Place> {
        let of = self.cheapest.iter().flatten().filter(|place| {
            let section = sections.get(place.section);
            section.is_some_and(|section| section.architecture == architecture)
        });
        of.min().copied()
    }
}

/// Up to so many classes have a place each; beyond that only those that occur do.
const DENSE: usize = 1 << 20;

/// Most classes that are told apart: some hundred megabytes.
const MOST_CLASSES: usize = 4_000_000;

/// The cheapest of each class: configurations that are equally good.
enum Cheapest {
    Dense(Vec<Option<(i128, u64)>>),
    Sparse(BTreeMap<usize, (i128, u64)>),
}

impl Cheapest {
    fn new(classes: usize) -> Cheapest {
        match classes <= DENSE {
            true => Cheapest::Dense(vec![None; classes]),
            false => Cheapest::Sparse(BTreeMap::new()),
        }
    }

    fn see(&mut self, class: usize, found: (i128, u64)) {
        match self {
            Cheapest::Dense(places) => {
                if let Some(place) = places.get_mut(class)
                    && place.is_none_or(|known| found < known)
                {
                    *place = Some(found);
                }
            }
            Cheapest::Sparse(places) => {
                let place = places.entry(class).or_insert(found);
                *place = found.min(*place);
            }
        }
    }

    fn found(self) -> Vec<(usize, (i128, u64))> {
        match self {
            Cheapest::Dense(places) => {
                let places = places.into_iter().enumerate();
                places
                    .filter_map(|(class, found)| Some((class, found?)))
                    .collect()
            }
            Cheapest::Sparse(places) => places.into_iter().collect(),
        }
    }
}

/// The cheapest configurations so far, the dearest of them on top.
struct Top {
    most: usize,
    heap: BinaryHeap<Place>,
    /// What is dearer has no place.
    limit: i128,
}

impl Top {
    fn see(&mut self, place: Place) {
        if place.cost > self.limit || self.most == 0 {
            return;
        }
        if self.heap.len() >= self.most {
            if self.heap.peek().is_none_or(|dearest| place > *dearest) {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(place);
        if self.heap.len() >= self.most {
            self.limit = self.heap.peek().map_or(i128::MAX, |dearest| dearest.cost);
        }
    }
}

/// One walk through a section.
struct Walk<'w> {
    section: usize,
    groups: &'w [Group],
    top: &'w mut Top,
    cheapest: Cheapest,
}

impl Walk<'_> {
    fn from(&mut self, group: usize, cost: i128, ordinal: u64, class: usize) {
        let Some(current) = self.groups.get(group) else {
            return self.see(cost, ordinal, class);
        };
        let is_last = group + 1 == self.groups.len();
        let classes = class * current.classes.len();
        for combination in &current.combinations {
            let cost = cost + combination.added;
            let ordinal = ordinal + combination.ordinal;
            let class = classes + combination.class;
            match is_last {
                true => self.see(cost, ordinal, class),
                false => self.from(group + 1, cost, ordinal, class),
            }
        }
    }

    fn see(&mut self, cost: i128, ordinal: u64, class: usize) {
        self.cheapest.see(class, (cost, ordinal));
        self.top.see(Place {
            cost,
            section: self.section,
            ordinal,
        });
    }
}

/// Looks at every configuration of every section.
pub(super) fn walk(sections: &[Section], most: usize) -> Result<Walked, OptimizeError> {
    let mut top = Top {
        most,
        heap: BinaryHeap::new(),
        limit: i128::MAX,
    };
    let mut candidates: Vec<(Place, Vec<Level>)> = Vec::new();
    let mut cheapest = Vec::with_capacity(sections.len());
    for (number, section) in sections.iter().enumerate() {
        if section.valid == 0 {
            cheapest.push(None);
            continue;
        }
        let counts = section.groups.iter().map(|group| group.classes.len());
        let classes = counts.fold(1_usize, usize::saturating_mul);
        if classes > MOST_CLASSES {
            let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
            let what = "combinations of qualities to tell apart";
            return Err(too_many_in_all(what, count(classes), count(MOST_CLASSES)));
        }
        let mut walk = Walk {
            section: number,
            groups: &section.groups,
            top: &mut top,
            cheapest: Cheapest::new(classes),
        };
        walk.from(0, section.start, 0, 0);
        let found = walk.cheapest.found().into_iter().map(|(class, found)| {
            let place = Place {
                cost: found.0,
                section: number,
                ordinal: found.1,
            };
            (place, levels(section, class))
        });
        let found: Vec<(Place, Vec<Level>)> = found.collect();
        cheapest.push(found.iter().map(|(place, _)| *place).min());
        candidates.extend(found);
    }
    Ok(Walked {
        best: top.heap.into_sorted_vec(),
        front: front(candidates),
        cheapest,
    })
}

/// How good the configurations of a class are: as the worst of their groups and of what does not vary.
fn levels(section: &Section, class: usize) -> Vec<Level> {
    let mut levels = section.rest.clone();
    let mut left = class;
    for group in section.groups.iter().rev() {
        let count = group.classes.len().max(1);
        let own = group.classes.get(left % count);
        left /= count;
        for (level, own) in levels.iter_mut().zip(own.into_iter().flatten()) {
            *level = (*level).min(*own);
        }
    }
    levels
}

/// Those than which none is both as cheap and as good. By rising cost, only what came before can be
/// as cheap; of equal cost the better come first.
fn front(mut candidates: Vec<(Place, Vec<Level>)>) -> Vec<Place> {
    candidates.sort_by(|(a, good), (b, better)| {
        let key = |place: &Place| (place.section, place.ordinal);
        (a.cost, Reverse(good), key(a)).cmp(&(b.cost, Reverse(better), key(b)))
    });
    let mut front: Vec<(Place, Vec<Level>)> = Vec::new();
    for (place, levels) in candidates {
        let as_good = |(_, known): &(Place, Vec<Level>)| {
            known.iter().zip(&levels).all(|(known, own)| known >= own)
        };
        if !front.iter().any(as_good) {
            front.push((place, levels));
        }
    }
    front.into_iter().map(|(place, _)| place).collect()
}
