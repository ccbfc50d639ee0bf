//! A local server of bulk files, which speaks as the host of the Price List does: entity tags,
//! gzip, lengths. Told to, it fails in the ways servers fail.
#![allow(dead_code, unused_imports)] // each test file uses a part

mod files;

pub use files::{Files, entry, offer_text};

use flate2::{Compression, write::GzEncoder};
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The first byte of whoever begins to encrypt.
const TLS_HANDSHAKE: u8 = 0x16;

/// What AWS's file servers write with a status that is no success.
const REFUSAL: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>\
    <Message>Access Denied</Message><RequestId>T0KEN</RequestId></Error>";

/// What stands at a path.
#[derive(Clone)]
pub enum Content {
    Bytes(Vec<u8>),
    /// A gzip file on disk, sent as it is to whoever takes gzip.
    Packed(PathBuf),
}

/// How an answer fails.
#[derive(Clone)]
pub enum Fault {
    /// Another status, with a refusal in XML.
    Status(u16),
    /// Another status, with this many seconds in `Retry-After`.
    RetryAfter(u16, u64),
    /// Nothing comes.
    Hang,
    /// So many bytes of the body come, then nothing.
    HangAfter(usize),
    /// A byte of the body comes every few milliseconds.
    Drip(Duration),
    /// The connection closes before the head.
    Close,
    /// So many bytes of the body come, then the connection closes; the head promised all of them.
    CutAfter(usize),
    /// The same without a length in the head, so that only the text tells.
    CutUnannounced(usize),
    /// Another body.
    Body(Vec<u8>),
    /// Sent on to this address.
    Redirect(String),
    /// The head promises so many bytes.
    Announce(u64),
    /// These bytes, over and over, without an end.
    Endless(&'static [u8]),
    /// Packed in a way nobody asked for.
    Encoding(&'static str),
}

#[derive(Default)]
struct State {
    files: BTreeMap<String, Content>,
    faults: BTreeMap<String, (Fault, usize)>,
    hits: BTreeMap<String, usize>,
    /// Of the last request for a path.
    heads: BTreeMap<String, Vec<String>>,
}

/// The server; it ends when this is dropped.
pub struct PriceFiles {
    /// Where it is: `http://127.0.0.1:PORT`.
    pub url: String,
    state: Arc<Mutex<State>>,
    ended: Arc<AtomicBool>,
}

impl PriceFiles {
    /// Serves these files on a port that is free.
    pub fn start(files: Files) -> PriceFiles {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = PriceFiles {
            url: format!("http://{address}"),
            state: Arc::default(),
            ended: Arc::default(),
        };
        server.publish(files);
        let (state, ended) = (server.state.clone(), server.ended.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let (state, ended) = (state.clone(), ended.clone());
                std::thread::spawn(move || {
                    // A client that goes away early is none of our concern.
                    let _ = stream.and_then(|stream| serve(stream, &state, &ended));
                });
            }
        });
        server
    }

    /// Replaces all files.
    pub fn publish(&self, files: Files) {
        self.state.lock().unwrap().files = files.into_map();
    }

    /// The next so many answers at a path fail.
    pub fn fail(&self, path: &str, times: usize, fault: Fault) {
        let mut state = self.state.lock().unwrap();
        state.faults.insert(path.to_owned(), (fault, times));
    }

    /// Every answer at a path fails.
    pub fn fail_always(&self, path: &str, fault: Fault) {
        self.fail(path, usize::MAX, fault);
    }

    /// How often a path was asked for.
    pub fn hits(&self, path: &str) -> usize {
        let state = self.state.lock().unwrap();
        state.hits.get(path).copied().unwrap_or_default()
    }

    /// How many requests came in all.
    pub fn all_hits(&self) -> usize {
        self.state.lock().unwrap().hits.values().sum()
    }

    /// The value of a header of the last request for a path.
    pub fn header(&self, path: &str, name: &str) -> Option<String> {
        let state = self.state.lock().unwrap();
        let lines = state.heads.get(path)?;
        lines.iter().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    }
}

