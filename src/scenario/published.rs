//! Figures a document published about the architectures of a scenario.
//!
//! They are compared with what the same inputs cost, under the month and free tier the document
//! itself uses, so that each error can be named: wrong quantity, wrong price, a wrong unit or a wrong sum.

use super::check_reference;
use crate::catalog::FreeTierTerms;
use crate::syntax::{Check, Fields, Named, Reader, keyword_setting, settings};
use crate::units::{ArithmeticError, Count, Dollars, Month, Spread};
use crate::workload::RequestRate;
use rust_decimal::Decimal;

settings! {
    /// Figures a document published, to be audited.
    pub struct Published {
        /// The document.
        document: String,
        /// The month the document uses; that of the scenario unless given.
        month: Option<Month> = None,
        /// The free tier the document uses; list prices unless given.
        free_tier: FreeTierTerms = FreeTierTerms {
            kind: crate::catalog::FreeTier::None,
            balance: None,
        },
        /// The figures, each with what it is about.
        figures: Vec<Figure> = Vec::new(),
        /// Where the document sees the answer flip, such as `50000..100000 per day`.
        break_even: Option<RequestRate> = None,
        /// The architecture the document calls cheapest, by traffic level.
        cheapest: Option<Named<String>> = None,
    }
}

impl Published {
    /// The break-even of the document in requests a day, in its own month.
    ///
    /// # Errors
    /// When the number does not fit.
    pub fn break_even_per_day(
        &self,
        month: Month,
    ) -> Result<Option<Spread<Decimal>>, ArithmeticError> {
        let month = self.month.unwrap_or(month);
        let stated = self.break_even.as_ref();
        stated.map(|stated| stated.in_a_day(month)).transpose()
    }
}

keyword_setting! {
    /// What a published saving comes from.
    pub enum Saving {
        /// Free allowances.
        FreeTier "free-tier",
        /// Spot capacity.
        Spot "spot",
        /// Savings Plans and reservations, after what they cost.
        Commitments "commitments",
        /// Negotiated discounts.
        Discounts "discounts",
    }
}

settings! {
    /// One published figure.
    pub struct Figure {
        /// The architecture it is about.
        architecture: String,
        /// The traffic level it is about.
        traffic: String,
        /// The component it is about; the whole architecture unless given.
        component: Option<String> = None,
        /// The price key it is about; everything the component is charged unless given.
        price_key: Option<String> = None,
        /// What `monthly` saves, when the figure is a saving: `spot`, `commitments`, `discounts` or
        /// `free-tier`.
        saving: Option<Saving> = None,
        /// The quantity as published, in units of the price key.
        quantity: Option<Spread<Count>> = None,
        /// The monthly cost as published.
        monthly: Option<Spread<Dollars>> = None,
        /// The document's own words.
        quote: Option<String> = None,
    }
}

impl Check for Published {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let node = fields.get("cheapest");
        for (level, architecture) in self.cheapest.iter().flat_map(Named::iter) {
            let levels = reader.traffic_levels.clone();
            let known: Vec<&str> = levels.iter().map(String::as_str).collect();
            let entry = node.and_then(|n| n.entries()?.iter().find(|e| e.key == level));
            let span = entry.map_or(fields.span, |entry| entry.key_span);
            if !known.contains(&level) {
                reader.unknown("traffic level", level, span, &known);
            }
            let names = reader.architectures.clone();
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            if !known.contains(&architecture.as_str()) {
                let span = entry.map_or(span, |entry| entry.value.span);
                reader.unknown("architecture", architecture, span, &known);
            }
        }
    }
}

impl Check for Figure {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        check_reference(Some(&self.architecture), "architecture", fields, reader);
        check_reference(Some(&self.traffic), "traffic", fields, reader);
        let mut fault = |field: &str, message: &str| {
            reader.fault("missing-key", fields.place(field), message.to_owned(), None);
        };
        if self.quantity.is_none() && self.monthly.is_none() {
            fault(
                "architecture",
                "a published figure needs `monthly` or `quantity`",
            );
        }
        if self.price_key.is_some() && self.component.is_none() {
            fault(
                "price_key",
                "a figure about a price key needs its `component`",
            );
        }
        if self.quantity.is_some() && self.price_key.is_none() {
            fault("quantity", "a published quantity needs its `price_key`");
        }
        if self.saving.is_some() && (self.monthly.is_none() || self.quantity.is_some()) {
            fault("saving", "a published saving is stated by `monthly` alone");
        }
    }
}
