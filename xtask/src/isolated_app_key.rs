//! The key that signs the isolated app, as far as the world may see it, and the app's name
//! that follows from it.
//!
//! openssl reads the private key; nothing here does. The signature itself is not made here.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// How one makes such a key; the end of every complaint about a missing one.
pub(crate) const HOW_TO_MAKE: &str =
    "make one once and keep it safe: openssl genpkey -algorithm ED25519 -out isolated-app-key.pem";

/// RFC 8410, 4 and 10.1: SubjectPublicKeyInfo of an Ed25519 key, up to its 32 bytes.
const ED25519: [u8; 12] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
];
/// RFC 5480, 2: id-ecPublicKey on secp256r1, a bit string with an uncompressed point
/// (SEC 1, 2.3.3), up to its two coordinates of 32 bytes.
const P256: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A,
    0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];
/// Bytes of an Ed25519 key, and of one coordinate on P-256.
const KEY_BYTES: usize = 32;

/// A private key's file and what follows from its public half.
#[derive(Debug)]
pub(crate) struct Key {
    file: PathBuf,
    id: String,
}

impl Key {
    /// The key in a PEM file: Ed25519 or ECDSA P-256, without a password.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let shown = file.display();
        let text = std::fs::read_to_string(file).with_context(|| {
            format!("the isolated app's key {shown} cannot be read; {HOW_TO_MAKE}")
        })?;
        // RFC 5958 in PKCS #8's own words, and the older "Proc-Type: 4,ENCRYPTED" (RFC 1421).
        if text.contains("ENCRYPTED") {
            bail!(
                "{shown} has a password, which nobody can type here: make a copy without one \
                 (openssl pkey -in {shown} -out COPY.pem) and delete it afterwards"
            );
        }
        let output = Command::new("openssl")
            .args(["pkey", "-pubout", "-outform", "DER", "-in"])
            .arg(file)
            .stdin(Stdio::null())
            .output()
            .context("openssl is needed to read the isolated app's key: install it")?;
        if !output.status.success() {
            bail!("{shown} holds no private key in PEM; {HOW_TO_MAKE}");
        }
        let Some(id) = id(&output.stdout) else {
            bail!("the key in {shown} is neither Ed25519 nor ECDSA P-256; {HOW_TO_MAKE}");
        };
        Ok(Self {
            file: file.to_owned(),
            id,
        })
    }

    /// Where the private key is.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// The app's id, "Signed Web Bundle ID".
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The origin that the app's page has.
    pub(crate) fn origin(&self) -> String {
        format!("isolated-app://{}", self.id)
    }
}

/// WICG isolated-web-apps, `Scheme.md`, "Signed Web Bundle IDs": the public key and a suffix
/// for its kind, in base32. Nothing for another kind of key.
fn id(public_key: &[u8]) -> Option<String> {
    if let Some(key) = public_key.strip_prefix(&ED25519) {
        return (key.len() == KEY_BYTES).then(|| base32(&[key, &[0x00, 0x01, 0x02]].concat()));
    }
    let coordinates = public_key.strip_prefix(&P256)?;
    let (x, y) = coordinates.split_at_checked(KEY_BYTES)?;
    // SEC 1, 2.3.3: the compressed point says only whether y is odd.
    let parity = 0x02 | (y.last()? & 0x01);
    (y.len() == KEY_BYTES).then(|| base32(&[&[parity], x, &[0x00, 0x02, 0x02]].concat()))
}

/// RFC 4648, 6, in lower case and without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: [char; 32] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r',
        's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '2', '3', '4', '5', '6', '7',
    ];
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1))
        .collect();
    bits.chunks(5)
        .filter_map(|chunk| {
            let value = chunk.iter().fold(0, |value, bit| value << 1 | bit);
            LETTERS.get(usize::from(value << (5 - chunk.len())))
        })
        .collect()
}

#[cfg(test)]
#[path = "isolated_app_key_tests.rs"]
mod tests;
