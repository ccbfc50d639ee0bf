//! Payloads that AWS counts in chunks, where every chunk begun is one more request, and batches of
//! messages, whose payload is counted as a whole.

use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Fields, Reader};
use crate::units::{Count, Measure, Size, Spread};
use rust_decimal::Decimal;

/// What one request of the messaging services carries.
pub(super) const CHUNK_KB: u32 = 64;

/// The chunks a payload begins; `None` when it never needs a second one.
pub(super) fn chunks(kilobytes: Spread<Decimal>, chunk_kb: u32) -> Option<Formula> {
    if kilobytes.high <= Decimal::from(chunk_kb) {
        return None;
    }
    // A request without a payload still is a request; sizes are positive from here on.
    let kilobytes = kilobytes.map(|kb| kb.max(Decimal::ONE));
    let kilobytes = spread(kilobytes, Label::Symbol("KB".into()));
    Some((kilobytes / symbol(chunk_kb, "KB")).rounded_up())
}

/// Events that are counted once for each chunk of their payload.
pub(super) fn in_chunks(events: Formula, payload: Spread<Size>, chunk_kb: u32) -> Formula {
    match chunks(payload.map(Size::kilobytes), chunk_kb) {
        Some(chunks) => events * chunks,
        None => events,
    }
}

/// Messages sent several to a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    /// How many a request carries.
    pub messages: Count,
    /// The size of one.
    pub payload: Spread<Size>,
}

/// What SQS and SNS accept in one request.
const MOST_MESSAGES: u32 = 10;
const MOST_KB: u32 = 1_024;

impl Batch {
    /// The chunks of one request, whose payload is that of all its messages.
    pub fn chunks(&self) -> Option<Formula> {
        chunks(self.kilobytes(), CHUNK_KB)
    }

    /// What `messages` are when each request carries a batch of them.
    pub fn requests(&self, messages: Formula) -> Formula {
        let each = self.messages.amount();
        if each == Decimal::ONE {
            return messages;
        }
        messages / symbol(each, "messages/batch")
    }

    fn kilobytes(&self) -> Spread<Decimal> {
        let messages = self.messages.amount();
        // Never saturates: a size has 7.7e25 KB at most, and `check` asks only up to ten messages.
        let whole = |one: Size| one.kilobytes().saturating_mul(messages);
        self.payload.map(whole)
    }

    /// Notes what SQS and SNS refuse: more than ten messages or 1 MB in a request.
    pub fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let messages = self.messages.amount();
        if messages < Decimal::ONE || messages > Decimal::from(MOST_MESSAGES) {
            let message = format!("a request carries 1 to {MOST_MESSAGES} messages");
            reader.fault("bad-value", fields.place("batch"), message, None);
        } else if self.kilobytes().high > Decimal::from(MOST_KB) {
            let message = "a request carries at most 1 MB, all its messages together".to_owned();
            let help = Some("lower `payload` or `batch`".to_owned());
            reader.fault("no-such-size", fields.place("payload"), message, help);
        }
    }
}
