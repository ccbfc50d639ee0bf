//! Prices of one's own: `prices.overrides` of a scenario, or an overlay file.

use super::currency::Currency;
use super::discount::Discount;
use super::key::{KeySpec, PriceKey};
use super::price::{Evidence, Price};
use crate::syntax::{Check, Fields, Kind, Node, Reader, Setting, settings, text_of};
use crate::units::{Dollars, Measure, Tier, TierSchedule, Unit, UnitPrice, ValueError, number};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const ACCEPTED: &str = "a price with its unit, such as `$0.04 per vCPU-hour` or `$0.20 per 1M \
                        requests`; in China `CNY 0.35 per hour`";

/// A price as people write it: `$0.20 per 1M requests`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenPrice {
    price: UnitPrice,
    currency: Currency,
    unit: Unit,
}

/// Reads `$0.04` and `0.04 USD`, `CNY 0.35`, `0.35 CNY` and `¥0.35`.
fn amount(text: &str) -> Result<(Currency, Decimal), ValueError> {
    let text = text.trim();
    let yuan = text
        .strip_prefix("CNY")
        .or_else(|| text.strip_prefix(['¥', '¥']))
        .or_else(|| text.strip_suffix("CNY"));
    match yuan {
        Some(digits) => Ok((Currency::Cny, number::parse(digits.trim(), ACCEPTED)?)),
        None => Ok((Currency::Usd, Dollars::parse(text)?.amount())),
    }
}

impl WrittenPrice {
    fn parse(text: &str) -> Result<WrittenPrice, ValueError> {
        let (amount, per) = text
            .split_once(" per ")
            .ok_or_else(|| ValueError::new("there is no ` per `", ACCEPTED))?;
        let (currency, amount) = self::amount(amount)?;
        let (count, unit) = number::split(per, ACCEPTED).unwrap_or((Decimal::ONE, per.trim()));
        let unit = Unit::from_name(unit)
            .ok_or_else(|| ValueError::new(format!("`{unit}` is not a billing unit"), ACCEPTED))?;
        let price = UnitPrice::new(amount, count)
            .ok_or_else(|| ValueError::new("a price per nothing", ACCEPTED))?;
        Ok(WrittenPrice {
            price,
            currency,
            unit,
        })
    }
}

impl std::fmt::Display for WrittenPrice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let amount = self.price.amount().normalize().to_string();
        let amount = self.currency.amount(number::group_digits(&amount));
        if self.price.per() == Decimal::ONE {
            return write!(f, "{amount} per {}", self.unit);
        }
        let per = number::group_digits(&self.price.per().to_string());
        write!(f, "{amount} per {per} {}", self.unit)
    }
}

/// One tier of an overridden price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideTier {
    /// The quantity at which the next tier starts; left out of the last one.
    pub up_to: Option<Decimal>,
    price: WrittenPrice,
}

/// An overridden price: one for every quantity, or tiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverridePrice {
    /// One price.
    Flat(WrittenPrice),
    /// Tiers, lowest first.
    Tiered(Vec<OverrideTier>),
}

settings! {
    /// Prices of one's own, instead of the price book's.
    pub struct PriceOverrides {
        /// Where these prices come from; shown with every line they touch.
        source: String,
        /// Prices by key (see `breakeven prices list`), such as `alb.hour: $0.02 per hour`.
        overrides: KeyedPrices = KeyedPrices(Vec::new()),
        /// Discounts on what is billed on demand.
        discounts: Vec<Discount> = Vec::new(),
    }
}

impl Check for PriceOverrides {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.source.trim().is_empty() {
            let message = "the source of the prices is empty".to_owned();
            reader.fault("bad-value", fields.place("source"), message, None);
        }
    }
}

/// Overridden prices by key, in file order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyedPrices(pub Vec<(PriceKey, OverridePrice)>);

/// What users give instead of, or off, the prices of a book.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OwnPrices {
    /// Prices that replace those of the book.
    pub prices: Vec<Price>,
    /// Discounts on what is billed on demand.
    pub discounts: Vec<Discount>,
}

impl PriceOverrides {
    /// Everything given that is sound; what is not was noted when it was read. `spec_of` finds what
    /// is known of a key.
    pub fn own(&self, spec_of: impl Fn(&str) -> Option<&'static KeySpec>) -> OwnPrices {
        let prices = self.prices(spec_of).into_iter().filter_map(Result::ok);
        OwnPrices {
            prices: prices.collect(),
            discounts: self.sourced_discounts(),
        }
    }

    /// The discounts, each with its source.
    #[must_use]
    pub fn sourced_discounts(&self) -> Vec<Discount> {
        let sourced = self.discounts.iter().cloned().map(|mut discount| {
            discount.source.get_or_insert_with(|| self.source.clone());
            discount
        });
        sourced.collect()
    }

