//! The little DER that has to be exact to the octet: the frame of a value, pairs of numbers,
//! and the two fields that end a certificate. Knows nothing of what they mean.

use crate::CertificateError;

/// Tag of an INTEGER (X.690, 8.3).
const INTEGER: u8 = 0x02;
/// Tag of a primitive BIT STRING (X.690, 8.6).
const BIT_STRING: u8 = 0x03;
/// Tag of a SEQUENCE (X.690, 8.9.1 and 8.14).
const SEQUENCE: u8 = 0x30;

/// Frame of the SEQUENCE that `bytes` begins with.
///
/// # Errors
/// If there is none, if its header is cut off or is not DER, or if its length needs more
/// than two octets, which is beyond any budget.
pub(crate) fn sequence_frame(bytes: &[u8]) -> Result<Frame, CertificateError> {
    frame(SEQUENCE, bytes)
}

/// The two numbers of a SEQUENCE of two positive INTEGERs, without leading zeros: an
/// RSA public key (RFC 8017, A.1.1) or an ECDSA signature (RFC 3279, 2.2.3).
pub(crate) fn two_unsigned(bytes: &[u8]) -> Option<[&[u8]; 2]> {
    let frame = sequence_frame(bytes).ok()?;
    let (first, rest) = unsigned(bytes.get(frame.header..frame.total())?)?;
    let (second, rest) = unsigned(rest)?;
    (rest.is_empty() && frame.total() == bytes.len()).then_some([first, second])
}

/// The magnitude in the contents octets of an INTEGER: two's complement, fewest octets,
/// greater than zero.
pub(crate) fn positive(contents: &[u8]) -> Option<&[u8]> {
    match contents {
        [0x00, magnitude @ ..] if magnitude.first() >= Some(&0x80) => Some(magnitude),
        [0x01..=0x7F, ..] => Some(contents),
        _ => None,
    }
}

/// The positive INTEGER that `bytes` begins with, and what follows it.
fn unsigned(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let frame = frame(INTEGER, bytes).ok()?;
    let (value, rest) = bytes.split_at_checked(frame.total())?;
    Some((positive(value.get(frame.header..)?)?, rest))
}

/// Only the definite form in its fewest octets is DER (X.690, 10.1).
fn frame(tag: u8, bytes: &[u8]) -> Result<Frame, CertificateError> {
    let length = match bytes {
        [] => return Err(CertificateError::Truncated),
        [first, length @ ..] if *first == tag => length,
        _ => return Err(CertificateError::Malformed),
    };
    let (header, content) = match length {
        [] | [0x81] | [0x82] | [0x82, _] => return Err(CertificateError::Truncated),
        [short @ 0x00..=0x7F, ..] => (2, usize::from(*short)),
        [0x81, length @ 0x80..=0xFF, ..] => (3, usize::from(*length)),
        [0x82, high @ 0x01..=0xFF, low, ..] => (4, usize::from(u16::from_be_bytes([*high, *low]))),
        [0x83 | 0x84, ..] => return Err(CertificateError::TooLarge),
        _ => return Err(CertificateError::Malformed),
    };
    Ok(Frame { header, content })
}

/// Where the content of a value begins and how long it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Frame {
    /// Octets of tag and length.
    pub(crate) header: usize,
    /// Octets of content.
    pub(crate) content: usize,
}

impl Frame {
    /// Octets of the whole value.
    pub(crate) fn total(self) -> usize {
        self.header + self.content
    }
}

/// DER of a SEQUENCE with this content.
pub(crate) fn sequence(content: &[u8]) -> Vec<u8> {
    encode(SEQUENCE, &[content])
}

/// DER of a BIT STRING of whole octets (X.690, 8.6.2: no unused bits).
pub(crate) fn bit_string(octets: &[u8]) -> Vec<u8> {
    encode(BIT_STRING, &[&[0x00], octets])
}

fn encode(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let octets = length.to_be_bytes();
    let significant = octets.iter().skip_while(|octet| **octet == 0);
    let mut out = vec![tag];
    if length >= 0x80 {
        // Long form: at most eight octets of length, so the count fits its seven bits.
        out.push(0x80 | significant.clone().count() as u8);
        out.extend(significant);
    } else {
        out.push(length as u8);
    }
    parts.iter().for_each(|part| out.extend_from_slice(part));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_fewest_octets_only() {
        let frame = |header, content| Ok(Frame { header, content });
        for (bytes, expected) in [
            (&[0x30, 0x03, 1, 2, 3][..], frame(2, 3)),
            (&[0x30, 0x81, 0x80], frame(3, 128)),
            (&[0x30, 0x82, 0x05, 0x14], frame(4, 1300)),
            (&[], Err(CertificateError::Truncated)),
            (&[0x30, 0x82, 0x05], Err(CertificateError::Truncated)),
            // Longer than needed, indefinite, and another tag.
            (&[0x30, 0x81, 0x7F], Err(CertificateError::Malformed)),
            (&[0x30, 0x82, 0x00, 0xFF], Err(CertificateError::Malformed)),
            (&[0x30, 0x80, 0x00, 0x00], Err(CertificateError::Malformed)),
            (&[0x31, 0x03], Err(CertificateError::Malformed)),
            (&[0x30, 0x83, 1, 0, 0], Err(CertificateError::TooLarge)),
        ] {
            assert_eq!(sequence_frame(bytes), expected, "{bytes:02X?}");
        }
    }

    #[test]
    fn writes_what_it_reads() {
        for length in [0, 1, 127, 128, 255, 256, 4096] {
            let value = sequence(&vec![0xAA; length]);
            let frame = sequence_frame(&value).unwrap();
            assert_eq!((frame.content, frame.total()), (length, value.len()));
        }
        assert_eq!(bit_string(&[0xF0]), [0x03, 0x02, 0x00, 0xF0]);
    }

    #[test]
    fn reads_pairs_of_positive_numbers_and_nothing_else() {
        for (bytes, expected) in [
            (
                &[0x30, 6, 2, 1, 0x7F, 2, 1, 1][..],
                Some([&[0x7F][..], &[1]]),
            ),
            (&[0x30, 7, 2, 2, 0, 0x80, 2, 1, 1], Some([&[0x80], &[1]])),
            // Negative, zero, a needless zero, one number, three, a byte more, a byte less.
            (&[0x30, 6, 2, 1, 0x80, 2, 1, 1], None),
            (&[0x30, 6, 2, 1, 0, 2, 1, 1], None),
            (&[0x30, 7, 2, 2, 0, 0x7F, 2, 1, 1], None),
            (&[0x30, 3, 2, 1, 1], None),
            (&[0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1], None),
            (&[0x30, 6, 2, 1, 1, 2, 1, 1, 0], None),
            (&[0x30, 6, 2, 1, 1, 2, 2, 1], None),
            (&[0x30, 6, 2, 1, 1, 4, 1, 1], None),
            (&[0x30, 2, 2, 0], None),
        ] {
            assert_eq!(two_unsigned(bytes), expected, "{bytes:02X?}");
        }
    }
}
