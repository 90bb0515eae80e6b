//! ACS ACR1255U-J1 over Bluetooth Low Energy, as its manual describes it (ACS,
//! "ACR1255U-J1 Reference Manual" V1.01, chapter 5). Where the manual and programs for
//! the reader differ, the reader can be told whom to follow.

use std::collections::VecDeque;
use std::time::Duration;

use super::cipher::{BLOCK, decipher, encipher};
use super::peripheral::{GattError, Peripheral};
use super::place::{Outcome, Place};

const SERVICE: &str = "3c4afff0-4783-3de5-a983-d348718ef133";
/// "Commands Request" (table 4).
const REQUEST: &str = "3c4afff1-4783-3de5-a983-d348718ef133";
/// "Commands Response/Card Notification".
const RESPONSE: &str = "3c4afff2-4783-3de5-a983-d348718ef133";

/// "If the total command length is greater than 20 bytes [it is divided]" (5.5.1).
const LONGEST_VALUE: usize = 20;

/// "Customer Master Key" on delivery.
const MASTER_KEY: [u8; BLOCK] = *b"ACR1255U-J1 Auth";

/// Error codes of message 51 (table 9).
const CHECKSUM_ERROR: u8 = 0x01;
const COMMAND_ERROR: u8 = 0x03;
const UNAUTHORIZED: u8 = 0x04;

/// What stands for "present" and "absent" in message 50.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeDialect {
    /// Present is 2, absent is 3 (manual, 5.6.5).
    Manual,
    /// Present is 3, absent is 2 (obniz/obniz `cir415a`).
    Obniz,
}

/// What goes wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcsFault {
    /// One answer arrives with a bit changed.
    Garbled,
    /// The owner of the reader has given it another key.
    OtherKey,
}

/// A reader that is within reach.
#[derive(Debug)]
pub struct VirtualAcsReader {
    place: Place,
    dialect: NoticeDialect,
    fault: Option<AcsFault>,
    incoming: Vec<u8>,
    outgoing: VecDeque<Vec<u8>>,
    /// RND_A, and how far the handshake has come.
    random: [u8; BLOCK],
    session: Session,
    polls: bool,
    seen: u32,
    connected: bool,
}

/// How far the handshake has come.
#[derive(Debug, PartialEq, Eq)]
enum Session {
    None,
    Challenged,
    Open([u8; BLOCK]),
}

impl VirtualAcsReader {
    /// A reader without a card, connected to. `random` is what it draws.
    #[must_use]
    pub fn new(random: [u8; BLOCK]) -> Self {
        Self {
            place: Place::default(),
            dialect: NoticeDialect::Manual,
            fault: None,
            incoming: Vec::new(),
            outgoing: VecDeque::new(),
            random,
            session: Session::None,
            polls: false,
            seen: 0,
            connected: true,
        }
    }

    /// Tells the reader what stands for "present".
    pub fn set_dialect(&mut self, dialect: NoticeDialect) {
        self.dialect = dialect;
    }

    /// Sets what is to go wrong on the way.
    pub fn set_fault(&mut self, fault: Option<AcsFault>) {
        self.fault = fault;
    }

    /// The place for the card.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The same, to put a card there.
    pub fn place_mut(&mut self) -> &mut Place {
        &mut self.place
    }

    fn master_key(&self) -> [u8; BLOCK] {
        match self.fault {
            Some(AcsFault::OtherKey) => [0x11; BLOCK],
            _ => MASTER_KEY,
        }
    }

    /// Takes one frame off what has come in (5.4).
    fn next_frame(&mut self) -> Option<Result<Vec<u8>, ()>> {
        let &[start, high, low, ..] = self.incoming.as_slice() else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if start != 0x05 {
            self.incoming.clear();
            return Some(Err(()));
        }
        if self.incoming.len() < length + 5 {
            return None;
        }
        let rest = self.incoming.split_off(length + 5);
        let frame = std::mem::replace(&mut self.incoming, rest);
        match frame.as_slice() {
            [0x05, checked @ .., check, 0x0A] if xor(checked) == *check => {
                Some(Ok(checked.iter().skip(2).copied().collect()))
            }
            _ => Some(Err(())),
        }
    }

