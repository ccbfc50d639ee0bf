//! Which price book a command uses: `--prices`, `--max-price-age`, `--price-lock`.

use crate::args::PriceChoice;
use crate::exit::{Exit, Failure};
use crate::{fetching, files, locks};
use breakeven::catalog::{Catalog, CatalogError, OwnPrices, PriceBook, Shelf, embedded_book};
use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::price_list::service_codes_of;
use breakeven::scenario::{Scenario, parse_overlay};
use breakeven::sources::{Cache, CacheError};
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
    let own = place.scenario.map(Scenario::own_prices).unwrap_or_default();
    let catalog = base.clone().with_own(own).with_own(overlay.clone());
    check_age(choice, place, &catalog)?;
    Ok(Prices::new(base, overlay))
}

/// A book by name, for commands about books: `embedded`, `cache` or a path.
pub fn book(name: &str, region: &str) -> Result<PriceBook, Failure> {
    match name {
        "embedded" => Ok(embedded_book(region)?),
        "cache" => Ok(cached(region)?),
        path => {
            let source = files::read(Path::new(path), MAX_BOOK_BYTES)?;
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

fn cached(region: &str) -> Result<PriceBook, CacheError> {
    let cache = cache().map_err(|_| CacheError::Absent(region.to_owned()))?;
    Ok(cache.read(region)?.named("cache"))
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
            let source = files::read(Path::new(path), MAX_BOOK_BYTES)?;
            // Every price book names its format; an overlay may be written in braces too.
            if source.text.contains("\"format\"") || path.ends_with(".json") {
                let book = PriceBook::parse_sealed(source.name, source.text)?;
                of_region(book, region)?
            } else {
                overlay = parse_overlay(source)?;
                Catalog::embedded(region)?
            }
        }
    };
    if let Some(path) = &choice.price_lock {
        locks::check(path, catalog.book())?;
    }
    Ok((catalog, overlay))
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
            Some(days) if days > FRESH_DAYS => say(format!(
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
            CacheError::Book(error) => error,
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
    let Some(scenario) = place.scenario else {
        return Ok(());
    };
    if choice.max_price_age.is_none() {
        return Ok(());
    }
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
    let aged = charges.filter_map(|charge| Some((charge.price.age(today)?, charge.key.as_str())));
    let mut old: Vec<(i64, &str)> = aged.filter(|(age, _)| *age > most.0).collect();
    old.sort_by(|a, b| b.cmp(a));
    old.dedup();
    if old.is_empty() {
        return Ok(());
    }
    let named = old.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|(age, key)| format!("`{key}` {age} days"))
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
