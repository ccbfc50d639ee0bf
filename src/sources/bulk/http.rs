//! Files over HTTP: one GET, tried again where that may help, its body bounded.

use super::fault::{Trouble, one_line, refusal};
use super::{Backoff, Settings};
use crate::price_list::OfferError;
use crate::sources::{FetchFault, Progress};
use flate2::read::MultiGzDecoder;
use std::cell::RefCell;
use std::io::{self, Read};
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::http::{HeaderMap, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};

/// How many bytes go by between two notes of progress.
const NOTE_BYTES: u64 = 256 * 1024;

/// How much of a refusal is read.
const REFUSAL_BYTES: u64 = 4096;

/// Where files are.
pub(super) struct Host {
    base: String,
    name: String,
    local: bool,
}

impl Host {
    /// `https://host[:port][/folder]`; without encryption only on this machine.
    pub(super) fn parse(base: &str) -> Result<Host, FetchFault> {
        let wrong = |why: &str| Err(FetchFault::Unsupported(why.to_owned()));
        let Ok(uri) = base.parse::<Uri>() else {
            return wrong("it can't be read; write `https://host`");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return wrong("it is not complete; write `https://host`");
        };
        if authority.as_str().contains('@') || uri.query().is_some() {
            return wrong("it holds more than a host and a folder; write `https://host`");
        }
        let name = authority.host();
        let local = matches!(name, "localhost" | "[::1]")
            || name
                .parse::<std::net::Ipv4Addr>()
                .is_ok_and(|address| address.is_loopback());
        match scheme {
            "https" => {}
            "http" if local => {}
            "http" => return wrong("it is not encrypted; use `https://`"),
            _ => return wrong("files are fetched over `https://` only"),
        }
        Ok(Host {
            base: base.trim_end_matches('/').to_owned(),
            name: authority.as_str().to_owned(),
            local,
        })
    }

    /// The address of a path that begins with `/`.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// True for a path that can lead nowhere but to a file of the same host.
pub(super) fn is_plain(path: &str) -> bool {
    let Some(inside) = path.strip_prefix('/') else {
        return false;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    inside
        .split('/')
        .all(|part| !part.is_empty() && part != "." && part != ".." && part.chars().all(plain))
}

/// What to get.
pub(super) struct Ask<'a> {
    pub(super) url: String,
    /// The entity tag at hand.
    pub(super) etag: Option<&'a str>,
    /// The longest body that makes sense, in bytes, packed or not.
    pub(super) limit: u64,
    /// By which name the file is announced to whoever waits, if it is.
    pub(super) announced: Option<&'a str>,
}

/// What came.
pub(super) enum Got<T> {
    /// The entity tag still holds.
    Same,
    /// There is no such file.
    Missing,
    /// The file.
    Read {
        /// What was made of it.
        value: T,
        /// Its entity tag.
        etag: Option<String>,
    },
}

/// Asks for files.
#[derive(Debug)]
pub(super) struct Client {
    /// For hosts elsewhere, through the proxy of the environment.
    distant: Agent,
    /// For this machine.
    local: Agent,
    settings: Settings,
    random: u64,
    /// When the first file was asked for.
    began: Option<Instant>,
}

impl Client {
    pub(super) fn new(settings: &Settings) -> Client {
        let common = || {
            let tls = TlsConfig::builder()
                .root_certs(RootCerts::PlatformVerifier)
                .build();
            Agent::config_builder()
                .tls_config(tls)
                .user_agent(&settings.user_agent)
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .timeout_connect(Some(settings.connect))
                .timeout_per_read(Some(settings.silence))
        };
        Client {
            distant: common().https_only(true).build().into(),
            local: common().proxy(None).build().into(),
            settings: settings.clone(),
            random: settings.seed,
            began: None,
        }
    }

    /// How much is left of the time for all files.
    fn left(&mut self) -> Result<Duration, FetchFault> {
        let began = *self.began.get_or_insert_with(Instant::now);
        let left = self.settings.total.checked_sub(began.elapsed());
        left.filter(|left| !left.is_zero())
            .ok_or_else(|| FetchFault::deadline(self.settings.total))
    }

    /// Gets a file, as often as it takes and is allowed. `read` gets each attempt's body from its
    /// beginning.
    pub(super) fn get<T>(
        &mut self,
        host: &Host,
        ask: &Ask<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
        read: &mut dyn FnMut(&mut dyn Read) -> Result<T, OfferError>,
    ) -> Result<Got<T>, FetchFault> {
        let mut attempt = 1;
        loop {
            let left = self.left()?;
            let trouble = match self.once(host, ask, (attempt, left), progress, read) {
                Ok(got) => return Ok(got),
                Err(trouble) => trouble,
            };
            if !trouble.again || attempt >= self.settings.attempts {
                return Err(trouble.fault);
            }
            let wait = self.wait(attempt, trouble.wait);
            attempt += 1;
            progress(Progress::Retry {
                attempt,
                why: &trouble.why(),
            });
            std::thread::sleep(wait.min(self.left()?));
        }
    }

