//! Burstable classes: CPU that comes with them, and how much can be spent beyond it.
//!
//! A class of the T family earns credits for a share of each vCPU, its baseline. In unlimited mode,
//! what the average of a day exceeds the baseline by is charged as surplus credits, so that no more
//! than `vCPU × (1 − baseline)` can be. T2 differs from T3, T3a and T4g. Source: EC2 user guide, "Key
//! concepts for burstable performance instances".

use rust_decimal::Decimal;

/// The baseline of each vCPU in tenths of a percent, by the sizes that share it.
const T3: &[(&str, i64)] = &[
    ("nano", 50),
    ("micro", 100),
    ("small", 200),
    ("medium", 200),
    ("large", 300),
    ("xlarge", 400),
    ("2xlarge", 400),
];
const T2: &[(&str, i64)] = &[
    ("nano", 50),
    ("micro", 100),
    ("small", 200),
    ("medium", 200),
    ("large", 300),
    ("xlarge", 225),
    ("2xlarge", 170),
];

/// The share of each vCPU that comes with a class; none where the class is not known.
fn baseline(family: &str, size: &str) -> Option<Decimal> {
    let sizes = match family {
        "t2" => T2,
        "t3" | "t3a" | "t4g" => T3,
        _ => return None,
    };
    let found = sizes.iter().find(|(known, _)| *known == size)?;
    Some(Decimal::new(found.1, 3))
}

/// The most vCPU one instance can use beyond its baseline, on average; none where the class is not
/// known.
pub(super) fn most_above_baseline(family: &str, size: &str, vcpus: Decimal) -> Option<Decimal> {
    let beyond = Decimal::ONE.checked_sub(baseline(family, size)?)?;
    Some(vcpus.checked_mul(beyond)?.normalize())
}

/// True for T2, T3, T3a, T4g and their successors.
pub(super) fn is_burstable(family: &str) -> bool {
    let generation = family.strip_prefix('t');
    generation.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}
