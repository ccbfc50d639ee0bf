//! Several scenarios as one table, and their totals by tag.

mod notes;
mod records;

pub use records::{portfolio_heads, portfolio_records};

use super::wording::free_tier_in;
use super::{
    Cell, Column, Item, Report, Row, RowKind, Section, ShownMoney, Table, foot, foot_spreads,
};
use crate::catalog::{Currency, FreeTierTerms};
use crate::portfolio::{Group, Part, Portfolio, PortfolioError, Sum, Total, Unpriced};
use crate::units::{Money, Spread};
use rust_decimal::Decimal;

/// Every scenario with what counts of it, and the totals of each tag asked for.
///
/// # Errors
/// When a total does not fit.
pub fn portfolio(portfolio: &Portfolio) -> Result<Report, PortfolioError> {
    let totals = portfolio.totals()?;
    let (parts, unpriced) = (portfolio.parts(), portfolio.unpriced());
    let files = parts.len() + unpriced.len();
    let mut sections = Vec::new();
    for total in &totals {
        if totals.len() > 1 {
            sections.push(Section::Heading {
                text: total.currency.to_string(),
                remark: "totals of its own: no exchange rate is assumed".to_owned(),
            });
        }
        sections.push(Section::Table(scenarios(portfolio, total)));
        for (tag, groups) in portfolio.by().iter().zip(&total.by) {
            sections.push(Section::Heading {
                text: format!("By {tag}"),
                remark: String::new(),
            });
            sections.push(Section::Table(by_tag(tag, groups, total)));
        }
    }
    if !unpriced.is_empty() {
        let item = |file: &Unpriced| Item {
            code: None,
            // Faults name their file themselves.
            text: match file.message.starts_with(&file.file) {
                true => file.message.clone(),
                false => format!("{}: {}", file.file, file.message),
            },
        };
        sections.push(list("Not priced, in no total", unpriced.iter().map(item)));
    }
    let notes = notes::notes(parts, &totals);
    if !notes.is_empty() {
        let items = notes.into_iter().map(|text| Item { code: None, text });
        sections.push(list("Notes", items));
    }
    let title = match files {
        1 => "Portfolio of 1 scenario".to_owned(),
        files => format!("Portfolio of {files} scenarios"),
    };
    Ok(Report {
        title,
        subtitle: subtitle(portfolio),
        sections,
        footer: vec!["A year is twelve such months. Before tax.".to_owned()],
    })
}

fn list(title: &str, items: impl Iterator<Item = Item>) -> Section {
    Section::List {
        title: title.to_owned(),
        items: items.collect(),
    }
}

/// What is the same in all of them.
fn subtitle(portfolio: &Portfolio) -> Vec<String> {
    let parts = portfolio.parts();
    let mut lines = Vec::new();
    let left_out = portfolio.unpriced().len();
    if left_out > 0 {
        lines.push(format!("{} priced, {left_out} not", parts.len()));
    }
    let shared = [
        same(parts, |part| part.region.clone()),
        same(parts, free_tier).map(|kind| format!("free tier: {kind}")),
        same(parts, |part| part.month.describe()).map(|month| format!("month: {month}")),
        same(parts, |part| part.currency.to_string()),
    ];
    let shared: Vec<String> = shared.into_iter().flatten().collect();
    match folder(parts) {
        "" => {}
        folder => lines.push(format!("files in {folder}")),
    }
    lines.push(shared.join(" · "));
    lines
}

/// What is the same in all, if it is.
fn same(parts: &[Part], of: impl Fn(&Part) -> String) -> Option<String> {
    let (first, rest) = parts.split_first()?;
    let first = of(first);
    rest.iter().all(|part| of(part) == first).then_some(first)
}

/// The folder all files are in, with the slash that ends it, as far as their names say so.
fn folder(parts: &[Part]) -> &str {
    let folder_of = |file: &'_ str| file.rfind('/').map_or(0, |at| at + 1);
    let Some((first, rest)) = parts.split_first() else {
        return "";
    };
    let first = &first.file;
    let mut common = first.get(..folder_of(first)).unwrap_or_default();
    for part in rest {
        while !part.file.starts_with(common) {
            let above = common.trim_end_matches('/');
            common = above.get(..folder_of(above)).unwrap_or_default();
        }
    }
    common
}

fn free_tier(part: &Part) -> String {
    let kind = FreeTierTerms::parse(&part.free_tier).map(|terms| terms.kind);
    kind.map_or_else(
        |_| part.free_tier.clone(),
        |kind| free_tier_in(&part.region, kind).to_owned(),
    )
}

/// The columns of money: the month, what is expected where that is a range, the year as expected.
struct MoneyColumns {
    currency: Currency,
    ranges: bool,
}

impl MoneyColumns {
    fn of(total: &Total) -> MoneyColumns {
        MoneyColumns {
            currency: total.currency,
            ranges: !total.sum.monthly.is_exact(),
        }
    }

    fn heads(&self) -> Vec<Column> {
        let mut heads = vec![Column::number(self.currency.column("Monthly"))];
        if self.ranges {
            heads.push(Column::number("Expected"));
        }
        heads.push(Column::number("Yearly"));
        heads
    }

    /// The cells of rows that add up to the last one.
    fn rows(&self, lines: &[Cost], sum: Cost) -> Vec<Vec<Cell>> {
        let months: Vec<Spread<Money>> = lines.iter().map(|cost| cost.month).collect();
        let years: Vec<Money> = lines.iter().map(|cost| cost.year).collect();
        let cents = foot_spreads(&months, &[]).into_iter().zip(foot(&years));
        let shown = lines.iter().zip(cents);
        let mut rows: Vec<Vec<Cell>> = shown
            .map(|(cost, (month, year))| self.cells(*cost, month, year))
            .collect();
        rows.push(self.cells(sum, sum.month.map(Money::cents), sum.year.cents()));
        rows
    }

