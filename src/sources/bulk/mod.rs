//! The bulk files of the Price List, which need no credentials.
//!
//! For each service a region index names the newest file of each region by its version; what was
//! read of a version never changes. The tree is that of
//! <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html>.
//!
//! An index whose entity tag or version is the one at hand costs one request and no file. Nothing
//! leads away from the host: redirects are not followed, and the paths of an index must be plain.
//! What fails by chance is tried again, from the beginning of the file: see [`Settings::attempts`].

mod fault;
mod http;

use super::{
    Answer, FetchError, FetchFault, Known, PlanAnswer, PlanRequest, Progress, Request, Source,
};
use crate::catalog::Partition;
use crate::price_list::{OfferError, RegionIndex, read_offer, read_plan, read_region_index};
use http::{Ask, Got, Host};
use std::io::Read;
use std::time::Duration;

/// Longest index, offer file and plan file that make sense, in bytes. The largest of each seen:
/// 88 kB, several GB (AmazonEC2 of all regions, which is not read), some hundred MB.
const INDEX_BYTES: u64 = 4 << 20;
const OFFER_BYTES: u64 = 4 << 30;
const PLAN_BYTES: u64 = 1 << 30;

/// How the files are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the files are, for a mirror or a test: `https://mirror.example`. Without it they are
    /// read from AWS, each partition from its own host.
    pub base: Option<String>,
    /// What the program calls itself.
    pub user_agent: String,
    /// How long connecting may take.
    pub connect: Duration,
    /// How long nothing may come.
    pub silence: Duration,
    /// How long everything may take in all, from the first file that is asked for: a server that sends
    /// a byte now and then is never silent, and never done.
    pub total: Duration,
    /// How often a file is asked for at most. Tried again are: 429 and every 5xx, connections that
    /// fail or fall silent, and answers that end early. Not tried again, because the same would
    /// come: any other status, text that is not a price file, certificates, and names of hosts that are not known, which the resolver has tried repeatedly.
    pub attempts: u32,
    /// How long to wait in between.
    pub backoff: Backoff,
    /// Where the waits begin their random order. Whoever runs many at once gives each its own, so
    /// that they do not come back together.
    pub seed: u64,
}

/// How long to wait before another attempt: a random part of a time that doubles from the first
/// ("full jitter"), and no less than the server asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The longest wait before the second attempt.
    pub first: Duration,
    /// The longest wait before any.
    pub longest: Duration,
    /// The longest wait a server may ask for; what goes beyond is not honoured.
    pub asked: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Backoff {
            first: Duration::from_millis(500),
            longest: Duration::from_secs(20),
            asked: Duration::from_secs(60),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            base: None,
            user_agent: concat!("breakeven/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            total: crate::sources::DEADLINE,
            attempts: 4,
            backoff: Backoff::default(),
            seed: 0,
        }
    }
}

/// The host of a partition and its folder there. China's are those of
/// <https://docs.amazonaws.cn/en_us/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-fetching-price-list-files-manually.html>.
fn home(region: &str) -> (&'static str, &'static str) {
    match Partition::of_region(region) {
        Partition::China => ("https://pricing.cn-north-1.amazonaws.com.cn", "cn"),
        Partition::Commercial | Partition::GovCloud => {
            ("https://pricing.us-east-1.amazonaws.com", "aws")
        }
    }
}

/// The bulk files as a source.
#[derive(Debug)]
pub struct Bulk {
    settings: Settings,
    http: http::Client,
}

/// What to read of which index.
struct Wanted<'w> {
    /// `AmazonECS of eu-west-1`.
    what: &'w str,
    /// The folder of the service or plan: `/offers/v1.0/aws/AmazonECS`.
    folder: &'w str,
    /// Its name: `AmazonECS`.
    name: &'w str,
    region: &'w str,
    known: Option<&'w Known>,
    /// Longest file that makes sense, in bytes.
    limit: u64,
}

/// A file, and where and by which index it was found.
struct Found<T> {
    value: T,
    origin: String,
    etag: Option<String>,
}

impl Bulk {
    /// A source with these settings. Nothing is opened yet.
    ///
    /// # Errors
    /// [`FetchFault::Unsupported`] when the base is no address, or one without encryption that is not
    /// on this machine.
    pub fn new(settings: Settings) -> Result<Bulk, FetchError> {
        if let Some(base) = &settings.base {
            let what = "the address of the price files";
            Host::parse(base).map_err(|fault| FetchError::new(what, fault))?;
        }
        let http = http::Client::new(&settings);
        Ok(Bulk { settings, http })
    }

