//! What is not an AWS service known here: a model API, a support plan, a licence.
//!
//! An architecture that needs it is not comparable without it, so its cost is stated, with where the
//! figure comes from. It is shown as a price of one's own, because no price list was asked.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{Currency, Evidence, KeySpec, Price};
use crate::formula::{Formula, Label, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Dollars, Measure, Spread, Tier, TierSchedule, Unit, UnitPrice};
use rust_decimal::Decimal;

settings! {
    /// A cost no service here prices.
    pub struct Other {
        /// What it is, for readers.
        title: String,
        /// What it costs in a month, whatever the traffic.
        monthly: Option<PerTraffic<Spread<Dollars>>> = None,
        /// What each request adds.
        per_request: Option<PerTraffic<Spread<Dollars>>> = None,
        /// Where the figure comes from.
        source: String,
    }
}

impl Check for Other {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.monthly.is_none() && self.per_request.is_none() {
            let message = "this states no cost".to_owned();
            let help = Some("give `monthly` or `per_request`".to_owned());
            reader.fault("missing-key", fields.span, message, help);
        }
    }
}

const AMOUNT: KeySpec = KeySpec::stated("other.{name}", "Other", Unit::Dollar);

impl Service for Other {
    const NAME: &'static str = "other";
    const TITLE: &'static str = "Other";
    const KEYS: &'static [KeySpec] = &[AMOUNT];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        if let Some(monthly) = &self.monthly {
            let amount = dollars(*context.at(monthly, "monthly")?);
            meter.usage_at(self.price(context.name)?, &AMOUNT, &self.title, amount);
        }
        if let Some(each) = &self.per_request {
            let each = dollars(*context.at(each, "per_request")?);
            let amount = Formula::Requests * each;
            meter.usage_at(self.price(context.name)?, &AMOUNT, &self.title, amount);
        }
        Ok(())
    }
}

fn dollars(amount: Spread<Dollars>) -> Formula {
    spread(amount.map(Measure::amount), Label::Symbol("dollars".into()))
}

impl Other {
    /// A dollar costs a dollar. The key has the component's name, without what separates its parts.
    fn price(&self, component: &str) -> Result<Price, MeterError> {
        let tier = Tier {
            from: Decimal::ZERO,
            to: None,
            price: UnitPrice::per_unit(Decimal::ONE),
        };
        let tiers = TierSchedule::new(vec![tier]).map_err(|fault| {
            MeterError::new("monthly", fault.to_string(), "state another amount")
        })?;
        Ok(Price {
            key: AMOUNT.key(&[&component.replace('.', "-")]),
            unit: Unit::Dollar,
            currency: Currency::Usd,
            tiers,
            sku: None,
            rate_code: None,
            effective: None,
            as_of: String::new(),
            evidence: Evidence::Override,
            sources: vec![self.source.clone()],
            note: None,
        })
    }
}
