//! From the formulas, tiers and free amounts of an architecture to a program.

use super::form::Form;
use super::node::{DECIMAL, InputScale, Node, Op, ROUNDING, double};
use super::program::Program;
use crate::estimate::Drawable;
use crate::formula::{Conditions, Each, Formula, HourSum};
use crate::units::{ArithmeticError, Case, Spread, arithmetic};
use rust_decimal::Decimal;

/// Why there is no program: decimals do all of the work then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulate) enum Unfit {
    /// What is bought is settled over all lines together.
    Bought,
    /// A step that has no floating-point counterpart, or whose value can't be bounded.
    Step,
}

impl From<ArithmeticError> for Unfit {
    fn from(_: ArithmeticError) -> Unfit {
        Unfit::Step
    }
}

/// Largest value something is rounded up from; beyond it doubles have no halves.
const LARGEST_WHOLE: f64 = 1e15;

/// The program of an architecture.
pub(in crate::simulate) fn compile(
    drawable: &Drawable<'_>,
    inputs: &[InputScale],
) -> Result<Program, Unfit> {
    if drawable.is_bought() {
        return Err(Unfit::Bought);
    }
    let mut builder = Builder {
        inputs,
        nodes: Vec::new(),
        requests: Form::constant(drawable.bound().requests().expected),
    };
    if drawable.draws_requests() {
        builder.requests = builder.form(&drawable.requests_formula())?;
    }
    let (mut quantities, mut tiers) = (Vec::new(), Vec::new());
    for (pool, formulas) in drawable.pools() {
        quantities.push(builder.sum(formulas)?);
        tiers.push(pool.tiers);
    }
    let covered = builder.covered(drawable, &quantities)?;
    let mut total = Form::default();
    for ((quantity, covered), tiers) in quantities.iter().zip(&covered).zip(tiers) {
        total = total.plus(&builder.cost(quantity, tiers)?)?;
        total = total.minus(&builder.cost(covered, tiers)?)?;
    }
    let cost = builder.step_of(&total);
    let node = builder.nodes.get(cost).ok_or(Unfit::Step)?;
    // Twice the bound: what is left of the rounding of the bound itself.
    let error = 2.0 * (node.error + ROUNDING * node.size());
    match error.is_finite() && builder.nodes.iter().all(|node| node.error.is_finite()) {
        true => Ok(Program {
            nodes: builder.nodes,
            cost,
            error,
        }),
        false => Err(Unfit::Step),
    }
}

pub(super) struct Builder<'i> {
    inputs: &'i [InputScale],
    pub(super) nodes: Vec<Node>,
    requests: Form,
}

