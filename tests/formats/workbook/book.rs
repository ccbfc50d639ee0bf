//! A workbook read back, and its formulas worked out.

use roxmltree::Document;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// A cell as the file has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    /// Its text, or the digits of its number.
    pub value: String,
    pub is_text: bool,
    pub formula: Option<String>,
}

/// Cells by row and column, from 1 as in formulas.
pub(crate) type Sheet = BTreeMap<(u32, String), Cell>;

pub(crate) struct Book {
    pub sheets: BTreeMap<String, Sheet>,
    pub parts: BTreeMap<String, String>,
}

pub(super) fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let many = archive.len();
    let part = |at: usize| {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    };
    (0..many).map(part).collect()
}

pub(crate) fn read(bytes: &[u8]) -> Book {
    let parts: BTreeMap<String, String> = parts(bytes).into_iter().collect();
    let strings = Document::parse(&parts["xl/sharedStrings.xml"]).unwrap();
    let strings: Vec<String> = strings
        .root_element()
        .children()
        .filter(|node| {
            node.has_tag_name((
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "si",
            ))
        })
        .map(|node| {
            node.descendants()
                .filter_map(|n| if n.is_text() { n.text() } else { None })
                .collect()
        })
        .collect();
    let names = Document::parse(&parts["xl/workbook.xml"]).unwrap();
    let named = names
        .descendants()
        .filter(|node| node.tag_name().name() == "sheet");
    let names: Vec<String> = named
        .map(|node| node.attribute("name").unwrap().to_owned())
        .collect();
    assert_eq!(names, ["Summary", "Charges", "Assumptions", "Prices"]);
    let sheets = names.into_iter().zip(1..).map(|(name, number)| {
        let text = &parts[&format!("xl/worksheets/sheet{number}.xml")];
        (name, sheet(text, &strings))
    });
    Book {
        sheets: sheets.collect(),
        parts: parts.clone(),
    }
}

fn sheet(text: &str, strings: &[String]) -> Sheet {
    let document = Document::parse(text).unwrap();
    let mut cells = Sheet::new();
    for node in document
        .descendants()
        .filter(|node| node.tag_name().name() == "c")
    {
        let child = |name: &str| {
            let mut children = node.children();
            let found = children.find(|child| child.tag_name().name() == name);
            found.and_then(|child| child.text()).map(str::to_owned)
        };
        let Some(value) = child("v") else { continue };
        let is_text = node.attribute("t") == Some("s");
        let place = node.attribute("r").unwrap();
        let digits = place.find(|c: char| c.is_ascii_digit()).unwrap();
        let (column, row) = place.split_at(digits);
        let cell = Cell {
            value: match is_text {
                true => strings[value.parse::<usize>().unwrap()].clone(),
                false => value,
            },
            is_text,
            formula: child("f"),
        };
        cells.insert((row.parse().unwrap(), column.to_owned()), cell);
    }
    cells
}

pub(super) fn number(cell: &Cell) -> Decimal {
    assert!(!cell.is_text, "{cell:?}");
    cell.value.parse().unwrap_or_else(|_| panic!("{cell:?}"))
}

/// What a formula of ours comes to: sums under conditions, a difference from a minimum.
pub(super) struct Evaluation<'b> {
    pub book: &'b Book,
}

impl Evaluation<'_> {
    /// `Charges!$P$2:$P$90` or `$G$7` as cells.
    fn cells(&self, range: &str) -> Vec<(u32, Option<&Cell>)> {
        let (name, range) = range.split_once('!').unwrap_or(("Summary", range));
        let place = |text: &str| {
            let text = text.replace('$', "");
            let digits = text.find(|c: char| c.is_ascii_digit()).unwrap();
            (
                text[..digits].to_owned(),
                text[digits..].parse::<u32>().unwrap(),
            )
        };
        let (from, to) = range.split_once(':').unwrap_or((range, range));
        let ((column, first), (last_column, last)) = (place(from), place(to));
        assert_eq!(column, last_column);
        let sheet = &self.book.sheets[name];
        (first..=last)
            .map(|row| (row, sheet.get(&(row, column.clone()))))
            .collect()
    }

    pub fn value(&self, cell: &Cell) -> Decimal {
        match &cell.formula {
            Some(formula) => self.formula(formula),
            None => number(cell),
        }
    }

    fn formula(&self, formula: &str) -> Decimal {
        if let Some((one, least)) = formula.split_once("-MIN(") {
            let least = least.strip_suffix(')').unwrap().split(',');
            let cell = |place: &str| self.value(self.cells(place)[0].1.unwrap());
            return cell(one) - least.map(cell).min().unwrap();
        }
        formula.split('+').map(|sum| self.sum(sum)).sum()
    }

    fn sum(&self, sum: &str) -> Decimal {
        let (name, arguments) = sum.strip_suffix(')').unwrap().split_once('(').unwrap();
        let arguments: Vec<&str> = arguments.split(',').collect();
        let summed = self.cells(arguments[0]);
        assert_eq!(arguments.len() > 1, name == "SUMIFS", "{sum}");
        let conditions: Vec<_> = arguments[1..]
            .chunks(2)
            .map(|pair| {
                let wanted = match pair[1].strip_prefix('"') {
                    Some(text) => text.trim_end_matches('"').to_owned(),
                    None => self.cells(pair[1])[0].1.unwrap().value.clone(),
                };
                (self.cells(pair[0]), wanted)
            })
            .collect();
        let mut total = Decimal::ZERO;
        for (at, (_, cell)) in summed.iter().enumerate() {
            let mut conditions = conditions.iter();
            let holds =
                conditions.all(|(cells, wanted)| cells[at].1.is_some_and(|c| c.value == *wanted));
            if let (true, Some(cell)) = (holds, cell) {
                total += self.value(cell);
            }
        }
        total
    }
}
