//! The SDK's client, set up with limits.

use super::guard::{Guard, Watch};
use super::{Keys, Settings};
use crate::sources::{FetchError, FetchFault};
use aws_sdk_pricing::Client;
use aws_sdk_pricing::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_pricing::config::timeout::TimeoutConfig;
use aws_sdk_pricing::config::{
    BehaviorVersion, Builder, IdentityCache, Region, SharedHttpClient,
    StalledStreamProtectionConfig,
};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Builder as HttpBuilder, Connector};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// The longest wait between two attempts.
const LONGEST_BACKOFF: Duration = Duration::from_secs(20);
/// How long credentials are looked for, at most: instance metadata that can't be reached must not hold
/// anybody up.
const LOOKING_FOR_CREDENTIALS: Duration = Duration::from_secs(10);

/// Who asks.
#[derive(Debug, Clone)]
pub(super) enum Credentials {
    /// Keys at hand, or nobody.
    Keys(Option<Keys>),
    /// Whoever the standard chain finds.
    #[cfg(feature = "aws-profiles")]
    Chain,
}

/// A client for each endpoint, and the runtime they wait on.
pub(super) struct Connection {
    pub(super) settings: Settings,
    pub(super) watch: Arc<Watch>,
    credentials: Credentials,
    clients: BTreeMap<&'static str, Client>,
    /// There until this is dropped.
    runtime: Option<Runtime>,
    /// When something was first waited for.
    began: OnceCell<Instant>,
}

impl fmt::Debug for Connection {
    /// Without the clients, which show the key's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Connection").field(&self.settings).finish()
    }
}

impl Connection {
    pub(super) fn new(
        settings: Settings,
        credentials: Credentials,
    ) -> Result<Connection, FetchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|fault| {
                let why = FetchFault::Unsupported(format!("no network here: {}", fault.kind()));
                FetchError::new("the Query API", why)
            })?;
        Ok(Connection {
            watch: Arc::new(Watch::default()),
            settings,
            credentials,
            clients: BTreeMap::new(),
            runtime: Some(runtime),
            began: OnceCell::new(),
        })
    }

    /// True when there is nobody to ask as.
    pub(super) fn has_no_credentials(&self) -> bool {
        matches!(self.credentials, Credentials::Keys(None))
    }

    /// The server that was asked last.
    pub(super) fn host(&self) -> String {
        self.watch.host()
    }

    /// Waits for something, as long as there is time left for everything.
    pub(super) fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, FetchFault> {
        let total = self.settings.total;
        let left = total.saturating_sub(self.began.get_or_init(Instant::now).elapsed());
        match &self.runtime {
            Some(runtime) => runtime
                .block_on(async { tokio::time::timeout(left, future).await })
                .map_err(|_| FetchFault::deadline(total)),
            None => Err(FetchFault::Unsupported(
                "the connection is closed".to_owned(),
            )),
        }
    }

    /// The client that asks the endpoint of a region.
    pub(super) fn client(&mut self, region: &'static str) -> Result<Client, FetchFault> {
        if let Some(client) = self.clients.get(region) {
            return Ok(client.clone());
        }
        let config = self.wait(self.config(region))?;
        let client = Client::from_conf(config.build());
        self.clients.insert(region, client.clone());
        Ok(client)
    }

    async fn config(&self, region: &'static str) -> Builder {
        let transport = transport(self.settings.proxy);
        let mut config = match &self.credentials {
            Credentials::Keys(keys) => {
                let mut config = Builder::new().behavior_version(BehaviorVersion::latest());
                if let Some(keys) = keys {
                    config =
                        config.credentials_provider(aws_sdk_pricing::config::Credentials::new(
                            &keys.id,
                            &keys.secret,
                            keys.token.clone(),
                            None,
                            "given",
                        ));
                }
                config
            }
            #[cfg(feature = "aws-profiles")]
            Credentials::Chain => {
                let loaded = aws_config::defaults(BehaviorVersion::latest())
                    .region(Region::new(region))
                    .http_client(transport.clone())
                    .load()
                    .await;
                Builder::from(&loaded)
            }
        };
        let Settings {
            timeout,
            attempts,
            backoff,
            largest,
            endpoint,
            ..
        } = &self.settings;
        let attempts = (*attempts).max(1);
        // Attempts and the waits between them all in one, so that nothing waits for ever.
        let whole = timeout
            .saturating_add(LONGEST_BACKOFF)
            .saturating_mul(attempts);
        if let Some(endpoint) = endpoint {
            config = config.endpoint_url(endpoint);
        }
        let guard = Guard::new(transport, Arc::clone(&self.watch), *largest, *timeout);
        config
            .region(Region::new(region))
            .http_client(guard)
            .identity_cache(
                IdentityCache::lazy()
                    .load_timeout((*timeout / 2).min(LOOKING_FOR_CREDENTIALS))
                    .build(),
            )
            .retry_config(
                RetryConfig::standard()
                    .with_max_attempts(attempts)
                    .with_initial_backoff(*backoff)
                    .with_max_backoff(LONGEST_BACKOFF),
            )
            // The SDK limits retries over all clients of a process; here each has a limit of its own.
            .retry_partition(
                RetryPartition::custom("breakeven")
                    .token_bucket(TokenBucket::default())
                    .build(),
            )
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(*timeout)
                    .read_timeout(*timeout)
                    .operation_attempt_timeout(*timeout)
                    .operation_timeout(whole)
                    .build(),
            )
            // Bodies are read whole, within the time of the attempt.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
    }
}

impl Drop for Connection {
    /// Does not wait for the name server: a look-up under way can't be called off.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Connections with TLS by rustls and ring, verified against the certificates of the system, through
/// the proxy of the environment.
fn transport(proxy: bool) -> SharedHttpClient {
    HttpBuilder::new().build_with_connector_fn(move |settings, components| {
        let mut builder = Connector::builder();
        builder.set_connector_settings(settings.cloned());
        builder.set_sleep_impl(components.and_then(|parts| parts.sleep_impl()));
        builder.set_proxy_config(Some(match proxy {
            true => ProxyConfig::from_env(),
            false => ProxyConfig::disabled(),
        }));
        builder
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build()
    })
}
