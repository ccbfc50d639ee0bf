//! Which key of a family a product is: the variables of a selector, read back from a product.

use super::key::{KeySpec, PriceKey, Variables, our_spelling};
use super::selector::{Product, RegionName};

impl KeySpec {
    /// The key of this pattern a product of the Price List stands for, if it is one.
    ///
    /// `None` too for a family whose selector does not name all its variables: such keys can't be
    /// told from the product alone.
    #[must_use]
    pub fn key_of(&self, product: &Product, region: RegionName<'_>) -> Option<PriceKey> {
        let selector = &self.selector;
        if product.service_code != selector.service_code || !selector.is_selective() {
            return None;
        }
        let family = selector.family;
        if family.is_some() && product.family.as_deref() != family {
            return None;
        }
        let mut found: Vec<(&'static str, String)> = Vec::new();
        if let Some(template) = selector.usagetype {
            let whole = product.attributes.get("usagetype")?;
            if template.contains('{') {
                // A region prefix ends at the first dash; `matches` decides whether it is one.
                let bare = whole.split_once('-').map_or("", |(_, bare)| bare);
                let read = [whole.as_str(), bare].into_iter().find_map(|text| {
                    let values = read_back(template, text)?;
                    agrees(template, text, &values).then_some(values)
                });
                found.extend(read?);
            }
        }
        for (name, template) in selector.attributes {
            if template.contains('{') {
                found.extend(read_back(template, product.attributes.get(*name)?)?);
            }
        }
        let variables = self.variables_from(&found)?;
        if !selector.matches(product, region, &variables) {
            return None;
        }
        let values: Vec<&str> = variables.values().collect();
        Some(self.key(&values))
    }

    /// The variables of the pattern in its order, each with one value.
    fn variables_from(&self, found: &[(&'static str, String)]) -> Option<Variables> {
        let mut pairs = Vec::new();
        for name in self.variable_names() {
            let mut values = found.iter().filter(|(known, _)| *known == name);
            let (_, value) = values.next()?;
            if values.any(|(_, other)| other != value) || !is_part_of_a_key(value) {
                return None;
            }
            pairs.push((name, value.clone()));
        }
        Some(Variables::of(pairs))
    }
}

/// What may stand between two dots of a key.
fn is_part_of_a_key(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    !value.is_empty() && value.chars().all(plain)
}

/// The values of the variables of a template in a text, in our spelling. A variable ends where the
/// text between it and the next begins.
fn read_back(template: &'static str, text: &str) -> Option<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut template = template;
    while let Some((literal, after)) = template.split_once('{') {
        rest = rest.strip_prefix(literal)?;
        let (name, behind) = after.split_once('}')?;
        let next = behind.split('{').next().unwrap_or_default();
        let (value, remaining) = match next {
            "" => (rest, ""),
            next => {
                let at = rest.find(next)?;
                rest.split_at_checked(at)?
            }
        };
        found.push((name, our_spelling(value)));
        rest = remaining;
        template = behind;
    }
    (rest == template).then_some(found)
}

/// Whether a template filled with values gives the text it was read from.
fn agrees(template: &'static str, text: &str, values: &[(&'static str, String)]) -> bool {
    Variables::of(values.to_vec()).fill(template) == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_read_back() {
        let read = |template, text| {
            read_back(template, text).map(|found| {
                found
                    .into_iter()
                    .map(|(_, v)| v)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        };
        assert_eq!(
            read("db.{family}.{size}", "db.r6g.2xlarge").as_deref(),
            Some("r6g 2xlarge")
        );
        assert_eq!(
            read("Aurora {engine}", "Aurora PostgreSQL").as_deref(),
            Some("postgresql")
        );
        assert_eq!(
            read("ExtendedSupport:Yr3:{v}", "ExtendedSupport:Yr3:MySQL8.0").as_deref(),
            Some("mysql8_0")
        );
        assert_eq!(read("db.{family}.{size}", "cache.r6g.large"), None);
        assert_eq!(read("plain", "plain").as_deref(), Some(""));
        assert_eq!(read("plain", "plainer"), None);
    }
}
