//! `prices verify`: a book against AWS, and nothing is written.

use super::check_region;
use crate::args::{Format, Output};
use crate::exit::{Exit, Failure};
use crate::fetching::{self, Fetch, ProgressLines};
use crate::report::{csv, text};
use crate::{books, files};
use breakeven::catalog::{PriceBook, price_changes};
use breakeven::sources::{ServiceResult, Wanted};
use breakeven::{render, report};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The book: `embedded`, `cache`, or a path.
    #[arg(long, value_name = "embedded|cache|PATH", default_value = "embedded")]
    prices: String,
    /// A region; may be given several times.
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    region: Vec<String>,
    #[command(flatten)]
    fetch: Fetch,
    /// How to write the report.
    #[arg(long, value_parser = crate::args::reported(), default_value = "table")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    for region in &args.region {
        check_region(region)?;
    }
    let wanted = Wanted {
        // What has another version may have the same prices, and the other way round.
        anew: true,
        ..args.fetch.wanted()?
    };
    let today = books::today()?;
    fetching::end_cleanly_on_ctrl_c("nothing was written");
    let mut source = args.fetch.source()?;
    let mut lines = ProgressLines::new();
    let mut compared = Vec::new();
    for region in &args.region {
        let base = books::book(&args.prices, region)?;
        let mut progress = |event: breakeven::sources::Progress<'_>| lines.show(event);
        let updated =
            breakeven::sources::update(source.as_mut(), &base, &wanted, today, &mut progress)?;
        let after = PriceBook::sealed("AWS", updated.applied_to(&base)?)?;
        compared.push((base, updated, after));
    }
    lines.finish();
    let text = match args.format {
        Format::Json => render::verification_json(&compared)?,
        Format::Csv => csv(&report::update_records(&compared))?,
        format => text(&report::verification(&compared), format, &args.output)?,
    };
    files::write(&text, args.output.output.as_deref())?;
    judge(&compared)
}

/// 4 when something could not be read, 3 when something differs.
fn judge(compared: &[report::RegionUpdate]) -> Result<(), Failure> {
    let (mut changed, mut unusable) = (0_usize, 0_usize);
    for (before, updated, after) in compared {
        let mut services = updated.services.iter();
        if services.any(|service| matches!(service.result, ServiceResult::Failed(_))) {
            let message = "not everything could be read; see above";
            return Err(Failure::system(message));
        }
        let faults = updated.services.iter().map(|service| service.faults.len());
        changed = changed.saturating_add(price_changes(before, after)?.len());
        unusable = unusable.saturating_add(faults.sum());
    }
    let different = match changed.saturating_add(unusable) {
        0 => return Ok(()),
        1 => "1 price is not that of AWS".to_owned(),
        many => format!("{many} prices are not those of AWS"),
    };
    let remedy = match (changed, unusable) {
        (_, 0) => "`breakeven prices update` fetches what changed",
        (0, _) => "AWS has none that can be used, see above",
        _ => {
            "`breakeven prices update` fetches what changed; of the others AWS has none that can be used"
        }
    };
    Err(Failure::Message(
        Exit::Price,
        format!("{different}; {remedy}"),
    ))
}
