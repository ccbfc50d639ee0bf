//! Fetching: a book brought up to date from a source, service by service.
//!
//! What comes is checked price by price; what passes takes the place of the old price, what does not
//! is named and the old one stays. A service that can't be fetched costs the others nothing.

use super::updated::{Change, Plan, ServiceOutcome, ServiceResult, UpdateError, Updated, Wanted};
use super::{
    Answer, FetchError, FetchFault, Known, PlanAnswer, PlanRequest, Progress, Request, Source,
};
use crate::catalog::{OfferRecord, PriceBook, Product, embedded_allowances, region, sha256};
use crate::price_list::{
    Collected, Finder, Offer, Reading, collect, collect_plan, selectors_digest,
};
use crate::units::Date;
use std::collections::BTreeSet;

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
    let mut rates_on = base.clone();
    for code in &wanted.services {
        let region =
            region(base.region()).ok_or_else(|| UpdateError::Region(base.region().to_owned()))?;
        let finder = Finder::new(code, region)?;
        let reading = Reading {
            base,
            allowances: &allowances,
            today,
            accepted: &wanted.accepted,
        };
        let fetched = products(source, &finder, base, wanted.anew, progress);
        take(
            &mut updated,
            code,
            &selectors_digest(code),
            today,
            fetched,
            |offer, entries| collect(&finder, offer, entries, reading),
        );
    }
    if !wanted.plans.is_empty() {
        // Rates are joined by SKU, so those just read count.
        rates_on = PriceBook::parse(base.name(), updated.applied_to(base)?)?;
    }
    for plan in &wanted.plans {
        let reading = Reading {
            base: &rates_on,
            allowances: &allowances,
            today,
            accepted: &wanted.accepted,
        };
        let fetched = rates(source, *plan, &rates_on, wanted.anew, progress);
        let digest = skus_digest(&skus(&rates_on));
        take(
            &mut updated,
            plan.code(),
            &digest,
            today,
            fetched,
            |offer, rates| collect_plan(plan.kind(), offer, rates, reading),
        );
    }
    Ok(updated)
}

/// What came of one service or plan.
enum Fetched<T> {
    Unchanged(Option<String>),
    Read {
        offer: Offer,
        origin: String,
        etag: Option<String>,
        items: Vec<T>,
    },
    Failed(FetchError),
}

fn products(
    source: &mut dyn Source,
    finder: &Finder,
    base: &PriceBook,
    anew: bool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Fetched<crate::price_list::Entry> {
    let code = finder.service_code();
    let known = known(base, code, &selectors_digest(code), anew);
    let queries = finder.queries();
    let wants = |product: &Product| finder.wants(product);
    let global = source.global_region();
    let all_global = finder.specs().all(|spec| spec.selector.global);
    let any_global = finder.specs().any(|spec| spec.selector.global);
    let own = finder.region().code;
    // Products without a region stand apart in the bulk files.
    let places: Vec<&str> = match global {
        Some(global) if all_global => vec![global],
        Some(global) if any_global => vec![own, global],
        _ => vec![own],
    };
    let mut whole: Option<Fetched<crate::price_list::Entry>> = None;
    for (at, place) in places.iter().enumerate() {
        let request = Request {
            service_code: code,
            region: place,
            queries: &queries,
            wanted: &wants,
            reserved: finder.has_reserved(),
            known: known.as_ref().filter(|_| at == 0),
        };
        match (source.products(&request, progress), &mut whole) {
            (Ok(Answer::Unchanged), _) => return Fetched::Unchanged(known.and_then(|k| k.etag)),
            (
                Ok(Answer::Read {
                    offer,
                    origin,
                    etag,
                    entries,
                }),
                None,
            ) => {
                whole = Some(Fetched::Read {
                    offer,
                    origin,
                    etag,
                    items: entries,
                });
            }
            (Ok(Answer::Read { entries, .. }), Some(Fetched::Read { items, .. })) => {
                items.extend(entries);
            }
            // A service without products apart lacks nothing yet: its selectors decide.
            (Err(error), Some(_)) if matches!(error.fault, FetchFault::NotListed(_)) => {}
            (Err(error), _) => return Fetched::Failed(error),
            (Ok(_), Some(_)) => {}
        }
    }
    whole.unwrap_or_else(|| {
        let nothing = FetchFault::NotListed(format!("service {code}"));
        Fetched::Failed(FetchError::new(code, nothing))
    })
}

fn rates(
    source: &mut dyn Source,
    plan: Plan,
    base: &PriceBook,
    anew: bool,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Fetched<crate::price_list::PlanOffer> {
    let skus = skus(base);
    let known = known(base, plan.code(), &skus_digest(&skus), anew);
    let request = PlanRequest {
        plan: plan.code(),
        region: base.region(),
        wanted: &|sku| skus.contains(sku),
        known: known.as_ref(),
    };
    match source.plan_rates(&request, progress) {
        Ok(PlanAnswer::Unchanged) => Fetched::Unchanged(known.and_then(|known| known.etag)),
        Ok(PlanAnswer::Read {
            offer,
            origin,
            etag,
            rates,
        }) => Fetched::Read {
            offer,
            origin,
            etag,
            items: rates,
        },
        Err(error) => Fetched::Failed(error),
    }
}

/// The products whose rates a plan is asked for.
fn skus(base: &PriceBook) -> BTreeSet<&str> {
    let prices = base.prices().unwrap_or_default().into_iter();
    prices.filter_map(|price| price.sku.as_deref()).collect()
}

fn skus_digest(skus: &BTreeSet<&str>) -> String {
    sha256(&skus.iter().copied().collect::<Vec<_>>().join("\n"))
}

/// The version a book holds of a service, if it was read with the selectors of this program.
fn known(base: &PriceBook, code: &str, selectors: &str, anew: bool) -> Option<Known> {
    let record = base.offers().get(code).filter(|_| !anew)?;
    (record.selectors == selectors).then(|| Known {
        version: record.version.clone(),
        etag: record.etag.clone(),
    })
}

/// Notes what came of a service.
fn take<T>(
    updated: &mut Updated,
    code: &str,
    selectors: &str,
    today: Date,
    fetched: Fetched<T>,
    collect: impl FnOnce(&Offer, &[T]) -> Collected,
) {
    let service_code = code.to_owned();
    let (version, result, faults) = match fetched {
        Fetched::Unchanged(etag) => {
            updated.changes.push(Change::StillNewest {
                service_code: service_code.clone(),
                today,
                etag,
            });
            (None, ServiceResult::Unchanged, Vec::new())
        }
        Fetched::Failed(error) => (None, ServiceResult::Failed(error), Vec::new()),
        Fetched::Read {
            mut offer,
            origin,
            etag,
            items,
        } => {
            code.clone_into(&mut offer.service_code);
            let collected = collect(&offer, &items);
            let version = Some(offer.version.clone());
            let read = collected.prices.len();
            // A version with faults is not known: it is read again next time.
            let is_whole = collected.faults.is_empty();
            // A list that has none of the prices is known too, where none were expected.
            if read > 0 || is_whole {
                let selectors = if is_whole { selectors } else { "" };
                updated.changes.push(Change::Read {
                    service_code: service_code.clone(),
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
            (version, ServiceResult::Read(read), collected.faults)
        }
    };
    updated.services.push(ServiceOutcome {
        service_code,
        version,
        result,
        faults,
    });
}
