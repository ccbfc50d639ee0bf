//! Open questions as warnings, with what the cheapest answer would add at list prices.

use super::EstimateError;
use super::bind::Binder;
use crate::formula::Conditions;
use crate::services::{OpenQuestion, Usage};
use crate::units::{Case, Money};
use crate::warning::Warning;

impl Binder<'_> {
    /// Warns of a question, unless its answer would change nothing.
    pub(super) fn ask(&mut self, question: &OpenQuestion) -> Result<(), EstimateError> {
        let amount = self.added(question)?;
        if amount.is_some_and(|amount| amount <= Money::ZERO) {
            return Ok(());
        }
        let mut message = question.message.clone();
        if amount.is_none() && !question.answers.is_empty() {
            // Without its name: the same is said of all regions without a price at once.
            message.push_str("; its price is not known in this region");
        }
        self.warnings.push(Warning {
            code: question.code,
            message,
            amount,
            is_included: question.is_included,
            is_accepted: false,
            settled_by: Some(question.settled_by.clone()),
        });
        Ok(())
    }

    /// What the cheapest answer adds to what it replaces; `None` when a price is not known.
    fn added(&self, question: &OpenQuestion) -> Result<Option<Money>, EstimateError> {
        let mut costs = Vec::with_capacity(question.answers.len());
        for answer in &question.answers {
            costs.extend(self.list_cost(question, answer)?);
        }
        let Some(least) = costs.into_iter().min() else {
            return Ok(None);
        };
        let Some(replaced) = self.list_cost(question, &question.replaced)? else {
            return Ok(None);
        };
        let added = least.checked_sub(replaced);
        added.map(Some).map_err(|error| EstimateError::Total {
            architecture: self.architecture.to_owned(),
            traffic: self.traffic.to_owned(),
            error,
        })
    }

    /// What some usage costs at list prices, as expected; `None` when a price is not known.
    fn list_cost(
        &self,
        question: &OpenQuestion,
        usage: &[Usage],
    ) -> Result<Option<Money>, EstimateError> {
        let mut sum = Money::ZERO;
        for usage in usage {
            // Nothing is charged for it: a price that is missing or unfit does not end the estimate.
            let Some(price) = self.catalog.price_if_known(&usage.key, usage.spec) else {
                return Ok(None);
            };
            let conditions = Conditions {
                requests: self.requests,
                case: Case::Expected,
                draws: &[],
            };
            let cost = usage.formula.value(conditions);
            let cost = cost.and_then(|quantity| price.tiers.cost(quantity).map(Money::new));
            let added = cost.and_then(|cost| sum.checked_add(cost));
            sum = added
                .map_err(|error| self.arithmetic(&question.component, &usage.formula, error))?;
        }
        Ok(Some(sum))
    }
}
