//! Blocks of ISO/IEC 14443-4, 7.1: prologue and information field. The check
//! belongs to the frame. A node address (NAD) is not understood.

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// CID, where the prologue has one.
    pub(crate) cid: Option<u8>,
    pub(crate) kind: Kind,
}

/// What a block is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Carries bytes of an APDU.
    Information {
        number: bool,
        more: bool,
        bytes: Vec<u8>,
    },
    /// R(ACK), or R(NAK).
    Receipt {
        number: bool,
        good: bool,
    },
    Supervisory(Supervisory),
}

/// S-blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Supervisory {
    Deselect,
    /// S(WTX) with its information byte: power level indication, 00 as long as
    /// that is not supported, and WTXM.
    WaitingTime(u8),
}

/// Bits of PCB (7.1.2.1).
const NUMBER: u8 = 0x01;
const CID_FOLLOWS: u8 = 0x08;
const MORE: u8 = 0x10;
const NOT_GOOD: u8 = 0x10;

/// PCB without these bits.
const INFORMATION: u8 = 0x02;
const RECEIPT: u8 = 0xA2;
const DESELECT: u8 = 0xC2;
const WAITING_TIME: u8 = 0xF2;

impl Block {
    /// Reads a block; `None` for what ISO/IEC 14443-4 does not have.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let (control, rest) = bytes.split_first()?;
        let (cid, bytes) = if control & CID_FOLLOWS == 0 {
            (None, rest)
        } else {
            // The upper half: power level indication (7.1.2.2).
            let (cid, bytes) = rest.split_first()?;
            (Some(cid & 0x0F), bytes)
        };
        let number = control & NUMBER != 0;
        let kind = match (control & !CID_FOLLOWS, bytes) {
            (control, bytes) if control & !(NUMBER | MORE) == INFORMATION => Kind::Information {
                number,
                more: control & MORE != 0,
                bytes: bytes.to_vec(),
            },
            (control, []) if control & !(NUMBER | NOT_GOOD) == RECEIPT => Kind::Receipt {
                number,
                good: control & NOT_GOOD == 0,
            },
            (DESELECT, []) => Kind::Supervisory(Supervisory::Deselect),
            (WAITING_TIME, [time]) => Kind::Supervisory(Supervisory::WaitingTime(*time)),
            _ => return None,
        };
        Some(Self { cid, kind })
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let (control, bytes) = match &self.kind {
            Kind::Information {
                number,
                more,
                bytes,
            } => {
                let more = if *more { MORE } else { 0 };
                (INFORMATION | more | u8::from(*number), bytes.clone())
            }
            Kind::Receipt { number, good } => {
                let receipt = if *good { RECEIPT } else { RECEIPT | NOT_GOOD };
                (receipt | u8::from(*number), Vec::new())
            }
            Kind::Supervisory(Supervisory::Deselect) => (DESELECT, Vec::new()),
            Kind::Supervisory(Supervisory::WaitingTime(time)) => (WAITING_TIME, vec![*time]),
        };
        match self.cid {
            None => [&[control][..], &bytes].concat(),
            Some(cid) => [&[control | CID_FOLLOWS, cid][..], &bytes].concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_and_written_bit_by_bit() {
        let table: [(&[u8], Option<u8>, Kind); 8] = [
            (&[0x02, 0x90, 0x00], None, information(false, false)),
            (&[0x13, 0x90, 0x00], None, information(true, true)),
            (&[0x0B, 0x05, 0x90, 0x00], Some(5), information(true, false)),
            (&[0xA2], None, receipt(false, true)),
            (&[0xB3], None, receipt(true, false)),
            (&[0xAB, 0x01], Some(1), receipt(true, true)),
            (&[0xC2], None, Kind::Supervisory(Supervisory::Deselect)),
            (
                &[0xF2, 0x03],
                None,
                Kind::Supervisory(Supervisory::WaitingTime(3)),
            ),
        ];
        for (bytes, cid, kind) in table {
            let block = Block { cid, kind };
            assert_eq!(Block::parse(bytes), Some(block.clone()), "{bytes:02X?}");
            assert_eq!(block.to_bytes(), bytes);
        }
    }

    #[test]
    fn what_is_not_assigned_is_no_block() {
        let table: [&[u8]; 10] = [
            &[],
            &[0x0A],             // a CID that is missing
            &[0x00, 0xA4],       // bit 2 of an I-block
            &[0x06, 0x00, 0xA4], // NAD
            &[0x22],
            &[0x42],
            &[0xA2, 0x00],
            &[0xE2],
            &[0xF2],
            &[0xC3],
        ];
        for bytes in table {
            assert_eq!(Block::parse(bytes), None, "{bytes:02X?}");
        }
    }

    fn information(number: bool, more: bool) -> Kind {
        Kind::Information {
            number,
            more,
            bytes: vec![0x90, 0x00],
        }
    }

    fn receipt(number: bool, good: bool) -> Kind {
        Kind::Receipt { number, good }
    }
}
