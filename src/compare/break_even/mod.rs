//! Where the cheapest of several architectures changes along one input.
//!
//! Costs are not smooth: free allowances and volume tiers bend them, tasks come in whole numbers. So
//! there can be many crossings, and some lie close together. A crossing is the smallest value of the
//! input at which an architecture becomes strictly cheaper than the one that was cheapest so far; a tie
//! changes nothing. Of several that do so at once, the cheapest takes over, and of equal ones the first
//! in the scenario.

mod cheapest;
mod levels;
mod requests;

pub use cheapest::{Cheapest, Leaders};
pub use levels::{MOST_PAIRED, at_levels};
pub use requests::{
    Effort, MOST_REQUESTS, REQUESTS_PER_DAY, USUAL_RANGE, along_requests, along_requests_within,
    contests_along_requests,
};

use crate::services::Capacity;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The crossings of several architectures along one input.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEven {
    /// The traffic level the other inputs are of.
    pub traffic: String,
    /// The architectures, in the order of the scenario.
    pub architectures: Vec<String>,
    /// The input: `requests_per_day`, or the path of a setting.
    pub variable: String,
    /// The unit of its values, such as `ms`; empty for a plain number.
    pub unit: String,
    /// Where the values are those of a list, their texts; numbers are then places in it, from zero.
    pub labels: Vec<String>,
    /// The first value looked at.
    pub from: Decimal,
    /// The last value looked at.
    pub to: Decimal,
    /// The last value asked for; beyond `to` where the search took too long to get there.
    pub asked: Decimal,
    /// The distance of two neighbouring values.
    pub step: Decimal,
    /// Whether every one of them was decided.
    pub certainty: Certainty,
    /// The cheapest at the first value.
    pub first: Cheapest,
    /// Where the cheapest changes, in order.
    pub crossings: Vec<Crossing>,
    /// Components whose capacity does not follow the traffic: what they cost beyond what they carry is
    /// not the cost of carrying the traffic.
    pub limits: Vec<Limit>,
}

/// A component whose capacity does not follow the traffic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The architecture.
    pub architecture: String,
    /// The component.
    pub component: String,
    /// What it carries.
    pub capacity: Capacity,
}

/// How far crossings are certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Certainty {
    /// Every value from the first to the last was decided.
    #[default]
    Every,
    /// Values this far apart were looked at, and crossings searched where the cheapest differs between
    /// two of them: a stretch of another winner that lies between two is not seen.
    Between {
        /// The distance of two values looked at.
        coarse: Decimal,
    },
}

/// A value from which on another architecture is the cheapest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The value.
    pub at: Decimal,
    /// The cheapest below it.
    pub below: Cheapest,
    /// The cheapest from it on.
    pub above: Cheapest,
}

/// A value from which on another architecture alone is the cheapest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn<'b> {
    /// The value.
    pub at: Decimal,
    /// The last that was so below it; `None` where several cost the same from the first value on.
    pub below: Option<&'b str>,
    /// The cheapest from it on.
    pub above: &'b str,
}

/// A stretch with the same cheapest architectures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its first value.
    pub from: Decimal,
    /// Its last value.
    pub to: Decimal,
    /// The cheapest in all of it.
    pub cheapest: Cheapest,
}

impl BreakEven {
    /// The text of a value of a list; none where the values are numbers.
    #[must_use]
    pub fn label(&self, at: Decimal) -> Option<&str> {
        let place = at.to_usize()?;
        self.labels.get(place).map(String::as_str)
    }

    /// The stretches between crossings, from the first value to the last.
    #[must_use]
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut stretches = Vec::with_capacity(self.crossings.len() + 1);
        let (mut from, mut cheapest) = (self.from, &self.first);
        for crossing in &self.crossings {
            stretches.push(Stretch {
                from,
                to: crossing.at.saturating_sub(self.step),
                cheapest: cheapest.clone(),
            });
            (from, cheapest) = (crossing.at, &crossing.above);
        }
        stretches.push(Stretch {
            from,
            to: self.to,
            cheapest: cheapest.clone(),
        });
        stretches
    }

    /// The values from which on one architecture alone is the cheapest, and another one was before: what a
    /// decision turns on. A stretch in which several cost the same turns nothing by itself.
    #[must_use]
    pub fn turns(&self) -> Vec<Turn<'_>> {
        let mut before = self.first.sole();
        let mut turns = Vec::new();
        for crossing in &self.crossings {
            let Some(above) = crossing.above.sole().filter(|above| Some(*above) != before) else {
                continue;
            };
            turns.push(Turn {
                at: crossing.at,
                below: before,
                above,
            });
            before = Some(above);
        }
        turns
    }

    /// The cheapest at the last value.
    #[must_use]
    pub fn last(&self) -> &Cheapest {
        let last = self.crossings.last();
        last.map_or(&self.first, |crossing| &crossing.above)
    }

    /// True when all cost the same at every value that was decided.
    #[must_use]
    pub fn is_even(&self) -> bool {
        self.crossings.is_empty() && self.first.names().len() == self.architectures.len()
    }

    /// True when the search ended before the last value asked for: what lies beyond is not decided.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        self.to < self.asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_reach_from_the_first_value_to_the_last() {
        let one = |name: &str| Cheapest::new([name.to_owned()]);
        let crossing = |at: i64, below: &str, above: &str| Crossing {
            at: at.into(),
            below: one(below),
            above: one(above),
        };
        let break_even = BreakEven {
            traffic: "t".to_owned(),
            architectures: vec!["a".to_owned(), "b".to_owned()],
            variable: "requests_per_day".to_owned(),
            unit: String::new(),
            labels: Vec::new(),
            from: 1.into(),
            to: 100.into(),
            asked: 100.into(),
            step: 1.into(),
            certainty: Certainty::Every,
            first: one("a"),
            crossings: vec![crossing(10, "a", "b"), crossing(20, "b", "a")],
            limits: Vec::new(),
        };
        let shown: Vec<String> = break_even
            .stretches()
            .iter()
            .map(|s| format!("{}-{} {}", s.from, s.to, s.cheapest))
            .collect();
        assert_eq!(shown, ["1-9 a", "10-19 b", "20-100 a"]);
        assert_eq!(break_even.last().sole(), Some("a"));
    }
}
