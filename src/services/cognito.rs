//! Amazon Cognito user pools: monthly active users.
//!
//! A user who signs in, signs up or refreshes a token in the month counts once, whatever the number
//! of requests. Feature plans have prices of their own since 2024-11-22; pools of accounts from
//! before keep theirs and their larger allowance. Users federated by SAML or OIDC are counted apart.
//! Messages sent (SMS, e-mail) and machine-to-machine tokens are charged by others or elsewhere and
//! not priced here. Source: aws.amazon.com/cognito/pricing. That users of other pools of the
//! organisation count towards tiers and allowance is how the page words it.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Pooling, Selector};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Spread, Unit};

keyword_setting! {
    /// The feature plan of a user pool.
    pub enum FeaturePlan {
        /// Sign-in with passwords and social identities.
        Lite "lite",
        /// Lite, with passwordless sign-in and customised tokens; what new pools start with.
        Essentials "essentials",
        /// Essentials, with threat protection.
        Plus "plus",
        /// A pool from before there were plans, with the allowance of that time.
        Legacy "legacy",
    }
}

settings! {
    /// User pools.
    pub struct Cognito {
        /// `lite`, `essentials`, `plus` or `legacy`.
        plan: FeaturePlan = FeaturePlan::Essentials,
        /// Users active in the month who sign in directly or with a social identity.
        users: PerTraffic<Spread<Count>>,
        /// Users active in the month who are federated by SAML or OIDC; of a legacy pool only.
        federated: Option<PerTraffic<Spread<Count>>> = None,
    }
}

impl Check for Cognito {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.federated.is_some() && self.plan != FeaturePlan::Legacy {
            let message = format!(
                "federated users of the plan `{}` have no sourced price",
                self.plan
            );
            let help = "count them among `users`, or state their cost as `other`".to_owned();
            let place = fields.place("federated");
            reader.fault("invalid-configuration", place, message, Some(help));
        }
    }
}

const fn product() -> Selector {
    Selector::of("AmazonCognito").family("User Pool MAU")
}

const LITE: KeySpec = KeySpec::regional(
    "cognito.lite",
    "Cognito users, Lite",
    Unit::Mau,
    product().usagetype("CognitoLiteMAU"),
)
.pooled_over(Pooling::Account);
const ESSENTIALS: KeySpec = KeySpec::regional(
    "cognito.essentials",
    "Cognito users, Essentials",
    Unit::Mau,
    product()
        .usagetype("CognitoEssentialsMAU")
        .operation("CognitoEssentialsOperation"),
)
.pooled_over(Pooling::Account);
const PLUS: KeySpec = KeySpec::regional(
    "cognito.plus",
    "Cognito users, Plus",
    Unit::Mau,
    product().usagetype("CognitoPlusMAU"),
)
.pooled_over(Pooling::Account);
const LEGACY: KeySpec = KeySpec::regional(
    "cognito.legacy",
    "Cognito users, older pools",
    Unit::Mau,
    product().usagetype("CognitoUserPoolsMAU"),
)
.pooled_over(Pooling::Account);
const FEDERATED: KeySpec = KeySpec::regional(
    "cognito.enterprise",
    "Cognito federated users, older pools",
    Unit::Mau,
    product().usagetype("CognitoEnterpriseMAU"),
)
.pooled_over(Pooling::Account);

impl Service for Cognito {
    const NAME: &'static str = "cognito";
    const TITLE: &'static str = "Cognito";
    const KEYS: &'static [KeySpec] = &[LITE, ESSENTIALS, PLUS, LEGACY, FEDERATED];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let users = match self.plan {
            FeaturePlan::Lite => &LITE,
            FeaturePlan::Essentials => &ESSENTIALS,
            FeaturePlan::Plus => &PLUS,
            FeaturePlan::Legacy => &LEGACY,
        };
        meter.usage(users, context.count(&self.users, "users", "user")?);
        if let Some(federated) = &self.federated {
            meter.usage(&FEDERATED, context.count(federated, "federated", "user")?);
        }
        Ok(())
    }
}
