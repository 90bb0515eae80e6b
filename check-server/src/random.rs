//! Randomness for nonces and names.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Fills bytes that nobody can foresee.
pub trait Randomness: Send + Sync {
    /// Fills all of `bytes`.
    ///
    /// # Errors
    /// [`NoRandomness`] if the source fails; nothing may be done without it.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// Octets of a name, enough that nobody guesses one.
const NAME_OCTETS: usize = 16;

/// A name that nobody can guess, of letters that need no escape anywhere.
pub(crate) fn name(randomness: &dyn Randomness) -> Result<String, NoRandomness> {
    let mut octets = [0; NAME_OCTETS];
    randomness.fill(&mut octets)?;
    Ok(URL_SAFE_NO_PAD.encode(octets))
}

/// The source of randomness failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct NoRandomness;

/// The operating system's source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}
