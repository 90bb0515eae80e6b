//! The data objects in the answers of a transparent session: tag, length, value (PC/SC part
//! 3, supplemental document, 3.2).
//!
//! The general reading of BER-TLV does not fit: one of the vendor's tags, FF 6D, has the bit
//! for constructed objects and holds none.

/// Bytes that are no sequence of data objects.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MalformedObject;

/// Reads data objects one by one: tag and value. After a malformed one there are no more.
#[derive(Clone, Debug)]
pub struct Objects<'a>(&'a [u8]);

impl<'a> Objects<'a> {
    /// The objects in these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn take(&mut self) -> Option<(u16, &'a [u8])> {
        let tag = self.tag()?;
        let length = self.length()?;
        let (value, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, value))
    }

    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// One byte, or two where its low five bits are set (ISO/IEC 7816-4, 5.2.2.1).
    fn tag(&mut self) -> Option<u16> {
        let first = self.byte()?;
        let long = first & 0x1F == 0x1F;
        let pair = if long {
            [first, self.byte()?]
        } else {
            [0, first]
        };
        Some(u16::from_be_bytes(pair))
    }

    /// One byte below 80, or up to two after 81 and 82 (ISO/IEC 7816-4, 5.2.2.2).
    fn length(&mut self) -> Option<usize> {
        match self.byte()? {
            length @ 0..=0x7F => Some(length.into()),
            0x81 => Some(self.byte()?.into()),
            0x82 => Some(u16::from_be_bytes([self.byte()?, self.byte()?]).into()),
            _ => None,
        }
    }
}

impl<'a> Iterator for Objects<'a> {
    type Item = Result<(u16, &'a [u8]), MalformedObject>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let object = self.take();
        if object.is_none() {
            self.0 = &[];
        }
        Some(object.ok_or(MalformedObject))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::link::script::hex;

    #[test]
    fn objects_are_read_in_order() {
        let bytes = hex("C003009000 920100 96020000 5F51023B00 FF6D020102 97820002AABB 978101CC");
        let objects: Result<Vec<_>, _> = Objects::new(&bytes).collect();
        let tags: Vec<_> = objects.unwrap().iter().map(|object| object.0).collect();
        assert_eq!(tags, [0xC0, 0x92, 0x96, 0x5F51, 0xFF6D, 0x97, 0x97]);
    }

    #[test]
    fn what_is_cut_off_is_malformed() {
        for text in [
            "C0",
            "C003",
            "C0030090",
            "5F",
            "9783000001AA",
            "978200",
            "9780",
        ] {
            let bytes = hex(text);
            let objects: Vec<_> = Objects::new(&bytes).collect();
            assert_eq!(objects, [Err(MalformedObject)], "{text}");
        }
    }

    proptest! {
        #[test]
        fn there_is_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let objects = Objects::new(&bytes).count();
            prop_assert!(objects <= bytes.len());
        }
    }
}
