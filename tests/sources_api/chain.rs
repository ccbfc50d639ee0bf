//! The standard chain of credentials. It reads the environment, so each case runs in a process of its
//! own: this program again, with one ignored test.

use super::price_server::Fault;
use super::*;
use std::net::TcpListener;
use std::process::Command;

/// What a request says of itself in an environment without anything but this.
fn in_environment(variables: &[(&str, &str)]) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "chain::child", "--nocapture"])
        .env_clear()
        .env("AWS_CONFIG_FILE", "/nonexistent")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let said = text.lines().find_map(|line| line.split_once("says: "));
    said.unwrap_or_else(|| panic!("{text}")).1.to_owned()
}

#[test]
#[ignore = "run by the others, in an environment"]
fn child() {
    let settings = Settings {
        endpoint: None,
        timeout: Duration::from_secs(4),
        attempts: 1,
        ..settings("")
    };
    let mut api = Api::from_chain(settings).unwrap();
    let answer = Ask::of("AmazonECS", "us-east-1").send(&mut api);
    println!("says: {}", match answer {
        Ok(Answer::Read { entries, .. }) => format!("{} products", entries.len()),
        Ok(Answer::Unchanged) => "unchanged".to_owned(),
        Err(error) => error.fault.to_string(),
    });
}

const KEYS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
];

#[test]
fn the_environment_names_the_endpoint_and_the_keys() {
    let server = PriceApi::start(ecs());
    for name in ["AWS_ENDPOINT_URL_PRICING", "AWS_ENDPOINT_URL"] {
        // The region of the user is not the one of the endpoint.
        let place = [(name, server.url.as_str()), ("AWS_REGION", "eu-west-3")];
        assert_eq!(in_environment(&[&KEYS[..], &place].concat()), "9 products");
    }
    let signed: Vec<_> = server.requests().into_iter().map(|asked| asked.signed_for).collect();
    assert_eq!(signed, ["us-east-1", "us-east-1"]);
}

#[test]
fn nobody_signed_in() {
    let server = PriceApi::start(ecs());
    let place = [
        ("AWS_ENDPOINT_URL_PRICING", server.url.as_str()),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];
    assert_eq!(in_environment(&place), FetchFault::NoCredentials.to_string());
}

#[test]
fn instance_metadata_that_hangs_or_is_not_there() {
    let server = PriceApi::start(ecs());
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    let hangs = PriceApi::start(Vec::new()).always(Fault::Hang(Duration::from_secs(60)));
    for metadata in [silent.as_str(), &hangs.url] {
        let place = [
            ("AWS_ENDPOINT_URL_PRICING", server.url.as_str()),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata),
        ];
        assert_eq!(in_environment(&place), FetchFault::NoCredentials.to_string());
    }
}

#[test]
fn a_profile_that_is_not_there_or_fails() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config");
    let process = "[profile failing]\ncredential_process = /bin/sh -c 'echo AKIAIOSFODNN7EXAMPLE; exit 1'\n";
    std::fs::write(&file, process).unwrap();
    let server = PriceApi::start(ecs());
    let said = |profile| {
        in_environment(&[
            ("AWS_ENDPOINT_URL_PRICING", server.url.as_str()),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_CONFIG_FILE", file.to_str().unwrap()),
            ("AWS_PROFILE", profile),
        ])
    };
    let unusable = |why: &str| FetchFault::UnusableCredentials(why.to_owned()).to_string();
    assert_eq!(said("failing"), unusable("what should give them failed"));
    assert_eq!(said("missing"), unusable("the profile or its source is wrong"));
    assert!(server.requests().is_empty());
}
