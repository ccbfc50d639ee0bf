//! Offer files: every product of a service in a region with its prices.
//!
//! The shape is that of
//! <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html>:
//! a head, `products` by SKU, and `terms` by kind and SKU. That of AmazonEC2 has about 480 MB for one
//! region, so it is read as it comes by: products are kept when they are wanted, prices when their
//! product was kept.

use super::entry::{Entry, Offer, TermKind};
use super::fault::OfferError;
use super::stream::{Fields, Object, Stream, TEXT, Texts};
use super::terms::{Skipped, TermsOfKind};
use crate::catalog::Product;
use serde::de::{IgnoredAny, MapAccess};
use std::collections::BTreeMap;

/// Reads an offer file in one pass: its head, and the products wanted with their terms, by SKU.
///
/// Reserved terms are read when `reserved`. Without them reading ends where `terms.OnDemand` ends:
/// nine tenths of a large file come after it. Damage beyond that point, an early end too, goes
/// unnoticed then; everything returned stood before it. If the head is not complete by then, or
/// with `reserved`, the whole file is read, and nothing but white space may follow.
///
/// A SKU that stands twice is an error when it was kept the first time; those passed over are not
/// remembered.
///
/// # Errors
/// [`OfferError`]: text that ends early or is not an offer file, terms before their products,
/// an item too long to be one.
pub fn read_offer(
    reader: impl std::io::Read,
    wanted: &dyn Fn(&Product) -> bool,
    reserved: bool,
) -> Result<(Offer, Vec<Entry>), OfferError> {
    let stream = Stream::default();
    let mut file = OfferFile {
        stream: &stream,
        wanted,
        reserved,
        offer: Offer::default(),
        entries: None,
        terms_seen: false,
        enough: false,
    };
    stream.read(reader, &mut file, |file| file.enough)?;
    let entries = file.entries.ok_or(OfferError::Missing("products"))?;
    if !file.terms_seen {
        return Err(OfferError::Missing("terms"));
    }
    for (text, name) in [
        (&file.offer.version, "version"),
        (&file.offer.published, "publicationDate"),
    ] {
        if text.is_empty() {
            return Err(OfferError::Missing(name));
        }
    }
    Ok((file.offer, entries.into_values().collect()))
}

/// The whole file.
struct OfferFile<'s> {
    stream: &'s Stream,
    wanted: &'s dyn Fn(&Product) -> bool,
    reserved: bool,
    offer: Offer,
    /// By SKU; none before `products` was read.
    entries: Option<BTreeMap<String, Entry>>,
    terms_seen: bool,
    /// True when everything asked for has been read.
    enough: bool,
}

impl Fields for OfferFile<'_> {
    const WHAT: &'static str = "an offer file";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.stream.item();
        match name.as_str() {
            "offerCode" => self.offer.service_code = map.next_value_seed(TEXT)?.unwrap_or_default(),
            "version" => self.offer.version = map.next_value_seed(TEXT)?.unwrap_or_default(),
            "publicationDate" => {
                self.offer.published = map.next_value_seed(TEXT)?.unwrap_or_default();
            }
            "products" => {
                if self.entries.is_some() {
                    let twice = OfferError::Duplicate("`products`".to_owned());
                    return Err(self.stream.refuse(twice));
                }
                if self.offer.service_code.is_empty() {
                    return Err(self.stream.refuse(OfferError::Missing("offerCode")));
                }
                let mut products = Products {
                    stream: self.stream,
                    wanted: self.wanted,
                    service_code: &self.offer.service_code,
                    entries: BTreeMap::new(),
                };
                map.next_value_seed(Object(&mut products))?;
                self.entries = Some(products.entries);
            }
            "terms" => {
                if self.terms_seen {
                    let twice = OfferError::Duplicate("`terms`".to_owned());
                    return Err(self.stream.refuse(twice));
                }
                self.terms_seen = true;
                let Some(entries) = &mut self.entries else {
                    return Err(self.stream.refuse(OfferError::TermsFirst));
                };
                let head_complete =
                    !self.offer.version.is_empty() && !self.offer.published.is_empty();
                let mut terms = Terms {
                    stream: self.stream,
                    entries,
                    reserved: self.reserved,
                    may_end: head_complete && !self.reserved,
                    seen: Vec::new(),
                    enough: &mut self.enough,
                };
                map.next_value_seed(Object(&mut terms))?;
            }
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        self.stream.item();
        Ok(())
    }
}

