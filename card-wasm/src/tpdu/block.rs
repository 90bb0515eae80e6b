//! Blocks of T=1 as bytes and back (ISO/IEC 7816-3:2006, 11.3).
//!
//! ```text
//! NAD PCB LEN | INF, at most 254 bytes | LRC or CRC
//! ```

use zeroize::Zeroizing;

/// NAD: no addressing (11.3.2.1).
const NODE_ADDRESS: u8 = 0x00;

/// How blocks end (11.3.4 and 11.4.4).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Check {
    /// One byte: the exclusive or of all.
    Lrc,
    /// Two bytes: the CRC of ISO/IEC 13239, most significant first.
    Crc,
}

/// The sequence number of an information block, modulo 2.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Sequence {
    /// After the start and after a resynchronisation.
    #[default]
    Even,
    /// The other one.
    Odd,
}

/// Why a block is asked for again (11.3.2.2, R-blocks).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reason {
    /// It is not: the block before is acknowledged.
    NoError,
    /// Check bytes or parity were wrong.
    Check,
    /// Anything else.
    Other,
    /// A value that the standard reserves.
    Reserved(u8),
}

/// What a supervisory block is about (11.3.2.2, S-blocks).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Supervisory {
    /// Begin anew with sequence numbers and sizes.
    Resynchronise,
    /// The sender takes information fields of at most this size.
    InformationFieldSize(u8),
    /// End the chain.
    Abort,
    /// The card needs this multiple of the block waiting time.
    WaitingTime(u8),
}

/// A block.
#[derive(Eq, PartialEq)]
pub enum Block {
    /// A piece of an APDU.
    Information {
        /// N(S).
        sequence: Sequence,
        /// M: more pieces follow.
        more: bool,
        /// INF. It may hold a PIN.
        piece: Zeroizing<Vec<u8>>,
    },
    /// An acknowledgement or a request for repetition.
    Receive {
        /// N(R): the number of the block that is expected next.
        expected: Sequence,
        /// What was wrong.
        reason: Reason,
    },
    /// About the transmission itself.
    Supervisory {
        /// What it is about.
        subject: Supervisory,
        /// It answers one.
        is_response: bool,
    },
}

/// Why bytes are no block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Flaw {
    /// The check bytes are wrong.
    Check,
    /// Anything else.
    Other,
}

impl Check {
    /// Number of check bytes.
    #[must_use]
    pub const fn length(self) -> usize {
        match self {
            Self::Lrc => 1,
            Self::Crc => 2,
        }
    }

    fn append(self, bytes: &mut Vec<u8>) {
        match self {
            Self::Lrc => bytes.push(lrc(bytes)),
            Self::Crc => bytes.extend(crc(bytes).to_be_bytes()),
        }
    }

    /// The bytes before the check bytes, if those are right.
    fn strip(self, bytes: &[u8]) -> Option<&[u8]> {
        match self {
            Self::Lrc => bytes
                .split_last()
                .and_then(|(check, body)| (*check == lrc(body)).then_some(body)),
            Self::Crc => bytes
                .split_last_chunk::<2>()
                .and_then(|(body, check)| (*check == crc(body).to_be_bytes()).then_some(body)),
        }
    }
}

fn lrc(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

/// CRC-16 of ISO/IEC 13239: polynomial x^16 + x^12 + x^5 + 1, from the least significant bit,
/// begun with FFFF. Neither standard says whether it is inverted at the end; as captured between
/// libccid, the firmware of readers and a card (OsEID, `doc/T1_CRC.txt`), it is not.
fn crc(bytes: &[u8]) -> u16 {
    /// The polynomial with its bits reversed.
    const POLYNOMIAL: u16 = 0x8408;
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| {
            let shifted = crc >> 1;
            if crc & 1 == 0 {
                shifted
            } else {
                shifted ^ POLYNOMIAL
            }
        })
    })
}

impl Sequence {
    /// The other one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Even => Self::Odd,
            Self::Odd => Self::Even,
        }
    }

    const fn at(self, bit: u8) -> u8 {
        match self {
            Self::Even => 0,
            Self::Odd => bit,
        }
    }

    const fn from_bit(pcb: u8, bit: u8) -> Self {
        if pcb & bit == 0 {
            Self::Even
        } else {
            Self::Odd
        }
    }
}

/// Bits of PCB (11.3.2.2).
mod pcb {
    pub(super) const RECEIVE: u8 = 0x80;
    pub(super) const SUPERVISORY: u8 = 0xC0;
    pub(super) const SEND_NUMBER: u8 = 0x40;
    pub(super) const MORE: u8 = 0x20;
    pub(super) const RECEIVE_NUMBER: u8 = 0x10;
    pub(super) const REASON: u8 = 0x0F;
    pub(super) const RESPONSE: u8 = 0x20;
    pub(super) const RESYNCH: u8 = 0x00;
    pub(super) const IFS: u8 = 0x01;
    pub(super) const ABORT: u8 = 0x02;
    pub(super) const WTX: u8 = 0x03;
}

impl Block {
    /// Most bytes of INF (11.3.2.3): LEN FF is reserved.
    pub const MAXIMUM_INFORMATION: u8 = 254;

