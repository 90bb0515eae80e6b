//! How the ACR1255U-J1 and its host prove to each other that they know the key, and the cipher
//! that they use from then on (manual, 5.3 and 5.7): AES-128 in CBC mode, always from an
//! initial vector of zeros.
//!
//! Each state can only become the next, so nothing is said in a cipher that was not agreed.

use aes::Aes128;
use aes::cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use zeroize::{Zeroize, Zeroizing};

use crate::link::LinkError;

/// Length of each side's random number, of the key, and of a block.
pub const RANDOM_LENGTH: usize = 16;

/// One block.
type Block = [u8; RANDOM_LENGTH];

/// The "Customer Master Key" with which the reader is delivered: "ACR1255U-J1 Auth" (obniz,
/// FIDOk).
const DELIVERED_KEY: Block = *b"ACR1255U-J1 Auth";
/// The initial vector (obniz, FIDOk).
const ZEROS: Block = [0; RANDOM_LENGTH];
/// What fills up the last block (obniz, FIDOk). The length of the message says where it ends.
const FILLER: u8 = 0xFF;

/// "SPH_to_RDR_ReqAuth" (manual, 5.7.2).
const REQUEST: [u8; 5] = [0xE0, 0x00, 0x00, 0x45, 0x00];
/// What the answer to it begins with (5.7.3).
const REQUEST_ANSWER: [u8; 5] = [0xE1, 0x00, 0x00, 0x45, 0x00];
/// "SPH_to_RDR_AuthRsp" (5.7.4).
const PROOF: [u8; 5] = [0xE0, 0x00, 0x00, 0x46, 0x00];
/// What the answer to it begins with (5.7.5).
const PROOF_ANSWER: [u8; 5] = [0xE1, 0x00, 0x00, 0x46, 0x00];

/// The host has said nothing yet.
pub(super) struct Begin {
    /// RND_B.
    random: Block,
}

impl Begin {
    pub(super) const fn new(random: Block) -> Self {
        Self { random }
    }

    /// The data of the first escape message.
    #[expect(clippy::unused_self, reason = "only this state may say it")]
    pub(super) const fn request(&self) -> &'static [u8] {
        &REQUEST
    }

    /// Reads the reader's random number out of the data of its answer.
    ///
    /// # Errors
    /// [`LinkError::MalformedMessage`].
    pub(super) fn challenged(self, answer: &[u8]) -> Result<Challenged, LinkError> {
        Ok(Challenged {
            random: self.random,
            of_reader: opened(&REQUEST_ANSWER, answer)?,
        })
    }
}

/// The reader has given its random number.
pub(super) struct Challenged {
    random: Block,
    /// RND_A.
    of_reader: Block,
}

impl Challenged {
    /// The data of the second escape message: both random numbers, deciphered, so that the
    /// reader enciphers them to get them back.
    pub(super) fn proof(&self) -> Zeroizing<Vec<u8>> {
        let mut numbers = Zeroizing::new([self.random, self.of_reader].concat());
        decipher(&DELIVERED_KEY, &mut numbers);
        let mut data = Zeroizing::new(PROOF.to_vec());
        data.extend_from_slice(&numbers);
        data
    }

    /// Checks the reader's own proof: our random number, enciphered.
    ///
    /// # Errors
    /// [`LinkError::ReaderLocked`] if it has another key, [`LinkError::MalformedMessage`].
    pub(super) fn proved(self, answer: &[u8]) -> Result<Cipher, LinkError> {
        if opened(&PROOF_ANSWER, answer)? != self.random {
            return Err(LinkError::ReaderLocked);
        }
        // The first halves of RND_A and RND_B (manual, 5.7.1).
        let halves = self
            .of_reader
            .iter()
            .take(8)
            .chain(self.random.iter().take(8));
        let mut key = ZEROS;
        for (place, byte) in key.iter_mut().zip(halves) {
            *place = *byte;
        }
        Ok(Cipher { key })
    }
}

