//! Charges as rows of FOCUS 1.2, the FinOps Open Cost and Usage Specification, so that an estimate
//! stands beside the bill in a warehouse without a mapping.

mod row;
mod services;

use super::{Field, Records};
use crate::catalog::Catalog;
use crate::estimate::{Category, Charge, Estimate};
use crate::scenario::Scenario;
use crate::units::{ArithmeticError, CalendarMonth, Date};
use row::Row;
pub use services::{ServiceKind, service_kind};

/// The account of every row: an estimate has none.
pub const ACCOUNT: &str = "estimate";

/// Why charges can't be written as FOCUS rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FocusError {
    /// Rows need a month of the calendar, and nothing states one.
    #[error(
        "nothing says which month the rows are of: the price book `{book}` gives no month it was read \
         in; state `month: 2026-11` or `as_of: 2026-11-21` in the scenario"
    )]
    NoMonth {
        /// The price book.
        book: String,
    },
    /// A sum does not fit a decimal.
    #[error("a fee can't be added up: {0}")]
    Arithmetic(#[from] ArithmeticError),
}

/// The month of the calendar an estimate is filed under: that of the scenario, of its day, or the one
/// the price book was read in.
#[must_use]
pub fn filed_month(scenario: &Scenario, catalog: &Catalog) -> Option<CalendarMonth> {
    let of_text = |text: &str| CalendarMonth::parse(text.get(..7)?).ok();
    let of_day = |day: Date| of_text(&day.to_string());
    let stated = scenario.month.calendar_month();
    let stated = stated.or_else(|| scenario.as_of.and_then(of_day));
    stated.or_else(|| of_text(catalog.book().as_of()))
}

/// Every charge as rows of [FOCUS 1.2](https://focus.finops.org/).
///
/// What an estimate has no word for is left empty where the specification allows it. Where it does
/// not, and an estimate differs from a bill:
///
/// - **Rows.** A charge is a row for each tier it reaches, so that `ListUnitPrice` × `PricingQuantity`
///   is `ListCost` (to the last of the 18 decimal places of an amount). Architectures are alternatives:
///   add up the rows of one `x_Architecture` and one `x_TrafficLevel`, never of several. Their
///   `EffectiveCost`, and their `BilledCost`, are the estimate's expected total, exactly.
/// - **Month.** The billing and charge period is the calendar month of the scenario; without one
///   (`month: 730 h`) the month of its `as_of`, and without that the month the price book was read in.
///   The quantities are those of the month that was priced.
/// - **Offsets.** What a free allowance takes off, and what comes with a resource, is a `Credit`; what
///   Spot capacity, negotiated discounts and the cover of commitments take off is an `Adjustment`.
///   Neither has a quantity or unit price, and each of its four costs is the negative amount.
/// - **Commitments.** The fee is a `Purchase` that is billed and has no effective cost; the used and
///   the unused part of it are `Usage` with an effective cost that is not billed. Commitments of the same
///   kind and terms in one architecture share a `CommitmentDiscountId`.
/// - **Ids.** `SkuId` is AWS's, or our price key where no source states it. `SkuPriceId` is the rate
///   code of the first tier; further tiers, whose codes are not known, add where they begin.
///   `BillingAccountId` is [`ACCOUNT`] because an estimate has none; a resource is
///   `architecture/component`.
/// - **Ranges.** `x_CostLow` and `x_CostHigh` are those of a whole charge, on its first row; added up
///   they are the ends of the total.
///
/// # Errors
/// When nothing states a month, or a sum does not fit.
pub fn focus_records(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
) -> Result<Records, FocusError> {
    let month = filed_month(scenario, catalog).ok_or_else(|| FocusError::NoMonth {
        book: catalog.book().name().to_owned(),
    })?;
    let mut rows = Vec::new();
    for estimate in estimates {
        let of = |charge| Row::new(scenario, estimate, charge, month);
        let mut charges = estimate.charges.iter().peekable();
        while let Some(charge) = charges.next() {
            if is_fee(charge) {
                // The two parts of a fee follow each other.
                let rest = charges.next_if(|next| is_rest(charge, next));
                rows.push(of(charge).purchase(rest)?);
                rows.push(of(charge).part_of_fee());
                rows.extend(rest.map(|rest| of(rest).part_of_fee()));
            } else if charge.category == Category::Usage {
                rows.extend(of(charge).usage());
            } else {
                rows.push(of(charge).offset());
            }
        }
    }
    Ok(Records {
        columns: row::COLUMNS.to_vec(),
        rows,
    })
}

fn is_fee(charge: &Charge) -> bool {
    matches!(
        charge.category,
        Category::Commitment | Category::UnusedCommitment
    )
}

/// True for the unused part that follows the used part of the same fee.
fn is_rest(used: &Charge, next: &Charge) -> bool {
    let same = used.component == next.component && used.key == next.key;
    same && used.category == Category::Commitment && next.category == Category::UnusedCommitment
}

/// Text, or nothing.
fn optional(text: Option<&str>) -> Field {
    text.map_or(Field::None, |text| Field::Text(text.to_owned()))
}
