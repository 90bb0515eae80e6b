//! BER-TLV as cards write it (ISO/IEC 7816-4, 6.3; X.690, 8.1), read within a budget.
//!
//! The cards this is for number their tags wastefully (`FF 10` for number 16, `DF 22` for
//! 34), which DER forbids; so tags are compared as the bytes that stand there.

use thiserror::Error;

/// Why bytes are no BER-TLV, or too much of it.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum TlvError {
    /// They end before the end of a data object.
    #[error("the data object is cut off")]
    Truncated,
    /// A tag of more than three bytes.
    #[error("the tag is too long")]
    Tag,
    /// A length of more than three bytes, or the indefinite form.
    #[error("the length is not accepted")]
    Length,
    /// The budget is used up.
    #[error("there are too many data objects, or too deep ones")]
    Budget,
}

/// A tag as the bytes that stand there: `0x30`, `0xDF22`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Tag(pub u32);

/// Tag and length of a data object.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Header {
    /// The tag.
    pub tag: Tag,
    /// Whether the value consists of data objects.
    pub constructed: bool,
    /// Bytes of tag and length.
    pub length: usize,
    /// Bytes of the value.
    pub value_length: usize,
}

impl Header {
    /// Reads the header at the beginning of `bytes`; the value need not be there.
    ///
    /// # Errors
    /// [`TlvError::Truncated`], [`TlvError::Tag`], [`TlvError::Length`].
    pub fn read(bytes: &[u8]) -> Result<Self, TlvError> {
        /// Tag number 31: it continues in the next bytes (X.690, 8.1.2.4).
        const LONG_TAG: u8 = 0x1F;
        const CONSTRUCTED: u8 = 0x20;
        const CONTINUES: u8 = 0x80;

        let mut bytes = bytes.iter();
        let mut length = 0;
        let mut next = || {
            length += 1;
            bytes.next().copied().ok_or(TlvError::Truncated)
        };
        let first = next()?;
        let mut tag = u32::from(first);
        if first & LONG_TAG == LONG_TAG {
            let second = next()?;
            tag = tag << 8 | u32::from(second);
            if second & CONTINUES != 0 {
                let third = next()?;
                tag = tag << 8 | u32::from(third);
                if third & CONTINUES != 0 {
                    return Err(TlvError::Tag);
                }
            }
        }
        // Short form, or 81 to 83 and so many bytes (X.690, 8.1.3).
        let value_length = match next()? {
            short @ 0x00..=0x7F => usize::from(short),
            form @ 0x81..=0x83 => {
                let mut value = 0;
                for _ in 0x80..form {
                    value = value << 8 | usize::from(next()?);
                }
                value
            }
            _ => return Err(TlvError::Length),
        };
        Ok(Self {
            tag: Tag(tag),
            constructed: first & CONSTRUCTED != 0,
            length,
            value_length,
        })
    }

    /// Bytes of the whole data object.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.length + self.value_length
    }
}

/// One data object found by [`walk`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Element<'a> {
    /// The tag.
    pub tag: Tag,
    /// 0 for an object that stands in no other.
    pub depth: usize,
    /// The value.
    pub value: &'a [u8],
}

/// What reading may cost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Budget {
    /// Most levels of data objects inside each other.
    pub depth: usize,
    /// Most data objects in all.
    pub elements: usize,
    /// Most bytes of input.
    pub bytes: usize,
}

impl Budget {
    /// Enough for every file of the card: two levels, fewer than 16 objects, 20 kB.
    pub const FILE: Self = Self {
        depth: 4,
        elements: 64,
        bytes: 32_768,
    };
}

/// Lists all data objects, each before those inside it. Filler after the last one, 00 or
/// FF up to the end, is passed over, and so is 00 between objects.
///
/// # Errors
/// As [`Header::read`]; [`TlvError::Budget`] if there is more than `budget`.
pub fn walk(bytes: &[u8], budget: Budget) -> Result<Vec<Element<'_>>, TlvError> {
    if bytes.len() > budget.bytes {
        return Err(TlvError::Budget);
    }
    let mut elements = Vec::new();
    walk_level(bytes, 0, budget, &mut elements)?;
    Ok(elements)
}

fn walk_level<'a>(
    mut rest: &'a [u8],
    depth: usize,
    budget: Budget,
    elements: &mut Vec<Element<'a>>,
) -> Result<(), TlvError> {
    loop {
        while let Some((0x00, after)) = rest.split_first() {
            rest = after;
        }
        if rest.iter().all(|byte| *byte == 0xFF) {
            return Ok(());
        }
        if depth >= budget.depth || elements.len() >= budget.elements {
            return Err(TlvError::Budget);
        }
        let header = Header::read(rest)?;
        let (object, after) = rest
            .split_at_checked(header.total())
            .ok_or(TlvError::Truncated)?;
        let value = object.get(header.length..).unwrap_or_default();
        elements.push(Element {
            tag: header.tag,
            depth,
            value,
        });
        if header.constructed {
            walk_level(value, depth + 1, budget, elements)?;
        }
        rest = after;
    }
}

/// COMPACT-TLV data objects (ISO/IEC 7816-4, 8.1.1.2): tag and length in one byte. Ends at
/// the first that is cut off.
pub(crate) fn compact(mut bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    core::iter::from_fn(move || {
        let (&head, rest) = bytes.split_first()?;
        let (value, after) = rest.split_at_checked(usize::from(head & 0x0F))?;
        bytes = after;
        Some((head, value))
    })
}

#[cfg(test)]
#[path = "tlv_tests.rs"]
mod tests;
