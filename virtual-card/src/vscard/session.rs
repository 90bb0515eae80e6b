//! One connection to QEMU: the reader is added once, cards come and go.

use super::message::{Collector, Heard, Said, VscardError};
use crate::card::VirtualCard;
use crate::transmission::{ContactAnswer, Contacts, Heard as Contact};

/// How far the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Greeting,
    /// The reader was asked for.
    Adding,
    Ready,
}

/// The card's side of a connection to QEMU.
#[derive(Debug)]
pub struct VscardSession {
    collector: Collector,
    output: Vec<u8>,
    stage: Stage,
    card: Option<VirtualCard>,
    present: bool,
    contacts: Contacts,
    apdus: u64,
}

/// QEMU's reader speaks T=0 alone.
const ANSWER_TO_RESET: ContactAnswer = ContactAnswer::BothProtocols;

impl Default for VscardSession {
    fn default() -> Self {
        Self {
            collector: Collector::default(),
            output: Said::Init.to_bytes(),
            stage: Stage::Greeting,
            card: None,
            present: false,
            contacts: Contacts::reset(ANSWER_TO_RESET),
            apdus: 0,
        }
    }
}

impl VscardSession {
    /// What is to be sent to QEMU.
    pub fn output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    /// Takes bytes of QEMU.
    ///
    /// # Errors
    /// When they are not the protocol; the connection is then of no use.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<(), VscardError> {
        self.collector.add(bytes);
        while let Some(heard) = self.collector.next()? {
            match (self.stage, heard) {
                (Stage::Greeting, Heard::Init) => {
                    self.stage = Stage::Adding;
                    self.say(Said::AddReader);
                }
                (Stage::Adding, Heard::Outcome(0)) => {
                    self.stage = Stage::Ready;
                    self.announce();
                }
                (Stage::Adding, Heard::Outcome(_)) => return Err(VscardError::OtherProtocol),
                (_, Heard::Command(command)) => self.command(&command),
                (_, Heard::Init | Heard::Outcome(_) | Heard::Other) => {}
            }
        }
        Ok(())
    }

    /// Puts a card in; one that was there before is gone.
    pub fn insert(&mut self, card: VirtualCard) {
        self.remove();
        self.card = Some(card);
        self.put_back();
    }

    /// Puts the card in again that was there before.
    pub fn put_back(&mut self) {
        if let Some(card) = self.card.as_mut().filter(|_| !self.present) {
            card.power_on();
            self.present = true;
            self.contacts = Contacts::reset(ANSWER_TO_RESET);
            self.announce();
        }
    }

    /// Takes the card away; it loses its power and its rights.
    pub fn remove(&mut self) {
        if let Some(card) = self.card.as_mut().filter(|_| self.present) {
            card.power_off();
            self.present = false;
            if self.stage == Stage::Ready {
                self.say(Said::Removed);
            }
        }
    }

    /// The card in the reader or beside it.
    #[must_use]
    pub fn card(&self) -> Option<&VirtualCard> {
        self.card.as_ref()
    }

    /// Whether a card is in the reader.
    #[must_use]
    pub fn card_present(&self) -> bool {
        self.present
    }

    /// APDUs that the card carried out.
    #[must_use]
    pub fn apdus(&self) -> u64 {
        self.apdus
    }

    fn announce(&mut self) {
        if self.present && self.stage == Stage::Ready {
            self.say(Said::AnswerToReset(ANSWER_TO_RESET.atr()));
        }
    }

    fn command(&mut self, command: &[u8]) {
        let Some(card) = self.card.as_mut().filter(|_| self.present) else {
            self.say(Said::Silence);
            return;
        };
        match self.contacts.receive(command) {
            Contact::Silence => self.say(Said::Silence),
            Contact::Send(answer) => self.say(Said::Answer(&answer)),
            Contact::Execute(apdu) => {
                self.apdus += 1;
                let answer = card.transmit(&apdu);
                let answer = self.contacts.answer(answer);
                self.say(Said::Answer(&answer));
            }
        }
    }

    fn say(&mut self, said: Said<'_>) {
        self.output.extend(said.to_bytes());
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
