//! Bytes for GET CHALLENGE and for PSS salts: SHA-256 over a seed and a
//! counter. Repeatable on purpose, and therefore no source of secrets.

use rsa::rand_core::{CryptoRng, Error, RngCore, impls};
use rsa::sha2::{Digest, Sha256};

/// A repeatable stream of bytes.
#[derive(Debug)]
pub(crate) struct Noise {
    seed: u64,
    drawn: u64,
}

impl Noise {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.fill_bytes(&mut bytes);
        bytes
    }

    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill_bytes(&mut bytes);
        bytes
    }
}

impl RngCore for Noise {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_be_bytes());
            hash.update(self.drawn.to_be_bytes());
            self.drawn = self.drawn.wrapping_add(1);
            for (byte, value) in chunk.iter_mut().zip(hash.finalize()) {
                *byte = value;
            }
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

/// The padding code asks for the marker. Nothing here protects anything: the
/// keys are published with the source.
impl CryptoRng for Noise {}
