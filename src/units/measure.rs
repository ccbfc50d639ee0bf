//! Measures of a setting: sizes, durations, vCPUs, ACUs, counts, percentages.
//!
//! Each is a type of its own, read with its unit. A bare number is refused where a unit matters,
//! because `memory: 512` has been both megabytes and gigabytes in real files.

use super::number::{self, ValueError, group_digits};
use rust_decimal::Decimal;
use std::fmt;

/// A value with a unit that can be read from text and written back.
pub trait Measure: Copy + PartialEq + PartialOrd + fmt::Display + Sized {
    /// What is accepted, with an example, for error messages and the editor schema.
    const ACCEPTED: &'static str;

    /// The smallest difference that means something, in the base unit: a millisecond, a byte, a task. A
    /// simulation draws in such steps.
    const STEP: Decimal = Decimal::ONE;

    /// Reads one value.
    ///
    /// # Errors
    /// [`ValueError`] with what would be accepted.
    fn parse(text: &str) -> Result<Self, ValueError>;

    /// The amount in the base unit of the measure (bytes, milliseconds, vCPUs, a fraction of one).
    fn amount(self) -> Decimal;

    /// The measure of an amount in its base unit.
    fn of(amount: Decimal) -> Self;
}

/// Units of one measure, smallest first: names accepted, size in base units.
type Scale = &'static [(&'static [&'static str], u64)];

fn parse_scaled(text: &str, scale: Scale, accepted: &str) -> Result<Decimal, ValueError> {
    let (amount, unit) = number::split_plain(text, accepted)?;
    if unit.is_empty() {
        return Err(ValueError::new("the unit is missing", accepted));
    }
    // `Mb` and `Gb` are bits to whoever writes them, and an eighth of what they would be taken for.
    if unit.starts_with(|c: char| c.is_ascii_uppercase())
        && unit.contains('b')
        && accepted.contains('B')
    {
        return Err(ValueError::new(
            format!("`{unit}` is a unit of bits"),
            accepted,
        ));
    }
    let factor = scale
        .iter()
        .find(|(names, _)| names.iter().any(|name| name.eq_ignore_ascii_case(unit)))
        .map(|(_, factor)| *factor)
        .ok_or_else(|| ValueError::new(format!("`{unit}` is not a unit known here"), accepted))?;
    amount
        .checked_mul(Decimal::from(factor))
        .ok_or_else(|| ValueError::new("the value is too large", accepted))
}

/// Writes an amount in the largest unit that keeps it short.
fn show_scaled(amount: Decimal, scale: Scale, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut best: Option<(Decimal, &str)> = None;
    for (names, factor) in scale {
        let Some(value) = amount
            .checked_div(Decimal::from(*factor))
            .map(|v| v.normalize())
        else {
            continue;
        };
        let name = names.first().copied().unwrap_or_default();
        let fits = value >= Decimal::ONE && value.scale() <= 3;
        if best.is_none() || fits {
            best = Some((value, name));
        }
    }
    let (value, name) = best.unwrap_or((amount, ""));
    write!(f, "{} {name}", group_digits(&value.to_string()))
}

macro_rules! measure {
    ($(#[$doc:meta])* $name:ident, $accepted:literal, $scale:expr $(, $step:expr)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Decimal);

        impl Measure for $name {
            const ACCEPTED: &'static str = $accepted;
            $(const STEP: Decimal = $step;)?

            fn parse(text: &str) -> Result<Self, ValueError> {
                parse_scaled(text, $scale, Self::ACCEPTED).map(|v| $name(v.normalize()))
            }

            fn amount(self) -> Decimal {
                self.0
            }

            fn of(amount: Decimal) -> Self {
                $name(amount.normalize())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show_scaled(self.0, $scale, f)
            }
        }
    };
}

const KIB: u64 = 1 << 10;

measure!(
    /// An amount of data, kept in bytes.
    ///
    /// Units are binary (1 GB is 2³⁰ bytes, as on AWS bills; `GiB` means the same). The few things
    /// AWS meters in decimal gigabytes are converted where they are metered.
    Size, "a size with its unit, such as `512 MB` or `20 GB`",
    &[
        (&["B", "bytes", "byte"], 1),
        (&["KB", "KiB"], KIB),
        (&["MB", "MiB"], KIB * KIB),
        (&["GB", "GiB"], KIB * KIB * KIB),
        (&["TB", "TiB"], KIB * KIB * KIB * KIB),
    ]
);

measure!(
    /// A number of virtual CPUs.
    Vcpu, "a number of vCPUs, such as `0.5 vCPU`",
    &[(&["vCPU", "vCPUs"], 1)], Decimal::from_parts(1, 0, 0, false, 2)
);

measure!(
    /// Capacity of Aurora Serverless, in Aurora capacity units: about 2 GB of memory each.
    Acu, "a capacity with its unit, such as `1.5 ACU`",
    &[(&["ACU", "ACUs"], 1)], Decimal::from_parts(1, 0, 0, false, 2)
);

measure!(
    /// Data over time, kept in megabytes per second.
    Throughput, "a throughput with its unit, such as `250 MB/s`",
    &[(&["MB/s", "MiB/s"], 1)]
);

impl Throughput {
    /// The throughput in megabytes per second.
    #[must_use]
    pub fn megabytes_per_second(self) -> Decimal {
        self.0
    }
}

impl Size {
    /// Bytes in one binary gigabyte.
    pub const GB: Decimal = Decimal::from_parts(1 << 30, 0, 0, false, 0);

    /// The size in binary gigabytes; exact, because 2³⁰ divides into a decimal that ends.
    #[must_use]
    pub fn gigabytes(self) -> Decimal {
        self.0
            .checked_div(Size::GB)
            .unwrap_or(Decimal::MAX)
            .normalize()
    }

    /// The size in binary kilobytes.
    #[must_use]
    pub fn kilobytes(self) -> Decimal {
        self.0
            .checked_div(Decimal::from(KIB))
            .unwrap_or(Decimal::MAX)
            .normalize()
    }

    /// The size in binary megabytes.
    #[must_use]
    pub fn megabytes(self) -> Decimal {
        let mb = Decimal::from(KIB * KIB);
        self.0.checked_div(mb).unwrap_or(Decimal::MAX).normalize()
    }
}

/// A length of time, kept in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(Decimal);

const DURATIONS: Scale = &[
    (&["ms"], 1),
    (&["s", "sec", "second", "seconds"], 1_000),
    (&["min", "minute", "minutes"], 60_000),
    (&["h", "hour", "hours"], 3_600_000),
    (&["days", "day", "d"], 86_400_000),
];

impl Duration {
    /// The duration in hours.
    #[must_use]
    pub fn hours(self) -> Decimal {
        let hour = Decimal::from(3_600_000);
        self.0.checked_div(hour).unwrap_or(Decimal::MAX).normalize()
    }

    /// The duration in seconds.
    #[must_use]
    pub fn seconds(self) -> Decimal {
        let second = Decimal::from(1_000);
        self.0
            .checked_div(second)
            .unwrap_or(Decimal::MAX)
            .normalize()
    }
}

impl Measure for Duration {
    const ACCEPTED: &'static str = "a length of time with its unit, such as `500 ms` or `2 s`";

    fn parse(text: &str) -> Result<Self, ValueError> {
        parse_scaled(text, DURATIONS, Self::ACCEPTED).map(|v| Duration(v.normalize()))
    }

    fn amount(self) -> Decimal {
        self.0
    }

    fn of(amount: Decimal) -> Self {
        Duration(amount.normalize())
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_scaled(self.0, DURATIONS, f)
    }
}

/// How many of something: tasks, nodes, functions. May be a fraction, as an average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(Decimal);

impl Measure for Count {
    const ACCEPTED: &'static str = "a number, such as `2` or `10,000`";

    fn parse(text: &str) -> Result<Self, ValueError> {
        number::parse(text, Self::ACCEPTED).map(Count)
    }

    fn amount(self) -> Decimal {
        self.0
    }

    fn of(amount: Decimal) -> Self {
        Count(amount.normalize())
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&group_digits(&self.0.to_string()))
    }
}

/// A share of a whole, kept as a fraction of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(Decimal);

impl Percent {
    /// A share for readers: three decimal places of a percent, or one digit where these are all zero.
    #[must_use]
    pub fn shown(fraction: Decimal) -> Percent {
        let rounded = fraction.round_dp(5);
        Percent::of(match rounded.is_zero() {
            true => fraction.round_sf(1).unwrap_or_default(),
            false => rounded,
        })
    }
}

impl Measure for Percent {
    const ACCEPTED: &'static str = "a percentage between 0 % and 100 %, such as `80%`";
    const STEP: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

    fn parse(text: &str) -> Result<Self, ValueError> {
        let (amount, unit) = number::split(text, Self::ACCEPTED)?;
        if unit != "%" {
            return Err(ValueError::new(
                "the percent sign is missing",
                Self::ACCEPTED,
            ));
        }
        if amount > Decimal::ONE_HUNDRED {
            return Err(ValueError::new("the share is above 100 %", Self::ACCEPTED));
        }
        let fraction = amount.checked_div(Decimal::ONE_HUNDRED);
        Ok(Percent::of(fraction.unwrap_or(Decimal::ONE)))
    }

    fn amount(self) -> Decimal {
        self.0
    }

    fn of(amount: Decimal) -> Self {
        Percent(amount.normalize())
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.0.saturating_mul(Decimal::ONE_HUNDRED).normalize();
        write!(f, "{}%", group_digits(&percent.to_string()))
    }
}

/// A factor over an average, such as the `3x` of a peak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Factor(Decimal);

impl Measure for Factor {
    const ACCEPTED: &'static str = "a factor of at least one, such as `3x`";
    const STEP: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

    fn parse(text: &str) -> Result<Self, ValueError> {
        let (amount, unit) = number::split(text, Self::ACCEPTED)?;
        if !matches!(unit, "x" | "×") {
            return Err(ValueError::new("the `x` is missing", Self::ACCEPTED));
        }
        if amount < Decimal::ONE {
            return Err(ValueError::new("the factor is below one", Self::ACCEPTED));
        }
        Ok(Factor(amount))
    }

    fn amount(self) -> Decimal {
        self.0
    }

    fn of(amount: Decimal) -> Self {
        Factor(amount.normalize())
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x", group_digits(&self.0.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_required_and_read_exactly() {
        assert_eq!(Size::parse("1 GB"), Size::parse("1024 MB"));
        assert_eq!(Size::parse("1 GiB"), Size::parse("1 GB"));
        assert!(Size::parse("512").is_err());
        assert!(Size::parse("100 Mb").is_err());
        assert_eq!(Size::parse("20 gb"), Size::parse("20 GB"));
        assert_eq!(Size::parse("5B"), Size::parse("5 bytes"));
        assert!(Size::parse("1 GHz").is_err());
        assert_eq!(Duration::parse("0.5 s"), Duration::parse("500 ms"));
        assert!(Vcpu::parse("0.5").is_err());
        assert!(Percent::parse("120%").is_err());
    }
}