    fn handle(&mut self, frame: &[u8]) -> Result<(), GattError> {
        let message = match &self.session {
            Session::Open(key) => decipher(key, frame),
            _ => frame.to_vec(),
        };
        let Some((kind, data)) = read(&message) else {
            self.refuse(CHECKSUM_ERROR);
            return Ok(());
        };
        match (&self.session, kind) {
            (Session::Open(_), _) => return self.execute(kind, &data),
            (_, 0x6B) => self.authenticate(&data),
            _ => self.refuse(UNAUTHORIZED),
        }
        Ok(())
    }

    /// Sections 5.3 and 5.7.
    fn authenticate(&mut self, data: &[u8]) {
        let key = self.master_key();
        match (&self.session, data) {
            (_, [0xE0, 0x00, 0x00, 0x45, 0x00]) => {
                self.session = Session::Challenged;
                let mut answer = vec![0xE1, 0x00, 0x00, 0x45, 0x00];
                answer.extend(encipher(&key, &self.random));
                self.say(0x83, 0, &answer);
            }
            (Session::Challenged, [0xE0, 0x00, 0x00, 0x46, 0x00, numbers @ ..]) => {
                let numbers = encipher(&key, numbers);
                let Some((of_host, of_reader)) = numbers.split_at_checked(BLOCK) else {
                    return self.refuse(COMMAND_ERROR);
                };
                if of_reader != self.random.as_slice() {
                    self.session = Session::None;
                    return self.refuse(UNAUTHORIZED);
                }
                let mut answer = vec![0xE1, 0x00, 0x00, 0x46, 0x00];
                answer.extend(encipher(&key, of_host));
                self.say(0x83, 0, &answer);
                let mut session = [0; BLOCK];
                let halves = self.random.iter().take(8).chain(of_host.iter().take(8));
                for (place, byte) in session.iter_mut().zip(halves) {
                    *place = *byte;
                }
                self.session = Session::Open(session);
            }
            _ => self.refuse(UNAUTHORIZED),
        }
    }

    /// Section 5.6.
    fn execute(&mut self, kind: u8, data: &[u8]) -> Result<(), GattError> {
        match (kind, data) {
            (0x62, _) => {
                let atr = self.place.power_on().unwrap_or_default();
                let state = self.state();
                self.say(0x80, state, &atr);
            }
            (0x63, _) => {
                self.place.power_off();
                self.say(0x81, 0, &[]);
            }
            (0x65, _) => {
                let state = self.state();
                self.say(0x81, state, &[]);
            }
            (0x6F, apdu) => match self.place.transmit(apdu) {
                Outcome::Answer(answer) => self.say(0x80, 0, &answer),
                Outcome::NoCard => {
                    let state = self.state();
                    self.say(0x80, state, &[]);
                }
                Outcome::Silence => {}
                Outcome::Gone => {
                    self.connected = false;
                    return Err(GattError::Disconnected);
                }
            },
            (0x6B, [0xE0, 0x00, 0x00, 0x40, polls]) => {
                self.polls = *polls != 0;
                self.say(0x83, 0, &[0xE1, 0x00, 0x00, 0x40, *polls]);
            }
            _ => self.refuse(COMMAND_ERROR),
        }
        Ok(())
    }

    /// Table in 5.6.3. Without polling, the reader sees no card.
    fn state(&self) -> u8 {
        match (
            self.place.card_present() && self.polls,
            self.place.is_active(),
        ) {
            (true, true) => 0,
            (true, false) => 1,
            (false, _) => 2,
        }
    }

    fn refuse(&mut self, error: u8) {
        self.say(0x51, error, &[]);
    }

