//! What comes when nothing fails.

use super::price_files::{Files, PriceFiles, entry};
use super::{ask, bulk, settings};
use breakeven::sources::bulk::{Bulk, Settings};
use breakeven::sources::{Answer, FetchFault, Known, Request, Source};
use serde_json::Value;

const REGION: &str = "eu-west-1";
const VERSION: &str = "20260911124425";

fn vcpu() -> Value {
    let usage = [
        ("servicecode", "AmazonECS"),
        ("regionCode", REGION),
        ("usagetype", "EU-Fargate-vCPU-Hours:perCPU"),
    ];
    entry("AAAAVCPU", "Compute", &usage, "hours", "0.0404800000")
}

fn memory() -> Value {
    let usage = [
        ("servicecode", "AmazonECS"),
        ("regionCode", REGION),
        ("usagetype", "EU-Fargate-GB-Hours"),
    ];
    entry("BBBBGB", "Compute", &usage, "hours", "0.0044450000")
}

fn files() -> Files {
    Files::new().offer("AmazonECS", REGION, VERSION, &[vcpu(), memory()])
}

#[test]
fn products_come_with_their_prices_and_where_they_are_from() {
    let server = PriceFiles::start(files());
    let (answer, notes) = ask(&mut bulk(&server), REGION, None);
    let Answer::Read {
        offer,
        origin,
        etag,
        entries,
    } = answer.unwrap()
    else {
        panic!("unchanged");
    };
    let path = Files::offer_path("AmazonECS", REGION, VERSION);
    assert_eq!(offer.service_code, "AmazonECS");
    assert_eq!(offer.version, VERSION);
    assert_eq!(offer.published, "2026-09-11T12:44:25Z");
    assert_eq!(origin, format!("{}{path}", server.url));
    assert!(etag.is_some());
    let skus: Vec<&str> = entries.iter().map(|entry| entry.sku.as_str()).collect();
    assert_eq!(skus, ["AAAAVCPU", "BBBBGB"]);
    let product = &entries[0].product;
    assert_eq!(product.service_code, "AmazonECS");
    assert_eq!(product.family.as_deref(), Some("Compute"));
    assert_eq!(
        product.attributes["usagetype"],
        "EU-Fargate-vCPU-Hours:perCPU"
    );
    let rate = &entries[0].terms[0].rates[0];
    assert_eq!(rate.code, "AAAAVCPU.JRTCKXETXF.6YS6EN2CT7");
    assert_eq!(
        (rate.unit.as_str(), rate.begin.as_deref()),
        ("hours", Some("0"))
    );
    assert_eq!(rate.price["USD"], "0.0404800000");
    assert_eq!(notes[0], "AmazonECS of eu-west-1, length known");

    let index = Files::index_path("AmazonECS");
    assert_eq!((server.hits(&index), server.hits(&path)), (1, 1));
    assert_eq!(server.header(&path, "accept-encoding").unwrap(), "gzip");
    let agent = server.header(&path, "user-agent").unwrap();
    assert!(agent.starts_with("breakeven/"), "{agent}");
    assert_eq!(server.header(&path, "authorization"), None);
}

#[test]
fn what_is_not_wanted_is_not_kept() {
    let server = PriceFiles::start(files());
    let request = Request {
        service_code: "AmazonECS",
        region: REGION,
        queries: &[],
        wanted: &|product| product.attributes["usagetype"].ends_with("GB-Hours"),
        reserved: true,
        known: None,
    };
    let answer = bulk(&server).products(&request, &mut |_| {}).unwrap();
    let Answer::Read { entries, .. } = answer else {
        panic!("unchanged");
    };
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].sku, "BBBBGB");
}

#[test]
fn the_same_entity_tag_costs_one_request() {
    let server = PriceFiles::start(files());
    let mut source = bulk(&server);
    let Ok(Answer::Read { offer, etag, .. }) = ask(&mut source, REGION, None).0 else {
        panic!("not read");
    };
    let known = Known {
        version: offer.version,
        etag: etag.clone(),
    };
    let before = server.all_hits();
    assert_eq!(
        ask(&mut source, REGION, Some(&known)).0,
        Ok(Answer::Unchanged)
    );
    assert_eq!(server.all_hits(), before + 1);
    let index = Files::index_path("AmazonECS");
    assert_eq!(server.header(&index, "if-none-match"), etag);
}

