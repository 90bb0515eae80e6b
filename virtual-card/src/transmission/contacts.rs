//! A card at its contacts: the answer to reset, the choice of protocol and
//! rate, and the protocol that was chosen. Knows no reader.

use super::block::Subject;
use super::block_card::{Action, BlockCard};
use super::check_code::CheckCode;
use super::command_card::{CommandCard, Step};
use super::negotiation::{DEFAULT_RATE, REQUEST, Selection};

/// A transmission protocol (ISO/IEC 7816-3, 8.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// T=0: one command after the other, byte by byte.
    Commands,
    /// T=1: blocks.
    Blocks,
}

impl Protocol {
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Commands => 0,
            Self::Blocks => 1,
        }
    }

    pub(crate) fn of_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Commands),
            1 => Some(Self::Blocks),
            _ => None,
        }
    }
}

/// What a card says of itself when its contacts get power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactAnswer {
    /// The My Number Card that OpenSC knows (`card-jpki.c`): T=1, LRC, IFSC 254.
    First,
    /// The newer one (OpenSC, issue 3021): T=1, LRC, IFSC 251, four times as fast.
    Second,
    /// Made up: T=1 with CRC.
    CyclicCheck,
    /// Made up: T=1 with blocks of at most 32 bytes.
    SmallBlocks,
    /// Made up: T=0 at first, T=1 if asked for.
    BothProtocols,
}

impl ContactAnswer {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::First,
        Self::Second,
        Self::CyclicCheck,
        Self::SmallBlocks,
        Self::BothProtocols,
    ];

    /// The answer to reset (ISO/IEC 7816-3, 8.2).
    #[must_use]
    pub fn atr(self) -> &'static [u8] {
        match self {
            Self::First => &[0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14],
            Self::Second => &[
                0x3B, 0xDA, 0x13, 0xFF, 0x81, 0x31, 0xFB, 0x46, 0x80, 0x12, 0x39, 0x2F, 0x31, 0xC1,
                0x73, 0xC6, 0x01, 0xC0, 0x3B,
            ],
            // TD1, TD2; TA3 FE, TB3 45, TC3 01: CRC.
            Self::CyclicCheck => &[0x3B, 0x80, 0x81, 0x71, 0xFE, 0x45, 0x01, 0xCA],
            // TD1, TD2; TA3 20, TB3 45.
            Self::SmallBlocks => &[0x3B, 0x80, 0x81, 0x31, 0x20, 0x45, 0x55],
            // TD1 80: T=0 is the first offer; TD2 31: T=1.
            Self::BothProtocols => &[0x3B, 0x80, 0x80, 0x31, 0xFE, 0x45, 0x8A],
        }
    }

    /// The protocol that is in use unless another one is chosen.
    pub(crate) fn first_protocol(self) -> Protocol {
        match self {
            Self::BothProtocols => Protocol::Commands,
            Self::First | Self::Second | Self::CyclicCheck | Self::SmallBlocks => Protocol::Blocks,
        }
    }

    fn offers(self, protocol: Protocol) -> bool {
        self == Self::BothProtocols || protocol == Protocol::Blocks
    }

    /// TA1: the highest rate it offers.
    pub(crate) fn offered_rate(self) -> u8 {
        match self {
            Self::Second => 0x13,
            Self::First | Self::CyclicCheck | Self::SmallBlocks | Self::BothProtocols => {
                DEFAULT_RATE
            }
        }
    }

    /// The first TB for T=1: BWI and CWI.
    pub(crate) fn waiting_integers(self) -> u8 {
        match self {
            Self::Second => 0x46,
            Self::First | Self::CyclicCheck | Self::SmallBlocks | Self::BothProtocols => 0x45,
        }
    }

    pub(crate) fn check(self) -> CheckCode {
        match self {
            Self::CyclicCheck => CheckCode::Cyclic,
            Self::First | Self::Second | Self::SmallBlocks | Self::BothProtocols => {
                CheckCode::Longitudinal
            }
        }
    }

    /// IFSC, the first TA for T=1.
    fn block_size(self) -> u8 {
        match self {
            Self::First | Self::CyclicCheck | Self::BothProtocols => 0xFE,
            Self::Second => 0xFB,
            Self::SmallBlocks => 0x20,
        }
    }

    /// Waiting times that it asks for before it signs; 1 is none.
    fn patience(self) -> u8 {
        match self {
            Self::First | Self::BothProtocols => 2,
            Self::Second => 5,
            Self::CyclicCheck => 3,
            Self::SmallBlocks => 1,
        }
    }
}

