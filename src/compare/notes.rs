//! What estimates of several regions assume and warn of, each once.

use crate::catalog::Currency;
use crate::estimate::Estimate;
use crate::units::Money;
use crate::warning::WarningCode;

/// An assumption or a warning, and where it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The code of a warning; an assumption has none.
    pub code: Option<WarningCode>,
    /// True for a warning the scenario accepts.
    pub is_accepted: bool,
    /// The sentence.
    pub text: String,
    /// What a warning would add to a month in one of the regions, by currency; none where that is not
    /// known.
    pub amounts: Vec<Added>,
    /// True when the amounts are in the totals already.
    pub is_included: bool,
    /// The settings that settle it.
    pub settled_by: Option<String>,
    /// The architectures it is about.
    pub architectures: Vec<String>,
    /// The regions it holds for; empty when it holds for every region that can price one of the
    /// architectures it is about.
    pub regions: Vec<String>,
}

/// The least and the most that would be added, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// The currency.
    pub currency: Currency,
    /// The least.
    pub least: Money,
    /// The most.
    pub most: Money,
}

impl Note {
    fn is_same(&self, other: &Note) -> bool {
        self.code == other.code && self.text == other.text && self.settled_by == other.settled_by
    }

    fn join(&mut self, other: &Note) {
        self.add(&other.amounts);
        for name in &other.architectures {
            if !self.architectures.contains(name) {
                self.architectures.push(name.clone());
            }
        }
    }

    fn add(&mut self, amounts: &[Added]) {
        for added in amounts {
            let known = self.amounts.iter_mut();
            let known = known.into_iter().find(|k| k.currency == added.currency);
            match known {
                Some(known) => {
                    known.least = known.least.min(added.least);
                    known.most = known.most.max(added.most);
                }
                None => self.amounts.push(*added),
            }
        }
    }
}

/// Assumptions, then warnings, each once.
pub(super) fn notes(estimates: &[Estimate]) -> Vec<Note> {
    let assumptions = estimates
        .iter()
        .flat_map(|e| e.assumptions.iter().map(move |text| (e, text)));
    let assumptions = assumptions.map(|(estimate, text)| Note {
        code: None,
        is_accepted: false,
        text: text.clone(),
        amounts: Vec::new(),
        is_included: false,
        settled_by: None,
        architectures: vec![estimate.architecture.clone()],
        regions: Vec::new(),
    });
    let warnings = estimates.iter().flat_map(|estimate| {
        let warnings = estimate.warnings.iter();
        warnings.map(|warning| {
            let added = |amount| Added {
                currency: estimate.currency,
                least: amount,
                most: amount,
            };
            Note {
                code: Some(warning.code),
                is_accepted: warning.is_accepted,
                text: warning.message.clone(),
                amounts: warning.amount.map(added).into_iter().collect(),
                is_included: warning.is_included,
                settled_by: warning.settled_by.clone(),
                architectures: vec![estimate.architecture.clone()],
                regions: Vec::new(),
            }
        })
    });
    let mut notes: Vec<Note> = Vec::new();
    for note in assumptions.chain(warnings) {
        match notes.iter_mut().find(|known| known.is_same(&note)) {
            Some(known) => known.join(&note),
            None => notes.push(note),
        }
    }
    notes
}

/// The notes of all regions, given with the architectures each can price, with the regions they hold
/// for.
pub(super) fn merged<'r>(
    of_regions: impl Iterator<Item = (&'r str, &'r [Note], Vec<&'r str>)>,
) -> Vec<Note> {
    let mut merged: Vec<Note> = Vec::new();
    let mut priced = Vec::new();
    for (region, notes, architectures) in of_regions {
        priced.push(architectures);
        for note in notes {
            match merged.iter_mut().find(|known| known.is_same(note)) {
                Some(known) => {
                    known.regions.push(region.to_owned());
                    known.join(note);
                }
                None => merged.push(Note {
                    regions: vec![region.to_owned()],
                    ..note.clone()
                }),
            }
        }
    }
    for note in &mut merged {
        let about = |names: &&Vec<&str>| {
            let mut about = note.architectures.iter();
            about.any(|name| names.contains(&name.as_str()))
        };
        if note.regions.len() == priced.iter().filter(about).count() {
            note.regions.clear();
        }
    }
    merged
}
