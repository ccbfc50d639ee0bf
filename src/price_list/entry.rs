//! A product with its prices, whichever way it came.

use crate::catalog::Product;
use std::collections::BTreeMap;

/// What was read, and of when: the head of an offer file, or what rides on each answer of the API.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offer {
    /// `offerCode` or `serviceCode`: `AmazonECS`.
    pub service_code: String,
    /// `yyyymmddHHMMSS` of the publication; with the service and the region it names one content
    /// for good.
    pub version: String,
    /// `publicationDate`, in ISO 8601.
    pub published: String,
}

/// A product and everything it is sold at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The SKU.
    pub sku: String,
    /// What it is.
    pub product: Product,
    /// How it is sold.
    pub terms: Vec<Term>,
}

/// How the buyer is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermKind {
    /// Not at all.
    OnDemand,
    /// For a term, with or without payment upfront.
    Reserved,
}

/// One way a product is sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// How the buyer is bound.
    pub kind: TermKind,
    /// `offerTermCode`: `JRTCKXETXF` is on demand.
    pub code: String,
    /// `effectiveDate`, in ISO 8601.
    pub effective: String,
    /// `termAttributes`: `LeaseContractLength`, `PurchaseOption`, `OfferingClass`.
    pub attributes: BTreeMap<String, String>,
    /// `priceDimensions`, in the order of their ranges; those without a range last.
    pub rates: Vec<Rate>,
}

/// One price dimension. All of it is text, as in the list: it is read where it is used, so that a
/// damaged rate of a product nobody asked for harms nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// `SKU.TERM.RATE`.
    pub code: String,
    /// What one price is for: `Hrs`, `GB-Mo`, `Requests`.
    pub unit: String,
    /// First quantity of the tier; absent in upfront fees.
    pub begin: Option<String>,
    /// First quantity beyond it, or `Inf`.
    pub end: Option<String>,
    /// `pricePerUnit`, by currency.
    pub price: BTreeMap<String, String>,
}

/// A rate of a Savings Plan for one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOffer {
    /// The plan, by its usage type: `ComputeSP:1yrNoUpfront`.
    pub plan: String,
    /// SKU of the product on demand.
    pub discounted_sku: String,
    /// `planSKU.SKU`.
    pub rate_code: String,
    /// When the rate took effect, in ISO 8601.
    pub effective: String,
    /// What one price is for.
    pub unit: String,
    /// The price, as text.
    pub price: String,
    /// Its currency.
    pub currency: String,
}
