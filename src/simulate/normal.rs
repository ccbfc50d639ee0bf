//! Quantiles of the normal distribution in decimals, to twelve places: the same on every machine.

use crate::units::{ArithmeticError, arithmetic};
use rust_decimal::{Decimal, MathematicalOps};

/// Source: Michael Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution",
/// Applied Statistics 37 (1988), routine PPND16; near the median, numerator and denominator.
const MIDDLE: [[&str; 8]; 2] = [
    [
        "3.3871328727963666080",
        "133.14166789178437745",
        "1971.5909503065514427",
        "13731.693765509461125",
        "45921.953931549871457",
        "67265.770927008700853",
        "33430.575583588128105",
        "2509.0809287301226727",
    ],
    [
        "1",
        "42.313330701600911252",
        "687.18700749205790830",
        "5394.1960214247511077",
        "21213.794301586595867",
        "39307.895800092710610",
        "28729.085735721942674",
        "5226.4952788528545610",
    ],
];

/// The same in the tails.
const TAILS: [[&str; 8]; 2] = [
    [
        "1.42343711074968357734",
        "4.63033784615654529590",
        "5.76949722146069140550",
        "3.64784832476320460504",
        "1.27045825245236838258",
        "0.241780725177450611770",
        "0.0227238449892691845833",
        "0.000774545014278341407640",
    ],
    [
        "1",
        "2.05319162663775882187",
        "1.67638483018380384940",
        "0.689767334985100004550",
        "0.148103976427480074590",
        "0.0151986665636164571966",
        "0.000547593808499534494600",
        "0.0000000010507500716444168432",
    ],
];

/// Places that are kept.
const PLACES: u32 = 12;

/// The quantile of the standard normal distribution; `p` lies between 10⁻¹⁰ and 1 − 10⁻¹⁰.
pub(super) fn quantile(p: Decimal) -> Result<Decimal, ArithmeticError> {
    let half = Decimal::from_parts(5, 0, 0, false, 1);
    let q = arithmetic::sub(p, half)?;
    let value = if q.abs() <= Decimal::from_parts(425, 0, 0, false, 3) {
        let r = arithmetic::sub(
            Decimal::from_parts(180_625, 0, 0, false, 6),
            arithmetic::mul(q, q)?,
        )?;
        arithmetic::mul(q, ratio(&MIDDLE, r)?)?
    } else {
        let tail = p.min(arithmetic::sub(Decimal::ONE, p)?);
        let r = (-logarithm(tail)?)
            .sqrt()
            .ok_or(ArithmeticError::Overflow)?;
        let r = arithmetic::sub(r, Decimal::from_parts(16, 0, 0, false, 1))?;
        let beyond = ratio(&TAILS, r)?;
        if q.is_sign_negative() {
            -beyond
        } else {
            beyond
        }
    };
    Ok(value.round_dp(PLACES))
}

/// ln 2.
const LN_2: Decimal = Decimal::from_parts(2860148159, 2180329217, 375755839, false, 28);

/// The natural logarithm of a positive number. That of the library loses digits far from one, so it is
/// asked near one only.
pub(super) fn logarithm(value: Decimal) -> Result<Decimal, ArithmeticError> {
    let (mut near, mut halvings) = (value, 0_i32);
    while near > Decimal::TWO {
        near = arithmetic::div(near, Decimal::TWO)?;
        halvings += 1;
    }
    while near < Decimal::ONE {
        near = arithmetic::mul(near, Decimal::TWO)?;
        halvings -= 1;
    }
    let log = near.checked_ln().ok_or(ArithmeticError::Overflow)?;
    arithmetic::add(log, arithmetic::mul(Decimal::from(halvings), LN_2)?)
}

/// The ratio of two polynomials, lowest coefficients first.
fn ratio(polynomials: &[[&str; 8]; 2], r: Decimal) -> Result<Decimal, ArithmeticError> {
    let [above, below] = polynomials;
    let value = |coefficients: &[&str; 8]| {
        let highest_first = coefficients.iter().rev();
        highest_first
            .into_iter()
            .try_fold(Decimal::ZERO, |sum, coefficient| {
                let coefficient = Decimal::from_str_exact(coefficient).unwrap_or_default();
                arithmetic::add(arithmetic::mul(sum, r)?.round_dp(24), coefficient)
            })
    };
    arithmetic::div(value(above)?, value(below)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number with too many digits would be taken for zero.
    #[test]
    fn every_coefficient_is_a_decimal() {
        let all = MIDDLE.iter().chain(&TAILS).flatten();
        assert!(
            all.clone()
                .all(|text| Decimal::from_str_exact(text).is_ok())
        );
        assert_eq!(all.count(), 32);
    }

    #[test]
    fn logarithms_are_those_of_the_tables() {
        for (value, log) in [
            ("2", "0.693147180560"),
            ("0.001", "-6.907755278982"),
            ("1000", "6.907755278982"),
        ] {
            let found = logarithm(value.parse().unwrap()).unwrap();
            assert!(
                (found - log.parse::<Decimal>().unwrap()).abs() <= Decimal::new(1, 11),
                "{value}: {found}"
            );
        }
    }

    /// Source: NIST/SEMATECH e-Handbook, 1.3.6.7.1, and its longer digits in any statistics package.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (p, z) in [
            ("0.5", "0"),
            ("0.95", "1.644853626951"),
            ("0.975", "1.959963984540"),
            ("0.999", "3.090232306168"),
            ("0.05", "-1.644853626951"),
            ("0.001", "-3.090232306168"),
            ("0.75", "0.674489750196"),
        ] {
            let found = quantile(p.parse().unwrap()).unwrap();
            let expected: Decimal = z.parse().unwrap();
            assert!(
                (found - expected).abs() <= Decimal::new(1, 11),
                "{p}: {found}"
            );
        }
    }
}
