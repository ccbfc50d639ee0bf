//! As much of HTTP 1.1 as one request and one answer on a connection need.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A request.
#[derive(Debug)]
pub struct Message {
    /// `POST / HTTP/1.1`.
    pub line: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Message {
    pub fn read(connection: &TcpStream) -> Option<Message> {
        let mut reader = BufReader::new(connection);
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let mut headers = Vec::new();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            let Some((name, value)) = header.trim_end().split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut message = Message {
            line: line.trim_end().to_owned(),
            headers,
            body: Vec::new(),
        };
        let length = message.header("content-length").unwrap_or("0");
        message.body.resize(length.parse().ok()?, 0);
        reader.read_exact(&mut message.body).ok()?;
        Some(message)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(have, _)| have == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// An answer. Nobody minds that a client went away before it.
#[derive(Debug)]
pub struct Reply {
    status: u16,
    headers: String,
    length: u64,
    body: String,
}

impl Reply {
    pub fn new(status: u16, body: String) -> Reply {
        Reply {
            status,
            headers: String::new(),
            length: body.len() as u64,
            body,
        }
    }

    pub fn json(status: u16, body: &Value) -> Reply {
        Reply::new(status, body.to_string())
    }

    /// An error in the form of AWS JSON 1.1: the code with the namespace of the service.
    pub fn error(status: u16, code: &str, message: &str) -> Reply {
        let of = format!("com.amazonaws.awspricelist#{code}");
        Reply::json(status, &json!({ "__type": of, "message": message }))
    }

    pub fn header(mut self, name: &str, value: &str) -> Reply {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// Says another length than the body has.
    pub fn announce(mut self, length: u64) -> Reply {
        self.length = length;
        self
    }

    /// Ends in the middle, and says so.
    pub fn break_off(mut self) -> Reply {
        self.body.truncate(self.body.len() / 2);
        self.length = self.body.len() as u64;
        self
    }

    fn head(&self) -> String {
        format!(
            "HTTP/1.1 {} x\r\ncontent-type: application/x-amz-json-1.1\r\nconnection: close\r\n\
             content-length: {}\r\n{}\r\n",
            self.status, self.length, self.headers
        )
    }

    pub fn send(self, mut connection: TcpStream) {
        let _ = connection.write_all(format!("{}{}", self.head(), self.body).as_bytes());
    }

    pub fn send_head(self, mut connection: TcpStream) {
        let _ = connection.write_all(self.head().as_bytes());
    }

    pub fn send_half(self, mut connection: TcpStream) {
        let half = &self.body.as_bytes()[..self.body.len() / 2];
        let _ = connection.write_all(&[self.head().as_bytes(), half].concat());
    }
}

/// An answer in pieces that does not end.
pub fn send_endless(mut connection: TcpStream) {
    let piece = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let mut sent = connection.write_all(b"HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n");
    while sent.is_ok() {
        sent = connection.write_all(piece.as_bytes());
    }
}
