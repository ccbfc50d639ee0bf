//! Asking a source for one service or plan, and what comes.

use super::updated::Plan;
use super::{
    Answer, FetchError, FetchFault, Known, PlanAnswer, PlanRequest, Progress, Request, Source,
};
use crate::catalog::{PriceBook, Product, sha256};
use crate::price_list::{Entry, Finder, Offer, PlanOffer, selectors_digest};
use std::collections::BTreeSet;

/// A source that is asked for one service after the other.
pub(super) struct Asked<'s, 'p> {
    pub source: &'s mut dyn Source,
    pub progress: &'p mut dyn FnMut(Progress<'_>),
    /// True to read again what has not changed, and to take what is older.
    pub anew: bool,
    /// A fault every other request would meet too: nothing more is asked.
    pub down: Option<FetchFault>,
}

/// What came of one service or plan.
pub(super) enum Fetched<T> {
    /// The version at hand is the newest.
    Unchanged {
        version: String,
        etag: Option<String>,
    },
    /// What was read.
    Read {
        offer: Offer,
        origin: String,
        etag: Option<String>,
        items: Vec<T>,
    },
    /// Why nothing came.
    Failed(FetchError),
}

impl Asked<'_, '_> {
    /// The products of a service that may be prices of its keys.
    pub(super) fn products(&mut self, finder: &Finder, base: &PriceBook) -> Fetched<Entry> {
        let code = finder.service_code();
        if let Some(fault) = &self.down {
            return Fetched::Failed(FetchError::new(code, fault.clone()));
        }
        let known = self.known(base, code, &selectors_digest(code));
        let queries = finder.queries();
        let wants = |product: &Product| finder.wants(product);
        let all_global = finder.specs().all(|spec| spec.selector.global);
        let any_global = finder.specs().any(|spec| spec.selector.global);
        let own = finder.region().code;
        // Products without a region stand apart in the bulk files.
        let places: Vec<&str> = match self.source.global_region() {
            Some(global) if all_global => vec![global],
            Some(global) if any_global => vec![own, global],
            _ => vec![own],
        };
        let mut whole: Option<(Offer, String, Option<String>, Vec<Entry>)> = None;
        for (at, place) in places.iter().enumerate() {
            let request = Request {
                service_code: code,
                region: place,
                queries: &queries,
                wanted: &wants,
                reserved: finder.has_reserved(),
                // All places of an offer are published together, under one version.
                known: known.as_ref().filter(|_| at == 0),
            };
            match (self.source.products(&request, self.progress), &mut whole) {
                (Ok(Answer::Unchanged), _) => return unchanged(known),
                (
                    Ok(Answer::Read {
                        offer,
                        origin,
                        etag,
                        entries,
                    }),
                    None,
                ) => {
                    whole = Some((offer, origin, etag, entries));
                }
                (Ok(Answer::Read { entries, .. }), Some((.., items))) => items.extend(entries),
                // A service without products apart lacks nothing yet: its selectors decide.
                (Err(error), Some(_)) if matches!(error.fault, FetchFault::NotListed(_)) => {}
                (Err(error), _) => return self.failed(error),
            }
        }
        match whole {
            Some((offer, origin, etag, items)) => self.read(base, offer, origin, etag, items, code),
            None => Fetched::Failed(FetchError::new(
                code,
                FetchFault::NotListed(code.to_owned()),
            )),
        }
    }

    /// The rates of a plan for what a book has on demand.
    pub(super) fn rates(&mut self, plan: Plan, base: &PriceBook) -> Fetched<PlanOffer> {
        let code = plan.code();
        if let Some(fault) = &self.down {
            return Fetched::Failed(FetchError::new(code, fault.clone()));
        }
        let skus = skus(base);
        let known = self.known(base, code, &skus_digest(base));
        let request = PlanRequest {
            plan: code,
            region: base.region(),
            wanted: &|sku| skus.contains(sku),
            known: known.as_ref(),
        };
        match self.source.plan_rates(&request, self.progress) {
            Ok(PlanAnswer::Unchanged) => unchanged(known),
            Ok(PlanAnswer::Read {
                offer,
                origin,
                etag,
                rates,
            }) => self.read(base, offer, origin, etag, rates, code),
            Err(error) => self.failed(error),
        }
    }

    fn read<T>(
        &self,
        base: &PriceBook,
        offer: Offer,
        origin: String,
        etag: Option<String>,
        items: Vec<T>,
        code: &str,
    ) -> Fetched<T> {
        let fault = if [&offer.version, &offer.published]
            .iter()
            .any(|text| text.len() > LONGEST)
        {
            Some(FetchFault::Invalid(
                "its version is longer than any".to_owned(),
            ))
        } else {
            let here = base.offers().get(code).filter(|_| !self.anew);
            let older = here.filter(|here| !items.is_empty() && offer.version < here.version);
            older.map(|here| FetchFault::Older {
                found: offer.version.clone(),
                here: here.version.clone(),
            })
        };
        match fault {
            Some(fault) => Fetched::Failed(FetchError::new(code, fault)),
            None => Fetched::Read {
                offer,
                origin,
                etag,
                items,
            },
        }
    }

    fn failed<T>(&mut self, error: FetchError) -> Fetched<T> {
        if error.fault.is_everywhere() {
            self.down = Some(error.fault.clone());
        }
        Fetched::Failed(error)
    }

    /// The version a book holds of a service, if it was read with the selectors of this program.
    fn known(&self, base: &PriceBook, code: &str, selectors: &str) -> Option<Known> {
        let record = base.offers().get(code).filter(|_| !self.anew)?;
        (record.selectors == selectors).then(|| Known {
            version: record.version.clone(),
            etag: record.etag.clone(),
        })
    }
}

/// Longest version or date of publication; real ones have 14 and 20 characters.
const LONGEST: usize = 64;

fn unchanged<T>(known: Option<Known>) -> Fetched<T> {
    let known = known.unwrap_or_else(|| Known {
        version: String::new(),
        etag: None,
    });
    Fetched::Unchanged {
        version: known.version,
        etag: known.etag,
    }
}

/// The products whose rates a plan is asked for.
fn skus(base: &PriceBook) -> BTreeSet<&str> {
    let prices = base.prices().unwrap_or_default().into_iter();
    prices.filter_map(|price| price.sku.as_deref()).collect()
}

/// What a plan's rates were looked for with: the products a book has.
pub(super) fn skus_digest(base: &PriceBook) -> String {
    sha256(&skus(base).into_iter().collect::<Vec<_>>().join("\n"))
}
