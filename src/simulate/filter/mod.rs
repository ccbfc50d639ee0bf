//! Costs in binary floating point, with a bound on how far they are off.
//!
//! A million draws can't each be worked out in decimals. So each architecture becomes a short program of
//! floating-point operations that is used to put draws in order, and for nothing else: no figure it gives
//! is ever shown. It comes with a bound on its error that holds for every draw, as the filters of exact
//! geometric predicates do (Jonathan Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997).
//! Where two costs are nearer than the bound, or something to be rounded up lies so near a whole number
//! that the bound can't tell its side, decimals decide.

#![allow(
    clippy::float_arithmetic,
    reason = "an order of draws with an error bound; every figure shown is worked out in decimals"
)]

mod compile;
mod form;
mod node;
mod order;
mod program;
mod rate;
mod signature;

pub(super) use compile::{Unfit, compile};
pub(super) use node::{InputScale, double};
pub(super) use order::{Contest, count_below, nearest_error, select, window};
pub(super) use program::{BLOCK, Block, Program, Work};
pub(super) use signature::Signature;
