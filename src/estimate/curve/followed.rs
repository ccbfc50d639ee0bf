//! The quantities of some curves, each followed once.

use super::ints::{TooWide, Wide};
use super::nodes::{Node, Piece};
use super::quantity::Quantity;
use ethnum::I256;
use num_bigint::BigInt;

/// Every different quantity of some curves, with the piece it is on: what several architectures use alike
/// is followed once.
#[derive(Debug, Clone, Default)]
pub(super) struct Quantities(Vec<Followed>);

#[derive(Debug, Clone)]
struct Followed {
    quantity: Quantity,
    node: Node,
    piece: Option<(u64, Piece)>,
    bounds: Option<((u64, u64), (I256, I256))>,
}

impl Quantities {
    pub fn place(&mut self, quantity: &Quantity, scale: &BigInt) -> Wide<usize> {
        let known = self.0.iter().position(|known| known.quantity == *quantity);
        if let Some(known) = known {
            return Ok(known);
        }
        self.0.push(Followed {
            quantity: quantity.clone(),
            node: Node::new(quantity, scale)?,
            piece: None,
            bounds: None,
        });
        Ok(self.0.len() - 1)
    }

    pub fn at(&mut self, place: usize, n: u64) -> Wide<Piece> {
        let followed = self.0.get_mut(place).ok_or(TooWide)?;
        if let Some((from, piece)) = followed.piece
            && (from..=piece.until).contains(&n)
        {
            return Ok(piece);
        }
        let piece = followed.node.at(n)?;
        followed.piece = Some((n, piece));
        Ok(piece)
    }

    pub fn bounds(&mut self, place: usize, from: u64, to: u64) -> Wide<(I256, I256)> {
        let followed = self.0.get_mut(place).ok_or(TooWide)?;
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
