//! JSON read as it comes by, in memory that does not grow with the file.
//!
//! Nothing of the file is held but what is kept, and the item being read. Both are bounded: an item
//! (a product, the prices of one product, a rate of a plan, a line of the head) by [`ITEM_BYTES`],
//! all that is kept by [`KEPT_BYTES`]. This bounds the length of names, the number of attributes
//! and the depth of nesting too, also where values are skipped.

use super::fault::OfferError;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufReader, Read};
use std::marker::PhantomData;

/// Bytes of the longest item. Real ones have some kilobytes: a product of AmazonEC2 about two, its
/// terms about ten.
const ITEM_BYTES: u64 = 1024 * 1024;

/// About how much memory everything kept may take.
const KEPT_BYTES: u64 = 128 * 1024 * 1024;

/// What a text or an entry of a map takes beside its characters.
const OVERHEAD: u64 = 64;

/// Read from the source at a time.
const CHUNK: usize = 64 * 1024;

/// What a reader and those who read share.
#[derive(Default)]
pub(super) struct Stream {
    read: Cell<u64>,
    item_began: Cell<u64>,
    kept: Cell<u64>,
    fault: RefCell<Option<OfferError>>,
}

impl Stream {
    /// An item begins; the one before has ended.
    pub(super) fn item(&self) {
        self.item_began.set(self.read.get());
    }

    /// Refuses the file for a reason of our own.
    pub(super) fn refuse<E: Error>(&self, fault: OfferError) -> E {
        let error = E::custom(&fault);
        self.fault.replace(Some(fault));
        error
    }

    /// Counts what is kept; so many texts with so many bytes in all.
    pub(super) fn keep<E: Error>(&self, texts: usize, bytes: usize) -> Result<(), E> {
        let more = OVERHEAD
            .saturating_mul(texts as u64)
            .saturating_add(bytes as u64);
        self.kept.set(self.kept.get().saturating_add(more));
        if self.kept.get() > KEPT_BYTES {
            return Err(self.refuse(OfferError::TooMany(KEPT_BYTES)));
        }
        Ok(())
    }

    /// Reads one document. `done` says, when reading ended early, whether that was on purpose;
    /// otherwise nothing may follow the document but white space.
    pub(super) fn read<T: Fields>(
        &self,
        reader: impl Read,
        root: &mut T,
        done: impl FnOnce(&T) -> bool,
    ) -> Result<(), OfferError> {
        let metered = Metered {
            stream: self,
            inner: reader,
        };
        let mut json =
            serde_json::Deserializer::from_reader(BufReader::with_capacity(CHUNK, metered));
        match Object(&mut *root).deserialize(&mut json) {
            Ok(()) => json.end().map_err(|error| self.explain(&error)),
            Err(_) if done(root) => Ok(()),
            Err(error) => Err(self.explain(&error)),
        }
    }

    fn explain(&self, error: &serde_json::Error) -> OfferError {
        if let Some(fault) = self.fault.take() {
            return fault;
        }
        let message = error.to_string();
        if let Some(kind) = error.io_error_kind() {
            return OfferError::Read { kind, message };
        }
        if error.is_eof() {
            return OfferError::EndsEarly;
        }
        if error.is_syntax() {
            return OfferError::NotJson(message);
        }
        OfferError::Shape(message)
    }
}

/// Counts bytes, and stops when an item does not end.
struct Metered<'s, R> {
    stream: &'s Stream,
    inner: R,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let stream = self.stream;
        if stream.read.get().saturating_sub(stream.item_began.get()) > ITEM_BYTES {
            stream.fault.replace(Some(OfferError::LongItem(ITEM_BYTES)));
            return Err(io::Error::other("an item does not end"));
        }
        let count = self.inner.read(buffer)?;
        stream
            .read
            .set(stream.read.get().saturating_add(count as u64));
        Ok(count)
    }
}

/// What takes the fields of an object, one after the other.
pub(super) trait Fields {
    /// What the object is, for faults.
    const WHAT: &'static str;

    /// Takes the value of one field from the map.
    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error>;
}

/// An object whose fields go to a value.
pub(super) struct Object<'t, T>(pub(super) &'t mut T);

impl<'de, T: Fields> DeserializeSeed<'de> for Object<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, T: Fields> Visitor<'de> for Object<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key()? {
            self.0.field(name, &mut map)?;
        }
        Ok(())
    }
}

/// What takes the items of an array, one after the other.
pub(super) trait Items {
    /// What the array is, for faults.
    const WHAT: &'static str;

    /// Takes the next item; `false` when there is none.
    fn next<'de, A: SeqAccess<'de>>(&mut self, list: &mut A) -> Result<bool, A::Error>;
}

/// An array whose items go to a value.
pub(super) struct Array<'t, T>(pub(super) &'t mut T);

impl<'de, T: Items> DeserializeSeed<'de> for Array<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de, T: Items> Visitor<'de> for Array<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while self.0.next(&mut list)? {}
        Ok(())
    }
}

/// A text. Everything in the list is one, numbers too; a bare number or truth value is taken for
/// the text it would be, `null` for nothing.
pub(super) struct Text(PhantomData<()>);

/// See [`Text`].
pub(super) const TEXT: Text = Text(PhantomData);

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<String>, D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for Text {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<String>, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Option<String>, E> {
        Ok(Some(text))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    // The shortest digits that read back as the same number, never in E notation: up to 15 digits
    // they are those of the file.
    fn visit_f64<E: Error>(self, number: f64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<String>, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<String>, E> {
        Ok(None)
    }
}

/// A map of texts, such as `attributes` and `pricePerUnit`.
pub(super) struct Texts<'s> {
    /// What they are of.
    pub(super) stream: &'s Stream,
    /// The texts; those that are `null` are left out.
    pub(super) texts: BTreeMap<String, String>,
}

impl<'s> Texts<'s> {
    pub(super) fn new(stream: &'s Stream) -> Texts<'s> {
        Texts {
            stream,
            texts: BTreeMap::new(),
        }
    }

    /// How many bytes they have.
    pub(super) fn bytes(texts: &BTreeMap<String, String>) -> usize {
        texts
            .iter()
            .map(|(name, text)| name.len() + text.len())
            .sum()
    }
}

impl Fields for Texts<'_> {
    const WHAT: &'static str = "an object of texts";

    fn field<'de, A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        let Some(text) = map.next_value_seed(TEXT)? else {
            return Ok(());
        };
        if self.texts.contains_key(&name) {
            let twice = OfferError::Duplicate(format!("`{name}` of one object"));
            return Err(self.stream.refuse(twice));
        }
        self.texts.insert(name, text);
        Ok(())
    }
}
