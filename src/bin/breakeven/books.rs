//! Which price book a command uses: `--prices`, `--max-price-age`, `--price-lock`.

use crate::args::PriceChoice;
use crate::exit::{Exit, Failure};
use crate::locks::{Guarded, Lock};
use crate::{fetching, files};
use breakeven::catalog::{
    Catalog, CatalogError, Evidence, OwnPrices, PriceBook, Shelf, embedded_book, sha256,
};
use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::price_list::service_codes_of;
use breakeven::scenario::{Scenario, parse_overlay};
use breakeven::sources::{Cache, CacheError, cached_with};
use breakeven::units::Date;
use breakeven::vary::Prices;
use std::path::Path;
use std::sync::Arc;

/// Largest price book read; the embedded one is a hundredth of it.
pub const MAX_BOOK_BYTES: usize = 32 << 20;

/// How old a cached book may be, in days, to go before the embedded one unasked.
pub const FRESH_DAYS: i64 = 30;

/// What prices are for: a region, and the scenario, where there is one.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    region: &'p str,
    scenario: Option<&'p Scenario>,
}

impl<'p> From<&'p str> for Place<'p> {
    fn from(region: &'p str) -> Place<'p> {
        Place {
            region,
            scenario: None,
        }
    }
}

impl<'p> From<&'p Scenario> for Place<'p> {
    fn from(scenario: &'p Scenario) -> Place<'p> {
        Place {
            region: scenario.region.as_str(),
            scenario: Some(scenario),
        }
    }
}

/// The catalog the command line asks for. Prices of the scenario lie below those of an overlay, because
/// the command line wins.
pub fn catalog<'p>(
    choice: &PriceChoice,
    place: impl Into<Place<'p>>,
    of_scenario: OwnPrices,
) -> Result<Catalog, Failure> {
    let place = place.into();
    let (base, overlay) = base(choice, place)?;
    let catalog = base.with_own(of_scenario).with_own(overlay);
    check_age(choice, place, &catalog)?;
    Ok(catalog)
}

/// The same for scenarios that are varied and may bring other prices each time.
pub fn prices<'p>(choice: &PriceChoice, place: impl Into<Place<'p>>) -> Result<Prices, Failure> {
    let place = place.into();
    let (base, overlay) = base(choice, place)?;
    // Without a scenario, its prices are judged when it comes.
    if let Some(scenario) = place.scenario {
        let own = scenario.own_prices();
        let catalog = base.clone().with_own(own).with_own(overlay.clone());
        check_age(choice, place, &catalog)?;
    }
    Ok(Prices::new(base, overlay))
}

/// A book by name, for commands about books: `embedded`, `cache` or a path.
pub fn book(name: &str, region: &str) -> Result<PriceBook, Failure> {
    match name {
        "embedded" => Ok(embedded_book(region)?),
        "cache" => Ok(cached(region)?),
        path => {
            let source = files::read_file(Path::new(path), MAX_BOOK_BYTES)?;
            Ok(PriceBook::parse_sealed(source.name, source.text)?)
        }
    }
}

/// The cache of this user.
pub fn cache() -> Result<Cache, Failure> {
    if let Some(folder) = std::env::var_os("BREAKEVEN_CACHE_DIR").filter(|dir| !dir.is_empty()) {
        return Ok(Cache::at(Path::new(&folder)));
    }
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().map_err(|error| {
        Failure::system(format!(
            "no folder for the cache is known ({error}); name one with BREAKEVEN_CACHE_DIR"
        ))
    })?;
    Ok(Cache::at(&strategy.cache_dir().join("breakeven")))
}

/// The day, in UTC.
pub fn today() -> Result<Date, Failure> {
    let now = jiff::Timestamp::now().to_string();
    let day: String = now.chars().take(10).collect();
    Date::parse(&day).map_err(|_| Failure::system(format!("the clock says {now}; set it right")))
}

/// The book of the cache as it is there, kept from being replaced by a report.
pub fn cached_book(cache: &Cache, region: &str) -> Result<PriceBook, CacheError> {
    files::keep(&cache.path(region)?);
    Ok(cache.read(region)?.named("cache"))
}

