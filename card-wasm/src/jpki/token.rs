//! What kind of device carries the application: the label in EF 0006.
//!
//! The file is a PKCS#11 `CK_TOKEN_INFO` of 160 bytes whose first 32 are the label, padded
//! with blanks (soltia48/myna-card, `jpki.rs`; jpki/myna).

/// The device that carries the JPKI application.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Token {
    /// My Number Card.
    MyNumberCard,
    /// The older 住民基本台帳カード.
    ResidentCard,
    /// Android phone.
    Android,
    /// iPhone.
    Iphone,
    /// A label that nobody knows yet.
    Unknown,
}

impl Token {
    /// Bytes of the label.
    pub(super) const LABEL_LENGTH: usize = 32;

    pub(super) fn from_label(label: &[u8]) -> Self {
        match label.trim_ascii_end() {
            b"JPKIAPICCTOKEN2" => Self::MyNumberCard,
            b"JPKIAPICCTOKEN" => Self::ResidentCard,
            b"JPKIAPGPSETOKEN" => Self::Android,
            b"JPKIAPIOSTOKEN" => Self::Iphone,
            _ => Self::Unknown,
        }
    }

    /// Whether the certificate may be read before the PIN. Phones show it only after
    /// (jpki/myna, commit f68cefd).
    #[must_use]
    pub const fn shows_certificate_before_pin(self) -> bool {
        !self.is_phone()
    }

    /// Whether this is a phone, to be held differently from a card.
    #[must_use]
    pub const fn is_phone(self) -> bool {
        matches!(self, Self::Android | Self::Iphone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_apart() {
        let table = [
            ("JPKIAPICCTOKEN2                 ", Token::MyNumberCard),
            ("JPKIAPICCTOKEN                  ", Token::ResidentCard),
            ("JPKIAPGPSETOKEN                 ", Token::Android),
            ("JPKIAPIOSTOKEN                  ", Token::Iphone),
            ("JPKIAPICCTOKEN3                 ", Token::Unknown),
            ("", Token::Unknown),
        ];
        for (label, token) in table {
            assert_eq!(Token::from_label(label.as_bytes()), token, "{label}");
        }
    }
}
