//! Whose price a document used by mistake: that of another engine, architecture or deployment.

use super::causes::is_rounded;
use crate::catalog::{Catalog, PriceKey};
use crate::scenario::Figure;
use crate::units::{Measure, arithmetic};

/// So many keys with the same price are a coincidence, not an explanation.
const TOO_MANY: usize = 4;

/// The keys one word apart from that of a figure whose price gives the published cost of the
/// published quantity: `rds.mysql.t3.micro.single` for `rds.postgresql.t3.micro.single`.
pub(super) fn look_alikes(figure: &Figure, catalog: &Catalog) -> Vec<PriceKey> {
    let (Some(own), Some(cost), Some(quantity)) =
        (&figure.price_key, figure.monthly, figure.quantity)
    else {
        return Vec::new();
    };
    let priced = |key: &PriceKey| catalog.book().price(key).ok().flatten();
    let Some(unit) = priced(&PriceKey::new(own.as_str())).map(|price| price.unit) else {
        return Vec::new();
    };
    let explains = |key: &&PriceKey| {
        let first = priced(key)
            .filter(|price| price.unit == unit)
            .and_then(|price| price.tiers.tiers().first());
        let exact = first
            .and_then(|tier| arithmetic::mul(quantity.expected.amount(), tier.price.of_one()).ok());
        is_rounded(cost.expected, exact)
    };
    let near = catalog
        .book()
        .keys()
        .filter(|key| is_one_word_apart(key.as_str(), own));
    let found: Vec<PriceKey> = near.filter(explains).cloned().collect();
    match found.len() < TOO_MANY {
        true => found,
        false => Vec::new(),
    }
}

/// True when two keys have as many words and differ in one of them.
fn is_one_word_apart(one: &str, other: &str) -> bool {
    let (mut ones, mut others) = (one.split('.'), other.split('.'));
    let mut apart = 0_u32;
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return apart == 1,
            (Some(one), Some(other)) if one == other => {}
            (Some(_), Some(_)) => apart = apart.saturating_add(1),
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_one_word_apart;

    #[test]
    fn keys_are_one_word_apart() {
        let key = "rds.postgresql.t3.micro.single";
        assert!(is_one_word_apart(key, "rds.mysql.t3.micro.single"));
        assert!(is_one_word_apart(key, "rds.postgresql.t3.micro.multi"));
        assert!(!is_one_word_apart(key, key));
        assert!(!is_one_word_apart(key, "rds.mysql.t3.micro.multi"));
        assert!(!is_one_word_apart(key, "rds.postgresql.t3.micro"));
    }
}
