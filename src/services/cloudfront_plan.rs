//! Amazon CloudFront on a flat-rate plan, sold since 2025-11-18 in place of paying as you go.
//!
//! A plan is a price per distribution and month, whatever is used: no charge follows what exceeds
//! its allowance, but AWS may deliver more slowly or ask for a larger plan. So usage here is judged,
//! not charged: an assumption says whether it is within the plan, a warning when it is not. What WAF
//! blocks does not count as usage. The plan brings WAF, DNS and functions with it, and no
//! Lambda@Edge; accounts on AWS's free plan can't subscribe. The larger sizes of the plan `premium`,
//! sold since 2026-05-12, are not priced here. Prices and allowances are third parties' readings of
//! aws.amazon.com/cloudfront/pricing and of the CloudFront Developer Guide, "flat-rate pricing plans".

use super::data_transfer::through_cdn;
use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Pooling, Selector};
use crate::formula::count;
use crate::syntax::{Check, PerTraffic, keyword_setting, settings};
use crate::units::{Spread, Unit, number::grouped};
use crate::warning::WarningCode;
use crate::workload::{Rate, Volume};
use rust_decimal::{Decimal, RoundingStrategy};

keyword_setting! {
    /// A flat-rate plan, smallest first.
    pub enum Plan {
        /// Without a charge.
        Free "free",
        /// For small sites.
        Pro "pro",
        /// For business applications.
        Business "business",
        /// For large sites.
        Premium "premium",
    }
}

settings! {
    /// A CloudFront distribution on a flat-rate plan.
    pub struct CloudFrontPlan {
        /// `free`, `pro`, `business` or `premium`.
        plan: Plan,
        /// Requests of viewers, which the plan limits.
        requests: PerTraffic<Rate>,
        /// Data sent to viewers, which the plan limits; the share of the responses that
        /// `request.cdn_share` states unless given.
        out: Option<PerTraffic<Volume>> = None,
    }
}

impl Check for CloudFrontPlan {}

/// What a plan includes in a month.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    plan: Plan,
    requests: u32,
    /// Binary, like all gigabytes on the bill; whether AWS counts them so here is not documented.
    gigabytes: u32,
}

/// Read on 2026-09-05 by a third party (github.com/api-evangelist/cloudfront,
/// plans/cloudfront-plans-pricing.yml), as by two others since 2025-11-30.
const ALLOWANCES: [Allowance; 4] = [
    allowance(Plan::Free, 1_000_000, 100),
    allowance(Plan::Pro, 10_000_000, 50 * 1_024),
    allowance(Plan::Business, 125_000_000, 50 * 1_024),
    allowance(Plan::Premium, 500_000_000, 50 * 1_024),
];

const fn allowance(plan: Plan, requests: u32, gigabytes: u32) -> Allowance {
    Allowance {
        plan,
        requests,
        gigabytes,
    }
}

const fn key(pattern: &'static str, title: &'static str) -> KeySpec {
    // Products of the offer are not published in a form anyone has quoted.
    let product = Selector::of("CloudFrontPlans").global();
    KeySpec::regional(pattern, title, Unit::Month, product).pooled_over(Pooling::Account)
}

const PRO: KeySpec = key("cloudfront.plan.pro", "CloudFront plan, Pro");
const BUSINESS: KeySpec = key("cloudfront.plan.business", "CloudFront plan, Business");
const PREMIUM: KeySpec = key("cloudfront.plan.premium", "CloudFront plan, Premium");

impl Service for CloudFrontPlan {
    const NAME: &'static str = "cloudfront_plan";
    const TITLE: &'static str = "CloudFront plan";
    const KEYS: &'static [KeySpec] = &[PRO, BUSINESS, PREMIUM];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let price = match self.plan {
            Plan::Free => None,
            Plan::Pro => Some(&PRO),
            Plan::Business => Some(&BUSINESS),
            Plan::Premium => Some(&PREMIUM),
        };
        if let Some(key) = price {
            meter.usage(key, count(1, "distribution"));
        }
        let requests = context.events(context.at(&self.requests, "requests")?, "request");
        let gigabytes = match &self.out {
            Some(volume) => context.gigabytes(context.at(volume, "out")?),
            None => through_cdn(context)?.ok_or_else(|| MeterError {
                field: None,
                message: "what the distribution sends to viewers is not given".to_owned(),
                help: "state `out`, such as `out: 5 KB per request`, or `request.cdn_share`"
                    .to_owned(),
            })?,
        };
        let used = Used {
            requests: context.value(&requests, "requests")?,
            gigabytes: context.value(&gigabytes, "out")?,
        };
        self.judge(&used, context, meter);
        Ok(())
    }
}