/// The block behind `prefix`, deciphered with the key of delivery.
fn opened(prefix: &[u8], answer: &[u8]) -> Result<Block, LinkError> {
    let block = answer
        .strip_prefix(prefix)
        .ok_or(LinkError::MalformedMessage)?;
    let mut block = Block::try_from(block).map_err(|_| LinkError::MalformedMessage)?;
    decipher(&DELIVERED_KEY, &mut block);
    Ok(block)
}

/// The cipher of one connection.
pub(super) struct Cipher {
    key: Block,
}

impl Cipher {
    /// Fills up the last block and enciphers.
    pub(super) fn seal(&self, message: &[u8]) -> Zeroizing<Vec<u8>> {
        let length = message.len().next_multiple_of(RANDOM_LENGTH);
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.extend_from_slice(message);
        bytes.resize(length, FILLER);
        let mut mode = cbc::Encryptor::<Aes128>::new(&self.key.into(), &ZEROS.into());
        let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes);
        mode.encrypt_blocks(blocks);
        bytes
    }

    /// Deciphers whole blocks.
    ///
    /// # Errors
    /// [`LinkError::MalformedMessage`] if the last block is not whole.
    pub(super) fn open(&self, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, LinkError> {
        if !bytes.len().is_multiple_of(RANDOM_LENGTH) {
            return Err(LinkError::MalformedMessage);
        }
        let mut bytes = Zeroizing::new(bytes.to_vec());
        decipher(&self.key, &mut bytes);
        Ok(bytes)
    }
}

impl Drop for Cipher {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

/// Deciphers all whole blocks.
fn decipher(key: &Block, bytes: &mut [u8]) {
    let mut mode = cbc::Decryptor::<Aes128>::new(&(*key).into(), &ZEROS.into());
    let (blocks, _) = Array::slice_as_chunks_mut(bytes);
    mode.decrypt_blocks(blocks);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::script::hex;

    /// NIST SP 800-38A, F.2.1, the first block, whose initial vector is not zero: it is
    /// taken into the plain text here.
    #[test]
    fn the_cipher_is_that_of_the_standard() {
        let key = Block::try_from(hex("2B7E151628AED2A6ABF7158809CF4F3C")).unwrap();
        let plain = hex("6BC1BEE22E409F96E93D7E117393172A");
        let vector = hex("000102030405060708090A0B0C0D0E0F");
        let mixed: Vec<u8> = plain.iter().zip(&vector).map(|(a, b)| a ^ b).collect();
        let cipher = Cipher { key };
        let sealed = cipher.seal(&mixed);
        assert_eq!(*sealed, hex("7649ABAC8119B246CEE98E9B12E9197D"));
        assert_eq!(*cipher.open(&sealed).unwrap(), mixed);
    }

    #[test]
    fn the_last_block_is_filled_up_and_must_be_whole() {
        let cipher = Cipher { key: [7; 16] };
        for length in [0, 1, 15, 16, 17, 265] {
            let message = vec![0x5A; length];
            let sealed = cipher.seal(&message);
            assert!(sealed.len() - length < 16);
            let opened = cipher.open(&sealed).unwrap();
            assert!(opened.starts_with(&message));
            assert!(opened[length..].iter().all(|byte| *byte == 0xFF));
        }
        assert!(cipher.open(&[0; 17]).is_err());
    }

    #[test]
    fn a_reader_without_the_key_does_not_get_past() {
        let random = [3; 16];
        let answer = |prefix: [u8; 5], byte: u8| [&prefix[..], &[byte; 16]].concat();
        let begin = || {
            Begin::new(random)
                .challenged(&answer(REQUEST_ANSWER, 9))
                .unwrap()
        };
        assert_eq!(begin().proof().len(), 5 + 32);
        let proved = begin().proved(&answer(PROOF_ANSWER, 3)).err();
        assert_eq!(proved, Some(LinkError::ReaderLocked));
        let malformed = Some(LinkError::MalformedMessage);
        assert_eq!(begin().proved(&answer(REQUEST_ANSWER, 3)).err(), malformed);
        assert_eq!(
            Begin::new(random).challenged(&REQUEST_ANSWER).err(),
            malformed
        );
    }
}
