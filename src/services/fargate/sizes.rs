//! The sizes Fargate sells.

use rust_decimal::Decimal;

/// vCPUs and memory in GB of one size.
pub(in crate::services) type FargateSize = (Decimal, Decimal);

/// vCPU, smallest and largest memory in GB, and the step between sizes. 0.25 and 32 vCPU have
/// lists of their own.
const STEPPED: &[(&str, u32, u32, u32)] = &[
    ("0.5", 1, 4, 1),
    ("1", 2, 8, 1),
    ("2", 4, 16, 1),
    ("4", 8, 30, 1),
    ("8", 16, 60, 4),
    ("16", 32, 120, 8),
];

/// Every size of Linux tasks, smallest first. 32 vCPU since 2026-06-05.
pub(in crate::services) fn linux() -> Vec<FargateSize> {
    let quarter = ["0.5", "1", "2"].map(|gb| ("0.25", gb.to_owned()));
    let largest = ["60", "120", "244"].map(|gb| ("32", gb.to_owned()));
    let stepped = STEPPED.iter().flat_map(|(cpu, low, high, step)| {
        (*low..=*high)
            .step_by(*step as usize)
            .map(|gb| (*cpu, gb.to_string()))
    });
    let all = quarter.into_iter().chain(stepped).chain(largest);
    let decimal = |text: &str| Decimal::from_str_exact(text).unwrap_or_default();
    all.map(|(cpu, gb)| (decimal(cpu), decimal(&gb))).collect()
}

/// Windows tasks come with 1, 2 or 4 vCPU.
pub(in crate::services) fn windows() -> Vec<FargateSize> {
    let mut sizes = linux();
    sizes.retain(|(cpu, _)| *cpu >= Decimal::ONE && *cpu <= Decimal::from(4));
    sizes
}

/// Pods of EKS come with up to 16 vCPU.
pub(in crate::services) fn pods() -> Vec<FargateSize> {
    let mut sizes = linux();
    sizes.retain(|(cpu, _)| *cpu <= Decimal::from(16));
    sizes
}

/// The smallest of some sizes, smallest first, with at least so much of both.
pub(in crate::services) fn smallest_with(
    sizes: &[FargateSize],
    vcpu: Decimal,
    gb: Decimal,
) -> Option<FargateSize> {
    let mut sizes = sizes.iter().copied();
    sizes.find(|(cpu, memory)| *cpu >= vcpu && *memory >= gb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_those_aws_sells() {
        let has = |cpu: &str, gb: &str| {
            let pair = (cpu.parse().unwrap(), gb.parse().unwrap());
            linux().contains(&pair)
        };
        assert!(has("0.25", "0.5") && has("0.25", "2") && !has("0.25", "3"));
        assert!(has("4", "30") && !has("4", "31") && !has("4", "7"));
        assert!(has("8", "20") && !has("8", "18") && has("16", "120"));
        assert!(has("32", "244") && !has("32", "128"));
        assert!(linux().is_sorted());
        assert_eq!(windows().first(), Some(&(Decimal::ONE, Decimal::TWO)));
        assert_eq!(
            windows().last(),
            Some(&(Decimal::from(4), Decimal::from(30)))
        );
        assert_eq!(
            pods().last(),
            Some(&(Decimal::from(16), Decimal::from(120)))
        );
    }
}