    /// Finds the newest file of a region and reads it, or tells that it is the one at hand.
    fn newest<T>(
        &mut self,
        wanted: &Wanted<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
        read: &mut dyn FnMut(&mut dyn Read) -> Result<T, OfferError>,
    ) -> Result<Option<Found<T>>, FetchFault> {
        for name in [wanted.name, wanted.region] {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            if name.is_empty() || !name.chars().all(plain) {
                return Err(FetchFault::NotListed(format!("`{name}`")));
            }
        }
        let base = match &self.settings.base {
            Some(base) => base,
            None => home(wanted.region).0,
        };
        let host = Host::parse(base)?;
        let index = Ask {
            url: host.url(&format!("{}/current/region_index.json", wanted.folder)),
            etag: wanted.known.and_then(|known| known.etag.as_deref()),
            limit: INDEX_BYTES,
            announced: None,
        };
        let (index, etag) = match self
            .http
            .get(&host, &index, progress, &mut |body| read_region_index(body))?
        {
            Got::Same => return Ok(None),
            Got::Missing => return Err(FetchFault::NotListed(format!("`{}`", wanted.name))),
            Got::Read { value, etag } => (value, etag),
        };
        let Some(path) = index.files.get(wanted.region) else {
            let missing = format!("region `{}` of {}", wanted.region, wanted.name);
            return Err(FetchFault::NotListed(missing));
        };
        if !http::is_plain(path) {
            let shown: String = path.escape_default().take(100).collect();
            return Err(FetchFault::Refused(format!(
                "its index names `{shown}`, which is no path on the same host"
            )));
        }
        let version = RegionIndex::version_of(path);
        if version.is_some() && version == wanted.known.map(|known| known.version.as_str()) {
            return Ok(None);
        }
        let file = Ask {
            url: host.url(path),
            etag: None,
            limit: wanted.limit,
            announced: Some(wanted.what),
        };
        match self.http.get(&host, &file, progress, read)? {
            Got::Read { value, .. } => Ok(Some(Found {
                value,
                origin: file.url,
                etag,
            })),
            Got::Missing | Got::Same => Err(FetchFault::Refused(format!(
                "the index names `{path}`, which is not there; try again later"
            ))),
        }
    }
}

impl Source for Bulk {
    fn name(&self) -> &'static str {
        "bulk"
    }

    fn global_region(&self) -> Option<&'static str> {
        Some("aws-other")
    }

    fn products(
        &mut self,
        request: &Request<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Answer, FetchError> {
        let (service, region) = (request.service_code, request.region);
        let what = format!("{service} of {region}");
        let wanted = Wanted {
            what: &what,
            folder: &format!("/offers/v1.0/{}/{service}", home(region).1),
            name: service,
            region,
            known: request.known,
            limit: OFFER_BYTES,
        };
        let found = self
            .newest(&wanted, progress, &mut |body| {
                read_offer(body, request.wanted, request.reserved)
            })
            .map_err(|fault| FetchError::new(&what, fault))?;
        let Some(found) = found else {
            return Ok(Answer::Unchanged);
        };
        let (offer, entries) = found.value;
        if offer.service_code != service {
            let other = format!("it is of `{}`", offer.service_code);
            return Err(FetchError::new(what, FetchFault::Invalid(other)));
        }
        Ok(Answer::Read {
            offer,
            origin: found.origin,
            etag: found.etag,
            entries,
        })
    }

    fn plan_rates(
        &mut self,
        request: &PlanRequest<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<PlanAnswer, FetchError> {
        let (plan, region) = (request.plan, request.region);
        let what = format!("{plan} of {region}");
        let wanted = Wanted {
            what: &what,
            folder: &format!("/savingsPlan/v1.0/{}/{plan}", home(region).1),
            name: plan,
            region,
            known: request.known,
            limit: PLAN_BYTES,
        };
        let found = self
            .newest(&wanted, progress, &mut |body| {
                read_plan(body, request.wanted)
            })
            .map_err(|fault| FetchError::new(&what, fault))?;
        let Some(found) = found else {
            return Ok(PlanAnswer::Unchanged);
        };
        let (mut offer, rates) = found.value;
        plan.clone_into(&mut offer.service_code);
        Ok(PlanAnswer::Read {
            offer,
            origin: found.origin,
            etag: found.etag,
            rates,
        })
    }
}
