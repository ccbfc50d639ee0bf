//! Fetching: a book brought up to date from a source, service by service.
//!
//! What comes is checked price by price; what passes takes the place of the old price, what does not
//! is named and the old one stays. A service that can't be fetched costs the others nothing.

use super::fetched::{Asked, Fetched, skus_digest};
use super::updated::{Change, ServiceOutcome, ServiceResult, UpdateError, Updated, Wanted};
use super::{FetchFault, Progress, Source};
use crate::catalog::{OfferRecord, PriceBook, embedded_allowances, region};
use crate::price_list::{
    Collected, Entry, Finder, Offer, PlanOffer, Reading, collect, collect_plan, selectors_digest,
};
use crate::units::Date;

/// Brings a book up to date.
///
/// # Errors
/// [`UpdateError`] when the book itself can't be read; what a source does not give is no error, but
/// said in [`Updated`].
pub fn update(
    source: &mut dyn Source,
    base: &PriceBook,
    wanted: &Wanted,
    today: Date,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Updated, UpdateError> {
    let allowances = embedded_allowances()?;
    let mut updated = Updated {
        changes: Vec::new(),
        services: Vec::new(),
    };
    let mut asked = Asked {
        source,
        progress,
        anew: wanted.anew,
        down: None,
    };
    let reading = |base| Reading {
        base,
        allowances: &allowances,
        today,
        accepted: &wanted.accepted,
    };
    let region =
        region(base.region()).ok_or_else(|| UpdateError::Region(base.region().to_owned()))?;
    for code in &wanted.services {
        let finder = Finder::new(code, region)?;
        let service = Service {
            code,
            selectors: selectors_digest(code),
            is_expected: base.keys().any(|key| finder.looks_for(key)),
        };
        let fetched = asked.products(&finder, base);
        let collect =
            |offer: &Offer, entries: &[Entry]| collect(&finder, offer, entries, reading(base));
        take(&mut updated, &service, wanted.anew, today, fetched, collect);
    }
    if wanted.plans.is_empty() {
        return Ok(updated);
    }
    // Rates are joined by SKU, so those just read count.
    let rates_on = PriceBook::parse(base.name(), updated.applied_to(base)?)?;
    for plan in &wanted.plans {
        let service = Service {
            code: plan.code(),
            selectors: skus_digest(&rates_on),
            is_expected: base
                .keys()
                .any(|key| key.as_str().starts_with(plan.prefix())),
        };
        let fetched = asked.rates(*plan, &rates_on);
        let collect = |offer: &Offer, rates: &[PlanOffer]| {
            collect_plan(plan.kind(), offer, rates, reading(&rates_on))
        };
        take(&mut updated, &service, wanted.anew, today, fetched, collect);
    }
    Ok(updated)
}

/// A service or plan that was asked for.
struct Service<'s> {
    code: &'s str,
    /// What its products are told by.
    selectors: String,
    /// True when the book has prices of it.
    is_expected: bool,
}

/// Notes what came of a service.
fn take<T>(
    updated: &mut Updated,
    service: &Service<'_>,
    anew: bool,
    today: Date,
    fetched: Fetched<T>,
    collect: impl FnOnce(&Offer, &[T]) -> Collected,
) {
    let service_code = service.code.to_owned();
    let (version, result, faults) = match fetched {
        Fetched::Unchanged { version, etag } => {
            updated.changes.push(Change::StillNewest {
                service_code: service_code.clone(),
                version: version.clone(),
                today,
                etag,
            });
            (Some(version), ServiceResult::Unchanged, Vec::new())
        }
        Fetched::Failed(error) => match error.fault {
            FetchFault::NotListed(_) if !service.is_expected => {
                (None, ServiceResult::NotSold, Vec::new())
            }
            _ => (None, ServiceResult::Failed(error), Vec::new()),
        },
        Fetched::Read {
            mut offer,
            origin,
            etag,
            items,
        } => {
            service.code.clone_into(&mut offer.service_code);
            let collected = collect(&offer, &items);
            // A version with faults is not known: it is read again next time.
            let is_whole = collected.faults.is_empty();
            let version = Some(offer.version.clone()).filter(|version| !version.is_empty());
            let result = match collected.prices.len() {
                0 if is_whole => ServiceResult::NotSold,
                read => ServiceResult::Read(read),
            };
            // What has none of the prices is known too, where none were expected.
            if !collected.prices.is_empty() || (is_whole && version.is_some()) {
                let selectors = if is_whole {
                    service.selectors.as_str()
                } else {
                    ""
                };
                updated.changes.push(Change::Read {
                    service_code: service_code.clone(),
                    anew,
                    record: OfferRecord {
                        version: offer.version,
                        published: offer.published,
                        origin,
                        checked: today.to_string(),
                        etag: etag.filter(|_| is_whole),
                        selectors: selectors.to_owned(),
                    },
                    prices: collected.prices,
                });
            }
            (version, result, collected.faults)
        }
    };
    updated.services.push(ServiceOutcome {
        service_code,
        version,
        result,
        faults,
    });
}
