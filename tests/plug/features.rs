//! The sets of features people build with: all that are offered are built before a change lands.

use super::yaml;
use std::collections::BTreeSet;

/// The sets `.ci/run` builds, each with its features in order.
fn built() -> BTreeSet<String> {
    let script = std::fs::read_to_string(".ci/run").unwrap();
    let (_, list) = script.split_once("\nfeature_sets=(\n").unwrap();
    let (list, _) = list.split_once("\n)\n").unwrap();
    let sets: BTreeSet<String> = list.lines().map(|line| in_order(line.trim())).collect();
    assert!(script.contains("for features in \"${feature_sets[@]}\"; do\n"));
    assert!(script.contains("--no-default-features --features \"$features\""));
    sets
}

fn in_order(set: &str) -> String {
    let mut features: Vec<&str> = set.trim_matches('\'').split(',').collect();
    features.sort_unstable();
    features.join(",")
}

/// The features of the manifest but `default`, which is `full`.
fn features() -> Vec<String> {
    let manifest = std::fs::read_to_string("Cargo.toml").unwrap();
    let (_, section) = manifest.split_once("\n[features]\n").unwrap();
    let (section, _) = section.split_once("\n[").unwrap();
    assert!(section.contains("default = [\"full\"]"));
    let names = section.lines().filter_map(|line| line.split_once(" = ["));
    let names = names.map(|(name, _)| name.to_owned());
    names.filter(|name| name != "default").collect()
}

#[test]
fn every_feature_is_built_alone_and_in_the_program() {
    let (built, features) = (built(), features());
    assert!(features.len() >= 8, "{features:?}");
    assert!(built.contains(""), "the library alone");
    // The program has these in any case, or is them.
    let of_the_program = ["cli", "full", "sources", "terminal"];
    for feature in &features {
        assert!(built.contains(feature), "{feature} is not built");
        let with_program = in_order(&format!("cli,{feature}"));
        let is_of_it = of_the_program.contains(&feature.as_str());
        assert!(
            is_of_it || built.contains(&with_program),
            "{with_program} is not built"
        );
    }
}

#[test]
fn every_set_the_action_names_is_built() {
    let action = yaml("action.yml");
    let features = &action["inputs"]["features"];
    let described = features["description"].as_str().unwrap();
    let mut offered: Vec<&str> = described.split('`').skip(1).step_by(2).collect();
    offered.push(features["default"].as_str().unwrap());
    assert!(offered.len() >= 3, "{offered:?}");
    let built = built();
    for set in offered {
        assert!(built.contains(&in_order(set)), "{set} is not built");
    }
}
