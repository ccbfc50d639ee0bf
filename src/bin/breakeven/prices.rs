//! `prices list`, `prices show`.

use crate::args::{Format, PriceReport, Prices, PricesCommand};
use crate::exit::Failure;
use crate::{
    files,
    report::{csv, text},
};
use breakeven::catalog::{OwnPrices, Price, PriceKey, region};
use breakeven::services::key_spec;
use breakeven::{render, report};

pub fn run(prices: &Prices) -> Result<(), Failure> {
    match &prices.command {
        PricesCommand::List(args) => list(args),
        PricesCommand::Show { key, report } => show(key, report),
    }
}

fn list(args: &PriceReport) -> Result<(), Failure> {
    let catalog = catalog(args)?;
    let text = match args.format {
        Format::Json => render::price_list_json(&catalog, &catalog.prices()?)?,
        Format::Csv => csv(&report::price_records(&catalog.prices()?))?,
        format => text(&report::price_list(&catalog)?, format, &args.output)?,
    };
    files::write(&text, args.output.output.as_deref())
}

fn show(key: &str, args: &PriceReport) -> Result<(), Failure> {
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
            let sheet = report::price_sheet(&catalog, key).ok_or_else(unknown)?;
            text(&sheet, format, &args.output)?
        }
    };
    files::write(&text, args.output.output.as_deref())
}

fn catalog(args: &PriceReport) -> Result<breakeven::catalog::Catalog, Failure> {
    if region(&args.region).is_none() {
        return Err(Failure::input(format!(
            "`{}` is not an AWS region",
            args.region
        )));
    }
    files::catalog(&args.prices, &args.region, OwnPrices::default())
}
