//! The prices of commitments for what is bought on demand: which key a rate of a Savings Plan or a
//! reserved term belongs to, once it is known whose rate it is.
//!
//! The Price List joins them by SKU (`discountedSku`, and `Reserved` terms of the product itself), so
//! that nothing about the commitment has to be recognised twice.

use super::keys;
use super::plan::{Payment, PlanKind, PlanRate, Term};
use crate::catalog::{KeySpec, PriceKey};

/// The key of a plan's rate for usage of a key on demand, if the plan covers it.
#[must_use]
pub fn plan_key(
    kind: PlanKind,
    usage: &PriceKey,
    term: Term,
    payment: Payment,
) -> Option<(&'static KeySpec, PriceKey)> {
    let rate = match kind {
        PlanKind::Compute => keys::compute_rate(usage.as_str(), term, payment),
        // One year and nothing upfront is all that is sold.
        PlanKind::Database if (term, payment) == (Term::OneYear, Payment::NoUpfront) => {
            keys::database_rate(usage.as_str())
        }
        PlanKind::Database => return None,
    };
    match rate {
        PlanRate::Covered(spec, key) => Some((spec, key)),
        PlanRate::Excluded(_) | PlanRate::Other => None,
    }
}

/// The key of the hourly price of an instance or node reserved, if it can be.
#[must_use]
pub fn reserved_key(
    usage: &PriceKey,
    term: Term,
    payment: Payment,
) -> Option<(&'static KeySpec, PriceKey)> {
    let (term, payment) = (term.key(), payment.key());
    let parts: Vec<&str> = usage.as_str().split('.').collect();
    let (spec, values) = match parts.as_slice() {
        ["rds", engine, family, size, zones @ ("single" | "multi")] => (
            &keys::RESERVED_DATABASE,
            vec![*engine, family, size, zones, term, payment],
        ),
        ["elasticache", engine, family, size] => (
            &keys::RESERVED_CACHE,
            vec![*engine, family, size, term, payment],
        ),
        _ => return None,
    };
    Some((spec, spec.key(&values)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commitments_are_found_from_what_they_cover() {
        let key = |found: Option<(&KeySpec, PriceKey)>| found.map(|(_, key)| key.to_string());
        let usage = PriceKey::new("rds.postgresql.m7g.large.multi");
        let (year, none) = (Term::OneYear, Payment::NoUpfront);
        assert_eq!(
            key(reserved_key(&usage, Term::ThreeYears, Payment::AllUpfront)).as_deref(),
            Some("reserved.rds.postgresql.m7g.large.multi.3yr.all")
        );
        assert_eq!(
            key(plan_key(PlanKind::Database, &usage, year, none)).as_deref(),
            Some("sp.database.rds.postgresql.m7g.large.multi")
        );
        assert_eq!(
            key(plan_key(
                PlanKind::Database,
                &usage,
                year,
                Payment::AllUpfront
            )),
            None
        );
        assert_eq!(key(plan_key(PlanKind::Compute, &usage, year, none)), None);
        assert_eq!(
            key(reserved_key(
                &PriceKey::new("rds.storage.gp3.single"),
                year,
                none
            )),
            None
        );
        assert_eq!(
            key(reserved_key(&PriceKey::new("alb.hour"), year, none)),
            None
        );
    }
}
