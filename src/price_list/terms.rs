//! The terms of an offer file: how products are sold, and at which rates.

use super::entry::{Entry, Rate, Term, TermKind};
use super::fault::OfferError;
use super::stream::{Fields, Object, Stream, TEXT, Texts};
use rust_decimal::Decimal;
use serde::de::{IgnoredAny, MapAccess};
use std::collections::BTreeMap;

/// `terms.OnDemand` or `terms.Reserved`: the terms of each product, by SKU. Those of products that
/// were not kept are skipped.
pub(super) struct TermsOfKind<'s> {
    stream: &'s Stream,
    kind: TermKind,
    entries: &'s mut BTreeMap<String, Entry>,
}

impl<'s> TermsOfKind<'s> {
    pub(super) fn new(
        stream: &'s Stream,
        kind: TermKind,
        entries: &'s mut BTreeMap<String, Entry>,
    ) -> TermsOfKind<'s> {
        TermsOfKind {
            stream,
            kind,
            entries,
        }
    }
}

impl Fields for TermsOfKind<'_> {
    const WHAT: &'static str = "terms by SKU";

    fn field<'de, A: MapAccess<'de>>(&mut self, sku: String, map: &mut A) -> Result<(), A::Error> {
        self.stream.item();
        let Some(entry) = self.entries.get_mut(&sku) else {
            map.next_value::<IgnoredAny>()?;
            return Ok(());
        };
        if entry.terms.iter().any(|term| term.kind == self.kind) {
            let twice = OfferError::Duplicate(format!("the price of `{sku}`"));
            return Err(self.stream.refuse(twice));
        }
        let mut terms = TermsOfProduct {
            stream: self.stream,
            kind: self.kind,
            sku: &sku,
            terms: Vec::new(),
        };
        map.next_value_seed(Object(&mut terms))?;
        let mut terms = terms.terms;
        entry.terms.append(&mut terms);
        entry
            .terms
            .sort_by(|a, b| (a.kind, &a.code).cmp(&(b.kind, &b.code)));
        Ok(())
    }
}

/// Terms nobody asked for, item by item, so that each is short.
pub(super) struct Skipped<'s>(pub(super) &'s Stream);

impl Fields for Skipped<'_> {
    const WHAT: &'static str = "terms by SKU";

    fn field<'de, A: MapAccess<'de>>(&mut self, _: String, map: &mut A) -> Result<(), A::Error> {
        self.0.item();
        map.next_value::<IgnoredAny>()?;
        Ok(())
    }
}

/// The terms of one product, by `SKU.TERM`.
struct TermsOfProduct<'s> {
    stream: &'s Stream,
    kind: TermKind,
    sku: &'s str,
    terms: Vec<Term>,
}

impl Fields for TermsOfProduct<'_> {
    const WHAT: &'static str = "terms by code";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        let mut fields = TermFields {
            stream: self.stream,
            sku: None,
            code: None,
            effective: None,
            attributes: BTreeMap::new(),
            rates: Vec::new(),
        };
        map.next_value_seed(Object(&mut fields))?;
        if let Some(says) = fields.sku.filter(|says| says != self.sku) {
            let under = self.sku.to_owned();
            let error = OfferError::Contradiction { under, says };
            return Err(self.stream.refuse(error));
        }
        let code = fields.code.unwrap_or_else(|| match name.rsplit_once('.') {
            Some((_, code)) => code.to_owned(),
            None => name.clone(),
        });
        if self.terms.iter().any(|term| term.code == code) {
            let twice = OfferError::Duplicate(format!("term `{name}`"));
            return Err(self.stream.refuse(twice));
        }
        let mut rates = fields.rates;
        in_order(&mut rates);
        let attributes = fields.attributes;
        self.stream
            .keep(2 * attributes.len() + 4, Texts::bytes(&attributes))?;
        self.terms.push(Term {
            kind: self.kind,
            code,
            effective: fields.effective.unwrap_or_default(),
            attributes,
            rates,
        });
        Ok(())
    }
}

/// One term.
struct TermFields<'s> {
    stream: &'s Stream,
    sku: Option<String>,
    code: Option<String>,
    effective: Option<String>,
    attributes: BTreeMap<String, String>,
    rates: Vec<Rate>,
}

impl Fields for TermFields<'_> {
    const WHAT: &'static str = "a term";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "sku" => self.sku = map.next_value_seed(TEXT)?,
            "offerTermCode" => self.code = map.next_value_seed(TEXT)?,
            "effectiveDate" => self.effective = map.next_value_seed(TEXT)?,
            "termAttributes" => {
                let mut texts = Texts::new(self.stream);
                map.next_value_seed(Object(&mut texts))?;
                self.attributes = texts.texts;
            }
            "priceDimensions" => {
                if !self.rates.is_empty() {
                    let twice = OfferError::Duplicate("`priceDimensions` of one term".to_owned());
                    return Err(self.stream.refuse(twice));
                }
                let mut rates = Rates {
                    stream: self.stream,
                    rates: Vec::new(),
                };
                map.next_value_seed(Object(&mut rates))?;
                self.rates = rates.rates;
            }
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// `priceDimensions`, by rate code.
struct Rates<'s> {
    stream: &'s Stream,
    rates: Vec<Rate>,
}

impl Fields for Rates<'_> {
    const WHAT: &'static str = "price dimensions by code";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        let mut fields = RateFields {
            stream: self.stream,
            code: None,
            unit: None,
            begin: None,
            end: None,
            price: BTreeMap::new(),
        };
        map.next_value_seed(Object(&mut fields))?;
        let code = fields.code.unwrap_or(name);
        if self.rates.iter().any(|rate| rate.code == code) {
            let twice = OfferError::Duplicate(format!("rate `{code}`"));
            return Err(self.stream.refuse(twice));
        }
        self.stream
            .keep(2 * fields.price.len() + 6, Texts::bytes(&fields.price))?;
        self.rates.push(Rate {
            code,
            unit: fields.unit.unwrap_or_default(),
            begin: fields.begin,
            end: fields.end,
            price: fields.price,
        });
        Ok(())
    }
}

/// One price dimension.
struct RateFields<'s> {
    stream: &'s Stream,
    code: Option<String>,
    unit: Option<String>,
    begin: Option<String>,
    end: Option<String>,
    price: BTreeMap<String, String>,
}

impl Fields for RateFields<'_> {
    const WHAT: &'static str = "a price dimension";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "rateCode" => self.code = map.next_value_seed(TEXT)?,
            "unit" => self.unit = map.next_value_seed(TEXT)?,
            "beginRange" => self.begin = map.next_value_seed(TEXT)?,
            "endRange" => self.end = map.next_value_seed(TEXT)?,
            "pricePerUnit" => {
                let mut texts = Texts::new(self.stream);
                map.next_value_seed(Object(&mut texts))?;
                self.price = texts.texts;
            }
            // Of the description nothing is read: it writes prices in any notation.
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Rates in the order of their ranges, which the file does not keep; those whose beginning is no
/// number come after, those without one last.
fn in_order(rates: &mut [Rate]) {
    let place = |rate: &Rate| match &rate.begin {
        Some(begin) => match begin.parse::<Decimal>() {
            Ok(begin) => (0, begin),
            Err(_) => (1, Decimal::ZERO),
        },
        None => (2, Decimal::ZERO),
    };
    rates.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.code.cmp(&b.code)));
}
