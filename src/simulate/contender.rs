//! An architecture in a simulation: its program, and its costs in decimals where they are needed.

use super::filter::{BLOCK, Block, Program, Unfit, Work, compile, double, nearest_error};
use super::inputs::{Drawn, Inputs};
use crate::estimate::Drawable;
use crate::units::{ArithmeticError, Money};
use std::collections::BTreeMap;

/// An architecture at one traffic level.
pub(super) struct Contender<'b> {
    pub drawable: Drawable<'b>,
    pub program: Result<Program, Unfit>,
    /// The slots of the inputs its cost depends on.
    slots: Vec<usize>,
}

/// Costs in decimals, each worked out once.
pub(super) struct Exact<'c> {
    contender: &'c Contender<'c>,
    inputs: &'c Inputs<'c>,
    /// By the steps of the inputs it depends on.
    known: BTreeMap<Vec<u32>, Money>,
}

/// Most costs that are remembered.
const MOST_KNOWN: usize = 1 << 18;

impl<'b> Contender<'b> {
    pub fn new(drawable: Drawable<'b>, inputs: &Inputs<'_>, decimals_only: bool) -> Contender<'b> {
        let matters = |number: usize| drawable.inputs().contains(&number);
        let slots = inputs.slots.iter().enumerate();
        let slots = slots
            .filter(|(_, slot)| matters(slot.number))
            .map(|(at, _)| at);
        let slots = slots.collect();
        let program = match decimals_only {
            true => Err(Unfit::Step),
            false => compile(&drawable, &inputs.scales()),
        };
        Contender {
            drawable,
            program,
            slots,
        }
    }

    /// True when another costs the same in every draw because it is the same.
    pub fn is_same_as(&self, other: &Contender<'_>) -> bool {
        let (Ok(own), Ok(others)) = (&self.program, &other.program) else {
            return false;
        };
        let (one, two) = (&self.drawable, &other.drawable);
        own == others
            && one.pools().eq(two.pools())
            && one.grants().eq(two.grants())
            && one.inputs() == two.inputs()
    }

    /// The steps its cost depends on, of those of all slots.
    pub fn key(&self, step: impl Fn(usize) -> u32) -> Vec<u32> {
        self.slots.iter().map(|slot| step(*slot)).collect()
    }

    pub fn work(&self) -> Option<Work> {
        self.program.as_ref().ok().map(Program::work)
    }

    /// How far off the costs are, as doubles.
    pub fn error(&self, costs: &[f64]) -> f64 {
        match &self.program {
            Ok(program) => program.error(),
            Err(_) => nearest_error(costs),
        }
    }
}

impl<'c> Exact<'c> {
    pub fn new(contender: &'c Contender<'c>, inputs: &'c Inputs<'c>) -> Exact<'c> {
        Exact {
            contender,
            inputs,
            known: BTreeMap::new(),
        }
    }

    /// The cost of a draw, by the step of each slot.
    pub fn cost(&mut self, step: impl Fn(usize) -> u32) -> Result<Money, ArithmeticError> {
        let key = self.contender.key(&step);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let steps: Vec<u32> = (0..self.inputs.slots.len()).map(step).collect();
        let cost = self.contender.drawable.cost(&self.inputs.draws(&steps))?;
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(key, cost);
        Ok(cost)
    }

    /// The costs of a block as doubles: from the program, and in decimals where that is in doubt.
    pub fn block(
        &mut self,
        drawn: &Drawn,
        lanes: usize,
        work: &mut Option<Work>,
        costs: &mut Block,
    ) -> Result<(), (usize, ArithmeticError)> {
        let mut certainty = [-1.0; BLOCK];
        if let (Ok(program), Some(work)) = (&self.contender.program, work) {
            program.run(&drawn.above, work, costs, &mut certainty);
        }
        for (lane, (cost, certain)) in costs.iter_mut().zip(certainty).enumerate().take(lanes) {
            if certain < 0.0 {
                let exact = self.cost(|slot| drawn.step(slot, lane));
                *cost = double(exact.map_err(|error| (lane, error))?.amount());
            }
        }
        Ok(())
    }
}
