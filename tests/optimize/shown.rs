//! The report, the files and the program.

use crate::program::{Folder, json, run};
use crate::text;

const COMPONENTS: &str = "[ fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, scaling: {}, public_ipv4: 1 }, alb: {}, \
    rds: { engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 } ]";
const SEARCH: &str = "{ vary: [ \
    { setting: architectures.a.components.api.size, values: [0.25 vCPU 512 MB, 0.25 vCPU with 4 GB, 0.5 vCPU with 1 GB] }, \
    { setting: architectures.a.components.api.scaling.min, values: [1, 2, 3] }, \
    { setting: architectures.a.components.rds.class, values: [db.t3.micro, db.t4g.micro] } ], \
    constraints: { zones: 1, peak_headroom: 60% }, qualities: [cost, headroom, redundancy, memory] }";

#[test]
fn a_search_is_shown_at_eighty_columns() {
    let folder = Folder::new("optimize-table");
    let file = folder.file("search.yaml", &text(COMPONENTS, SEARCH));
    let ran = run(&["optimize", &file, "--top", "3"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!("table", ran.stdout);
}

#[test]
fn configurations_are_saved_as_scenarios_that_compare() {
    let folder = Folder::new("optimize-save");
    let file = folder.file("search.yaml", &text(COMPONENTS, SEARCH));
    let found = folder.0.join("found").display().to_string();
    let args = [
        "optimize", &file, "--top", "2", "--save", &found, "--format", "json",
    ];
    let document = json(&args);
    assert_eq!(document["schema"], "breakeven/optimize/v1");
    let level = &document["levels"][0];
    assert_eq!(level["cheapest"].as_array().unwrap().len(), 2);
    assert_eq!(level["searched"][0]["configurations"], 18);
    assert_eq!(level["searched"][0]["impossible"][0]["configurations"], 6);
    for (at, cheapest) in level["cheapest"].as_array().unwrap().iter().enumerate() {
        let saved = format!("{found}/t-cheapest-{:02}.yaml", at + 1);
        assert_eq!(
            std::fs::read_to_string(&saved).unwrap(),
            cheapest["yaml"].as_str().unwrap()
        );
        let compared = json(&["compare", &saved, "--format", "json"]);
        assert_eq!(
            compared["estimates"][0]["monthly_cost"],
            cheapest["monthly_cost"]
        );
    }
    let front = level["front"].as_array().unwrap().len();
    let saved = std::fs::read_dir(&found).unwrap().count();
    assert_eq!(saved, front + 2);
}

#[test]
fn csv_has_a_row_for_each_configuration() {
    let folder = Folder::new("optimize-csv");
    let file = folder.file("search.yaml", &text(COMPONENTS, SEARCH));
    let ran = run(&["optimize", &file, "--top", "2", "--format", "csv"]);
    let rows: Vec<&str> = ran.stdout.lines().collect();
    assert!(rows[0].starts_with("traffic,list,rank,architecture,region,cost_low"));
    assert_eq!(
        rows.iter()
            .filter(|row| row.starts_with("t,cheapest,"))
            .count(),
        2
    );
}

#[test]
fn a_search_without_a_result_says_so() {
    let folder = Folder::new("optimize-none");
    let search = SEARCH.replace("zones: 1", "zones: 3");
    let file = folder.file("search.yaml", &text(COMPONENTS, &search));
    let ran = run(&["optimize", &file]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("no configuration is possible"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains("not allowed (zones)"), "{}", ran.stdout);
}

/// Functions of one architecture vary, and tasks of the other follow their memory unless fixed.
#[test]
fn a_shipped_scenario_is_searched_without_a_word_about_it() {
    let document = json(&[
        "optimize",
        "scenarios/small-api.yaml",
        "--traffic",
        "grown",
        "--top",
        "1",
        "--format",
        "json",
    ]);
    let cheapest = &document["levels"][0]["cheapest"][0];
    assert_eq!(cheapest["architecture"], "functions");
    assert_eq!(cheapest["monthly_cost"]["expected"], "3.4");
}

#[test]
fn a_name_may_hold_whatever_a_scenario_may() {
    let folder = Folder::new("optimize-names");
    let text = std::fs::read_to_string("scenarios/small-api.yaml").unwrap();
    let name = r#"name: "a\e[31m\u0085 \"b\" 'c' \\ # - : {""#;
    let file = folder.file("n.yaml", &text.replacen("name: Small API", name, 1));
    let saved = folder.0.join("found").display().to_string();
    let args = ["--traffic", "grown", "--top", "1", "--save", &saved];
    let ran = run(&[&["optimize", &file], &args[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let found = std::fs::read_dir(&saved).unwrap().next().unwrap().unwrap();
    let found = found.path().display().to_string();
    let document = super::program::json(&["estimate", &found, "--format", "json"]);
    let read = document["scenario"].as_str().unwrap();
    assert!(
        read.starts_with("a\u{1b}[31m\u{85} \"b\" 'c' \\ # - : {, "),
        "{read:?}"
    );
    assert_eq!(run(&["optimize", &file, "--top", "0"]).code, 2);
}
