//! A published break-even beside the computed one, in words.

use super::Item;
use super::audit::times;
use super::break_even::title;
use crate::compare::BreakEvenFinding;
use crate::scenario::Scenario;
use crate::units::number::grouped;
use crate::units::{Count, Measure, show_spread};

/// A sentence for each published break-even; traffic levels with the same answer share it.
pub(super) fn items(scenario: &Scenario, claims: &[BreakEvenFinding]) -> Vec<Item> {
    let mut sentences: Vec<(Vec<&str>, String)> = Vec::new();
    for claim in claims {
        let sentence = in_words(scenario, claim);
        match sentences.iter_mut().find(|(_, known)| *known == sentence) {
            Some((levels, _)) => levels.push(&claim.traffic),
            None => sentences.push((vec![&claim.traffic], sentence)),
        }
    }
    let items = sentences.into_iter().map(|(levels, sentence)| Item {
        code: None,
        text: format!("{}: {sentence}", levels.join(", ")),
    });
    items.collect()
}

fn in_words(scenario: &Scenario, claim: &BreakEvenFinding) -> String {
    let stated = &claim.stated;
    let per_day = claim.per_day.map(|day| Count::of(day.round()));
    let per_day = match stated.ends_with(" per day") {
        true => String::new(),
        false => format!(" ({} a day)", show_spread(&per_day)),
    };
    let Some(flip) = &claim.computed else {
        return format!(
            "the document puts it at {stated}{per_day}; on its terms nothing changes up to {} a day.",
            grouped(claim.searched)
        );
    };
    let (at, above) = (grouped(flip.at), title(scenario, &flip.above));
    let computed = match &flip.below {
        Some(below) => {
            let below = title(scenario, below);
            format!("from {at} a day on {above} is cheaper than {below}")
        }
        None => format!("from {at} a day on {above} is the cheapest"),
    };
    match claim.off {
        None => format!(
            "the document puts it at {stated}{per_day}, and it holds: on its terms {computed}."
        ),
        Some(off) => format!(
            "the document puts it at {stated}{per_day}, {}: on its terms {computed}.",
            times(off)
        ),
    }
}
