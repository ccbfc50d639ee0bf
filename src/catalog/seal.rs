//! The seal of a price book: SHA-256 of its text, on a line of its own inside it.
//!
//! It tells a book that was cut off, damaged or edited from one as it was written. It is no
//! signature: whoever means to change a price can seal the book again, and then it is theirs.

use super::error::CatalogError;
use sha2::{Digest, Sha256};

const LINE_START: &str = "\"sha256\": \"";

/// Where the line of the seal starts and ends, its line break included.
fn line(text: &str) -> Option<(usize, usize)> {
    // The seal stands in the head; `"prices"` ends it.
    let head = text.find("\n\"prices\"").unwrap_or(text.len());
    let start = text.get(..head)?.find(&format!("\n{LINE_START}"))? + 1;
    let length = text.get(start..)?.find('\n')? + 1;
    Some((start, start + length))
}

/// SHA-256 of a document without the line of its seal, in hexadecimal.
pub(super) fn seal_of(text: &str) -> String {
    let mut hasher = Sha256::new();
    match line(text) {
        Some((start, end)) => {
            hasher.update(text.get(..start).unwrap_or_default());
            hasher.update(text.get(end..).unwrap_or_default());
        }
        None => hasher.update(text),
    }
    hex(&hasher.finalize())
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of a text, in hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// A document with its seal, in place of one it may have. The seal stands after the first line, which
/// opens the document.
#[must_use]
pub fn seal(text: &str) -> String {
    let bare = match line(text) {
        Some((start, end)) => {
            let (head, tail) = (text.get(..start), text.get(end..));
            format!("{}{}", head.unwrap_or_default(), tail.unwrap_or_default())
        }
        None => text.to_owned(),
    };
    let digest = seal_of(&bare);
    match bare.split_once('\n') {
        Some((first, rest)) => format!("{first}\n{LINE_START}{digest}\",\n{rest}"),
        None => bare,
    }
}

/// Whether a document is as it was sealed.
pub(super) fn check_seal(book: &str, text: &str) -> Result<(), CatalogError> {
    let damaged = |problem: &str| {
        Err(CatalogError::Damaged {
            book: book.to_owned(),
            problem: problem.to_owned(),
        })
    };
    if text
        .trim_matches(|c: char| c.is_whitespace() || c == '\0')
        .is_empty()
    {
        return damaged("is empty; fetch it again with `breakeven prices update`");
    }
    let Some((start, end)) = line(text) else {
        return damaged(
            "has no checksum, so nobody can tell whether it is whole; if it is your own, seal it with \
             `breakeven prices seal`, or give your prices as an overlay",
        );
    };
    // The whole line, so that not even its comma can change unnoticed.
    let expected = format!("{LINE_START}{}\",\n", seal_of(text));
    if text.get(start..end) == Some(expected.as_str()) {
        return Ok(());
    }
    if !text.trim_end().ends_with('}') {
        return damaged("is cut off; fetch it again with `breakeven prices update`");
    }
    damaged(
        "is not as it was written: its checksum does not fit; fetch it again with `breakeven prices \
         update`, or, if you edited it on purpose, seal it with `breakeven prices seal`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "{\n\"format\": \"x\",\n\"prices\": [\n]\n}\n";

    #[test]
    fn a_sealed_document_is_recognised_until_a_byte_changes() {
        let sealed = seal(BOOK);
        assert_eq!(check_seal("b", &sealed), Ok(()));
        assert_eq!(seal(&sealed), sealed);
        assert_eq!(seal_of(&sealed), sha256(BOOK));
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone().into_bytes();
            damaged[at] ^= 1;
            let Ok(damaged) = String::from_utf8(damaged) else {
                continue;
            };
            assert!(check_seal("b", &damaged).is_err(), "byte {at}: {damaged}");
        }
        for end in 0..sealed.len() - 1 {
            assert!(check_seal("b", &sealed[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn a_seal_among_the_prices_is_none() {
        let text = "{\n\"prices\": [\n\"sha256\": \"0\",\n]\n}\n";
        assert!(
            check_seal("b", text)
                .unwrap_err()
                .to_string()
                .contains("has no checksum")
        );
    }
}
