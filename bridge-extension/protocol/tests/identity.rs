//! The extension that may start the host is the one whose key is in the repository.

#![cfg(test)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bridge_protocol::{EXTENSION_ID, EXTENSION_ORIGIN};
use serde_json::Value;
use sha2::{Digest, Sha256};

const MANIFEST: &str = include_str!("../../extension/manifest.template.json");

#[test]
fn the_extension_has_the_identity_that_the_host_expects() {
    let manifest: Value = serde_json::from_str(MANIFEST).unwrap();
    let key = STANDARD.decode(manifest["key"].as_str().unwrap()).unwrap();
    let digest = Sha256::digest(&key);
    let letters = digest[..16]
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0x0F])
        .map(|digit| char::from(b'a' + digit));
    assert_eq!(letters.collect::<String>(), EXTENSION_ID);
    assert_eq!(
        EXTENSION_ORIGIN,
        format!("chrome-extension://{EXTENSION_ID}/")
    );
}
