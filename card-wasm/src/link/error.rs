//! Everything that can go wrong between the program and the card, ranked by how much it
//! helps the desk.
//!
//! Knows no advice and no language: a code is mapped to words elsewhere.

use thiserror::Error;

use crate::ccid::SlotError;
use crate::route::bridge::Fault;

/// Why a reader cannot be used, or why a command got no answer.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum LinkError {
    /// The browser offers no USB, or a policy forbids it.
    #[error("USB is not available to this page")]
    UsbUnavailable,
    /// The chooser was closed without a choice.
    #[error("no device was selected")]
    NoDeviceSelected,
    /// The interface is of a class that pages may not claim (WebUSB, protected classes).
    #[error("the interface is of a class that is closed to web pages")]
    ProtectedClass,
    /// Another program, a driver or another tab holds the interface.
    #[error("the reader is in use by another program")]
    ReaderInUse,
    /// The system does not let this program open the device: permissions or driver.
    #[error("access to the reader was denied by the system")]
    AccessDenied,
    /// The device left the bus.
    #[error("the reader was unplugged")]
    Unplugged,
    /// The transfer ended because the device was closed or released.
    #[error("the transfer was cancelled")]
    Cancelled,
    /// The system refused this transfer on this device.
    #[error("the transfer was not allowed")]
    TransferNotAllowed,
    /// The bus reported an error.
    #[error("a transfer error occurred")]
    TransferFailed,
    /// The endpoint is halted.
    #[error("the endpoint is halted")]
    Stalled,
    /// The reader refused the message before it took it, so nothing was carried out.
    #[error("the reader did not accept the message")]
    NotAccepted,
    /// The device sent more than there was room for.
    #[error("the reader sent more than was asked for")]
    Babble,
    /// No answer within the time.
    #[error("the reader did not answer in time")]
    Timeout,
    /// No interface of the device speaks CCID.
    #[error("the device is not a CCID reader")]
    NotAReader,
    /// The descriptors contradict themselves.
    #[error("the descriptors of the device are malformed")]
    MalformedDescriptor,
    /// The firmware is known not to work.
    #[error("the firmware of the reader is too old")]
    FirmwareOld,
    /// The card speaks no protocol that the reader offers, or insists on unknown parameters.
    #[error("reader and card have no transmission protocol in common")]
    ProtocolDisjoint,
    /// The reader leaves every character to the host (CCID 1.1, 5.1).
    #[error("the reader works at character level, which is not supported")]
    CharacterLevel,
    /// The interface is an ICCD token, without the bulk endpoints of CCID.
    #[error("the device speaks ICCD, which is not supported")]
    Iccd,
    /// A message of the reader cannot be read.
    #[error("the reader sent a malformed message")]
    MalformedMessage,
    /// A message of the reader answers something else than was asked.
    #[error("the reader sent an unexpected message")]
    UnexpectedMessage,
    /// The reader carried the command out and reports failure.
    #[error("the reader reported an error: {0}")]
    ReaderRefused(SlotError),
    /// The card asked for more time again and again.
    #[error("the card asked for more time too often")]
    CardTooSlow,
    /// There is no card.
    #[error("there is no card on the reader")]
    CardAbsent,
    /// The card was taken away in the middle.
    #[error("the card was removed")]
    CardRemoved,
    /// Another card lies there, or the card lost its power in between.
    #[error("the card was replaced or lost its power")]
    CardReplaced,
    /// The card does not answer to power.
    #[error("the card does not answer")]
    CardMute,
    /// The answer to reset cannot be read, and with this reader it has to be.
    #[error("the ATR of the card is malformed")]
    MalformedAtr,
    /// Blocks between reader and card were lost, so that the command ended without an answer.
    #[error("data between reader and card were lost")]
    BlocksLost,
    /// The card broke the command off.
    #[error("the card ended the transmission")]
    TransmissionAborted,
    /// The person pressed the key for it on the reader. Nothing was sent to the card.
    #[error("the PIN entry on the reader was cancelled")]
    PinEntryCancelled,
    /// Nobody entered a PIN on the reader. Nothing was sent to the card.
    #[error("no PIN was entered on the reader in time")]
    PinEntryTimedOut,
    /// There is no PIN pad, or none that is trusted.
    #[error("no PIN can be entered on this reader")]
    PinPadUnavailable,
    /// The channel was powered off before.
    #[error("the card is powered off")]
    PoweredOff,
    /// The command is longer than the reader takes.
    #[error("the command is too long for the reader")]
    CommandTooLong,
    /// The answer is longer than any answer may be.
    #[error("the answer is too long")]
    ResponseTooLong,
    /// The answer has no status word.
    #[error("the answer of the card is malformed")]
    MalformedResponse,
    /// The bridge does not work, or refuses.
    #[error("the bridge does not do it: {0}")]
    Bridge(Fault),
    /// The guard does not let this command pass.
    #[error("the command is not permitted")]
    Forbidden,
}

