//! The serial number of a certificate, which is a personal identifier.

use core::fmt;

use crate::{CertificateError, der};

/// Longest serial number (RFC 5280, 4.1.2.2: at most 20 octets).
const MAX_OCTETS: usize = 20;

/// A positive serial number, without leading zero octets.
///
/// `Debug` hides the value and there is no `Display`: insurance systems link a person
/// by this number, so it must not reach a log by accident. Whoever needs it asks by name.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SerialNumber(Vec<u8>);

impl SerialNumber {
    /// The number, most significant octet first.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The number in upper-case hexadecimal, two digits per octet.
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|octet| format!("{octet:02X}")).collect()
    }

    /// From the contents octets of a DER INTEGER.
    pub(crate) fn from_integer(contents: &[u8]) -> Result<Self, CertificateError> {
        let magnitude = der::positive(contents).ok_or(CertificateError::Malformed)?;
        if magnitude.len() > MAX_OCTETS {
            return Err(CertificateError::Malformed);
        }
        Ok(Self(magnitude.to_vec()))
    }
}

impl fmt::Debug for SerialNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SerialNumber(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_positive_numbers_in_their_shortest_form() {
        let hex = |contents: &[u8]| SerialNumber::from_integer(contents).map(|it| it.to_hex());
        assert_eq!(hex(&[0x07, 0x05, 0xD9, 0x91]).as_deref(), Ok("0705D991"));
        assert_eq!(hex(&[0x00, 0xBF, 0xCD]).as_deref(), Ok("BFCD"));
        for refused in [
            &[][..],
            &[0x00],
            &[0x00, 0x01],
            &[0x80],
            &[0xFF, 0x01],
            &[0x01; 21],
        ] {
            assert_eq!(
                hex(refused),
                Err(CertificateError::Malformed),
                "{refused:02X?}"
            );
        }
    }

    #[test]
    fn does_not_show_itself() {
        let serial = SerialNumber::from_integer(&[0x07, 0x05, 0xD9, 0x91]).unwrap();
        assert_eq!(format!("{serial:?}"), "SerialNumber(hidden)");
    }
}
