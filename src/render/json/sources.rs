//! Where prices come from, once for a whole document.

use crate::catalog::Catalog;
use std::collections::BTreeMap;

/// The description of each source, by the id `price_sources` names it with. What a user gave as the
/// source of a price stands for itself.
pub(super) type Sources<'r> = BTreeMap<&'r str, &'r str>;

pub(super) fn sources<'r>(
    catalog: &'r Catalog,
    named: impl Iterator<Item = &'r String>,
) -> Sources<'r> {
    let described = |id: &'r str| (id, catalog.book().source(id).unwrap_or(id));
    named.map(|id| described(id)).collect()
}
