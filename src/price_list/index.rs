//! Region indexes: where the newest file of each region is.
//!
//! Offers and plans write them differently:
//! <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/service-region-infex-file-for-service.html>
//! has an object by region,
//! <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/service-region-index-files-for-savings-plan.html>
//! an array.

use super::fault::OfferError;
use super::stream::{Fields, Items, Object, Stream, TEXT};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// The newest file of each region.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegionIndex {
    /// `publicationDate`, in ISO 8601.
    pub published: String,
    /// Paths from the root of the host, by region. The pseudo-region `aws-other` holds what is
    /// priced worldwide in some services.
    pub files: BTreeMap<String, String>,
}

impl RegionIndex {
    /// The version a path names: `20260911124425` in
    /// `/offers/v1.0/aws/AmazonECS/20260911124425/us-east-1/index.json`.
    #[must_use]
    pub fn version_of(path: &str) -> Option<&str> {
        let version = path.rsplit('/').nth(2)?;
        let is_version = version.len() >= 8 && version.bytes().all(|byte| byte.is_ascii_digit());
        is_version.then_some(version)
    }
}

/// Reads the region index of an offer or of a plan.
///
/// # Errors
/// [`OfferError`] when it is not one.
pub fn read_region_index(reader: impl std::io::Read) -> Result<RegionIndex, OfferError> {
    let stream = Stream::default();
    let mut file = IndexFile {
        stream: &stream,
        published: None,
        files: None,
    };
    stream.read(reader, &mut file, |_| false)?;
    Ok(RegionIndex {
        published: file.published.unwrap_or_default(),
        files: file.files.ok_or(OfferError::Missing("regions"))?,
    })
}

struct IndexFile<'s> {
    stream: &'s Stream,
    published: Option<String>,
    files: Option<BTreeMap<String, String>>,
}

impl Fields for IndexFile<'_> {
    const WHAT: &'static str = "a region index";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.stream.item();
        match name.as_str() {
            "publicationDate" => self.published = map.next_value_seed(TEXT)?,
            "regions" => {
                if self.files.is_some() {
                    let twice = OfferError::Duplicate("`regions`".to_owned());
                    return Err(self.stream.refuse(twice));
                }
                let mut regions = Regions {
                    stream: self.stream,
                    files: BTreeMap::new(),
                };
                map.next_value_seed(&mut regions)?;
                self.files = Some(regions.files);
            }
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Regions<'s> {
    stream: &'s Stream,
    files: BTreeMap<String, String>,
}

impl Regions<'_> {
    fn add<E: serde::de::Error>(
        &mut self,
        under: Option<String>,
        region: RegionFields,
    ) -> Result<(), E> {
        self.stream.item();
        let code = match (under, region.code) {
            (Some(under), Some(says)) if under != says => {
                let error = OfferError::Contradiction { under, says };
                return Err(self.stream.refuse(error));
            }
            (Some(code), _) | (None, Some(code)) => code,
            (None, None) => return Err(self.stream.refuse(OfferError::Missing("regionCode"))),
        };
        let Some(path) = region.path else {
            let missing = OfferError::Missing("currentVersionUrl");
            return Err(self.stream.refuse(missing));
        };
        self.stream.keep(2, code.len() + path.len())?;
        if self.files.contains_key(&code) {
            let twice = OfferError::Duplicate(format!("region `{code}`"));
            return Err(self.stream.refuse(twice));
        }
        self.files.insert(code, path);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &mut Regions<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Regions<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("regions, as an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let mut region = RegionFields::default();
            map.next_value_seed(Object(&mut region))?;
            self.add(Some(name), region)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while self.next(&mut list)? {}
        Ok(())
    }
}

impl Items for Regions<'_> {
    const WHAT: &'static str = "an array of regions";

    fn next<'de, A: SeqAccess<'de>>(&mut self, list: &mut A) -> Result<bool, A::Error> {
        let mut region = RegionFields::default();
        let more = list.next_element_seed(Object(&mut region))?.is_some();
        if more {
            self.add(None, region)?;
        }
        Ok(more)
    }
}

#[derive(Default)]
struct RegionFields {
    code: Option<String>,
    path: Option<String>,
}

impl Fields for RegionFields {
    const WHAT: &'static str = "a region";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        match name.as_str() {
            "regionCode" => self.code = map.next_value_seed(TEXT)?,
            "currentVersionUrl" | "versionUrl" => self.path = map.next_value_seed(TEXT)?,
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
