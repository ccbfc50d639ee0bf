//! Cold starts along the traffic: smooth while requests are rare, in steps once environments are busy.
//!
//! The chance of a cold start is a decimal of twelve places, so that the cold starts of every number of
//! requests are an exact fraction. Between two numbers of requests they rise to their most at one
//! request for each idle lifetime, and fall from there on.

use super::along::Part;
use super::crew::{Asked, Crews};
use super::ints::{Line, TooWide, Wide, add, mul, of_big, scaled, sub, to_decimal};
use super::nodes::Piece;
use super::terms::Cold;
use crate::formula::decay;
use crate::units::exact::{Fraction, common_multiple, fraction, whole};
use ethnum::I256;
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use rust_decimal::Decimal;

#[derive(Debug, Clone)]
pub(super) struct ColdNode {
    /// Requests in the hour, as a line in `n` over a denominator.
    requests: (Line, I256),
    /// Environments in this hour and in the one before.
    now: usize,
    before: usize,
    /// Idle lifetimes in an hour, for each request in it.
    idle: Decimal,
    /// One in 10¹² of the requests; a hundredth of them; one environment; its renewal.
    chance: Line,
    hundredth: Line,
    started: I256,
    renewal: I256,
    /// The last value at which kept environments serve everything.
    served: u64,
    /// The last value with less than one request in flight.
    sparse: u64,
    /// The first value from which on the chance is zero.
    gone: u64,
    /// The value with most cold starts.
    mode: u64,
}

/// The chance that was worked out last: of which requests, where, and what it is.
pub(super) type Known = Option<((Line, I256), u64, I256)>;

/// From so many idle lifetimes between two requests on, none finds its environment gone; see `decay`.
const GONE: u64 = 29;

fn up_to(bound: &Fraction, each: &Fraction) -> u64 {
    match each.is_zero() {
        true => u64::MAX,
        false => {
            let last = (bound / each).floor().to_integer();
            last.to_u64().unwrap_or(u64::MAX)
        }
    }
}

/// The first value at which `each × n` reaches a bound.
fn from(bound: &Fraction, each: &Fraction) -> u64 {
    match each.is_zero() {
        true => u64::MAX,
        false => {
            let first = (bound / each).ceil().to_integer();
            first.to_u64().unwrap_or(u64::MAX)
        }
    }
}

fn less(share: &(Fraction, Fraction), scale: &BigInt) -> Wide<Line> {
    Ok(Line {
        a: -scaled(&share.1, scale)?,
        b: scaled(&share.0, scale)?,
    })
}

impl ColdNode {
    pub fn new(cold: &Cold, scale: &BigInt, crews: &mut Crews) -> Wide<ColdNode> {
        let in_flight = &cold.each * &cold.in_flight;
        let served = &cold.served * &cold.in_flight;
        // Requests in an hour for one idle lifetime.
        let per_lifetime = whole(3_600) / fraction(cold.idle);
        let gone = &per_lifetime * whole(GONE) + &cold.served;
        let requests = common_multiple(cold.each.denom(), &cold.served);
        Ok(ColdNode {
            requests: (
                less(&(cold.each.clone(), cold.served.clone()), &requests)?,
                of_big(&requests)?,
            ),
            // n × in_flight − served < 1.
            sparse: match from(&(whole(1) + &served), &in_flight) {
                u64::MAX => u64::MAX,
                first => first.saturating_sub(1),
            },
            now: crews.place(&in_flight, &served)?,
            before: crews.place(&(&cold.before * &cold.in_flight), &served)?,
            idle: cold.idle,
            chance: less(&cold.least_chance(), scale)?,
            hundredth: less(&cold.hundredth(), scale)?,
            started: scaled(&cold.part, scale)?,
            renewal: scaled(&cold.renewal(), scale)?,
            served: up_to(&cold.served, &cold.each),
            gone: from(&gone, &cold.each),
            mode: up_to(&(per_lifetime + &cold.served), &cold.each),
        })
    }

    /// The chance of a cold start at a value, in 10⁻¹².
    fn chance_at(&self, n: u64) -> Wide<I256> {
        // As the formula evaluates it: requests of the hour × idle ÷ 3,600 s.
        let requests = to_decimal(self.requests.0.at(n)?, self.requests.1)?;
        let hour = Decimal::from(3_600);
        let idle = requests
            .checked_mul(self.idle)
            .and_then(|x| x.checked_div(hour));
        let mut chance = decay(idle.ok_or(TooWide)?);
        chance.rescale(12);
        Ok(I256::from(chance.mantissa()))
    }

