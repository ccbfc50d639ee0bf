//! The inputs of one traffic level, drawn block by block.

use super::filter::{BLOCK, Block, InputScale, double};
use super::law::Law;
use super::sequence::{Coordinate, Sequence};
use crate::units::Draw;

/// Steps of a block of draws.
pub(super) type Steps = [u32; BLOCK];

/// An input, where the draws of a block have a slot for it.
pub(super) struct Slot<'s> {
    /// Its number in the scenario.
    pub number: usize,
    pub law: &'s Law,
    coordinate: Coordinate<'s>,
    /// Distances of values seen, as doubles.
    values: Option<Vec<f64>>,
}

/// The inputs that matter at a traffic level.
pub(super) struct Inputs<'s> {
    pub slots: Vec<Slot<'s>>,
    /// How many inputs the scenario has.
    count: usize,
}

/// Draws of a block.
pub(super) struct Drawn {
    pub steps: Vec<Steps>,
    /// How far each lies above its low end, for programs.
    pub above: Vec<Block>,
}

impl Drawn {
    /// The step of a slot in one draw of the block.
    pub fn step(&self, slot: usize, lane: usize) -> u32 {
        let steps = self.steps.get(slot);
        steps
            .and_then(|steps| steps.get(lane))
            .copied()
            .unwrap_or_default()
    }
}

impl<'s> Inputs<'s> {
    /// The inputs with these numbers.
    pub fn new(
        numbers: impl IntoIterator<Item = usize>,
        laws: &'s [Option<Law>],
        sequence: &'s Sequence,
    ) -> Inputs<'s> {
        let slot = |number: usize| {
            let law = laws.get(number)?.as_ref()?;
            let values = law
                .values()
                .map(|values| values.iter().map(|value| double(*value)).collect());
            Some(Slot {
                number,
                law,
                // An input keeps its coordinate whatever else is looked at.
                coordinate: sequence.coordinate(number),
                values,
            })
        };
        Inputs {
            slots: numbers.into_iter().filter_map(slot).collect(),
            count: laws.len(),
        }
    }

    pub fn room(&self) -> Drawn {
        Drawn {
            steps: vec![[0; BLOCK]; self.slots.len()],
            above: vec![[0.0; BLOCK]; self.slots.len()],
        }
    }

    pub fn scales(&self) -> Vec<InputScale> {
        let slots = self.slots.iter().enumerate();
        slots
            .map(|(slot, input)| InputScale {
                number: input.number,
                slot,
                of: input.law.of(),
            })
            .collect()
    }

    /// Draws a block, beginning with a point.
    pub fn fill(&self, first: u32, drawn: &mut Drawn) {
        self.fill_with(first.., drawn);
    }

    /// Draws a block of some points.
    pub fn fill_with(&self, points: impl Iterator<Item = u32> + Clone, drawn: &mut Drawn) {
        let room = drawn.steps.iter_mut().zip(&mut drawn.above);
        for (slot, (steps, above)) in self.slots.iter().zip(room) {
            for (point, step) in points.clone().zip(steps.iter_mut()) {
                *step = slot.law.step(slot.coordinate.of(point));
            }
            for (above, step) in above.iter_mut().zip(&*steps) {
                *above = match &slot.values {
                    None => f64::from(*step),
                    Some(values) => values.get(*step as usize).copied().unwrap_or(f64::NAN),
                };
            }
        }
    }

    /// The step of each slot at one point.
    pub fn steps_at(&self, point: u32) -> Vec<u32> {
        let slots = self.slots.iter();
        slots
            .map(|slot| slot.law.step(slot.coordinate.of(point)))
            .collect()
    }

    /// The steps of each slot as draws, by the number of the input.
    pub fn draws(&self, steps: &[u32]) -> Vec<Option<Draw>> {
        let mut draws = vec![None; self.count];
        for (slot, step) in self.slots.iter().zip(steps) {
            if let Some(draw) = draws.get_mut(slot.number) {
                *draw = Some(slot.law.draw(*step));
            }
        }
        draws
    }
}
