//! Everything that can go wrong with the card itself, ranked by how much it helps the desk.
//!
//! Knows no advice and no language: a code is mapped to words elsewhere.

use card_certificate::CertificateError;
use thiserror::Error;

use crate::iso7816::StatusWord;
use crate::link::LinkError;

/// What was being done when the card answered something unexpected.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Step {
    /// Selecting the application.
    Select,
    /// Reading the token label.
    Token,
    /// Reading the certificate.
    Certificate,
    /// Asking for the tries left.
    Tries,
    /// Sending the PIN.
    Verify,
    /// Carrying what a verifier says.
    Relay,
    /// Having a hash signed.
    Sign,
}

/// Why a visit ended early. The session has then been closed already.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum CardError {
    /// The card could not be reached.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The certificate on the card is unusable.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The card has no JPKI application.
    #[error("this is not a My Number Card")]
    NotMyNumberCard,
    /// No try was left before one was made: the PIN was locked earlier, or the card is one
    /// without a PIN (顔認証マイナンバーカード). The card does not tell which.
    #[error("the PIN of this card cannot be used")]
    PinUnusable,
    /// The try that was just made locked the PIN, or found it locked.
    #[error("the PIN is locked")]
    PinLocked,
    /// Whether the PIN was compared is unknown, because the answer did not arrive. The
    /// tries left were read again where the card could still be reached.
    #[error("the answer to the PIN was lost: {cause}")]
    VerifyAnswerLost {
        /// The count after the loss, if it could be read.
        tries_left: Option<u8>,
        /// How it was lost.
        cause: LinkError,
    },
    /// The card answered the PIN with something that is neither right nor wrong.
    #[error("the card answered the PIN with {status}")]
    VerifyUnexpected {
        /// The count after that, if it could be read.
        tries_left: Option<u8>,
        /// The status word.
        status: StatusWord,
    },
    /// The card does not say how many tries are left, so no PIN is sent.
    #[error("the card does not tell how many tries are left")]
    TriesUnknown(StatusWord),
    /// The permit comes from another reading than the last one of this session.
    #[error("the tries left were not read for this PIN")]
    TriesNotRead,
    /// The right that the PIN gave is gone, or never came.
    #[error("the card demands the PIN")]
    PinRequired(Step),
    /// What the verifier wants sent is not on the list, or more than a visit may carry.
    #[error("the verifier's commands are not permitted")]
    RelayForbidden,
    /// The card does not trust the verifier. No PIN was touched.
    #[error("the card refuses the verifier: {0}")]
    VerifierRefused(StatusWord),
    /// The signature does not fit the certificate.
    #[error("the signature of the card is wrong")]
    WrongSignature,
    /// The card answered a command with an unexpected status word.
    #[error("the card answered {status}")]
    UnexpectedStatus {
        /// What was being done.
        step: Step,
        /// The status word.
        status: StatusWord,
    },
    /// Neither could the card manager be selected nor the power be taken: the card may
    /// still be unlocked and must be taken off the reader.
    #[error("the card could not be locked again")]
    NotClosed,
    /// The session ended before.
    #[error("the session has ended")]
    SessionEnded,
}

impl CardError {
    /// The stable name of this error, for logs and the table of advice.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Link(error) => error.code(),
            Self::Certificate(error) => error.code(),
            other => other.row().0,
        }
    }

    /// How useful this error is to the person at the desk: when several things fail, the
    /// one of the highest rank is reported.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Link(error) => error.rank(),
            Self::Certificate(error) => error.rank(),
            other => other.row().1,
        }
    }

    /// Code and rank of each variant of this layer. What concerns the PIN stands above
    /// all, because the holder's next step depends on it.
    const fn row(&self) -> (&'static str, u8) {
        match self {
            Self::NotClosed => ("CARD-NOT-CLOSED", 99),
            Self::PinLocked => ("CARD-PIN-LOCKED", 98),
            Self::PinUnusable => ("CARD-PIN-UNUSABLE", 97),
            Self::VerifyAnswerLost { .. } => ("CARD-VERIFY-ANSWER-LOST", 96),
            Self::VerifyUnexpected { .. } => ("CARD-VERIFY-UNEXPECTED", 96),
            Self::NotMyNumberCard => ("CARD-NOT-MY-NUMBER", 94),
            Self::TriesUnknown(_) => ("CARD-TRIES-UNKNOWN", 60),
            Self::PinRequired(_) => ("CARD-PIN-REQUIRED", 55),
            Self::RelayForbidden => ("CARD-RELAY-FORBIDDEN", 53),
            Self::VerifierRefused(_) => ("CARD-VERIFIER-REFUSED", 52),
            Self::WrongSignature => ("CARD-WRONG-SIGNATURE", 50),
            Self::UnexpectedStatus { .. } => ("CARD-UNEXPECTED-STATUS", 45),
            Self::TriesNotRead => ("CARD-TRIES-NOT-READ", 12),
            Self::SessionEnded => ("CARD-SESSION-ENDED", 11),
            Self::Link(_) | Self::Certificate(_) => ("CARD-LOWER-LAYER", 0),
        }
    }
}
