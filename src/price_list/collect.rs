//! Products → prices by key, each checked, and what is wrong with the others.

use super::entry::{Entry, Offer, PlanOffer, TermKind};
use super::find::Finder;
use super::read::{self, KeyFault, Read};
use crate::catalog::{Allowances, Evidence, KeySpec, Price, PriceBook, PriceKey, source_id};
use crate::purchase::{PlanKind, plan_key, reserved_key};
use crate::units::{Date, TierSchedule};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What prices are read against.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r> {
    /// The book at hand: which keys are expected, and about what they cost.
    pub base: &'r PriceBook,
    /// The free allowances, which the list has as free first tiers.
    pub allowances: &'r Allowances,
    /// The day of reading.
    pub today: Date,
    /// Keys whose price may be far from what it was.
    pub accepted: &'r BTreeSet<String>,
}

/// A key without a usable price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faulty {
    /// The key.
    pub key: PriceKey,
    /// Why.
    pub fault: KeyFault,
}

/// What came of the products of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Prices that may be used, by key.
    pub prices: Vec<Price>,
    /// Keys that have none, by key.
    pub faults: Vec<Faulty>,
}

impl Collected {
    fn note(&mut self, key: PriceKey, fault: KeyFault) {
        self.faults.push(Faulty { key, fault });
    }

    fn sort(&mut self) {
        self.prices.sort_by(|a, b| a.key.cmp(&b.key));
        self.faults.sort_by(|a, b| a.key.cmp(&b.key));
    }
}

/// Longest SKU and rate code; AWS's have 16 and 38 characters, older ones a few more.
const LONGEST_SKU: usize = 64;
const LONGEST_CODE: usize = 200;

/// A price more than so many times what it was, or less than its share, is not believed.
const MOST_TIMES: u32 = 10;

/// The prices of a service's keys among its products.
#[must_use]
pub fn collect(
    finder: &Finder,
    offer: &Offer,
    entries: &[Entry],
    reading: Reading<'_>,
) -> Collected {
    let mut candidates: BTreeMap<PriceKey, (&'static KeySpec, Vec<&Entry>)> = BTreeMap::new();
    for entry in entries {
        for (spec, key) in finder.keys_of(&entry.product) {
            candidates
                .entry(key)
                .or_insert((spec, Vec::new()))
                .1
                .push(entry);
        }
    }
    let mut collected = Collected::default();
    for key in reading.base.keys() {
        if finder.looks_for(key) && !candidates.contains_key(key) {
            collected.note(key.clone(), KeyFault::NotListed);
        }
    }
    let making = Making { reading, offer };
    for (key, (spec, entries)) in candidates {
        match making.only(spec, &key, &entries) {
            Ok((entry, read)) => {
                making.reserved(&key, entry, &mut collected);
                making.add(spec, key, Some(&entry.sku), read, &mut collected);
            }
            Err(fault) => collected.note(key, fault),
        }
    }
    for key in reading.base.keys() {
        let sold = |at: &[Price]| at.iter().any(|price| price.key == *key);
        let faulty = |at: &[Faulty]| at.iter().any(|faulty| faulty.key == *key);
        if finder.looks_for_reserved(key) && !sold(&collected.prices) && !faulty(&collected.faults)
        {
            collected.note(key.clone(), KeyFault::NotListed);
        }
    }
    collected.sort();
    collected
}

/// The prices of a plan's rates, for what the book has on demand.
#[must_use]
pub fn collect_plan(
    kind: PlanKind,
    offer: &Offer,
    rates: &[PlanOffer],
    reading: Reading<'_>,
) -> Collected {
    let making = Making { reading, offer };
    let mut by_sku: BTreeMap<&str, Vec<&PlanOffer>> = BTreeMap::new();
    for rate in rates {
        by_sku.entry(&rate.discounted_sku).or_default().push(rate);
    }
    let mut candidates: BTreeMap<PriceKey, (&'static KeySpec, Vec<&PlanOffer>)> = BTreeMap::new();
    for price in reading.base.prices().unwrap_or_default() {
        let rates = price.sku.as_deref().and_then(|sku| by_sku.get(sku));
        for rate in rates.into_iter().flatten() {
            let terms = read::plan_terms(&rate.plan);
            let found = terms.and_then(|(term, payment)| plan_key(kind, &price.key, term, payment));
            if let Some((spec, key)) = found {
                let (_, rates) = candidates.entry(key).or_insert((spec, Vec::new()));
                rates.push(rate);
            }
        }
    }
    let mut collected = Collected::default();
    for key in reading.base.keys() {
        if key.as_str().starts_with(prefix(kind)) && !candidates.contains_key(key) {
            collected.note(key.clone(), KeyFault::NotListed);
        }
    }
    for (key, (spec, rates)) in candidates {
        let read = match rates.as_slice() {
            [only] => read::plan(only, spec, reading.base.currency()).map(|read| (only, read)),
            several => {
                let mut codes: Vec<_> = several.iter().map(|rate| rate.rate_code.clone()).collect();
                codes.sort();
                Err(KeyFault::Several(codes))
            }
        };
        match read {
            Ok((rate, read)) => {
                making.add(spec, key, Some(&rate.discounted_sku), read, &mut collected);
            }
            Err(fault) => collected.note(key, fault),
        }
    }
    collected.sort();
    collected
}

/// How the keys of a plan's rates begin.
fn prefix(kind: PlanKind) -> &'static str {
    match kind {
        PlanKind::Compute => "sp.compute.",
        PlanKind::Database => "sp.database.",
    }
}

/// Prices in the making.
struct Making<'r> {
    reading: Reading<'r>,
    offer: &'r Offer,
}

