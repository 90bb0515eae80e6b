//! The last gate before a card: a list of what may be done, and nothing else passes.
//!
//! The 個人番号 lies in the 券面 applications (text EF 0001, surface EF 0005). Neither
//! application stands in the list, so neither can be selected, and without a selection
//! nothing in them can be named: not by file, not by short identifier, not in another
//! class. The list is held apart from the code that builds commands, so that a mistake
//! there stops here.

mod relay;

pub(crate) use relay::RelayGuarded;

use async_trait::async_trait;

use crate::iso7816::{Command, Response, StatusWord};
use crate::jpki::{CARD_MANAGER_AID, File, JPKI_AID};
use crate::link::{CardChannel, Limits, LinkError, PinEntry, Warrant};

/// A channel that refuses every command outside the list with [`LinkError::Forbidden`].
#[derive(Debug)]
pub struct Guarded<C> {
    channel: C,
    place: Place,
}

impl<C> Guarded<C> {
    /// Guards a channel whose card may be in any state: nothing but SELECT of an
    /// application passes at first.
    #[must_use]
    pub const fn new(channel: C) -> Self {
        Self {
            channel,
            place: Place::UNKNOWN,
        }
    }

    /// The card is where the command leads to, if it carried the command out.
    const fn arrive(&mut self, after: Place, response: &Response) {
        match response.status() {
            StatusWord::Success | StatusWord::EndOfFile => self.place = after,
            StatusWord::MoreData(_) => {
                self.place = after;
                self.place.answer_continues = true;
            }
            _ => {}
        }
    }
}

#[async_trait(?Send)]
impl<C: CardChannel> CardChannel for Guarded<C> {
    fn limits(&self) -> Limits {
        self.channel.limits()
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let (before, after) = self.place.permits(command).ok_or(LinkError::Forbidden)?;
        // If the answer never comes, this is all that is certain.
        self.place = before;
        let response = self.channel.exchange(command).await?;
        self.arrive(after, &response);
        Ok(response)
    }

    /// All must be on the list, each where the ones before it lead; else none is sent.
    async fn exchange_all(&mut self, commands: &[Command]) -> Result<Vec<Response>, LinkError> {
        let mut steps = Vec::with_capacity(commands.len());
        let mut place = self.place;
        for command in commands {
            let step = place.permits(command).ok_or(LinkError::Forbidden)?;
            place = step.1;
            steps.push(step);
        }
        // If no answer comes, nothing is certain.
        self.place = Place::UNKNOWN;
        let responses = self.channel.exchange_all(commands).await?;
        for ((before, after), response) in steps.into_iter().zip(&responses) {
            self.place = before;
            self.arrive(after, response);
        }
        Ok(responses)
    }

    fn warrant(&mut self, warrant: Warrant<'_>) {
        self.channel.warrant(warrant);
    }

    fn has_pin_pad(&self) -> bool {
        self.channel.has_pin_pad()
    }

    async fn verify_on_pin_pad(&mut self, entry: &PinEntry) -> Result<Response, LinkError> {
        let (before, after) = self
            .place
            .permits_entry(entry)
            .ok_or(LinkError::Forbidden)?;
        self.place = before;
        let response = self.channel.verify_on_pin_pad(entry).await?;
        self.arrive(after, &response);
        Ok(response)
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        self.place = Place::UNKNOWN;
        self.channel.power_off().await
    }
}

/// Where the card certainly is. Whatever is not certain permits nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Place {
    in_jpki: bool,
    file: Option<File>,
    /// The last answer was 61xx.
    answer_continues: bool,
}

impl Place {
    const UNKNOWN: Self = Self {
        in_jpki: false,
        file: None,
        answer_continues: false,
    };