fn cached(region: &str) -> Result<PriceBook, CacheError> {
    let cache = cache().map_err(|_| CacheError::Absent(region.to_owned()))?;
    let book = cached_book(&cache, region)?;
    // After the program was renewed, what was never fetched comes from its own book.
    let Ok(embedded) = embedded_book(region) else {
        return Ok(book);
    };
    Ok(cached_with(&embedded, Some(book.clone()))
        .unwrap_or(book)
        .named("cache"))
}

/// What `--prices` names: the catalog below the prices of a scenario, and those above them.
fn base(choice: &PriceChoice, place: Place<'_>) -> Result<(Catalog, OwnPrices), Failure> {
    let region = place.region;
    let mut overlay = OwnPrices::default();
    let catalog = match choice.prices.as_str() {
        "auto" => Catalog::of_book(automatic(region, true)?)?.beside(Arc::new(Automatic)),
        "embedded" => Catalog::embedded(region)?,
        "cache" => Catalog::of_book(cached(region)?)?.beside(Arc::new(Cached)),
        "live" | "live:api" | "live:bulk" => {
            let codes = place
                .scenario
                .map(|scenario| service_codes_of(&scenario.services()));
            let plans = place.scenario.is_some_and(Scenario::has_savings_plans);
            Catalog::of_book(fetching::live(&choice.prices, region, codes, plans)?)?
        }
        path => {
            let source = files::read_file(Path::new(path), MAX_BOOK_BYTES)?;
            if is_book(path, &source.text) {
                let book = PriceBook::parse_sealed(source.name, source.text)?;
                of_region(book, region)?
            } else {
                overlay = parse_overlay(source)?;
                Catalog::embedded(region)?
            }
        }
    };
    let lock = choice.price_lock.as_deref().map(Lock::read).transpose()?;
    if let Some(lock) = &lock {
        lock.check(catalog.book(), overlay_sha256(choice)?.as_deref())?;
    }
    let aged = choice.max_price_age.is_some();
    Ok(match catalog.shelf() {
        Some(shelf) if lock.is_some() || aged => (
            catalog.beside(Arc::new(Guarded { shelf, lock, aged })),
            overlay,
        ),
        _ => (catalog, overlay),
    })
}

/// SHA-256 of the overlay `--prices` names, if it names one.
pub fn overlay_sha256(choice: &PriceChoice) -> Result<Option<String>, Failure> {
    match choice.prices.as_str() {
        "auto" | "embedded" | "cache" | "live" | "live:api" | "live:bulk" => Ok(None),
        path => {
            let source = files::read_file(Path::new(path), MAX_BOOK_BYTES)?;
            Ok((!is_book(path, &source.text)).then(|| sha256(&source.text)))
        }
    }
}

/// Every price book names its format; an overlay may be written in braces too.
fn is_book(path: &str, text: &str) -> bool {
    text.contains("\"format\"") || path.ends_with(".json")
}

fn of_region(book: PriceBook, region: &str) -> Result<Catalog, Failure> {
    if book.region() != region {
        return Err(CatalogError::OtherRegion {
            book: book.name().to_owned(),
            found: book.region().to_owned(),
            region: region.to_owned(),
        }
        .into());
    }
    Ok(Catalog::of_book(book)?)
}

