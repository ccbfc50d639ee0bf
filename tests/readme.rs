//! The README is true: its commands run, its output is the program's, its tables are complete.

mod program;

use assert_cmd::Command;
use breakeven::scenario::Scenario;
use breakeven::services::REGISTRY;
use breakeven::syntax::Source;
use breakeven::warning::WarningCode;

fn readme() -> String {
    std::fs::read_to_string("README.md").unwrap()
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let text = readme();
    let open = format!("```{language}\n");
    let rest = text.split(open.as_str()).skip(1);
    rest.map(|block| block.split("```").next().unwrap().to_owned())
        .collect()
}

/// Runs a command of the README and returns everything it prints.
fn output_of(command: &str) -> String {
    let arguments = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("breakeven "))
        .unwrap_or_else(|| panic!("not a command of this program: {command}"));
    let output = Command::cargo_bin("breakeven")
        .unwrap()
        .args(arguments.split(' '))
        // Whoever runs the tests may have prices of their own.
        .env("BREAKEVEN_CACHE_DIR", "target/no-cache")
        .env_remove("BREAKEVEN_PRICES")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

#[test]
fn every_output_shown_is_what_the_command_prints() {
    let shown = blocks("console");
    assert!(shown.len() >= 3);
    for block in shown {
        let (command, expected) = block.split_once('\n').unwrap();
        let printed = output_of(command.strip_prefix("$ ").unwrap());
        let mut at = 0;
        // `…` alone on a line stands for lines left out.
        for part in expected.split("…\n").map(|part| part.trim_matches('\n')) {
            let found = printed[at..].find(part);
            let found = found.unwrap_or_else(|| panic!("{command} does not print:\n{part}"));
            at += found + part.len();
        }
    }
}

#[test]
fn the_two_commands_of_the_set_up_are_those_that_are_run() {
    let commands = blocks("sh").remove(0);
    let commands: Vec<&str> = commands.lines().collect();
    let [main_job, tests] = commands.as_slice() else {
        panic!("two commands do all the set-up, not {}", commands.len());
    };
    assert!(output_of(main_job).contains("Difference"));
    let ci = std::fs::read_to_string(".ci/run").unwrap();
    assert!(
        ci.lines().any(|line| line == *tests),
        "CI does not run `{tests}`"
    );
}

#[test]
fn the_scenario_shown_is_the_one_that_ships() {
    let shipped = std::fs::read_to_string("scenarios/small-api.yaml").unwrap();
    let mut shown = blocks("yaml");
    assert_eq!(shown.remove(0), shipped);
    // Every other block is a section that may be added to it.
    assert!(!shown.is_empty());
    for section in shown {
        let text = format!("{shipped}{section}");
        let read = Scenario::parse(Source::new("README.md", text));
        read.unwrap_or_else(|faults| panic!("{section}{faults}"));
    }
}

#[test]
fn the_table_of_commands_is_complete() {
    let text = readme();
    let rows = text.lines().filter(|line| line.starts_with("| `breakeven"));
    let cells = rows.map(|row| row.split('|').nth(1).unwrap());
    let named = cells.flat_map(|cell| {
        cell.split('`')
            .filter_map(|part| part.strip_prefix("breakeven "))
    });
    let words = |command: &str| -> Vec<String> {
        let words = command.split(' ').map(str::to_owned);
        words.filter(|word| word.to_uppercase() != *word).collect()
    };
    let mut listed: Vec<Vec<String>> = named.map(words).collect();
    listed.sort();
    assert_eq!(listed, program::commands());
}

/// The table between the two marks is made from the registry; the failure shows what it should be.
#[test]
fn the_table_of_services_is_complete() {
    let mut table = String::from("| service | in a scenario | what is charged |\n|---|---|---|\n");
    for service in REGISTRY {
        let mut charged: Vec<&str> = Vec::new();
        for spec in service.keys {
            let title = spec.title.split(',').next().unwrap();
            let title = match title.contains('{') {
                true => "instance hours",
                false => title,
            };
            if !charged.contains(&title) {
                charged.push(title);
            }
        }
        let charged = charged.join("; ");
        table.push_str(&format!(
            "| {} | `{}` | {charged} |\n",
            service.title, service.name
        ));
    }
    let shown = marked("services");
    assert_eq!(shown, table, "the table of services should read:\n{table}");
}

/// What stands between `<!-- name: … -->` and `<!-- /name -->`.
fn marked(name: &str) -> String {
    let text = readme();
    let rest = text.split(&format!("<!-- {name}:")).nth(1);
    let (_, rest) = rest.unwrap().split_once("-->\n").unwrap();
    let inside = rest.split(&format!("<!-- /{name} -->")).next();
    inside.unwrap().to_owned()
}

#[test]
fn the_table_of_warnings_is_complete() {
    let mut table = String::from("| code | means |\n|---|---|\n");
    for code in WarningCode::ALL {
        table.push_str(&format!("| `{code}` | {} |\n", code.meaning()));
    }
    let shown = marked("warnings");
    assert_eq!(shown, table, "the table of warnings should read:\n{table}");
}

#[test]
fn the_policy_shown_allows_one_thing() {
    let policy: serde_json::Value = serde_json::from_str(&blocks("json").remove(0)).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    assert_eq!(statements.len(), 1);
    // The only operation the server of `tests/price_server` answers, and so all that is asked for.
    assert_eq!(statements[0]["Action"], "pricing:GetProducts");
    assert_eq!(policy["Version"], "2012-10-17");
}
