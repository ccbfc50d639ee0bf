//! What two sides differ in, as flat records.

use super::{Field, Records};
use crate::difference::{Cause, ChargeDifference, Difference, Line, PairDifference};
use crate::units::Money;

const COLUMNS: &[&str] = &[
    "architecture",
    "traffic",
    "component",
    "category",
    "price_key",
    "description",
    "unit",
    "base_quantity",
    "head_quantity",
    "base_cost",
    "head_cost",
    "change_low",
    "change",
    "change_high",
    "usage",
    "price",
    "architecture_change",
    "traffic_change",
    "free_tier",
    "commitment",
    "currency",
];

/// Every charge of which anything changed, as a flat record; expected figures where nothing else is said.
#[must_use]
pub fn difference_records(difference: &Difference) -> Records {
    let record = |pair: &PairDifference, charge: &ChargeDifference| {
        let number = |money: Money| Field::Number(money.amount());
        let lines = (charge.base.as_ref(), charge.head.as_ref());
        let line = charge.line();
        let text = |text: Option<&String>| text.cloned().map_or(Field::None, Field::Text);
        let part = |cause| number(charge.causes.at(cause).expected);
        let quantity = |line: Option<&Line>| {
            line.map_or(Field::None, |line| Field::Number(line.quantity.expected))
        };
        let cost =
            |line: Option<&Line>| line.map_or(Field::None, |line| number(line.cost.expected));
        vec![
            Field::Text(pair.architecture.clone()),
            Field::Text(pair.traffic.clone()),
            Field::Text(charge.key.component.clone()),
            Field::Text(charge.key.category.word().to_owned()),
            Field::Text(charge.key.key.clone()),
            text(line.map(|line| &line.description)),
            text(line.map(|line| &line.unit)),
            quantity(lines.0),
            quantity(lines.1),
            cost(lines.0),
            cost(lines.1),
            number(charge.change.low),
            number(charge.change.expected),
            number(charge.change.high),
            part(Cause::Usage),
            part(Cause::Price),
            part(Cause::Architecture),
            part(Cause::Traffic),
            part(Cause::FreeTier),
            part(Cause::Commitment),
            Field::Text(difference.head.currency.clone()),
        ]
    };
    let mut rows = Vec::new();
    for pair in &difference.pairs {
        let charges = pair.components.iter().flat_map(|c| &c.charges);
        let changed = charges.filter(|charge| charge.is_changed());
        rows.extend(changed.map(|charge| record(pair, charge)));
    }
    Records {
        columns: COLUMNS.to_vec(),
        rows,
    }
}