    /// Where the card is while the command is under way and where after its success, or
    /// `None` if the command is not on the list.
    fn permits(self, command: &Command) -> Option<(Self, Self)> {
        let header = (command.class(), command.instruction());
        let here = Self {
            answer_continues: false,
            ..self
        };
        match header {
            (0x00, 0xA4) => here.select(command),
            (0x00, 0xB0) => here.read_binary(command),
            (0x00, 0x20) => here.verify(command),
            (0x80, 0x2A) => here.sign(command),
            (0x00, 0xC0) => self.get_response(command),
            _ => None,
        }
    }

    /// SELECT: the JPKI application, the card manager, or one of four files. An
    /// identifier must be complete, because the beginning of one selects as well.
    fn select(self, command: &Command) -> Option<(Self, Self)> {
        if command.expected().is_some() {
            return None;
        }
        match (command.parameters(), command.data()) {
            ([0x04, 0x0C], aid) if aid == JPKI_AID => {
                let jpki = Self {
                    in_jpki: true,
                    ..Self::UNKNOWN
                };
                Some((Self::UNKNOWN, jpki))
            }
            ([0x04, 0x0C], aid) if aid == CARD_MANAGER_AID => Some((Self::UNKNOWN, Self::UNKNOWN)),
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
            // Offset in the current file.
            [0x00..=0x7F, _] => self.stay(&READABLE),
            // Short identifier in bits 5 to 1; bits 7 and 6 are zero.
            [p1 @ 0x81..=0x9E, _] => self.at(file(p1 & 0x1F).filter(|f| READABLE.contains(f))?),
            _ => None,
        }
    }

    /// VERIFY: the query, or four digits, of the PIN for user authentication.
    fn verify(self, command: &Command) -> Option<(Self, Self)> {
        let digits = command.data();
        let is_pin = digits.len() == 4 && digits.iter().all(u8::is_ascii_digit);
        if !(is_pin || digits.is_empty()) || command.expected().is_some() {
            return None;
        }
        self.pin(command.parameters())
    }

    /// The same with four digits from the keys of the reader.
    fn permits_entry(self, entry: &PinEntry) -> Option<(Self, Self)> {
        let [class, instruction, p1, p2] = entry.header();
        let here = Self {
            answer_continues: false,
            ..self
        };
        let is_verify = (class, instruction, entry.digits()) == (0x00, 0x20, 4);
        is_verify.then(|| here.pin([p1, p2])).flatten()
    }

    /// The PIN for user authentication, and no other.
    fn pin(self, parameters: [u8; 2]) -> Option<(Self, Self)> {
        match parameters {
            [0x00, 0x80] => self.stay(&[File::Pin]),
            [0x00, 0x98] => self.at(File::Pin),
            _ => None,
        }
    }

    /// The signature with the key for user authentication, and no other scheme than 00.
    fn sign(self, command: &Command) -> Option<(Self, Self)> {
        if command.data().is_empty() || command.expected().is_none() {
            return None;
        }
        match command.parameters() {
            [0x00, 0x80] => self.stay(&[File::Key]),
            [0x00, 0x97] => self.at(File::Key),
            _ => None,
        }
    }

    /// GET RESPONSE: the rest of an answer that was permitted.
    fn get_response(self, command: &Command) -> Option<(Self, Self)> {
        let plain = command.parameters() == [0x00, 0x00] && command.data().is_empty();
        (plain && self.answer_continues).then_some((
            self,
            Self {
                answer_continues: false,
                ..self
            },
        ))
    }

    /// The command works on the current file, which must be one of these. Outside the
    /// application none is known.
    fn stay(self, files: &[File]) -> Option<(Self, Self)> {
        let permitted = self.file.is_some_and(|file| files.contains(&file));
        permitted.then_some((self, self))
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

/// The files of the list, by the second byte of their identifier.
fn file(id: u8) -> Option<File> {
    [File::Token, File::Certificate, File::Key, File::Pin]
        .into_iter()
        .find(|file| *file as u8 == id)
}

#[cfg(test)]
#[path = "guard_pin_pad_tests.rs"]
mod pin_pad_tests;
#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