    fn once<T>(
        &self,
        host: &Host,
        ask: &Ask<'_>,
        (attempt, left): (u32, Duration),
        progress: &mut dyn FnMut(Progress<'_>),
        read: &mut dyn FnMut(&mut dyn Read) -> Result<T, OfferError>,
    ) -> Result<Got<T>, Trouble> {
        let agent = if host.local {
            &self.local
        } else {
            &self.distant
        };
        let request = agent.get(&ask.url).header(header::ACCEPT_ENCODING, "gzip");
        let mut request = request.config().timeout_global(Some(left)).build();
        if let Some(etag) = ask.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        let failed = |error: &ureq::Error| {
            Trouble::of_connection(error, &host.name, attempt, &self.settings)
        };
        let response = request.call().map_err(|error| failed(&error))?;
        let (head, body) = response.into_parts();
        match head.status.as_u16() {
            200 => {}
            304 if ask.etag.is_some() => return Ok(Got::Same),
            404 => return Ok(Got::Missing),
            300..=399 => {
                let to = text(&head.headers, "location").unwrap_or_default();
                let to = to.split(['?', '#']).next().unwrap_or_default();
                return Err(Trouble::for_good(FetchFault::Redirect(one_line(to))));
            }
            status @ (429 | 500..=599) => {
                let fault = match status {
                    429 => FetchFault::Throttled(attempt),
                    _ => FetchFault::Server {
                        status,
                        attempts: attempt,
                    },
                };
                let seconds = text(&head.headers, "retry-after").and_then(|text| text.parse().ok());
                return Err(Trouble {
                    wait: seconds.map(Duration::from_secs),
                    ..Trouble::by_chance(fault)
                });
            }
            status => {
                let mut says = String::new();
                // What can't be read of a refusal is not worth another fault.
                let _ = body
                    .into_reader()
                    .take(REFUSAL_BYTES)
                    .read_to_string(&mut says);
                let says = format!("{status} {}", refusal(&says));
                return Err(Trouble::for_good(FetchFault::Refused(says)));
            }
        }

        let length: Option<u64> =
            text(&head.headers, "content-length").and_then(|text| text.parse().ok());
        let too_large = || FetchFault::TooLarge(ask.limit, host.name.clone());
        if length.is_some_and(|length| length > ask.limit) {
            return Err(Trouble::for_good(too_large()));
        }
        if let Some(what) = ask.announced {
            progress(Progress::Started {
                what,
                bytes: length,
            });
        }
        let mut nobody = |_: Progress<'_>| {};
        let trouble = RefCell::new(None);
        let arriving = Arriving {
            inner: body.into_reader(),
            read: 0,
            noted: 0,
            length,
            failed: &failed,
            early: &|| Trouble::by_chance(FetchFault::Truncated(attempt)),
            trouble: &trouble,
            progress: match ask.announced {
                Some(_) => progress,
                None => &mut nobody,
            },
        };
        let packed = text(&head.headers, "content-encoding");
        let unpacked: Box<dyn Read> = match packed {
            None | Some("identity") => Box::new(arriving),
            Some("gzip" | "x-gzip") => Box::new(MultiGzDecoder::new(arriving)),
            Some(other) => {
                let fault = format!("it is packed as `{}`", one_line(other));
                return Err(Trouble::for_good(FetchFault::Invalid(fault)));
            }
        };
        let mut bounded = Bounded {
            inner: unpacked,
            left: ask.limit,
            beyond: &|| Trouble::for_good(too_large()),
            trouble: &trouble,
        };
        let value = read(&mut bounded);
        drop(bounded);
        if let Some(trouble) = trouble.take() {
            return Err(trouble);
        }
        let value = value.map_err(|error| Trouble::of_text(error, attempt))?;
        let etag = text(&head.headers, "etag").map(str::to_owned);
        Ok(Got::Read { value, etag })
    }

    /// How long to wait after so many attempts.
    fn wait(&mut self, attempts: u32, asked: Option<Duration>) -> Duration {
        let Backoff {
            first,
            longest,
            asked: most,
        } = self.settings.backoff;
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let millis = first.saturating_mul(doubled).min(longest).as_millis();
        let part = u128::from(self.next_random()) % (millis + 1);
        let own = Duration::from_millis(u64::try_from(part).unwrap_or(u64::MAX));
        own.max(asked.unwrap_or_default().min(most))
    }

    /// SplitMix64: <https://prng.di.unimi.it/splitmix64.c>.
    fn next_random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// The body as it comes: counted, and held against its length.
struct Arriving<'a, R> {
    inner: R,
    read: u64,
    noted: u64,
    length: Option<u64>,
    failed: &'a dyn Fn(&ureq::Error) -> Trouble,
    early: &'a dyn Fn() -> Trouble,
    trouble: &'a RefCell<Option<Trouble>>,
    progress: &'a mut dyn FnMut(Progress<'_>),
}

impl<R> Arriving<'_, R> {
    fn fail(&mut self, trouble: Trouble) -> io::Error {
        self.trouble.replace(Some(trouble));
        io::Error::other("the body did not come whole")
    }
}

impl<R: Read> Read for Arriving<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match self.inner.read(buffer) {
            Ok(count) => count as u64,
            Err(error) => {
                let trouble = (self.failed)(&ureq::Error::from(error));
                return Err(self.fail(trouble));
            }
        };
        self.read = self.read.saturating_add(count);
        let ended = count == 0 && !buffer.is_empty();
        if ended && self.length.is_some_and(|length| self.read < length) {
            let trouble = (self.early)();
            return Err(self.fail(trouble));
        }
        let unnoted = self.read - self.noted;
        if unnoted >= NOTE_BYTES || (ended && unnoted > 0) {
            self.noted = self.read;
            (self.progress)(Progress::Read(self.read));
        }
        usize::try_from(count).map_err(io::Error::other)
    }
}

/// What is left when it is unpacked, up to a limit.
struct Bounded<'a, R> {
    inner: R,
    left: u64,
    beyond: &'a dyn Fn() -> Trouble,
    trouble: &'a RefCell<Option<Trouble>>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => {
                self.trouble.replace(Some((self.beyond)()));
                return Err(io::Error::other("more came than makes sense"));
            }
        }
        Ok(count)
    }
}