impl Drop for PriceFiles {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // Wakes the listener, so that it sees.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>, ended: &AtomicBool) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    if reader.fill_buf()?.first() == Some(&TLS_HANDSHAKE) {
        // What servers without encryption say to those who begin with it.
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")?;
        stream.shutdown(std::net::Shutdown::Write)?;
        return io::copy(&mut reader, &mut io::sink()).map(|_| ());
    }
    let mut lines = reader.lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let mut head = Vec::new();
    for line in lines {
        let line = line?;
        if line.is_empty() {
            break;
        }
        head.push(line);
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let asked = |name: &str| {
        head.iter()
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
    };
    let takes_gzip = asked("accept-encoding").is_some_and(|value| value.contains("gzip"));
    let known = asked("if-none-match");

    let (content, fault) = {
        let mut state = state.lock().unwrap();
        *state.hits.entry(path.clone()).or_default() += 1;
        state.heads.insert(path.clone(), head);
        let fault = match state.faults.get_mut(&path) {
            Some((fault, left)) if *left > 0 => {
                *left -= 1;
                Some(fault.clone())
            }
            _ => None,
        };
        (state.files.get(&path).cloned(), fault)
    };
    let wait = || {
        while !ended.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    };
    let plain = |stream: &mut TcpStream, status: u16, more: &str, body: &str| {
        let length = body.len();
        write!(
            stream,
            "HTTP/1.1 {status} Status\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n{body}"
        )
    };

    match &fault {
        Some(Fault::Status(status)) => {
            return plain(&mut stream, *status, "", REFUSAL);
        }
        Some(Fault::RetryAfter(status, seconds)) => {
            let more = format!("Retry-After: {seconds}\r\n");
            return plain(&mut stream, *status, &more, "slow down");
        }
        Some(Fault::Redirect(to)) => {
            return plain(&mut stream, 302, &format!("Location: {to}\r\n"), "");
        }
        Some(Fault::Hang) => return wait(),
        Some(Fault::Close) => return Ok(()),
        Some(Fault::Announce(length)) => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{{"
            )?;
            return wait();
        }
        Some(Fault::Endless(bytes)) => {
            write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            let chunk = bytes.repeat(64 * 1024 / bytes.len());
            loop {
                stream.write_all(&chunk)?;
            }
        }
        Some(Fault::Encoding(name)) => {
            let more = format!("Content-Encoding: {name}\r\n");
            return plain(&mut stream, 200, &more, &"?".repeat(100));
        }
        _ => {}
    }
    let body = match (&fault, content) {
        (Some(Fault::Body(body)), _) => body.clone(),
        (_, Some(Content::Bytes(body))) => body,
        (_, Some(Content::Packed(file))) => return send_packed(stream, &file),
        (_, None) => return plain(&mut stream, 404, "", "no such file"),
    };
    let etag = etag(&body);
    if known.is_some_and(|known| known == etag) {
        return plain(&mut stream, 304, &format!("ETag: {etag}\r\n"), "");
    }
    let (body, encoding) = if takes_gzip {
        (gzip(&body), "Content-Encoding: gzip\r\n")
    } else {
        (body, "")
    };
    let length = match &fault {
        Some(Fault::CutUnannounced(_)) => String::new(),
        _ => format!("Content-Length: {}\r\n", body.len()),
    };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\n{length}{encoding}ETag: {etag}\r\nConnection: close\r\n\r\n"
    )?;
    match fault {
        Some(Fault::CutAfter(bytes) | Fault::CutUnannounced(bytes)) => {
            stream.write_all(&body[..bytes.min(body.len())])
        }
        Some(Fault::HangAfter(bytes)) => {
            stream.write_all(&body[..bytes.min(body.len())])?;
            wait()
        }
        Some(Fault::Drip(pause)) => body.iter().try_for_each(|byte| {
            std::thread::sleep(pause);
            stream.write_all(&[*byte])
        }),
        _ => stream.write_all(&body),
    }
}

fn send_packed(mut stream: TcpStream, file: &std::path::Path) -> io::Result<()> {
    let mut file = std::fs::File::open(file)?;
    let length = file.metadata()?.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )?;
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count])?;
    }
}

/// An entity tag of the content: FNV-1a.
pub fn etag(body: &[u8]) -> String {
    let hash = body.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("\"{hash:016x}\"")
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}
