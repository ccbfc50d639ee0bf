//! What a cost depends on where the program stands: draws that agree in it cost exactly the same.
//!
//! With the fewest tasks in every hour, any traffic costs the same. Such draws differ in their inputs and
//! agree in every whole number that is made of them, and need to be worked out in decimals once.

use super::node::Op;
use super::program::{Program, Work};
use std::collections::BTreeSet;

/// Steps that are known exactly, with their values.
pub(in crate::simulate) type Signature = BTreeSet<(usize, u64)>;

impl Program {
    /// The signature of one draw of the block that was run last. It holds where nothing is in doubt.
    pub fn signature(&self, work: &Work, lane: usize) -> Signature {
        let mut found = Signature::new();
        self.visit(self.cost, work, lane, &mut found);
        found
    }

    fn visit(&self, step: usize, work: &Work, lane: usize, found: &mut Signature) {
        let value = |step: usize| work.value(step, lane);
        let Some(node) = self.nodes.get(step) else {
            return;
        };
        let whole = |[_, bound, seconds]: &[f64; 3]| bound.fract() == 0.0 && seconds.fract() == 0.0;
        let mut below = |steps: &[usize]| {
            for step in steps {
                self.visit(*step, work, lane, found);
            }
        };
        match &node.op {
            Op::Linear(terms, _) => {
                for (step, _) in terms {
                    below(&[*step]);
                }
            }
            // Sums of whole numbers are exact in doubles too.
            Op::Whole { slices, most, .. } if slices.iter().all(whole) && most.fract() == 0.0 => {
                found.insert((step, value(step).to_bits()));
            }
            Op::Input(_) | Op::RoundUp(..) => {
                found.insert((step, value(step).to_bits()));
            }
            Op::Max(a, b) | Op::Min(a, b) => {
                let errors =
                    [a, b].map(|step| self.nodes.get(*step).map_or(f64::INFINITY, |n| n.error));
                let apart = (value(*a) - value(*b)).abs() > errors.iter().sum();
                let is_first = (value(*a) > value(*b)) == matches!(node.op, Op::Max(..));
                match (apart, is_first) {
                    (false, _) => below(&[*a, *b]),
                    (true, true) => {
                        below(&[*a]);
                        found.insert((step, 0));
                    }
                    (true, false) => {
                        below(&[*b]);
                        found.insert((step, 1));
                    }
                }
            }
            Op::Whole { load, .. } | Op::Bounded { load, .. } => below(&[*load]),
            Op::Tiers(quantity, _) => below(&[*quantity]),
            Op::Product(a, b) | Op::Quotient(a, b) => below(&[*a, *b]),
            Op::Share {
                amount,
                passed,
                left,
            } => below(&[*amount, *passed, *left]),
        }
    }
}