    /// Queues a message, in cipher once a session is open; errors never are (5.7.6).
    fn say(&mut self, kind: u8, parameter: u8, data: &[u8]) {
        let [high, low] = u16::try_from(data.len()).unwrap_or(u16::MAX).to_be_bytes();
        let mut message = vec![kind, high, low, 0, 0, parameter];
        message.push(xor(&message) ^ xor(data));
        message.extend(data);
        if let Session::Open(key) = &self.session
            && kind != 0x51
        {
            message.resize(message.len().next_multiple_of(BLOCK), 0xFF);
            message = encipher(key, &message);
        }
        let length = u16::try_from(message.len()).unwrap_or(u16::MAX);
        let mut checked = length.to_be_bytes().to_vec();
        checked.extend(message);
        let check = xor(&checked);
        let mut frame = vec![0x05];
        frame.extend(checked);
        frame.extend([check, 0x0A]);
        if self.fault == Some(AcsFault::Garbled) && matches!(self.session, Session::Open(_)) {
            self.fault = None;
            if let Some(byte) = frame.get_mut(5) {
                *byte ^= 0x10;
            }
        }
        let pieces = frame.chunks(LONGEST_VALUE).map(<[u8]>::to_vec);
        self.outgoing.extend(pieces);
    }

    /// Says that a card came or went (5.6.5).
    fn notice(&mut self) {
        if self.seen == self.place.moves() || !matches!(self.session, Session::Open(_)) {
            return;
        }
        self.seen = self.place.moves();
        let there = self.place.card_present();
        let parameter = match (self.dialect, there) {
            (NoticeDialect::Manual, true) | (NoticeDialect::Obniz, false) => 2,
            _ => 3,
        };
        self.say(0x50, parameter, &[]);
    }
}

impl Peripheral for VirtualAcsReader {
    fn name(&self) -> String {
        "ACR1255U-J1-000000".to_owned()
    }

    fn service(&self) -> &'static str {
        SERVICE
    }

    fn characteristics(&self) -> Vec<&'static str> {
        vec![REQUEST, RESPONSE]
    }

    fn write(&mut self, characteristic: &str, value: &[u8]) -> Result<(), GattError> {
        match (self.connected, characteristic) {
            (false, _) => return Err(GattError::Disconnected),
            (true, REQUEST) => {}
            _ => return Err(GattError::NotSupported),
        }
        if value.len() > LONGEST_VALUE {
            return Err(GattError::TooLong);
        }
        self.notice();
        self.incoming.extend_from_slice(value);
        while let Some(frame) = self.next_frame() {
            match frame {
                Ok(frame) => self.handle(&frame)?,
                Err(()) => self.refuse(CHECKSUM_ERROR),
            }
        }
        Ok(())
    }

    fn read(&mut self, _characteristic: &str) -> Result<Vec<u8>, GattError> {
        Err(GattError::NotSupported)
    }

    fn take(&mut self, characteristic: &str) -> Result<Option<Vec<u8>>, GattError> {
        match (self.connected, characteristic) {
            (false, _) => Err(GattError::Disconnected),
            (true, RESPONSE) => {
                self.notice();
                Ok(self.outgoing.pop_front())
            }
            _ => Err(GattError::NotSupported),
        }
    }

    fn next_delay(&self, _characteristic: &str) -> Option<Duration> {
        None
    }

    fn disconnect(&mut self) {
        self.connected = false;
        self.session = Session::None;
    }

    fn is_connected(&self) -> bool {
        self.connected
    }
}

/// Type and data of a message whose length and check byte fit (5.5); filler may follow.
fn read(message: &[u8]) -> Option<(u8, Vec<u8>)> {
    let [
        kind,
        high,
        low,
        _slot,
        _sequence,
        _parameter,
        _check,
        rest @ ..,
    ] = message
    else {
        return None;
    };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let data = rest.get(..length)?;
    let header = message.get(..7)?;
    (xor(header) == xor(data)).then(|| (*kind, data.to_vec()))
}

fn xor(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}
