//! All configurations of one architecture in one region, bought one way.

use super::found::Reason;
use super::group::{Group, Start, add_reasons, changes, member, product};
use super::quality::Level;
use super::space::{Dial, Space, combinations};
use super::trial::{Impossible, Place, Priced, commitments};
use super::{Job, OptimizeError};
use crate::catalog::Catalog;
use crate::scenario::{Change, Scenario};

/// All configurations of one architecture in one region, bought one way.
pub(super) struct Section {
    pub architecture: String,
    /// The value of each setting of the architecture as a whole.
    pub outer: Vec<usize>,
    pub catalog: Catalog,
    /// What the start costs.
    pub start: i128,
    pub groups: Vec<Group>,
    /// How good what does not vary is.
    pub rest: Vec<Level>,
    pub strides: Vec<u64>,
    pub counts: Vec<usize>,
    pub total: u64,
    pub valid: u64,
    pub reasons: Vec<(bool, Reason)>,
    /// Combinations priced one by one.
    pub priced: u64,
}

/// A configuration, by the value of each setting, and its price.
type Found = (Vec<Option<usize>>, Priced);

/// Most configurations of one section: some seconds of adding up.
const MOST: u64 = 1_000_000_000;

/// How many configurations are tried to find one that can be priced.
const STARTS: usize = 2_000;

impl Section {
    pub fn new(
        job: &Job<'_>,
        scenario: &Scenario,
        space: &Space,
        level: &str,
        architecture: &str,
        outer: Vec<usize>,
    ) -> Result<Section, OptimizeError> {
        let dials = space.inner(architecture);
        let counts: Vec<usize> = dials.iter().map(|dial| dial.options.len()).collect();
        let total = product(&counts).filter(|total| *total <= MOST);
        let total = total.ok_or_else(|| too_many(architecture, &counts))?;
        let fixed = outer_changes(space, architecture, &outer);
        let mut section = Section {
            architecture: architecture.to_owned(),
            outer,
            catalog: job.catalog.clone(),
            start: 0,
            groups: Vec::new(),
            rest: Vec::new(),
            strides: strides(&counts),
            counts,
            total,
            valid: 0,
            reasons: Vec::new(),
            priced: 0,
        };
        let regions = &job.rules.constraints.regions;
        let region = fixed.iter().rev().find(|change| change.path == "region");
        let region = region.map_or(scenario.region.as_str(), |change| change.value.as_str());
        if !regions.is_empty() && !regions.iter().any(|allowed| allowed.as_str() == region) {
            let message = format!("{region} is not allowed");
            section.leave_out_all(true, Reason::new("regions", message));
            return Ok(section);
        }
        if region != job.catalog.book().region() {
            match job.catalog.in_region(region) {
                Ok(catalog) => section.catalog = catalog,
                Err(error) => {
                    section.leave_out_all(false, Reason::new("no-price", error.to_string()));
                    return Ok(section);
                }
            }
        }
        let catalog = section.catalog.clone();
        let place = Place {
            job,
            catalog: &catalog,
            architecture,
            level,
            outer: fixed,
        };
        section.fill(&place, &dials)?;
        Ok(section)
    }

    fn fill(&mut self, place: &Place<'_>, dials: &[&Dial]) -> Result<(), OptimizeError> {
        let (chosen, priced) = match self.find_start(place, dials)? {
            Ok(found) => found,
            Err(why) => {
                self.leave_out_all(false, why.reason);
                return Ok(());
            }
        };
        let Ok(read) = place.read(&changes(dials, &chosen))? else {
            return Ok(()); // it has just been priced
        };
        let Some(architecture) = read.scenario.architectures.0.get(&self.architecture) else {
            return Ok(());
        };
        let purchase = read.scenario.purchase_of(architecture).clone();
        let allowed = place.job.rules.constraints.commitments;
        if let Some((code, example)) = commitments(&purchase, allowed) {
            self.leave_out_all(true, Reason::new(code, example));
            return Ok(());
        }
        let varied: Vec<&str> = dials.iter().filter_map(|dial| member(dial)).collect();
        let names = architecture.components.iter().map(|c| c.name.as_str());
        let rest: Vec<&str> = names.filter(|name| !varied.contains(name)).collect();
        let (levels, broken) = place.look(&read, architecture, &rest);
        if let Some((code, example)) = broken {
            self.leave_out_all(true, Reason::new(code, example));
            return Ok(());
        }
        self.rest = levels;
        self.start = priced.cost;
        let start = Start {
            place,
            dials,
            strides: &self.strides,
            chosen,
            cost: priced.cost,
            footprint: priced.footprint,
            purchase,
            free_tier: read.scenario.free_tier.kind,
        };
        self.groups = start.groups(architecture)?;
        self.count();
        Ok(())
    }

