//! One product as the Query API answers it.
//!
//! Each element of `PriceList` in an answer to `GetProducts` is a JSON document inside a string
//! (<https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html>).
//! It says the same as an offer file, with two differences: terms are keyed by `SKU.TERM` at once, and
//! the service, the version and its date ride on every product.

use super::entry::{Entry, Offer, Rate, Term, TermKind};
use crate::catalog::Product;
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::str::FromStr;

/// Why a product of an answer can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// Not JSON.
    #[error("a product is not JSON: {0}")]
    Json(String),
    /// Something has to be there and is not.
    #[error("{of} has no `{path}`")]
    Missing {
        /// Whose: `product 8CESGAFWKAJ98PME`.
        of: String,
        /// What, from the top: `product.sku`.
        path: String,
    },
    /// Something is of another kind than the Price List writes.
    #[error("`{path}` of {of} is {found} where {expected} is due")]
    Kind {
        /// Whose.
        of: String,
        /// What, from the top.
        path: String,
        /// What it is.
        found: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// A term belongs to another product.
    #[error("`{path}` of {of} is a term of `{sku}`")]
    Stranger {
        /// Whose it should be.
        of: String,
        /// The term, from the top.
        path: String,
        /// Whose it says it is.
        sku: String,
    },
}

/// Reads one element of `PriceList`. Fields nobody knows are passed over, and so are kinds of terms
/// other than `OnDemand` and `Reserved`. Everything read is text and stays text: a number in its place
/// is refused, since it would have gone through binary floating point.
///
/// # Errors
/// [`AnswerError`], which names the product and what is wrong with it.
pub fn read_answer(text: &str) -> Result<(Offer, Entry), AnswerError> {
    let document: Value =
        serde_json::from_str(text).map_err(|fault| AnswerError::Json(fault.to_string()))?;
    let top = Node::of("a product", String::new(), &document);
    let product = top.member("product")?;
    let sku = product.member("sku")?.text()?;
    let of = format!("product {sku}");
    let top = Node::of(&of, String::new(), &document);
    let product = top.member("product")?;
    let service_code = top.member("serviceCode")?.text()?;
    let offer = Offer {
        service_code: service_code.clone(),
        version: top.member("version")?.text()?,
        published: top.member("publicationDate")?.text()?,
    };
    let family = product.optional("productFamily")?;
    let attributes = product.member("attributes")?.texts()?;
    let mut terms = Vec::new();
    if let Some(sold) = top.optional("terms")? {
        for (name, kind) in [
            ("OnDemand", TermKind::OnDemand),
            ("Reserved", TermKind::Reserved),
        ] {
            let Some(list) = sold.optional(name)? else {
                continue;
            };
            for term in list.members()? {
                terms.push(read_term(&term, kind, &sku)?);
            }
        }
    }
    let entry = Entry {
        sku,
        product: Product {
            service_code,
            family: family.map(|family| family.text()).transpose()?,
            attributes,
        },
        terms,
    };
    Ok((offer, entry))
}

fn read_term(term: &Node<'_>, kind: TermKind, sku: &str) -> Result<Term, AnswerError> {
    if let Some(owner) = term
        .optional("sku")?
        .map(|owner| owner.text())
        .transpose()?
        && owner != sku
    {
        return Err(AnswerError::Stranger {
            of: term.of.to_owned(),
            path: term.path.clone(),
            sku: owner,
        });
    }
    let mut rates = Vec::new();
    for rate in term.member("priceDimensions")?.members()? {
        let text = |name| rate.member(name)?.text();
        let range = |name| rate.optional(name)?.map(|edge| edge.text()).transpose();
        rates.push(Rate {
            code: text("rateCode")?,
            unit: text("unit")?,
            begin: range("beginRange")?,
            end: range("endRange")?,
            price: rate.member("pricePerUnit")?.texts()?,
        });
    }
    sort_rates(&mut rates);
    let attributes = term.optional("termAttributes")?;
    Ok(Term {
        kind,
        code: term.member("offerTermCode")?.text()?,
        effective: term.member("effectiveDate")?.text()?,
        attributes: attributes
            .map(|attributes| attributes.texts())
            .transpose()?
            .unwrap_or_default(),
        rates,
    })
}

/// The order of tiers: by their first quantity; first quantities that can't be read come after those
/// that can, rates without a range last, and equals by their code. The Price List writes them in no
/// order.
pub(super) fn sort_rates(rates: &mut [Rate]) {
    let begin = |rate: &Rate| match &rate.begin {
        Some(text) => (0, Decimal::from_str(text).ok()),
        None => (1, None),
    };
    rates.sort_by(|a, b| {
        let ((a_ranged, a_begin), (b_ranged, b_begin)) = (begin(a), begin(b));
        let by_begin = match (a_begin, b_begin) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        a_ranged
            .cmp(&b_ranged)
            .then(by_begin)
            .then_with(|| a.code.cmp(&b.code))
    });
}

/// A value of the document that knows where it is.
struct Node<'v> {
    of: &'v str,
    path: String,
    value: &'v Value,
}

impl<'v> Node<'v> {
    fn of(of: &'v str, path: String, value: &'v Value) -> Node<'v> {
        Node { of, path, value }
    }

    fn below(&self, name: &str, value: &'v Value) -> Node<'v> {
        Node::of(self.of, self.path_of(name), value)
    }

    fn path_of(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    fn wrong(&self, expected: &'static str) -> AnswerError {
        AnswerError::Kind {
            of: self.of.to_owned(),
            path: match self.path.as_str() {
                "" => "the document".to_owned(),
                path => path.to_owned(),
            },
            found: match self.value {
                Value::Null => "null",
                Value::Bool(_) => "a truth value",
                Value::Number(_) => "a number",
                Value::String(_) => "text",
                Value::Array(_) => "a list",
                Value::Object(_) => "an object",
            },
            expected,
        }
    }

    fn object(&self) -> Result<&'v Map<String, Value>, AnswerError> {
        self.value
            .as_object()
            .ok_or_else(|| self.wrong("an object"))
    }

    fn optional(&self, name: &str) -> Result<Option<Node<'v>>, AnswerError> {
        Ok(self
            .object()?
            .get(name)
            .map(|value| self.below(name, value)))
    }

    fn member(&self, name: &str) -> Result<Node<'v>, AnswerError> {
        self.optional(name)?.ok_or_else(|| AnswerError::Missing {
            of: self.of.to_owned(),
            path: self.path_of(name),
        })
    }

    fn members(&self) -> Result<Vec<Node<'v>>, AnswerError> {
        let members = self.object()?.iter();
        Ok(members.map(|(name, v)| self.below(name, v)).collect())
    }

    fn text(&self) -> Result<String, AnswerError> {
        let text = self.value.as_str().ok_or_else(|| self.wrong("text"))?;
        Ok(text.to_owned())
    }

    fn texts(&self) -> Result<BTreeMap<String, String>, AnswerError> {
        let members = self.object()?.iter();
        members
            .map(|(name, value)| Ok((name.clone(), self.below(name, value).text()?)))
            .collect()
    }
}

#[cfg(test)]
mod tests;
