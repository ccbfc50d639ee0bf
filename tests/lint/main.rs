//! What a scenario leaves open: the warning, what the answer would add, and the setting that gives
//! it, against figures worked by hand from the price list of us-east-1.

#[path = "../common/mod.rs"]
mod common;
mod connections;
mod egress;
mod network;
mod private_subnets;
#[path = "../program/mod.rs"]
mod program;
mod retention;
mod shown;
mod tasks;
mod versions;

use breakeven::estimate::Estimate;
use breakeven::warning::Warning;
use common::{components, components_with, only};

/// A list of components as they are here, and the changes that answer what they leave open.
fn warnings(list: &str) -> Vec<Warning> {
    only(&components(list)).warnings
}

fn codes(list: &str) -> Vec<&'static str> {
    warnings(list).iter().map(|w| w.code.code()).collect()
}

fn of_code(warnings: &[Warning], code: &str) -> Option<Warning> {
    let mut found = warnings.iter().filter(|w| w.code.code() == code);
    let first = found.next().cloned();
    assert_eq!(found.next(), None, "{code} is warned of twice");
    first
}

/// What a warning of this code adds; the message must name all of `names`.
fn adds(list: &str, code: &str, names: &[&str]) -> String {
    added(&warnings(list), code, names)
}

fn added(warnings: &[Warning], code: &str, names: &[&str]) -> String {
    let warning = of_code(warnings, code);
    let warning = warning.unwrap_or_else(|| panic!("no {code} in {warnings:#?}"));
    for name in names {
        assert!(warning.message.contains(name), "{name}: {warning:#?}");
    }
    warning.amount.unwrap().to_string()
}

/// The code is gone once any of these lists is stated instead.
fn settled(code: &str, lists: &[&str]) {
    for list in lists {
        let found = of_code(&warnings(list), code);
        assert_eq!(found, None, "{list}");
    }
}

const TASKS: &str = "cpu: 0.25 vCPU, memory: 512 MB, tasks: 2";
const DATABASE: &str = "rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 }";
const CLUSTER: &str = "aurora: { engine: postgres, capacity: 1 ACU }";
const STANDBY: &str = "rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3, \
                       deployment: multi-az }";

/// One scenario with 3 × 2^20 requests of 1 KB: 3 GB of responses.
fn three_gigabytes(list: &str) -> Estimate {
    only(&components_with(
        list,
        "free_tier: none",
        "3145728 per month",
    ))
}

fn warnings_of(list: &str) -> Vec<Warning> {
    three_gigabytes(list).warnings
}
