//! `prices verify`: a book against AWS, and nothing is written.

use super::each::Each;
use crate::books;
use crate::exit::{Exit, Failure};
use breakeven::catalog::{PriceBook, price_changes};
use breakeven::sources::{ServiceResult, Wanted};
use breakeven::{render, report};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The book: `embedded`, `cache`, or a path.
    #[arg(long, value_name = "embedded|cache|PATH", default_value = "embedded")]
    prices: String,
    #[command(flatten)]
    pub each: Each,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let wanted = Wanted {
        // What has another version may have the same prices, and the other way round.
        anew: true,
        ..args.each.wanted()?
    };
    let compared = args.each.read(
        &wanted,
        "nothing was written",
        |region| books::book(&args.prices, region),
        |_, before, updated| Ok(PriceBook::sealed("AWS", updated.applied_to(before)?)?),
    )?;
    let (json, page) = (render::verification_json, report::verification);
    args.each.write(&compared, json, page)?;
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
