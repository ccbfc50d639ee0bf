//! Hosts that are not there, not reachable, or not to be trusted.

use super::*;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

fn fault_at(endpoint: &str) -> (FetchFault, Vec<String>) {
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    let error = ask.send(&mut api(endpoint)).unwrap_err();
    ask.told.remove(0);
    (error.fault, ask.told)
}

#[test]
fn a_name_nobody_knows() {
    // RFC 6761 keeps `.invalid` free of hosts.
    let (fault, told) = fault_at("http://nonexistent.invalid:8080");
    assert_eq!(
        fault,
        FetchFault::UnknownHost("nonexistent.invalid".to_owned())
    );
    assert_eq!(
        told[0],
        "attempt 2: the host `nonexistent.invalid` is not known"
    );
}

#[test]
fn a_port_nobody_listens_at() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    drop(listener);
    let (fault, told) = fault_at(&format!("http://{host}"));
    let refused = FetchFault::Unreachable(host.clone(), "connection refused".to_owned());
    assert_eq!(fault, refused);
    assert_eq!(
        told[1],
        format!("attempt 3: `{host}` can't be reached (connection refused)")
    );
}

#[test]
fn a_server_without_encryption() {
    let server = PriceApi::start(ecs());
    let host = server.url.trim_start_matches("http://");
    let (fault, told) = fault_at(&format!("https://{host}"));
    assert!(
        matches!(&fault, FetchFault::Tls(at, _) if at == host),
        "{fault:?}"
    );
    assert!(
        told.is_empty(),
        "a second attempt would not be trusted either"
    );
    assert!(server.requests().is_empty());
}

#[test]
fn a_server_that_answers_in_clear() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let _ = connection.read(&mut [0; 512]);
            let _ = connection.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        }
    });
    let (fault, told) = fault_at(&format!("https://{host}"));
    let why = "received corrupt message of type InvalidContentType".to_owned();
    assert_eq!(fault, FetchFault::Tls(host, why));
    assert!(told.is_empty());
}

#[test]
fn a_certificate_of_its_own_making() {
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certified.cert.der().clone()],
            PrivateKeyDer::Pkcs8(key),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("localhost:{}", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for mut connection in listener.incoming().flatten() {
            let mut session = ServerConnection::new(Arc::clone(&config)).unwrap();
            while session.is_handshaking() && session.complete_io(&mut connection).is_ok() {}
        }
    });
    let (fault, told) = fault_at(&format!("https://{host}"));
    let why = "invalid peer certificate: UnknownIssuer".to_owned();
    assert_eq!(fault, FetchFault::Tls(host, why));
    assert!(told.is_empty());
}

#[test]
fn an_endpoint_that_is_no_url() {
    let (fault, _) = fault_at("not a url");
    let why = "the request can't be made; check the credentials and the endpoint".to_owned();
    assert_eq!(fault, FetchFault::Unsupported(why));
}
