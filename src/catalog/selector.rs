//! Which product of the AWS Price List a price key stands for.

use super::key::Variables;
use super::region::Partition;
use std::collections::BTreeMap;

/// What a product of the Price List must look like. It has to match exactly one product of a
/// region; none or several is an error, never a guess.
///
/// Usage types carry a region prefix in every region but us-east-1, and there the newer ones do
/// too, so the prefix is optional and the region comes from the region attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selector {
    /// `ServiceCode` of the Query API, `offerCode` of the bulk files.
    pub service_code: &'static str,
    /// `productFamily`, where it is known.
    pub family: Option<&'static str>,
    /// `usagetype` without region prefix.
    pub usagetype: Option<&'static str>,
    /// Other usage types under which the same product is found in some regions or years.
    pub other_usagetypes: &'static [&'static str],
    /// `operation`, where it tells products apart.
    pub operation: Option<&'static str>,
    /// Attributes and their values.
    pub attributes: &'static [(&'static str, &'static str)],
    /// Attributes that must not be there: x86 Fargate is told from Arm by having no
    /// `cpuArchitecture`.
    pub absent: &'static [&'static str],
    /// True for products priced by edge location or worldwide, which carry no region.
    pub global: bool,
    /// True where the Price List is known to have the product more than once, at one price: under its
    /// usage type with and without a region prefix, for example. Of twins that differ none is taken.
    pub twins: bool,
}

/// A product as the Price List describes it, without its prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// `offerCode` or `serviceCode`.
    pub service_code: String,
    /// `productFamily`; absent in some entries.
    pub family: Option<String>,
    /// Every attribute, `usagetype` and `operation` among them.
    pub attributes: BTreeMap<String, String>,
}

impl Selector {
    /// A product of a service, told apart by what is added next.
    #[must_use]
    pub const fn of(service_code: &'static str) -> Selector {
        Selector {
            service_code,
            family: None,
            usagetype: None,
            other_usagetypes: &[],
            operation: None,
            attributes: &[],
            absent: &[],
            global: false,
            twins: false,
        }
    }

    /// With this product family.
    #[must_use]
    pub const fn family(mut self, family: &'static str) -> Selector {
        self.family = Some(family);
        self
    }

    /// With this usage type, region prefix left out.
    #[must_use]
    pub const fn usagetype(mut self, usagetype: &'static str) -> Selector {
        self.usagetype = Some(usagetype);
        self
    }