impl LinkError {
    /// The stable name of this error, for logs and the table of advice.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.row().0
    }

    /// How useful this error is to the person at the desk: when several attempts fail,
    /// the one of the highest rank is reported.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        self.row().1
    }

    /// Whether the card that was there is certainly out of reach, so that nothing more
    /// can be asked of it.
    #[must_use]
    pub const fn is_card_lost(&self) -> bool {
        if let Self::Bridge(fault) = self {
            return fault.closes_card();
        }
        matches!(
            self,
            Self::CardAbsent
                | Self::CardRemoved
                | Self::CardReplaced
                | Self::CardMute
                | Self::PoweredOff
                | Self::Unplugged
                | Self::Cancelled
        )
    }

    /// The more useful of two errors; of two equals the first.
    #[must_use]
    pub const fn or_more_useful(self, other: Self) -> Self {
        if other.rank() > self.rank() {
            other
        } else {
            self
        }
    }

    /// Code and rank of each variant. What the person can see and put right stands
    /// highest, then what the administrator can, then what points at a fault.
    const fn row(&self) -> (&'static str, u8) {
        match self {
            Self::Unplugged => ("LINK-UNPLUGGED", 95),
            Self::CardRemoved => ("LINK-CARD-REMOVED", 92),
            Self::CardReplaced => ("LINK-CARD-REPLACED", 91),
            Self::CardAbsent => ("LINK-CARD-ABSENT", 90),
            Self::CardMute => ("LINK-CARD-MUTE", 88),
            Self::MalformedAtr => ("LINK-ATR-MALFORMED", 87),
            Self::PinEntryCancelled => ("LINK-PIN-ENTRY-CANCELLED", 86),
            Self::PinEntryTimedOut => ("LINK-PIN-ENTRY-TIMEOUT", 86),
            Self::NoDeviceSelected => ("LINK-NO-DEVICE-SELECTED", 85),
            Self::ReaderInUse => ("LINK-READER-IN-USE", 80),
            Self::AccessDenied => ("LINK-ACCESS-DENIED", 79),
            Self::UsbUnavailable => ("LINK-USB-UNAVAILABLE", 78),
            Self::ProtectedClass => ("LINK-PROTECTED-CLASS", 77),
            Self::FirmwareOld => ("LINK-FIRMWARE-OLD", 72),
            Self::ProtocolDisjoint => ("LINK-PROTOCOL-DISJOINT", 71),
            Self::CharacterLevel => ("LINK-LEVEL-CHARACTER", 70),
            Self::Iccd => ("LINK-ICCD", 69),
            Self::CardTooSlow => ("LINK-CARD-TOO-SLOW", 60),
            Self::Timeout => ("LINK-TIMEOUT", 59),
            Self::BlocksLost => ("LINK-BLOCKS-LOST", 58),
            Self::TransmissionAborted => ("LINK-TRANSMISSION-ABORTED", 57),
            Self::ReaderRefused(_) => ("LINK-READER-REFUSED", 50),
            Self::TransferNotAllowed => ("LINK-TRANSFER-NOT-ALLOWED", 45),
            Self::Stalled => ("LINK-STALLED", 44),
            Self::NotAccepted => ("LINK-NOT-ACCEPTED", 44),
            Self::Babble => ("LINK-BABBLE", 43),
            Self::TransferFailed => ("LINK-TRANSFER-FAILED", 42),
            Self::MalformedMessage => ("LINK-MESSAGE-MALFORMED", 40),
            Self::UnexpectedMessage => ("LINK-MESSAGE-UNEXPECTED", 39),
            Self::MalformedResponse => ("LINK-RESPONSE-MALFORMED", 38),
            Self::ResponseTooLong => ("LINK-RESPONSE-TOO-LONG", 37),
            Self::CommandTooLong => ("LINK-COMMAND-TOO-LONG", 36),
            Self::MalformedDescriptor => ("LINK-DESCRIPTOR-MALFORMED", 30),
            Self::NotAReader => ("LINK-NOT-A-READER", 25),
            Self::PoweredOff => ("LINK-POWERED-OFF", 20),
            Self::PinPadUnavailable => ("LINK-PIN-PAD-UNAVAILABLE", 16),
            Self::Cancelled => ("LINK-CANCELLED", 15),
            Self::Bridge(fault) => (fault.code(), fault.rank()),
            Self::Forbidden => ("LINK-FORBIDDEN", 10),
        }
    }
}
