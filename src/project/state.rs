//! What is carried from month to month: credits left, free tiers, support.

use super::{Milestone, MonthCost, PlannedMonth};
use crate::architecture::Architecture;
use crate::catalog::{Catalog, FreeTier, FreeTierTerms};
use crate::estimate::{Bound, Category, Estimate, EstimateError, Terms, bind};
use crate::scenario::{Projection, Scenario};
use crate::units::{CalendarMonth, Measure, Money, Month, Spread, arithmetic};
use crate::warning::Warning;
use rust_decimal::Decimal;

/// What is carried from month to month.
pub(super) struct State<'s> {
    scenario: &'s Scenario,
    /// The scenario as of the month being priced.
    dated: Scenario,
    catalog: &'s Catalog,
    stated: &'s Projection,
    first: Option<CalendarMonth>,
    pub milestones: Vec<Milestone>,
    /// Warnings met so far, with the month.
    pub warnings: Vec<(String, Warning)>,
    legacy_is_over: bool,
    /// By architecture: keys of extended support charged in the month before.
    lapsing: Vec<Vec<String>>,
    /// By architecture: credits left, once known.
    balances: Vec<Option<Spread<Decimal>>>,
    /// The cheapest of the month before.
    cheapest: Vec<String>,
}

impl<'s> State<'s> {
    /// Before the first month.
    pub fn new(
        scenario: &'s Scenario,
        catalog: &'s Catalog,
        stated: &'s Projection,
        first: Option<CalendarMonth>,
        architectures: usize,
    ) -> State<'s> {
        State {
            scenario,
            dated: scenario.clone(),
            catalog,
            stated,
            first,
            milestones: Vec::new(),
            warnings: Vec::new(),
            legacy_is_over: false,
            lapsing: vec![Vec::new(); architectures],
            balances: vec![None; architectures],
            cheapest: Vec::new(),
        }
    }

    /// One architecture in one month, and the requests of the month.
    pub fn price(
        &mut self,
        at: usize,
        name: &str,
        architecture: &Architecture,
        month: &PlannedMonth,
    ) -> Result<(MonthCost, Spread<Decimal>), EstimateError> {
        let terms = self.terms(month);
        let first_day = month.month.map(CalendarMonth::first_day);
        self.dated.as_of = first_day.or(self.scenario.as_of);
        let bound = bind(
            &self.dated,
            name,
            architecture,
            &month.traffic,
            self.catalog,
            terms,
        )?;
        let failed = |error| EstimateError::Total {
            architecture: name.to_owned(),
            traffic: month.traffic.clone(),
            error,
        };
        let requests =
            Spread::try_from_cases(|case| arithmetic::mul(bound.requests().at(case), month.factor))
                .map_err(failed)?;
        let estimate = bound.with_requests(requests).estimate()?;
        self.note_support(at, name, &bound, month);
        self.note_warnings(&estimate, month);
        let cost = estimate.monthly_cost;
        let sum = |category| estimate.sum_of(|charge| charge.category == category);
        let of_month = MonthCost {
            cost,
            list_cost: estimate.list_cost,
            commitment_used: sum(Category::Commitment).map_err(failed)?,
            commitment_unused: sum(Category::UnusedCommitment).map_err(failed)?,
            is_at_list: !estimate.is_bought_otherwise(),
            credits: self.spend_credits(at, name, month, terms.free_tier, &cost),
        };
        Ok((of_month, requests))
    }

    /// The free tier an account still has in a month, and its length.
    fn terms(&mut self, month: &PlannedMonth) -> Terms {
        let mut free_tier = self.scenario.free_tier;
        let age = self.account_age(month);
        let ends = self.catalog.allowances().legacy_ends;
        let over = |month: CalendarMonth| month.first_day() >= ends;
        let is_over = age >= 12 || month.month.is_some_and(over);
        if free_tier.kind == FreeTier::Legacy12Month && is_over {
            free_tier = FreeTierTerms::ALWAYS;
            if !self.legacy_is_over {
                self.legacy_is_over = true;
                self.milestone(month, "the twelve-month free tier has ended".to_owned());
            }
        }
        Terms {
            month: match (self.stated.calendar, month.month) {
                (true, Some(calendar)) => Month::calendar(calendar),
                _ => self.scenario.month,
            },
            free_tier,
        }
    }

    /// Full months since the account was opened.
    fn account_age(&self, month: &PlannedMonth) -> i64 {
        let opened = self.stated.account_opened.or(self.first);
        match (month.month, opened) {
            (Some(month), Some(opened)) => i64::from(month.months_since(opened)),
            _ => i64::from(month.number) - 1,
        }
    }

    /// Pays a bill from what is left of the credits.
    fn spend_credits(
        &mut self,
        at: usize,
        name: &str,
        month: &PlannedMonth,
        free_tier: FreeTierTerms,
        cost: &Spread<Money>,
    ) -> Spread<Money> {
        let none = Spread::exact(Money::ZERO);
        if free_tier.kind != FreeTier::Credits {
            return none;
        }
        let rules = &self.catalog.allowances().credits;
        let age = self.account_age(month);
        let granted = free_tier.balance.map_or(rules.signup, Measure::amount);
        let expired = age >= i64::from(rules.expire_after_months);
        let Some(slot) = self.balances.get_mut(at) else {
            return none;
        };
        let before = slot.unwrap_or(Spread::exact(granted));
        if expired || before.high.is_zero() && before.low.is_zero() {
            let lapsed = expired && before.expected > Decimal::ZERO;
            *slot = Some(Spread::exact(Decimal::ZERO));
            if lapsed {
                let text = format!(
                    "{name}: ${} of credits lapse unused",
                    Money::new(before.expected).cents()
                );
                self.milestone(month, text);
            }
            return none;
        }
        let paid = Spread::from_cases(|case| {
            let bill = cost.at(case).amount();
            before.at(case).min(bill).max(Decimal::ZERO)
        });
        let after = Spread::from_cases(|case| before.at(case).saturating_sub(paid.at(case)));
        *slot = Some(after);
        if after.expected.is_zero() && before.expected > Decimal::ZERO {
            self.milestone(month, format!("{name}: the credits are used up"));
        }
        paid.map(Money::new)
    }

    /// Notes extended support that begins.
    fn note_support(&mut self, at: usize, name: &str, bound: &Bound, month: &PlannedMonth) {
        let charged: Vec<String> = bound.dated_keys().map(str::to_owned).collect();
        let Some(known) = self.lapsing.get_mut(at) else {
            return;
        };
        let ended: Vec<String> = known
            .iter()
            .filter(|key| !charged.contains(key))
            .cloned()
            .collect();
        let fresh: Vec<String> = charged
            .iter()
            .filter(|key| !known.contains(key))
            .cloned()
            .collect();
        *known = charged;
        for key in ended {
            let text = format!("{name}: `{key}` is no longer charged");
            self.milestone(month, text);
        }
        for key in fresh {
            self.milestone(
                month,
                format!("{name}: extended support is charged (`{key}`)"),
            );
        }
    }

    /// Notes that others are the cheapest than in the month before.
    pub fn note_cheapest(&mut self, month: &PlannedMonth, cheapest: &[String]) {
        let before = std::mem::replace(&mut self.cheapest, cheapest.to_vec());
        if before.is_empty() || before == cheapest {
            return;
        }
        let said = |names: &[String]| match names {
            [sole] => sole.clone(),
            several => format!("{} alike", several.join(" and ")),
        };
        self.milestones.push(Milestone {
            month: month.name(),
            text: format!(
                "the cheapest changes from {} to {}",
                said(&before),
                said(cheapest)
            ),
            cheapest: cheapest.to_vec(),
        });
    }

    /// Notes warnings that were not met in an earlier month.
    fn note_warnings(&mut self, estimate: &Estimate, month: &PlannedMonth) {
        for warning in &estimate.warnings {
            let is_known = |(_, known): &(String, Warning)| {
                known.code == warning.code && known.message == warning.message
            };
            if !self.warnings.iter().any(is_known) {
                let mut warning = warning.clone();
                warning.is_accepted |= self.scenario.accepted_warnings.contains(&warning.code);
                self.warnings.push((month.name(), warning));
            }
        }
    }

    fn milestone(&mut self, month: &PlannedMonth, text: String) {
        let milestone = Milestone {
            month: month.name(),
            text,
            cheapest: Vec::new(),
        };
        if !self.milestones.contains(&milestone) {
            self.milestones.push(milestone);
        }
    }
}
