//! Monthly active users of user pools.

mod common;

use common::{components_with, dec, only, refused, total};
use rust_decimal::Decimal;

fn cost(settings: &str, free_tier: &str) -> Decimal {
    let list = format!("[ cognito: {{ {settings} }} ]");
    total(&only(&components_with(
        &list,
        &format!("free_tier: {free_tier}"),
        "0 per month",
    )))
}

/// 10,000 free, 90,000 × 0.0055 = 495, 50,000 × 0.0046 = 230.
#[test]
fn lite_users_have_tiers_behind_the_free_ones() {
    assert_eq!(cost("plan: lite, users: 150000", "always"), dec("725"));
    assert_eq!(cost("plan: lite, users: 10000", "always"), Decimal::ZERO);
    // Without the allowance the first 100,000 are at the first price: 550 + 230.
    assert_eq!(cost("plan: lite, users: 150000", "none"), dec("780"));
}

/// 50,000 free, 50,000 × 0.0055 = 275, 900,000 × 0.0046 = 4,140, 1M × 0.00325 = 3,250; 200 federated
/// users × 0.015 = 3.
#[test]
fn older_pools_keep_their_allowance() {
    let users = "plan: legacy, users: 2000000, federated: 200";
    assert_eq!(cost(users, "always"), dec("7668"));
}

/// 10,000 are free of Lite and Essentials together: 2,000 × 0.015; none of Plus: 12,000 × 0.02.
#[test]
fn essentials_share_the_allowance_and_plus_has_none() {
    assert_eq!(cost("users: 12000", "always"), dec("30"));
    assert_eq!(cost("plan: plus, users: 12000", "always"), dec("240"));
}

#[test]
fn federated_users_are_priced_in_older_pools_only() {
    let why = refused("[ cognito: { users: 10, federated: 5 } ]");
    assert!(why.contains("no sourced price"), "{why}");
}
