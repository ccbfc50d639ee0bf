//! Container Insights that may be on.
//!
//! It is off unless it was turned on, for a cluster or for every new one of the account. On, ECS with
//! enhanced observability is charged for each metric it publishes; how many depends on clusters,
//! services, tasks and containers. EKS is charged by the observation instead, whose number is as
//! little known and whose price is not in the price books. Source: aws.amazon.com/cloudwatch/pricing.

use super::Present;
use crate::formula::count;
use crate::services::{Component, OpenQuestion, Settings, Usage, cloudwatch};
use crate::warning::WarningCode;

/// Clusters of containers that do not say whether Container Insights watches them.
pub(super) fn of_containers(present: &Present<'_>) -> Option<OpenQuestion> {
    let is_stated = |component: &&Component| match &component.settings {
        Settings::CloudWatch(stated) => stated.container_insights_metrics.is_some(),
        _ => false,
    };
    if present.components.iter().any(is_stated) {
        return None;
    }
    let of = |wanted: fn(&Settings) -> bool| -> Vec<&Component> {
        let components = present.components.iter();
        let runs = |c: &&&Component| present.copies(c).is_none_or(|copies| !copies.is_zero());
        let wanted = |c: &&&Component| wanted(&c.settings);
        components.filter(runs).filter(wanted).copied().collect()
    };
    let tasks = of(|settings| matches!(settings, Settings::Fargate(_)));
    let all = of(|settings| {
        matches!(
            settings,
            Settings::Fargate(_) | Settings::EksFargate(_) | Settings::Eks(_)
        )
    });
    let first = all.first()?;
    let message = match tasks.is_empty() {
        true => {
            "Container Insights of EKS is taken to be off; on, it is charged for its observations, \
             which are not counted here"
        }
        false => {
            "Container Insights is taken to be off; the amount is for each metric it would publish"
        }
    };
    let monitoring = present.components.iter();
    let mut monitoring = monitoring.filter(|c| matches!(c.settings, Settings::CloudWatch(_)));
    let name = monitoring.next().map_or("cloudwatch", |c| &c.name);
    let settled_by = format!("`{name}.container_insights_metrics`");
    let code = WarningCode::ContainerInsightsNotStated;
    let question = OpenQuestion::new(&first.name, code, message, settled_by);
    if tasks.is_empty() {
        return Some(question);
    }
    let metric = Usage::new(&cloudwatch::CONTAINER_INSIGHTS, &[], count(1, "metric"));
    Some(question.adding(vec![metric]))
}