impl Builder<'_> {
    /// The number of a step, which may be there already.
    pub(super) fn add(&mut self, node: Node) -> usize {
        if let Some(known) = self.nodes.iter().position(|known| known.op == node.op) {
            return known;
        }
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    pub(super) fn step_of(&mut self, form: &Form) -> usize {
        if let ([(step, factor)], true) = (form.terms.as_slice(), form.constant.is_zero())
            && *factor == Decimal::ONE
        {
            return *step;
        }
        let node = form.node(&self.nodes);
        self.add(node)
    }

    pub(super) fn sum<'f>(
        &mut self,
        formulas: impl IntoIterator<Item = &'f Formula>,
    ) -> Result<Form, Unfit> {
        formulas
            .into_iter()
            .try_fold(Form::default(), |sum, formula| {
                let form = self.form(formula)?;
                Ok(sum.plus(&form)?)
            })
    }

    /// Bounds and error of a form.
    pub(super) fn bounds(&self, form: &Form) -> Node {
        form.node(&self.nodes)
    }

    fn form(&mut self, formula: &Formula) -> Result<Form, Unfit> {
        let follows = !self.requests.terms.is_empty() && formula.follows_requests();
        if !follows && formula.inputs().is_empty() {
            let conditions = Conditions {
                requests: Spread::exact(self.requests.constant),
                case: Case::Expected,
                draws: &[],
            };
            return Ok(Form::constant(formula.unsettled(conditions)?));
        }
        match formula {
            Formula::Amount { value, .. } => self.amount(value),
            Formula::Requests => Ok(self.requests.clone()),
            Formula::Product(factors) => {
                let one = Form::constant(Decimal::ONE);
                factors.iter().try_fold(one, |product, factor| {
                    let factor = self.form(factor)?;
                    self.product(product, factor)
                })
            }
            Formula::Sum(terms) => self.sum(terms),
            Formula::Quotient(dividend, divisor) => {
                let (dividend, divisor) = (self.form(dividend)?, self.form(divisor)?);
                self.quotient(dividend, &divisor)
            }
            Formula::Excess(value, floor) => {
                let floor = self.form(floor)?;
                let above = self.form(value)?.minus(&floor)?;
                self.larger(above, Form::default())
            }
            Formula::Largest(parts) => {
                parts
                    .iter()
                    .try_fold(Form::default(), |largest, (_, part)| {
                        let part = self.form(part)?;
                        self.larger(largest, part)
                    })
            }
            Formula::RoundedUp(value) => {
                let form = self.form(value)?;
                let step = self.step_of(&form);
                let (low, high, margin) = self.whole(step, 1.0)?;
                let node = Node {
                    op: Op::RoundUp(step, margin),
                    low,
                    high: high + 1.0,
                    error: 0.0,
                };
                Ok(Form::step(self.add(node)))
            }
            Formula::Hours(sum) => self.hours(sum),
        }
    }

    fn amount(&mut self, value: &Spread<Decimal>) -> Result<Form, Unfit> {
        let number = value.input.number();
        let scale = self
            .inputs
            .iter()
            .find(|input| Some(input.number) == number);
        let Some(scale) = scale else {
            return Ok(Form::constant(value.expected));
        };
        let width = arithmetic::sub(value.high, value.low)?;
        let factor = arithmetic::div(width, scale.of)?;
        let high = double(scale.of);
        let node = Node {
            op: Op::Input(scale.slot),
            low: 0.0,
            high,
            error: ROUNDING * high,
        };
        let step = self.add(node);
        Ok(Form {
            constant: value.low,
            terms: vec![(step, factor)],
        })
    }

    fn product(&mut self, a: Form, b: Form) -> Result<Form, Unfit> {
        match (a.fixed(), b.fixed()) {
            (Some(factor), _) => Ok(b.times(factor)?),
            (_, Some(factor)) => Ok(a.times(factor)?),
            (None, None) => {
                let (a, b) = (self.step_of(&a), self.step_of(&b));
                let node = self.pair(a, b, |a, b| {
                    let products = [
                        a.low * b.low,
                        a.low * b.high,
                        a.high * b.low,
                        a.high * b.high,
                    ];
                    let size = a.size() * b.size();
                    let error = a.error * b.size() + b.error * a.size() + a.error * b.error;
                    (products, error + ROUNDING * size)
                });
                Ok(Form::step(self.add(Node {
                    op: Op::Product(a, b),
                    ..node
                })))
            }
        }
    }

    fn quotient(&mut self, dividend: Form, divisor: &Form) -> Result<Form, Unfit> {
        if let Some(divisor) = divisor.fixed() {
            return Ok(dividend.over(divisor)?);
        }
        let (a, b) = (self.step_of(&dividend), self.step_of(divisor));
        let node = self.pair(a, b, |a, b| {
            let quotients = [
                a.low / b.low,
                a.low / b.high,
                a.high / b.low,
                a.high / b.high,
            ];
            let least = b.low - b.error;
            let size = a.size() / least;
            // A divisor that reaches zero has no bound; it makes the error infinite, or less than nothing.
            let error = (a.error + size * b.error) / least + ROUNDING * size;
            (quotients, if least > 0.0 { error } else { f64::INFINITY })
        });
        Ok(Form::step(self.add(Node {
            op: Op::Quotient(a, b),
            ..node
        })))
    }

    /// Bounds of what two steps give.
    fn pair(&self, a: usize, b: usize, f: impl Fn(&Node, &Node) -> ([f64; 4], f64)) -> Node {
        let unbounded = Node {
            op: Op::Input(0),
            low: 0.0,
            high: f64::INFINITY,
            error: f64::INFINITY,
        };
        let (Some(a), Some(b)) = (self.nodes.get(a), self.nodes.get(b)) else {
            return unbounded;
        };
        let (corners, error) = f(a, b);
        Node {
            low: corners.iter().copied().fold(f64::INFINITY, f64::min),
            high: corners.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            error: error + DECIMAL,
            ..unbounded
        }
    }

    /// The larger of two forms: one of them where it always is.
    fn larger(&mut self, a: Form, b: Form) -> Result<Form, Unfit> {
        let difference = self.bounds(&a.clone().minus(&b)?);
        if difference.low > difference.error {
            return Ok(a);
        }
        if difference.high < -difference.error {
            return Ok(b);
        }
        let (a, b) = (self.step_of(&a), self.step_of(&b));
        let node = self.pair(a, b, |a, b| {
            let (low, high) = (a.low.max(b.low), a.high.max(b.high));
            ([low, high, low, high], a.error.max(b.error))
        });
        Ok(Form::step(self.add(Node {
            op: Op::Max(a, b),
            ..node
        })))
    }

    /// The smaller of two forms: one of them where it always is.
    pub(super) fn smaller(&mut self, a: &Form, b: &Form) -> Result<Form, Unfit> {
        let difference = self.bounds(&a.clone().minus(b)?);
        if difference.high < -difference.error {
            return Ok(a.clone());
        }
        if difference.low > difference.error {
            return Ok(b.clone());
        }
        let (a, b) = (self.step_of(a), self.step_of(b));
        let node = self.pair(a, b, |a, b| {
            let (low, high) = (a.low.min(b.low), a.high.min(b.high));
            ([low, high, low, high], a.error.max(b.error))
        });
        Ok(Form::step(self.add(Node {
            op: Op::Min(a, b),
            ..node
        })))
    }

    /// Bounds of a step times a weight before it is rounded up, and from where on that can't be told.
    fn whole(&self, step: usize, weight: f64) -> Result<(f64, f64, f64), Unfit> {
        let node = self.nodes.get(step).ok_or(Unfit::Step)?;
        let size = node.size() * weight;
        let margin = 2.0 * (node.error * weight + 4.0 * ROUNDING * (size + 1.0));
        match size < LARGEST_WHOLE {
            true => Ok((node.low * weight, node.high * weight, margin)),
            false => Err(Unfit::Step),
        }
    }

    fn hours(&mut self, sum: &HourSum) -> Result<Form, Unfit> {
        let form = self.form(&sum.load)?;
        let load = self.step_of(&form);
        let slices = sum.slices.iter();
        let slices = slices.map(|s| [double(s.weight), double(s.bound), double(s.seconds)]);
        let slices: Vec<[f64; 3]> = slices.collect();
        // Seconds may be taken off again, so bounds are those of the sizes.
        let (mut size, mut margin, mut error) = (0.0, 0.0_f64, 0.0);
        for [weight, bound, seconds] in &slices {
            let (_, high, own) = self.whole(load, *weight)?;
            size += (high.max(*bound) + 1.0) * seconds.abs();
            margin = margin.max(own);
            error += own * seconds.abs();
        }
        let rounded = (slices.len() as f64 + 4.0) * ROUNDING * size + DECIMAL;
        let (op, error) = match &sum.each {
            Each::Whole { most } => {
                let most = most.map_or(f64::MAX, double);
                let op = Op::Whole {
                    load,
                    slices,
                    most,
                    margin,
                };
                (op, rounded)
            }
            Each::UpTo | Each::Above => {
                let op = Op::Bounded {
                    load,
                    slices,
                    above: sum.each == Each::Above,
                };
                (op, rounded + error)
            }
            Each::Cold(_) | Each::ColdAbove(_) => return Err(Unfit::Step),
        };
        let node = Node {
            op,
            low: -size,
            high: size,
            error,
        };
        let step = self.add(node);
        Ok(Form::step(step).times(sum.month)?.over(sum.period)?)
    }
}
