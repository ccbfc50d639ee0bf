//! The tree of files, built from products.

use super::Content;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Files by path, with the indexes that name them.
#[derive(Clone, Default)]
pub struct Files {
    files: BTreeMap<String, Content>,
    /// Region and path of the file, by folder.
    regions: BTreeMap<String, BTreeMap<String, String>>,
}

impl Files {
    pub fn new() -> Files {
        Files::default()
    }

    /// Path of the region index of a service.
    pub fn index_path(service: &str) -> String {
        format!("/offers/v1.0/aws/{service}/current/region_index.json")
    }

    /// Path of an offer file.
    pub fn offer_path(service: &str, region: &str, version: &str) -> String {
        format!("/offers/v1.0/aws/{service}/{version}/{region}/index.json")
    }

    /// Path of the region index of a plan.
    pub fn plan_index_path(plan: &str) -> String {
        format!("/savingsPlan/v1.0/aws/{plan}/current/region_index.json")
    }

    /// Path of a plan file.
    pub fn plan_path(plan: &str, region: &str, version: &str) -> String {
        format!("/savingsPlan/v1.0/aws/{plan}/{version}/{region}/index.json")
    }

    /// Any bytes at any path.
    #[must_use]
    pub fn file(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Files {
        let bytes = Content::Bytes(bytes.into());
        self.files.insert(path.to_owned(), bytes);
        self
    }

    /// The newest offer of a service in a region: products of one entry each, `{product, terms}` as
    /// the Query API writes them.
    #[must_use]
    pub fn offer(self, service: &str, region: &str, version: &str, entries: &[Value]) -> Files {
        let file = offer_text(service, version, entries);
        self.offer_file(service, region, version, &file)
    }

    /// The same with the text of the file given.
    #[must_use]
    pub fn offer_file(self, service: &str, region: &str, version: &str, file: &str) -> Files {
        let path = Files::offer_path(service, region, version);
        self.listed(&format!("/offers/v1.0/aws/{service}"), region, &path)
            .file(&path, file)
    }

    /// The same as a gzip file on disk.
    #[must_use]
    pub fn offer_packed(
        mut self,
        service: &str,
        region: &str,
        version: &str,
        file: PathBuf,
    ) -> Files {
        let path = Files::offer_path(service, region, version);
        self = self.listed(&format!("/offers/v1.0/aws/{service}"), region, &path);
        self.files.insert(path, Content::Packed(file));
        self
    }

    /// The newest rates of a plan in a region.
    #[must_use]
    pub fn plan(self, plan: &str, region: &str, version: &str, file: &Value) -> Files {
        let path = Files::plan_path(plan, region, version);
        self.listed(&format!("/savingsPlan/v1.0/aws/{plan}"), region, &path)
            .file(&path, file.to_string())
    }

    /// Names a file in the index of a folder; it need not be there.
    #[must_use]
    pub fn listed(mut self, folder: &str, region: &str, path: &str) -> Files {
        let regions = self.regions.entry(folder.to_owned()).or_default();
        regions.insert(region.to_owned(), path.to_owned());
        self
    }

    pub(super) fn into_map(mut self) -> BTreeMap<String, Content> {
        for (folder, regions) in self.regions {
            let index = if folder.starts_with("/savingsPlan/") {
                let regions: Vec<Value> = regions
                    .iter()
                    .map(|(region, path)| json!({ "regionCode": region, "versionUrl": path }))
                    .collect();
                json!({ "publicationDate": "2026-04-22T19:42:03Z", "regions": regions })
            } else {
                let regions: Map<String, Value> = regions
                    .iter()
                    .map(|(region, path)| {
                        let value = json!({ "regionCode": region, "currentVersionUrl": path });
                        (region.clone(), value)
                    })
                    .collect();
                json!({
                    "formatVersion": "v1.0",
                    "disclaimer": "For information only.",
                    "publicationDate": "2026-09-11T12:44:25Z",
                    "regions": regions,
                })
            };
            let path = format!("{folder}/current/region_index.json");
            // A test may have put something else there.
            self.files
                .entry(path)
                .or_insert_with(|| Content::Bytes(index.to_string().into_bytes()));
        }
        self.files
    }
}

/// The text of an offer file of entries as the Query API writes them, in the order AWS writes it:
/// head, products, terms.
pub fn offer_text(service: &str, version: &str, entries: &[Value]) -> String {
    let mut products = Map::new();
    let mut terms = BTreeMap::<String, Map<String, Value>>::new();
    terms.insert("OnDemand".to_owned(), Map::new());
    for entry in entries {
        let sku = entry["product"]["sku"].as_str().unwrap().to_owned();
        products.insert(sku.clone(), entry["product"].clone());
        for (kind, of_kind) in entry["terms"].as_object().unwrap() {
            let by_sku = terms.entry(kind.clone()).or_default();
            by_sku.insert(sku.clone(), of_kind.clone());
        }
    }
    format!(
        r#"{{
  "formatVersion": "v1.0",
  "disclaimer": "For information only.",
  "offerCode": "{service}",
  "version": "{version}",
  "publicationDate": "2026-09-11T12:44:25Z",
  "products": {},
  "terms": {}
}}"#,
        json!(products),
        json!(terms)
    )
}

/// An entry with one price on demand.
pub fn entry(sku: &str, family: &str, attributes: &[(&str, &str)], unit: &str, usd: &str) -> Value {
    let attributes: Map<String, Value> = attributes
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect();
    let term = format!("{sku}.JRTCKXETXF");
    let rate = format!("{term}.6YS6EN2CT7");
    json!({
        "product": { "sku": sku, "productFamily": family, "attributes": attributes },
        "terms": { "OnDemand": { term: {
            "offerTermCode": "JRTCKXETXF",
            "sku": sku,
            "effectiveDate": "2026-09-01T00:00:00Z",
            "priceDimensions": { rate.clone(): {
                "rateCode": rate,
                "description": "a price",
                "beginRange": "0",
                "endRange": "Inf",
                "unit": unit,
                "pricePerUnit": { "USD": usd },
                "appliesTo": [],
            } },
            "termAttributes": {},
        } } },
    })
}
