//! Quantities over a common denominator, followed upwards piece by piece.
//!
//! Every quantity is asked for the piece it is on: a line, and the last value that is on it. Steps
//! remember their present count, so that going on costs additions only.

use super::along::{Along, Part};
use super::chances::ColdNode;
use super::crew::Crews;
use super::ints::{Line, Wide, add, scaled};
use super::quantity::Quantity;
use super::steps::StepNode;
use super::terms::{Bend, Term};
use ethnum::I256;
use num_bigint::BigInt;

/// What a quantity is from one value on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub line: Line,
    /// The last value on the line.
    pub until: u64,
    /// Where the quantity is no line, it is exact at one value alone, and so it goes on to here.
    pub smooth: Option<u64>,
}

impl Piece {
    pub fn line(line: Line, until: u64) -> Piece {
        Piece {
            line,
            until,
            smooth: None,
        }
    }

    /// This and another together.
    pub fn plus(self, other: Piece) -> Wide<Piece> {
        Ok(Piece {
            line: self.line.plus(other.line)?,
            until: self.until.min(other.until),
            smooth: together(self, other),
        })
    }

    /// The last value up to which nothing but what is smooth changes.
    pub fn reach(self) -> u64 {
        self.smooth.unwrap_or(self.until)
    }
}

/// The end of a stretch in which one of two at least is no line.
pub(super) fn together(a: Piece, b: Piece) -> Option<u64> {
    match (a.smooth, b.smooth) {
        (None, None) => None,
        _ => Some(a.reach().min(b.reach())),
    }
}

/// A quantity over the common denominator.
#[derive(Debug, Clone)]
pub(super) struct Node {
    base: Line,
    terms: Vec<TermNode>,
}

#[derive(Debug, Clone)]
enum TermNode {
    Steps(Along<StepNode>),
    Bends(Along<BendNode>),
    Colds(Along<ColdNode>),
    Largest(Vec<Node>),
}

impl Node {
    pub fn new(quantity: &Quantity, scale: &BigInt) -> Wide<Node> {
        let base = Line {
            a: scaled(&quantity.fixed, scale)?,
            b: scaled(&quantity.slope, scale)?,
        };
        let term = |term: &Term| TermNode::new(term, scale);
        let terms = quantity.terms.iter().map(term);
        Ok(Node {
            base,
            terms: terms.collect::<Wide<_>>()?,
        })
    }

    /// How many hours with a weight of their own it adds up.
    pub fn hours(&self) -> usize {
        let hours = |term: &TermNode| match term {
            TermNode::Steps(steps) => steps.parts.len(),
            TermNode::Bends(bends) => bends.parts.len(),
            TermNode::Colds(colds) => colds.parts.len(),
            TermNode::Largest(parts) => parts.iter().map(Node::hours).sum(),
        };
        self.terms.iter().map(hours).sum()
    }

    /// The piece at a value.
    pub fn at(&mut self, n: u64) -> Wide<Piece> {
        let mut piece = Piece::line(self.base, u64::MAX);
        for term in &mut self.terms {
            piece = piece.plus(term.at(n)?)?;
        }
        Ok(piece)
    }

    /// The least and the most on the way from one value to another.
    pub fn bounds(&mut self, from: u64, to: u64) -> Wide<(I256, I256)> {
        let ends = (self.base.at(from)?, self.base.at(to)?);
        let mut bounds = (ends.0.min(ends.1), ends.0.max(ends.1));
        for term in &mut self.terms {
            let (low, high) = term.bounds(from, to)?;
            bounds = (add(bounds.0, low)?, add(bounds.1, high)?);
        }
        Ok(bounds)
    }
}

impl TermNode {
    fn new(term: &Term, scale: &BigInt) -> Wide<TermNode> {
        Ok(match term {
            Term::Steps(steps) => {
                let steps = steps.iter().map(|step| StepNode::new(step, scale));
                TermNode::Steps(Along::new(steps.collect::<Wide<_>>()?, ()))
            }
            Term::Bends(bends) => {
                let bends = bends.iter().map(|bend| BendNode::new(bend, scale));
                TermNode::Bends(Along::new(bends.collect::<Wide<_>>()?, ()))
            }
            Term::Colds(colds) => {
                let mut crews = Crews::default();
                let colds = colds.iter();
                let colds = colds.map(|cold| ColdNode::new(cold, scale, &mut crews));
                TermNode::Colds(Along::new(colds.collect::<Wide<_>>()?, crews))
            }
            Term::Largest(parts) => {
                let parts = parts.iter().map(|part| Node::new(part, scale));
                TermNode::Largest(parts.collect::<Wide<_>>()?)
            }
        })
    }