    /// Or with one of these usage types, which no region has beside the first at another price.
    #[must_use]
    pub const fn or_usagetypes(mut self, others: &'static [&'static str]) -> Selector {
        self.other_usagetypes = others;
        self
    }

    /// Every usage type of the product.
    pub(crate) fn usagetypes(&self) -> impl Iterator<Item = &'static str> {
        let others = self.other_usagetypes.iter().copied();
        self.usagetype.into_iter().chain(others)
    }

    /// What every usage type of the product contains, where one of them is part of all others.
    pub(crate) fn shared_usagetype(&self) -> Option<&'static str> {
        let shared = |part: &&str| self.usagetypes().all(|usagetype| usagetype.contains(*part));
        self.usagetypes().find(shared)
    }

    /// With this operation.
    #[must_use]
    pub const fn operation(mut self, operation: &'static str) -> Selector {
        self.operation = Some(operation);
        self
    }

    /// With these attributes; `{variable}` stands for a part of the key in AWS's spelling.
    #[must_use]
    pub const fn with(mut self, attributes: &'static [(&'static str, &'static str)]) -> Selector {
        self.attributes = attributes;
        self
    }

    /// Without these attributes.
    #[must_use]
    pub const fn without(mut self, absent: &'static [&'static str]) -> Selector {
        self.absent = absent;
        self
    }

    /// Priced worldwide or by edge location.
    #[must_use]
    pub const fn global(mut self) -> Selector {
        self.global = true;
        self
    }

    /// True when the conditions tell a product from its neighbours: a service alone, or a service and
    /// a family, would take whatever comes first.
    #[must_use]
    pub fn is_selective(&self) -> bool {
        self.usagetype.is_some() || !self.attributes.is_empty()
    }

    /// The instance class of a family of keys, as a template: `db.{family}.{size}`.
    #[must_use]
    pub fn class_template(&self) -> Option<&'static str> {
        let of_attribute = self
            .attributes
            .iter()
            .find(|(name, _)| *name == "instanceType");
        let of_usage = || {
            let (_, class) = self.usagetype?.split_once(':')?;
            class.ends_with("{family}.{size}").then_some(class)
        };
        of_attribute.map(|(_, class)| *class).or_else(of_usage)
    }

    /// The attribute that names the region by its code: data transfer has two regions, and is priced
    /// where it comes from. `None` for what is sold worldwide.
    #[must_use]
    pub fn region_field(&self) -> Option<&'static str> {
        match (self.global, self.service_code) {
            (true, _) => None,
            (false, "AWSDataTransfer") => Some("fromRegionCode"),
            (false, _) => Some("regionCode"),
        }
    }

    /// True for a Savings Plan, whose rates stand in files of their own.
    #[must_use]
    pub fn is_plan(&self) -> bool {
        self.service_code.ends_with("SavingsPlans")
    }

    /// Known to be listed more than once, at one price.
    #[must_use]
    pub const fn twins(mut self) -> Selector {
        self.twins = true;
        self
    }

    /// The command of the AWS CLI that asks the Price List API for the product.
    #[must_use]
    pub fn fetch_command(&self, region: &str, key: &Variables) -> String {
        if self.is_plan() {
            let plan = self.service_code.trim_end_matches("SavingsPlans");
            return format!(
                "aws savingsplans describe-savings-plans-offering-rates --savings-plan-types {plan} \
                 --service-codes {} --filters name=region,values={region}",
                self.operation.unwrap_or_default(),
            );
        }
        // The API answers from three regions for all of them; China has its own, for its own accounts.
        let api = match Partition::of_region(region) {
            Partition::China => "cn-northwest-1",
            Partition::Commercial | Partition::GovCloud => "us-east-1",
        };
        let mut command = format!(
            "aws pricing get-products --region {api} --service-code {}",
            self.service_code
        );
        let mut option = " --filters"; // which takes at least one
        let mut filter = |kind: &str, field: &str, value: &str| {
            command.push_str(std::mem::take(&mut option));
            let value = key.fill(value);
            let quote = if value.contains(' ') { "'" } else { "" };
            command.push_str(&format!(
                " {quote}Type={kind},Field={field},Value={value}{quote}"
            ));
        };
        if let Some(field) = self.region_field() {
            filter("TERM_MATCH", field, region);
        }
        if let Some(family) = self.family {
            filter("TERM_MATCH", "productFamily", family);
        }
        if let Some(usagetype) = self.shared_usagetype() {
            // Usage types carry the prefix of the region in front.
            filter("CONTAINS", "usagetype", usagetype);
        }
        if let Some(operation) = self.operation {
            filter("TERM_MATCH", "operation", operation);
        }
        for (name, value) in self.attributes {
            filter("TERM_MATCH", name, value);
        }
        command
    }

    /// True when the product is the one of this key in this region.
    #[must_use]
    pub fn matches(&self, product: &Product, region: RegionName<'_>, key: &Variables) -> bool {
        let attribute = |name: &str| product.attributes.get(name).map(String::as_str);
        let usagetype = attribute("usagetype").unwrap_or_default();
        // Entries of before 2019 have no codes of regions.
        let place = |names: [&str; 2]| names.into_iter().find_map(attribute);
        let in_region = match place(["regionCode", "fromRegionCode"]) {
            Some(code) => code == region.code,
            None => place(["location", "fromLocation"]) == Some(region.location),
        };
        product.service_code == self.service_code
            && (self.global || in_region)
            && self
                .family
                .is_none_or(|family| product.family.as_deref() == Some(family))
            && (self.usagetype.is_none()
                || self
                    .usagetypes()
                    .any(|ours| self.has_usagetype(usagetype, &key.fill(ours), region.code)))
            && self
                .operation
                .is_none_or(|ours| attribute("operation") == Some(ours))
            && self.absent.iter().all(|name| attribute(name).is_none())
            && self
                .attributes
                .iter()
                .all(|(name, value)| attribute(name) == Some(key.fill(value).as_str()))
    }

    /// What is sold worldwide has no prefix of a region; a usage type that has one is another
    /// product: `DNS-Queries` are queries of zones, `USE1-DNS-Queries` those of a resolver.
    fn has_usagetype(&self, theirs: &str, ours: &str, region: &str) -> bool {
        match self.global {
            true => theirs == ours,
            false => same_usagetype(theirs, ours, region),
        }
    }

    /// The conditions as name and value, for display.
    #[must_use]
    pub fn conditions(&self, key: &Variables) -> Vec<(&'static str, String)> {
        let mut conditions = vec![("serviceCode", self.service_code.to_owned())];
        let mut add = |name, value: Option<&str>| {
            if let Some(value) = value {
                conditions.push((name, key.fill(value)));
            }
        };
        add("productFamily", self.family);
        let usagetypes: Vec<&str> = self.usagetypes().collect();
        let usagetypes = (!usagetypes.is_empty()).then(|| usagetypes.join(" or "));
        add("usagetype", usagetypes.as_deref());
        add("operation", self.operation);
        for (name, value) in self.attributes {
            add(name, Some(value));
        }
        for name in self.absent {
            conditions.push((name, "(absent)".to_owned()));
        }
        conditions
    }
}

