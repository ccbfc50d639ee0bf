//! Missing prices: every command names all of them, with their places.

use crate::program::{Folder, run};

/// Three prices are missing: one of `a`, two of `b`; AWS sells no such classes.
const TEXT: &str = "name: Gaps
region: us-east-1
free_tier: none
request: { duration: 200 ms, response: 1 KB }
traffic: { t: { requests: 300 per day } }
architectures:
  a:
    components:
      - lambda: { memory: 512 MB }
      - rds: { engine: postgres, class: db.x99.huge, storage: 20 GB gp3 }
  b:
    components:
      - lambda: { memory: 512 MB }
      - rds: { engine: postgres, class: db.x98.huge, storage: 20 GB gp3 }
      - elasticache: { engine: redis, node: cache.x99.huge }
  c: { components: [ lambda: { memory: 512 MB } ] }
budgets: [ { name: x, monthly: $100 } ]
";

/// The keys with the places of the components that need them.
const GAPS: [(&str, &str); 3] = [
    ("rds.postgresql.x99.huge.single", ":10:9"),
    ("rds.postgresql.x98.huge.single", ":14:9"),
    ("elasticache.", ":15:9"),
];

/// What ends as exit 3 with these gaps and no others.
fn assert_named(args: &[&str], gaps: &[(&str, &str)]) -> String {
    let ran = run(args);
    assert_eq!(ran.code, 3, "{args:?}: {}", ran.stderr);
    assert_eq!(
        ran.stderr.matches("no price for `").count(),
        gaps.len(),
        "{args:?}: {}",
        ran.stderr
    );
    for (key, place) in gaps {
        let named = ran.stderr.find(&format!("no price for `{key}"));
        let fault =
            &ran.stderr[named.unwrap_or_else(|| panic!("{args:?} {key}: {}", ran.stderr))..];
        let line = fault.lines().nth(1).unwrap_or_default();
        assert!(line.ends_with(place), "{args:?} {key}: {line}");
        let update = fault.find("breakeven prices update --region us-east-1");
        let by_hand = fault.find("aws pricing get-products");
        assert!(update.is_some() && update < by_hand, "{args:?}: {fault}");
    }
    ran.stderr
}

#[test]
fn every_command_names_every_missing_price_with_its_place() {
    let folder = Folder::new("missing-prices");
    let file = folder.file("gaps.yaml", TEXT);
    let memory = "architectures.a.components.lambda.memory";
    let setting = ["--over", memory, "--values", "256 MB,512 MB"];
    let commands: [(&str, &[&str]); 10] = [
        ("estimate", &[]),
        ("compare", &[]),
        ("explain", &[]),
        ("check", &[]),
        ("sweep", &["--over", "requests_per_day"]),
        ("sweep", &setting),
        ("drivers", &["--between", "a", "--and", "b"]),
        ("simulate", &[]),
        ("optimize", &[]),
        ("project", &[]),
    ];
    for (command, more) in commands {
        let said = assert_named(&[&[command, &file], more].concat(), &GAPS);
        // Those that can be told which architectures to look at say which have their prices.
        let hint = said.contains("`--architecture c` has all its prices in us-east-1");
        let selects = !matches!(command, "check" | "drivers");
        assert_eq!(hint, selects, "{command}: {said}");
    }
    assert_named(&["diff", &file, &file], &GAPS);
    assert_named(&["portfolio", &file, "--architecture", "b"], &GAPS[1..]);
}

/// What a value of the sweep needs is named with the value.
#[test]
fn a_price_that_one_value_needs_is_named_with_the_value() {
    let folder = Folder::new("missing-value");
    let text = TEXT.replace("db.x99.huge", "db.t3.micro");
    let file = folder.file("gaps.yaml", &text);
    let class = "architectures.a.components.rds.class";
    let ran = run(&[
        "sweep",
        &file,
        "--architecture",
        "a",
        "--architecture",
        "c",
        "--over",
        class,
        "--values",
        "db.t3.micro,db.x97.huge",
    ]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let with = format!("with {class} = db.x97.huge");
    for part in ["no price for `rds.postgresql.x97.huge.single`", &with] {
        assert!(
            ran.stderr
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .contains(part),
            "{part}: {}",
            ran.stderr
        );
    }
}
