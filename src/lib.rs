pub mod units;
pub mod syntax;
pub mod formula;
pub mod catalog;
