//! One input of a scenario varied: what architectures cost along it, and where the cheapest changes.
//!
//! An [`Axis`] names a numeric setting by its path and the values it takes; a [`Study`] prices some
//! architectures at one traffic level with any setting changed. [`sweep`] puts the two together: it reads
//! and prices the scenario anew for every value, as if it stood in the file, and says where another
//! architecture becomes the cheapest. Every value of the axis is decided, unless there are more than
//! [`MOST_DECIDED`]; the result says which.
//!
//! ```
//! use breakeven::{catalog::Catalog, scenario::Template, syntax::Source};
//! use breakeven::vary::{Axis, Invalid, Prices, Study, sweep};
//! use std::num::NonZero;
//!
//! // 3 million requests of 1 GB: $50.000100 for each second they take, and $0.60 for themselves; a task
//! // of half a vCPU with 1 GB costs $18.02005. 348 ms × $0.0500001 per ms + $0.60 is 18.0000348.
//! let template = Template::new(Source::new("example.yaml", "
//! name: Function or task
//! region: us-east-1
//! free_tier: none
//! request: { duration: 100 ms }
//! traffic: { steady: { requests: 3M per month } }
//! architectures:
//!   function: { components: [ lambda: { memory: 1 GB } ] }
//!   task: { components: [ fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1, public_ipv4: 0 } ] }
//! "), &[])?;
//! let prices = Prices::new(Catalog::embedded("us-east-1")?, Default::default());
//! let study = Study::new(&template, &prices, "steady", &[])?;
//! let axis = Axis::grid("request.duration", "100 ms", "1 s", Some("1 ms"))?;
//! let found = sweep(&study, &axis, Invalid::Refuse, NonZero::<usize>::MIN)?;
//! let crossing = &found.break_even.crossings[0];
//! assert_eq!((axis.text(crossing.at).as_str(), crossing.above.first()), ("349 ms", "task"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod axis;
mod error;
mod quantity;
mod study;
mod sweep;

pub use axis::{Axis, MOST_VALUES};
pub use error::VaryError;
pub use quantity::Quantity;
pub use study::{Prices, Study};
pub(crate) use sweep::{Effort, decide};
pub use sweep::{Invalid, MOST_DECIDED, Point, Skipped, Sweep, sweep};
