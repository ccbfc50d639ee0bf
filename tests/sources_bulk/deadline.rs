//! The time for everything that is fetched together.

use super::faults::{REGION, files, offer};
use super::price_files::{Fault, PriceFiles};
use super::{ask, settings};
use breakeven::sources::FetchFault;
use breakeven::sources::bulk::{Backoff, Bulk, Settings};
use std::time::Duration;

#[test]
fn files_that_take_too_long_in_all_are_given_up() {
    // Silent, and never silent for long.
    for fault in [Fault::HangAfter(40), Fault::Drip(Duration::from_millis(5))] {
        let server = PriceFiles::start(files());
        server.fail_always(&offer(), fault);
        let mut source = Bulk::new(Settings {
            silence: Duration::from_secs(60),
            total: Duration::from_millis(300),
            backoff: Backoff::default(),
            ..settings(&server)
        })
        .unwrap();
        let error = ask(&mut source, REGION, None).0.unwrap_err();
        assert_eq!(error.fault, FetchFault::Deadline(1));
        // The time is that of all files together: nothing more is asked for.
        let hits = server.all_hits();
        let error = ask(&mut source, REGION, None).0.unwrap_err();
        assert_eq!(error.fault, FetchFault::Deadline(1));
        assert_eq!(server.hits(&offer()), 1);
        assert_eq!(server.all_hits(), hits);
    }
}

#[test]
fn attempts_and_their_waits_are_part_of_the_time_for_all() {
    let server = PriceFiles::start(files());
    server.fail_always(&offer(), Fault::RetryAfter(503, 3600));
    let mut source = Bulk::new(Settings {
        total: Duration::from_millis(300),
        attempts: u32::MAX,
        backoff: Backoff {
            asked: Duration::from_secs(3600),
            ..Backoff::default()
        },
        ..settings(&server)
    })
    .unwrap();
    let error = ask(&mut source, REGION, None).0.unwrap_err();
    assert_eq!(error.fault, FetchFault::Deadline(1));
}
