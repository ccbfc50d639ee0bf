//! The standard chain of credentials. It reads the environment, so each case runs in a process of its
//! own: this program again, with one ignored test.

use super::*;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

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
        timeout: Duration::from_secs(10),
        attempts: 1,
        proxy: true,
        ..settings("")
    };
    let mut api = Api::from_chain(settings).unwrap();
    let answer = Ask::of("AmazonECS", "us-east-1").send(&mut api);
    println!(
        "says: {}",
        match answer {
            Ok(Answer::Read { entries, .. }) => format!("{} products", entries.len()),
            Ok(Answer::Unchanged) => "unchanged".to_owned(),
            Err(error) => error.fault.to_string(),
        }
    );
}

const KEYS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    (
        "AWS_SECRET_ACCESS_KEY",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ),
];

#[test]
fn the_environment_names_the_endpoint_and_the_keys() {
    let server = PriceApi::start(ecs());
    for name in ["AWS_ENDPOINT_URL_PRICING", "AWS_ENDPOINT_URL"] {
        // The region of the user is not the one of the endpoint.
        let place = [(name, server.url.as_str()), ("AWS_REGION", "eu-west-3")];
        assert_eq!(in_environment(&[&KEYS[..], &place].concat()), "9 products");
    }
    let signed: Vec<_> = server
        .requests()
        .into_iter()
        .map(|asked| asked.signed_for)
        .collect();
    assert_eq!(signed, ["us-east-1", "us-east-1"]);
}

#[test]
fn nobody_signed_in() {
    let server = PriceApi::start(ecs());
    let place = [
        ("AWS_ENDPOINT_URL_PRICING", server.url.as_str()),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];
    assert_eq!(
        in_environment(&place),
        FetchFault::NoCredentials.to_string()
    );
}

#[test]
fn instance_metadata_that_is_silent_or_not_there() {
    let server = PriceApi::start(ecs());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}", listener.local_addr().unwrap());
    // Port 9 discards; nobody listens there.
    for metadata in [silent.as_str(), "http://127.0.0.1:9"] {
        let place = [
            ("AWS_ENDPOINT_URL_PRICING", server.url.as_str()),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata),
        ];
        assert_eq!(
            in_environment(&place),
            FetchFault::NoCredentials.to_string()
        );
    }
}

#[test]
fn the_proxy_of_the_environment_is_asked_for_the_endpoint_of_aws() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut line = String::new();
        BufReader::new(&connection).read_line(&mut line).unwrap();
        let _ = connection.write_all(b"HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n");
        line
    });
    let place = [("HTTPS_PROXY", proxy.as_str())];
    let said = in_environment(&[&KEYS[..], &place].concat());
    let line = asked.join().unwrap();
    assert_eq!(
        line,
        "CONNECT api.pricing.us-east-1.amazonaws.com:443 HTTP/1.1\r\n"
    );
    let host = "api.pricing.us-east-1.amazonaws.com".to_owned();
    let failed = FetchFault::Unreachable(host, "the connection failed".to_owned());
    assert_eq!(said, failed.to_string());
}

const PROFILES: &str = "\
[profile failing]
credential_process = /bin/sh -c 'echo AKIAIOSFODNN7EXAMPLE; exit 1'
[profile circular]
role_arn = arn:aws:iam::123456789012:role/circular
source_profile = other
[profile other]
role_arn = arn:aws:iam::123456789012:role/other
source_profile = circular
[profile signed-in]
sso_session = my
sso_account_id = 123456789012
sso_role_name = reader
[sso-session my]
sso_region = us-east-1
sso_start_url = https://example.awsapps.com/start
";

/// What the login to `https://example.awsapps.com/start` left behind; its file is named by the SHA-1 of
/// the session's name.
const SESSION: &str = r#"{ "accessToken": "FwoGZXIvYXdzEXAMPLEToken", "expiresAt": "2020-01-01T00:00:00Z",
    "region": "us-east-1", "startUrl": "https://example.awsapps.com/start" }"#;

#[test]
fn profiles_that_give_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config");
    std::fs::write(&file, PROFILES).unwrap();
    let sessions = folder.path().join(".aws/sso/cache");
    std::fs::create_dir_all(&sessions).unwrap();
    let session = sessions.join("3ece1471f44f63177cbc35ba0b904e0c096b6783.json");
    std::fs::write(session, SESSION).unwrap();
    let server = PriceApi::start(ecs());
    let said = |profile| {
        in_environment(&[
            ("AWS_ENDPOINT_URL_PRICING", server.url.as_str()),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_CONFIG_FILE", file.to_str().unwrap()),
            ("HOME", folder.path().to_str().unwrap()),
            ("AWS_PROFILE", profile),
        ])
    };
    let unusable = |why: &str| FetchFault::UnusableCredentials(why.to_owned()).to_string();
    assert_eq!(said("missing"), FetchFault::NoCredentials.to_string());
    assert_eq!(said("failing"), unusable("what should give them failed"));
    assert_eq!(
        said("circular"),
        unusable("the profile or its source is wrong")
    );
    assert_eq!(
        said("signed-in"),
        FetchFault::ExpiredCredentials.to_string()
    );
    assert!(server.requests().is_empty());
}
