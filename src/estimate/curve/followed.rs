//! What some curves use, each quantity and each group of pools once, with the piece it is on: what several
//! architectures use alike is followed once.

use super::ints::{TooWide, Wide};
use super::nodes::{Node, Piece};
use super::pools::{Group, Open, Stop};
use super::quantity::Quantity;
use ethnum::I256;
use num_bigint::BigInt;

/// The quantities and groups of some curves.
#[derive(Debug, Clone, Default)]
pub(super) struct Followed {
    quantities: Quantities,
    groups: Vec<FollowedGroup>,
    /// What each quantity is, and over what; only while curves are made.
    keys: Vec<(Quantity, BigInt)>,
    /// For the pools of a group while they are rated.
    open: Vec<Open>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Quantities(Vec<FollowedQuantity>);

#[derive(Debug, Clone)]
struct FollowedQuantity {
    node: Node,
    piece: Option<(u64, Piece)>,
    bounds: Option<((u64, u64), (I256, I256))>,
}

#[derive(Debug, Clone)]
struct FollowedGroup {
    group: Group,
    piece: Option<(u64, Piece)>,
}

/// The piece, when a value is still on it.
fn still(piece: Option<(u64, Piece)>, n: u64) -> Option<Piece> {
    let (from, piece) = piece?;
    (from..=piece.until).contains(&n).then_some(piece)
}

impl Quantities {
    pub fn at(&mut self, place: usize, n: u64) -> Wide<Piece> {
        let followed = self.0.get_mut(place).ok_or(TooWide)?;
        if let Some(piece) = still(followed.piece, n) {
            return Ok(piece);
        }
        let piece = followed.node.at(n)?;
        followed.piece = Some((n, piece));
        Ok(piece)
    }
}

impl Followed {
    /// The place of a quantity over a denominator, new or known.
    pub fn place(&mut self, quantity: &Quantity, scale: &BigInt) -> Wide<usize> {
        let mut keys = self.keys.iter();
        let known = keys.position(|(known, over)| over == scale && known == quantity);
        if let Some(known) = known {
            return Ok(known);
        }
        self.quantities.0.push(FollowedQuantity {
            node: Node::new(quantity, scale)?,
            piece: None,
            bounds: None,
        });
        self.keys.push((quantity.clone(), scale.clone()));
        Ok(self.keys.len() - 1)
    }

    /// The place of a group, new or known.
    pub fn group(&mut self, group: Group) -> usize {
        let known = self.groups.iter().position(|known| known.group == group);
        known.unwrap_or_else(|| {
            self.groups.push(FollowedGroup { group, piece: None });
            self.groups.len() - 1
        })
    }

    /// All curves are made.
    pub fn close(&mut self) {
        self.keys = Vec::new();
    }

    /// How many hours with a weight of their own the quantities add up.
    pub fn hours(&self) -> u64 {
        let quantities = self.quantities.0.iter();
        let hours: usize = quantities.map(|followed| followed.node.hours()).sum();
        u64::try_from(hours).unwrap_or(u64::MAX)
    }

    /// The piece of a quantity at a value.
    pub fn at(&mut self, place: usize, n: u64) -> Wide<Piece> {
        self.quantities.at(place, n)
    }

    /// The piece of the cost of a group at a value.
    pub fn group_at(&mut self, place: usize, n: u64) -> Result<Piece, Stop> {
        let followed = self.groups.get_mut(place).ok_or(TooWide)?;
        if let Some(piece) = still(followed.piece, n) {
            return Ok(piece);
        }
        let piece = followed.group.at(n, &mut self.quantities, &mut self.open)?;
        // What is smooth holds at one value alone.
        let until = match piece.smooth {
            Some(_) => n,
            None => piece.until,
        };
        followed.piece = Some((n, Piece { until, ..piece }));
        Ok(piece)
    }

    /// The least and the most of a quantity between two values.
    pub fn bounds(&mut self, place: usize, from: u64, to: u64) -> Wide<(I256, I256)> {
        let followed = self.quantities.0.get_mut(place).ok_or(TooWide)?;
        if let Some((ends, bounds)) = followed.bounds
            && ends == (from, to)
        {
            return Ok(bounds);
        }
        let bounds = followed.node.bounds(from, to)?;
        followed.bounds = Some(((from, to), bounds));
        Ok(bounds)
    }
}
