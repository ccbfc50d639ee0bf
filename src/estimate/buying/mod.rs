//! What is not bought on demand, in the order it comes about: the terms, tied to their rates; the usage
//! they cover, hour by hour; the charges that follow.

mod bind;
mod charges;
mod cover;
mod terms;

pub(super) use terms::{Bought, Buying};
