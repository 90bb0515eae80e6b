//! The pseudo-APDUs of a transparent session and their answers: bytes, no input or output.
//!
//! Sources: PC/SC part 3, supplemental document, for tags and meaning; soltia48/felica-rs
//! `port400/pcsc.rs` and con3code/xcx-pasorich `s300-driver.js` for what the RC-S300 takes.

use core::time::Duration;

use zeroize::Zeroizing;

use super::object::Objects;
use crate::ccid::HEADER_LENGTH;

/// INS of all commands. Sony's own comes first, because public programs use it; the other
/// is that of PC/SC part 3.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Instruction {
    Sony = 0x50,
    Standard = 0xC2,
}

/// Layer up to which the reader handles Type B by itself, as tag 8F takes it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Layer {
    /// ISO/IEC 14443-3: frames.
    Frames = 3,
    /// ISO/IEC 14443-4: the block protocol.
    Blocks = 4,
}

/// What a session can be told (tags of P2 00).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Manage {
    Begin = 0x81,
    End = 0x82,
    FieldOff = 0x83,
    FieldOn = 0x84,
}

/// Length fields of a transparent exchange. Public programs differ: most use the long form,
/// one says that its RC-S300 refuses that with 6700.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    Long,
    Short,
}

impl Form {
    /// Most data bytes of one transparent exchange. The reader carries 290 (felica-rs,
    /// `MAX_THROUGH_PAYLOAD`); in the short form the objects around the data count, too:
    /// 255 bytes to the reader, 256 back.
    pub(super) const fn longest_data(self) -> usize {
        match self {
            Self::Long => 290,
            Self::Short => 236,
        }
    }
}

/// Bits of the flags (tag 90) for Type B: CRC_B is appended and checked by the reader, and
/// there is no parity. Without the last bit the reader adds the block protocol.
pub(super) const NO_PARITY: u16 = 0x0004 | 0x0008;
pub(super) const NO_PROLOGUE: u16 = 0x0010;

impl Instruction {
    pub(super) fn manage(self, what: Manage) -> [u8; 8] {
        [0xFF, self as u8, 0x00, 0x00, 0x02, what as u8, 0x00, 0x00]
    }

    /// Tag 8F: standard 01 is Type B.
    pub(super) fn switch_protocol(self, layer: Layer) -> [u8; 10] {
        let layer = layer as u8;
        [
            0xFF, self as u8, 0x00, 0x02, 0x04, 0x8F, 0x02, 0x01, layer, 0x00,
        ]
    }

    /// A transparent exchange in the message to the reader that carries it. It may hold a
    /// PIN and is wiped. `None` if the data are too long for the form.
    pub(super) fn exchange(
        self,
        form: Form,
        flags: u16,
        wait: Duration,
        data: &[u8],
        packet_size: u16,
    ) -> Option<Zeroizing<Vec<u8>>> {
        if data.len() > form.longest_data() {
            return None;
        }
        let plain = self.encode(form, flags, wait, data, false);
        // Whether the reader needs an empty packet after a message of whole packets is not
        // known (felica-rs sends one, a browser cannot be made to), so there is no such
        // message: an object without effect makes it longer.
        let packet = usize::from(packet_size).max(1);
        let is_whole = (HEADER_LENGTH + plain.len()).is_multiple_of(packet);
        Some(if is_whole {
            self.encode(form, flags, wait, data, true)
        } else {
            plain
        })
    }

    fn encode(
        self,
        form: Form,
        flags: u16,
        wait: Duration,
        data: &[u8],
        padded: bool,
    ) -> Zeroizing<Vec<u8>> {
        /// TX bit framing: all bits of the last byte count.
        const WHOLE_BYTES: [u8; 3] = [0x91, 0x01, 0x00];

        let [flags_high, flags_low] = flags.to_be_bytes();
        let microseconds = u32::try_from(wait.as_micros()).unwrap_or(u32::MAX);
        let [.., length_high, length_low] = data.len().to_be_bytes();
        // The capacity suffices for all, because a vector that grows leaves data behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(data.len() + 40));
        bytes.extend([0xFF, self as u8, 0x00, 0x01]);
        let objects = 4 + if padded { 3 } else { 0 } + 7 + 4 + data.len();
        let [.., objects_high, objects_low] = objects.to_be_bytes();
        match form {
            Form::Long => bytes.extend([0x00, objects_high, objects_low]),
            Form::Short => bytes.push(objects_low),
        }
        bytes.extend([0x90, 0x02, flags_high, flags_low]);
        if padded {
            bytes.extend(WHOLE_BYTES);
        }
        bytes.extend([0x5F, 0x46, 0x04]);
        bytes.extend(microseconds.to_le_bytes());
        bytes.extend([0x95, 0x82, length_high, length_low]);
        bytes.extend_from_slice(data);
        match form {
            Form::Long => bytes.extend([0x00, 0x00, 0x00]),
            Form::Short => bytes.push(0x00),
        }
        bytes
    }
}

/// What the reader says to a command.
#[derive(Clone, Eq, PartialEq)]
pub struct Answer {
    /// The status word, or that of the data object that failed.
    pub status: u16,
    /// Bits of the last byte that came; 0 means all.
    pub bits: u8,
    /// Damage of the frame: bit 0 checksum, 1 collision, 2 parity, 3 framing.
    pub damage: u8,
    /// What the card sent.
    pub data: Option<Vec<u8>>,
    /// The reader activated a card and gives it an ATR.
    pub has_atr: bool,
}

/// Not an answer to such a command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MalformedAnswer;

impl Answer {
    /// Everything was done.
    pub(super) const DONE: u16 = 0x9000;
}

impl TryFrom<&[u8]> for Answer {
    type Error = MalformedAnswer;

    fn try_from(bytes: &[u8]) -> Result<Self, MalformedAnswer> {
        let (objects, status) = bytes.split_last_chunk::<2>().ok_or(MalformedAnswer)?;
        let mut answer = Self {
            status: u16::from_be_bytes(*status),
            bits: 0,
            damage: 0,
            data: None,
            has_atr: false,
        };
        for object in Objects::new(objects) {
            match object.map_err(|_| MalformedAnswer)? {
                // Number of the object that failed, and a status word of its own.
                (0xC0, &[_, high, low]) => {
                    let detail = u16::from_be_bytes([high, low]);
                    if detail != Self::DONE {
                        answer.status = detail;
                    }
                }
                (0x92, &[bits]) => answer.bits = bits & 0x07,
                (0x96, &[damage, _]) => answer.damage = damage & 0x0F,
                (0x97, data) => answer.data = Some(data.to_vec()),
                (0x5F51, atr) => answer.has_atr = !atr.is_empty(),
                (0xC0 | 0x92 | 0x96, _) => return Err(MalformedAnswer),
                _ => {}
            }
        }
        Ok(answer)
    }
}

/// Shows no data: they are the card's.
impl core::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let length = self.data.as_ref().map(Vec::len);
        write!(
            formatter,
            "Answer({:04X}, {length:?} bytes, damage {:X})",
            self.status, self.damage
        )
    }
}

#[cfg(test)]
#[path = "command_tests.rs"]
mod tests;
