//! The bulk files of the Price List: read as they come by, fetched from a local server.
#![cfg(feature = "fetch")]

#[path = "../price_files/mod.rs"]
mod price_files;

mod damaged;
mod deadline;
mod faults;
mod fetched;
mod like_a_tree;
mod plans;
mod samples;

use breakeven::catalog::Product;
use breakeven::sources::bulk::{Backoff, Bulk, Settings};
use breakeven::sources::{Answer, FetchError, Known, Progress, Request, Source};
use price_files::PriceFiles;
use std::time::Duration;

const EVERYTHING: &dyn Fn(&Product) -> bool = &|_| true;

/// Settings that wait for nothing.
fn settings(server: &PriceFiles) -> Settings {
    Settings {
        base: Some(server.url.clone()),
        attempts: 3,
        backoff: Backoff {
            first: Duration::from_millis(1),
            longest: Duration::from_millis(2),
            asked: Duration::from_millis(5),
        },
        ..Settings::default()
    }
}

fn bulk(server: &PriceFiles) -> Bulk {
    Bulk::new(settings(server)).unwrap()
}

/// What is told of progress, one line each.
type Notes = Vec<String>;

fn note(notes: &mut Notes) -> impl FnMut(Progress<'_>) + '_ {
    |progress| {
        notes.push(match progress {
            Progress::Started { what, bytes } => {
                let length = if bytes.is_some() { "known" } else { "unknown" };
                format!("{what}, length {length}")
            }
            Progress::Read(bytes) => format!("read {bytes}"),
            Progress::Retry { attempt, why } => format!("attempt {attempt}: {why}"),
        });
    }
}

/// Everything `AmazonECS` has in a region.
fn ask(
    source: &mut Bulk,
    region: &str,
    known: Option<&Known>,
) -> (Result<Answer, FetchError>, Notes) {
    let mut notes = Notes::new();
    let request = Request {
        service_code: "AmazonECS",
        region,
        queries: &[],
        wanted: EVERYTHING,
        reserved: false,
        known,
    };
    let answer = source.products(&request, &mut note(&mut notes));
    (answer, notes)
}