/// `products`.
struct Products<'s> {
    stream: &'s Stream,
    wanted: &'s dyn Fn(&Product) -> bool,
    service_code: &'s str,
    entries: BTreeMap<String, Entry>,
}

impl Fields for Products<'_> {
    const WHAT: &'static str = "products by SKU";

    fn field<'de, A: MapAccess<'de>>(&mut self, sku: String, map: &mut A) -> Result<(), A::Error> {
        self.stream.item();
        let mut fields = ProductFields {
            stream: self.stream,
            sku: None,
            family: None,
            attributes: None,
        };
        map.next_value_seed(Object(&mut fields))?;
        if self.entries.contains_key(&sku) {
            let twice = OfferError::Duplicate(format!("product `{sku}`"));
            return Err(self.stream.refuse(twice));
        }
        if let Some(says) = fields.sku.filter(|says| *says != sku) {
            let error = OfferError::Contradiction { under: sku, says };
            return Err(self.stream.refuse(error));
        }
        let product = Product {
            service_code: self.service_code.to_owned(),
            family: fields.family,
            attributes: fields.attributes.unwrap_or_default(),
        };
        if (self.wanted)(&product) {
            let attributes = &product.attributes;
            self.stream
                .keep(2 * attributes.len() + 4, Texts::bytes(attributes))?;
            let entry = Entry {
                sku: sku.clone(),
                product,
                terms: Vec::new(),
            };
            self.entries.insert(sku, entry);
        }
        Ok(())
    }
}

/// One product.
struct ProductFields<'s> {
    stream: &'s Stream,
    sku: Option<String>,
    family: Option<String>,
    attributes: Option<BTreeMap<String, String>>,
}

impl Fields for ProductFields<'_> {
    const WHAT: &'static str = "a product";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "sku" => self.sku = map.next_value_seed(TEXT)?,
            "productFamily" => self.family = map.next_value_seed(TEXT)?,
            "attributes" => {
                if self.attributes.is_some() {
                    let twice = OfferError::Duplicate("`attributes` of one product".to_owned());
                    return Err(self.stream.refuse(twice));
                }
                let mut texts = Texts::new(self.stream);
                map.next_value_seed(Object(&mut texts))?;
                self.attributes = Some(texts.texts);
            }
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// `terms`.
struct Terms<'s> {
    stream: &'s Stream,
    entries: &'s mut BTreeMap<String, Entry>,
    reserved: bool,
    /// True when nothing after `OnDemand` is of use.
    may_end: bool,
    seen: Vec<TermKind>,
    enough: &'s mut bool,
}

impl Fields for Terms<'_> {
    const WHAT: &'static str = "terms by kind";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.stream.item();
        let kind = match name.as_str() {
            "OnDemand" => TermKind::OnDemand,
            "Reserved" if self.reserved => TermKind::Reserved,
            _ => return map.next_value_seed(Object(&mut Skipped(self.stream))),
        };
        if self.seen.contains(&kind) {
            let twice = OfferError::Duplicate(format!("`terms.{name}`"));
            return Err(self.stream.refuse(twice));
        }
        self.seen.push(kind);
        let mut terms = TermsOfKind::new(self.stream, kind, self.entries);
        map.next_value_seed(Object(&mut terms))?;
        self.stream.item();
        if self.may_end && kind == TermKind::OnDemand {
            *self.enough = true;
            return Err(serde::de::Error::custom("everything asked for was read"));
        }
        Ok(())
    }
}
