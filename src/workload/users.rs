//! Traffic as what some users send.

use super::rates::RequestRate;
use crate::units::{Count, Measure, Spread, ValueError, parse_spread};

/// Requests as those of some users: `5000 users × 20 per day`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Users {
    /// How many users.
    pub count: Count,
    /// Requests of each.
    pub each: Spread<Count>,
}

impl Users {
    /// All requests of a period, and the users they come from.
    pub(super) fn split(text: &str) -> Result<(Spread<Count>, Option<Users>), ValueError> {
        let read = |text: &str| {
            let read = parse_spread(text).map_err(|error| error.expecting(RequestRate::ACCEPTED));
            read as Result<Spread<Count>, ValueError>
        };
        let Some((count, each)) = text.split_once("user") else {
            return Ok((read(text)?, None));
        };
        let count = Count::parse(count).map_err(|error| error.expecting(RequestRate::ACCEPTED))?;
        let each = each.strip_prefix('s').unwrap_or(each).trim_start();
        let each = each.strip_prefix(['×', 'x', '*']).ok_or_else(|| {
            ValueError::new(
                "how many requests each user sends is missing",
                RequestRate::ACCEPTED,
            )
        })?;
        let each = read(each)?;
        let all = Spread::try_from_cases(|case| {
            let all = count.amount().checked_mul(each.at(case).amount());
            all.map(Count::of)
                .ok_or_else(|| ValueError::new("the number is too large", RequestRate::ACCEPTED))
        })?;
        Ok((all, Some(Users { count, each })))
    }
}
