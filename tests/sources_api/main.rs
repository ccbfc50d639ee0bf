//! The Query API as a source, against a server that speaks its protocol.
#![cfg(feature = "aws-sdk")]

#[cfg(feature = "aws-profiles")]
mod chain;
mod faults;
mod network;
#[path = "../price_server/mod.rs"]
mod price_server;
mod reading;
mod secrets;

use breakeven::catalog::Product;
use breakeven::price_list::{Entry, Offer};
use breakeven::sources::api::{Api, Keys, Settings};
use breakeven::sources::{
    Answer, Condition, FetchError, FetchFault, Known, Progress, Query, Request, Source,
};
use price_server::{PriceApi, sample};
use std::time::Duration;

/// Quick to give up.
pub fn settings(endpoint: &str) -> Settings {
    Settings {
        timeout: Duration::from_secs(5),
        attempts: 3,
        backoff: Duration::from_millis(1),
        endpoint: Some(endpoint.to_owned()),
        proxy: false,
        ..Settings::default()
    }
}

pub fn keys() -> Keys {
    Keys {
        id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        token: Some("FwoGZXIvYXdzEXAMPLEToken".to_owned()),
    }
}

pub fn api(endpoint: &str) -> Api {
    Api::with_keys(settings(endpoint), Some(keys())).unwrap()
}

/// A request, and what was told on the way to its answer.
pub struct Ask<'a> {
    pub service_code: &'a str,
    pub region: &'a str,
    pub queries: Vec<Query>,
    pub wanted: &'a dyn Fn(&Product) -> bool,
    pub reserved: bool,
    pub known: Option<Known>,
    pub told: Vec<String>,
}

impl<'a> Ask<'a> {
    pub fn of(service_code: &'a str, region: &'a str) -> Ask<'a> {
        Ask {
            service_code,
            region,
            queries: Vec::new(),
            wanted: &|_| true,
            reserved: false,
            known: None,
            told: Vec::new(),
        }
    }

    pub fn send(&mut self, api: &mut Api) -> Result<Answer, FetchError> {
        let request = Request {
            service_code: self.service_code,
            region: self.region,
            queries: &self.queries,
            wanted: self.wanted,
            reserved: self.reserved,
            known: self.known.as_ref(),
        };
        let told = &mut self.told;
        api.products(&request, &mut |progress| {
            told.push(match progress {
                Progress::Started { what, bytes } => format!("started {what} {bytes:?}"),
                Progress::Read(pages) => format!("read {pages}"),
                Progress::Retry { attempt, why } => format!("attempt {attempt}: {why}"),
            });
        })
    }

    /// The offer, the origin and the products.
    pub fn read(&mut self, api: &mut Api) -> (Offer, String, Vec<Entry>) {
        match self.send(api).unwrap_or_else(|fault| panic!("{fault}")) {
            Answer::Read {
                offer,
                origin,
                entries,
                etag: None,
            } => (offer, origin, entries),
            other => panic!("{other:?}"),
        }
    }
}

pub fn query(conditions: &[(&str, &str, bool)]) -> Query {
    let condition = |(field, value, contains): &(&str, &str, bool)| Condition {
        field: (*field).to_owned(),
        value: (*value).to_owned(),
        contains: *contains,
    };
    Query(conditions.iter().map(condition).collect())
}

pub fn skus(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.sku.as_str()).collect()
}

/// Every product of Amazon ECS at hand.
pub fn ecs() -> Vec<serde_json::Value> {
    [
        "fargate-linux-x86-vcpu",
        "fargate-linux-x86-gb",
        "fargate-linux-arm-vcpu",
        "fargate-linux-arm-gb",
        "fargate-ephemeral-storage",
        "fargate-windows-vcpu",
        "fargate-windows-os",
        "ecs-ec2-vcpu-zero-price",
        "ecs-anywhere-free-band",
    ]
    .map(sample)
    .to_vec()
}

/// What comes of asking a server that misbehaves.
pub fn fault_of(server: &PriceApi) -> FetchFault {
    let fault = Ask::of("AmazonECS", "us-east-1").send(&mut api(&server.url));
    let error = fault.unwrap_err();
    assert_eq!(error.what, "AmazonECS of us-east-1");
    error.fault
}
