//! Preset shapes of traffic. Their families are attested; their parameters are ours.
//!
//! `diurnal` has a constant base and one wave a day, as the fleet of Azure Functions has (Shahrad et
//! al., "Serverless in the Wild", 2020: base near a half, peak over mean near 1.6). `business` has more
//! on weekdays, as Wikipedia's request statistics do. `weekend` is consumer media.

use super::profile::{Profile, WEEK};
use crate::syntax::keyword_setting;
use rust_decimal::Decimal;

keyword_setting! {
    /// A shape of the week with nothing to set.
    pub enum Preset {
        /// The same in every hour.
        Flat "flat",
        /// A daily wave, lowest at 2 h and highest at 14 h with 1.8 times the mean.
        Diurnal "diurnal",
        /// A morning and an evening peak of 2.4 times the mean, at 8 h and 20 h.
        TwoPeak "two-peak",
        /// Monday to Friday, 9 h to 18 h.
        Business "business",
        /// More on Saturday and Sunday.
        Weekend "weekend",
    }
}

/// `0.8 cos(15° k)` for k = 0 to 6, rounded half to even to 12 places.
const WAVE: [i64; 7] = [
    800_000_000_000,
    772_740_661_031,
    692_820_323_028,
    565_685_424_949,
    400_000_000_000,
    207_055_236_082,
    0,
];

/// `1 + 0.8 cos((h − 14)/24 · 2π)`.
fn wave(hour: usize) -> Decimal {
    let from_peak = hour.abs_diff(14).min(24 - hour.abs_diff(14));
    let (step, sign) = match from_peak <= 6 {
        true => (from_peak, 1),
        false => (12 - from_peak, -1),
    };
    let above = WAVE.get(step).copied().unwrap_or(0) * sign;
    Decimal::new(1_000_000_000_000 + above, 12).normalize()
}

impl Preset {
    /// Its hours.
    #[must_use]
    pub fn profile(self) -> Profile {
        let day = |weight: fn(usize) -> Decimal| Profile::of_day(std::array::from_fn(weight));
        match self {
            Preset::Flat => Profile::flat(),
            Preset::Diurnal => day(wave),
            Preset::TwoPeak => day(|hour| match hour {
                8 | 20 => Decimal::new(24, 1),
                7 | 9 | 19 | 21 => Decimal::new(18, 1),
                6 | 10 | 18 | 22 => Decimal::new(9, 1),
                _ => Decimal::new(6, 1),
            }),
            Preset::Business => Profile::exact((0..WEEK).map(|hour| {
                let (day, hour) = (hour / 24, hour % 24);
                match day < 5 && (9..=18).contains(&hour) {
                    true => Decimal::new(3_242, 3),
                    false => Decimal::new(5, 2),
                }
            })),
            Preset::Weekend => Profile::exact((0..WEEK).map(|hour| match hour / 24 >= 5 {
                true => Decimal::new(175, 2),
                false => Decimal::new(7, 1),
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_averages_exactly_one() {
        for (preset, busiest) in [
            (Preset::Flat, "1"),
            (Preset::Diurnal, "1.8"),
            (Preset::TwoPeak, "2.4"),
            (Preset::Business, "3.242"),
            (Preset::Weekend, "1.75"),
        ] {
            let profile = preset.profile();
            let sum: Decimal = profile.hours().iter().map(|hour| hour.mean).sum();
            assert_eq!(sum, Decimal::from(WEEK), "{preset}");
            assert_eq!(profile.busiest().to_string(), busiest, "{preset}");
        }
    }

    /// cos 15° = 0.965 925 826 289 068, cos 45° = 0.707 106 781 186 548.
    #[test]
    fn the_daily_wave_is_lowest_at_two_and_highest_at_fourteen() {
        let at = |hour: usize| wave(hour).to_string();
        assert_eq!([at(2), at(14), at(8), at(20)], ["0.2", "1.8", "1", "1"]);
        assert_eq!([at(13), at(15)], ["1.772740661031", "1.772740661031"]);
        assert_eq!([at(11), at(5)], ["1.565685424949", "0.434314575051"]);
        assert_eq!(at(23), "0.434314575051");
    }
}
