//! What the specification asks of a row.

use super::Row;
use rust_decimal::Decimal;

/// Columns no row may leave empty, by the specification.
const NEVER_NULL: [&str; 19] = [
    "BilledCost",
    "BillingAccountId",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeDescription",
    "ChargeFrequency",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "ContractedCost",
    "EffectiveCost",
    "InvoiceIssuerName",
    "ListCost",
    "ProviderName",
    "PublisherName",
    "ServiceCategory",
    "ServiceName",
    "ServiceSubcategory",
];

/// Columns that usage and purchases must fill.
const OF_USAGE_AND_PURCHASES: [&str; 7] = [
    "ContractedUnitPrice",
    "ListUnitPrice",
    "PricingCategory",
    "PricingQuantity",
    "PricingUnit",
    "SkuId",
    "SkuPriceId",
];

const NUMBERS: [&str; 12] = [
    "BilledCost",
    "CommitmentDiscountQuantity",
    "ConsumedQuantity",
    "ContractedCost",
    "ContractedUnitPrice",
    "EffectiveCost",
    "ListCost",
    "ListUnitPrice",
    "PricingQuantity",
    "x_CostHigh",
    "x_CostLow",
    "x_CostHigh",
];

pub(super) fn decimal(row: &Row, column: &str) -> Option<Decimal> {
    let text = row[column].as_str();
    (!text.is_empty()).then(|| Decimal::from_str_exact(text).unwrap_or_else(|_| panic!("{text}")))
}

/// `a × b` is `c`, but for the last places of an amount that never ends.
fn is_product(row: &Row, a: &str, b: &str, c: &str) -> bool {
    let (Some(a), Some(b)) = (decimal(row, a), decimal(row, b)) else {
        return true;
    };
    let difference = a * b - decimal(row, c).unwrap();
    difference.abs() <= Decimal::new(1, 16)
}

fn has(row: &Row, column: &str, allowed: &[&str]) {
    let value = row[column].as_str();
    assert!(allowed.contains(&value), "{column} is {value:?}: {row:?}");
}

pub(super) fn follows_the_rules(row: &Row) {
    for column in NEVER_NULL {
        assert!(!row[column].is_empty(), "{column}: {row:?}");
    }
    for column in NUMBERS {
        let text = row[column].as_str();
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
        assert!(text.chars().all(plain), "{column} is {text}");
    }
    has(
        row,
        "ChargeCategory",
        &["Usage", "Purchase", "Credit", "Adjustment"],
    );
    has(row, "ChargeClass", &[""]);
    has(row, "ChargeFrequency", &["Recurring", "Usage-Based"]);
    has(row, "PricingCategory", &["", "Standard", "Committed"]);
    has(row, "CommitmentDiscountStatus", &["", "Used", "Unused"]);
    has(row, "CommitmentDiscountCategory", &["", "Spend", "Usage"]);
    has(row, "BillingCurrency", &["USD", "CNY"]);
    let category = row["ChargeCategory"].as_str();
    let is_bought = matches!(category, "Usage" | "Purchase");
    for column in OF_USAGE_AND_PURCHASES {
        // A credit or an adjustment has ids, but neither quantity nor price.
        let may_be_there = is_bought || column.starts_with("Sku");
        assert!(!is_bought || !row[column].is_empty(), "{column}: {row:?}");
        assert!(may_be_there || row[column].is_empty(), "{column}: {row:?}");
    }
    assert_eq!(
        row["ChargeFrequency"] == "Recurring",
        category == "Purchase"
    );
    assert!(
        is_product(row, "ListUnitPrice", "PricingQuantity", "ListCost"),
        "{row:?}"
    );
    assert!(
        is_product(
            row,
            "ContractedUnitPrice",
            "PricingQuantity",
            "ContractedCost"
        ),
        "{row:?}"
    );
    for price in ["ListUnitPrice", "ContractedUnitPrice"] {
        assert!(decimal(row, price).is_none_or(|price| price >= Decimal::ZERO));
    }
    if !is_bought {
        for cost in ["ListCost", "ContractedCost", "EffectiveCost"] {
            assert_eq!(row[cost], row["BilledCost"], "{row:?}");
        }
    }
    // What is consumed, by what is not the unused part of a commitment.
    let is_consumed = category == "Usage" && row["CommitmentDiscountStatus"] != "Unused";
    assert_eq!(!row["ConsumedQuantity"].is_empty(), is_consumed, "{row:?}");
    assert_eq!(
        row["ConsumedQuantity"].is_empty(),
        row["ConsumedUnit"].is_empty()
    );
    for (id, others) in [
        ("RegionId", &["RegionName"][..]),
        ("ResourceId", &["ResourceName", "ResourceType"]),
        ("SkuId", &["SkuMeter"]),
        ("SubAccountId", &["SubAccountName", "SubAccountType"]),
        (
            "CommitmentDiscountId",
            &[
                "CommitmentDiscountName",
                "CommitmentDiscountType",
                "CommitmentDiscountCategory",
            ],
        ),
    ] {
        for other in others {
            assert_eq!(
                row[id].is_empty(),
                row[*other].is_empty(),
                "{id}, {other}: {row:?}"
            );
        }
    }
    let is_committed = !row["CommitmentDiscountId"].is_empty();
    assert!(is_committed || row["CommitmentDiscountStatus"].is_empty());
    if is_committed {
        assert_eq!(
            !row["CommitmentDiscountStatus"].is_empty(),
            category == "Usage",
            "{row:?}"
        );
        assert_eq!(
            !row["CommitmentDiscountQuantity"].is_empty(),
            is_bought,
            "{row:?}"
        );
        assert_eq!(row["PricingCategory"] == "Committed", category == "Usage");
    }
    if category == "Purchase" && is_committed {
        assert_eq!(row["EffectiveCost"], "0");
    }
    for column in [
        "BillingPeriodStart",
        "BillingPeriodEnd",
        "ChargePeriodStart",
        "ChargePeriodEnd",
    ] {
        let text = row[column].as_str();
        let shape: String = text
            .chars()
            .map(|c| if c.is_ascii_digit() { '9' } else { c })
            .collect();
        assert_eq!(shape, "9999-99-99T99:99:99Z");
    }
    assert!(row["BillingPeriodStart"] < row["BillingPeriodEnd"]);
}
