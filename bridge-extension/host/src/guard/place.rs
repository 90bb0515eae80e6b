//! Where the card certainly is, and what may be done there. Whatever is not certain permits
//! nothing.
//!
//! Sources: JICSAP IC card specification v1.1 (READ BINARY 6.4.1, SELECT 6.4.4, VERIFY
//! 6.4.9); for files and the signature command OpenSC `card-jpki.c` and soltia48/myna-card.

use super::apdu::Apdu;

/// 公的個人認証AP.
const JPKI: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
/// The issuer security domain (GlobalPlatform).
const CARD_MANAGER: &[u8] = &[0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];

/// Selects the card manager: the rights that a PIN gave are gone (soltia48/myna-card).
pub const SELECT_CARD_MANAGER: &[u8] = &[
    0x00, 0xA4, 0x04, 0x0C, 0x07, 0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00,
];

/// Data of the signature: a DigestInfo of SHA-256 has 51 bytes, a bare SHA-512 has 64.
const SIGNED_BYTES: usize = 64;
const PIN_DIGITS: usize = 4;

/// The files of the list, by the last byte of their identifier, which is the short one too.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum File {
    /// EF 0006: token information.
    Token,
    /// EF 000A: certificate for user authentication.
    Certificate,
    /// EF 0017: key for user authentication.
    Key,
    /// EF 0018: PIN for user authentication.
    Pin,
}

impl File {
    const fn of(id: u8) -> Option<Self> {
        match id {
            0x06 => Some(Self::Token),
            0x0A => Some(Self::Certificate),
            0x17 => Some(Self::Key),
            0x18 => Some(Self::Pin),
            _ => None,
        }
    }

    const fn is_readable(self) -> bool {
        matches!(self, Self::Token | Self::Certificate)
    }
}

/// Where the card certainly is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Place {
    in_jpki: bool,
    file: Option<File>,
    /// The last answer was 61xx.
    more_to_come: bool,
}

/// What a command does besides moving.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Effect {
    /// Presents a PIN.
    Verify,
    /// Asks for the tries left.
    Query,
    /// Signs.
    Sign,
    /// Takes the rights away.
    Lock,
    /// Nothing that the guard counts.
    Other,
}

/// A command of the list: where the card is while it is under way, where after its success.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Step {
    pub(super) during: Place,
    pub(super) after: Place,
    pub(super) effect: Effect,
}

impl Place {
    pub(super) const fn with_more_to_come(mut self) -> Self {
        self.more_to_come = true;
        self
    }

    /// The step that a command is, if it is on the list.
    pub(super) fn permits(self, apdu: &Apdu<'_>) -> Option<Step> {
        let here = Self {
            more_to_come: false,
            ..self
        };
        match apdu.header {
            [0x00, 0xA4] => here.select(apdu),
            [0x00, 0xB0] => here.read_binary(apdu),
            [0x00, 0x20] => here.verify(apdu),
            [0x80, 0x2A] => here.sign(apdu),
            [0x00, 0xC0] if self.more_to_come => here.get_response(apdu),
            _ => None,
        }
    }

    /// An identifier must be complete, because the beginning of one selects as well, and
    /// short, because a card without extended length would read another one.
    fn select(self, apdu: &Apdu<'_>) -> Option<Step> {
        if apdu.expects || apdu.extended {
            return None;
        }
        match (apdu.parameters, apdu.data) {
            ([0x04, 0x0C], JPKI) => Some(Step {
                during: Self::default(),
                after: Self {
                    in_jpki: true,
                    ..Self::default()
                },
                effect: Effect::Other,
            }),
            ([0x04, 0x0C], CARD_MANAGER) => Some(Step {
                during: Self::default(),
                after: Self::default(),
                effect: Effect::Lock,
            }),
            ([0x02, 0x0C], [0x00, id]) => self.moves_to(File::of(*id)?, Effect::Other),
            _ => None,
        }
    }

    fn read_binary(self, apdu: &Apdu<'_>) -> Option<Step> {
        if !apdu.data.is_empty() || !apdu.expects {
            return None;
        }
        match apdu.parameters {
            // An offset of 15 bits in the current file.
            [0x00..=0x7F, _] => self.stays(File::is_readable, Effect::Other),
            // A short identifier in bits 5 to 1; bits 7 and 6 are zero.
            [p1 @ 0x80..=0x9F, _] => {
                let file = File::of(p1 & 0x1F).filter(|file| file.is_readable())?;
                self.moves_to(file, Effect::Other)
            }
            _ => None,
        }
    }

    fn verify(self, apdu: &Apdu<'_>) -> Option<Step> {
        let is_pin = apdu.data.len() == PIN_DIGITS && apdu.data.iter().all(u8::is_ascii_digit);
        let effect = match apdu.data {
            [] => Effect::Query,
            _ if is_pin => Effect::Verify,
            _ => return None,
        };
        if apdu.expects || apdu.extended {
            return None;
        }
        match apdu.parameters {
            [0x00, 0x80] => self.stays(|file| file == File::Pin, effect),
            [0x00, 0x98] => self.moves_to(File::Pin, effect),
            _ => None,
        }
    }

    fn sign(self, apdu: &Apdu<'_>) -> Option<Step> {
        if !(1..=SIGNED_BYTES).contains(&apdu.data.len()) || !apdu.expects {
            return None;
        }
        match apdu.parameters {
            [0x00, 0x80] => self.stays(|file| file == File::Key, Effect::Sign),
            [0x00, 0x97] => self.moves_to(File::Key, Effect::Sign),
            _ => None,
        }
    }

    fn get_response(self, apdu: &Apdu<'_>) -> Option<Step> {
        let is_plain = apdu.parameters == [0x00, 0x00] && apdu.data.is_empty() && apdu.expects;
        is_plain.then_some(Step {
            during: self,
            after: self,
            effect: Effect::Other,
        })
    }

    /// The command works on the current file, which must be one of these.
    fn stays(self, is_meant: impl Fn(File) -> bool, effect: Effect) -> Option<Step> {
        self.file.filter(|file| is_meant(*file)).map(|_| Step {
            during: self,
            after: self,
            effect,
        })
    }

    /// The command names this file, which becomes the current one if the card agrees.
    fn moves_to(self, file: File, effect: Effect) -> Option<Step> {
        self.in_jpki.then_some(Step {
            during: Self { file: None, ..self },
            after: Self {
                file: Some(file),
                ..self
            },
            effect,
        })
    }
}
