//! What the Query API is asked.

/// Conditions of the Query API that the products of one or more keys meet. Never narrower than the
/// selectors they were made of; whether a product is the one is decided by the selector.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Query(pub Vec<Condition>);

/// A condition on one field of a product.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// `regionCode`, `productFamily`, `usagetype`, or any attribute.
    pub field: String,
    /// The value, or a part of it.
    pub value: String,
    /// True when the value only has to be contained.
    pub contains: bool,
}
