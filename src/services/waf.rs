//! AWS WAF: web ACLs, their rules, and the requests they inspect.
//!
//! A web ACL and each rule in it cost so much a month, counted by the hour, so an average over the
//! month may be a fraction. A managed rule group is one rule; a group of one's own is one rule, and
//! so is each rule in it. Requests are at the price of ACLs of up to 1,500 capacity units; AWS
//! charges more for larger ones, and for Bot Control, CAPTCHA and bodies above the standard size,
//! which are not priced here. Prices are of ACLs of a region; one in front of CloudFront has
//! products of its own. Sources: aws.amazon.com/waf/pricing; usage types from public bills.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::syntax::{Check, PerTraffic, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::Rate;
use rust_decimal::Decimal;

settings! {
    /// A web application firewall.
    pub struct Waf {
        /// Web ACLs.
        acls: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// Rules of all web ACLs together; a managed rule group counts as one.
        rules: PerTraffic<Spread<Count>>,
        /// Requests inspected; every request once unless given.
        requests: PerTraffic<Rate> = PerTraffic::Same(Rate::EVERY_REQUEST()),
    }
}

impl Check for Waf {}

/// WAF Classic has the same usage types without `V2`.
const fn product(usagetype: &'static str) -> Selector {
    Selector::of("awswaf")
        .family("Web Application Firewall")
        .usagetype(usagetype)
}

const ACL: KeySpec = KeySpec::regional(
    "waf.acl",
    "WAF web ACLs",
    Unit::AclMonth,
    product("WebACLV2"),
);
const RULE: KeySpec =
    KeySpec::regional("waf.rule", "WAF rules", Unit::RuleMonth, product("RuleV2"));
/// Bills show tier 0 and tier 1 at this price; larger web ACLs have tiers 2 and up.
const REQUESTS: KeySpec = KeySpec::regional(
    "waf.requests",
    "WAF requests",
    Unit::Request,
    product("RequestV2-Tier1"),
);

impl Service for Waf {
    const NAME: &'static str = "waf";
    const TITLE: &'static str = "WAF";
    const KEYS: &'static [KeySpec] = &[ACL, RULE, REQUESTS];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let name = context.name;
        meter.assume(format!(
            "`{name}`: web ACLs take up to 1,500 capacity units; larger ones cost more per request."
        ));
        meter.usage(&ACL, context.count(&self.acls, "acls", "web ACL")?);
        meter.usage(&RULE, context.count(&self.rules, "rules", "rule")?);
        let requests = context.at(&self.requests, "requests")?;
        meter.usage(&REQUESTS, context.events(requests, "request"));
        Ok(())
    }
}
