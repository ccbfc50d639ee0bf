//! Pages: sound, of their own, readable without seeing them.

use crate::program::run;
use crate::scenarios;
use roxmltree::{Document, Node};

/// A page as a tree. It is written so that XML reads it too, but for its first line and the elements
/// that have no end.
pub(crate) fn tree(page: &str) -> String {
    let body = page.strip_prefix("<!DOCTYPE html>\n").expect("a doctype");
    let mut out = String::new();
    for line in body.lines() {
        match line.starts_with("<meta ") {
            true => out.push_str(&line.replace("\">", "\"/>")),
            false => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

fn page(args: &[&str]) -> String {
    let ran = run(&[args, &["--format", "html"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
    ran.stdout
}

fn elements<'d>(document: &'d Document<'_>, name: &str) -> Vec<Node<'d, 'd>> {
    let all = document.descendants();
    all.filter(|node| node.is_element() && node.tag_name().name() == name)
        .collect()
}

fn text_of(node: &Node<'_, '_>) -> String {
    node.descendants()
        .filter_map(|node| if node.is_text() { node.text() } else { None })
        .collect()
}

/// What a page may consist of.
const ELEMENTS: [&str; 44] = [
    "html", "head", "meta", "title", "style", "body", "header", "nav", "details", "summary",
    "main", "footer", "h1", "h2", "h3", "p", "a", "ul", "li", "span", "code", "div", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "figure", "svg", "desc",
    "rect", "text", "path", "polyline", "circle", "g", "line", "tspan", "polygon",
];

pub(crate) fn is_sound(page: &str) {
    let text = tree(page);
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let html = document.root_element();
    assert_eq!(html.attribute("lang"), Some("en"));
    let mut ids = std::collections::BTreeSet::new();
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(ELEMENTS.contains(&name), "<{name}>");
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            assert!(!key.starts_with("on"), "{key} runs something");
            assert!(
                !matches!(key, "src" | "style" | "srcset" | "action"),
                "{key}"
            );
            assert!(key != "href" || value.starts_with("#s"), "href={value}");
            if key == "id" {
                assert!(ids.insert(value.to_owned()), "two elements are {value}");
            }
        }
    }
    for link in elements(&document, "a") {
        assert!(ids.contains(&link.attribute("href").unwrap()[1..]));
    }
    for style in elements(&document, "style") {
        let style = text_of(&style);
        assert!(!style.contains("url(") && !style.contains("@import"));
    }
    assert!(page.contains("default-src 'none'"));
    for table in elements(&document, "table") {
        accessible(&table);
    }
    for picture in elements(&document, "svg") {
        assert_eq!(picture.attribute("role"), Some("img"));
    }
}

/// Every column and row says what it is of, and what the table is about.
fn accessible(table: &Node<'_, '_>) {
    let inside = |name: &str| -> Vec<Node<'_, '_>> {
        table
            .descendants()
            .filter(|node| node.tag_name().name() == name)
            .collect()
    };
    assert!(!text_of(&inside("caption")[0]).trim().is_empty());
    let head = inside("thead")[0];
    let columns = head
        .descendants()
        .filter(|node| matches!(node.tag_name().name(), "th" | "td"))
        .count();
    assert!(
        head.descendants()
            .any(|node| node.attribute("scope") == Some("col"))
    );
    for cell in inside("th") {
        assert!(matches!(cell.attribute("scope"), Some("col" | "row")));
        assert!(!text_of(&cell).trim().is_empty(), "a head without words");
    }
    for row in inside("tbody")[0].children().filter(Node::is_element) {
        assert_eq!(row.children().filter(Node::is_element).count(), columns);
    }
}

#[test]
fn every_report_is_a_page_of_its_own() {
    let small = "scenarios/small-api.yaml";
    let candidate = "scenarios/mycandidate.yaml";
    for command in [
        &["estimate", small][..],
        &["compare", small],
        &["compare", small, "--region", "all"],
        &["explain", small],
        &["project", candidate, "--months", "12"],
        &["sweep", small],
        &["drivers", small, "--traffic", "grown"],
        &["optimize", small, "--traffic", "grown", "--top", "2"],
        &["simulate", small, "--draws", "100"],
        &["prices", "list"],
        &["diff", small, candidate],
        &["check", "scenarios/habit-tracker.yaml"],
        &["prices", "show", "alb.hour"],
    ] {
        is_sound(&page(command));
    }
    for scenario in scenarios() {
        is_sound(&page(&["compare", &scenario]));
    }
}

#[test]
fn a_page_shows_what_the_table_shows() {
    let scenario = "scenarios/habit-tracker.yaml";
    let text = tree(&page(&["compare", scenario]));
    let document = Document::parse(&text).unwrap();
    let cells: Vec<String> = elements(&document, "td").iter().map(text_of).collect();
    // As the terminal has them: the right-sized total at the highest traffic, a range, the cheapest.
    for shown in ["118.36", "273.47–392.54", "+26.86", "+264 %", "cheapest"] {
        assert!(cells.iter().any(|cell| cell == shown), "{shown}");
    }
    let best = elements(&document, "td");
    let mut best = best
        .iter()
        .filter(|cell| cell.attribute("class") == Some("num best"));
    assert!(best.all(|cell| text_of(cell) == "cheapest"));
    let totals = elements(&document, "tr");
    let mut totals = totals
        .iter()
        .filter(|row| row.attribute("class") == Some("total"));
    assert!(totals.all(|row| text_of(row).trim().starts_with("Total")));
    assert_eq!(
        text_of(&elements(&document, "h1")[0]),
        "Django Habit Tracker"
    );
    assert!(!elements(&document, "nav").is_empty());
}

#[test]
fn a_chart_is_drawn_in_the_page() {
    let text = tree(&page(&[
        "sweep",
        "scenarios/small-api.yaml",
        "--traffic",
        "grown",
    ]));
    let document = Document::parse(&text).unwrap();
    let picture = &elements(&document, "svg")[0];
    assert!(
        picture
            .descendants()
            .any(|node| node.tag_name().name() == "polyline")
    );
    assert_eq!(picture.parent().unwrap().tag_name().name(), "figure");
}
