//! Savings Plan files: what each product costs under each plan, in one region.
//!
//! The shape is that of
//! <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-savings-plans.html>:
//! an array of plans as `products`, and for each an array of `rates` under `terms.savingsPlan`. The
//! file of the Compute plans holds the EC2 Instance plans too, one for each instance family; they
//! are most of it, and are passed over.

use super::entry::{Offer, PlanOffer};
use super::fault::OfferError;
use super::stream::{Array, Fields, Items, Object, Stream, TEXT};
use serde::de::{IgnoredAny, MapAccess, SeqAccess};
use std::collections::BTreeMap;

/// How the usage types of the plans read begin.
const PLANS: [&str; 2] = ["ComputeSP:", "DatabaseSP:"];

/// Reads a Savings Plan file in one pass: its head, and the rates of the products wanted, by plan
/// and SKU. Only Compute and Database plans are read. The service code is that of the plan, which
/// the file does not always state.
///
/// # Errors
/// [`OfferError`]: text that ends early or is not such a file, rates before their plans, two rates
/// of one product under one plan.
pub fn read_plan(
    reader: impl std::io::Read,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(Offer, Vec<PlanOffer>), OfferError> {
    let stream = Stream::default();
    let mut file = PlanFile {
        stream: &stream,
        wanted,
        offer: Offer::default(),
        plans: None,
        terms_seen: false,
        rates: BTreeMap::new(),
    };
    stream.read(reader, &mut file, |_| false)?;
    if file.plans.is_none() {
        return Err(OfferError::Missing("products"));
    }
    if !file.terms_seen {
        return Err(OfferError::Missing("terms"));
    }
    if file.offer.version.is_empty() {
        return Err(OfferError::Missing("version"));
    }
    Ok((file.offer, file.rates.into_values().collect()))
}

struct PlanFile<'s> {
    stream: &'s Stream,
    wanted: &'s dyn Fn(&str) -> bool,
    offer: Offer,
    /// Usage types of the plans that are read, by SKU; none before `products` was.
    plans: Option<BTreeMap<String, String>>,
    terms_seen: bool,
    /// By plan and SKU of the product.
    rates: BTreeMap<(String, String), PlanOffer>,
}

impl Fields for PlanFile<'_> {
    const WHAT: &'static str = "a Savings Plan file";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.stream.item();
        match name.as_str() {
            "offerCode" => self.offer.service_code = map.next_value_seed(TEXT)?.unwrap_or_default(),
            "version" => self.offer.version = map.next_value_seed(TEXT)?.unwrap_or_default(),
            "publicationDate" => {
                self.offer.published = map.next_value_seed(TEXT)?.unwrap_or_default();
            }
            "products" => {
                let mut plans = Plans {
                    stream: self.stream,
                    plans: BTreeMap::new(),
                };
                map.next_value_seed(Array(&mut plans))?;
                if self.plans.replace(plans.plans).is_some() {
                    let twice = OfferError::Duplicate("`products`".to_owned());
                    return Err(self.stream.refuse(twice));
                }
            }
            "terms" => {
                if self.terms_seen {
                    let twice = OfferError::Duplicate("`terms`".to_owned());
                    return Err(self.stream.refuse(twice));
                }
                self.terms_seen = true;
                let Some(plans) = &self.plans else {
                    return Err(self.stream.refuse(OfferError::TermsFirst));
                };
                let mut terms = PlanTerms {
                    stream: self.stream,
                    wanted: self.wanted,
                    plans,
                    rates: &mut self.rates,
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

/// `products`: the plans.
struct Plans<'s> {
    stream: &'s Stream,
    plans: BTreeMap<String, String>,
}

impl Items for Plans<'_> {
    const WHAT: &'static str = "an array of plans";

    fn next<'de, A: SeqAccess<'de>>(&mut self, list: &mut A) -> Result<bool, A::Error> {
        self.stream.item();
        let mut plan = PlanFields::default();
        if list.next_element_seed(Object(&mut plan))?.is_none() {
            return Ok(false);
        }
        let (Some(sku), Some(usage)) = (plan.sku, plan.usage) else {
            return Ok(true);
        };
        if PLANS.iter().any(|plan| usage.starts_with(plan)) {
            self.stream.keep(2, sku.len() + usage.len())?;
            if self.plans.contains_key(&sku) {
                let twice = OfferError::Duplicate(format!("plan `{sku}`"));
                return Err(self.stream.refuse(twice));
            }
            self.plans.insert(sku, usage);
        }
        Ok(true)
    }
}

#[derive(Default)]
struct PlanFields {
    sku: Option<String>,
    usage: Option<String>,
}

impl Fields for PlanFields {
    const WHAT: &'static str = "a plan";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "sku" => self.sku = map.next_value_seed(TEXT)?,
            "usageType" => self.usage = map.next_value_seed(TEXT)?,
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// `terms`, of which there is one kind.
struct PlanTerms<'s> {
    stream: &'s Stream,
    wanted: &'s dyn Fn(&str) -> bool,
    plans: &'s BTreeMap<String, String>,
    rates: &'s mut BTreeMap<(String, String), PlanOffer>,
}

impl Fields for PlanTerms<'_> {
    const WHAT: &'static str = "terms by kind";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        if name == "savingsPlan" {
            map.next_value_seed(Array(self))
        } else {
            map.next_value::<IgnoredAny>()?;
            Ok(())
        }
    }
}

