//! Binding what is bought: commitments tied to their rates, discounts to their services.

use super::terms::{BuyLine, Buying, Commitment, CommitmentKind, DiscountTerms, SpotTerms};
use crate::architecture::ComponentUsage;
use crate::catalog::{Currency, Discount, Evidence, KeySpec, Pooling, Price, PriceKey};
use crate::estimate::EstimateError;
use crate::estimate::bind::{Binder, Line};
use crate::estimate::rate::Pool;
use crate::formula::Compiled;
use crate::purchase::{
    FargateSpot, PlanRate, Purchase, Reservation, Reserved, SavingsPlan, has_spot,
};
use crate::services::{OpenQuestion, service};
use crate::units::{Case, Measure, Month, Tier, TierSchedule, Unit, UnitPrice};
use crate::warning::{Warning, WarningCode};
use rust_decimal::Decimal;
use std::sync::Arc;

/// Under what name the price of a plan's own dollars is shown.
const COMMITMENT: &str = "commitment.savings_plan";

impl Binder<'_> {
    /// Ties a purchase to prices; `None` when everything is on demand.
    pub(in crate::estimate) fn buying(
        &mut self,
        purchase: &Purchase,
        stated: &[ComponentUsage<'_>],
        month: Month,
    ) -> Result<Option<Box<Buying>>, EstimateError> {
        let given: Vec<Discount> = self.catalog.discounts().to_vec();
        if *purchase == Purchase::ON_DEMAND && given.is_empty() {
            return Ok(None);
        }
        let lines = std::mem::take(&mut self.lines);
        let bound = self.buying_of(purchase, &given, month, &lines);
        self.lines = lines;
        if let Some(spot) = &purchase.fargate_spot {
            self.warn_of_single_tasks(spot, stated);
        }
        bound.map(|buying| Some(Box::new(buying)))
    }

    fn buying_of(
        &mut self,
        purchase: &Purchase,
        given: &[Discount],
        month: Month,
        lines: &[Line],
    ) -> Result<Buying, EstimateError> {
        let mut commitments = Vec::new();
        for reservation in &purchase.reserved {
            commitments.push(self.reservation(reservation, lines)?);
        }
        for plan in &purchase.savings_plans {
            commitments.push(self.plan(plan, lines)?);
        }
        let discounts = purchase.discounts.iter().chain(given);
        let discounts = discounts.map(discount_terms).collect();
        let spot = self.spot(purchase, lines);
        let mut bought = Vec::with_capacity(lines.len());
        for line in lines {
            let whole = crate::formula::number(month.hours());
            let hours = line.usage.hours.as_ref().unwrap_or(&whole);
            bought.push(BuyLine {
                pool: line.pool,
                service: line.service,
                quantity: self.compile(&line.component, &line.usage.formula)?,
                hours: self.compile(&line.component, hours)?,
                stated: line.usage.spec.stated,
                spot: has_spot(line.usage.key.as_str())
                    && purchase
                        .fargate_spot
                        .as_ref()
                        .is_some_and(|spot| spot.is_about(&line.component)),
            });
        }
        let whole = Compiled::new(&crate::formula::number(month.hours()), Case::Expected).ok();
        let is_part = |line: &BuyLine| Some(&line.hours.expected) != whole.as_ref();
        if !commitments.is_empty() && bought.iter().any(is_part) {
            self.assumptions.push(
                "For commitments, what runs part of the time runs in the same hours.".to_owned(),
            );
        }
        Ok(Buying {
            month: month.hours(),
            lines: bought,
            spot,
            commitments,
            discounts,
        })
    }

    fn spot(&mut self, purchase: &Purchase, lines: &[Line]) -> Option<SpotTerms> {
        let spot = purchase.fargate_spot.as_ref()?;
        let is_about =
            |line: &&Line| spot.is_about(&line.component) && has_spot(line.usage.key.as_str());
        if !lines.iter().any(|line| is_about(&line)) {
            return None;
        }
        self.assumptions.push(format!(
            "Fargate Spot: {} of the task hours at {} off, as looked up on {} (no price list states it).",
            spot.share, spot.discount, spot.as_of
        ));
        Some(SpotTerms {
            share: spot.share.amount(),
            discount: spot.discount.amount(),
            title: format!("Fargate Spot, {} off", spot.discount),
        })
    }

    /// A service that may run as one task, and that on Spot, may not run at all for a while.
    fn warn_of_single_tasks(&mut self, spot: &FargateSpot, stated: &[ComponentUsage<'_>]) {
        for ComponentUsage {
            component, metered, ..
        } in stated
        {
            let name = &component.name;
            let single = |question: &OpenQuestion| question.code == WarningCode::SingleTask;
            let mut usage = metered.usage.iter();
            if spot.share.amount() > Decimal::ZERO
                && spot.is_about(name)
                && metered.questions.iter().any(single)
                && usage.any(|usage| has_spot(usage.key.as_str()))
            {
                let message = format!(
                    "`{}`: the single task of `{name}` may run on Spot capacity, which AWS takes back \
                     with two minutes' notice",
                    self.architecture
                );
                let warning = Warning::new(WarningCode::SpotSingleTask, message);
                let settled_by = format!("`{name}.tasks` or `fargate_spot.components`");
                self.warnings.push(warning.settled_by(settled_by));
            }
        }
    }

    fn plan(&mut self, plan: &SavingsPlan, lines: &[Line]) -> Result<Commitment, EstimateError> {
        let currency = self.catalog.book().currency();
        if currency != Currency::Usd {
            return Err(EstimateError::Currency {
                what: "commitments of Savings Plans",
                region: self.catalog.book().region().to_owned(),
                currency,
            });
        }
        let title = plan.title();
        let mut rates = Vec::with_capacity(lines.len());
        let mut excluded: Vec<(String, &'static str)> = Vec::new();
        for line in lines {
            rates.push(match plan.rate(line.usage.key.as_str()) {
                PlanRate::Covered(spec, key) => {
                    self.warn_of_tiers(&title, line);
                    let price = self.commitment_price(&title, spec, &key)?;
                    price.tiers.tiers().first().map(|tier| tier.price)
                }
                PlanRate::Excluded(why) => {
                    let title = line.usage.title.clone();
                    if !excluded.iter().any(|(known, _)| *known == title) {
                        excluded.push((title, why));
                    }
                    None
                }
                PlanRate::Other => None,
            });
        }
        for (usage, why) in excluded {
            let message = format!(
                "`{}`: {title}: {usage} is not covered; {why}",
                self.architecture
            );
            let warning = Warning::new(WarningCode::CommitmentExcludes, message);
            self.warnings.push(warning);
        }
        let per_hour = plan.commitment.amount();
        Ok(Commitment {
            key: PriceKey::new(COMMITMENT),
            price: Arc::new(self.own_price(per_hour, &plan.commitment.to_string())?),
            pooling: Pooling::Account,
            count: Decimal::ONE,
            per_hour,
            kind: CommitmentKind::Plan(rates),
            title,
        })
    }

    /// Rates are stated for the first tier of a price; what lies beyond is left on demand.
    fn warn_of_tiers(&mut self, title: &str, line: &Line) {
        let end = |pool: &Pool| pool.price.tiers.tiers().first().and_then(|tier| tier.to);
        let used = |pool: &Pool| pool.quantity.high.value(self.requests.high).ok();
        let pool = self.pools.get(line.pool);
        let beyond = pool.and_then(|pool| Some(used(pool)? > end(pool)?));
        if beyond == Some(true) {
            let message = format!(
                "`{}`: {title}: {} beyond the first tier is left on demand, because the rates are those \
                 of the first tier",
                self.architecture, line.usage.title
            );
            let warning = Warning::new(WarningCode::CommitmentExcludes, message);
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    fn reservation(
        &mut self,
        reservation: &Reservation,
        lines: &[Line],
    ) -> Result<Commitment, EstimateError> {
        let title = reservation.title();
        let (spec, key) = reservation.rate();
        let price = self.commitment_price(&title, spec, &key)?;
        let units = lines
            .iter()
            .map(|line| reservation.units_of(line.usage.key.as_str()));
        let valkey = |line: &Line| line.usage.key.as_str().starts_with("elasticache.valkey.");
        if reservation.engine == Reserved::Redis && lines.iter().any(valkey) {
            let message = format!(
                "`{}`: {title}: taken not to cover Valkey nodes; AWS may apply it to them, which was \
                 not verified",
                self.architecture
            );
            let warning = Warning::new(WarningCode::CommitmentExcludes, message);
            self.warnings.push(warning);
        }
        Ok(Commitment {
            kind: CommitmentKind::Reservation(units.collect()),
            count: reservation.count.amount(),
            per_hour: reservation.units(),
            pooling: spec.pooling,
            key,
            price,
            title,
        })
    }

    fn commitment_price(
        &mut self,
        title: &str,
        spec: &'static KeySpec,
        key: &PriceKey,
    ) -> Result<Arc<Price>, EstimateError> {
        let price = match self.catalog.price(key, spec) {
            Ok(price) => Arc::clone(price),
            Err(error) => {
                self.lacks(key, title, error);
                return Err(self.missing());
            }
        };
        if let Some(doubt) = price.doubt() {
            let message = format!("the price of `{key}` {doubt}");
            let warning = Warning::new(WarningCode::UnverifiedPrice, message);
            self.warnings.push(warning);
        }
        Ok(price)
    }

    /// The price of an hour of a commitment, which its buyer sets.
    fn own_price(&self, per_hour: Decimal, stated: &str) -> Result<Price, EstimateError> {
        let tier = Tier {
            from: Decimal::ZERO,
            to: None,
            price: UnitPrice::per_unit(per_hour),
        };
        let tiers = TierSchedule::new(vec![tier]).map_err(|fault| EstimateError::Purchase {
            what: format!("a commitment of {stated}"),
            problem: fault.to_string(),
        })?;
        Ok(Price {
            key: PriceKey::new(COMMITMENT),
            unit: Unit::Hour,
            currency: Currency::Usd,
            tiers,
            sku: None,
            rate_code: None,
            effective: None,
            as_of: String::new(),
            evidence: Evidence::Commitment,
            sources: vec![format!("the commitment stated, {stated}")],
            note: None,
        })
    }
}

fn discount_terms(discount: &Discount) -> DiscountTerms {
    // That there is such a service was checked when the discount was read.
    let service = discount.service.as_deref().and_then(service);
    let on = service.map_or_else(
        || "everything".to_owned(),
        |service| service.title.to_owned(),
    );
    DiscountTerms {
        service: service.map(|service| service.name),
        fraction: discount.discount.amount(),
        title: match &discount.source {
            Some(source) => format!("{} off {on} ({source})", discount.discount),
            None => format!("{} off {on}", discount.discount),
        },
    }
}
