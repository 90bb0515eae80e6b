//! Puts messages together from transfers.
//!
//! A message may come in several transfers: when its length is a multiple of the packet
//! size, readers end a transfer early or send an empty packet, each in its own way.

use super::message::announced_length;
use crate::link::LinkError;

/// Bytes of the message that is coming in.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    bytes: Vec<u8>,
}

impl Assembler {
    /// Takes in one transfer and returns the message if it is complete now. What a reader
    /// sends behind it is dropped, as libccid 1.8.2 does (`commands.c`), which goes by the
    /// announced length alone: QEMU 7.2 sends 14 bytes more than it announces with the
    /// parameters (`hw/usb/dev-smartcard-reader.c`, `ccid_write_parameters`).
    ///
    /// # Errors
    /// [`LinkError::MalformedMessage`] if more is announced than `longest`. What came so far
    /// is dropped then.
    pub(super) fn push(
        &mut self,
        transfer: &[u8],
        longest: usize,
    ) -> Result<Option<Vec<u8>>, LinkError> {
        self.bytes.extend_from_slice(transfer);
        let Some(length) = announced_length(&self.bytes) else {
            return Ok(None);
        };
        if length > longest {
            self.clear();
            return Err(LinkError::MalformedMessage);
        }
        self.bytes.truncate(length);
        let complete = self.bytes.len() == length;
        Ok(complete.then(|| core::mem::take(&mut self.bytes)))
    }

    /// Forgets an incomplete message.
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LONGEST: usize = 271;

    proptest! {
        /// However a message is cut, with empty transfers in between, it comes out whole.
        #[test]
        fn pieces_become_the_message(
            data in proptest::collection::vec(any::<u8>(), 0..LONGEST - 10),
            cuts in proptest::collection::vec(0_usize..80, 0..40),
        ) {
            let length = u32::try_from(data.len()).unwrap().to_le_bytes();
            let message = [&[0x80][..], &length, &[0, 7, 0, 0, 0], &data].concat();
            let mut assembler = Assembler::default();
            let mut rest = message.as_slice();
            for cut in cuts {
                let (piece, after) = rest.split_at(cut.min(rest.len() - 1));
                prop_assert_eq!(assembler.push(piece, LONGEST).unwrap(), None);
                rest = after;
            }
            prop_assert_eq!(assembler.push(rest, LONGEST).unwrap(), Some(message));
            prop_assert_eq!(assembler.push(&[], LONGEST).unwrap(), None);
        }
    }

    #[test]
    fn too_much_announced_is_refused_and_forgotten() {
        let empty = [0x81, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        let mut assembler = Assembler::default();
        let refused = assembler.push(&[0x80, 0xFF, 0xFF, 0xFF, 0xFF], LONGEST);
        assert_eq!(refused, Err(LinkError::MalformedMessage));
        let message = assembler.push(&empty, LONGEST).unwrap();
        assert_eq!(message.as_deref(), Some(&empty[..]));
    }

    #[test]
    fn what_stands_behind_a_message_is_no_part_of_it_nor_of_the_next() {
        let parameters = [0x82, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        let mut assembler = Assembler::default();
        for _ in 0..2 {
            let transfer = [&parameters[..], &[0xAA; 14]].concat();
            let message = assembler.push(&transfer, LONGEST).unwrap();
            assert_eq!(message.as_deref(), Some(&parameters[..]));
        }
    }
}
