//! A sum of many parts along the traffic: each has its own next corner, and only those reached are
//! worked out again.

use super::ints::{Line, TooWide, Wide};
use super::nodes::Piece;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One part of a sum.
pub(super) trait Part {
    /// What the parts of a sum have in common.
    type Shared;

    /// The piece at a value.
    fn at(&mut self, n: u64, shared: &mut Self::Shared) -> Wide<Piece>;
}

/// A sum, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Along<T: Part> {
    pub parts: Vec<T>,
    pub shared: T::Shared,
    /// What each part is at present, and their sum.
    lines: Vec<Line>,
    sum: Line,
    /// The corner of each part, the nearest on top.
    corners: BinaryHeap<Reverse<(u64, usize)>>,
    /// From here on the lines hold; none hold yet, or something is no line.
    from: Option<u64>,
}

impl<T: Part> Along<T> {
    pub fn new(parts: Vec<T>, shared: T::Shared) -> Along<T> {
        Along {
            lines: Vec::with_capacity(parts.len()),
            corners: BinaryHeap::with_capacity(parts.len()),
            parts,
            shared,
            sum: Line::ZERO,
            from: None,
        }
    }

    /// The piece of the sum at a value.
    pub fn at(&mut self, n: u64) -> Wide<Piece> {
        match self.from.take() {
            Some(from) if from <= n => {}
            _ => return self.anew(n),
        }
        let mut is_smooth = false;
        while let Some(mut next) = self.corners.peek_mut() {
            let Reverse((until, place)) = *next;
            if until >= n {
                break;
            }
            let part = self.parts.get_mut(place).ok_or(TooWide)?;
            let line = self.lines.get_mut(place).ok_or(TooWide)?;
            let piece = part.at(n, &mut self.shared)?;
            if piece.smooth.is_some() {
                is_smooth = true;
                break;
            }
            self.sum = self.sum.plus(piece.line.minus(*line)?)?;
            *line = piece.line;
            *next = Reverse((piece.until, place));
        }
        if is_smooth {
            return self.anew(n);
        }
        self.from = Some(n);
        Ok(Piece::line(self.sum, self.until()))
    }

    fn until(&self) -> u64 {
        let nearest = self.corners.peek();
        nearest.map_or(u64::MAX, |Reverse((until, _))| *until)
    }

    fn anew(&mut self, n: u64) -> Wide<Piece> {
        let mut sum = Piece::line(Line::ZERO, u64::MAX);
        self.lines.clear();
        let mut corners = std::mem::take(&mut self.corners).into_vec();
        corners.clear();
        for (place, part) in self.parts.iter_mut().enumerate() {
            let piece = part.at(n, &mut self.shared)?;
            self.lines.push(piece.line);
            corners.push(Reverse((piece.until, place)));
            sum = sum.plus(piece)?;
        }
        if sum.smooth.is_none() {
            self.corners = BinaryHeap::from(corners);
            self.sum = sum.line;
            self.from = Some(n);
        }
        Ok(sum)
    }
}
