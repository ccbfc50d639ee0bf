//! What an AWS architecture costs per month at a given traffic, compared with its alternatives.
//!
//! A *scenario* names traffic levels and candidate *architectures*. Each component of an
//! architecture is one AWS service that states its *usage*: quantities of *price keys*, as
//! formulas. *Rating* adds usage up, takes free allowances off, applies tiers and shares the
//! result back as *charges*. An *estimate* is all charges of one architecture at one traffic
//! level; a *comparison* ranks several.
//!
//! ```
//! use breakeven::{catalog::Catalog, compare::compare, estimate, scenario::Scenario, syntax::Source};
//!
//! let scenario = Scenario::parse(Source::new("example.yaml", "
//! name: One function
//! region: us-east-1
//! request: { duration: 500 ms }
//! traffic: { steady: { requests: 300000 per month } }
//! architectures:
//!   rest: { components: [ lambda: { memory: 512 MB }, api_gateway: { kind: rest } ] }
//!   http: { components: [ lambda: { memory: 512 MB }, api_gateway: { kind: http } ] }
//! "))?;
//! let catalog = Catalog::embedded("us-east-1")?;
//! let estimates = estimate::estimate(&scenario, &catalog, &Default::default())?;
//! let comparisons = compare(&estimates)?;
//! let ranking: Vec<_> = comparisons[0].ranking.iter()
//!     .map(|ranked| (ranked.architecture.as_str(), ranked.monthly_cost.expected.to_string()))
//!     .collect();
//! // The function itself is inside the free tier; the front door decides.
//! assert_eq!(ranking, [("http", "0.3".to_string()), ("rest", "1.05".to_string())]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Modules
//!
//! In the order they depend on each other; each uses only those above it. A test keeps it so.
//!
//! | module | what lives there |
//! |---|---|
//! | [`units`] | what numbers mean: money, sizes, tier schedules, ranges, months |
//! | [`warning`] | what a report can warn about, by stable code |
//! | [`syntax`] | input text: a tree that knows its places, settings, faults |
//! | [`formula`] | how a quantity comes about, as a value that is shown, evaluated and compiled |
//! | [`catalog`] | what things cost: price keys, price books, free allowances, instance classes, support dates |
//! | [`workload`] | how much traffic, and what happens with each request |
//! | [`purchase`] | how capacity is bought: Spot, Savings Plans, reservations |
//! | [`services`] | what each AWS service meters; how to add one |
//! | [`price_list`] | the AWS Price List: its products, and which is the price of which key |
//! | [`sources`] | where prices come from: the Price List over the network, the cache on disk |
//! | [`architecture`] | which services, with which settings |
//! | [`lint`] | what an architecture leaves open, and the usage an answer would add |
//! | [`scenario`] | the scenario file |
//! | [`mod@estimate`] | metered usage × catalog → charges |
//! | [`saved`] | estimates that were saved, read back from their JSON |
//! | [`mod@project`] | the months to come: growth, events, what lapses |
//! | [`mod@compare`] | ranking estimates and regions, auditing published figures |
//! | [`budget`] | limits of a scenario and of policies → findings |
//! | [`portfolio`] | several scenarios as one: of each what counts, totals by tag |
//! | [`vary`] | one input of a scenario varied: what architectures cost along it, where the cheapest changes |
//! | [`drivers`] | which inputs decide between two architectures |
//! | [`mod@optimize`] | the cheapest configurations, and those that are better for more money |
//! | [`simulate`] | costs over draws of what is not known for sure |
//! | [`mod@difference`] | what two estimates differ in, and which cause each part of it has |
//! | [`report`] | results as titles, tables, notes and charts, rounded so that they add up |
//! | [`render`] | reports as text, Markdown, CSV; results as JSON; charts as plots and SVG |
//!
//! # What it does not do
//!
//! The library reads no clock and no environment, and prints nothing; files and sockets are opened in
//! [`sources`] only, which is not there without its feature. Money and quantities are decimals throughout; overflow is an error.

#![deny(missing_docs)]
#![deny(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used
)]
#![forbid(unsafe_code)]

pub mod architecture;
pub mod budget;
pub mod catalog;
pub mod compare;
pub mod difference;
pub mod drivers;
pub mod estimate;
pub mod formula;
pub mod lint;
pub mod optimize;
pub mod portfolio;
pub mod price_list;
pub mod project;
pub mod purchase;
pub mod render;
pub mod report;
pub mod saved;
pub mod scenario;
pub mod services;
pub mod simulate;
#[cfg(feature = "sources")]
pub mod sources;
pub mod syntax;
pub mod units;
pub mod vary;
pub mod warning;
pub mod workload;
