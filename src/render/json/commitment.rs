//! What became of commitments, as JSON.

use super::{Range, text};
use crate::estimate::CommitmentUse;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct CommitmentJson<'r> {
    commitment: &'r str,
    fee: String,
    used: Range,
    covered_on_demand_cost: Range,
    left_on_demand_cost: Range,
    utilisation: Option<String>,
    coverage: Option<String>,
    effective_rate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    best_per_hour: Option<String>,
}

pub(super) fn commitment(used: &CommitmentUse) -> CommitmentJson<'_> {
    CommitmentJson {
        commitment: &used.title,
        fee: text(used.fee.amount()),
        used: Range::money(&used.used),
        covered_on_demand_cost: Range::money(&used.covered),
        left_on_demand_cost: Range::money(&used.on_demand),
        utilisation: used.utilisation().map(text),
        coverage: used.coverage().map(text),
        effective_rate: used.effective_rate().map(text),
        best_per_hour: used.best_per_hour.map(|best| text(best.amount())),
    }
}
