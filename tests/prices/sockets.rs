//! No socket is opened unless the user asks for it, and a variable can ask.

use super::desk::{Desk, FIRST, filled, said, whole};
use super::price_files::PriceFiles;
use super::program;

const SCENARIO: &str = "scenarios/small-api.yaml";

#[test]
fn only_what_asks_for_the_network_gets_it() {
    let server = PriceFiles::start(whole("us-east-1", FIRST));
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &server.url);
    let desk = desk.set("AWS_ENDPOINT_URL", &server.url);
    for prices in ["auto", "embedded", "cache", "pricing-data/us-east-1.json"] {
        for command in [
            &["estimate", SCENARIO][..],
            &["compare", SCENARIO],
            &["explain", SCENARIO],
            &["project", SCENARIO, "--traffic", "launch"],
            &["drivers", SCENARIO],
            &["prices", "list"],
            &["prices", "show", "alb.hour"],
            &["prices", "lock"],
        ] {
            let ran = desk.run(&[command, &["--prices", prices]].concat());
            assert!(ran.code < 2, "{command:?} {prices}: {}", said(&ran));
        }
    }
    desk.ok(&["prices", "diff", "embedded", "cache"]);
    desk.ok(&["compare", SCENARIO, "--region", "all"]);
    assert_eq!(server.all_hits(), 0);
    desk.ok(&["estimate", SCENARIO, "--prices", "live:bulk"]);
    assert!(server.all_hits() > 0);
}

#[test]
fn a_variable_chooses_prices_and_the_command_line_wins() {
    let source = |desk: &Desk, args: &[&str]| {
        let json = desk.json(&[args, &["--format", "json"]].concat());
        json["prices"]["source"].as_str().unwrap().to_owned()
    };
    let list = ["prices", "list"];
    let desk = filled();
    assert_eq!(source(&desk, &list), "cache", "a fresh one comes first");
    let desk = desk.set("BREAKEVEN_PRICES", "embedded");
    assert_eq!(source(&desk, &list), "embedded");
    assert_eq!(
        source(&desk, &["prices", "list", "--prices", "cache"]),
        "cache"
    );
    let desk = desk.set("BREAKEVEN_PRICES", "cache");
    assert_eq!(source(&desk, &list), "cache");
    let china = desk.run(&["prices", "list", "--region", "cn-north-1"]);
    assert_eq!(china.code, 3);
    assert!(
        china.stderr.contains(
            "there are no cached prices for cn-north-1; fetch them with `breakeven prices update \
             --region cn-north-1`"
        ),
        "{}",
        china.stderr
    );
}

/// The examples `tests/cli` leaves out.
#[test]
fn the_examples_that_ask_aws_run() {
    let mut run = 0;
    for command in program::commands() {
        let help = program::help(&command);
        let asks = ["update", "verify", "refresh"];
        if command[0] != "prices" || !asks.contains(&command[1].as_str()) {
            continue;
        }
        let (_, examples) = help.split_once("Example:\n").unwrap();
        for example in examples.trim_end().lines() {
            let words: Vec<&str> = example.split_whitespace().skip(1).collect();
            let named = words.iter().position(|word| *word == "--region");
            let region = named.map_or("us-east-1", |at| words[at + 1]);
            let server = PriceFiles::start(whole(region, FIRST));
            let desk = Desk::at(&server.url);
            let data = desk.folder.0.join("pricing-data");
            std::fs::create_dir(&data).unwrap();
            let book = format!("{region}.json");
            std::fs::copy(format!("pricing-data/{book}"), data.join(&book)).unwrap();
            let mut command = desk.command(&words);
            command.current_dir(&desk.folder.0);
            let ran = desk.finished(command);
            assert_eq!(ran.code, 0, "{example}\n{}", said(&ran));
            assert!(server.all_hits() > 0, "{example}");
            run += 1;
        }
    }
    assert_eq!(run, 3);
}
