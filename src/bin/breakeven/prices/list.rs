//! `prices list`, `prices show`.

use super::{PriceReport, check_region};
use crate::args::Format;
use crate::exit::Failure;
use crate::report::{csv, text};
use crate::{books, files};
use breakeven::catalog::{OwnPrices, Price, PriceKey};
use breakeven::services::key_spec;
use breakeven::{render, report};

pub fn list(args: &PriceReport) -> Result<(), Failure> {
    let catalog = catalog(args)?;
    let text = match args.format {
        Format::Json => render::price_list_json(&catalog, &catalog.prices()?)?,
        Format::Csv => csv(&report::price_records(&catalog.prices()?))?,
        format => text(&report::price_list(&catalog)?, format, &args.output)?,
    };
    files::write(&text, args.output.output.as_deref())
}

pub fn show(key: &str, args: &PriceReport) -> Result<(), Failure> {
    let catalog = catalog(args)?;
    let unknown = || {
        let near = catalog.nearest(key);
        let near = near.map_or_else(
            || "`breakeven prices list` shows them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Failure::input(format!("there is no price key `{key}`; {near}"))
    };
    let spec = key_spec(key).ok_or_else(unknown)?;
    let price: [&Price; 1] = [catalog.price(&PriceKey::new(key), spec)?];
    let text = match args.format {
        Format::Json => render::prices_json(&catalog, &price)?,
        Format::Csv => csv(&report::price_records(&price))?,
        format => {
            let sheet =
                report::price_sheet(&catalog, key, Some(books::today()?)).ok_or_else(unknown)?;
            text(&sheet, format, &args.output)?
        }
    };
    files::write(&text, args.output.output.as_deref())
}

fn catalog(args: &PriceReport) -> Result<breakeven::catalog::Catalog, Failure> {
    check_region(&args.region)?;
    books::catalog(&args.prices, args.region.as_str(), OwnPrices::default())
}
