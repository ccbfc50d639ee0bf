//! Books that can't be trusted are refused, with the reason and the remedy.

use super::desk::{Desk, filled, said};

const SCENARIO: &str = "scenarios/small-api.yaml";

fn embedded() -> String {
    std::fs::read_to_string("pricing-data/us-east-1.json").unwrap()
}

/// A book, damaged, and what is said of it.
fn damaged() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let text = embedded();
    let cut = text.as_bytes()[..text.len() * 2 / 3].to_vec();
    let mut flipped = text.clone().into_bytes();
    let at = text.find("0.04048").unwrap() + 6;
    flipped[at] ^= 1;
    let mut binary = text.clone().into_bytes();
    binary[at] ^= 0x80;
    let edited = text.replace("\"price\": \"0.04048\"", "\"price\": \"0.4048\"");
    let future = text.replace("breakeven/price-book/v1", "breakeven/price-book/v9");
    let future = breakeven::catalog::seal(&future);
    let unsealed: Vec<&str> = text
        .lines()
        .filter(|line| !line.contains("\"sha256\""))
        .collect();
    vec![
        ("empty", Vec::new(), &[]),
        ("cut", cut, &["cut off"]),
        ("flipped", flipped, &["prices seal"]),
        ("binary", binary, &["UTF-8"]),
        ("edited", edited.into_bytes(), &["prices seal"]),
        (
            "future",
            future.into_bytes(),
            &["`breakeven/price-book/v9`", "use a newer one"],
        ),
        (
            "unsealed",
            unsealed.join("\n").into_bytes(),
            &["prices seal"],
        ),
    ]
}

#[test]
fn a_damaged_book_given_by_path_is_refused() {
    let desk = Desk::at("http://127.0.0.1:9");
    for (name, bytes, expected) in damaged() {
        let path = desk.folder.0.join(format!("{name}.json"));
        std::fs::write(&path, bytes).unwrap();
        let path = path.display().to_string();
        for command in [
            &["estimate", SCENARIO][..],
            &["prices", "list"],
            &["prices", "lock"],
        ] {
            let ran = desk.run(&[command, &["--prices", &path]].concat());
            let all = said(&ran);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}: {all}");
            assert!(all.contains(&path), "{name}: {all}");
            for part in expected {
                assert!(all.contains(part), "{name}: `{part}` is not in {all}");
            }
        }
    }
}

#[test]
fn a_damaged_cache_is_refused_by_name_and_passed_over_without() {
    let desk = filled();
    let path = desk.book("us-east-1").display().to_string();
    for (name, bytes, expected) in damaged() {
        std::fs::write(&path, bytes).unwrap();
        let ran = desk.run(&["estimate", SCENARIO, "--prices", "cache"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{name}");
        let auto = desk.ok(&["estimate", SCENARIO]);
        assert!(
            auto.stderr.contains("the embedded ones are used"),
            "{name}: {}",
            auto.stderr
        );
        for stderr in [&ran.stderr, &auto.stderr] {
            assert!(stderr.contains(&path), "{name}: {stderr}");
            let parts = expected.iter().filter(|part| **part != "prices seal");
            for part in parts {
                assert!(stderr.contains(part), "{name}: `{part}` is not in {stderr}");
            }
            let update = "`breakeven prices update --region us-east-1`";
            assert!(stderr.contains(update), "{name}: {stderr}");
        }
    }
}

#[test]
fn a_book_of_another_region_is_refused() {
    let desk = filled();
    let path = "pricing-data/eu-west-1.json";
    let ran = desk.run(&["estimate", SCENARIO, "--prices", path]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("is for eu-west-1, not for us-east-1"),
        "{}",
        ran.stderr
    );
    std::fs::copy(path, desk.book("us-east-1")).unwrap();
    let ran = desk.run(&["estimate", SCENARIO, "--prices", "cache"]);
    assert_eq!(ran.code, 4);
    assert!(
        ran.stderr.contains("is of eu-west-1, not of us-east-1"),
        "{}",
        ran.stderr
    );
    let auto = desk.ok(&["estimate", SCENARIO]);
    assert!(
        auto.stderr.contains("the embedded ones are used"),
        "{}",
        auto.stderr
    );
}

#[test]
fn a_region_leads_out_of_no_folder() {
    let desk = filled();
    let outside = desk.folder.0.join("cache").join("x.json");
    std::fs::copy("pricing-data/us-east-1.json", &outside).unwrap();
    for region in [
        "../x",
        "../../etc/passwd",
        "/etc/passwd",
        "us-east-1/../x",
        "",
    ] {
        for command in [
            &["prices", "update"][..],
            &["prices", "verify"],
            &["prices", "list", "--prices", "cache"],
            &["prices", "lock", "--prices", "cache"],
            &["prices", "refresh", "--dir", "pricing-data"],
            &["prices", "diff", "cache", "embedded"],
            &["estimate", SCENARIO, "--prices", "cache"],
        ] {
            let ran = desk.run(&[command, &["--region", region]].concat());
            assert_eq!(ran.code, 2, "{command:?} {region}: {}", said(&ran));
            assert!(ran.stdout.is_empty(), "{command:?} {region}");
        }
    }
    let near = desk.run(&["prices", "update", "--region", "us-eest-1"]);
    assert!(
        near.stderr.contains("did you mean `us-east-1`?"),
        "{}",
        near.stderr
    );
}

#[test]
fn a_book_sealed_on_purpose_is_used() {
    let desk = Desk::at("http://127.0.0.1:9");
    let edited = embedded().replace("\"price\": \"0.04048\"", "\"price\": \"0.08096\"");
    let path = desk.folder.file("mine.json", &edited);
    let show = [
        "prices",
        "show",
        "fargate.linux.x86.vcpu",
        "--prices",
        &path,
        "--format",
        "json",
    ];
    assert_eq!(desk.run(&show).code, 2);
    desk.ok(&["prices", "seal", &path]);
    assert_eq!(
        desk.json(&show)["list"][0]["tiers"][0]["unit_price"],
        "0.08096"
    );
    // What could not be used is not sealed, and stays as it is.
    let broken = desk
        .folder
        .file("broken.json", "{\n\"sha256\": \"\",\n\"format\": 3\n}\n");
    assert_eq!(desk.run(&["prices", "seal", &broken]).code, 2);
    assert!(
        std::fs::read_to_string(&broken)
            .unwrap()
            .contains("\"format\": 3")
    );
}
