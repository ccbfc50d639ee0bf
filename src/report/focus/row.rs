//! One row: every column of the specification an estimate has something to say in, and our own.

use super::services::{ServiceKind, service_kind};
use super::{ACCOUNT, optional};
use crate::catalog::{PriceKey, region};
use crate::estimate::{Category, Charge, ChargedTier, Estimate};
use crate::report::Field;
use crate::report::wording::service_title;
use crate::scenario::Scenario;
use crate::services::key_spec;
use crate::units::{ArithmeticError, CalendarMonth, Money, arithmetic};
use rust_decimal::Decimal;

macro_rules! columns {
    ($($name:ident,)*) => {
        /// The heads of the columns, in their order.
        pub(super) const COLUMNS: &[&str] = &[$(stringify!($name)),*];

        /// A field for each column.
        #[allow(non_snake_case)] // as the specification writes them
        #[derive(Clone)]
        pub(super) struct Row<'r> {
            charge: &'r Charge,
            commitment: String,
            $($name: Field,)*
        }

        impl Row<'_> {
            fn fields(self) -> Vec<Field> {
                vec![$(self.$name),*]
            }

            /// A row in which nothing is said yet.
            fn empty(charge: &Charge, commitment: String) -> Row<'_> {
                Row { charge, commitment, $($name: Field::None,)* }
            }
        }
    };
}

columns! {
    AvailabilityZone, BilledCost, BillingAccountId, BillingAccountName, BillingAccountType,
    BillingCurrency, BillingPeriodEnd, BillingPeriodStart, ChargeCategory, ChargeClass,
    ChargeDescription, ChargeFrequency, ChargePeriodEnd, ChargePeriodStart,
    CommitmentDiscountCategory, CommitmentDiscountId, CommitmentDiscountName,
    CommitmentDiscountQuantity, CommitmentDiscountStatus, CommitmentDiscountType,
    CommitmentDiscountUnit, ConsumedQuantity, ConsumedUnit, ContractedCost, ContractedUnitPrice,
    EffectiveCost, InvoiceId, InvoiceIssuerName, ListCost, ListUnitPrice, PricingCategory,
    PricingQuantity, PricingUnit, ProviderName, PublisherName, RegionId, RegionName, ResourceId,
    ResourceName, ResourceType, ServiceCategory, ServiceName, ServiceSubcategory, SkuId, SkuMeter,
    SkuPriceDetails, SkuPriceId, SubAccountId, SubAccountName, SubAccountType, Tags,
    x_Scenario, x_Architecture, x_ArchitectureTitle, x_TrafficLevel, x_Component, x_Service,
    x_Category, x_PriceKey, x_Allowance, x_Formula, x_CostLow, x_CostHigh, x_PriceAsOf,
    x_PriceEvidence,
}

/// The key of a Savings Plan, whose price is an amount a month and not a rate.
const PLAN: &str = "commitment.savings_plan";

fn text(text: impl Into<String>) -> Field {
    Field::Text(text.into())
}

fn money(money: Money) -> Field {
    Field::Number(money.amount())
}

