//! Who costs least, where several may cost the same.

use std::fmt;

/// The architectures that cost least at some value: one, or several that cost the same, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cheapest(Vec<String>);

impl Cheapest {
    /// Architectures that cost the same, in any order.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = String>) -> Cheapest {
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_unstable();
        Cheapest(names)
    }

    /// All of them, by name.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// The cheapest; `None` where several cost the same, for then none is.
    #[must_use]
    pub fn sole(&self) -> Option<&str> {
        match self.0.as_slice() {
            [sole] => Some(sole),
            _ => None,
        }
    }

    /// The first of them by name, for a field that has room for one.
    #[must_use]
    pub fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

impl fmt::Display for Cheapest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" and "))
    }
}

/// Places among several costs that are the least, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaders(Vec<usize>);

impl Leaders {
    /// The places of the least of some costs; `None` when there are no costs.
    pub fn of<T: PartialOrd>(costs: &[T]) -> Option<Leaders> {
        let mut all = costs.iter();
        let first = all.next()?;
        let least = all.fold(first, |least, next| if next < least { next } else { least });
        let places = costs.iter().enumerate();
        let places = places.filter(|(_, cost)| *cost == least);
        Some(Leaders(places.map(|(place, _)| place).collect()))
    }

    /// Their places among the costs.
    #[must_use]
    pub fn places(&self) -> &[usize] {
        &self.0
    }

    /// One of them; all cost the same.
    #[must_use]
    pub fn any(&self) -> Option<usize> {
        self.0.first().copied()
    }

    /// Their names, given those of all.
    pub fn named<'n>(&self, name: impl Fn(usize) -> Option<&'n str>) -> Cheapest {
        let names = self.0.iter().filter_map(|place| name(*place));
        Cheapest::new(names.map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_cost_least_lead() {
        let of = |costs: &[i32]| Leaders::of(costs).unwrap();
        assert_eq!(of(&[2, 1, 1]).places(), [1, 2]);
        assert_eq!(of(&[-1, 1, -2]).places(), [2]);
        assert_eq!(Leaders::of::<i32>(&[]), None);
        let names = ["b", "a"];
        let named = of(&[1, 1]).named(|place| names.get(place).copied());
        assert_eq!(named.names(), ["a", "b"]);
        assert_eq!((named.sole(), named.first()), (None, "a"));
        let sole = of(&[1, 2]).named(|place| names.get(place).copied());
        assert_eq!(sole.sole(), Some("b"));
    }
}
