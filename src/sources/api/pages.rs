//! One query after the other, page by page.

use super::client::Connection;
use super::fault;
use crate::price_list::{Entry, Offer, read_answer};
use crate::sources::{Condition, FetchFault, Progress, Query};
use aws_sdk_pricing::Client;
use aws_sdk_pricing::operation::get_products::GetProductsOutput;
use aws_sdk_pricing::types::{Filter, FilterType};
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::pin;

/// Products on a page, the most the API gives
/// (<https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html#awscostmanagement-pricing_GetProducts-request-MaxResults>).
const PAGE: i32 = 100;

/// What is done with a page: false ends the reading.
pub(super) type Take<'t> =
    dyn FnMut(Vec<(Offer, Entry)>, &mut dyn FnMut(Progress<'_>)) -> Result<bool, FetchFault> + 't;

/// The query that everything of a region meets.
pub(super) fn everything_of(region: &str) -> Query {
    Query(vec![Condition {
        field: "regionCode".to_owned(),
        value: region.to_owned(),
        contains: false,
    }])
}

impl Connection {
    /// Asks for the products of a service that meet a query. True when all pages were read.
    pub(super) fn pages(
        &mut self,
        region: &'static str,
        (service_code, query): (&str, &Query),
        progress: &mut dyn FnMut(Progress<'_>),
        take: &mut Take<'_>,
    ) -> Result<bool, FetchFault> {
        if self.has_no_credentials() {
            return Err(FetchFault::NoCredentials);
        }
        let client = self.client(region)?;
        let filters = filters(query)?;
        let mut seen = BTreeSet::new();
        let mut token = None;
        let most = self.settings.pages;
        for page in 1..=most {
            let answer = self.page(&client, (service_code, &filters), token.take(), progress)?;
            let products = answer.price_list().iter();
            let products: Result<Vec<_>, _> = products.map(|text| read_answer(text)).collect();
            let products = products.map_err(|fault| FetchFault::Invalid(fault.to_string()))?;
            if !take(products, progress)? {
                return Ok(false);
            }
            match answer.next_token.filter(|next| !next.is_empty()) {
                None => return Ok(true),
                Some(next) if !seen.insert(next.clone()) => {
                    return Err(FetchFault::TokenLoop(page));
                }
                Some(next) => token = Some(next),
            }
        }
        Err(FetchFault::Invalid(format!(
            "there are more than {most} pages of products for one query"
        )))
    }

    /// One page, with every attempt it takes.
    fn page(
        &self,
        client: &Client,
        (service_code, filters): (&str, &[Filter]),
        token: Option<String>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<GetProductsOutput, FetchFault> {
        let request = client
            .get_products()
            .service_code(service_code)
            .set_filters(Some(filters.to_vec()))
            .format_version("aws_v1")
            .set_next_token(token)
            .max_results(PAGE);
        self.watch.reset();
        let answer = self.wait(async {
            let mut sent = pin!(request.send());
            // The attempts happen inside; whenever something moved, a new one may have begun.
            poll_fn(|context| {
                let polled = sent.as_mut().poll(context);
                if let Some((attempt, why)) = self.watch.retry() {
                    progress(Progress::Retry { attempt, why: &why });
                }
                polled
            })
            .await
        })?;
        answer.map_err(|error| {
            let timeout = self.settings.timeout;
            fault::of_sdk(&error, service_code, self.watch.attempts(), timeout)
        })
    }
}

/// The conditions as the API wants them, joined by "and".
fn filters(query: &Query) -> Result<Vec<Filter>, FetchFault> {
    let filter = |condition: &Condition| {
        let kind = match condition.contains {
            true => FilterType::Contains,
            false => FilterType::TermMatch,
        };
        Filter::builder()
            .r#type(kind)
            .field(&condition.field)
            .value(&condition.value)
            .build()
            .map_err(|fault| FetchFault::Unsupported(fault.to_string()))
    };
    query.0.iter().map(filter).collect()
}
