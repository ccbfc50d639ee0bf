//! Running a program for many draws at a time.

use super::node::{Node, Op};

/// Draws that are worked out together: enough to keep the processor busy, few enough for its cache.
pub(in crate::simulate) const BLOCK: usize = 256;

/// One number for each draw of a block.
pub(in crate::simulate) type Block = [f64; BLOCK];

/// Half of the doubles above this are not whole: adding it rounds to a whole number.
const WHOLE: f64 = 6_755_399_441_055_744.0;

/// What counts as a whole number in task counts, as in `formula::hours`.
const NEARLY: f64 = 1e-12;

/// The cost of an architecture as steps of floating-point arithmetic.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::simulate) struct Program {
    pub(super) nodes: Vec<Node>,
    /// The step that is the cost.
    pub(super) cost: usize,
    /// How far the cost is off at most, wherever nothing is in doubt.
    pub(super) error: f64,
}

/// Room for the values of the steps of a program.
pub(in crate::simulate) struct Work {
    values: Vec<Block>,
}

impl Work {
    /// The value of a step in one draw of the block.
    pub(super) fn value(&self, step: usize, lane: usize) -> f64 {
        let values = self.values.get(step);
        values
            .and_then(|values| values.get(lane))
            .copied()
            .unwrap_or(f64::NAN)
    }
}

impl Program {
    /// How far a cost is off at most, where it is not in doubt.
    pub fn error(&self) -> f64 {
        self.error
    }

    pub fn work(&self) -> Work {
        Work {
            values: vec![[0.0; BLOCK]; self.nodes.len()],
        }
    }

    /// The costs of a block of draws; below zero in `certainty` stands what only decimals can tell.
    pub fn run(&self, inputs: &[Block], work: &mut Work, costs: &mut Block, certainty: &mut Block) {
        certainty.fill(1.0);
        for (at, node) in self.nodes.iter().enumerate() {
            let Some((done, rest)) = work.values.split_at_mut_checked(at) else {
                return;
            };
            if let Some(out) = rest.first_mut() {
                step(&node.op, inputs, done, out, certainty);
            }
        }
        if let Some(values) = work.values.get(self.cost) {
            *costs = *values;
        }
    }
}

const NOTHING: &Block = &[0.0; BLOCK];

#[inline]
fn step(op: &Op, inputs: &[Block], done: &[Block], out: &mut Block, certainty: &mut Block) {
    let of = |at: &usize| done.get(*at).unwrap_or(NOTHING);
    let pairs = |out: &mut Block, a: &usize, b: &usize, f: fn(f64, f64) -> f64| {
        for (out, (a, b)) in out.iter_mut().zip(of(a).iter().zip(of(b))) {
            *out = f(*a, *b);
        }
    };
    match op {
        Op::Input(slot) => *out = *inputs.get(*slot).unwrap_or(NOTHING),
        Op::Linear(terms, constant) => {
            out.fill(*constant);
            for (step, factor) in terms {
                for (out, x) in out.iter_mut().zip(of(step)) {
                    *out += factor * x;
                }
            }
        }
        Op::Product(a, b) => pairs(out, a, b, |a, b| a * b),
        Op::Quotient(a, b) => pairs(out, a, b, |a, b| a / b),
        Op::Max(a, b) => pairs(out, a, b, |a, b| if a > b { a } else { b }),
        Op::Min(a, b) => pairs(out, a, b, |a, b| if a < b { a } else { b }),
        Op::RoundUp(a, margin) => {
            for ((out, x), certain) in out.iter_mut().zip(of(a)).zip(certainty) {
                let (whole, distance) = round_up(*x);
                *out = whole;
                *certain = certain.min(distance - margin);
            }
        }
        Op::Whole {
            load,
            slices,
            most,
            margin,
        } => {
            out.fill(0.0);
            for [weight, least, seconds] in slices {
                for ((out, load), certain) in out.iter_mut().zip(of(load)).zip(certainty.iter_mut())
                {
                    let (whole, distance) = round_up(load * weight - NEARLY);
                    let units = if whole > *least { whole } else { *least };
                    let units = if units < *most { units } else { *most };
                    *out += units * seconds;
                    let distance = distance - margin;
                    *certain = if *certain < distance {
                        *certain
                    } else {
                        distance
                    };
                }
            }
        }
        Op::Bounded {
            load,
            slices,
            above,
        } => {
            out.fill(0.0);
            for [weight, bound, seconds] in slices {
                for (out, load) in out.iter_mut().zip(of(load)) {
                    let own = load * weight;
                    let part = match above {
                        true => (own - bound).max(0.0),
                        false => own.min(*bound),
                    };
                    *out += part * seconds;
                }
            }
        }
        Op::Tiers(quantity, tiers) => {
            for (out, quantity) in out.iter_mut().zip(of(quantity)) {
                let reached = tiers.iter().rev().find(|[from, ..]| quantity > from);
                *out = reached.map_or(0.0, |[from, below, price]| {
                    below + (quantity - from) * price
                });
            }
        }
        Op::Share {
            amount,
            passed,
            left,
        } => {
            let draws = of(amount).iter().zip(of(passed)).zip(of(left));
            for (out, ((amount, passed), left)) in out.iter_mut().zip(draws) {
                *out = match left <= amount {
                    true => *passed,
                    false => amount * passed / left,
                };
            }
        }
    }
}

/// The next whole number, and how far the value is from the nearest one.
#[inline]
fn round_up(x: f64) -> (f64, f64) {
    let nearest = (x + WHOLE) - WHOLE;
    let up = if nearest < x { 1.0 } else { 0.0 };
    (nearest + up, (x - nearest).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_up_knows_how_near_a_whole_number_is() {
        assert_eq!(round_up(2.25), (3.0, 0.25));
        assert_eq!(round_up(2.75), (3.0, 0.25));
        assert_eq!(round_up(3.0), (3.0, 0.0));
        assert_eq!(round_up(0.0), (0.0, 0.0));
        assert_eq!(round_up(-1e-12).0, 0.0);
        let large = f64::from(1_u32 << 30) + 0.5;
        assert_eq!(round_up(large), (large + 0.5, 0.5));
    }
}