    /// The prices, each checked against what is known of its key, or what is wrong with it.
    /// `spec_of` finds what is known.
    pub fn prices(
        &self,
        spec_of: impl Fn(&str) -> Option<&'static KeySpec>,
    ) -> Vec<Result<Price, (PriceKey, ValueError)>> {
        let price = |(key, price): &(PriceKey, OverridePrice)| {
            let failed = |problem: String| (key.clone(), ValueError::new(problem, ACCEPTED));
            let spec = spec_of(key.as_str())
                .ok_or_else(|| failed("there is no such price key".to_owned()))?;
            let tiers = price.tiers(spec.unit).map_err(failed)?;
            Ok(Price {
                key: key.clone(),
                unit: spec.unit,
                currency: price.currency(),
                tiers,
                sku: None,
                rate_code: None,
                effective: None,
                as_of: String::new(),
                evidence: Evidence::Override,
                sources: vec![self.source.clone()],
                note: None,
            })
        };
        self.overrides.0.iter().map(price).collect()
    }
}

impl OverridePrice {
    /// The currency it is given in.
    #[must_use]
    pub fn currency(&self) -> Currency {
        let first = match self {
            OverridePrice::Flat(price) => Some(price),
            OverridePrice::Tiered(tiers) => tiers.first().map(|tier| &tier.price),
        };
        first.map_or(Currency::Usd, |price| price.currency)
    }

    fn tiers(&self, unit: Unit) -> Result<TierSchedule, String> {
        let in_unit = |written: &WrittenPrice| {
            if written.unit != unit {
                let found = written.unit;
                return Err(format!(
                    "the price is per {found}, but the key is metered per {unit}"
                ));
            }
            if written.currency != self.currency() {
                return Err("its tiers are in different currencies".to_owned());
            }
            Ok(written.price)
        };
        let tiers = match self {
            OverridePrice::Flat(price) => vec![Tier {
                from: Decimal::ZERO,
                to: None,
                price: in_unit(price)?,
            }],
            OverridePrice::Tiered(tiers) => {
                let mut from = Decimal::ZERO;
                let mut schedule = Vec::with_capacity(tiers.len());
                for tier in tiers {
                    let price = in_unit(&tier.price)?;
                    let to = tier.up_to;
                    schedule.push(Tier { from, to, price });
                    from = to.unwrap_or(from);
                }
                schedule
            }
        };
        TierSchedule::new(tiers).map_err(|fault| fault.to_string())
    }
}

impl Setting for KeyedPrices {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Some(entries) = node.entries() else {
            let accepted = "a mapping from price key to price";
            reader.bad_value(node, &ValueError::new("this must be a mapping", accepted));
            return None;
        };
        let mut seen = BTreeSet::new();
        let mut prices = Vec::new();
        for entry in entries {
            if !seen.insert(&entry.key) {
                let message = format!("the price `{}` is given twice", entry.key);
                reader.fault("duplicate-key", entry.key_span, message, None);
            }
            let price = OverridePrice::read(&entry.value, reader);
            prices.push(price.map(|price| (PriceKey::new(entry.key.as_str()), price)));
        }
        prices.into_iter().collect::<Option<_>>().map(KeyedPrices)
    }

    fn write(&self) -> Node {
        Node::mapping(
            self.0
                .iter()
                .map(|(key, price)| (key.to_string(), price.write())),
        )
    }

    fn schema() -> Value {
        json!({ "type": "object", "additionalProperties": OverridePrice::schema() })
    }
}

impl Setting for OverridePrice {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Kind::Sequence(_) = node.kind {
            return Vec::<OverrideTier>::read(node, reader).map(OverridePrice::Tiered);
        }
        let text = text_of(node, ACCEPTED, reader)?;
        WrittenPrice::parse(text)
            .map(OverridePrice::Flat)
            .map_err(|error| reader.bad_value(node, &error))
            .ok()
    }

    fn write(&self) -> Node {
        match self {
            OverridePrice::Flat(price) => Node::scalar(price.to_string()),
            OverridePrice::Tiered(tiers) => tiers.write(),
        }
    }

    fn schema() -> Value {
        json!({
            "description": ACCEPTED,
            "anyOf": [
                { "type": "string" },
                { "type": "array", "description": "Tiers, lowest first.",
                  "items": OverrideTier::schema() },
            ],
        })
    }
}

settings! {
    /// One tier of a price.
    pub struct TierSetting {
        /// The quantity at which the next tier starts; left out of the last tier.
        up_to: Option<crate::units::Count> = None,
        /// The price inside the tier.
        price: String,
    }
}

impl Check for TierSetting {}

impl Setting for OverrideTier {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let setting = TierSetting::read(node, reader)?;
        let place = node.get("price").unwrap_or(node);
        let price = WrittenPrice::parse(&setting.price)
            .map_err(|error| reader.bad_value(place, &error))
            .ok()?;
        Some(OverrideTier {
            up_to: setting.up_to.map(Measure::amount),
            price,
        })
    }

    fn write(&self) -> Node {
        let up_to = self.up_to.map(crate::units::Count::of);
        let price = self.price.to_string();
        TierSetting { up_to, price }.write()
    }

    fn schema() -> Value {
        TierSetting::schema()
    }
}
