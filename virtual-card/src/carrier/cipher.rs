//! AES-128 in CBC mode from an initial vector of zeros (NIST SP 800-38A, 6.2), as the
//! ACR1255U-J1 uses it. The block cipher is a library's, the mode is written out here.

use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

/// Length of a block, and of the key.
pub(super) const BLOCK: usize = 16;

/// Enciphers whole blocks; what is left over is dropped.
pub(super) fn encipher(key: &[u8; BLOCK], plain: &[u8]) -> Vec<u8> {
    let cipher = Aes128::new(&(*key).into());
    let mut before = [0; BLOCK];
    let mut enciphered = Vec::with_capacity(plain.len());
    for chunk in plain.chunks_exact(BLOCK) {
        let mut block = xor(chunk, &before).into();
        cipher.encrypt_block(&mut block);
        before = block.into();
        enciphered.extend(before);
    }
    enciphered
}

/// Deciphers whole blocks; what is left over is dropped.
pub(super) fn decipher(key: &[u8; BLOCK], enciphered: &[u8]) -> Vec<u8> {
    let cipher = Aes128::new(&(*key).into());
    let mut before = [0; BLOCK];
    let mut plain = Vec::with_capacity(enciphered.len());
    for chunk in enciphered.chunks_exact(BLOCK) {
        let taken = xor(chunk, &[0; BLOCK]);
        let mut block = taken.into();
        cipher.decrypt_block(&mut block);
        plain.extend(xor(block.as_slice(), &before));
        before = taken;
    }
    plain
}

fn xor(bytes: &[u8], with: &[u8; BLOCK]) -> [u8; BLOCK] {
    let mut mixed = *with;
    for (place, byte) in mixed.iter_mut().zip(bytes) {
        *place ^= byte;
    }
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NIST SP 800-38A, F.2.1, with its initial vector mixed into the first block: the key,
    /// two blocks of plain text, and their cipher text.
    const KEY: [u8; 16] = [
        0x2B, 0x7E, 0x15, 0x16, 0x28, 0xAE, 0xD2, 0xA6, 0xAB, 0xF7, 0x15, 0x88, 0x09, 0xCF, 0x4F,
        0x3C,
    ];
    const PLAIN: [u8; 32] = [
        0x6B, 0xC0, 0xBC, 0xE1, 0x2A, 0x45, 0x99, 0x91, 0xE1, 0x34, 0x74, 0x1A, 0x7F, 0x9E, 0x19,
        0x25, 0xAE, 0x2D, 0x8A, 0x57, 0x1E, 0x03, 0xAC, 0x9C, 0x9E, 0xB7, 0x6F, 0xAC, 0x45, 0xAF,
        0x8E, 0x51,
    ];
    const ENCIPHERED: [u8; 32] = [
        0x76, 0x49, 0xAB, 0xAC, 0x81, 0x19, 0xB2, 0x46, 0xCE, 0xE9, 0x8E, 0x9B, 0x12, 0xE9, 0x19,
        0x7D, 0x50, 0x86, 0xCB, 0x9B, 0x50, 0x72, 0x19, 0xEE, 0x95, 0xDB, 0x11, 0x3A, 0x91, 0x76,
        0x78, 0xB2,
    ];

    #[test]
    fn the_cipher_is_that_of_the_standard() {
        assert_eq!(encipher(&KEY, &PLAIN), ENCIPHERED);
        assert_eq!(decipher(&KEY, &ENCIPHERED), PLAIN);
    }
}
