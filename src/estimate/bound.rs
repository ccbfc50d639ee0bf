//! What a bound architecture tells of itself.

use super::bind::Bound;
use crate::formula::Formula;
use crate::services::Capacity;
use crate::units::Spread;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

impl Bound {
    /// The architecture, by its key.
    #[must_use]
    pub fn architecture(&self) -> &str {
        &self.architecture
    }

    /// The traffic level it is bound at.
    #[must_use]
    pub fn traffic(&self) -> &str {
        &self.workload.level
    }

    /// Requests in the month the architecture was bound with.
    #[must_use]
    pub fn requests(&self) -> Spread<Decimal> {
        self.requests
    }

    /// The same architecture with another number of requests in the month.
    #[must_use]
    pub fn with_requests(&self, requests: Spread<Decimal>) -> Bound {
        Bound {
            requests,
            ..self.clone()
        }
    }

    /// Components whose capacity does not follow the traffic.
    #[must_use]
    pub fn capacities(&self) -> &[(String, Capacity)] {
        &self.capacities
    }

    /// True when cold starts of functions are billed, which become fewer as traffic grows.
    #[must_use]
    pub fn has_cold_starts(&self) -> bool {
        let mut formulas = self.lines.iter().map(|line| &line.usage.formula);
        formulas.any(Formula::has_cold_starts)
    }

    /// The price keys that are charged because of the day, each once.
    pub fn dated_keys(&self) -> impl Iterator<Item = &str> {
        let dated = self.lines.iter().filter(|line| line.usage.spec.dated);
        let keys: BTreeSet<&str> = dated.map(|line| line.usage.key.as_str()).collect();
        keys.into_iter()
    }
}
