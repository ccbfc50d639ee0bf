//! A book brought up to date from a source that answers from the list made of it.

use crate::world;
use breakeven::catalog::{BookDraft, PriceBook, PriceKey};
use breakeven::price_list::{Entry, Offer, service_codes};
use breakeven::sources::{
    Answer, FetchError, FetchFault, Plan, PlanAnswer, PlanRequest, Progress, Request,
    ServiceResult, Source, Updated, Wanted, cached_with, update,
};
use breakeven::units::{Date, TierSchedule, UnitPrice};
use std::collections::BTreeSet;

/// Where products without a region stand in the bulk files.
const GLOBAL: &str = "aws-other";

struct World {
    book: PriceBook,
    entries: Vec<Entry>,
    apart: bool,
    /// A service that can't be fetched.
    down: Option<&'static str>,
}

impl World {
    fn of(region: &str, apart: bool) -> World {
        World {
            book: world::book(region),
            entries: world::products(region)
                .iter()
                .map(world::entry_of)
                .collect(),
            apart,
            down: None,
        }
    }

    fn offer(&self, service: &str) -> Offer {
        crate::offer(service)
    }
}

impl Source for World {
    fn name(&self) -> &'static str {
        "world"
    }

    fn global_region(&self) -> Option<&'static str> {
        self.apart.then_some(GLOBAL)
    }

    fn products(
        &mut self,
        request: &Request<'_>,
        _: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Answer, FetchError> {
        if self.down == Some(request.service_code) {
            let fault = FetchFault::Throttled(5);
            return Err(FetchError::new(request.service_code, fault));
        }
        if request
            .known
            .is_some_and(|known| known.version == world::VERSION)
        {
            return Ok(Answer::Unchanged);
        }
        let here = |entry: &&Entry| {
            let place = ["regionCode", "fromRegionCode"];
            let place = place
                .iter()
                .find_map(|name| entry.product.attributes.get(*name));
            match self.apart {
                true => place.map_or(GLOBAL, String::as_str) == request.region,
                false => true,
            }
        };
        let entries = self.entries.iter().filter(here);
        let entries = entries.filter(|entry| (request.wanted)(&entry.product));
        Ok(Answer::Read {
            offer: self.offer(request.service_code),
            origin: "the world".to_owned(),
            etag: Some("tag".to_owned()),
            entries: entries.cloned().collect(),
        })
    }

    fn plan_rates(
        &mut self,
        request: &PlanRequest<'_>,
        _: &mut dyn FnMut(Progress<'_>),
    ) -> Result<PlanAnswer, FetchError> {
        if request
            .known
            .is_some_and(|known| known.version == world::VERSION)
        {
            return Ok(PlanAnswer::Unchanged);
        }
        let kind = match request.plan {
            "AWSComputeSavingsPlan" => breakeven::purchase::PlanKind::Compute,
            _ => breakeven::purchase::PlanKind::Database,
        };
        let mut rates = world::plan_offers(&self.book, kind);
        rates.retain(|rate| (request.wanted)(&rate.discounted_sku));
        Ok(PlanAnswer::Read {
            offer: self.offer(request.plan),
            origin: "the world".to_owned(),
            etag: None,
            rates,
        })
    }
}

fn wanted() -> Wanted {
    Wanted {
        services: service_codes().into_iter().map(str::to_owned).collect(),
        plans: Plan::ALL.to_vec(),
        accepted: BTreeSet::new(),
        anew: false,
    }
}

fn updated(world: &mut World, base: &PriceBook) -> Updated {
    let today = Date::parse("2026-11-21").unwrap();
    update(world, base, &wanted(), today, &mut |_| ()).unwrap()
}

fn after(updated: &Updated, base: &PriceBook) -> PriceBook {
    PriceBook::sealed("cache", updated.applied_to(base).unwrap()).unwrap()
}

#[test]
fn a_book_brought_up_to_date_costs_the_same_and_says_where_it_is_from() {
    for (region, apart) in [
        ("us-east-1", true),
        ("us-east-1", false),
        ("eu-west-1", true),
    ] {
        let mut world = World::of(region, apart);
        let base = world::book(region);
        let first = updated(&mut world, &base);
        for service in &first.services {
            assert_eq!(service.faults, [], "{region} {}", service.service_code);
        }
        assert!(first.is_complete());
        let book = after(&first, &base);
        assert!(book.keys().eq(base.keys()));
        let mut fresh = 0;
        for (now, before) in book
            .prices()
            .unwrap()
            .into_iter()
            .zip(base.prices().unwrap())
        {
            assert_eq!(now.tiers, before.tiers, "{}", now.key);
            assert_eq!(now.note, before.note, "{}", now.key);
            fresh += usize::from(now.as_of == "2026-11-21");
        }
        assert_eq!(fresh, first.prices().count());
        assert_eq!(book.checked(), Some("2026-11-21"));
        // Once more, and nothing is read.
        let second = updated(&mut world, &book);
        for service in &second.services {
            let nothing = service.result == ServiceResult::Unchanged;
            // Of plans that sell nothing here there is no version to know.
            let empty = service.result == ServiceResult::Read(0);
            assert!(nothing || empty, "{region} {service:?}");
        }
        assert_eq!(after(&second, &book).prices(), book.prices());
    }
}

#[test]
fn a_service_that_is_down_costs_the_others_nothing() {
    let mut world = World::of("eu-west-1", true);
    let base = world::book("eu-west-1");
    // Last month's prices, which the list has changed since.
    let mut draft = BookDraft::of(&base).unwrap();
    for key in ["fargate.linux.x86.vcpu", "sqs.standard"] {
        let mut old = (**base.price(&PriceKey::new(key)).unwrap().unwrap()).clone();
        old.as_of = "2026-10".to_owned();
        old.note = Some("as it was".to_owned());
        draft.set(old);
    }
    let old = PriceBook::parse("old", draft.text().unwrap()).unwrap();
    world.down = Some("AWSQueueService");
    let outcome = updated(&mut world, &old);
    assert!(!outcome.is_complete() && outcome.is_any());
    let failed: Vec<&str> = outcome
        .services
        .iter()
        .filter(|service| matches!(service.result, ServiceResult::Failed(_)))
        .map(|service| service.service_code.as_str())
        .collect();
    assert_eq!(failed, ["AWSQueueService"]);
    let book = after(&outcome, &old);
    let as_of = |key: &str| {
        let price = book.price(&PriceKey::new(key)).unwrap().unwrap();
        (price.as_of.clone(), price.note.clone())
    };
    let note = Some("as it was".to_owned());
    assert_eq!(
        as_of("fargate.linux.x86.vcpu"),
        ("2026-11-21".to_owned(), note.clone())
    );
    assert_eq!(as_of("sqs.standard"), ("2026-10".to_owned(), note));
    assert!(book.offers().contains_key("AmazonECS"));
    assert!(!book.offers().contains_key("AWSQueueService"));
    // What failed is read next time, and only that.
    world.down = None;
    let again = updated(&mut world, &book);
    let read: Vec<&str> = again
        .services
        .iter()
        .filter(|service| matches!(service.result, ServiceResult::Read(1..)))
        .map(|service| service.service_code.as_str())
        .collect();
    assert_eq!(read, ["AWSQueueService"]);
}

/// A program that was renewed brings prices nobody fetched; a cache of before must not hide them.
#[test]
fn what_was_never_fetched_comes_from_the_program_at_hand() {
    let (mut world, embedded) = (World::of("us-east-1", true), world::book("us-east-1"));
    let base = cached_with(&embedded, None).unwrap();
    assert_eq!(base.made_from(), Some(embedded.sha256().as_str()));
    let only = Wanted {
        services: vec!["AWSELB".to_owned()],
        plans: Vec::new(),
        ..wanted()
    };
    let mut silent = |_: Progress<'_>| {};
    let day = Date::parse("2026-11-21").unwrap();
    let updated = update(&mut world, &base, &only, day, &mut silent).unwrap();
    let cached = PriceBook::sealed("cache", updated.applied_to(&base).unwrap()).unwrap();
    assert_eq!(cached.made_from(), Some(embedded.sha256().as_str()));

    // The same program: the cached book as it is.
    let same = cached_with(&embedded, Some(cached.clone())).unwrap();
    assert_eq!(same.sha256(), cached.sha256());

    // Another one, with other prices of a load balancer and of a gateway.
    let mut draft = BookDraft::of(&embedded).unwrap();
    for (key, price) in [("alb.hour", "0.9"), ("nat.hour", "0.8")] {
        let mut changed = embedded
            .price(&PriceKey::new(key))
            .unwrap()
            .unwrap()
            .as_ref()
            .clone();
        changed.tiers = TierSchedule::flat(UnitPrice::per_unit(price.parse().unwrap())).unwrap();
        draft.set(changed);
    }
    let newer = PriceBook::parse("embedded", draft.text().unwrap()).unwrap();
    let renewed = cached_with(&newer, Some(cached)).unwrap();
    let price = |key: &str| {
        let price = renewed.price(&PriceKey::new(key)).unwrap().unwrap();
        price.tiers.cost(1.into()).unwrap().to_string()
    };
    assert_eq!(
        (price("alb.hour").as_str(), price("nat.hour").as_str()),
        ("0.0225", "0.8")
    );
    assert_eq!(renewed.made_from(), Some(newer.sha256().as_str()));
    assert!(renewed.offers().contains_key("AWSELB"));
}