/// A region in both spellings of the Price List.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegionName<'a> {
    /// `us-east-1`.
    pub code: &'a str,
    /// `US East (N. Virginia)`.
    pub location: &'a str,
}

/// Usage types are the same when they agree apart from a region prefix: `EU-` for Ireland, two to
/// four letters and a digit (`USE1-`, `APS3-`) for the others, and the whole name of the region in
/// KMS. `TS-` and `Outposts-` are not regions but other products.
fn same_usagetype(theirs: &str, ours: &str, region: &str) -> bool {
    let Some(prefix) = theirs.strip_suffix(ours) else {
        return false;
    };
    let Some(prefix) = prefix.strip_suffix('-') else {
        return prefix.is_empty();
    };
    let letters = prefix.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = prefix.len() == letters.len() + 1
        && (2..=4).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_uppercase());
    prefix == "EU" || prefix == region || numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_without_conditions_has_no_filters() {
        let command =
            |selector: Selector| selector.fetch_command("eu-west-1", &Variables::default());
        assert_eq!(
            command(Selector::of("CloudFrontPlans").global()),
            "aws pricing get-products --region us-east-1 --service-code CloudFrontPlans"
        );
        assert_eq!(
            command(Selector::of("AWSELB").usagetype("LCUUsage")),
            "aws pricing get-products --region us-east-1 --service-code AWSELB --filters \
             Type=TERM_MATCH,Field=regionCode,Value=eu-west-1 \
             Type=CONTAINS,Field=usagetype,Value=LCUUsage"
        );
    }

    #[test]
    fn usage_types_agree_with_or_without_a_region_prefix() {
        let same = |theirs| same_usagetype(theirs, "LCUUsage", "eu-west-2");
        assert!(same("LCUUsage"));
        assert!(same("EUW2-LCUUsage"));
        assert!(same("EU-LCUUsage"));
        assert!(same("eu-west-2-LCUUsage"));
        assert!(!same("us-east-1-LCUUsage"));
        assert!(!same("Global-LCUUsage"));
        assert!(!same("ReservedLCUUsage"));
        assert!(!same("Outposts-LCUUsage"));
        assert!(!same("TS-LCUUsage"));
        assert!(!same("EUW2-TS-LCUUsage"));
    }
}
