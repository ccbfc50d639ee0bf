//! Why the charges of two estimates differ, from what was saved of them.

use super::cause::{Cause, Causes, sub};
use super::line::{Line, LineKey, keyed};
use super::side::{Priced, Side};
use crate::estimate::Category;
use crate::units::{ArithmeticError, Case, Money, Spread, TierSchedule, arithmetic};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the change between two estimates of which one can't be priced again.
struct Known<'s> {
    base: &'s Priced,
    head: &'s Priced,
    traffic_changed: bool,
    /// The length of the month or the day did.
    terms_changed: bool,
    free_tier_changed: bool,
    /// `None` when one side does not say how it is bought.
    purchase_changed: Option<bool>,
    /// Some component came or went.
    components_changed: bool,
    /// Some quantity of usage did.
    quantities_changed: bool,
    /// The services of each component, before and after.
    services: [BTreeMap<&'s str, BTreeSet<&'s str>>; 2],
}

/// Usage of one price, pooled as its tiers are.
type PoolKey<'l> = (Category, &'l str, &'l str);

/// What each line's change is made of.
pub(super) fn explain(
    sides: (&Side, &Side),
    base: &Priced,
    head: &Priced,
) -> Result<BTreeMap<LineKey, Causes>, ArithmeticError> {
    let none = BTreeMap::new();
    let (before, after) = (keyed(&base.lines, &none), keyed(&head.lines, &none));
    let known = Known::of(sides, (base, head), (&before, &after));
    let mut pools: BTreeMap<PoolKey<'_>, Pool<'_>> = BTreeMap::new();
    for (key, line) in &before {
        let pool = pools.entry(pool_of(key)).or_default();
        pool.lines.push((key, line));
        pool.base = pool.base.or(line.schedule.as_ref());
    }
    for (key, line) in &after {
        let pool = pools.entry(pool_of(key)).or_default();
        pool.head = pool.head.or(line.schedule.as_ref());
    }
    let mut at_head_prices = BTreeMap::new();
    for pool in pools.values() {
        pool.rate(&mut at_head_prices)?;
    }
    let keys: BTreeSet<&LineKey> = before.keys().chain(after.keys()).collect();
    let mut causes = BTreeMap::new();
    for key in keys {
        let (base, head) = (before.get(key).copied(), after.get(key).copied());
        let rated = at_head_prices.get(key).copied();
        let line = known.causes(key, (base, head), rated)?;
        if !line.is_nothing() {
            causes.insert(key.clone(), line);
        }
    }
    Ok(causes)
}

fn pool_of(key: &LineKey) -> PoolKey<'_> {
    (key.category, &key.key, &key.label)
}

