//! The AWS Price List Query API: only the products asked for, with credentials.
//!
//! Asks `GetProducts`
//! (<https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html>)
//! through the AWS SDK. The API answers for all regions of a partition from a few endpoints
//! (<https://docs.aws.amazon.com/general/latest/gr/billing.html#billing-pricing>); requests go to the
//! one of N. Virginia, and for the Chinese regions, which have accounts of their own, to Ningxia's.
//!
//! # Permissions
//!
//! One action is needed, which knows no resources
//! (<https://docs.aws.amazon.com/service-authorization/latest/reference/list_awspricelist.html>):
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": [{ "Effect": "Allow", "Action": "pricing:GetProducts", "Resource": "*" }]
//! }
//! ```
//!
//! # Bounds
//!
//! Every wait, every answer and the number of pages is limited; redirects are not followed; TLS is
//! always verified. Throttling, failures of the server (5xx), broken connections and truncated answers
//! are tried again, with waits that double and vary
//! (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>). No credential
//! gets into an error: of what a server says only the code and harmless words are kept.

mod client;
mod fault;
mod guard;
mod pages;

use super::{
    Answer, FetchError, FetchFault, PlanAnswer, PlanRequest, Progress, Query, Request, Source,
};
use crate::catalog::Partition;
use crate::price_list::{Entry, Offer, TermKind};
use client::Connection;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// How patient to be, and where to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How long one attempt may take, from the connection to the last byte.
    pub timeout: Duration,
    /// How long all requests together may take, from the first on.
    pub total: Duration,
    /// How often a request is tried in all.
    pub attempts: u32,
    /// The longest first wait before another attempt; each further one may be twice as long.
    pub backoff: Duration,
    /// The largest answer taken, in bytes.
    pub largest: u64,
    /// The most pages read of one query, of up to 100 products each.
    pub pages: u32,
    /// Where to ask, instead of AWS. With [`Api::from_chain`] the environment
    /// (`AWS_ENDPOINT_URL_PRICING`, `AWS_ENDPOINT_URL`) and the profile may say it too.
    pub endpoint: Option<String>,
    /// True to go through the proxy the environment names (`HTTPS_PROXY`, `NO_PROXY`).
    pub proxy: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            timeout: Duration::from_secs(30),
            total: super::DEADLINE,
            attempts: 5,
            backoff: Duration::from_secs(1),
            largest: 64 << 20,
            // A large service has some hundred thousand products in a region; nobody asks for all.
            pages: 1000,
            endpoint: None,
            proxy: true,
        }
    }
}

/// An access key. Shown as its presence only.
#[derive(Clone)]
pub struct Keys {
    /// `AWS_ACCESS_KEY_ID`.
    pub id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret: String,
    /// `AWS_SESSION_TOKEN`, of temporary credentials.
    pub token: Option<String>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

/// The Query API as a source of prices.
#[derive(Debug)]
pub struct Api {
    connection: Connection,
}

impl Api {
    /// With these keys, or with none: then every request ends in [`FetchFault::NoCredentials`]. Reads
    /// no file, and of the environment only the proxy.
    ///
    /// # Errors
    /// When the machine gives no timers or sockets to wait on.
    pub fn with_keys(settings: Settings, keys: Option<Keys>) -> Result<Api, FetchError> {
        let connection = Connection::new(settings, client::Credentials::Keys(keys))?;
        Ok(Api { connection })
    }

    /// With the credentials of the standard chain: environment, profiles and their SSO sessions, web
    /// identity, container and instance roles
    /// (<https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>). They are
    /// looked for at the first request.
    ///
    /// # Errors
    /// When the machine gives no timers or sockets to wait on.
    #[cfg(feature = "aws-profiles")]
    pub fn from_chain(settings: Settings) -> Result<Api, FetchError> {
        let connection = Connection::new(settings, client::Credentials::Chain)?;
        Ok(Api { connection })
    }
}

/// The endpoint's region for a region that is priced.
fn endpoint_region(region: &str) -> &'static str {
    match Partition::of_region(region) {
        Partition::China => "cn-northwest-1",
        Partition::Commercial | Partition::GovCloud => "us-east-1",
    }
}

