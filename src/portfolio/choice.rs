//! Which of the alternatives of a scenario counts.

use super::PortfolioError;
use crate::scenario::Scenario;
use crate::syntax::nearest;
use std::fmt;

/// What counts in scenarios that do not say so themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The architecture.
    pub architecture: Option<String>,
    /// The traffic level.
    pub traffic: Option<String>,
}

/// What a scenario has several of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternative {
    /// Architectures.
    Architecture,
    /// Traffic levels.
    Traffic,
}

impl Alternative {
    /// The setting, and the option, that says which one counts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Alternative::Architecture => "architecture",
            Alternative::Traffic => "traffic",
        }
    }
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Alternative::Architecture => "architecture",
            Alternative::Traffic => "traffic level",
        })
    }
}

/// Where it is said what counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The section `portfolio` of the scenario.
    Scenario,
    /// Whoever asked.
    Asked,
    /// The projection of the scenario.
    Projection,
    /// Nowhere: there is no other.
    Only,
}

impl Origin {
    /// The word in JSON and CSV.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Origin::Scenario => "scenario",
            Origin::Asked => "option",
            Origin::Projection => "projection",
            Origin::Only => "only",
        }
    }
}

/// What counts of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted<'c> {
    /// The architecture.
    pub architecture: &'c str,
    /// Where that is said.
    pub architecture_from: Origin,
    /// The traffic level.
    pub traffic: &'c str,
    /// Where that is said.
    pub traffic_from: Origin,
}

/// What counts of a scenario: what it states, else what is wanted, else what its projection states, else
/// the only one.
///
/// # Errors
/// Where several are left, or the one wanted is none of them; for the architecture and the traffic
/// level, so that both are known at once.
pub fn counted<'c>(
    scenario: &'c Scenario,
    wanted: &'c Wanted,
) -> Result<Counted<'c>, Vec<PortfolioError>> {
    let stated = scenario.portfolio.as_ref();
    let projected = scenario.projection.as_ref();
    let architecture = Open {
        what: Alternative::Architecture,
        stated: stated.and_then(|stated| stated.architecture.as_deref()),
        wanted: wanted.architecture.as_deref(),
        projected: None,
        known: scenario.architectures.0.names().collect(),
    };
    let traffic = Open {
        what: Alternative::Traffic,
        stated: stated.and_then(|stated| stated.traffic.as_deref()),
        wanted: wanted.traffic.as_deref(),
        projected: projected.and_then(|projected| projected.traffic.as_deref()),
        known: scenario.traffic.0.names().collect(),
    };
    match (architecture.close(scenario), traffic.close(scenario)) {
        (Ok((architecture, architecture_from)), Ok((traffic, traffic_from))) => Ok(Counted {
            architecture,
            architecture_from,
            traffic,
            traffic_from,
        }),
        (one, other) => Err(one.err().into_iter().chain(other.err()).collect()),
    }
}

/// Alternatives of which one counts.
struct Open<'c> {
    what: Alternative,
    stated: Option<&'c str>,
    wanted: Option<&'c str>,
    projected: Option<&'c str>,
    known: Vec<&'c str>,
}

impl<'c> Open<'c> {
    fn close(&self, scenario: &Scenario) -> Result<(&'c str, Origin), PortfolioError> {
        // Reading the scenario made sure that what it states is there.
        if let Some(name) = self.stated {
            return Ok((name, Origin::Scenario));
        }
        if let Some(name) = self.wanted {
            return match self.known.contains(&name) {
                true => Ok((name, Origin::Asked)),
                false => Err(self.unknown(name, scenario)),
            };
        }
        if let Some(name) = self.projected {
            return Ok((name, Origin::Projection));
        }
        match self.known.as_slice() {
            [one] => Ok((one, Origin::Only)),
            several => Err(PortfolioError::Open {
                scenario: scenario.name.clone(),
                what: self.what,
                first: several.first().copied().unwrap_or_default().to_owned(),
                known: several.join(", "),
            }),
        }
    }

    fn unknown(&self, name: &str, scenario: &Scenario) -> PortfolioError {
        let near = nearest(name, &self.known).or(self.known.first().copied());
        PortfolioError::Unknown {
            scenario: scenario.name.clone(),
            what: self.what,
            name: name.to_owned(),
            suggestion: near.unwrap_or_default().to_owned(),
            known: self.known.join(", "),
        }
    }
}
