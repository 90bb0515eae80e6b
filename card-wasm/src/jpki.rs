//! The public-key application of the My Number Card (公的個人認証AP): its user
//! authentication certificate, its PIN and its key, one visit at a time.
//!
//! A visit is a [`Session`]: select, certificate, tries left, PIN, signature, close. The
//! types permit no other order. Nothing here can reach the 個人番号; the
//! [`guard`](crate::guard) below refuses it once more.
//!
//! Unknown here: readers, trust in the certificate, the text that is signed.

mod card;
mod certificate_file;
mod command;
mod error;
mod extended_length;
mod pin;
#[cfg(test)]
mod pin_pad_tests;
mod relayed;
mod session;
mod signature;
mod token;
mod tries;
mod visual;

pub(crate) use command::{CARD_MANAGER_AID, File, JPKI_AID};
pub use error::{CardError, Step};
pub use extended_length::ExtendedLength;
pub use pin::{MalformedPin, Pin};
pub use session::{Selected, Session, UserVerified, Verification};
pub use signature::Signature;
pub use token::Token;
pub use tries::{LastTry, LastTryConfirmed, SeveralTries, TriesLeft, VerifyPermit};
pub use visual::{Authorised, Relaying};

/// The name of the application (AID), for readers that hold several cards.
pub const APPLICATION: &[u8] = &JPKI_AID;