impl Making<'_> {
    /// The one product of a key, and its price. Twins that are known and agree count as one: the one
    /// the book has, else the first by SKU.
    fn only<'e>(
        &self,
        spec: &KeySpec,
        key: &PriceKey,
        entries: &[&'e Entry],
    ) -> Result<(&'e Entry, Read), KeyFault> {
        let read = |entry: &Entry| {
            let currency = self.reading.base.currency();
            read::on_demand(entry, spec, key, currency, self.reading.allowances)
        };
        let mut entries = entries.to_vec();
        entries.sort_by(|a, b| a.sku.cmp(&b.sku));
        let several = || KeyFault::Several(entries.iter().map(|entry| entry.sku.clone()).collect());
        match entries.as_slice() {
            [] => Err(KeyFault::NotListed),
            [only] => Ok((only, read(only)?)),
            [first, others @ ..] if spec.selector.twins => {
                let of_first = read(first);
                let tiers = |read: &Result<Read, KeyFault>| match read {
                    Ok(read) => Ok(read.tiers.clone()),
                    Err(fault) => Err(fault.clone()),
                };
                let same = tiers(&of_first);
                if others.iter().any(|other| tiers(&read(other)) != same) {
                    return Err(several());
                }
                let base = self.reading.base.price(key).ok().flatten();
                let known = base.and_then(|price| price.sku.as_deref());
                let ours = entries
                    .iter()
                    .find(|entry| Some(entry.sku.as_str()) == known);
                match ours {
                    Some(ours) => Ok((ours, read(ours)?)),
                    None => Ok((first, of_first?)),
                }
            }
            _ => Err(several()),
        }
    }

    fn reserved(&self, key: &PriceKey, entry: &Entry, collected: &mut Collected) {
        let mut found: BTreeMap<PriceKey, Result<(&'static KeySpec, Read), KeyFault>> =
            BTreeMap::new();
        for term in &entry.terms {
            let terms = match term.kind {
                TermKind::Reserved => read::reserved_terms(term),
                TermKind::OnDemand => None,
            };
            let reserved = terms
                .and_then(|(length, payment)| Some((length, reserved_key(key, length, payment)?)));
            let Some((length, (spec, reserved))) = reserved else {
                continue;
            };
            let currency = self.reading.base.currency();
            let read = read::hourly(term, length, spec, currency).map(|read| (spec, read));
            found
                .entry(reserved)
                .and_modify(|first| *first = Err(KeyFault::SeveralTerms(entry.sku.clone())))
                .or_insert(read);
        }
        for (key, read) in found {
            match read {
                Ok((spec, read)) => self.add(spec, key, Some(&entry.sku), read, collected),
                Err(fault) => collected.note(key, fault),
            }
        }
    }

    /// Takes a price, unless it is far from what it was.
    fn add(
        &self,
        spec: &KeySpec,
        key: PriceKey,
        sku: Option<&str>,
        read: Read,
        collected: &mut Collected,
    ) {
        let longer = |text: Option<&str>, most: usize| text.is_some_and(|text| text.len() > most);
        let malformed = match () {
            () if longer(sku, LONGEST_SKU) => Some(KeyFault::Malformed("SKU")),
            () if longer(Some(&read.rate_code), LONGEST_CODE) => {
                Some(KeyFault::Malformed("rate code"))
            }
            () => None,
        };
        if let Some(fault) = malformed.or_else(|| self.absurd(&key, &read)) {
            collected.note(key, fault);
            return;
        }
        let base = self.reading.base.price(&key).ok().flatten();
        collected.prices.push(Price {
            key: key.clone(),
            unit: spec.unit,
            currency: self.reading.base.currency(),
            tiers: read.tiers,
            sku: sku.map(str::to_owned),
            rate_code: Some(read.rate_code).filter(|code| !code.is_empty()),
            effective: Some(read.effective).filter(|day| !day.is_empty()),
            as_of: self.reading.today.to_string(),
            evidence: Evidence::PriceList,
            sources: vec![source_id(&self.offer.service_code)],
            // What is known of a price beside its amount stays known.
            note: base.and_then(|price| price.note.clone()),
        });
    }

    /// Compares the ends of both schedules: a tier at the top that costs a thousand times more, or
    /// next to nothing, is as wrong as a first one.
    fn absurd(&self, key: &PriceKey, read: &Read) -> Option<KeyFault> {
        if self.reading.accepted.contains(key.as_str()) {
            return None;
        }
        let base = self.reading.base.price(key).ok().flatten()?;
        let prices = |tiers: &TierSchedule| -> Vec<Decimal> {
            tiers
                .tiers()
                .iter()
                .map(|tier| tier.price.of_one())
                .collect()
        };
        let (before, now) = (prices(&base.tiers), prices(&read.tiers));
        let lowest = (before.iter().min().copied()?, now.iter().min().copied()?);
        let highest = (before.iter().max().copied()?, now.iter().max().copied()?);
        let far = |(before, now): &(Decimal, Decimal)| {
            let (small, large) = (before.min(now), before.max(now));
            let limit = small.checked_mul(Decimal::from(MOST_TIMES));
            limit.is_some_and(|limit| *large > limit)
        };
        let (before, now) = [highest, lowest].into_iter().find(far)?;
        let (small, large) = (before.min(now), before.max(now));
        let times = large
            .checked_div(small)
            .map(|times| times.round_dp(1).normalize());
        Some(KeyFault::Absurd {
            key: key.clone(),
            before,
            now,
            times: times.map_or_else(|| "countless".to_owned(), |times| times.to_string()),
        })
    }
}