    fn sparse_value(&self, n: u64, known: &mut Known) -> Wide<I256> {
        if n <= self.served || n >= self.gone {
            return Ok(I256::ZERO);
        }
        // Neighbours differ in the hour before alone, which does not matter here.
        let chance = match known {
            Some((requests, at, chance)) if *requests == self.requests && *at == n => *chance,
            _ => {
                let chance = self.chance_at(n)?;
                *known = Some((self.requests, n, chance));
                chance
            }
        };
        mul(self.chance.at(n)?, chance)
    }

    fn busy(&self, n: u64, asked: Asked, crews: &mut Crews) -> Wide<Piece> {
        let (now, until) = crews.at(self.now, asked, n)?;
        let (before, until_before) = crews.at(self.before, asked, n)?;
        let rise = I256::from(now.saturating_sub(before));
        let started = add(
            mul(rise, self.started)?,
            mul(I256::from(now), self.renewal)?,
        )?;
        let until = until.min(until_before);
        let most = self.hundredth;
        if most.at(n)? >= started {
            return Ok(Piece::line(Line::constant(started), until));
        }
        // A hundredth of the requests, until that reaches what is started.
        let reaches = most.minus(Line::constant(started))?;
        let last = reaches.last_not_above(n)?;
        Ok(Piece::line(most, until.min(last)))
    }

    /// The least and most between any two values, whatever corners lie between them.
    pub fn bounds(
        &self,
        (from, to): (u64, u64),
        known: &mut [Known; 2],
        crews: &mut Crews,
    ) -> Wide<(I256, I256)> {
        if to <= self.served {
            return Ok((I256::ZERO, I256::ZERO));
        }
        let last_rare = self.sparse.min(self.gone.saturating_sub(1));
        let mut bounds: Option<(I256, I256)> = None;
        let mut take = |(low, high): (I256, I256)| {
            let (least, most) = bounds.unwrap_or((low, high));
            bounds = Some((least.min(low), most.max(high)));
        };
        if from <= self.served || (last_rare < to && last_rare < self.sparse) {
            take((I256::ZERO, I256::ZERO));
        }
        let first = from.max(self.served.saturating_add(1));
        if first <= last_rare {
            take(self.sparse_bounds((first, to.min(last_rare)), known)?);
        }
        let first = from.max(self.sparse.saturating_add(1));
        if first <= to {
            take(self.busy_bounds((first, to), crews)?);
        }
        Ok(bounds.unwrap_or_default())
    }

    /// The same while requests are rare: they rise to the mode and fall from there on.
    fn sparse_bounds(
        &self,
        (from, to): (u64, u64),
        [at_from, at_to]: &mut [Known; 2],
    ) -> Wide<(I256, I256)> {
        let (a, b) = (
            self.sparse_value(from, at_from)?,
            self.sparse_value(to, at_to)?,
        );
        let mut most = a.max(b);
        for mode in [self.mode, self.mode.saturating_add(1)] {
            if (from..=to).contains(&mode) {
                most = most.max(self.sparse_value(mode, &mut None)?);
            }
        }
        // A chance is rounded to the last of its places.
        let slack = self.chance.at(to)?.max(I256::ZERO);
        let least = sub(a.min(b), slack)?.max(I256::ZERO);
        Ok((least, add(most, slack)?))
    }

    /// The same once environments are busy: more traffic never takes fewer of them.
    fn busy_bounds(&self, (from, to): (u64, u64), crews: &mut Crews) -> Wide<(I256, I256)> {
        let mut crew = |place| {
            let (few, _) = crews.at(place, Asked::From, from)?;
            let (many, _) = crews.at(place, Asked::To, to)?;
            Ok((few, many))
        };
        let (now, before) = (crew(self.now)?, crew(self.before)?);
        let of = |rise: u64, now: u64, n: u64| {
            let started = add(
                mul(I256::from(rise), self.started)?,
                mul(I256::from(now), self.renewal)?,
            )?;
            Ok(started.min(self.hundredth.at(n)?))
        };
        Ok((
            of(now.0.saturating_sub(before.1), now.0, from)?,
            of(now.1.saturating_sub(before.0), now.1, to)?,
        ))
    }
}

impl Part for ColdNode {
    type Shared = Crews;

    fn at(&mut self, n: u64, crews: &mut Crews) -> Wide<Piece> {
        if n <= self.served {
            return Ok(Piece::line(Line::ZERO, self.served));
        }
        if n > self.sparse {
            return self.busy(n, Asked::Along, crews);
        }
        if n >= self.gone {
            return Ok(Piece::line(Line::ZERO, self.sparse));
        }
        Ok(Piece {
            line: Line::constant(self.sparse_value(n, &mut crews.known)?),
            until: n,
            smooth: Some(self.sparse.min(self.gone.saturating_sub(1))),
        })
    }
}
