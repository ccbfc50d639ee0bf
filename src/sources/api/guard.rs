//! What stands between the SDK and the network: limits the SDK does not have, and faults as this crate
//! names them.

use crate::sources::FetchFault;
use crate::sources::api::fault;
use aws_sdk_pricing::config::http::{HttpRequest, HttpResponse};
use aws_sdk_pricing::config::{HttpClient, RuntimeComponents, SharedHttpClient};
use aws_sdk_pricing::error::ConnectorError;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What happened to a request so far.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// How often it was sent.
    attempts: u32,
    /// Why the last attempt failed; nothing when it was given up or goes on.
    why: Option<FetchFault>,
    /// A further attempt nobody was told of yet.
    retry: Option<(u32, String)>,
    host: String,
}

impl Watch {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new request begins.
    pub(super) fn reset(&self) {
        let mut seen = self.seen();
        seen.attempts = 0;
        (seen.why, seen.retry) = (None, None);
    }

    pub(super) fn attempts(&self) -> u32 {
        self.seen().attempts
    }

    pub(super) fn host(&self) -> String {
        self.seen().host.clone()
    }

    /// A further attempt that was not told yet, and why it was needed.
    pub(super) fn retry(&self) -> Option<(u32, String)> {
        self.seen().retry.take()
    }

    fn begin(&self, host: &str) {
        let mut seen = self.seen();
        seen.attempts += 1;
        host.clone_into(&mut seen.host);
        if seen.attempts > 1 {
            let why = seen.why.take().as_ref().map(fault::in_short);
            let why = why.unwrap_or_else(|| "no answer in time".to_owned());
            seen.retry = Some((seen.attempts, why));
        }
    }

    fn failed(&self, why: Option<FetchFault>) {
        self.seen().why = why;
    }
}

/// A transport with limits.
#[derive(Debug)]
pub(super) struct Guard {
    transport: SharedHttpClient,
    limits: Limits,
}

#[derive(Debug, Clone)]
struct Limits {
    watch: Arc<Watch>,
    largest: u64,
    timeout: Duration,
}

impl Guard {
    pub(super) fn new(
        transport: SharedHttpClient,
        watch: Arc<Watch>,
        largest: u64,
        timeout: Duration,
    ) -> Guard {
        let limits = Limits {
            watch,
            largest,
            timeout,
        };
        Guard { transport, limits }
    }
}

impl HttpClient for Guard {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Guarded {
            connector: self.transport.http_connector(settings, components),
            limits: self.limits.clone(),
        })
    }
}

/// What of a request must not come back in a fault; it lives as long as the request.
struct Secrets(Vec<String>);

impl Secrets {
    fn of(request: &HttpRequest) -> Secrets {
        let headers = request.headers();
        let signed = headers.get("authorization").unwrap_or_default();
        let credential = |part: &str| {
            let id = part.strip_prefix("Credential=")?.split('/').next()?;
            Some(id.to_owned())
        };
        let signature = |part: &str| part.strip_prefix("Signature=").map(str::to_owned);
        let parts = signed.split([' ', ',']);
        let found = parts.filter_map(|part| credential(part).or_else(|| signature(part)));
        let token = headers.get("x-amz-security-token").map(str::to_owned);
        let found = found.chain(token).filter(|secret| !secret.is_empty());
        Secrets(found.collect())
    }

    fn out_of(&self, text: &str) -> String {
        let without = |text: String, secret: &String| text.replace(secret, "…");
        self.0.iter().fold(text.to_owned(), without)
    }
}

#[derive(Debug)]
struct Guarded {
    connector: SharedHttpConnector,
    limits: Limits,
}

impl HttpConnector for Guarded {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let limits = self.limits.clone();
        let host = fault::host_of(request.uri()).to_owned();
        limits.watch.begin(&host);
        let secrets = Secrets::of(&request);
        let sent = self.connector.call(request);
        HttpConnectorFuture::new(async move {
            let result = match sent.await {
                Ok(response) => limits.read(response, &host, &secrets).await,
                Err(error) => Err(fault::of_connector(&error, &host, limits.timeout)),
            };
            match result {
                Ok(response) => {
                    limits
                        .watch
                        .failed(fault::of_status(response.status().as_u16()));
                    Ok(response)
                }
                Err(fault) => {
                    limits.watch.failed(Some(fault.clone()));
                    Err(as_connector_error(fault))
                }
            }
        })
    }
}

/// For the SDK, which decides by the kind whether to try again.
fn as_connector_error(fault: FetchFault) -> ConnectorError {
    match fault {
        FetchFault::Truncated(_) | FetchFault::UnknownHost(_) | FetchFault::Unreachable(..) => {
            ConnectorError::io(fault.into())
        }
        FetchFault::Timeout(_) => ConnectorError::timeout(fault.into()),
        fault => ConnectorError::other(fault.into(), None),
    }
}

impl Limits {
    /// The whole answer, if it is one.
    async fn read(
        &self,
        mut response: HttpResponse,
        host: &str,
        secrets: &Secrets,
    ) -> Result<HttpResponse, FetchFault> {
        let status = response.status().as_u16();
        if (300..400).contains(&status) {
            let to = response.headers().get("location").unwrap_or_default();
            let to = fault::harmless(fault::host_of(to));
            return Err(FetchFault::Redirect(secrets.out_of(&to)));
        }
        let too_large = || FetchFault::TooLarge(self.largest, host.to_owned());
        let announced = response.headers().get("content-length");
        let announced = announced.and_then(|length| length.parse::<u64>().ok());
        if announced.is_some_and(|length| length > self.largest) {
            return Err(too_large());
        }
        let mut stream = ByteStream::new(response.take_body());
        let mut body = Vec::new();
        while let Some(part) = stream.next().await {
            // How many attempts there were is known at the end.
            body.extend_from_slice(&part.map_err(|_| FetchFault::Truncated(0))?);
            if u64::try_from(body.len()).is_ok_and(|length| length > self.largest) {
                return Err(too_large());
            }
        }
        match status {
            200 => check(&body).map_err(|fault| match fault {
                FetchFault::Invalid(why) => FetchFault::Invalid(secrets.out_of(&why)),
                fault => fault,
            })?,
            // A server may repeat in an error what it was sent.
            _ => body = secrets.out_of(&String::from_utf8_lossy(&body)).into_bytes(),
        }
        *response.body_mut() = SdkBody::from(body);
        Ok(response)
    }
}

/// The SDK takes `{}` for an answer without products; here it is none.
#[derive(Deserialize)]
struct Shape {
    #[serde(rename = "PriceList")]
    _products: Vec<Text>,
}

/// A string that is not kept.
struct Text;

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
        struct Seen;
        impl Visitor<'_> for Seen {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a product as text")
            }
            fn visit_str<E>(self, _: &str) -> Result<Text, E> {
                Ok(Text)
            }
        }
        from.deserialize_str(Seen)
    }
}

fn check(body: &[u8]) -> Result<(), FetchFault> {
    match serde_json::from_slice::<Shape>(body) {
        Ok(_) => Ok(()),
        Err(fault) if fault.is_eof() => Err(FetchFault::Truncated(0)),
        Err(fault) => Err(FetchFault::Invalid(fault::harmless(&fault.to_string()))),
    }
}
