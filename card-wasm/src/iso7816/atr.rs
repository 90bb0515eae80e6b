//! The answer to reset (ISO/IEC 7816-3, 8.2) and what of it matters to a reader driver.
//!
//! A card is never recognised by its ATR: real ones were locked out that way.

use thiserror::Error;

use super::tlv;

/// A transmission protocol (ISO/IEC 7816-3, 8.2.3, parameter T).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Protocol {
    /// T=0, single characters.
    T0,
    /// T=1, blocks.
    T1,
    /// Any other.
    Other(u8),
}

/// Why bytes are no ATR.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum AtrError {
    /// More than 33 bytes.
    #[error("the ATR is too long")]
    TooLong,
    /// The first byte is neither 3B nor 3F.
    #[error("the ATR does not begin with TS")]
    InitialCharacter,
    /// It ends before the bytes that it announces.
    #[error("the ATR is cut off")]
    Truncated,
    /// Bytes follow those that it announces.
    #[error("bytes follow the ATR")]
    TrailingData,
    /// The exclusive or of all bytes but the first is not zero.
    #[error("the check byte of the ATR is wrong")]
    CheckByte,
}

/// An answer to reset that is well formed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Atr {
    bytes: Vec<u8>,
    historical: Vec<u8>,
    protocols: Vec<Protocol>,
    interface: InterfaceBytes,
}

/// The interface bytes that a reader may have to be told (CCID 1.1, 6.1.7).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct InterfaceBytes {
    ta1: Option<u8>,
    tc1: Option<u8>,
    ta2: Option<u8>,
    tc2: Option<u8>,
    /// First TA, TB and TC for T=1 after TD2.
    t1: [Option<u8>; 3],
}

impl Atr {
    /// TS and at most 32 characters (ISO/IEC 7816-3, 8.2.1).
    pub const MAXIMUM_LENGTH: usize = 33;

    /// All bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The historical bytes T1 to TK.
    #[must_use]
    pub fn historical(&self) -> &[u8] {
        &self.historical
    }

    /// The protocols offered, the default first; T=0 if none is named.
    #[must_use]
    pub fn protocols(&self) -> &[Protocol] {
        &self.protocols
    }

    /// The protocol that holds after the reset (ISO/IEC 7816-3, 8.2.3): that of TA2 in
    /// specific mode, otherwise the first one.
    #[must_use]
    pub fn default_protocol(&self) -> Protocol {
        match self.interface.ta2 {
            Some(ta2) => Protocol::from_nibble(ta2),
            None => self.protocols.first().copied().unwrap_or(Protocol::T0),
        }
    }

    /// TA1, clock rate and baud rate: what the card can do.
    #[must_use]
    pub const fn clock_and_baud_rate(&self) -> Option<u8> {
        self.interface.ta1
    }

    /// Whether the card fixed its mode, so that nothing can be negotiated (TA2).
    #[must_use]
    pub const fn is_specific_mode(&self) -> bool {
        self.interface.ta2.is_some()
    }

    /// Whether the parameters of the fixed mode are not those of TA1 but others that the ATR
    /// does not name (TA2, bit 5).
    #[must_use]
    pub fn has_implicit_parameters(&self) -> bool {
        self.interface.ta2.is_some_and(|ta2| ta2 & 0x10 != 0)
    }

    /// TC1, extra guard time; 00 if absent.
    #[must_use]
    pub fn guard_time(&self) -> u8 {
        self.interface.tc1.unwrap_or(0x00)
    }

    /// TC2, waiting time integer of T=0; 0A if absent (ISO/IEC 7816-3, 10.2).
    #[must_use]
    pub fn waiting_time(&self) -> u8 {
        self.interface.tc2.unwrap_or(0x0A)
    }

    /// IFSC of T=1; 20 if absent (ISO/IEC 7816-3, 11.4.2).
    #[must_use]
    pub fn information_field_size(&self) -> u8 {
        self.interface.t1[0].unwrap_or(0x20)
    }

    /// BWI and CWI of T=1; 4D if absent (ISO/IEC 7816-3, 11.4.3).
    #[must_use]
    pub fn block_and_character_waiting_time(&self) -> u8 {
        self.interface.t1[1].unwrap_or(0x4D)
    }

    /// Whether blocks of T=1 end with a CRC rather than an LRC (ISO/IEC 7816-3, 11.4.4).
    #[must_use]
    pub fn uses_crc(&self) -> bool {
        self.interface.t1[2].is_some_and(|tc| tc & 1 != 0)
    }