impl<'s> Known<'s> {
    fn of(
        (base_side, head_side): (&Side, &Side),
        (base, head): (&'s Priced, &'s Priced),
        (before, after): (&BTreeMap<LineKey, &Line>, &BTreeMap<LineKey, &Line>),
    ) -> Known<'s> {
        let marks = |side: &Side| side.traffic_marks.get(&base.traffic).cloned();
        let (a, b) = (&base_side.described, &head_side.described);
        let components = |of: &'s Priced| -> BTreeSet<&'s str> {
            of.lines.iter().map(|line| &*line.component).collect()
        };
        let quantities = |of: &BTreeMap<LineKey, &Line>| -> Vec<(LineKey, Spread<Decimal>)> {
            let used = of.iter().filter(|(key, _)| key.category == Category::Usage);
            let used = used.map(|(key, line)| (key.clone(), line.quantity));
            used.filter(|(_, quantity)| *quantity != Spread::default())
                .collect()
        };
        Known {
            base,
            head,
            traffic_changed: match (marks(base_side), marks(head_side)) {
                (Some(base), Some(head)) => base != head,
                _ => base.requests != head.requests,
            },
            terms_changed: a.month != b.month || a.as_of != b.as_of,
            free_tier_changed: a.free_tier != b.free_tier,
            purchase_changed: match (&base.purchase_mark, &head.purchase_mark) {
                (Some(base), Some(head)) => Some(base != head),
                _ => None,
            },
            components_changed: components(base) != components(head),
            quantities_changed: quantities(before) != quantities(after),
            services: [services(base), services(head)],
        }
    }

    /// The causes of what changed in one line. `rated` is what it would cost at the base, at the prices
    /// of the head, where those differ.
    fn causes(
        &self,
        key: &LineKey,
        (base, head): (Option<&Line>, Option<&Line>),
        rated: Option<Spread<Money>>,
    ) -> Result<Causes, ArithmeticError> {
        let cost = |line: Option<&Line>| line.map_or_else(Spread::default, |line| line.cost);
        let change = sub(cost(head), cost(base))?;
        let of = |cause| Ok(Causes::of(cause, change));
        let is_fee = base.or(head).is_some_and(Line::is_fee);
        if !is_fee && self.is_exchanged(&key.component) {
            return of(Cause::Architecture);
        }
        if key.category == Category::FreeTier && self.free_tier_changed {
            return of(Cause::FreeTier);
        }
        let bought = !matches!(
            key.category,
            Category::Usage | Category::Included | Category::FreeTier
        );
        if bought && self.purchase_changed != Some(false) {
            return of(Cause::Commitment);
        }
        if !self.quantities_changed {
            // What is bought follows the free tier and the length of the month too.
            return of(match () {
                () if bought && self.free_tier_changed => Cause::FreeTier,
                () if bought && self.terms_changed => Cause::Usage,
                () if bought && self.traffic_changed => Cause::Traffic,
                () => Cause::Price,
            });
        }
        let mut causes = Causes::default();
        let mut left = change;
        if let (Some(base), Some(rated), false) = (base, rated, bought) {
            let of_price = match head.map(|head| head.quantity) == Some(base.quantity) {
                true => change,
                false => sub(rated, base.cost)?,
            };
            causes.add(Cause::Price, of_price)?;
            left = sub(left, of_price)?;
        }
        let cause = match (base, head) {
            (Some(base), Some(head)) if key.category == Category::Usage => {
                let moved = base.quantity != head.quantity;
                match moved && !follows_traffic(base) && !follows_traffic(head) {
                    true => Cause::Usage,
                    false => self.of_quantity(&key.component),
                }
            }
            _ => self.of_quantity(&key.component),
        };
        causes.add(cause, left)?;
        Ok(causes)
    }

    /// True for a component that came, went, or became another service.
    fn is_exchanged(&self, component: &str) -> bool {
        let none = BTreeSet::new();
        let [base, head] = &self.services;
        let (base, head) = (base.get(component), head.get(component));
        base.unwrap_or(&none).is_disjoint(head.unwrap_or(&none))
    }

    /// Why the quantities of a component changed.
    fn of_quantity(&self, component: &str) -> Cause {
        let mark = |of: &Priced| of.components.get(component).map(|(_, mark)| mark.clone());
        let changed = match (mark(self.base), mark(self.head)) {
            (Some(base), Some(head)) => Some(base != head),
            _ => None,
        };
        match changed {
            Some(true) => Cause::Usage,
            _ if self.terms_changed => Cause::Usage,
            _ if self.traffic_changed => Cause::Traffic,
            // It follows others, or shares their tiers.
            Some(false) if self.components_changed => Cause::Architecture,
            _ => Cause::Usage,
        }
    }
}

/// The services of each component: as it was saved, else as its lines say.
fn services(of: &Priced) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut services: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in &of.lines {
        let known = services.entry(&line.component).or_default();
        known.insert(&line.service);
    }
    for (component, (service, _)) in &of.components {
        services.insert(component, BTreeSet::from([service.as_str()]));
    }
    services
}

/// False for a quantity that no requests can have changed: every formula that has them names them.
fn follows_traffic(line: &Line) -> bool {
    line.formula.contains("request")
}

/// Lines of the base that share tiers, and the prices of both sides.
#[derive(Default)]
struct Pool<'l> {
    lines: Vec<(&'l LineKey, &'l Line)>,
    base: Option<&'l TierSchedule>,
    head: Option<&'l TierSchedule>,
}

impl<'l> Pool<'l> {
    /// What each line would cost at the prices of the head, where those differ.
    fn rate(
        &self,
        rated: &mut BTreeMap<&'l LineKey, Spread<Money>>,
    ) -> Result<(), ArithmeticError> {
        let (Some(base), Some(head)) = (self.base, self.head) else {
            return Ok(());
        };
        if !differ(base, head) {
            return Ok(());
        }
        let quantity = |line: &Line, case: Case| line.quantity.at(case).abs();
        let all = |case| arithmetic::sum(self.lines.iter().map(|(_, line)| quantity(line, case)));
        let all = Spread::try_from_cases(all)?;
        let pooled = Spread::try_from_cases(|case| head.cost(all.at(case)))?;
        for (key, line) in &self.lines {
            let share = |case: Case| {
                let (own, all, cost) = (quantity(line, case), all.at(case), pooled.at(case));
                if all.is_zero() {
                    return Ok(Money::ZERO);
                }
                let share = arithmetic::mul_div(cost, own, all).map(Money::new)?;
                let takes_off = line.quantity.at(case).is_sign_negative();
                Ok(if takes_off { share.negated() } else { share })
            };
            rated.insert(key, Spread::try_from_cases(share)?);
        }
        Ok(())
    }
}

/// True when two prices differ, as far as both are known.
fn differ(base: &TierSchedule, head: &TierSchedule) -> bool {
    let both = base.tiers().iter().zip(head.tiers());
    let mut both = both.map(|(a, b)| (a.from, a.price.of_one(), b.from, b.price.of_one()));
    both.any(|(from, price, head_from, head_price)| from != head_from || price != head_price)
}