    /// A configuration that can be priced: as stated, or the first that can; otherwise why none can.
    fn find_start(
        &self,
        place: &Place<'_>,
        dials: &[&Dial],
    ) -> Result<Result<Found, Impossible>, OptimizeError> {
        place.job.plan(1)?;
        let stated = vec![None; dials.len()];
        let mut why = match place.price(&[], &[])? {
            Ok(priced) => return Ok(Ok((stated, priced))),
            Err(why) => why,
        };
        // What does not vary lacks its price in every configuration.
        let is_fixed = |name: &String| {
            let varied = dials.iter().any(|dial| member(dial) == Some(name));
            !varied && place.has_component(name)
        };
        if why.lacking.iter().any(is_fixed) {
            return Ok(Err(why));
        }
        for values in combinations(&self.counts).take(STARTS) {
            place.job.plan(1)?;
            let chosen: Vec<Option<usize>> = values.into_iter().map(Some).collect();
            match place.price(&changes(dials, &chosen), &[])? {
                Ok(priced) => return Ok(Ok((chosen, priced))),
                Err(other) => why = other,
            }
        }
        if usize::try_from(self.total).is_ok_and(|total| total <= STARTS) {
            return Ok(Err(why));
        }
        Err(OptimizeError::NoStart {
            architecture: self.architecture.clone(),
            tried: STARTS,
            why: why.reason.example,
        })
    }

    fn leave_out_all(&mut self, is_constraint: bool, reason: Reason) {
        let reason = Reason {
            configurations: self.total,
            ..reason
        };
        self.reasons.push((is_constraint, reason));
    }

    /// How many configurations there are, and why others are left out: one that several groups leave out
    /// counts for the first.
    fn count(&mut self) {
        let mut before = 1_u64;
        let mut behind: u64 = self.total;
        for group in &self.groups {
            behind = behind.checked_div(group.all).unwrap_or_default();
            add_reasons(
                &mut self.reasons,
                &group.reasons,
                before.saturating_mul(behind),
            );
            let kept = u64::try_from(group.combinations.len()).unwrap_or(u64::MAX);
            before = before.saturating_mul(kept);
            self.priced = self.priced.saturating_add(group.all);
        }
        self.valid = before;
    }

    /// The value of each setting of a configuration.
    pub fn values(&self, ordinal: u64) -> Vec<Option<usize>> {
        let places = self.strides.iter().zip(&self.counts);
        places
            .map(|(stride, count)| {
                let count = u64::try_from(*count).ok()?;
                usize::try_from(ordinal.checked_div(*stride)?.checked_rem(count)?).ok()
            })
            .collect()
    }

    /// The changes of a configuration.
    pub fn changes(&self, space: &Space, ordinal: u64) -> Vec<Change> {
        let mut all = outer_changes(space, &self.architecture, &self.outer);
        all.extend(changes(
            &space.inner(&self.architecture),
            &self.values(ordinal),
        ));
        all
    }
}

fn outer_changes(space: &Space, architecture: &str, outer: &[usize]) -> Vec<Change> {
    let chosen: Vec<Option<usize>> = outer.iter().copied().map(Some).collect();
    changes(&space.outer_dials(architecture), &chosen)
}

/// What one step of each setting adds to the number of a configuration; the last runs fastest.
fn strides(counts: &[usize]) -> Vec<u64> {
    let mut strides = Vec::with_capacity(counts.len());
    let mut stride = 1_u64;
    for count in counts.iter().rev() {
        strides.push(stride);
        stride = stride.saturating_mul(u64::try_from(*count).unwrap_or(u64::MAX));
    }
    strides.reverse();
    strides
}

fn too_many(architecture: &str, counts: &[usize]) -> OptimizeError {
    let grouped = crate::units::number::grouped;
    let count = match product(counts) {
        Some(count) => format!("{} configurations", grouped(count.into())),
        None => "countless configurations".to_owned(),
    };
    OptimizeError::TooMany {
        architecture: architecture.to_owned(),
        count,
        most: grouped(MOST.into()),
    }
}
