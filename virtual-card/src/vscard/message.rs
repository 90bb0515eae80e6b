//! Messages: type, reader and length in four bytes each, big-endian, then the
//! content (libcacard, `vscard_common.h`, VSCMsgHeader).

/// Bytes of a content. QEMU keeps no more than this in all.
const LONGEST: usize = 64 * 1024;

/// `VSCMsgType`.
mod kind {
    pub(super) const INIT: u32 = 1;
    pub(super) const ERROR: u32 = 2;
    pub(super) const READER_ADD: u32 = 3;
    pub(super) const ATR: u32 = 5;
    pub(super) const CARD_REMOVE: u32 = 6;
    pub(super) const APDU: u32 = 7;
}

/// `VSCARD_MAGIC`, in the order of its bytes.
const MAGIC: &[u8; 4] = b"VSCD";
/// `VSCARD_VERSION` 0.0.2.
const VERSION: [u8; 4] = [0, 0, 0, 2];
/// `VSCARD_UNDEFINED_READER_ID`, before there is one.
const NO_READER: u32 = u32::MAX;
/// `VSCARD_MINIMAL_READER_ID`, the one that QEMU gives.
const READER: u32 = 0;
/// `VSC_GENERAL_ERROR`.
const GENERAL_ERROR: [u8; 4] = [0, 0, 0, 1];

/// Why the conversation cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VscardError {
    /// A message claims more bytes than any may have.
    #[error("a message of the virtual machine is too long")]
    TooLong,
    /// The other side speaks something else.
    #[error("the virtual machine does not speak the Virtual Smart Card protocol")]
    OtherProtocol,
}

impl VscardError {
    /// A stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "VSCARD-TOO-LONG",
            Self::OtherProtocol => "VSCARD-OTHER-PROTOCOL",
        }
    }
}

/// What QEMU says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// It is there.
    Init,
    /// How a message of this side ended; 0 is success.
    Outcome(u32),
    /// A command for the card.
    Command(Vec<u8>),
    /// What needs no answer.
    Other,
}

/// What this side says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Said<'a> {
    Init,
    AddReader,
    AnswerToReset(&'a [u8]),
    Removed,
    Answer(&'a [u8]),
    /// The card gives no answer.
    Silence,
}

impl Said<'_> {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let init = [*MAGIC, VERSION, [0; 4]].concat();
        let (kind, reader, content) = match self {
            Self::Init => (kind::INIT, NO_READER, init.as_slice()),
            Self::AddReader => (kind::READER_ADD, NO_READER, &[][..]),
            Self::AnswerToReset(bytes) => (kind::ATR, READER, bytes),
            Self::Removed => (kind::CARD_REMOVE, READER, &[][..]),
            Self::Answer(bytes) => (kind::APDU, READER, bytes),
            Self::Silence => (kind::ERROR, READER, &GENERAL_ERROR[..]),
        };
        let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
        let header = [kind, reader, length].map(u32::to_be_bytes).concat();
        [&header, content].concat()
    }
}

/// Collects bytes until a message is whole.
#[derive(Debug, Default)]
pub(super) struct Collector {
    bytes: Vec<u8>,
}

impl Collector {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next message; `None` until it is whole.
    pub(super) fn next(&mut self) -> Result<Option<Heard>, VscardError> {
        let Some((header, rest)) = self.bytes.split_first_chunk::<12>() else {
            return Ok(None);
        };
        let [k0, k1, k2, k3, _, _, _, _, l0, l1, l2, l3] = *header;
        let kind = u32::from_be_bytes([k0, k1, k2, k3]);
        let length = usize::try_from(u32::from_be_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX);
        if length > LONGEST {
            return Err(VscardError::TooLong);
        }
        let Some(content) = rest.get(..length) else {
            return Ok(None);
        };
        let heard = match kind {
            kind::INIT if content.starts_with(MAGIC) => Heard::Init,
            kind::INIT => return Err(VscardError::OtherProtocol),
            kind::ERROR => {
                let code = content.first_chunk().ok_or(VscardError::OtherProtocol)?;
                Heard::Outcome(u32::from_be_bytes(*code))
            }
            kind::APDU => Heard::Command(content.to_vec()),
            _ => Heard::Other,
        };
        self.bytes.drain(..12 + length);
        Ok(Some(heard))
    }
}