    fn cells(&self, cost: Cost, month: Spread<Decimal>, year: Decimal) -> Vec<Cell> {
        let exact = |exact: Money, cents| {
            Cell::Money(ShownMoney {
                cents: Spread::exact(cents),
                exact: Spread::exact(exact),
            })
        };
        let mut cells = vec![Cell::Money(ShownMoney {
            cents: month,
            exact: cost.month,
        })];
        if self.ranges {
            cells.push(exact(cost.month.expected, month.expected));
        }
        cells.push(exact(cost.year, year));
        cells
    }
}

/// A month, and the year as expected.
#[derive(Clone, Copy)]
struct Cost {
    month: Spread<Money>,
    year: Money,
}

impl Cost {
    fn of_part(part: &Part) -> Cost {
        Cost {
            month: part.monthly,
            year: part.yearly.expected,
        }
    }

    fn of_sum(sum: &Sum) -> Cost {
        Cost {
            month: sum.monthly,
            year: sum.yearly.expected,
        }
    }
}

fn scenarios(portfolio: &Portfolio, total: &Total) -> Table {
    let parts: Vec<&Part> = portfolio
        .parts()
        .iter()
        .filter(|part| part.currency == total.currency)
        .collect();
    let region = same(portfolio.parts(), |part| part.region.clone()).is_none();
    let folder = folder(portfolio.parts());
    let money = MoneyColumns::of(total);
    let mut columns = vec![Column::text("Scenario"), Column::text("File")];
    if region {
        columns.push(Column::names("Region"));
    }
    columns.extend(portfolio.by().iter().map(Column::text));
    columns.push(Column::text("What counts"));
    columns.extend(money.heads());
    let lines: Vec<Cost> = parts.iter().map(|part| Cost::of_part(part)).collect();
    let mut costs = money.rows(&lines, Cost::of_sum(&total.sum));
    let of_total = costs.pop().unwrap_or_default();
    let row = |(part, costs): (&&Part, Vec<Cell>)| {
        let mut cells = vec![
            Cell::text(&part.scenario),
            Cell::text(part.file.strip_prefix(folder).unwrap_or(&part.file)),
        ];
        if region {
            cells.push(Cell::text(&part.region));
        }
        let tag = |tag: &String| part.tags.get(tag).map_or(Cell::Empty, Cell::text);
        cells.extend(portfolio.by().iter().map(tag));
        let counts = format!("{} · {}", part.architecture.0, part.traffic.0);
        cells.push(Cell::text(&counts));
        cells.extend(costs);
        Row::new(RowKind::Line, cells)
    };
    let mut rows: Vec<Row> = parts.iter().zip(costs).map(row).collect();
    let label = match portfolio.unpriced().is_empty() {
        true => "Total",
        false => "Total of those priced",
    };
    rows.push(total_row(label, columns.len(), of_total));
    Table { columns, rows }
}

/// A total: its label, nothing, and its money.
fn total_row(label: &str, columns: usize, money: Vec<Cell>) -> Row {
    let blank = columns.saturating_sub(1 + money.len());
    let blank = std::iter::repeat_with(|| Cell::Empty).take(blank);
    let cells = std::iter::once(Cell::text(label)).chain(blank).chain(money);
    Row::new(RowKind::Total, cells.collect())
}

fn by_tag(tag: &str, groups: &[Group], total: &Total) -> Table {
    let money = MoneyColumns::of(total);
    let mut columns = vec![Column::text(tag), Column::number("Scenarios")];
    columns.extend(money.heads());
    columns.push(Column::number("Share"));
    let lines: Vec<Cost> = groups
        .iter()
        .map(|group| Cost::of_sum(&group.sum))
        .collect();
    let costs = money.rows(&lines, Cost::of_sum(&total.sum));
    let sums = groups.iter().map(|group| (shown_text(group), &group.sum));
    let all = std::iter::once(("Total".to_owned(), &total.sum));
    let last = groups.len();
    let row = |(at, ((text, sum), costs)): (usize, ((String, &Sum), Vec<Cell>))| {
        let mut cells = vec![Cell::text(text), Cell::text(sum.scenarios.to_string())];
        cells.extend(costs);
        cells.push(share(sum, &total.sum));
        let kind = if at == last {
            RowKind::Total
        } else {
            RowKind::Line
        };
        Row::new(kind, cells)
    };
    let rows = sums.chain(all).zip(costs).enumerate().map(row);
    Table {
        rows: rows.collect(),
        columns,
    }
}

/// The text of a tag; what looks like none stands in quotes.
fn shown_text(group: &Group) -> String {
    match group.text.as_deref() {
        None => NONE.to_owned(),
        Some(text) if text == NONE || text.trim().is_empty() => format!("\"{text}\""),
        Some(text) => text.to_owned(),
    }
}

/// Scenarios without a tag.
const NONE: &str = "(none)";

/// The part of the expected total, in percent.
fn share(sum: &Sum, total: &Sum) -> Cell {
    let (part, whole) = (
        sum.monthly.expected.amount(),
        total.monthly.expected.amount(),
    );
    let percent = part
        .checked_mul(100.into())
        .and_then(|part| part.checked_div(whole));
    percent.map_or(Cell::Empty, |percent| {
        Cell::text(format!("{:.1} %", percent.round_dp(1)))
    })
}
