//! Price books as text: a head, then one price to a line, sorted by key, so that a difference of two
//! books reads like a list of changes.

use super::book::{FORMAT, OfferRecord, PriceBook};
use super::currency::Currency;
use super::error::CatalogError;
use super::price::Price;
use super::seal::seal;
use crate::units::Tier;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A book in the making.
#[derive(Debug, Clone)]
pub struct BookDraft {
    region: String,
    currency: Currency,
    unpriced: BTreeSet<String>,
    sources: BTreeMap<String, String>,
    offers: BTreeMap<String, OfferRecord>,
    prices: BTreeMap<String, Price>,
}

impl BookDraft {
    /// A copy of a book.
    ///
    /// # Errors
    /// A row that can't be read.
    pub fn of(book: &PriceBook) -> Result<BookDraft, CatalogError> {
        let prices = book.prices()?.into_iter();
        Ok(BookDraft {
            region: book.region().to_owned(),
            currency: book.currency(),
            unpriced: book.unpriced().map(str::to_owned).collect(),
            sources: book.sources().clone(),
            offers: book.offers().clone(),
            prices: prices
                .map(|price| (price.key.to_string(), price.clone()))
                .collect(),
        })
    }

    /// Puts a price in the place of the one of its key, if there is one.
    pub fn set(&mut self, price: Price) {
        let key = price.key.as_str();
        self.unpriced
            .retain(|pattern| !matches_pattern(pattern, key));
        self.prices.insert(price.key.to_string(), price);
    }

    /// States what was read of a service, and describes it as a source of rows.
    pub fn set_offer(&mut self, service_code: &str, id: &str, record: OfferRecord) {
        let OfferRecord {
            version,
            published,
            origin,
            ..
        } = &record;
        let text = format!(
            "AWS Price List, {service_code} version {version}, published {published}: {origin}"
        );
        self.sources.insert(id.to_owned(), text);
        self.offers.insert(service_code.to_owned(), record);
    }

    /// Notes that an offer is still the newest, and its prices with it.
    pub fn still_newest(
        &mut self,
        service_code: &str,
        id: &str,
        today: &str,
        etag: Option<String>,
    ) {
        if let Some(record) = self.offers.get_mut(service_code) {
            today.clone_into(&mut record.checked);
            record.etag = etag.or_else(|| record.etag.take());
        }
        let read_there = |price: &&mut Price| price.sources.iter().any(|source| source == id);
        for price in self.prices.values_mut().filter(read_there) {
            today.clone_into(&mut price.as_of);
        }
    }

    /// The document, sealed.
    ///
    /// # Errors
    /// Never in practice: text is always JSON.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        let used: BTreeSet<&str> = self
            .prices
            .values()
            .flat_map(|price| price.sources.iter().map(String::as_str))
            .collect();
        let sources = self
            .sources
            .iter()
            .filter(|(id, _)| used.contains(id.as_str()));
        let sources: BTreeMap<_, _> = sources.collect();
        let as_of = self.prices.values().map(|price| price.as_of.as_str()).max();
        let mut text = format!(
            "{{\n\"format\": \"{FORMAT}\",\n\"region\": {},\n\"currency\": \"{}\",\n\"as_of\": {},\n",
            serde_json::to_string(&self.region)?,
            self.currency.code(),
            serde_json::to_string(as_of.unwrap_or_default())?,
        );
        let gaps = self.unpriced.iter().map(serde_json::to_string);
        let gaps = gaps.collect::<Result<Vec<_>, _>>()?;
        text.push_str(&block("unpriced", '[', ']', &gaps));
        text.push_str(&block("sources", '{', '}', &pairs(sources.into_iter())?));
        if !self.offers.is_empty() {
            text.push_str(&block("offers", '{', '}', &pairs(self.offers.iter())?));
        }
        text.push_str("\"prices\": [\n");
        let rows = self
            .prices
            .values()
            .map(row)
            .collect::<Result<Vec<_>, _>>()?;
        text.push_str(&rows.join(",\n"));
        text.push_str("\n]\n}\n");
        Ok(seal(&text))
    }
}

/// Whether a key is of a pattern with `{variables}`.
fn matches_pattern(pattern: &str, key: &str) -> bool {
    let mut parts = key.split('.');
    let alike = pattern.split('.').all(|wanted| {
        parts
            .next()
            .is_some_and(|part| wanted.starts_with('{') || wanted == part)
    });
    alike && parts.next().is_none()
}

fn pairs<'p, K: AsRef<str> + 'p, V: Serialize + 'p>(
    pairs: impl Iterator<Item = (K, V)>,
) -> Result<Vec<String>, serde_json::Error> {
    let line = |(key, value): (K, V)| {
        let (key, value) = (
            serde_json::to_string(key.as_ref())?,
            spaced(&serde_json::to_value(value)?),
        );
        Ok(format!("{key}: {value}"))
    };
    pairs.map(line).collect()
}

/// A list or a mapping, one item to a line.
fn block(name: &str, open: char, close: char, items: &[String]) -> String {
    if items.is_empty() {
        return format!("\"{name}\": {open}{close},\n");
    }
    format!("\"{name}\": {open}\n  {}\n{close},\n", items.join(",\n  "))
}

/// One price on one line, its fields in the order people ask for them.
fn row(price: &Price) -> Result<String, serde_json::Error> {
    let mut fields: Vec<String> = Vec::new();
    let mut add = |name: &str, value: &Value| fields.push(format!("\"{name}\": {}", spaced(value)));
    add("key", &price.key.as_str().into());
    add("unit", &price.unit.name().into());
    let tiers = match price.tiers.tiers() {
        [only] => {
            add("price", &number(only.price.of_one()));
            None
        }
        tiers => Some(tiers),
    };
    if let Some(tiers) = tiers {
        let tiers: Vec<String> = tiers.iter().map(tier).collect();
        fields.push(format!("\"tiers\": [{}]", tiers.join(", ")));
    }
    let mut add = |name: &str, value: &Value| fields.push(format!("\"{name}\": {}", spaced(value)));
    for (name, value) in [
        ("sku", &price.sku),
        ("rate_code", &price.rate_code),
        ("effective", &price.effective),
    ] {
        if let Some(value) = value {
            add(name, &value.as_str().into());
        }
    }
    add("as_of", &price.as_of.as_str().into());
    add("evidence", &serde_json::to_value(price.evidence)?);
    add("sources", &price.sources.clone().into());
    if let Some(note) = &price.note {
        add("note", &note.as_str().into());
    }
    Ok(format!("  {{{}}}", fields.join(", ")))
}

fn number(amount: rust_decimal::Decimal) -> Value {
    amount.normalize().to_string().into()
}

fn tier(tier: &Tier) -> String {
    let (from, to) = (number(tier.from), tier.to.map_or(Value::Null, number));
    let price = number(tier.price.of_one());
    format!("{{\"from\": {from}, \"to\": {to}, \"price\": {price}}}")
}

/// JSON on one line with a space after colons and commas.
fn spaced(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::String(name.clone()), spaced(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(spaced).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}