    fn at(&mut self, n: u64) -> Wide<Piece> {
        match self {
            TermNode::Steps(steps) => steps.at(n),
            TermNode::Bends(bends) => bends.at(n),
            TermNode::Colds(colds) => colds.at(n),
            TermNode::Largest(parts) => largest(parts, n),
        }
    }

    fn bounds(&mut self, from: u64, to: u64) -> Wide<(I256, I256)> {
        let mut bounds = (I256::ZERO, I256::ZERO);
        let mut take = |(low, high): (I256, I256)| {
            bounds = (add(bounds.0, low)?, add(bounds.1, high)?);
            Ok(())
        };
        match self {
            TermNode::Steps(steps) => {
                for step in &steps.parts {
                    let (a, b) = (step.value_at(from)?, step.value_at(to)?);
                    take((a.min(b), a.max(b)))?;
                }
            }
            TermNode::Bends(bends) => {
                for bend in &bends.parts {
                    let (a, b) = (
                        bend.piece(from)?.line.at(from)?,
                        bend.piece(to)?.line.at(to)?,
                    );
                    take((a.min(b), a.max(b)))?;
                }
            }
            TermNode::Colds(colds) => {
                let mut known = [None, None];
                for cold in &colds.parts {
                    take(cold.bounds((from, to), &mut known, &mut colds.shared)?)?;
                }
            }
            TermNode::Largest(parts) => {
                let mut most: Option<(I256, I256)> = None;
                for part in parts {
                    let (low, high) = part.bounds(from, to)?;
                    most = Some(match most {
                        Some((a, b)) => (a.max(low), b.max(high)),
                        None => (low, high),
                    });
                }
                take(most.unwrap_or_default())?;
            }
        }
        Ok(bounds)
    }
}

/// The largest of several at a value, up to where another one overtakes it.
fn largest(parts: &mut [Node], n: u64) -> Wide<Piece> {
    let pieces = parts.iter_mut().map(|part| part.at(n));
    let pieces: Vec<Piece> = pieces.collect::<Wide<_>>()?;
    let mut best: Option<Piece> = None;
    for piece in &pieces {
        let better = match best {
            None => true,
            Some(best) => {
                let (own, other) = (piece.line.at(n)?, best.line.at(n)?);
                own > other || (own == other && piece.line.b > best.line.b)
            }
        };
        if better {
            best = Some(*piece);
        }
    }
    let Some(best) = best else {
        return Ok(Piece::line(Line::ZERO, u64::MAX));
    };
    let (mut until, mut smooth) = (best.until, None);
    for piece in &pieces {
        let overtakes = piece.line.minus(best.line)?;
        until = until.min(piece.until).min(overtakes.last_not_above(n)?);
        smooth = smooth.or(piece.smooth);
    }
    if smooth.is_none() {
        return Ok(Piece::line(best.line, until));
    }
    let reaches = pieces.iter().map(|piece| piece.reach());
    Ok(Piece {
        line: Line::constant(best.line.at(n)?),
        until: n,
        smooth: reaches.min(),
    })
}

#[derive(Debug, Clone)]
struct BendNode {
    slope: I256,
    constant: I256,
    corner: u64,
    is_above: bool,
}

impl Part for BendNode {
    type Shared = ();

    fn at(&mut self, n: u64, _: &mut ()) -> Wide<Piece> {
        self.piece(n)
    }
}

impl BendNode {
    fn new(bend: &Bend, scale: &BigInt) -> Wide<BendNode> {
        Ok(BendNode {
            slope: scaled(&bend.slope, scale)?,
            constant: scaled(&bend.constant, scale)?,
            corner: bend.corner,
            is_above: bend.is_above,
        })
    }

    fn piece(&self, n: u64) -> Wide<Piece> {
        let slope = Line {
            a: I256::ZERO,
            b: self.slope,
        };
        let constant = Line::constant(self.constant);
        Ok(match (n <= self.corner, self.is_above) {
            (true, false) => Piece::line(slope, self.corner),
            (true, true) => Piece::line(Line::ZERO, self.corner),
            (false, false) => Piece::line(constant, u64::MAX),
            (false, true) => Piece::line(slope.minus(constant)?, u64::MAX),
        })
    }
}
