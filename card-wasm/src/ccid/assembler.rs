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
    /// Takes in one transfer and returns the message if it is complete now.
    ///
    /// # Errors
    /// [`LinkError::MalformedMessage`] if there is more than the message, or more
    /// announced than `longest`. What came so far is dropped then.
    pub(super) fn push(
        &mut self,
        transfer: &[u8],
        longest: usize,
    ) -> Result<Option<Vec<u8>>, LinkError> {
        self.bytes.extend_from_slice(transfer);
        let Some(length) = announced_length(&self.bytes) else {
            return Ok(None);
        };
        if length > longest || self.bytes.len() > length {
            self.clear();
            return Err(LinkError::MalformedMessage);
        }
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
    fn too_much_is_refused_and_forgotten() {
        let empty = [0x81, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        let mut assembler = Assembler::default();
        let tail = [&empty[..], &[0]].concat();
        let huge = [0x80, 0xFF, 0xFF, 0xFF, 0xFF];
        for bad in [&tail[..], &huge] {
            let refused = assembler.push(bad, LONGEST);
            assert_eq!(refused, Err(LinkError::MalformedMessage));
            assert_eq!(
                assembler.push(&empty, LONGEST).unwrap().as_deref(),
                Some(&empty[..])
            );
        }
    }
}