impl Items for PlanTerms<'_> {
    const WHAT: &'static str = "an array of terms";

    fn next<'de, A: SeqAccess<'de>>(&mut self, list: &mut A) -> Result<bool, A::Error> {
        self.stream.item();
        let mut term = PlanTerm {
            stream: self.stream,
            wanted: self.wanted,
            plans: self.plans,
            sku: None,
            effective: None,
            rates: Vec::new(),
        };
        if list.next_element_seed(Object(&mut term))?.is_none() {
            return Ok(false);
        }
        let Some(plan) = term.sku.as_ref().and_then(|sku| self.plans.get(sku)) else {
            return Ok(true);
        };
        for mut rate in term.rates {
            rate.plan.clone_from(plan);
            rate.effective = term.effective.clone().unwrap_or_default();
            let key = (plan.clone(), rate.discounted_sku.clone());
            if self.rates.get(&key).is_some_and(|known| *known != rate) {
                let twice = format!("the rate of `{}` under {plan}", rate.discounted_sku);
                return Err(self.stream.refuse(OfferError::Duplicate(twice)));
            }
            self.rates.insert(key, rate);
        }
        Ok(true)
    }
}

/// One plan with its rates.
struct PlanTerm<'s> {
    stream: &'s Stream,
    wanted: &'s dyn Fn(&str) -> bool,
    plans: &'s BTreeMap<String, String>,
    sku: Option<String>,
    effective: Option<String>,
    rates: Vec<PlanOffer>,
}

impl Fields for PlanTerm<'_> {
    const WHAT: &'static str = "the term of a plan";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "sku" => self.sku = map.next_value_seed(TEXT)?,
            "effectiveDate" => self.effective = map.next_value_seed(TEXT)?,
            "rates" => map.next_value_seed(Array(self))?,
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl Items for PlanTerm<'_> {
    const WHAT: &'static str = "an array of rates";

    fn next<'de, A: SeqAccess<'de>>(&mut self, list: &mut A) -> Result<bool, A::Error> {
        self.stream.item();
        // The plan is named before its rates; were it not, all of them would have to be looked at.
        let passed_over = matches!(&self.sku, Some(sku) if !self.plans.contains_key(sku));
        if passed_over {
            return Ok(list.next_element::<IgnoredAny>()?.is_some());
        }
        let mut fields = PlanRateFields::default();
        if list.next_element_seed(Object(&mut fields))?.is_none() {
            return Ok(false);
        }
        let Some(sku) = fields.sku.filter(|sku| (self.wanted)(sku)) else {
            return Ok(true);
        };
        self.stream.keep(10, 5 * sku.len())?;
        self.rates.push(PlanOffer {
            plan: String::new(),
            discounted_sku: sku,
            rate_code: fields.code.unwrap_or_default(),
            effective: String::new(),
            unit: fields.unit.unwrap_or_default(),
            price: fields.price.price.unwrap_or_default(),
            currency: fields.price.currency.unwrap_or_default(),
        });
        Ok(true)
    }
}

#[derive(Default)]
struct PlanRateFields {
    sku: Option<String>,
    code: Option<String>,
    unit: Option<String>,
    price: PriceFields,
}

impl Fields for PlanRateFields {
    const WHAT: &'static str = "a rate of a plan";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "discountedSku" => self.sku = map.next_value_seed(TEXT)?,
            "rateCode" => self.code = map.next_value_seed(TEXT)?,
            "unit" => self.unit = map.next_value_seed(TEXT)?,
            "discountedRate" => map.next_value_seed(Object(&mut self.price))?,
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct PriceFields {
    price: Option<String>,
    currency: Option<String>,
}

impl Fields for PriceFields {
    const WHAT: &'static str = "a price with its currency";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "price" => self.price = map.next_value_seed(TEXT)?,
            "currency" => self.currency = map.next_value_seed(TEXT)?,
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
