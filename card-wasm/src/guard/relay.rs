//! The gate before a card that hears a verifier over the page: a list of its own.
//!
//! Where no PIN is used none can be lost: there is no VERIFY on this list in any form, and no
//! file of a PIN. What a verifier may say is what is known of 特定機関認証 (sc-tools-myna;
//! soltia48/myna-card): the certificate of its terminal against EF 0016, GET CHALLENGE and
//! EXTERNAL AUTHENTICATE (ISO/IEC 7816-4, 7.5.3 and 7.5.4), a few times, of bounded size. A
//! signature passes for the message that this program announced, once.

use async_trait::async_trait;
use card_certificate::SignatureAlgorithm;

use crate::iso7816::{Command, Response, StatusWord};
use crate::jpki::{CARD_MANAGER_AID, File, JPKI_AID};
use crate::link::{CardChannel, Limits, LinkError, PinEntry, Warrant};

/// Most commands of a verifier in one visit. The known part needs two, the whole about five.
const MOST_OF_VERIFIER: u8 = 16;
/// Most EXTERNAL AUTHENTICATE in one visit: nobody guesses at a card.
const MOST_AUTHENTICATIONS: u8 = 2;
/// Most bytes of data in one: the certificate that is known has 307, a signature of 4096 bits
/// and its header 517.
const MOST_DATA: usize = 600;
/// Most bytes of a challenge that may be asked for.
const LONGEST_CHALLENGE: usize = 32;

/// A channel that refuses every command outside the list with [`LinkError::Forbidden`].
pub(crate) struct RelayGuarded<C> {
    channel: C,
    place: Place,
    /// What the card may be given to sign next, in each algorithm.
    signable: Vec<Vec<u8>>,
}

/// Where the card certainly is, and what it has heard from the verifier.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Place {
    in_jpki: bool,
    file: Option<File>,
    answer_continues: bool,
    of_verifier: u8,
    authentications: u8,
    signed: bool,
}

impl<C> RelayGuarded<C> {
    /// Guards a channel whose card may be in any state.
    pub(crate) const fn new(channel: C) -> Self {
        Self {
            channel,
            place: Place {
                in_jpki: false,
                file: None,
                answer_continues: false,
                of_verifier: 0,
                authentications: 0,
                signed: false,
            },
            signable: Vec::new(),
        }
    }

    /// The card is where the command leads to, if it carried the command out.
    fn arrive(&mut self, after: Place, response: &Response) {
        match response.status() {
            StatusWord::Success | StatusWord::EndOfFile => self.place = after,
            StatusWord::MoreData(_) => {
                self.place = Place {
                    answer_continues: true,
                    ..after
                };
            }
            _ => {}
        }
    }

    /// What was announced can be signed once.
    fn pass(&mut self, before: Place) {
        if before.signed {
            self.signable.clear();
        }
        self.place = Place {
            signed: false,
            ..before
        };
    }
}

#[async_trait(?Send)]
impl<C: CardChannel> CardChannel for RelayGuarded<C> {
    fn limits(&self) -> Limits {
        self.channel.limits()
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let step = self.place.permits(command, &self.signable);
        let (before, after) = step.ok_or(LinkError::Forbidden)?;
        // If the answer never comes, this is all that is certain.
        self.pass(before);
        let response = self.channel.exchange(command).await?;
        self.arrive(
            Place {
                signed: false,
                ..after
            },
            &response,
        );
        Ok(response)
    }

    /// All must be on the list, each where the ones before it lead; else none is sent.
    async fn exchange_all(&mut self, commands: &[Command]) -> Result<Vec<Response>, LinkError> {
        let mut place = self.place;
        let mut steps = Vec::with_capacity(commands.len());
        for command in commands {
            let step = place.permits(command, &self.signable);
            let step = step.ok_or(LinkError::Forbidden)?;
            place = step.1;
            steps.push(step);
        }
        // If no answer comes, nothing is certain but what was spent.
        self.pass(Place {
            in_jpki: false,
            file: None,
            answer_continues: false,
            ..place
        });
        let responses = self.channel.exchange_all(commands).await?;
        let spent = self.place;
        for ((before, after), response) in steps.into_iter().zip(&responses) {
            let known = |at: Place| Place {
                of_verifier: spent.of_verifier,
                authentications: spent.authentications,
                signed: false,
                ..at
            };
            self.place = known(before);
            self.arrive(known(after), response);
        }
        Ok(responses)
    }

    /// Announces what may be signed: the hash of a message of this program's own.
    fn warrant(&mut self, warrant: Warrant<'_>) {
        if let Warrant::Message(message) = warrant {
            self.signable = SignatureAlgorithm::ALL
                .map(|algorithm| algorithm.card_input(message))
                .to_vec();
            self.channel.warrant(warrant);
        }
    }

    /// No PIN is entered here, by whatever keys.
    fn has_pin_pad(&self) -> bool {
        false
    }

    async fn verify_on_pin_pad(&mut self, _entry: &PinEntry) -> Result<Response, LinkError> {
        Err(LinkError::Forbidden)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        self.signable.clear();
        self.place = Place {
            in_jpki: false,
            file: None,
            answer_continues: false,
            ..self.place
        };
        self.channel.power_off().await
    }
}

