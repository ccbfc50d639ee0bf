//! Warnings as reports show them: each once, with what it would add to the month.

use super::Item;
use crate::catalog::Currency;
use crate::compare::{Added, Note};
use crate::estimate::Estimate;
use crate::units::{Money, number::group_digits};
use crate::warning::{Warning, WarningCode};

/// A warning several estimates may share, with the least and the most it would add in one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWarning {
    /// The stable code.
    pub code: WarningCode,
    /// What it is about.
    pub message: String,
    /// The least and the most it would add to a month; `None` where that is not known.
    pub amounts: Option<(Money, Money)>,
    /// True when the amounts are in the totals already.
    pub is_included: bool,
    /// True when the scenario accepts warnings of its code.
    pub is_accepted: bool,
    /// The currency of the amounts.
    pub currency: Currency,
    /// The settings that settle it.
    pub settled_by: Option<String>,
}

/// The warnings of several estimates, each once, in the order they are met.
#[must_use]
pub fn warnings(estimates: &[Estimate]) -> Vec<SharedWarning> {
    let mut shared: Vec<SharedWarning> = Vec::new();
    let of = |estimate| -> (&Estimate, Currency) { (estimate, estimate.currency) };
    let stated = estimates.iter().map(of).flat_map(|(estimate, currency)| {
        estimate
            .warnings
            .iter()
            .map(move |warning| (warning, currency))
    });
    for (warning, currency) in stated {
        let same = |known: &&mut SharedWarning| {
            known.code == warning.code
                && known.message == warning.message
                && known.settled_by == warning.settled_by
        };
        match shared.iter_mut().find(same) {
            Some(known) => known.add(warning),
            None => shared.push(SharedWarning::of(warning, currency)),
        }
    }
    shared
}

/// The warnings as items of a list.
pub(super) fn items(estimates: &[Estimate]) -> Vec<Item> {
    let item = |warning: &SharedWarning| Item {
        code: Some(warning.code.code()),
        text: warning.text(),
    };
    warnings(estimates).iter().map(item).collect()
}

/// One warning as an item of a list.
pub(super) fn item(warning: &Warning, currency: Currency) -> Item {
    Item {
        code: Some(warning.code.code()),
        text: SharedWarning::of(warning, currency).text(),
    }
}

impl SharedWarning {
    fn of(warning: &Warning, currency: Currency) -> SharedWarning {
        SharedWarning {
            code: warning.code,
            message: warning.message.clone(),
            amounts: warning.amount.map(|amount| (amount, amount)),
            is_included: warning.is_included,
            is_accepted: warning.is_accepted,
            currency,
            settled_by: warning.settled_by.clone(),
        }
    }

    fn add(&mut self, warning: &Warning) {
        let Some(amount) = warning.amount else { return };
        self.amounts = Some(match self.amounts {
            Some((least, most)) => (least.min(amount), most.max(amount)),
            None => (amount, amount),
        });
    }

    fn text(&self) -> String {
        let amounts = self.amounts.map(|(least, most)| Added {
            currency: self.currency,
            least,
            most,
        });
        sentence(
            &self.message,
            (self.is_accepted, self.is_included),
            amounts.as_slice(),
            self.settled_by.as_deref(),
        )
    }
}

/// A warning of several regions.
pub(super) fn of_regions(note: &Note, message: &str) -> String {
    let marks = (note.is_accepted, note.is_included);
    sentence(message, marks, &note.amounts, note.settled_by.as_deref())
}

/// `tasks have no public address (+$7.30 a month; settled by …)`; marked where the warning is
/// accepted, or its amount included.
fn sentence(
    message: &str,
    (is_accepted, is_included): (bool, bool),
    amounts: &[Added],
    settled_by: Option<&str>,
) -> String {
    let accepted = is_accepted.then(|| "accepted".to_owned());
    let amounts = amounts.iter().map(|added| {
        let range = (added.least, added.most);
        match is_included {
            true => format!("{}, in the total", shown("", range, added.currency)),
            false => shown("+", range, added.currency),
        }
    });
    let settled = settled_by.map(|settings| format!("settled by {settings}"));
    let remarks = accepted.into_iter().chain(amounts).chain(settled);
    let remarks: Vec<String> = remarks.collect();
    match remarks.is_empty() {
        true => message.to_owned(),
        false => format!("{message} ({})", remarks.join("; ")),
    }
}

/// `+$7.30 a month`, or `+$3.65 to +$23.73 a month`.
fn shown(sign: &str, (least, most): (Money, Money), currency: Currency) -> String {
    let cents = |amount: Money| {
        let digits = group_digits(&amount.cents().to_string());
        format!("{sign}{}", currency.amount(digits))
    };
    let is_nothing = |amount: Money| amount.cents().is_zero();
    match (is_nothing(least), is_nothing(most)) {
        (_, true) => format!("less than {} a month", currency.amount("0.01")),
        (true, false) => format!("up to {} a month", cents(most)),
        (false, false) if cents(least) == cents(most) => format!("{} a month", cents(most)),
        (false, false) => format!("{} to {} a month", cents(least), cents(most)),
    }
}