impl<'r> Row<'r> {
    /// What every row of a charge says.
    pub(super) fn new(
        scenario: &Scenario,
        estimate: &Estimate,
        charge: &'r Charge,
        month: CalendarMonth,
    ) -> Row<'r> {
        let is_other = charge.service == "other";
        let vendor = || text(if is_other { "Other" } else { "AWS" });
        let day = |month: CalendarMonth| text(format!("{}T00:00:00Z", month.first_day()));
        let (start, end) = (day(month), day(month.plus(1)));
        let code = scenario.region.as_str();
        let place = region(code).filter(|_| !is_other);
        let kind = service_kind(charge.service).unwrap_or(ServiceKind {
            category: "Other",
            subcategory: "Other (Other)",
        });
        let sku = charge.price.sku.as_deref();
        let sku = sku.unwrap_or(charge.key.as_str());
        let is_line = charge.service != "commitment";
        let evidence = charge.price.evidence.name();
        Row {
            BillingAccountId: text(ACCOUNT),
            BillingAccountName: text("Estimate"),
            BillingAccountType: text("Estimate"),
            BillingCurrency: text(estimate.currency.code()),
            BillingPeriodEnd: end.clone(),
            BillingPeriodStart: start.clone(),
            ChargeDescription: text(format!("{}: {}", charge.component, charge.description)),
            ChargeFrequency: text("Usage-Based"),
            ChargePeriodEnd: end,
            ChargePeriodStart: start,
            InvoiceIssuerName: vendor(),
            ProviderName: vendor(),
            PublisherName: vendor(),
            RegionId: optional(place.map(|_| code)),
            RegionName: optional(place.map(|place| place.location)),
            ResourceId: match is_line {
                true => text(format!("{}/{}", estimate.architecture, charge.component)),
                false => Field::None,
            },
            ResourceName: optional(is_line.then_some(charge.component.as_str())),
            ResourceType: optional(is_line.then(|| service_title(charge.service))),
            ServiceCategory: text(kind.category),
            ServiceName: text(service_title(charge.service)),
            ServiceSubcategory: text(kind.subcategory),
            SkuId: text(sku),
            SkuMeter: text(meter(&charge.key)),
            x_Scenario: text(&scenario.name),
            x_Architecture: text(&estimate.architecture),
            x_ArchitectureTitle: text(&estimate.title),
            x_TrafficLevel: text(&estimate.traffic),
            x_Component: text(&charge.component),
            x_Service: text(charge.service),
            x_Category: text(charge.category.word()),
            x_PriceKey: text(charge.key.as_str()),
            x_Allowance: optional(charge.allowance.as_deref()),
            x_Formula: text(&charge.formula),
            x_CostLow: money(charge.cost.low),
            x_CostHigh: money(charge.cost.high),
            x_PriceAsOf: optional(Some(charge.price.as_of.as_str()).filter(|day| !day.is_empty())),
            x_PriceEvidence: text(evidence),
            ..Row::empty(charge, format!("{}/", estimate.architecture))
        }
    }

    /// Usage, a row for each tier; at least one, with no cost, where the quantity is nothing.
    pub(super) fn usage(self) -> Vec<Vec<Field>> {
        let tiers = &self.charge.tiers;
        if tiers.is_empty() {
            return vec![self.of_tier(Decimal::ZERO, self.first_price(), Money::ZERO, None)];
        }
        let rows = tiers.iter().enumerate().map(|(at, tier)| {
            let mut row = self.clone();
            if at > 0 {
                // They are of the charge, not of the tier.
                (row.x_CostLow, row.x_CostHigh) = (Field::None, Field::None);
            }
            row.of_tier(tier.quantity, tier.unit_price, tier.cost, Some(tier))
        });
        rows.collect()
    }

    fn of_tier(
        &self,
        quantity: Decimal,
        price: Decimal,
        cost: Money,
        tier: Option<&ChargedTier>,
    ) -> Vec<Field> {
        let mut row = self.clone().priced(quantity, price, cost);
        row.ChargeCategory = text("Usage");
        row.PricingCategory = text("Standard");
        row.ConsumedQuantity = Field::Number(quantity);
        row.ConsumedUnit = row.PricingUnit.clone();
        row.SkuPriceId = text(self.price_id(tier.map_or(Decimal::ZERO, |tier| tier.from)));
        (row.BilledCost, row.EffectiveCost) = (money(cost), money(cost));
        row.fields()
    }

    /// What takes something off.
    pub(super) fn offset(mut self) -> Vec<Field> {
        let charge = self.charge;
        let cost = money(charge.cost.expected);
        self.ChargeCategory = text(match charge.category {
            Category::Included | Category::FreeTier => "Credit",
            _ => "Adjustment",
        });
        if charge.category == Category::Covered {
            // A commitment is known by its title; here the component is what it covers.
            self.of_commitment(&charge.description, None);
        }
        self.BilledCost = cost.clone();
        self.ContractedCost = cost.clone();
        self.EffectiveCost = cost.clone();
        self.ListCost = cost;
        self.fields()
    }

    /// The fee of a commitment, of which `self` is one part and `rest` the other.
    pub(super) fn purchase(mut self, rest: Option<&Charge>) -> Result<Vec<Field>, ArithmeticError> {
        let charge = self.charge;
        let (mut fee, mut hours) = (charge.cost.expected, charge.quantity.amount.expected);
        if let Some(rest) = rest {
            fee = fee.checked_add(rest.cost.expected)?;
            hours = arithmetic::add(hours, rest.quantity.amount.expected)?;
        }
        let price = self.first_price();
        self = self.priced(hours, price, fee);
        self.ChargeCategory = text("Purchase");
        self.ChargeFrequency = text("Recurring");
        self.PricingCategory = text("Standard");
        self.SkuPriceId = text(self.price_id(Decimal::ZERO));
        self.of_commitment(&charge.component, Some((hours, fee)));
        (self.BilledCost, self.EffectiveCost) = (money(fee), money(Money::ZERO));
        (self.x_CostLow, self.x_CostHigh) = (Field::None, Field::None);
        Ok(self.fields())
    }

    /// The used or the unused part of a fee.
    pub(super) fn part_of_fee(mut self) -> Vec<Field> {
        let charge = self.charge;
        let (cost, hours) = (charge.cost.expected, charge.quantity.amount.expected);
        let price = self.first_price();
        let is_used = charge.category == Category::Commitment;
        self = self.priced(hours, price, cost);
        self.ChargeCategory = text("Usage");
        self.PricingCategory = text("Committed");
        self.SkuPriceId = text(self.price_id(Decimal::ZERO));
        self.of_commitment(&charge.component, Some((hours, cost)));
        self.CommitmentDiscountStatus = text(if is_used { "Used" } else { "Unused" });
        if is_used {
            self.ConsumedQuantity = Field::Number(hours);
            self.ConsumedUnit = self.PricingUnit.clone();
        }
        (self.BilledCost, self.EffectiveCost) = (money(Money::ZERO), money(cost));
        self.fields()
    }

    /// Which commitment it is about, and how much of it.
    fn of_commitment(&mut self, title: &str, amount: Option<(Decimal, Money)>) {
        // What a plan or a reservation covers says its kind by the title alone.
        let is_plan = match self.charge.category {
            Category::Covered => title.contains("Savings Plan"),
            _ => self.charge.key.as_str() == PLAN,
        };
        let (category, kind) = match is_plan {
            true => ("Spend", "Savings Plan"),
            false => ("Usage", "Reservation"),
        };
        self.CommitmentDiscountCategory = text(category);
        self.CommitmentDiscountId = text(format!("{}{title}", self.commitment));
        self.CommitmentDiscountName = text(title);
        self.CommitmentDiscountType = text(kind);
        if let Some((hours, cost)) = amount {
            self.CommitmentDiscountQuantity = match is_plan {
                true => money(cost),
                false => Field::Number(hours),
            };
            self.CommitmentDiscountUnit = match is_plan {
                true => self.BillingCurrency.clone(),
                false => self.PricingUnit.clone(),
            };
        }
    }

    /// The same with a quantity, its price and what it costs at that price.
    fn priced(mut self, quantity: Decimal, price: Decimal, cost: Money) -> Row<'r> {
        self.ContractedCost = money(cost);
        self.ContractedUnitPrice = Field::Number(price);
        self.ListCost = money(cost);
        self.ListUnitPrice = Field::Number(price);
        self.PricingQuantity = Field::Number(quantity);
        self.PricingUnit = text(self.charge.quantity.unit.name());
        self
    }

    /// The price of the first tier.
    fn first_price(&self) -> Decimal {
        let first = self.charge.price.tiers.tiers().first();
        first.map_or(Decimal::ZERO, |tier| tier.price.of_one())
    }

    fn price_id(&self, from: Decimal) -> String {
        let (price, key) = (&self.charge.price, self.charge.key.as_str());
        let sku = price.sku.as_deref().unwrap_or(key);
        match (&price.rate_code, self.charge.service) {
            _ if !from.is_zero() => format!("{sku}.from.{}", from.normalize()),
            (Some(code), _) => code.clone(),
            // A product has one SKU, whether on demand or reserved.
            (None, "commitment") if sku != key => format!("{sku}.{key}"),
            (None, _) => sku.to_owned(),
        }
    }
}

/// What a price key stands for.
fn meter(key: &PriceKey) -> String {
    key_spec(key.as_str()).map_or_else(|| key.to_string(), |spec| spec.title_of(key))
}