impl Place {
    /// Where the card is while the command is under way and where after its success, or
    /// `None` if the command is not on the list.
    fn permits(self, command: &Command, signable: &[Vec<u8>]) -> Option<(Self, Self)> {
        let here = Self {
            answer_continues: false,
            ..self
        };
        match (command.class(), command.instruction()) {
            (0x00, 0xA4) => here.select(command),
            (0x00, 0xB0) => here.read_binary(command),
            (0x00, 0xC0) => self.get_response(command),
            (0x00, 0x82) => here.external_authenticate(command),
            (0x00, 0x84) => here.get_challenge(command),
            (0x80, 0xA2) => here.certificate(command),
            (0x80, 0x2A) => here.sign(command, signable),
            _ => None,
        }
    }

    /// SELECT: the JPKI application, the card manager, or one of four files, by its whole
    /// identifier.
    fn select(self, command: &Command) -> Option<(Self, Self)> {
        if command.expected().is_some() {
            return None;
        }
        let outside = Self {
            in_jpki: false,
            file: None,
            ..self
        };
        match (command.parameters(), command.data()) {
            ([0x04, 0x0C], aid) if aid == JPKI_AID => {
                let jpki = Self {
                    in_jpki: true,
                    ..outside
                };
                Some((outside, jpki))
            }
            ([0x04, 0x0C], aid) if aid == CARD_MANAGER_AID => Some((outside, outside)),
            ([0x02, 0x0C], [0x00, id]) => self.at(file(*id)?),
            _ => None,
        }
    }

    /// READ BINARY: token label and certificate.
    fn read_binary(self, command: &Command) -> Option<(Self, Self)> {
        const READABLE: [File; 2] = [File::Token, File::Certificate];
        if !command.data().is_empty() || command.expected().is_none() {
            return None;
        }
        match command.parameters() {
            [0x00..=0x7F, _] => {
                let file = self.file.filter(|file| READABLE.contains(file));
                file.map(|_| (self, self))
            }
            [p1 @ 0x81..=0x9E, _] => self.at(file(p1 & 0x1F).filter(|f| READABLE.contains(f))?),
            _ => None,
        }
    }

    /// The certificate of the terminal in its two parts: body and signature.
    fn certificate(self, command: &Command) -> Option<(Self, Self)> {
        let part = matches!(command.parameters(), [0x06 | 0x00, 0xC1]);
        self.of_verifier(part && carries_data(command))
    }

    fn get_challenge(self, command: &Command) -> Option<(Self, Self)> {
        let length = command.expected().map_or(0, |length| length.bytes());
        let plain = command.parameters() == [0x00, 0x00] && command.data().is_empty();
        self.of_verifier(plain && (1..=LONGEST_CHALLENGE).contains(&length))
    }

    /// EXTERNAL AUTHENTICATE with the key that was certified, and with no other reference:
    /// a key with tries of its own might stand behind one.
    fn external_authenticate(self, command: &Command) -> Option<(Self, Self)> {
        let plain = command.parameters() == [0x00, 0x00] && carries_data(command);
        let left = self.authentications < MOST_AUTHENTICATIONS;
        let spent = Self {
            authentications: self.authentications.saturating_add(1),
            ..self
        };
        spent.of_verifier(plain && left)
    }

    /// A command of the verifier, which stands at the key for its certificates.
    fn of_verifier(self, fits: bool) -> Option<(Self, Self)> {
        let left = self.of_verifier < MOST_OF_VERIFIER;
        let at_key = self.in_jpki && self.file == Some(File::Verifier);
        let spent = Self {
            of_verifier: self.of_verifier.saturating_add(1),
            ..self
        };
        (fits && left && at_key).then_some((spent, spent))
    }

    /// The signature with the key for user authentication over what was announced.
    fn sign(self, command: &Command, signable: &[Vec<u8>]) -> Option<(Self, Self)> {
        let announced = signable.iter().any(|input| input == command.data());
        if !announced || self.signed || command.expected().is_none() {
            return None;
        }
        let signing = Self {
            signed: true,
            ..self
        };
        match command.parameters() {
            [0x00, 0x80] if self.in_jpki && self.file == Some(File::Key) => {
                Some((signing, signing))
            }
            [0x00, 0x97] => signing.at(File::Key),
            _ => None,
        }
    }

    /// GET RESPONSE: the rest of an answer that was permitted.
    fn get_response(self, command: &Command) -> Option<(Self, Self)> {
        let plain = command.parameters() == [0x00, 0x00] && command.data().is_empty();
        let after = Self {
            answer_continues: false,
            ..self
        };
        (plain && self.answer_continues).then_some((self, after))
    }

    /// The command names this file, which becomes the current one if the card agrees.
    fn at(self, file: File) -> Option<(Self, Self)> {
        let during = Self { file: None, ..self };
        let after = Self {
            file: Some(file),
            ..self
        };
        self.in_jpki.then_some((during, after))
    }
}

fn carries_data(command: &Command) -> bool {
    (1..=MOST_DATA).contains(&command.data().len()) && command.expected().is_none()
}

/// The files of the list, by the second byte of their identifier. That of the PIN is not
/// among them.
fn file(id: u8) -> Option<File> {
    [File::Token, File::Certificate, File::Verifier, File::Key]
        .into_iter()
        .find(|file| *file as u8 == id)
}

#[cfg(test)]
#[path = "relay_tests.rs"]
mod tests;
