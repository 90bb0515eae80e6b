//! What the card signs, built alike by the page and by the gateway.
//!
//! ```text
//! tbs = H("myna-check:1.0") ‖ H(origin) ‖ H(nonce) ‖ H(context)
//! ```
//!
//! `H` is the hash of the signature algorithm, so every part has a fixed length
//! and none can slide into its neighbour. The tag keeps a signature from fitting
//! another protocol that uses the same key; the context keeps it from fitting
//! another facility, terminal, day or consent. The card signs `H(tbs)`.

use crate::challenge::ChallengeContext;
use crate::field::{Nonce, Origin};
use crate::token::{FORMAT, SignatureAlgorithm};
use sha2::{Digest, Sha256, Sha384};

/// The message that the card signs for one challenge.
#[must_use]
pub fn to_be_signed(
    algorithm: SignatureAlgorithm,
    origin: &Origin,
    nonce: &Nonce,
    context: &ChallengeContext,
) -> Vec<u8> {
    let context = canonical(context);
    let parts = [
        FORMAT.as_bytes(),
        origin.as_str().as_bytes(),
        nonce.as_bytes(),
        &context,
    ];
    match algorithm {
        SignatureAlgorithm::Rs256 | SignatureAlgorithm::Es256 => hashes::<Sha256>(parts),
        SignatureAlgorithm::Es384 => hashes::<Sha384>(parts),
    }
}

fn hashes<H: Digest>(parts: [&[u8]; 4]) -> Vec<u8> {
    parts
        .into_iter()
        .flat_map(|part| H::digest(part).to_vec())
        .collect()
}

/// The context in the form of JCS (RFC 8785).
///
/// `serde_json` is enough for it here: the context is objects and strings alone,
/// so the rules for numbers do not arise; the field rules admit ASCII without
/// control characters, quotes or backslashes alone, so nothing is escaped; and
/// the fields of the two structs are declared in the order of their names.
fn canonical(context: &ChallengeContext) -> Vec<u8> {
    // Neither a map with other keys than text nor a failing writer is involved.
    serde_json::to_vec(context).unwrap_or_default()
}