/// The cached book while it is fresh, else the embedded one; says on standard error why not.
fn automatic(region: &str, aloud: bool) -> Result<PriceBook, Failure> {
    let say = |why: String| {
        if aloud {
            files::note(&format!("{why}; the embedded ones are used"));
        }
    };
    let refresh = format!("`breakeven prices update --region {region}` renews them");
    match cached(region) {
        Ok(book) => match book.age(today()?) {
            // Clocks that differ by a time zone are no matter.
            Some(days) if days < -1 => say(format!(
                "the cached prices of {region} were read on {}, which by this clock is to come \
                 (set the clock right, or {refresh})",
                book.checked().unwrap_or(book.as_of()),
            )),
            None => say(format!(
                "the cached prices of {region} have no date ({refresh})"
            )),
            Some(days) if !(-1..=FRESH_DAYS).contains(&days) => say(format!(
                "the cached prices of {region} are {days} days old ({refresh})"
            )),
            _ => {
                let embedded = embedded_book(region);
                // A newer program may bring newer prices than an old cache.
                let older = embedded.is_ok_and(|embedded| {
                    book.checked().unwrap_or(book.as_of()) < embedded.as_of()
                });
                if !older {
                    return Ok(book);
                }
                say(format!(
                    "the cached prices of {region} are older than those of this program ({refresh})"
                ));
            }
        },
        Err(CacheError::Absent(_) | CacheError::Region(_)) => {}
        Err(error) => say(error.to_string()),
    }
    Ok(embedded_book(region)?)
}

/// Cached books while they are fresh, else embedded ones.
#[derive(Debug)]
struct Automatic;

impl Shelf for Automatic {
    fn book(&self, region: &str) -> Result<PriceBook, CatalogError> {
        automatic(region, false).or_else(|_| embedded_book(region))
    }
}

/// Cached books and no others.
#[derive(Debug)]
struct Cached;

impl Shelf for Cached {
    fn book(&self, region: &str) -> Result<PriceBook, CatalogError> {
        cached(region).map_err(|error| match error {
            CacheError::Book { error, .. } => error,
            _ => CatalogError::NoBook {
                region: region.to_owned(),
                available: cache()
                    .map(|cache| cache.regions().join(", "))
                    .unwrap_or_default(),
            },
        })
    }
}

/// How many prices that are too old are named.
const NAMED: usize = 3;

/// Whether every price a scenario uses is young enough for `--max-price-age`.
pub fn check_age<'p>(
    choice: &PriceChoice,
    place: impl Into<Place<'p>>,
    catalog: &Catalog,
) -> Result<(), Failure> {
    let place = place.into();
    if choice.max_price_age.is_none() {
        return Ok(());
    }
    let Some(scenario) = place.scenario else {
        return Err(Failure::input(
            "--max-price-age judges the prices a scenario uses; here is none: leave it out",
        ));
    };
    // What can't be estimated is reported by the command itself.
    let Ok(estimates) = estimate(scenario, catalog, &Selection::default()) else {
        return Ok(());
    };
    check_age_of(choice, place.region, &estimates)
}

/// The same for some estimates.
pub fn check_age_of(
    choice: &PriceChoice,
    region: &str,
    estimates: &[Estimate],
) -> Result<(), Failure> {
    let Some(most) = choice.max_price_age else {
        return Ok(());
    };
    let today = today()?;
    let charges = estimates.iter().flat_map(|estimate| &estimate.charges);
    // What the user states has no date of AWS's.
    let stated = |evidence| matches!(evidence, Evidence::Override | Evidence::Commitment);
    let dated = charges.filter(|charge| !stated(charge.price.evidence));
    let aged = dated.map(|charge| (charge.price.age(today), charge.key.as_str()));
    // A date that lies ahead is as good as none; a day may be the difference of two time zones.
    let is_old = |age: &Option<i64>| age.is_none_or(|age| age > most.0 || age < -1);
    let mut old: Vec<(Option<i64>, &str)> = aged.filter(|(age, _)| is_old(age)).collect();
    old.sort_by(|a, b| b.cmp(a));
    old.dedup();
    if old.is_empty() {
        return Ok(());
    }
    let named = old.iter().take(NAMED);
    let age = |age: &Option<i64>| match age.filter(|age| *age >= 0) {
        Some(age) => format!("{age} days"),
        None => "of no date that can be".to_owned(),
    };
    let named: Vec<String> = named
        .map(|(of, key)| format!("`{key}` {}", age(of)))
        .collect();
    let more = match old.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Err(Failure::Message(
        Exit::Price,
        format!(
            "prices are older than {} days: {}{more}; renew them with `breakeven prices update \
             --region {region}`",
            most.0,
            named.join(", "),
        ),
    ))
}
