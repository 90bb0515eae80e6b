//! Elementary files: what each holds and who may use it.

use rsa::RsaPublicKey;

use super::pin::PinName;
use super::signing_key::SigningKey;

/// A two-byte file identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId(pub(crate) u16);

impl FileId {
    /// The short identifier: the low five bits, 1 to 30 (JICSAP v1.1, table 5).
    pub(crate) fn has_short_id(self, short: u8) -> bool {
        (1..=30).contains(&short) && u16::from(short) == self.0 & 0x1F
    }
}

/// Who may read a file or use a key.
#[derive(Debug)]
pub(crate) enum Access {
    Free,
    /// One of these has been verified since the application was selected.
    After(&'static [PinName]),
    /// The same, or a verifier that the card trusts has authenticated itself: then once.
    AfterOrVerifier(&'static [PinName]),
}

/// What lies behind a file identifier.
#[derive(Debug)]
pub(crate) enum Content {
    Data {
        bytes: Vec<u8>,
        read: Access,
    },
    Pin {
        name: PinName,
        value: String,
    },
    Key {
        key: SigningKey,
        usage: Access,
    },
    /// A key for which the surveyed cards know no use without a terminal certificate.
    SealedKey,
    /// The key of the authority whose verifiers the card trusts.
    VerifierAuthority(Box<RsaPublicKey>),
}

/// One elementary file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) id: FileId,
    pub(crate) content: Content,
}

impl File {
    pub(crate) fn data(id: u16, bytes: Vec<u8>, read: Access) -> Self {
        Self {
            id: FileId(id),
            content: Content::Data { bytes, read },
        }
    }

    pub(crate) fn pin(id: u16, name: PinName, value: String) -> Self {
        Self {
            id: FileId(id),
            content: Content::Pin { name, value },
        }
    }

    pub(crate) fn key(id: u16, key: SigningKey, usage: Access) -> Self {
        Self {
            id: FileId(id),
            content: Content::Key { key, usage },
        }
    }

    pub(crate) fn sealed_key(id: u16) -> Self {
        Self {
            id: FileId(id),
            content: Content::SealedKey,
        }
    }

    pub(crate) fn verifier_authority(id: u16, key: RsaPublicKey) -> Self {
        Self {
            id: FileId(id),
            content: Content::VerifierAuthority(Box::new(key)),
        }
    }
}

/// An application (DF) of the card.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) name: ApplicationName,
    pub(crate) aid: &'static [u8],
    pub(crate) files: Vec<File>,
}

impl Application {
    pub(crate) fn file(&self, id: FileId) -> Option<&File> {
        self.files.iter().find(|file| file.id == id)
    }

    pub(crate) fn file_by_short_id(&self, short: u8) -> Option<&File> {
        self.files.iter().find(|file| file.id.has_short_id(short))
    }
}

/// Which application of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ApplicationName {
    Jpki,
    Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ids_are_the_low_five_bits_except_all_and_none() {
        for (id, short, expected) in [
            (0x0001, 1, true),
            (0x001E, 30, true),
            (0x2F0A, 10, true),
            (0x000A, 11, false),
            (0x0020, 0, false),
            (0x001F, 31, false),
        ] {
            assert_eq!(
                FileId(id).has_short_id(short),
                expected,
                "{id:04X} by {short}"
            );
        }
    }
}
