//! The registry, the price book and the allowances are complete and agree with each other.

use breakeven::catalog::{
    BookDraft, Catalog, PriceBook, Product, classes, embedded_regions, region,
};
use breakeven::services::{REGISTRY, key_spec, keys};
use breakeven::syntax::Setting;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

fn catalog(region: &str) -> Catalog {
    Catalog::embedded(region).expect("an embedded price book")
}

#[test]
fn every_file_in_services_is_registered() {
    let helpers = [
        "mod",
        "chunks",
        "component",
        "egress",
        "burstable",
        "extended_support",
        "meter",
        "question",
    ];
    let files: BTreeSet<String> = std::fs::read_dir("src/services")
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| !helpers.contains(&name.as_str()))
        .collect();
    let registered: BTreeSet<String> = REGISTRY.iter().map(|s| s.name.to_owned()).collect();
    assert_eq!(files, registered);
}

#[test]
fn every_key_is_priced_or_recorded_as_a_gap_and_every_price_has_one_key() {
    for region in embedded_regions() {
        let catalog = catalog(region);
        let prices = catalog.book().prices().unwrap();
        let gaps: BTreeSet<&str> = catalog.book().unpriced().collect();
        for spec in keys() {
            let priced = prices
                .iter()
                .any(|p| spec.variables(p.key.as_str()).is_some());
            if spec.stated {
                assert!(!priced, "{}", spec.pattern);
                continue;
            }
            let gap = gaps.contains(spec.pattern);
            let pattern = spec.pattern;
            assert!(
                priced != gap,
                "{region}: `{pattern}` priced: {priced}, a gap: {gap}"
            );
        }
        for gap in gaps {
            let known = keys().any(|s| s.pattern == gap);
            assert!(known, "{region}: `{gap}` is no key");
        }
        for price in prices {
            let specs: Vec<_> = keys()
                .filter(|spec| spec.variables(price.key.as_str()).is_some())
                .collect();
            assert_eq!(
                specs.len(),
                1,
                "{region}: `{}` is claimed by {specs:?}",
                price.key
            );
            assert_eq!(specs[0].unit, price.unit, "{region}: `{}`", price.key);
            assert!(
                !price.sources.is_empty(),
                "{region}: `{}` has no source",
                price.key
            );
            assert!(
                !price.as_of.is_empty(),
                "{region}: `{}` has no date",
                price.key
            );
        }
    }
}

#[test]
fn the_embedded_book_reads_the_same_row_by_row_and_as_a_whole() {
    for code in embedded_regions() {
        assert!(region(code).is_some(), "{code} is not a region");
        let text = std::fs::read_to_string(format!("pricing-data/{code}.json")).unwrap();
        let whole = PriceBook::parse("embedded", text).expect("a sound price book");
        let embedded = catalog(code);
        assert_eq!(whole.prices(), embedded.book().prices());
        assert_eq!(whole.sha256(), embedded.book().sha256());
        assert_eq!(whole.region(), code);
        let newest = whole.prices().unwrap().into_iter().map(|p| &p.as_of).max();
        assert_eq!(newest.map(String::as_str), Some(whole.as_of()));
    }
}

#[test]
fn shipped_books_are_sealed_and_as_the_program_writes_them() {
    for code in embedded_regions() {
        let text = std::fs::read_to_string(format!("pricing-data/{code}.json")).unwrap();
        let book = PriceBook::sealed(code, text.clone())
            .unwrap_or_else(|damage| panic!("pricing-data/{code}.json: {damage}"));
        let written = BookDraft::of(&book).unwrap().text().unwrap();
        // Not `assert_eq`, which would print both books.
        assert!(
            written == text,
            "pricing-data/{code}.json is not in the form `prices refresh` writes"
        );
    }
}

#[test]
fn allowances_are_about_known_keys_in_their_unit() {
    let catalog = catalog("us-east-1");
    for allowance in &catalog.allowances().list {
        assert!(!allowance.keys.is_empty(), "{}", allowance.id);
        for key in &allowance.keys {
            let spec = key_spec(key.as_str()).unwrap_or_else(|| panic!("{}: {key}", allowance.id));
            assert_eq!(spec.unit, allowance.unit, "{}: {key}", allowance.id);
        }
    }
}

