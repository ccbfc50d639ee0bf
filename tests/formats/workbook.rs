//! Workbooks: numbers are numbers, formulas come to what they state, and another program agrees.

mod book;

use crate::program::{Folder, breakeven, json, run};
use crate::schemas::BOUGHT;
use crate::{has_tool, scenarios};
pub(crate) use book::{Book, read};
use book::{Evaluation, number, parts};
use rust_decimal::Decimal;
use std::io::{Cursor, Write};
use std::process::Command;

pub(crate) fn write(args: &[&str]) -> Vec<u8> {
    let output = breakeven(&[args, &["--format", "xlsx"]].concat())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        (output.status.code(), errors.as_str()),
        (Some(0), ""),
        "{args:?}"
    );
    output.stdout
}

/// A binary fraction of 16 digits is this near to what it stands for.
fn near(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() <= Decimal::new(1, 9)
}

fn dec(value: &serde_json::Value) -> Decimal {
    Decimal::from_str_exact(value.as_str().unwrap()).unwrap()
}

/// The rows of totals: under the heads, one for each estimate.
fn totals(book: &Book) -> Vec<u32> {
    let summary = &book.sheets["Summary"];
    let head = summary
        .iter()
        .find(|(_, cell)| cell.value == "At list price")
        .unwrap();
    let first = head.0.0 + 1;
    let is_row = |row: &u32| summary.contains_key(&(*row, "J".to_owned()));
    (first..).take_while(is_row).collect()
}

/// Totals are formulas that come to what they state, which is what the JSON has.
fn recalculates(path: &str) {
    let book = read(&write(&["compare", path]));
    let evaluation = Evaluation { book: &book };
    let mut formulas = 0;
    for (name, sheet) in &book.sheets {
        for (place, cell) in sheet.iter().filter(|(_, cell)| cell.formula.is_some()) {
            assert_eq!(name, "Summary");
            let computed = evaluation.value(cell);
            assert!(
                near(computed, number(cell)),
                "{path} {place:?} {cell:?}: {computed}"
            );
            formulas += 1;
        }
    }
    let document = json(&["compare", path, "--format", "json"]);
    let estimates = document["estimates"].as_array().unwrap();
    let rows = totals(&book);
    assert_eq!(rows.len(), estimates.len());
    assert!(formulas >= estimates.len() * 6, "{formulas}");
    for (row, estimate) in rows.into_iter().zip(estimates) {
        let cell = |column: &str| &book.sheets["Summary"][&(row, column.to_owned())];
        assert_eq!(cell("A").value, estimate["traffic"].as_str().unwrap());
        assert_eq!(cell("C").value, estimate["architecture"].as_str().unwrap());
        for (column, wanted) in [
            ("F", &estimate["monthly_cost"]["low"]),
            ("G", &estimate["monthly_cost"]["expected"]),
            ("H", &estimate["monthly_cost"]["high"]),
            ("I", &estimate["list_cost"]["expected"]),
        ] {
            assert!(cell(column).formula.is_some());
            // To the last digit, as the result; and recalculated, but for binary fractions.
            assert_eq!(number(cell(column)), dec(wanted), "{path} {column}{row}");
            assert!(
                near(evaluation.value(cell(column)), dec(wanted)),
                "{path} {column}{row}"
            );
        }
        let of_level = document["comparisons"].as_array().unwrap().iter();
        let mut of_level = of_level.filter(|level| level["traffic"] == estimate["traffic"]);
        let ranking = of_level.next().unwrap()["ranking"].as_array().unwrap();
        let mut ranked = ranking
            .iter()
            .filter(|r| r["architecture"] == estimate["architecture"]);
        assert_eq!(
            number(cell("J")),
            dec(&ranked.next().unwrap()["difference"])
        );
    }
    let totals_of_parts = book.sheets["Summary"].iter().filter(|((_, column), cell)| {
        column.as_str() != "A"
            && cell
                .formula
                .as_deref()
                .is_some_and(|f| f.starts_with("SUM("))
    });
    assert_eq!(totals_of_parts.count(), estimates.len());
}

#[test]
fn formulas_come_to_what_they_state_and_what_the_json_has() {
    for path in scenarios() {
        recalculates(&path);
    }
    let folder = Folder::new("xlsx-bought");
    recalculates(&folder.file("bought.yaml", BOUGHT));
}

#[test]
fn charges_are_numbers_with_formats_and_stay_in_sight() {
    let book = read(&write(&["estimate", "scenarios/habit-tracker.yaml"]));
    let charges = &book.sheets["Charges"];
    let last = charges.keys().map(|(row, _)| *row).max().unwrap();
    assert!(last > 100);
    for row in 2..=last {
        for column in ["A", "J", "K", "L", "O", "P", "Q"] {
            let cell = &charges[&(row, column.to_owned())];
            assert!(!cell.is_text && cell.formula.is_none(), "{column}{row}");
        }
    }
    // 0.25 vCPU × 730 h at 0.04048.
    let first = |column: &str| charges[&(2, column.to_owned())].value.as_str();
    assert_eq!(["K", "N", "P"].map(first), ["182.5", "0.04048", "7.3876"]);
    assert!(book.parts["xl/styles.xml"].contains("&quot;$&quot;#,##0.00"));
    for number in 2..=4 {
        let sheet = &book.parts[&format!("xl/worksheets/sheet{number}.xml")];
        for part in [
            "<pane ySplit=\"1\"",
            "state=\"frozen\"",
            "<autoFilter ref=\"A1:",
            "<cols>",
        ] {
            assert!(sheet.contains(part), "{part} in sheet {number}");
        }
    }
    assert!(book.parts["docProps/core.xml"].contains("2026-11-01T00:00:00Z"));
    let prices = &book.sheets["Prices"];
    let rest: Vec<&str> = prices
        .iter()
        .filter(|((_, column), cell)| column == "A" && cell.value == "apigw.rest")
        .map(|((row, _), _)| prices[&(*row, "E".to_owned())].value.as_str())
        .collect();
    assert_eq!(&rest[..2], ["0.0000035", "0.0000028"]);
    let assumptions = &book.sheets["Assumptions"];
    assert!(assumptions.values().any(|cell| cell.value == "single-task"));
}

