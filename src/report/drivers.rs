//! What decides between two architectures: a tornado in text, and flat records.

use super::wording::terms;
use super::{
    Cell, Column, Field, Item, Records, Report, Row, RowKind, Section, Table, price_footer,
};
use crate::catalog::{Catalog, Currency};
use crate::compare::break_even::Certainty;
use crate::drivers::{Driver, Drivers};
use crate::scenario::Scenario;
use crate::units::Money;
use crate::units::number::group_digits;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The tornado of each traffic level.
#[must_use]
pub fn drivers(scenario: &Scenario, catalog: &Catalog, levels: &[Drivers]) -> Report {
    let mut sections = Vec::new();
    for found in levels {
        sections.extend(level(found, catalog.book().currency()));
    }
    sections.extend(remarks(levels));
    Report {
        title: scenario.name.clone(),
        subtitle: terms(scenario),
        sections,
        footer: vec![price_footer(catalog, &[])],
    }
}

fn level(found: &Drivers, currency: Currency) -> Vec<Section> {
    let [first, second] = &found.titles;
    let [cost, dearer] = found
        .costs
        .map(|cost| group_digits(&cost.cents().to_string()));
    let difference = currency.amount(group_digits(&found.difference.cents().to_string()));
    let mut sections = vec![Section::Heading {
        text: found.traffic.clone(),
        remark: format!(
            "{second} costs {difference} more a month than {first} ({dearer} to {cost})"
        ),
    }];
    let (small, large): (Vec<&Driver>, Vec<&Driver>) =
        found.drivers.iter().partition(|driver| is_small(driver));
    if !large.is_empty() {
        sections.push(Section::Table(table(found, &large)));
    }
    let list = |title: &str, texts: Vec<String>| Section::List {
        title: title.to_owned(),
        items: texts
            .into_iter()
            .map(|text| Item { code: None, text })
            .collect(),
    };
    if found.drivers.is_empty() {
        let text = "No input changes the difference.".to_owned();
        sections.push(list("", vec![text]));
    }
    if !small.is_empty() {
        let names = small.iter().map(|driver| driver.label.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        sections.push(list("Move it by less than a cent", vec![names]));
    }
    if !found.without_effect.is_empty() {
        let names = found.without_effect.join(", ");
        sections.push(list("Change nothing between the two", vec![names]));
    }
    if !found.left_out.is_empty() {
        let left_out = found.left_out.iter();
        let texts = left_out.map(|(label, why)| format!("{label}: {why}"));
        sections.push(list("Can't be moved", texts.collect()));
    }
    sections
}

/// True for an input that makes no difference anyone can see.
fn is_small(driver: &Driver) -> bool {
    driver.flips.is_empty() && driver.low.difference.cents() == driver.high.difference.cents()
}

fn table(found: &Drivers, drivers: &[&Driver]) -> Table {
    let scale = Scale::of(found);
    let row = |driver: &&Driver| {
        let mark = if driver.assumed.is_some() { "*" } else { "" };
        Row::new(
            RowKind::Line,
            vec![
                Cell::text(format!("{}{mark}", driver.label)),
                Cell::text(range(driver)),
                Cell::text(signed(driver.low.difference)),
                Cell::text(signed(driver.high.difference)),
                Cell::text(scale.bar(driver)),
                flips(driver, found),
            ],
        )
    };
    Table {
        columns: vec![
            Column::text("Input"),
            Column::text("Range"),
            Column::number("At first"),
            Column::number("At last"),
            Column::names(""),
            Column::text("Answer turns"),
        ],
        rows: drivers.iter().map(row).collect(),
    }
}

/// How long the number at the start of a text is.
fn digits(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.'));
    end.unwrap_or(text.len())
}

/// `1,500,000 per month`.
fn grouped(text: &str) -> String {
    let (number, rest) = text.split_at(digits(text));
    format!("{}{rest}", group_digits(number))
}

/// `250 to 750 ms`, where both ends are in one unit.
fn range(driver: &Driver) -> String {
    let (low, high) = (driver.low.text.as_str(), driver.high.text.as_str());
    let (number, unit) = low.split_at(digits(low));
    match number.is_empty() || driver.is_words || !high.ends_with(unit) {
        true => format!("{low} or {high}"),
        false => format!("{} to {}", group_digits(number), grouped(high)),
    }
}

/// `+12.34`, `-0.50`, `0.00`.
fn signed(money: Money) -> String {
    let cents = money.cents();
    let sign = if cents > Decimal::ZERO { "+" } else { "" };
    match cents.is_zero() {
        true => "0.00".to_owned(),
        false => format!("{sign}{}", group_digits(&cents.to_string())),
    }
}

/// Where the other of the two becomes the cheaper.
fn flips(driver: &Driver, found: &Drivers) -> Cell {
    let [first, _] = &found.between;
    let Some(flip) = driver.flips.first() else {
        // A range that does not hold what is expected may lie on the other side whole.
        return match driver.low.difference < Money::ZERO {
            true => Cell::Best("in all of it".to_owned()),
            false => Cell::text("never"),
        };
    };
    let more = match driver.flips.len().saturating_sub(1) {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let word = match (driver.is_words, flip.above == *first) {
        (true, _) => "with",
        (false, true) => "below",
        (false, false) => "from",
    };
    let text = match driver.is_words {
        true => flip.text.clone(),
        false => grouped(&flip.text),
    };
    Cell::Best(format!("{word} {text}{more}"))
}

/// Columns of a bar.
const COLUMNS: u32 = 14;

/// Differences laid out on the columns of a bar.
struct Scale {
    least: Decimal,
    width: Decimal,
    base: Option<u32>,
    zero: Option<u32>,
}

impl Scale {
    fn of(found: &Drivers) -> Scale {
        let ends = found.drivers.iter();
        let ends = ends.flat_map(|driver| [driver.low.difference, driver.high.difference]);
        let all = ends.chain([found.difference]).map(Money::amount);
        let (least, most) = all.fold((None, None), |(least, most), value| {
            let least = least.map_or(value, |least: Decimal| least.min(value));
            let most = most.map_or(value, |most: Decimal| most.max(value));
            (Some(least), Some(most))
        });
        let (least, most) = (least.unwrap_or_default(), most.unwrap_or_default());
        let mut scale = Scale {
            least,
            width: most.saturating_sub(least),
            base: None,
            zero: None,
        };
        scale.base = scale.column(found.difference.amount());
        let crosses = least < Decimal::ZERO && most > Decimal::ZERO;
        scale.zero = if crosses {
            scale.column(Decimal::ZERO)
        } else {
            None
        };
        scale
    }

    fn column(&self, value: Decimal) -> Option<u32> {
        let last = Decimal::from(COLUMNS.saturating_sub(1));
        let along = value.saturating_sub(self.least).checked_mul(last)?;
        along.checked_div(self.width)?.round().to_u32()
    }

    /// The range of a driver as a bar, with marks where the difference is as expected and nothing.
    fn bar(&self, driver: &Driver) -> String {
        let ends = [driver.low.difference, driver.high.difference];
        let ends = ends.map(|end| self.column(end.amount()));
        let [Some(one), Some(other)] = ends else {
            return String::new();
        };
        let covered = one.min(other)..=one.max(other);
        let column = |at: u32| match at {
            at if Some(at) == self.base => '│',
            at if Some(at) == self.zero => '0',
            at if covered.contains(&at) => '█',
            _ => '·',
        };
        (0..COLUMNS).map(column).collect()
    }
}

/// How to read it, and where ranges that are ours come from.
fn remarks(levels: &[Drivers]) -> Vec<Section> {
    let all = || levels.iter().flat_map(|found| &found.drivers);
    let mut how = vec![
        "One input at a time moves through its range; all others stay as expected. The two figures are \
         the difference at the ends of the range, the bar its way between them: │ is the difference as \
         expected, 0 where both cost the same. An input that never turns the answer in its range needs \
         no better figure."
            .to_owned(),
    ];
    let between = |driver: &Driver| driver.certainty != Certainty::Every;
    if all().any(between) {
        how.push(
            "Of ranges with more than 48 values, 33 and those on the way to a turn were looked at."
                .to_owned(),
        );
    }
    let list = |title: &str, texts: Vec<String>| Section::List {
        title: title.to_owned(),
        items: texts
            .into_iter()
            .map(|text| Item { code: None, text })
            .collect(),
    };
    let mut sections = vec![list("How to read it", how)];
    let mut reasons: Vec<String> = Vec::new();
    for driver in all() {
        let Some(reason) = driver.assumed else {
            continue;
        };
        let text = format!("{}: {reason}.", driver.label);
        if !reasons.contains(&text) {
            reasons.push(text);
        }
    }
    if !reasons.is_empty() {
        let title = "* Ranges of ours, because the scenario states none";
        sections.push(list(title, reasons));
    }
    sections
}

const RECORD: &[&str] = &[
    "traffic",
    "architecture",
    "against",
    "input",
    "path",
    "range",
    "expected",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
    "width",
    "turns_at",
    "currency",
];

/// One record for each input and traffic level.
#[must_use]
pub fn driver_records(currency: Currency, levels: &[Drivers]) -> Records {
    let mut rows = Vec::new();
    for found in levels {
        let [first, second] = &found.between;
        for driver in &found.drivers {
            let flip = driver.flips.first();
            rows.push(vec![
                Field::Text(found.traffic.clone()),
                Field::Text(first.clone()),
                Field::Text(second.clone()),
                Field::Text(driver.label.clone()),
                Field::Text(driver.paths.join(" ")),
                Field::Text(origin(driver).to_owned()),
                Field::Text(driver.expected.clone()),
                Field::Text(driver.low.text.clone()),
                Field::Text(driver.high.text.clone()),
                Field::Number(found.difference.amount()),
                Field::Number(driver.low.difference.amount()),
                Field::Number(driver.high.difference.amount()),
                Field::Number(driver.width()),
                flip.map_or(Field::None, |flip| Field::Text(flip.text.clone())),
                Field::Text(currency.code().to_owned()),
            ]);
        }
    }
    Records {
        columns: RECORD.to_vec(),
        rows,
    }
}

/// `stated` in the scenario, or `assumed`.
pub(crate) fn origin(driver: &Driver) -> &'static str {
    match driver.assumed {
        Some(_) => "assumed",
        None => "stated",
    }
}
