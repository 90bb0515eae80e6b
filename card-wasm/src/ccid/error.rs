//! What a reader says when a command failed (CCID 1.1, 6.2.6, table 6.2-2; codes that are
//! only in libccid `commands.c` are marked).

use thiserror::Error;

/// The slot error register, `bError`.
#[derive(Clone, Copy, Debug, Eq, Error, Hash, PartialEq)]
pub enum SlotError {
    /// 00.
    #[error("the command is not supported")]
    CommandNotSupported,
    /// 01.
    #[error("the length of the message is wrong")]
    WrongLength,
    /// 05.
    #[error("there is no such slot")]
    NoSuchSlot,
    /// Another of 01 to 7F: the byte at that offset is wrong.
    #[error("byte {0} of the message is not accepted")]
    Parameter(u8),
    /// E0.
    #[error("the slot is busy")]
    SlotBusy,
    /// EF.
    #[error("the PIN entry was cancelled")]
    PinCancelled,
    /// F0.
    #[error("the PIN entry timed out")]
    PinTimeout,
    /// F2.
    #[error("an automatic sequence is going on")]
    AutomaticSequence,
    /// F3.
    #[error("the protocol was deactivated")]
    DeactivatedProtocol,
    /// F4.
    #[error("a procedure byte was unexpected")]
    ProcedureByte,
    /// F5.
    #[error("the class of the command is not supported")]
    ClassNotSupported,
    /// F6.
    #[error("the protocol is not supported")]
    ProtocolNotSupported,
    /// F7.
    #[error("the check byte of the ATR is wrong")]
    AtrCheckByte,
    /// F8.
    #[error("the first byte of the ATR is wrong")]
    AtrInitialCharacter,
    /// FB.
    #[error("the hardware failed")]
    Hardware,
    /// FC.
    #[error("the card sent too fast")]
    Overrun,
    /// FD.
    #[error("the parity was wrong")]
    Parity,
    /// FE.
    #[error("the card does not answer")]
    Mute,
    /// FF.
    #[error("the command was aborted")]
    Aborted,
    /// Any other. Real readers send codes that no document names.
    #[error("error {0:02X}")]
    Other(u8),
}

impl From<u8> for SlotError {
    fn from(code: u8) -> Self {
        match code {
            0x00 => Self::CommandNotSupported,
            0x01 => Self::WrongLength,
            0x05 => Self::NoSuchSlot,
            0x02..=0x7F => Self::Parameter(code),
            0xE0 => Self::SlotBusy,
            0xEF => Self::PinCancelled,
            0xF0 => Self::PinTimeout,
            0xF2 => Self::AutomaticSequence,
            0xF3 => Self::DeactivatedProtocol,
            0xF4 => Self::ProcedureByte,
            0xF5 => Self::ClassNotSupported,
            0xF6 => Self::ProtocolNotSupported,
            0xF7 => Self::AtrCheckByte,
            0xF8 => Self::AtrInitialCharacter,
            0xFB => Self::Hardware,
            0xFC => Self::Overrun,
            0xFD => Self::Parity,
            0xFE => Self::Mute,
            0xFF => Self::Aborted,
            other => Self::Other(other),
        }
    }
}

impl SlotError {
    /// The byte.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::CommandNotSupported => 0x00,
            Self::WrongLength => 0x01,
            Self::NoSuchSlot => 0x05,
            Self::SlotBusy => 0xE0,
            Self::PinCancelled => 0xEF,
            Self::PinTimeout => 0xF0,
            Self::AutomaticSequence => 0xF2,
            Self::DeactivatedProtocol => 0xF3,
            Self::ProcedureByte => 0xF4,
            Self::ClassNotSupported => 0xF5,
            Self::ProtocolNotSupported => 0xF6,
            Self::AtrCheckByte => 0xF7,
            Self::AtrInitialCharacter => 0xF8,
            Self::Hardware => 0xFB,
            Self::Overrun => 0xFC,
            Self::Parity => 0xFD,
            Self::Mute => 0xFE,
            Self::Aborted => 0xFF,
            Self::Parameter(code) | Self::Other(code) => code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives() {
        for code in 0..=u8::MAX {
            assert_eq!(SlotError::from(code).code(), code);
        }
    }
}