/// What the card does with what it heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Silence,
    Send(Vec<u8>),
    /// It carries out this APDU; [`Contacts::answer`] takes what came of it.
    Execute(Vec<u8>),
}

#[derive(Debug)]
enum Machine {
    Commands(CommandCard),
    Blocks(BlockCard),
}

/// The contacts of a card that was reset.
#[derive(Debug)]
pub(crate) struct Contacts {
    answer: ContactAnswer,
    machine: Machine,
    /// Fi/Di that the card now keeps.
    rate: u8,
    /// Whether a choice of protocol can still be made.
    fresh: bool,
}

impl Contacts {
    pub(crate) fn reset(answer: ContactAnswer) -> Self {
        Self {
            answer,
            machine: machine(answer, answer.first_protocol()),
            rate: DEFAULT_RATE,
            fresh: true,
        }
    }

    pub(crate) fn protocol(&self) -> Protocol {
        match self.machine {
            Machine::Commands(_) => Protocol::Commands,
            Machine::Blocks(_) => Protocol::Blocks,
        }
    }

    pub(crate) fn rate(&self) -> u8 {
        self.rate
    }

    pub(crate) fn answer_to_reset(&self) -> ContactAnswer {
        self.answer
    }

    /// Whether these bytes are a request for a protocol and come in time.
    pub(crate) fn negotiates(&self, bytes: &[u8]) -> bool {
        self.fresh && bytes.first() == Some(&REQUEST)
    }

    /// How many waiting times the last answer took.
    pub(crate) fn waiting_times(&self) -> u8 {
        match &self.machine {
            Machine::Commands(_) => 1,
            Machine::Blocks(card) => card.waiting_times(),
        }
    }

    pub(crate) fn receive(&mut self, bytes: &[u8]) -> Heard {
        if self.negotiates(bytes) {
            return self.negotiate(bytes);
        }
        self.fresh = false;
        match &mut self.machine {
            Machine::Commands(card) => match card.receive(bytes) {
                Step::Send(answer) => Heard::Send(answer),
                Step::Execute(apdu) => Heard::Execute(apdu),
            },
            Machine::Blocks(card) => match card.receive(bytes) {
                Action::Send(block) => Heard::Send(block),
                Action::Execute(apdu) => Heard::Execute(apdu),
            },
        }
    }

    /// What an APDU came to, as it goes over the contacts.
    pub(crate) fn answer(&mut self, answer: Vec<u8>) -> Vec<u8> {
        match &mut self.machine {
            Machine::Commands(card) => card.answer(answer),
            Machine::Blocks(card) => card.answer(answer),
        }
    }

    /// Puts a request of the card before a block of T=1.
    pub(crate) fn ask_first(&mut self, subject: Subject, value: u8, block: Vec<u8>) -> Vec<u8> {
        match &mut self.machine {
            Machine::Commands(_) => block,
            Machine::Blocks(card) => card.ask_first(subject, &[value], block),
        }
    }

    /// An answer repeats what was agreed on; a card that wants none is silent.
    fn negotiate(&mut self, bytes: &[u8]) -> Heard {
        let selection =
            Selection::parse(bytes).filter(|selection| self.answer.offers(selection.protocol));
        let Some(selection) = selection else {
            return Heard::Silence;
        };
        let possible = [DEFAULT_RATE, self.answer.offered_rate()];
        let agreed = Selection {
            rate: selection.rate.filter(|rate| possible.contains(rate)),
            ..selection
        };
        self.machine = machine(self.answer, agreed.protocol);
        self.rate = agreed.rate.unwrap_or(DEFAULT_RATE);
        self.fresh = false;
        Heard::Send(agreed.to_bytes())
    }
}

fn machine(answer: ContactAnswer, protocol: Protocol) -> Machine {
    match protocol {
        Protocol::Commands => Machine::Commands(CommandCard::new()),
        Protocol::Blocks => Machine::Blocks(BlockCard::new(
            answer.check(),
            answer.block_size(),
            answer.patience(),
        )),
    }
}

#[cfg(test)]
#[path = "contacts_tests.rs"]
mod tests;