impl Source for Api {
    fn name(&self) -> &'static str {
        "api"
    }

    /// Every query of the request is asked, or, if there is none, everything the region has. Without a
    /// single product the version of the offer stays unknown, and is empty.
    ///
    /// The API has no versions to ask for: when the first products that come state the version at hand,
    /// the rest is not read.
    fn products(
        &mut self,
        request: &Request<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Answer, FetchError> {
        let what = format!("{} of {}", request.service_code, request.region);
        self.read(request, &what, progress)
            .map_err(|fault| FetchError::new(what, fault))
    }

    fn plan_rates(
        &mut self,
        request: &PlanRequest<'_>,
        _: &mut dyn FnMut(Progress<'_>),
    ) -> Result<PlanAnswer, FetchError> {
        Err(FetchError::new(
            format!("{} of {}", request.plan, request.region),
            FetchFault::Unsupported(
                "the Query API has no rates of Savings Plans; read them from the public files: \
                 `--from bulk`"
                    .to_owned(),
            ),
        ))
    }
}

impl Api {
    fn read(
        &mut self,
        request: &Request<'_>,
        what: &str,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Answer, FetchFault> {
        progress(Progress::Started { what, bytes: None });
        let everything = [pages::everything_of(request.region)];
        let queries: &[Query] = match request.queries {
            [] => &everything,
            queries => queries,
        };
        let mut found = Found::default();
        let mut pages = 0;
        for query in queries {
            let done = self.connection.pages(
                endpoint_region(request.region),
                (request.service_code, query),
                progress,
                &mut |page, progress| {
                    let first = found.read == 0;
                    found.take(page, request)?;
                    pages += 1;
                    progress(Progress::Read(pages));
                    let unchanged = first && found.read > 0 && found.only(request.known);
                    Ok(!unchanged)
                },
            )?;
            if !done {
                return Ok(Answer::Unchanged);
            }
        }
        let mut offer = found.offer.unwrap_or_default();
        offer.service_code = request.service_code.to_owned();
        Ok(Answer::Read {
            offer,
            origin: format!("Price List Query API ({})", self.connection.host()),
            etag: None,
            entries: found
                .entries
                .into_values()
                .map(|(_, entry)| entry)
                .collect(),
        })
    }
}

/// What the pages of a request had.
#[derive(Default)]
struct Found {
    /// Products read, wanted or not.
    read: u64,
    /// The oldest offer a product came from. While AWS publishes, products of one answer may be of two
    /// versions; the oldest names the answer, so that it is read again once AWS is done, and of a
    /// product that came twice the newest stays.
    offer: Option<Offer>,
    /// True when a product came from another version.
    mixed: bool,
    /// What was wanted, by SKU, each with its version.
    entries: BTreeMap<String, (String, Entry)>,
}

impl Found {
    fn take(&mut self, page: Vec<(Offer, Entry)>, request: &Request<'_>) -> Result<(), FetchFault> {
        for (offer, mut entry) in page {
            if offer.service_code != request.service_code {
                return Err(FetchFault::Invalid(format!(
                    "product {} is of {}, not of {}",
                    entry.sku, offer.service_code, request.service_code
                )));
            }
            self.read += 1;
            if (request.wanted)(&entry.product) {
                if !request.reserved {
                    entry.terms.retain(|term| term.kind != TermKind::Reserved);
                }
                let newer = |(had, _): &(String, Entry)| offer.version > *had;
                if self.entries.get(&entry.sku).is_none_or(newer) {
                    let of = (offer.version.clone(), entry);
                    self.entries.insert(of.1.sku.clone(), of);
                }
            }
            self.mixed |= (self.offer.as_ref()).is_some_and(|had| had.version != offer.version);
            if (self.offer.as_ref()).is_none_or(|had| offer.version < had.version) {
                self.offer = Some(offer);
            }
        }
        Ok(())
    }

    /// True when everything that came is of this version.
    fn only(&self, known: Option<&super::Known>) -> bool {
        let version = self.offer.as_ref().map(|offer| offer.version.as_str());
        !self.mixed && known.is_some_and(|known| Some(known.version.as_str()) == version)
    }
}