#[test]
fn yuan_are_yuan() {
    let folder = Folder::new("xlsx-china");
    let text = "
name: China
region: cn-north-1
traffic: { t: { requests: 3M per month } }
request: { duration: 100 ms }
architectures: { a: { components: [ lambda: { memory: 512 MB } ] } }
";
    let path = folder.file("china.yaml", text);
    let book = read(&write(&["estimate", &path]));
    assert!(book.parts["xl/styles.xml"].contains("&quot;CNY &quot;#,##0.00"));
    recalculates(&path);
}

#[test]
fn one_component_explained_adds_up_to_itself() {
    let args = [
        "explain",
        "scenarios/habit-tracker.yaml",
        "--component",
        "alb",
    ];
    let book = read(&write(&args));
    let evaluation = Evaluation { book: &book };
    let document = json(&[&args[..], &["--format", "json"]].concat());
    let estimates = document["estimates"].as_array().unwrap();
    for (row, estimate) in totals(&book).into_iter().zip(estimates) {
        let total = &book.sheets["Summary"][&(row, "G".to_owned())];
        assert!(near(
            evaluation.value(total),
            dec(&estimate["monthly_cost"]["expected"])
        ));
    }
}

/// The same workbook with every result of a formula gone, so that only who calculates has them.
fn without_results(bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut cleared = 0;
    for (name, text) in parts(bytes) {
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        let mut pieces = text.split("</f><v>");
        let mut out = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let (_, rest) = piece.split_once("</v>").unwrap();
            out.push_str("</f><v>0</v>");
            out.push_str(rest);
            cleared += 1;
        }
        writer.write_all(out.as_bytes()).unwrap();
    }
    assert!(cleared > 0);
    writer.finish().unwrap().into_inner()
}

/// Recalculates whatever is loaded, and asks nothing.
const SETTINGS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">
<item oor:path=\"/org.openoffice.Office.Calc/Formula/Load\"><prop oor:name=\"OOXMLRecalcMode\" oor:op=\"fuse\"><value>0</value></prop></item>
</oor:items>
";

/// Every sheet as CSV, with numbers in full.
const EVERY_SHEET: &str =
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";

#[test]
fn libreoffice_recalculates_the_totals_of_the_json() {
    if !has_tool("LibreOffice", &["soffice", "--version"]) {
        return;
    }
    let folder = Folder::new("soffice");
    std::fs::create_dir_all(folder.0.join("profile/user")).unwrap();
    folder.file("profile/user/registrymodifications.xcu", SETTINGS);
    let bought = folder.file("bought.yaml", BOUGHT);
    for path in [
        "scenarios/habit-tracker.yaml",
        "scenarios/mycandidate.yaml",
        &bought,
    ] {
        let cleared = without_results(&write(&["compare", path]));
        let book = folder.0.join("book.xlsx");
        std::fs::write(&book, &cleared).unwrap();
        let profile = format!(
            "-env:UserInstallation=file://{}",
            folder.0.join("profile").display()
        );
        let out = folder.0.join("csv");
        let output = Command::new("soffice")
            .args([
                "--headless",
                &profile,
                "--convert-to",
                EVERY_SHEET,
                "--outdir",
            ])
            .args([&out, &book])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let summary = std::fs::read(out.join("book-Summary.csv")).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(&summary[..]);
        let rows: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let document = json(&["compare", path, "--format", "json"]);
        for estimate in document["estimates"].as_array().unwrap() {
            let is_of = |row: &&Vec<String>| {
                row[0] == estimate["traffic"].as_str().unwrap()
                    && row[2] == estimate["architecture"].as_str().unwrap()
            };
            let row = rows.iter().find(is_of).unwrap();
            for (column, wanted) in [
                (5, &estimate["monthly_cost"]["low"]),
                (6, &estimate["monthly_cost"]["expected"]),
                (7, &estimate["monthly_cost"]["high"]),
                (8, &estimate["list_cost"]["expected"]),
            ] {
                let got: Decimal = row[column].parse().unwrap();
                assert!(near(got, dec(wanted)), "{path}: {got} for {wanted}");
            }
        }
        // What the parts add up to, below each level.
        let total = rows.iter().filter(|row| row[0] == "Total");
        let sums: Vec<Decimal> = total
            .flat_map(|row| &row[1..])
            .filter_map(|cell| cell.parse().ok())
            .collect();
        let estimates = document["estimates"].as_array().unwrap().iter();
        let wanted: Vec<Decimal> = estimates
            .map(|e| dec(&e["monthly_cost"]["expected"]))
            .collect();
        assert_eq!(sums.len(), wanted.len());
        assert!(
            sums.iter().zip(&wanted).all(|(a, b)| near(*a, *b)),
            "{sums:?} {wanted:?}"
        );
    }
}

#[test]
fn a_workbook_of_nothing_but_faults_is_none() {
    let ran = run(&[
        "estimate",
        "tests/fixtures/bad/two-faults.yaml",
        "--format",
        "xlsx",
    ]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
}
