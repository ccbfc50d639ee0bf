//! What each AWS service meters: settings → usage. No money, no input or output.
//!
//! A service states *how much* of *which price key* a component uses, as a formula. Only rating
//! knows prices, because AWS adds usage up over the account before it applies tiers and free
//! allowances.
//!
//! # Adding a service
//! 1. Write `src/services/<name>.rs`: a `settings!` struct, its [`KeySpec`]s, and [`Service`].
//!    Cite the AWS page a rule comes from.
//! 2. Below, add `pub mod <name>;` and one row to `registry!`. The row brings the service into
//!    the scenario reader, the JSON Schema, `prices list` and the README's table.
//! 3. Add its prices to `pricing-data/`, each with SKU or source and date.
//! 4. Add cases with hand-worked or published figures to the tests. `tests/registry.rs` fails
//!    until every key has a price.

pub mod alb;
pub mod api_gateway;
pub mod aurora;
mod burstable;
mod chunks;
pub mod cloudfront;
pub mod cloudfront_plan;
pub mod cloudwatch;
pub mod cognito;
mod component;
pub mod data_transfer;
pub mod dynamodb;
pub mod ebs;
pub mod ec2;
pub mod ecr;
pub mod efs;
pub(crate) mod egress;
pub mod eks;
pub mod eks_fargate;
pub mod elasticache;
pub mod elasticache_serverless;
pub mod eventbridge;
mod extended_support;
pub mod fargate;
pub mod kms;
pub mod lambda;
mod meter;
pub mod nat_gateway;
pub mod nlb;
pub mod other;
pub mod parameter_store;
pub mod public_ipv4;
mod question;
pub mod rds;
pub mod rds_proxy;
pub mod route53;
pub mod s3;
pub mod secrets_manager;
pub mod sns;
pub mod sqs;
pub mod step_functions;
pub mod vpc_endpoint;
pub mod waf;
pub mod xray;

pub use component::Component;
pub use egress::Subnets;
pub use meter::{Capacity, Context, Inclusion, Meter, MeterError, Metered, Usage};
pub use question::OpenQuestion;

use crate::catalog::KeySpec;
use crate::syntax::{Node, Reader, Setting, Span};
use rust_decimal::Decimal;
use serde_json::Value;

/// An AWS service that can be a component of an architecture.
pub trait Service: Setting {
    /// Its name in scenarios.
    const NAME: &'static str;
    /// Its name for readers.
    const TITLE: &'static str;
    /// Everything it may be charged for.
    const KEYS: &'static [KeySpec];

    /// States the usage of one component at one traffic level.
    ///
    /// # Errors
    /// [`MeterError`] naming the setting that is missing or does not fit.
    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError>;

    /// Part of the invocations, as expected, that waits for a new execution environment; `None` where
    /// there are no environments to start.
    ///
    /// # Errors
    /// [`MeterError`] naming the setting it can't be told without.
    fn cold_starts(&self, _context: &Context<'_>) -> Result<Option<Decimal>, MeterError> {
        Ok(None)
    }
}

/// A service as the registry knows it.
#[derive(Debug, Clone, Copy)]
pub struct Registration {
    /// Its name in scenarios.
    pub name: &'static str,
    /// Its name for readers.
    pub title: &'static str,
    /// Everything it may be charged for.
    pub keys: &'static [KeySpec],
    /// The JSON Schema of its settings.
    pub schema: fn() -> Value,
}