    /// Whether bits arrive inverted (TS is 3F).
    #[must_use]
    pub fn is_inverse(&self) -> bool {
        self.bytes.first() == Some(&INVERSE)
    }

    /// Whether the card says that it understands extended length fields; `None` if it
    /// says nothing (ISO/IEC 7816-4, 8.1.1.2.7, third software function table).
    #[must_use]
    pub fn extended_length(&self) -> Option<bool> {
        /// Category indicator: the rest are COMPACT-TLV data objects.
        const COMPACT_TLV: u8 = 0x80;
        /// Card capabilities with all three tables: tag 7, length 3.
        const CAPABILITIES: u8 = 0x73;
        const EXTENDED_LC_LE: u8 = 0x40;

        let (&category, objects) = self.historical.split_first()?;
        if category != COMPACT_TLV {
            return None;
        }
        tlv::compact(objects)
            .find(|(head, _)| *head == CAPABILITIES)
            .and_then(|(_, value)| value.last())
            .map(|table| table & EXTENDED_LC_LE != 0)
    }
}

impl Protocol {
    const fn from_nibble(byte: u8) -> Self {
        match byte & 0x0F {
            0 => Self::T0,
            1 => Self::T1,
            other => Self::Other(other),
        }
    }
}

const DIRECT: u8 = 0x3B;
const INVERSE: u8 = 0x3F;

impl TryFrom<&[u8]> for Atr {
    type Error = AtrError;

    fn try_from(bytes: &[u8]) -> Result<Self, AtrError> {
        if bytes.len() > Self::MAXIMUM_LENGTH {
            return Err(AtrError::TooLong);
        }
        let (ts, rest) = bytes.split_first().ok_or(AtrError::Truncated)?;
        if ![DIRECT, INVERSE].contains(ts) {
            return Err(AtrError::InitialCharacter);
        }
        let mut cursor = Cursor(rest);
        let t0 = cursor.next()?;
        let mut interface = InterfaceBytes::default();
        let mut protocols = Vec::new();

        // TA, TB, TC and TD follow as the upper half of T0, later of the last TD, says.
        let mut announced = t0;
        for group in 1_usize.. {
            let under = protocols.last().copied();
            let [ta, tb, tc] = [
                cursor.next_if(announced & 0x10 != 0)?,
                cursor.next_if(announced & 0x20 != 0)?,
                cursor.next_if(announced & 0x40 != 0)?,
            ];
            interface.take(group, under, [ta, tb, tc]);
            let Some(td) = cursor.next_if(announced & 0x80 != 0)? else {
                break;
            };
            protocols.push(Protocol::from_nibble(td));
            announced = td;
        }

        let historical = cursor.take(usize::from(t0 & 0x0F))?.to_vec();
        // TCK is absent only if T=0 alone is indicated (ISO/IEC 7816-3, 8.2.5).
        if protocols.iter().any(|protocol| *protocol != Protocol::T0) {
            cursor.next()?;
            if rest.iter().fold(0, |sum, byte| sum ^ byte) != 0 && cursor.0.is_empty() {
                return Err(AtrError::CheckByte);
            }
        }
        if !cursor.0.is_empty() {
            return Err(AtrError::TrailingData);
        }
        // T=15 qualifies global bytes and is no protocol (ISO/IEC 7816-3, 8.2.3).
        protocols.retain(|protocol| *protocol != Protocol::Other(15));
        if protocols.is_empty() {
            protocols.push(Protocol::T0);
        }
        Ok(Self {
            bytes: bytes.to_vec(),
            historical,
            protocols,
            interface,
        })
    }
}

impl InterfaceBytes {
    fn take(&mut self, group: usize, under: Option<Protocol>, [ta, tb, tc]: [Option<u8>; 3]) {
        match group {
            1 => (self.ta1, self.tc1) = (ta, tc),
            2 => (self.ta2, self.tc2) = (ta, tc),
            _ if under == Some(Protocol::T1) => {
                let [first_ta, first_tb, first_tc] = self.t1;
                self.t1 = [first_ta.or(ta), first_tb.or(tb), first_tc.or(tc)];
            }
            _ => {}
        }
    }
}

struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], AtrError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(AtrError::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    fn next(&mut self) -> Result<u8, AtrError> {
        let (first, rest) = self.0.split_first().ok_or(AtrError::Truncated)?;
        self.0 = rest;
        Ok(*first)
    }

    fn next_if(&mut self, announced: bool) -> Result<Option<u8>, AtrError> {
        announced.then(|| self.next()).transpose()
    }
}

#[cfg(test)]
#[path = "atr_tests.rs"]
mod tests;
