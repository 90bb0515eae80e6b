//! The last gate before a card, whatever the page and the extension say: a list of what may
//! be done, and nothing else passes.
//!
//! The 個人番号 lies in the 券面 applications (text EF 0001, surface EF 0005). Neither stands
//! in the list, so neither can be selected, and without a selection nothing in them can be
//! named. The key, certificate and PIN for signature (JPKI 001A, 0001, 001B) are not in it
//! either.
//!
//! The page has a guard of its own; the two share no code, so that no mistake is in both.
//! This one knows no reader and no clock. That a signature is for the page's own origin is
//! for [`statement`](crate::statement) to say.

mod apdu;
mod place;

use std::fmt;

use apdu::Apdu;
use bridge_protocol::{Code, caps};
use place::{Effect, Place};

pub use place::SELECT_CARD_MANAGER;

/// What has happened in one session, and what may happen next.
#[derive(Debug, Default)]
pub struct Guard {
    place: Place,
    /// Read since the last VERIFY with data, and not older than it.
    tries: Option<u8>,
    permission: Option<Permission>,
    apdus: u8,
    verifies: u8,
    verified: bool,
}

/// For one VERIFY with data.
#[derive(Clone, Copy, Debug)]
struct Permission {
    last_try_confirmed: bool,
}

/// A command that may be sent, once, now. Without [`Guard::answered`] its answer counts as
/// lost, and what the card did as unknown.
#[must_use]
#[derive(Debug)]
pub struct Permitted {
    after: Place,
    effect: Effect,
    signed: Option<Vec<u8>>,
}

impl Permitted {
    /// What the card is to sign, if it is to sign. It has to be looked at before it is sent.
    #[must_use]
    pub fn signed(&self) -> Option<&[u8]> {
        self.signed.as_deref()
    }
}

/// Why a command may not be sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// It is not on the list.
    Forbidden,
    /// No person has typed a PIN for this VERIFY.
    PinNotTyped,
    /// The tries left were not read, or there are none, or one that nobody confirmed.
    LastTry,
    /// There were too many commands or VERIFYs already.
    Budget,
}

impl Guard {
    /// A person has typed a PIN: permits one VERIFY with data.
    pub const fn pin_typed(&mut self, last_try_confirmed: bool) {
        self.permission = Some(Permission { last_try_confirmed });
    }

    /// Whether this command may be sent now. What it needs is spent before it is sent.
    ///
    /// # Errors
    /// [`Refusal`], which leaves everything as it was.
    pub fn permit(&mut self, command: &[u8]) -> Result<Permitted, Refusal> {
        let apdu = Apdu::parse(command).ok_or(Refusal::Forbidden)?;
        let step = self.place.permits(&apdu).ok_or(Refusal::Forbidden)?;
        let verifies = self.verifies + u8::from(step.effect == Effect::Verify);
        if self.apdus >= caps::SESSION_APDUS || verifies > caps::SESSION_VERIFIES {
            return Err(Refusal::Budget);
        }
        if step.effect == Effect::Verify {
            let permission = self.permission.ok_or(Refusal::PinNotTyped)?;
            let least = if permission.last_try_confirmed { 1 } else { 2 };
            if self.tries.is_none_or(|tries| tries < least) {
                return Err(Refusal::LastTry);
            }
            self.permission = None;
            self.tries = None;
            // If the answer never comes, the PIN may have been right.
            self.verified = true;
        }
        self.apdus += 1;
        self.verifies = verifies;
        self.place = step.during;
        Ok(Permitted {
            after: step.after,
            effect: step.effect,
            signed: (step.effect == Effect::Sign).then(|| apdu.data.to_vec()),
        })
    }

    /// What the card answered to a permitted command. An answer without a status word is none.
    pub fn answered(&mut self, permitted: Permitted, answer: &[u8]) {
        let Some((_, [sw1, sw2])) = answer.split_last_chunk() else {
            return;
        };
        match (sw1, sw2) {
            (0x90, 0x00) | (0x62, 0x82) => self.place = permitted.after,
            (0x61, _) => self.place = permitted.after.with_more_to_come(),
            _ => {}
        }
        match permitted.effect {
            Effect::Verify | Effect::Query => self.counted(permitted.effect, *sw1, *sw2),
            Effect::Lock if (*sw1, *sw2) == (0x90, 0x00) => self.verified = false,
            Effect::Lock | Effect::Sign | Effect::Other => {}
        }
    }

    /// Whether the card would sign, as far as is known.
    #[must_use]
    pub const fn is_verified(&self) -> bool {
        self.verified
    }

    fn counted(&mut self, effect: Effect, sw1: u8, sw2: u8) {
        match (sw1, sw2) {
            (0x63, 0xC0..=0xCF) => self.tries = Some(sw2 & 0x0F),
            // Locked (JICSAP v1.1, table 25; ISO/IEC 7816-4).
            (0x69, 0x83 | 0x84) => self.tries = Some(0),
            _ => self.tries = None,
        }
        let was_wrong = matches!((sw1, sw2), (0x63, _) | (0x69, 0x83 | 0x84));
        if effect == Effect::Verify && was_wrong {
            self.verified = false;
        }
    }
}

impl Refusal {
    /// The name of it on the wire.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Forbidden => Code::Forbidden,
            Self::PinNotTyped => Code::PinNotTyped,
            Self::LastTry => Code::LastTry,
            Self::Budget => Code::Budget,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code().as_str())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