#[test]
fn every_class_with_a_price_is_described() {
    let catalog = catalog("us-east-1");
    let known = classes().unwrap();
    for price in catalog.book().prices().unwrap() {
        let parts: Vec<&str> = price.key.as_str().split('.').collect();
        let class = match parts.as_slice() {
            ["rds", "postgresql" | "mysql" | "mariadb", family, size, _] => {
                format!("db.{family}.{size}")
            }
            ["elasticache", _, family, size] => format!("cache.{family}.{size}"),
            ["ec2", "linux", family, size] => format!("{family}.{size}"),
            _ => continue,
        };
        assert!(known.get(&class).is_some_and(|c| c.vcpu > 0), "{class}");
    }
}

#[derive(Deserialize)]
struct Row {
    key: Option<String>,
    #[serde(default)]
    why: Option<String>,
    service_code: String,
    family: Option<String>,
    attributes: BTreeMap<String, String>,
}

/// Products in the shape of the Price List: one for each key (some of each family), and decoys that
/// have been taken for them. The keys left out have no usage type of their own that anyone has
/// published, or several.
#[test]
fn selectors_match_exactly_one_product() {
    let mut rows: Vec<Row> = Vec::new();
    for entry in std::fs::read_dir("tests/fixtures/price-list").unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        rows.extend(serde_json::from_str::<Vec<Row>>(&text).unwrap());
    }
    let product = |row: &Row| Product {
        service_code: row.service_code.clone(),
        family: row.family.clone(),
        attributes: row.attributes.clone(),
    };
    let region = region("us-east-1").unwrap();
    let mut seen = BTreeSet::new();
    for wanted in rows.iter().filter_map(|row| row.key.as_deref()) {
        let spec = key_spec(wanted).unwrap();
        let variables = spec.variables(wanted).unwrap();
        seen.insert(spec.pattern);
        let matching: Vec<_> = rows
            .iter()
            .filter(|row| spec.selector.matches(&product(row), region, &variables))
            .map(|row| {
                row.key
                    .as_deref()
                    .or(row.why.as_deref())
                    .unwrap_or_default()
            })
            .collect();
        assert_eq!(matching, [wanted], "selector of `{wanted}`");
    }
    let without = [
        "aurora.dataapi",
        "aurora.sv2.extsupport.yr1-2",
        "aurora.sv2.extsupport.yr3",
        "cloudfront.plan.business",
        "cloudfront.plan.premium",
        "cloudfront.plan.pro",
        "cognito.enterprise",
        "cognito.lite",
        "cognito.plus",
        "dt.interregion.thailand",
        "lambda.tenant_isolation",
    ];
    for spec in REGISTRY.iter().flat_map(|service| service.keys) {
        let expected = !spec.stated && !without.contains(&spec.pattern);
        assert_eq!(seen.contains(spec.pattern), expected, "`{}`", spec.pattern);
    }
}

#[test]
fn a_selector_does_not_match_another_region() {
    let spec = key_spec("fargate.linux.x86.vcpu").unwrap();
    let variables = spec.variables("fargate.linux.x86.vcpu").unwrap();
    let attributes = [
        ("usagetype", "USE1-Fargate-vCPU-Hours:perCPU"),
        ("tenancy", "Shared"),
        ("location", "US East (N. Virginia)"),
    ];
    // Entries of before 2018 have no regionCode: the location decides.
    let product = Product {
        service_code: "AmazonECS".to_owned(),
        family: Some("Compute".to_owned()),
        attributes: attributes.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
    };
    assert!(
        spec.selector
            .matches(&product, region("us-east-1").unwrap(), &variables)
    );
    assert!(
        !spec
            .selector
            .matches(&product, region("us-east-2").unwrap(), &variables)
    );
}

#[test]
fn every_service_describes_its_settings() {
    for service in REGISTRY {
        let schema = (service.schema)();
        assert!(
            schema["description"].as_str().is_some_and(|d| d.len() > 10),
            "{}",
            service.name
        );
        for (field, schema) in schema["properties"].as_object().unwrap() {
            let description = schema["description"].as_str().unwrap_or_default();
            assert!(
                description.len() > 10,
                "{}.{field}: {description:?}",
                service.name
            );
        }
    }
    assert!(String::schema().is_object());
}

/// The service a message names for `prices update` is one that the command accepts.
#[test]
fn every_listed_key_can_be_updated_by_a_service_the_command_knows() {
    let known = breakeven::price_list::service_codes();
    let mut listed = 0;
    for spec in breakeven::services::keys() {
        let Some(command) = spec.update_command("eu-west-1") else {
            continue;
        };
        let start = "breakeven prices update --region eu-west-1 --service ";
        let service = command.strip_prefix(start).unwrap();
        assert!(
            service == "savings-plans" || known.contains(&service),
            "{}: {command}",
            spec.pattern
        );
        listed += 1;
    }
    assert!(listed > 100, "{listed}");
}
