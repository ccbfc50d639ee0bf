//! Modules depend on each other in one direction only: the order of the table in `lib.rs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The modules in the order of the table in the crate's documentation.
fn order() -> Vec<String> {
    let lib = std::fs::read_to_string("src/lib.rs").unwrap();
    let rows = lib.lines().filter_map(|line| line.strip_prefix("//! | [`"));
    rows.map(|row| {
        row.split('`')
            .next()
            .unwrap()
            .trim_start_matches("mod@")
            .to_owned()
    })
    .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn library_sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    sources(Path::new("src"), &mut found);
    found.retain(|path| !path.starts_with("src/bin") && path != Path::new("src/lib.rs"));
    found.sort();
    found
}

/// The module of the crate a file belongs to.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix("src").unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Every `crate::module` named in the code of a file, comments left out.
fn used_modules(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        // `use crate::{a::X, b::Y};` names several modules at once.
        if let Some(list) = rest.strip_prefix('{') {
            used.extend(items(list).map(|item| first_word(item.trim())));
        } else {
            used.push(first_word(rest));
        }
    }
    used
}

/// The items of a list up to the brace that ends it; `a::{b, c}` is one item.
fn items(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let mut edges = vec![0];
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            ',' if depth == 0 => edges.extend([at, at + 1]),
            '}' if depth == 0 => {
                edges.push(at);
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    edges
        .chunks_exact(2)
        .map(|edge| &list[edge[0]..edge[1]])
        .collect::<Vec<_>>()
        .into_iter()
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn the_table_in_the_documentation_names_every_module() {
    let mut modules: Vec<String> = library_sources().iter().map(|p| module_of(p)).collect();
    modules.dedup();
    modules.sort();
    modules.dedup();
    let mut listed = order();
    listed.sort();
    assert_eq!(modules, listed);
}

#[test]
fn each_module_uses_only_those_above_it() {
    let rank: BTreeMap<String, usize> = order()
        .into_iter()
        .enumerate()
        .map(|(rank, module)| (module, rank))
        .collect();
    let mut against = Vec::new();
    for path in library_sources() {
        let module = module_of(&path);
        let text = std::fs::read_to_string(&path).unwrap();
        for used in used_modules(&text) {
            let Some(other) = rank.get(&used) else {
                continue;
            };
            if *other > rank[&module] {
                against.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(against.is_empty(), "against the order: {against:#?}");
}

#[test]
fn files_stay_short() {
    let mut all = Vec::new();
    for folder in ["src", "tests", "benches"] {
        sources(Path::new(folder), &mut all);
    }
    for path in all {
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(
            lines <= 400,
            "{} has {lines} lines: split it by noun",
            path.display()
        );
    }
}

#[test]
fn the_scan_sees_what_it_should() {
    assert_eq!(used_modules("use crate::units::Money;"), ["units"]);
    assert_eq!(
        used_modules("use crate::{units::X, report};"),
        ["units", "report"]
    );
    let nested = "use crate::{\n    catalog::{key::{Key, Spec}, price},\n    report::{self}, lint\n};\nuse a::b;";
    assert_eq!(used_modules(nested), ["catalog", "report", "lint"]);
    assert_eq!(
        used_modules("// crate::report\nlet x = crate::render::y();"),
        ["render"]
    );
}