#[test]
fn the_same_version_in_a_new_index_costs_no_file() {
    let server = PriceFiles::start(files());
    let path = Files::offer_path("AmazonECS", REGION, VERSION);
    let known = Known {
        version: VERSION.to_owned(),
        etag: Some("\"of an older index\"".to_owned()),
    };
    let (answer, notes) = ask(&mut bulk(&server), REGION, Some(&known));
    assert_eq!(answer, Ok(Answer::Unchanged));
    assert_eq!(server.hits(&path), 0);
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn a_new_version_is_read() {
    let server = PriceFiles::start(files());
    let mut source = bulk(&server);
    let Ok(Answer::Read { offer, etag, .. }) = ask(&mut source, REGION, None).0 else {
        panic!("not read");
    };
    let known = Known {
        version: offer.version,
        etag,
    };
    let newer = "20261001000000";
    server.publish(Files::new().offer("AmazonECS", REGION, newer, &[vcpu()]));
    let Ok(Answer::Read { offer, entries, .. }) = ask(&mut source, REGION, Some(&known)).0 else {
        panic!("not read");
    };
    assert_eq!(offer.version, newer);
    assert_eq!(entries.len(), 1);
}

#[test]
fn worldwide_products_are_in_a_region_of_their_own() {
    let entries = [entry(
        "DASH",
        "Dashboard",
        &[("servicecode", "AmazonECS")],
        "Each",
        "3.0",
    )];
    let server = PriceFiles::start(Files::new().offer("AmazonECS", "aws-other", VERSION, &entries));
    let (answer, _) = ask(&mut bulk(&server), "aws-other", None);
    assert!(matches!(answer, Ok(Answer::Read { entries, .. }) if entries.len() == 1));
}

#[test]
fn china_has_a_folder_of_its_own() {
    let path = "/offers/v1.0/cn/AmazonECS/20260911124425/cn-north-1/index.json";
    let file = super::price_files::offer_text("AmazonECS", VERSION, &[vcpu()]);
    let files = Files::new()
        .listed("/offers/v1.0/cn/AmazonECS", "cn-north-1", path)
        .file(path, file);
    let server = PriceFiles::start(files);
    let (answer, _) = ask(&mut bulk(&server), "cn-north-1", None);
    assert!(matches!(answer, Ok(Answer::Read { .. })), "{answer:?}");
}

#[test]
fn a_mirror_may_be_in_a_folder() {
    // The paths of an index begin at the root of the tree, wherever that is.
    let server = PriceFiles::start(Files::new());
    let base = format!("{}/mirror/", server.url);
    let mut source = Bulk::new(Settings {
        base: Some(base),
        ..settings(&server)
    })
    .unwrap();
    let (answer, _) = ask(&mut source, REGION, None);
    assert!(matches!(
        answer.unwrap_err().fault,
        FetchFault::NotListed(_)
    ));
    let asked = "/mirror/offers/v1.0/aws/AmazonECS/current/region_index.json";
    assert_eq!(server.hits(asked), 1);
}

#[test]
fn progress_is_told_every_quarter_of_a_megabyte() {
    // Texts that gzip can't shorten, so that what is sent is long too.
    let mut random = 1_u64;
    let mut noise = || {
        let mut text = String::new();
        for _ in 0..40 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            text.push_str(&format!("{random:016x}"));
        }
        text
    };
    let entries: Vec<Value> = (0..3000)
        .map(|n| {
            let noise = noise();
            entry(
                &format!("SKU{n:04}"),
                "Compute",
                &[("noise", &noise)],
                "hours",
                "1",
            )
        })
        .collect();
    let server = PriceFiles::start(Files::new().offer("AmazonECS", REGION, VERSION, &entries));
    let (answer, notes) = ask(&mut bulk(&server), REGION, None);
    assert!(matches!(answer, Ok(Answer::Read { entries, .. }) if entries.len() == 3000));
    let read: Vec<u64> = notes
        .iter()
        .filter_map(|note| note.strip_prefix("read ")?.parse().ok())
        .collect();
    assert!(read.len() >= 3, "{notes:?}");
    // Reads end where the network ends them, so a note may come late, but never early.
    for pair in read.windows(2) {
        assert!(pair[1] - pair[0] >= 256 * 1024, "{read:?}");
    }
}
