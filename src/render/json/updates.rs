//! How an update or a comparison with AWS came out, as JSON.

use super::pretty;
use super::price_changes::{BookJson, ChangeJson, book, change};
use crate::catalog::price_changes;
use crate::report::{RegionUpdate, fault_word};
use crate::sources::{ServiceOutcome, ServiceResult};
use serde::Serialize;

#[derive(Serialize)]
struct UpdatesJson<'r> {
    schema: &'static str,
    regions: Vec<RegionJson<'r>>,
}

#[derive(Serialize)]
struct RegionJson<'r> {
    region: &'r str,
    before: BookJson<'r>,
    after: BookJson<'r>,
    services: Vec<ServiceJson<'r>>,
    changes: serde_json::Value,
}

#[derive(Serialize)]
struct ServiceJson<'r> {
    service_code: &'r str,
    version: Option<&'r str>,
    /// `unchanged`, `read`, `not_sold` or `failed`.
    result: &'static str,
    read: Option<usize>,
    error: Option<String>,
    faults: Vec<FaultJson<'r>>,
}

#[derive(Serialize)]
struct FaultJson<'r> {
    price_key: &'r str,
    code: &'static str,
    message: String,
}

/// What `prices update --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn updates_json(updates: &[RegionUpdate]) -> Result<String, serde_json::Error> {
    json("breakeven/prices-update/v1", updates)
}

/// What `prices verify --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn verification_json(updates: &[RegionUpdate]) -> Result<String, serde_json::Error> {
    json("breakeven/prices-verify/v1", updates)
}

fn json(schema: &'static str, updates: &[RegionUpdate]) -> Result<String, serde_json::Error> {
    let regions = updates.iter().map(region).collect::<Result<_, _>>()?;
    pretty(&UpdatesJson { schema, regions })
}

fn region((before, updated, after): &RegionUpdate) -> Result<RegionJson<'_>, serde_json::Error> {
    let changes = price_changes(before, after).unwrap_or_default();
    let changes: Vec<ChangeJson<'_>> = changes.iter().map(change).collect();
    Ok(RegionJson {
        region: before.region(),
        before: book(before),
        after: book(after),
        services: updated.services.iter().map(service).collect(),
        changes: serde_json::to_value(&changes)?,
    })
}

fn service(service: &ServiceOutcome) -> ServiceJson<'_> {
    let (result, read, error) = match &service.result {
        ServiceResult::Unchanged => ("unchanged", None, None),
        ServiceResult::Read(read) => ("read", Some(*read), None),
        ServiceResult::NotSold => ("not_sold", None, None),
        ServiceResult::Failed(error) => ("failed", None, Some(error.fault.to_string())),
    };
    let faults = service.faults.iter().map(|faulty| FaultJson {
        price_key: faulty.key.as_str(),
        code: fault_word(&faulty.fault),
        message: faulty.fault.to_string(),
    });
    ServiceJson {
        service_code: &service.service_code,
        version: service.version.as_deref(),
        result,
        read,
        error,
        faults: faults.collect(),
    }
}
