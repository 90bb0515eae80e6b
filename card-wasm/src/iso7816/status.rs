//! Status words SW1-SW2 (ISO/IEC 7816-4, 5.6; JICSAP IC card specification v1.1, table 25).

use core::fmt;

/// What the card says at the end of every answer.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum StatusWord {
    /// 9000: carried out.
    Success,
    /// 61xx: so many more bytes can be fetched with GET RESPONSE; 00 means 256 or more.
    MoreData(u8),
    /// 6281: part of the data may be corrupt.
    DataMayBeCorrupt,
    /// 6282: the end of the file came before the expected length.
    EndOfFile,
    /// 6283: the selected file is deactivated.
    FileDeactivated,
    /// 6300: the verification failed, without a counter.
    VerificationFailed,
    /// 63Cx: so many tries are left.
    TriesLeft(u8),
    /// 6400: execution error, nothing changed.
    ExecutionError,
    /// 6581: memory failure.
    MemoryFailure,
    /// 6700: the length fields do not fit.
    WrongLength,
    /// 6881: logical channels are not supported.
    ChannelNotSupported,
    /// 6882: secure messaging is not supported.
    SecureMessagingNotSupported,
    /// 6981: the file is of another kind than the command needs.
    FileTypeDoesNotFit,
    /// 6982: a right is missing.
    SecurityStatusNotSatisfied,
    /// 6983: the verification method is blocked.
    VerificationBlocked,
    /// 6984: the reference data cannot be used; on this card, locked.
    ReferenceDataLocked,
    /// 6985: conditions of use are not satisfied.
    ConditionsNotSatisfied,
    /// 6986: no current file.
    NoCurrentFile,
    /// 6A80: wrong data.
    WrongData,
    /// 6A81: function not supported.
    FunctionNotSupported,
    /// 6A82: file or application not found.
    NotFound,
    /// 6A86: wrong P1 or P2.
    WrongParameters,
    /// 6A87: Lc does not fit P1 and P2.
    LengthDoesNotFitParameters,
    /// 6A88: reference data not found.
    ReferenceDataNotFound,
    /// 6B00: the offset is outside the file.
    OffsetOutsideFile,
    /// 6Cxx: the expected length should be so many bytes; 00 means 256.
    ExactLength(u8),
    /// 6D00: the instruction is unknown.
    InstructionUnknown,
    /// 6E00: the class is unknown.
    ClassUnknown,
    /// 6F00: an error without a diagnosis.
    NoDiagnosis,
    /// Any other.
    Other(u16),
}

impl StatusWord {
    /// Whether the command was carried out: 9000, or 6282 at the end of a file.
    #[must_use]
    pub const fn is_carried_out(self) -> bool {
        matches!(self, Self::Success | Self::EndOfFile)
    }

    /// SW1 and SW2 as one number.
    #[must_use]
    pub const fn value(self) -> u16 {
        match self {
            Self::Success => 0x9000,
            Self::MoreData(available) => u16::from_be_bytes([0x61, available]),
            Self::DataMayBeCorrupt => 0x6281,
            Self::EndOfFile => 0x6282,
            Self::FileDeactivated => 0x6283,
            Self::VerificationFailed => 0x6300,
            Self::TriesLeft(count) => u16::from_be_bytes([0x63, 0xC0 | (count & 0x0F)]),
            Self::ExecutionError => 0x6400,
            Self::MemoryFailure => 0x6581,
            Self::WrongLength => 0x6700,
            Self::ChannelNotSupported => 0x6881,
            Self::SecureMessagingNotSupported => 0x6882,
            Self::FileTypeDoesNotFit => 0x6981,
            Self::SecurityStatusNotSatisfied => 0x6982,
            Self::VerificationBlocked => 0x6983,
            Self::ReferenceDataLocked => 0x6984,
            Self::ConditionsNotSatisfied => 0x6985,
            Self::NoCurrentFile => 0x6986,
            Self::WrongData => 0x6A80,
            Self::FunctionNotSupported => 0x6A81,
            Self::NotFound => 0x6A82,
            Self::WrongParameters => 0x6A86,
            Self::LengthDoesNotFitParameters => 0x6A87,
            Self::ReferenceDataNotFound => 0x6A88,
            Self::OffsetOutsideFile => 0x6B00,
            Self::ExactLength(length) => u16::from_be_bytes([0x6C, length]),
            Self::InstructionUnknown => 0x6D00,
            Self::ClassUnknown => 0x6E00,
            Self::NoDiagnosis => 0x6F00,
            Self::Other(value) => value,
        }
    }

    /// SW1 and SW2.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 2] {
        self.value().to_be_bytes()
    }
}

impl From<u16> for StatusWord {
    fn from(value: u16) -> Self {
        match value {
            0x9000 => Self::Success,
            0x6281 => Self::DataMayBeCorrupt,
            0x6282 => Self::EndOfFile,
            0x6283 => Self::FileDeactivated,
            0x6300 => Self::VerificationFailed,
            0x6400 => Self::ExecutionError,
            0x6581 => Self::MemoryFailure,
            0x6700 => Self::WrongLength,
            0x6881 => Self::ChannelNotSupported,
            0x6882 => Self::SecureMessagingNotSupported,
            0x6981 => Self::FileTypeDoesNotFit,
            0x6982 => Self::SecurityStatusNotSatisfied,
            0x6983 => Self::VerificationBlocked,
            0x6984 => Self::ReferenceDataLocked,
            0x6985 => Self::ConditionsNotSatisfied,
            0x6986 => Self::NoCurrentFile,
            0x6A80 => Self::WrongData,
            0x6A81 => Self::FunctionNotSupported,
            0x6A82 => Self::NotFound,
            0x6A86 => Self::WrongParameters,
            0x6A87 => Self::LengthDoesNotFitParameters,
            0x6A88 => Self::ReferenceDataNotFound,
            0x6B00 => Self::OffsetOutsideFile,
            0x6D00 => Self::InstructionUnknown,
            0x6E00 => Self::ClassUnknown,
            0x6F00 => Self::NoDiagnosis,
            other => match other.to_be_bytes() {
                [0x61, available] => Self::MoreData(available),
                [0x63, count @ 0xC0..=0xCF] => Self::TriesLeft(count & 0x0F),
                [0x6C, length] => Self::ExactLength(length),
                _ => Self::Other(other),
            },
        }
    }
}

impl From<[u8; 2]> for StatusWord {
    fn from(bytes: [u8; 2]) -> Self {
        Self::from(u16::from_be_bytes(bytes))
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04X}", self.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_survives_and_has_one_name() {
        for value in 0..=u16::MAX {
            let status = StatusWord::from(value);
            assert_eq!(status.value(), value);
            assert_eq!(StatusWord::from(status.to_bytes()), status);
        }
    }

    #[test]
    fn numbers_inside_status_words_are_read() {
        let table = [
            (0x63C3, StatusWord::TriesLeft(3)),
            (0x63C0, StatusWord::TriesLeft(0)),
            (0x6300, StatusWord::VerificationFailed),
            (0x6310, StatusWord::Other(0x6310)),
            (0x6100, StatusWord::MoreData(0)),
            (0x6C20, StatusWord::ExactLength(32)),
        ];
        for (value, expected) in table {
            assert_eq!(StatusWord::from(value), expected);
        }
    }
}
