//! A side that was saved.

use super::line::Line;
use super::side::{Described, Origin, Priced, PricesOf, Side};
use crate::saved::{Saved, SavedCharge, SavedError, SavedEstimate};
use std::collections::BTreeSet;

impl Side {
    /// An estimate that `breakeven estimate --save` wrote, or `estimate` or `compare` as JSON. `name` is
    /// how its user knows it.
    ///
    /// # Errors
    /// When it is something else, is of a newer version, or does not add up.
    pub fn of_saved(name: &str, text: &str) -> Result<Side, SavedError> {
        let saved = Saved::parse(name, text)?;
        let names = |of: fn(&SavedEstimate) -> &String| {
            let mut seen = BTreeSet::new();
            let names = saved.estimates.iter().map(of);
            names.filter(|name| seen.insert(*name)).cloned().collect()
        };
        Ok(Side {
            known: [
                names(|estimate| &estimate.architecture),
                names(|estimate| &estimate.traffic),
            ],
            described: Described {
                name: saved.name,
                origin: Origin::Saved,
                scenario: saved.scenario,
                region: saved.region,
                currency: saved.currency,
                free_tier: saved.free_tier,
                month_hours: saved.month_hours,
                month: saved.month,
                as_of: saved.as_of,
                prices: PricesOf {
                    source: saved.prices.source,
                    as_of: saved.prices.as_of,
                    sha256: saved.prices.sha256,
                },
            },
            estimates: saved.estimates.into_iter().map(priced).collect(),
            traffic_marks: saved.traffic_marks,
            inputs: None,
        })
    }
}

fn priced(estimate: SavedEstimate) -> Priced {
    let components = estimate.components.into_iter();
    Priced {
        architecture: estimate.architecture,
        title: estimate.title,
        traffic: estimate.traffic,
        requests: estimate.requests,
        cost: estimate.monthly_cost,
        lines: estimate.charges.into_iter().map(line).collect(),
        components: components
            .map(|of| (of.component, (of.service, of.mark)))
            .collect(),
        purchase_mark: estimate.purchase_mark,
    }
}

fn line(charge: SavedCharge) -> Line {
    Line {
        component: charge.component,
        service: charge.service,
        category: charge.category,
        key: charge.price_key,
        allowance: charge.allowance,
        description: charge.description,
        quantity: charge.quantity,
        unit: charge.unit,
        formula: charge.formula,
        unit_prices: charge.unit_prices,
        schedule: charge.schedule,
        cost: charge.cost,
    }
}