macro_rules! registry {
    ($($variant:ident $module:ident,)*) => {
        /// The settings of a component of any service.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Settings {
            $(#[doc = concat!("See [`", stringify!($module), "`].")]
            $variant(Box<$module::$variant>),)*
        }

        /// Every service, by name.
        pub const REGISTRY: &[Registration] = &[$(Registration {
            name: <$module::$variant as Service>::NAME,
            title: <$module::$variant as Service>::TITLE,
            keys: <$module::$variant as Service>::KEYS,
            schema: <$module::$variant as Setting>::schema,
        },)*];

        impl Settings {
            /// Reads the settings of the named service; `None` after noting faults, or when there
            /// is no such service.
            fn read(name: &str, node: &Node, span: Span, reader: &mut Reader) -> Option<Settings> {
                match name {
                    $(<$module::$variant as Service>::NAME =>
                        $module::$variant::read_at(node, span, reader)
                            .map(|settings| Settings::$variant(Box::new(settings))),)*
                    _ => None,
                }
            }

            /// Writes the settings back.
            pub(crate) fn write(&self) -> Node {
                match self { $(Settings::$variant(settings) => settings.write(),)* }
            }

            /// The service these settings are of.
            #[must_use]
            pub fn service(&self) -> &'static str {
                match self { $(Settings::$variant(_) => <$module::$variant as Service>::NAME,)* }
            }

            /// States the usage of one component at one traffic level.
            ///
            /// # Errors
            /// [`MeterError`] naming the setting that is missing or does not fit.
            pub fn meter(
                &self,
                context: &Context<'_>,
                meter: &mut Meter,
            ) -> Result<(), MeterError> {
                match self { $(Settings::$variant(settings) => settings.meter(context, meter),)* }
            }

            /// Part of the invocations, as expected, that waits for a new execution environment;
            /// `None` where there are no environments to start.
            ///
            /// # Errors
            /// [`MeterError`] naming the setting it can't be told without.
            pub fn cold_starts(
                &self,
                context: &Context<'_>,
            ) -> Result<Option<Decimal>, MeterError> {
                match self { $(Settings::$variant(settings) => settings.cold_starts(context),)* }
            }
        }
    };
}

registry! {
    Alb alb,
    ApiGateway api_gateway,
    Aurora aurora,
    CloudFront cloudfront,
    CloudFrontPlan cloudfront_plan,
    CloudWatch cloudwatch,
    Cognito cognito,
    DataTransfer data_transfer,
    DynamoDb dynamodb,
    Ebs ebs,
    Ec2 ec2,
    Ecr ecr,
    Efs efs,
    Eks eks,
    EksFargate eks_fargate,
    ElastiCache elasticache,
    ElastiCacheServerless elasticache_serverless,
    EventBridge eventbridge,
    Fargate fargate,
    Kms kms,
    Lambda lambda,
    NatGateway nat_gateway,
    Nlb nlb,
    Other other,
    ParameterStore parameter_store,
    PublicIpv4 public_ipv4,
    Rds rds,
    RdsProxy rds_proxy,
    Route53 route53,
    S3 s3,
    SecretsManager secrets_manager,
    Sns sns,
    Sqs sqs,
    StepFunctions step_functions,
    VpcEndpoint vpc_endpoint,
    Waf waf,
    XRay xray,
}

/// The service with this name.
#[must_use]
pub fn service(name: &str) -> Option<&'static Registration> {
    REGISTRY.iter().find(|service| service.name == name)
}

/// The service a price key belongs to. The public address of a load balancer belongs to Public IPv4,
/// as on the bill.
#[must_use]
pub fn service_of(spec: &KeySpec) -> Option<&'static Registration> {
    REGISTRY.iter().find(|service| service.keys.contains(spec))
}

/// Price keys that belong together.
#[derive(Debug, Clone, Copy)]
pub struct KeyGroup {
    /// The name in scenarios.
    pub name: &'static str,
    /// The name for readers.
    pub title: &'static str,
    /// The keys.
    pub keys: &'static [KeySpec],
}

/// The keys of every service, and those of commitments.
pub fn key_groups() -> impl Iterator<Item = KeyGroup> {
    let services = REGISTRY.iter().map(|service| KeyGroup {
        name: service.name,
        title: service.title,
        keys: service.keys,
    });
    services.chain([KeyGroup {
        name: "purchase",
        title: "Savings Plans and reservations",
        keys: crate::purchase::KEYS,
    }])
}

/// Every price key, those of commitments included.
pub fn keys() -> impl Iterator<Item = &'static KeySpec> {
    key_groups().flat_map(|group| group.keys)
}

/// What is known of a price key, whichever service it belongs to.
#[must_use]
pub fn key_spec(key: &str) -> Option<&'static KeySpec> {
    keys().find(|spec| spec.variables(key).is_some())
}
