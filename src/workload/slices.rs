//! Hours of a profile as slices of a sum: what is equal in weight and bound is one slice.
//!
//! Capacity follows traffic with a lag: it is there as long as any moment between `scale_in` before and
//! `scale_out` after wants it, because what grows is ordered ahead of need and what shrinks waits. In
//! continuous time on the circular profile, every hour falls into at most three pieces whose window
//! covers the same hours.

use super::profile::Profile;
use crate::formula::Slice;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// How capacity follows traffic, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lags {
    /// From the need to the capacity.
    pub scale_out: u32,
    /// From the end of the need to the end of the capacity.
    pub scale_in: u32,
    /// What a unit takes from its start to its first request, and is paid for.
    pub start_up: u32,
}

const HOUR: i64 = 3_600;

/// Weight and least of a piece of an hour.
type Want = (Decimal, Decimal);

fn larger(a: Want, b: Want) -> Want {
    (a.0.max(b.0), a.1.max(b.1))
}

/// Slices for capacity in whole units: `least` says how many an hour has at least, whatever its traffic,
/// and `is_open` whether it has any at all; closing and opening are scheduled, and follow no lag.
///
/// A rise from one piece to the next starts units; each adds its start-up time. The rise from `a` to `b`
/// is `max(a, b) − a`, and the larger of two wants is that of the larger weight and least, so starts are
/// slices like any other.
#[must_use]
pub fn capacity_slices(
    profile: &Profile,
    lags: Lags,
    least: impl Fn(usize) -> Decimal,
    is_open: impl Fn(usize) -> bool,
) -> Vec<Slice> {
    let hours = profile.hours();
    let count = i64::try_from(hours.len()).unwrap_or(i64::MAX);
    const NOTHING: Want = (Decimal::ZERO, Decimal::ZERO);
    let place = |hour: i64| usize::try_from(hour.rem_euclid(count)).unwrap_or(0);
    let want = |hour: i64| match is_open(place(hour)) {
        true => {
            let surge = hours
                .get(place(hour))
                .map_or(Decimal::ZERO, |hour| hour.surge);
            (surge, least(place(hour)))
        }
        false => NOTHING,
    };
    let (out, back) = (i64::from(lags.scale_out), i64::from(lags.scale_in));
    // Where inside an hour its window gains or loses an hour.
    let mut cuts = vec![0, back.rem_euclid(HOUR), (-out).rem_euclid(HOUR), HOUR];
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces: Vec<(Want, i64)> = Vec::new();
    for hour in 0..count {
        for cut in cuts.windows(2) {
            let [from, to] = cut else { continue };
            let start = hour * HOUR + from;
            let first = (start - back).div_euclid(HOUR);
            // The last moment of the piece lies before `to`.
            let last = (hour * HOUR + to + out - 1).div_euclid(HOUR);
            let most = (first..=last.min(first + count)).map(want);
            let most = match is_open(place(hour)) {
                true => most.reduce(larger).unwrap_or_default(),
                false => NOTHING,
            };
            pieces.push((most, to - from));
        }
    }
    let mut slices: BTreeMap<Want, i64> = BTreeMap::new();
    let mut before = pieces
        .last()
        .map_or((Decimal::ZERO, Decimal::ZERO), |(want, _)| *want);
    let start_up = i64::from(lags.start_up);
    for (want, seconds) in pieces {
        *slices.entry(want).or_default() += seconds;
        let risen = larger(before, want);
        if risen != before {
            *slices.entry(risen).or_default() += start_up;
            *slices.entry(before).or_default() -= start_up;
        }
        before = want;
    }
    let slices = slices.into_iter().filter(|(_, seconds)| *seconds != 0);
    let slice = |((weight, bound), seconds)| Slice {
        weight,
        before: weight,
        bound,
        seconds: Decimal::from(seconds),
    };
    slices.map(slice).collect()
}

/// Slices for what follows the mean of each hour and of the one before; `bound` is that of the sum.
#[must_use]
pub fn mean_slices(profile: &Profile, bound: impl Fn(usize) -> Decimal) -> Vec<Slice> {
    let hours = profile.hours();
    let mut slices: BTreeMap<(Decimal, Decimal, Decimal), u32> = BTreeMap::new();
    let mut before = hours.last().map_or(Decimal::ZERO, |hour| hour.mean);
    for (at, hour) in hours.iter().enumerate() {
        *slices.entry((hour.mean, before, bound(at))).or_default() += 3_600;
        before = hour.mean;
    }
    let slice = |((weight, before, bound), seconds)| Slice {
        weight,
        before,
        bound,
        seconds: Decimal::from(seconds),
    };
    slices.into_iter().map(slice).collect()
}

#[cfg(test)]
mod tests {
    use super::super::preset::Preset;
    use super::*;

    fn shown(slices: &[Slice]) -> Vec<String> {
        let slices = slices.iter();
        slices
            .map(|slice| format!("{} {} {}", slice.weight, slice.bound, slice.seconds))
            .collect()
    }

    #[test]
    fn a_week_of_a_daily_wave_has_thirteen_weights() {
        let profile = Preset::Diurnal.profile();
        let slices = capacity_slices(&profile, Lags::default(), |_| Decimal::TWO, |_| true);
        assert_eq!(slices.len(), 13);
        let seconds: Decimal = slices.iter().map(|slice| slice.seconds).sum();
        assert_eq!(seconds, Decimal::from(168 * 3_600));
        // Twice a day at every weight but the lowest and the highest.
        assert_eq!(slices[1].seconds, Decimal::from(2 * 7 * 3_600));
    }

    /// Business hours: 50 h of 3.242 in five days, else 0.05. With 900 s to scale in and 386 s to scale
    /// out, each of five days has 1,286 s more of the high weight: 180,000 + 6,430 s.
    #[test]
    fn lags_lengthen_what_is_high() {
        let profile = Preset::Business.profile();
        let lags = Lags {
            scale_out: 386,
            scale_in: 900,
            start_up: 0,
        };
        let slices = capacity_slices(&profile, lags, |_| Decimal::ZERO, |_| true);
        assert_eq!(shown(&slices), ["0.05 0 418370", "3.242 0 186430"]);
    }

    /// Five rises a week, each adding 45 s of what is above the level it starts from.
    #[test]
    fn each_rise_pays_for_its_start_up() {
        let lags = Lags {
            start_up: 45,
            ..Lags::default()
        };
        let slices = capacity_slices(
            &Preset::Business.profile(),
            lags,
            |_| Decimal::ZERO,
            |_| true,
        );
        assert_eq!(shown(&slices), ["0.05 0 424575", "3.242 0 180225"]);
    }

    #[test]
    fn lags_of_hours_reach_over_the_end_of_the_week() {
        let profile = Preset::Weekend.profile();
        let lags = Lags {
            scale_out: 0,
            scale_in: 3 * 3_600 + 1_800,
            start_up: 0,
        };
        let slices = capacity_slices(&profile, lags, |_| Decimal::ZERO, |_| true);
        // Sunday's traffic keeps its capacity until Monday, 3:30.
        let high = Decimal::from(48 * 3_600 + 3 * 3_600 + 1_800);
        assert_eq!(slices[1].seconds, high);
    }
}
