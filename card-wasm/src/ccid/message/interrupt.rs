//! Messages on the interrupt endpoint (CCID 1.1, 6.3).

use crate::ccid::SlotError;
use crate::link::LinkError;

/// A message on the interrupt endpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Interrupt {
    /// 6.3.1 NotifySlotChange: two bits for each slot.
    SlotChange(Vec<u8>),
    /// 6.3.2 HardwareError.
    HardwareError {
        /// bSlot.
        slot: u8,
        /// bSeq of the command that failed.
        sequence: u8,
        /// bHardwareErrorCode.
        error: SlotError,
    },
}

/// What a NotifySlotChange says of one slot.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SlotChange {
    /// A card is there.
    pub present: bool,
    /// Something changed since the last message.
    pub changed: bool,
}

impl Interrupt {
    /// Whether there is reason to look at `slot`: always, unless only other slots changed.
    #[must_use]
    pub fn concerns(&self, slot: u8) -> bool {
        /// The upper one of the two bits of each slot.
        const CHANGED: u8 = 0b1010_1010;
        match (self, self.of_slot(slot)) {
            (Self::SlotChange(bits), Some(change)) => {
                change.changed || bits.iter().all(|byte| byte & CHANGED == 0)
            }
            _ => true,
        }
    }

    /// What is said of `slot`; `None` if it is not mentioned.
    #[must_use]
    pub fn of_slot(&self, slot: u8) -> Option<SlotChange> {
        let Self::SlotChange(bits) = self else {
            return None;
        };
        let byte = bits.get(usize::from(slot / 4))?;
        let bits = byte >> (slot % 4 * 2);
        Some(SlotChange {
            present: bits & 0x01 != 0,
            changed: bits & 0x02 != 0,
        })
    }
}

impl TryFrom<&[u8]> for Interrupt {
    type Error = LinkError;

    fn try_from(bytes: &[u8]) -> Result<Self, LinkError> {
        match *bytes {
            [0x50, _, ..] => Ok(Self::SlotChange(bytes.iter().skip(1).copied().collect())),
            [0x51, slot, sequence, error, ..] => Ok(Self::HardwareError {
                slot,
                sequence,
                error: SlotError::from(error),
            }),
            _ => Err(LinkError::MalformedMessage),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_told_apart() {
        let message = Interrupt::try_from(&[0x50, 0b1011_0100, 0b0000_0010][..]).unwrap();
        let table = [
            (0, Some((false, false))),
            (1, Some((true, false))),
            (2, Some((true, true))),
            (3, Some((false, true))),
            (4, Some((false, true))),
            (8, None),
        ];
        for (slot, expected) in table {
            let found = message
                .of_slot(slot)
                .map(|change| (change.present, change.changed));
            assert_eq!(found, expected, "slot {slot}");
        }
    }

    #[test]
    fn changes_of_other_slots_are_no_concern() {
        // Some readers never set the bit for a change.
        let table = [
            ("5003", true),
            ("5002", true),
            ("5001", true),
            ("5000", true),
        ];
        let others = [
            ("5008", false),
            ("500C", false),
            ("5009", false),
            ("500B", true),
        ];
        for (bytes, expected) in table.into_iter().chain(others) {
            let message = Interrupt::try_from(crate::link::script::hex(bytes).as_slice());
            assert_eq!(message.unwrap().concerns(0), expected, "{bytes}");
        }
        let error = Interrupt::try_from(&[0x51, 0, 7, 0xFB][..]).unwrap();
        assert!(error.concerns(0));
    }

    #[test]
    fn other_messages_are_no_slot_change() {
        let error = Interrupt::try_from(&[0x51, 0, 7, 0xFB][..]).unwrap();
        assert_eq!(error.of_slot(0), None);
        let expected = Interrupt::HardwareError {
            slot: 0,
            sequence: 7,
            error: SlotError::Hardware,
        };
        assert_eq!(error, expected);
        for bytes in [&[][..], &[0x50], &[0x51, 0, 0], &[0x52, 0]] {
            assert_eq!(Interrupt::try_from(bytes), Err(LinkError::MalformedMessage));
        }
    }
}
