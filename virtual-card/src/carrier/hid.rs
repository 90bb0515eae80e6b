//! A HID device that passes APDUs on in reports of 64 bytes (keycard-tech/keycard-shell
//! `docs/USB.md`; the same in clients of Ledger's wallets), with a place for a card. No
//! such reader is known; what it answers for a card that is not there is our own choice.

use std::collections::VecDeque;

use super::place::{Outcome, Place};

/// Length of a report.
const REPORT: usize = 64;
/// Channel and tag of APDUs.
const APDU: [u8; 3] = [0x01, 0x01, 0x05];
/// "No precise diagnosis" (ISO/IEC 7816-4, 5.6).
const NO_CARD: [u8; 2] = [0x6F, 0x00];

/// What kind of device it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HidBehaviour {
    /// Passes APDUs to a card.
    Reader,
    /// Takes reports and never says anything.
    Mute,
    /// Speaks the same framing and knows no such class, like a hardware wallet.
    Wallet,
    /// Answers in another language.
    Foreign,
}

/// A device that is plugged in and open.
#[derive(Debug)]
pub struct VirtualHidDevice {
    behaviour: HidBehaviour,
    place: Place,
    command: Vec<u8>,
    expected: Option<usize>,
    next: u16,
    outgoing: VecDeque<[u8; REPORT]>,
    plugged: bool,
}

impl VirtualHidDevice {
    /// A device without a card.
    #[must_use]
    pub fn new(behaviour: HidBehaviour) -> Self {
        Self {
            behaviour,
            place: Place::default(),
            command: Vec::new(),
            expected: None,
            next: 0,
            outgoing: VecDeque::new(),
            plugged: true,
        }
    }

    /// The usage page of its only collection: vendor-defined (HID Usage Tables 1.5, 3).
    #[must_use]
    pub fn usage_page(&self) -> u16 {
        0xFFA0
    }

    /// The place for the card.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The same, to put a card there. A card that is put there gets its power at once.
    pub fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }

    /// Whether it is plugged in.
    #[must_use]
    pub fn is_plugged(&self) -> bool {
        self.plugged
    }

    /// Pulls the plug.
    pub fn unplug(&mut self) {
        self.plugged = false;
        self.place.power_off();
    }

    /// Takes an output report. A report that is out of place is dropped with all before it.
    pub fn output(&mut self, report: &[u8]) {
        let Some(([c0, c1, tag, high, low], rest)) = report.split_first_chunk::<5>() else {
            return;
        };
        let number = u16::from_be_bytes([*high, *low]);
        if number == 0 {
            self.command.clear();
            self.expected = None;
            self.next = 0;
        }
        if [*c0, *c1, *tag] != APDU || number != self.next {
            return;
        }
        let piece = match (self.expected, rest) {
            (Some(_), piece) => piece,
            (None, [high, low, piece @ ..]) => {
                self.expected = Some(usize::from(u16::from_be_bytes([*high, *low])));
                piece
            }
            _ => return,
        };
        let expected = self.expected.unwrap_or_default();
        let missing = expected.saturating_sub(self.command.len());
        self.command.extend(piece.iter().take(missing));
        self.next = self.next.wrapping_add(1);
        if self.command.len() == expected {
            let apdu = std::mem::take(&mut self.command);
            self.next = 0;
            self.expected = None;
            self.execute(&apdu);
        }
    }

    /// Takes the next input report.
    pub fn input(&mut self) -> Option<[u8; REPORT]> {
        self.outgoing.pop_front()
    }

    fn execute(&mut self, apdu: &[u8]) {
        match self.behaviour {
            HidBehaviour::Mute => {}
            HidBehaviour::Wallet => self.say(&[0x6E, 0x00]),
            HidBehaviour::Foreign => self.outgoing.push_back([0x3F; REPORT]),
            HidBehaviour::Reader => {
                if self.place.card_present() && !self.place.is_active() {
                    self.place.power_on();
                }
                match self.place.transmit(apdu) {
                    Outcome::Answer(answer) => self.say(&answer),
                    Outcome::NoCard => self.say(&NO_CARD),
                    Outcome::Silence => {}
                    Outcome::Gone => self.plugged = false,
                }
            }
        }
    }

    fn say(&mut self, answer: &[u8]) {
        let length = u16::try_from(answer.len()).unwrap_or(u16::MAX);
        let mut bytes = length.to_be_bytes().to_vec();
        bytes.extend(answer);
        for (number, piece) in (0_u16..).zip(bytes.chunks(REPORT - 5)) {
            let mut report = [0; REPORT];
            let header = APDU.into_iter().chain(number.to_be_bytes());
            for (place, byte) in report.iter_mut().zip(header.chain(piece.iter().copied())) {
                *place = byte;
            }
            self.outgoing.push_back(report);
        }
    }
}
