//! Amazon ECR, private repositories: what the layers of the images take.
//!
//! A repository keeps each layer once, compressed: the first image is stored whole, and every
//! further one kept adds the layers it changed. Without a lifecycle rule every push stays; the
//! storage of a month is that of the images there are in it, on average. Basic scanning is free, and
//! so are pulls in the same region; pulls from elsewhere are transfer to other regions or to the
//! internet and belong to `data_transfer`. Source: aws.amazon.com/ecr/pricing.

use super::{Context, Meter, MeterError, OpenQuestion, Service, Usage};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, count, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings, text_setting};
use crate::units::{Count, Measure, Percent, Size, Spread, Unit, ValueError, counted_noun, number};
use crate::warning::WarningCode;
use rust_decimal::Decimal;
use std::fmt;

/// What a lifecycle rule keeps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lifecycle {
    /// The newest images, so many of them.
    Images(Count),
    /// Images pushed within so many days.
    Days(Count),
}

impl Lifecycle {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "what a lifecycle rule keeps, such as `10 images` or `30 days`";

    /// Reads `10 images` or `30 days`.
    ///
    /// # Errors
    /// [`ValueError`] when it is not a whole number of images or days, one at least.
    pub fn parse(text: &str) -> Result<Lifecycle, ValueError> {
        let (amount, unit) = number::split(text, Self::ACCEPTED)?;
        let wrong = |problem: String| Err(ValueError::new(problem, Self::ACCEPTED));
        if amount < Decimal::ONE || !amount.fract().is_zero() {
            return wrong("a rule counts whole images or days, from one".to_owned());
        }
        match unit {
            "image" | "images" => Ok(Lifecycle::Images(Count::of(amount))),
            "day" | "days" => Ok(Lifecycle::Days(Count::of(amount))),
            "" => wrong("the unit is missing".to_owned()),
            _ => wrong(format!("a rule does not count `{unit}`")),
        }
    }
}

impl fmt::Display for Lifecycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (amount, word) = match self {
            Lifecycle::Images(images) => (images, "image"),
            Lifecycle::Days(days) => (days, "day"),
        };
        let one = amount.amount() == Decimal::ONE;
        write!(f, "{amount} {}", counted_noun(word, one))
    }
}

text_setting!(Lifecycle);

settings! {
    /// The images of a repository.
    pub struct Images {
        /// How many are kept, on average over the month.
        kept: PerTraffic<Spread<Count>>,
        /// Size of one image as it is pushed, compressed.
        size: Spread<Size>,
        /// Share of an image that is not in the one before; all of it unless given.
        layer_change: Option<Spread<Percent>> = None,
    }
}

impl Check for Images {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.kept.values().any(|n| n.low.amount() < Decimal::ONE) {
            let message = "a repository with images keeps at least one".to_owned();
            let help = Some("leave `images` out of a component that has none".to_owned());
            reader.fault("bad-value", fields.place("kept"), message, help);
        }
    }
}

settings! {
    /// A private repository of container images.
    pub struct Ecr {
        /// What all layers take, on average over the month.
        storage: Option<PerTraffic<Spread<Size>>> = None,
        /// The images kept, for the storage to be worked out.
        images: Option<Images> = None,
        /// What the lifecycle rule keeps; without one every push stays.
        lifecycle: Option<Lifecycle> = None,
    }
}

impl Check for Ecr {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.storage.is_some() == self.images.is_some() {
            let message = "a repository needs either `storage` or `images`".to_owned();
            let help = "`storage: 12 GB`, or `images: { kept: 10, size: 400 MB }`".to_owned();
            let place = fields.place("images");
            reader.fault("invalid-configuration", place, message, Some(help));
        }
        if let (Some(images), Some(Lifecycle::Images(most))) = (&self.images, self.lifecycle)
            && images.kept.values().any(|kept| kept.high > most)
        {
            let message = format!("more images are kept than the rule keeps, {most}");
            let help = Some("lower `kept`, or let the rule keep more".to_owned());
            let place = fields.place("lifecycle");
            reader.fault("invalid-configuration", place, message, help);
        }
    }
}

const STORAGE: KeySpec = KeySpec::regional(
    "ecr.storage",
    "ECR storage",
    Unit::GbMonth,
    Selector::of("AmazonECR")
        .family("EC2 Container Registry")
        .usagetype("TimedStorage-ByteHrs"),
);

impl Service for Ecr {
    const NAME: &'static str = "ecr";
    const TITLE: &'static str = "ECR";
    const KEYS: &'static [KeySpec] = &[STORAGE];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        if let Some(storage) = &self.storage {
            meter.usage(&STORAGE, context.stored(storage, "storage")?);
        }
        if let Some(images) = &self.images {
            let layers = images.layers(context, meter)?;
            meter.usage(&STORAGE, layers);
        }
        if self.lifecycle.is_none() {
            meter.ask(self.without_lifecycle(context.name));
        }
        Ok(())
    }
}

impl Ecr {
    /// What a push adds for ever. How often one comes is not known here.
    fn without_lifecycle(&self, name: &str) -> OpenQuestion {
        let (push, what) = match &self.images {
            Some(images) => (images.of_a_push(), "each push"),
            None => (symbol(1, "GB"), "each GB pushed"),
        };
        let message = format!(
            "`{name}`: without a lifecycle rule every image stays; the amount is what {what} adds to \
             every month after it"
        );
        let settled_by = format!("`{name}.lifecycle`");
        OpenQuestion::new(name, WarningCode::EcrWithoutLifecycle, message, settled_by)
            .adding(vec![Usage::new(&STORAGE, &[], push)])
    }
}

impl Images {
    /// One image whole.
    fn whole(&self) -> Formula {
        spread(self.size.map(Size::gigabytes), Label::Symbol("GB".into()))
    }

    /// The layers of an image that are not in the one before.
    fn of_a_push(&self) -> Formula {
        let Some(change) = self.layer_change else {
            return self.whole();
        };
        let percent = change.map(|c| c.amount().saturating_mul(Decimal::ONE_HUNDRED));
        self.whole() * spread(percent, Label::Symbol("%".into())) / symbol(100, "%")
    }

    /// The first image whole, and what each further one changed.
    fn layers(&self, context: &Context<'_>, meter: &mut Meter) -> Result<Formula, MeterError> {
        let kept = context.count(&self.kept, "images", "image")?;
        if self.layer_change.is_none() {
            let name = context.name;
            meter.assume(format!(
                "`{name}`: images share no layers (`layer_change` not given)."
            ));
            return Ok(kept * self.whole());
        }
        let further = kept.above(count(1, "image"));
        Ok(self.whole() + further * self.of_a_push())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_back() {
        for text in ["10 images", "1 image", "30 days", "1 day"] {
            assert_eq!(Lifecycle::parse(text).unwrap().to_string(), text);
        }
        assert!(Lifecycle::parse("0 images").is_err());
        assert!(Lifecycle::parse("30 weeks").is_err());
    }
}
