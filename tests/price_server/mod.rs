//! A server that speaks the protocol of the AWS Price List Query API: AWS JSON 1.1, one operation.
//!
//! It answers from products it was given, with the filters applied, in pages, and misbehaves when told
//! to. What it is asked is checked, and a request that real AWS would not take fails the test.

#![allow(dead_code, unused_imports)] // each test file uses a part

mod http;
mod products;

use http::{Message, Reply};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

pub use products::sample;

/// Something that goes wrong with one request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// An error as AWS sends it.
    Error {
        status: u16,
        code: &'static str,
        message: &'static str,
    },
    /// This status and body, whatever they mean.
    Answer(u16, String),
    /// Headers and no body, with this `Content-Length`.
    Announced(u64),
    /// Without an announced length, bytes until the client has had enough.
    Endless,
    /// An answer of which only the first half comes.
    Truncated,
    /// A whole HTTP answer whose JSON breaks off.
    BrokenOff,
    /// No answer for so long.
    Hang(Duration),
    /// The connection is closed without an answer.
    Close,
    /// Somewhere else is named.
    Redirect(String),
    /// The right products, and always the same next page.
    SameToken,
    /// The error `InvalidSignatureException`, which repeats the header with the access key.
    Echo,
}

impl Fault {
    pub fn throttled() -> Fault {
        Fault::error(400, "ThrottlingException", "Rate exceeded")
    }

    pub fn error(status: u16, code: &'static str, message: &'static str) -> Fault {
        Fault::Error {
            status,
            code,
            message,
        }
    }
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub service_code: String,
    /// As kind, field and value: `("TERM_MATCH", "regionCode", "us-east-1")`.
    pub filters: Vec<(String, String, String)>,
    pub token: Option<String>,
    /// The region the request was signed for.
    pub signed_for: String,
}

#[derive(Debug, Default)]
struct State {
    products: Vec<Value>,
    page: usize,
    /// Goes wrong once each, in this order.
    once: VecDeque<Fault>,
    /// Goes wrong every time after those.
    always: Option<Fault>,
    asked: Vec<Asked>,
    complaints: Vec<String>,
}

/// The server. It ends with the test.
#[derive(Debug)]
pub struct PriceApi {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl PriceApi {
    /// A server with these products, each as the API writes it (see [`sample`]).
    pub fn start(products: Vec<Value>) -> PriceApi {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            products,
            page: 100,
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(connection, &shared));
            }
        });
        PriceApi { url, state }
    }

    /// At most so many products on a page, whatever is asked for.
    pub fn page(self, products: usize) -> PriceApi {
        self.state.lock().unwrap().page = products;
        self
    }

    /// The next request goes wrong like this; several wait for their turn.
    pub fn once(self, fault: Fault) -> PriceApi {
        self.state.lock().unwrap().once.push_back(fault);
        self
    }

    /// Every request goes wrong like this, after those that go wrong once.
    pub fn always(self, fault: Fault) -> PriceApi {
        self.state.lock().unwrap().always = Some(fault);
        self
    }

    /// Other products from now on.
    pub fn set(&self, products: Vec<Value>) {
        self.state.lock().unwrap().products = products;
    }

    /// What was asked so far, in order.
    pub fn requests(&self) -> Vec<Asked> {
        self.state.lock().unwrap().asked.clone()
    }
}

impl Drop for PriceApi {
    fn drop(&mut self) {
        if thread::panicking() {
            return;
        }
        let complaints = &self.state.lock().unwrap().complaints;
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

fn serve(connection: TcpStream, state: &Mutex<State>) {
    let Some(message) = Message::read(&connection) else {
        return; // closed before it asked
    };
    let (fault, reply) = {
        let mut state = state.lock().unwrap();
        let fault = state.once.pop_front().or_else(|| state.always.clone());
        let reply = answer(
            &message,
            &mut state,
            matches!(fault, Some(Fault::SameToken)),
        );
        (fault, reply)
    };
    match fault {
        None | Some(Fault::SameToken) => reply.send(connection),
        Some(fault) => misbehave(fault, reply, &message, connection),
    }
}

fn answer(message: &Message, state: &mut State, same_token: bool) -> Reply {
    let (asked, from) = match products::read(message) {
        Ok(asked) => asked,
        Err(complaint) => {
            state.complaints.push(complaint.clone());
            return Reply::error(400, "SerializationException", &complaint);
        }
    };
    let found: Vec<&Value> = state
        .products
        .iter()
        .filter(|product| products::meets(product, &asked))
        .collect();
    let end = (from + state.page).min(found.len());
    let page = found[from.min(end)..end].iter();
    let mut body = json!({
        "FormatVersion": "aws_v1",
        "PriceList": page.map(|product| product.to_string()).collect::<Vec<_>>(),
    });
    if same_token {
        body["NextToken"] = products::token(0).into();
    } else if end < found.len() {
        body["NextToken"] = products::token(end).into();
    }
    state.asked.push(asked);
    Reply::json(200, &body)
}

fn misbehave(fault: Fault, reply: Reply, message: &Message, connection: TcpStream) {
    match fault {
        Fault::Error {
            status,
            code,
            message,
        } => Reply::error(status, code, message).send(connection),
        Fault::Answer(status, body) => Reply::new(status, body).send(connection),
        Fault::Announced(length) => reply.announce(length).send_head(connection),
        Fault::Endless => http::send_endless(connection),
        Fault::Truncated => reply.send_half(connection),
        Fault::BrokenOff => reply.break_off().send(connection),
        Fault::Hang(time) => {
            thread::sleep(time);
            drop(connection);
        }
        Fault::Close => drop(connection),
        Fault::Redirect(to) => Reply::new(307, String::new())
            .header("location", &to)
            .send(connection),
        Fault::Echo => {
            let signed = message.header("authorization").unwrap_or_default();
            let token = message.header("x-amz-security-token").unwrap_or_default();
            let text = format!("not the signature of {signed} {token}");
            Reply::error(403, "InvalidParameterException", &text).send(connection);
        }
        Fault::SameToken => unreachable!("answered above"),
    }
}
