//! Linear forms: a constant and multiples of steps, kept in decimals until a program is made of them.

use super::node::{DECIMAL, Node, Op, ROUNDING, double};
use crate::units::{ArithmeticError, arithmetic};
use rust_decimal::Decimal;

/// `constant + Σ factor × step`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Form {
    pub constant: Decimal,
    /// By number of the step, each once, none with a factor of zero.
    pub terms: Vec<(usize, Decimal)>,
}

impl Form {
    pub fn constant(constant: Decimal) -> Form {
        Form {
            constant,
            terms: Vec::new(),
        }
    }

    pub fn step(step: usize) -> Form {
        Form {
            constant: Decimal::ZERO,
            terms: vec![(step, Decimal::ONE)],
        }
    }

    /// Its value where no draw changes it.
    pub fn fixed(&self) -> Option<Decimal> {
        self.terms.is_empty().then_some(self.constant)
    }

    pub fn plus(mut self, other: &Form) -> Result<Form, ArithmeticError> {
        self.constant = arithmetic::add(self.constant, other.constant)?;
        for (step, factor) in &other.terms {
            match self.terms.iter_mut().find(|(known, _)| known == step) {
                Some((_, own)) => *own = arithmetic::add(*own, *factor)?,
                None => self.terms.push((*step, *factor)),
            }
        }
        self.terms.retain(|(_, factor)| !factor.is_zero());
        self.terms.sort_by_key(|(step, _)| *step);
        Ok(self)
    }

    pub fn minus(self, other: &Form) -> Result<Form, ArithmeticError> {
        let negative = Form {
            constant: -other.constant,
            terms: other
                .terms
                .iter()
                .map(|(step, factor)| (*step, -*factor))
                .collect(),
        };
        self.plus(&negative)
    }

    pub fn times(mut self, factor: Decimal) -> Result<Form, ArithmeticError> {
        if factor.is_zero() {
            return Ok(Form::default());
        }
        self.constant = arithmetic::mul(self.constant, factor)?;
        for (_, own) in &mut self.terms {
            *own = arithmetic::mul(*own, factor)?;
        }
        Ok(self)
    }

    pub fn over(mut self, divisor: Decimal) -> Result<Form, ArithmeticError> {
        self.constant = arithmetic::div(self.constant, divisor)?;
        for (_, own) in &mut self.terms {
            *own = arithmetic::div(*own, divisor)?;
        }
        Ok(self)
    }

    /// As a step of a program, with its bounds.
    pub fn node(&self, nodes: &[Node]) -> Node {
        let constant = double(self.constant);
        let (mut low, mut high) = (constant, constant);
        let (mut size, mut error) = (constant.abs(), DECIMAL);
        let mut terms = Vec::with_capacity(self.terms.len());
        for (step, factor) in &self.terms {
            let Some(node) = nodes.get(*step) else {
                continue;
            };
            let factor = double(*factor);
            let (one, two) = (factor * node.low, factor * node.high);
            low += one.min(two);
            high += one.max(two);
            size += factor.abs() * node.size();
            error += factor.abs() * node.error;
            terms.push((*step, factor));
        }
        // Each factor is rounded once, each product and each sum once more.
        let roundings = terms.len() as f64 + 4.0;
        error += roundings * ROUNDING * size;
        Node {
            op: Op::Linear(terms, constant),
            low,
            high,
            error,
        }
    }
}
