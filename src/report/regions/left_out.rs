//! Why regions are left out or priced in part, in a sentence for those that miss the same.

use crate::catalog::CatalogError;
use crate::compare::{InPart, LeftOut, Why};
use crate::estimate::Gap;
use crate::scenario::Scenario;

/// Prices named of a region that is left out.
const NAMED: usize = 3;

/// `me-south-1, sa-east-1: no price for …`, each reason at the first region it holds for.
pub(super) fn texts(scenario: &Scenario, left_out: &[LeftOut]) -> Vec<String> {
    let mut groups: Vec<(&LeftOut, Vec<&str>)> = Vec::new();
    for left in left_out {
        match groups
            .iter_mut()
            .find(|(first, _)| is_same(&first.why, &left.why))
        {
            Some((_, regions)) => regions.push(&left.region),
            None => groups.push((left, vec![&left.region])),
        }
    }
    groups
        .iter()
        .map(|(first, regions)| format!("{}: {}", regions.join(", "), text(scenario, &first.why)))
        .collect()
}

/// `ap-east-2: no price for … (EKS); no price for … (Serverless)`, each reason at the first region it
/// holds for.
pub(super) fn in_part(scenario: &Scenario, regions: &[InPart]) -> Vec<String> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for part in regions {
        let reason = lacking(scenario, part);
        match groups.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, regions)) => regions.push(&part.region),
            None => groups.push((reason, vec![&part.region])),
        }
    }
    let groups = groups.into_iter();
    groups
        .map(|(reason, regions)| format!("{}: {reason}", regions.join(", ")))
        .collect()
}

/// What each architecture lacks, those that lack the same named together.
fn lacking(scenario: &Scenario, part: &InPart) -> String {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for (name, gaps) in part.unpriced() {
        let title = scenario.architectures.0.get(name);
        let title = title.map_or(name, |architecture| architecture.title_or(name));
        let reason = reason(&gaps);
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, titles)) => titles.push(title),
            None => reasons.push((reason, vec![title])),
        }
    }
    let reasons = reasons.into_iter();
    let reasons: Vec<String> = reasons
        .map(|(reason, titles)| format!("{reason} ({})", titles.join(", ")))
        .collect();
    reasons.join("; ")
}

/// The prices that are missing, or what is wrong with the first.
fn reason(gaps: &[&Gap]) -> String {
    let missing = gaps.iter().copied();
    let missing = missing.filter(|gap| matches!(gap.error, CatalogError::Missing(_)));
    let missing: Vec<&Gap> = missing.collect();
    match gaps.first() {
        Some(first) if missing.is_empty() => first.error.to_string(),
        _ => format!("no price for {}", named(&missing)),
    }
}

/// True when the same prices are missing for the same architectures, and nothing else is wrong.
fn is_same(one: &Why, other: &Why) -> bool {
    let (Why::Prices(one), Why::Prices(other)) = (one, other) else {
        return false;
    };
    let missing = |gap: &Gap| matches!(gap.error, CatalogError::Missing(_));
    let same = |(a, b): (&Gap, &Gap)| {
        (&a.key, &a.architectures) == (&b.key, &b.architectures) && missing(a) && missing(b)
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

fn text(scenario: &Scenario, why: &Why) -> String {
    match why {
        Why::Currency(why) => why.to_string(),
        Why::Prices(gaps) => {
            let (missing, other): (Vec<&Gap>, Vec<&Gap>) = gaps
                .iter()
                .partition(|gap| matches!(gap.error, CatalogError::Missing(_)));
            let mut parts: Vec<String> = Vec::new();
            if !missing.is_empty() {
                parts.push(missing_text(scenario, &missing));
            }
            if let Some(first) = other.first() {
                parts.push(first.error.to_string());
            }
            parts.join("; ")
        }
    }
}

/// ``no price for `a`, `b` and 4 more (Serverless)``.
fn missing_text(scenario: &Scenario, missing: &[&Gap]) -> String {
    let needs = |name: &str| {
        missing
            .iter()
            .any(|gap| gap.architectures.iter().any(|a| a == name))
    };
    let all = scenario.architectures.0.iter();
    let (needing, fine): (Vec<_>, Vec<_>) = all.partition(|(name, _)| needs(name));
    let titles: Vec<&str> = needing.iter().map(|(name, a)| a.title_or(name)).collect();
    let which = match fine.is_empty() {
        true => String::new(),
        false => format!(" ({})", titles.join(", ")),
    };
    format!("no price for {}{which}", named(missing))
}

/// `` `a`, `b` and 4 more``.
fn named(missing: &[&Gap]) -> String {
    let named = missing.iter().take(NAMED);
    let named: Vec<String> = named.map(|gap| format!("`{}`", gap.key)).collect();
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", named.join(", "))
}
