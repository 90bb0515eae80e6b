//! What a card signs is a statement for one origin, and the host sees to it that this is the
//! origin which the browser named: a page cannot have a card sign in the name of another.
//!
//! ```text
//! message = H("myna-check:1.0") ‖ H(origin) ‖ H(nonce) ‖ H(context)
//! ```
//!
//! The card is handed the hash of the message, for RSA as a DigestInfo, for an elliptic curve
//! bare. Nonce and context are for the gateway to judge.

use bridge_protocol::Origin;
use sha2::{Digest, Sha256, Sha384};

/// Keeps a signature of this product from fitting another protocol.
const TAG: &[u8] = b"myna-check:1.0";

/// Hashes in a message.
const PARTS: usize = 4;

/// DER of a DigestInfo for SHA-256 up to the hash itself (RFC 8017, 9.2, note 1).
const SHA256_DIGEST_INFO: &[u8] = &[
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// Whether `input`, which the card is to sign, is the hash of `message`, and `message` a
/// statement for this origin.
#[must_use]
pub fn is_made_for(origin: &Origin, message: &[u8], input: &[u8]) -> bool {
    let bare = input.strip_prefix(SHA256_DIGEST_INFO).unwrap_or(input);
    says::<Sha256>(origin, message, bare) || says::<Sha384>(origin, message, input)
}

fn says<H: Digest>(origin: &Origin, message: &[u8], hash: &[u8]) -> bool {
    let beginning = [H::digest(TAG).to_vec(), H::digest(origin.as_str()).to_vec()].concat();
    message.len() == PARTS * <H as Digest>::output_size()
        && message.starts_with(&beginning)
        && H::digest(message).as_slice() == hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::try_from(text).unwrap()
    }

    fn message<H: Digest>(tag: &[u8], origin: &str) -> Vec<u8> {
        [tag, origin.as_bytes(), b"nonce", b"context"]
            .into_iter()
            .flat_map(|part| H::digest(part).to_vec())
            .collect()
    }

    #[test]
    fn a_statement_for_this_origin_passes_in_every_algorithm() {
        let ours = origin("https://a.example");
        let text = message::<Sha256>(TAG, "https://a.example");
        let hash = Sha256::digest(&text).to_vec();
        assert!(is_made_for(
            &ours,
            &text,
            &[SHA256_DIGEST_INFO, &hash].concat()
        ));
        assert!(is_made_for(&ours, &text, &hash));
        let text = message::<Sha384>(TAG, "https://a.example");
        assert!(is_made_for(&ours, &text, &Sha384::digest(&text)));
    }

    #[test]
    fn nothing_else_does() {
        let ours = origin("https://a.example");
        let good = message::<Sha256>(TAG, "https://a.example");
        for text in [
            message::<Sha256>(TAG, "https://b.example"),
            message::<Sha256>(TAG, "https://a.example:8443"),
            message::<Sha256>(b"web-eid:1", "https://a.example"),
            good[..96].to_vec(),
            [good.clone(), vec![0; 32]].concat(),
            Vec::new(),
        ] {
            let input = [SHA256_DIGEST_INFO, &Sha256::digest(&text)].concat();
            assert!(!is_made_for(&ours, &text, &input));
        }
        // A good message, and something else to be signed.
        let hash = Sha256::digest(&good).to_vec();
        for input in [
            Sha256::digest(b"a contract").to_vec(),
            [SHA256_DIGEST_INFO, &Sha256::digest(b"a contract")].concat(),
            [&hash[..], &[0]].concat(),
            Sha384::digest(&good).to_vec(),
            good.clone(),
            Vec::new(),
        ] {
            assert!(!is_made_for(&ours, &good, &input));
        }
    }
}