    /// Bytes of a block around INF.
    #[must_use]
    pub const fn overhead(check: Check) -> usize {
        3 + check.length()
    }

    /// NAD, PCB and LEN of an information block that is not followed by another.
    pub(super) const fn prologue(sequence: Sequence, length: u8) -> [u8; 3] {
        [NODE_ADDRESS, sequence.at(pcb::SEND_NUMBER), length]
    }

    /// The bytes on the wire. Of an INF that is too long, the first 254 bytes.
    #[must_use]
    pub fn encode(&self, check: Check) -> Zeroizing<Vec<u8>> {
        let value;
        let (pcb, information): (u8, &[u8]) = match self {
            Self::Information {
                sequence,
                more,
                piece,
            } => (
                sequence.at(pcb::SEND_NUMBER) | if *more { pcb::MORE } else { 0 },
                piece,
            ),
            Self::Receive { expected, reason } => (
                pcb::RECEIVE | expected.at(pcb::RECEIVE_NUMBER) | reason.bits(),
                &[],
            ),
            Self::Supervisory {
                subject,
                is_response,
            } => {
                let response = if *is_response { pcb::RESPONSE } else { 0 };
                let (number, argument) = subject.parts();
                value = argument;
                (pcb::SUPERVISORY | response | number, value.as_slice())
            }
        };
        let length = u8::try_from(information.len())
            .unwrap_or(u8::MAX)
            .min(Self::MAXIMUM_INFORMATION);
        // The exact capacity, because a vector that grows leaves its data behind in memory.
        let mut bytes = Zeroizing::new(Vec::with_capacity(
            usize::from(length) + Self::overhead(check),
        ));
        bytes.extend([NODE_ADDRESS, pcb, length]);
        bytes.extend(information.iter().take(length.into()));
        check.append(&mut bytes);
        bytes
    }

    /// Reads what a card sent.
    ///
    /// # Errors
    /// What to complain of in an R-block.
    pub fn decode(bytes: &[u8], check: Check) -> Result<Self, Flaw> {
        let (&[address, pcb, length], _) = bytes.split_first_chunk().ok_or(Flaw::Other)?;
        if bytes.len() != usize::from(length) + Self::overhead(check) {
            return Err(Flaw::Other);
        }
        let body = check.strip(bytes).ok_or(Flaw::Check)?;
        if address != NODE_ADDRESS || length > Self::MAXIMUM_INFORMATION {
            return Err(Flaw::Other);
        }
        let information = body.get(3..).ok_or(Flaw::Other)?;
        Self::of(pcb, information).ok_or(Flaw::Other)
    }

    fn of(pcb: u8, information: &[u8]) -> Option<Self> {
        if pcb & pcb::RECEIVE == 0 {
            // Bits 5 to 1 are reserved.
            let reserved = pcb & !(pcb::SEND_NUMBER | pcb::MORE);
            return (reserved == 0).then(|| Self::Information {
                sequence: Sequence::from_bit(pcb, pcb::SEND_NUMBER),
                more: pcb & pcb::MORE != 0,
                piece: Zeroizing::new(information.to_vec()),
            });
        }
        if pcb & pcb::SUPERVISORY == pcb::RECEIVE {
            // Bit 6 is zero.
            return (information.is_empty() && pcb & pcb::RESPONSE == 0).then(|| Self::Receive {
                expected: Sequence::from_bit(pcb, pcb::RECEIVE_NUMBER),
                reason: Reason::from_bits(pcb & pcb::REASON),
            });
        }
        let subject = match (pcb & !(pcb::SUPERVISORY | pcb::RESPONSE), information) {
            (pcb::RESYNCH, []) => Supervisory::Resynchronise,
            (pcb::IFS, &[size]) => Supervisory::InformationFieldSize(size),
            (pcb::ABORT, []) => Supervisory::Abort,
            (pcb::WTX, &[factor]) => Supervisory::WaitingTime(factor),
            _ => return None,
        };
        Some(Self::Supervisory {
            subject,
            is_response: pcb & pcb::RESPONSE != 0,
        })
    }
}

impl Reason {
    const fn bits(self) -> u8 {
        match self {
            Self::NoError => 0,
            Self::Check => 1,
            Self::Other => 2,
            Self::Reserved(bits) => bits & pcb::REASON,
        }
    }

    const fn from_bits(bits: u8) -> Self {
        match bits {
            0 => Self::NoError,
            1 => Self::Check,
            2 => Self::Other,
            reserved => Self::Reserved(reserved),
        }
    }
}

impl From<Flaw> for Reason {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::Check => Self::Check,
            Flaw::Other => Self::Other,
        }
    }
}

impl Supervisory {
    fn parts(self) -> (u8, Vec<u8>) {
        match self {
            Self::Resynchronise => (pcb::RESYNCH, vec![]),
            Self::InformationFieldSize(size) => (pcb::IFS, vec![size]),
            Self::Abort => (pcb::ABORT, vec![]),
            Self::WaitingTime(factor) => (pcb::WTX, vec![factor]),
        }
    }
}

#[cfg(test)]
#[path = "block_tests.rs"]
mod tests;
