//! The price book as a report.

use super::wording::{band, unit_price};
use super::{
    Cell, Column, Field, Item, Records, Report, Row, RowKind, Section, Table, price_footer,
};
use crate::catalog::{Catalog, CatalogError, KeySpec, Price, PriceKey};
use crate::services::{KeyGroup, key_groups, key_spec};
use crate::units::Date;
use crate::units::number::grouped;

const COLUMNS: &[&str] = &[
    "price_key",
    "from",
    "to",
    "unit_price",
    "unit",
    "sku",
    "rate_code",
    "effective",
    "sources",
    "as_of",
    "evidence",
    "currency",
];

/// Every price of a book, by service.
///
/// # Errors
/// A price that can't be read.
pub fn price_list(catalog: &Catalog) -> Result<Report, CatalogError> {
    let book = catalog.book();
    let all = catalog.prices()?;
    let mut sections = Vec::new();
    for KeyGroup { title, name, keys } in key_groups() {
        let of_service = |price: &&Price| {
            keys.iter()
                .any(|spec| spec.variables(price.key.as_str()).is_some())
        };
        let prices: Vec<&Price> = all.iter().copied().filter(of_service).collect();
        if prices.is_empty() {
            continue;
        }
        sections.push(Section::Heading {
            text: title.to_owned(),
            remark: match prices.len() {
                1 => format!("`{name}`, 1 price"),
                count => format!("`{name}`, {count} prices"),
            },
        });
        sections.push(Section::Table(Table {
            columns: vec![
                Column::names("Price key"),
                Column::number(book.currency().column("Price")),
                Column::text("Unit"),
                Column::text("Read"),
                Column::text("Evidence"),
            ],
            rows: prices.iter().map(|price| row(price)).collect(),
        }));
    }
    let gaps = gaps(catalog);
    if !gaps.is_empty() {
        sections.push(Section::List {
            title: "Not priced: no source found states these for the region".to_owned(),
            items: gaps,
        });
    }
    Ok(Report {
        title: format!("Prices in {}", book.region()),
        subtitle: vec!["The first price of a tiered schedule is shown with a +.".to_owned()],
        sections,
        footer: vec![price_footer(catalog, &[])],
    })
}

/// What the book records as gaps, by service.
fn gaps(catalog: &Catalog) -> Vec<Item> {
    let of_group = |group: KeyGroup| {
        let keys = group.keys.iter();
        let gaps = keys.filter(|spec| catalog.book().is_gap(spec));
        let names: Vec<String> = gaps.map(|spec| format!("`{}`", spec.pattern)).collect();
        let text = format!("{}: {}", group.title, names.join(", "));
        (!names.is_empty()).then_some(Item { code: None, text })
    };
    key_groups().filter_map(of_group).collect()
}

fn row(price: &Price) -> Row {
    let tiers = price.tiers.tiers();
    let first = tiers
        .first()
        .map_or_else(String::new, |tier| unit_price(tier.price.of_one()));
    let tiered = if tiers.len() > 1 { "+" } else { "" };
    let cells = vec![
        Cell::text(price.key.as_str()),
        Cell::text(format!("{first}{tiered}")),
        Cell::text(price.unit.name()),
        Cell::text(&price.as_of),
        Cell::text(price.evidence.name()),
    ];
    Row::new(RowKind::Line, cells)
}

/// Prices as flat records, one to a tier.
#[must_use]
pub fn price_records(prices: &[&Price]) -> Records {
    Records {
        columns: COLUMNS.to_vec(),
        rows: prices.iter().flat_map(|price| records(price)).collect(),
    }
}

fn records(price: &Price) -> Vec<Vec<Field>> {
    let tier = |tier: &crate::units::Tier| {
        vec![
            Field::Text(price.key.to_string()),
            Field::Number(tier.from),
            tier.to.map_or(Field::None, Field::Number),
            Field::Number(tier.price.of_one()),
            Field::Text(price.unit.to_string()),
            price.sku.clone().map_or(Field::None, Field::Text),
            price.rate_code.clone().map_or(Field::None, Field::Text),
            price.effective.clone().map_or(Field::None, Field::Text),
            Field::Text(price.sources.join(" ")),
            Field::Text(price.as_of.clone()),
            Field::Text(price.evidence.name().to_owned()),
            Field::Text(price.currency.code().to_owned()),
        ]
    };
    price.tiers.tiers().iter().map(tier).collect()
}

/// Everything known of one price key, with its age where the day is given; `None` when there is no such key.
#[must_use]
pub fn price_sheet(catalog: &Catalog, key: &str, today: Option<Date>) -> Option<Report> {
    let spec = key_spec(key)?;
    let key = PriceKey::new(key);
    let price = catalog.price(&key, spec).ok()?;
    let mut facts = vec![("Key".to_owned(), key.to_string())];
    let mut add = |name: &str, value: String| facts.push((name.to_owned(), value));
    add("Region", catalog.book().region().to_owned());
    add("Unit", price.unit.to_string());
    let currency = price.currency;
    for tier in price.tiers.tiers() {
        let band = band(tier.from, tier.to);
        add(
            "Price",
            format!("{} ({band})", currency.amount(grouped(tier.price.of_one()))),
        );
    }
    add("Pooled over", spec.pooling.describe().to_owned());
    for allowance in &catalog.allowances().list {
        if allowance.keys.contains(&key) && allowance.is_granted_in(catalog.partition()) {
            add("Free", format!("{} ({})", allowance.title, allowance.id));
        }
    }
    add(
        "SKU",
        price.sku.clone().unwrap_or_else(|| "not known".to_owned()),
    );
    add(
        "Rate code",
        price
            .rate_code
            .clone()
            .unwrap_or_else(|| "not known".to_owned()),
    );
    if let Some(effective) = &price.effective {
        add("Effective", effective.clone());
    }
    let age = today.and_then(|today| price.age(today));
    let age = age.map_or_else(String::new, |days| match days {
        0 => " (today)".to_owned(),
        1 => " (1 day ago)".to_owned(),
        days => format!(" ({days} days ago)"),
    });
    add("Read", format!("{}{age}", price.as_of));
    add("Evidence", price.evidence.name().to_owned());
    for source in &price.sources {
        add(
            "Source",
            catalog.book().source(source).unwrap_or(source).to_owned(),
        );
    }
    if let Some(note) = &price.note {
        add("Note", note.clone());
    }
    for (name, value) in selector(spec, &key) {
        add("Price List", format!("{name} = {value}"));
    }
    Some(Report {
        title: spec.title_of(&key),
        sections: vec![Section::Facts(facts)],
        footer: vec![price_footer(catalog, &[])],
        ..Report::default()
    })
}

fn selector(spec: &KeySpec, key: &PriceKey) -> Vec<(&'static str, String)> {
    let variables = spec.variables(key.as_str()).unwrap_or_default();
    spec.selector.conditions(&variables)
}