/// What a distribution uses in a month.
struct Used {
    requests: Spread<Decimal>,
    gigabytes: Spread<Decimal>,
}

/// How usage stands to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Within,
    MayExceed,
    Exceeds,
}

impl Verdict {
    /// The expected value decides; one end of a range above the limit is a possibility.
    fn of(used: &Spread<Decimal>, limit: u32) -> Verdict {
        let limit = Decimal::from(limit);
        match (used.expected > limit, used.high > limit) {
            (true, _) => Verdict::Exceeds,
            (false, true) => Verdict::MayExceed,
            (false, false) => Verdict::Within,
        }
    }
}

impl Allowance {
    fn judge(&self, used: &Used) -> (Verdict, Verdict) {
        (
            Verdict::of(&used.requests, self.requests),
            Verdict::of(&used.gigabytes, self.gigabytes),
        )
    }

    fn holds(&self, used: &Used) -> bool {
        self.judge(used) == (Verdict::Within, Verdict::Within)
    }
}

impl CloudFrontPlan {
    /// Says whether usage is within the plan.
    fn judge(&self, used: &Used, context: &Context<'_>, meter: &mut Meter) {
        let Some(allowance) = ALLOWANCES.iter().find(|one| one.plan == self.plan) else {
            return;
        };
        let (requests, gigabytes) = allowance.judge(used);
        let verdict = requests.max(gigabytes);
        let (name, level, plan) = (context.name, &context.workload.level, self.plan);
        let is = match verdict {
            Verdict::Within => "is within",
            Verdict::MayExceed => "may exceed",
            Verdict::Exceeds => "exceeds",
        };
        let sentence = format!(
            "`{name}`: usage at `{level}` {is} the plan `{plan}`, which includes {} requests and \
             {} GB a month and charges nothing beyond.",
            grouped(allowance.requests.into()),
            grouped(allowance.gigabytes.into()),
        );
        match plan {
            Plan::Free => meter.free(sentence),
            Plan::Pro | Plan::Business | Plan::Premium => meter.assume(sentence),
        }
        if verdict == Verdict::Within {
            return;
        }
        let above = [
            (requests, &used.requests, 0, allowance.requests, "requests"),
            (gigabytes, &used.gigabytes, 2, allowance.gigabytes, "GB"),
        ];
        let above = above
            .into_iter()
            .filter(|(verdict, ..)| *verdict != Verdict::Within)
            .map(|(_, used, digits, limit, unit)| {
                let limit = grouped(limit.into());
                format!("{} {unit} of {limit} included", shown(used, digits))
            });
        let above = above.collect::<Vec<_>>().join(" and ");
        let larger = ALLOWANCES.iter().find(|larger| larger.holds(used));
        let larger = larger.map_or_else(String::new, |larger| {
            format!("; the plan `{}` includes as much", larger.plan)
        });
        let verb = match verdict {
            Verdict::MayExceed => "may exceed",
            Verdict::Within | Verdict::Exceeds => "exceeds",
        };
        let message = format!(
            "`{name}` {verb} the plan `{plan}` at `{level}`: {above}. AWS charges no more, but may \
             deliver more slowly or ask for a larger plan{larger}"
        );
        meter.warn(WarningCode::PlanExceeded, message);
    }
}

/// Rounded up, so that what is above a limit is not shown as the limit.
fn shown(used: &Spread<Decimal>, digits: u32) -> String {
    let up = RoundingStrategy::AwayFromZero;
    used.map(|value| value.round_dp_with_strategy(digits, up))
        .to_string()
}
