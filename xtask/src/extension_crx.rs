//! The signed package (CRX3): a short protobuf header with key, id and signature before the zip.
//!
//! Chromium `components/crx_file/crx3.proto` and `crx_creator.cc`. The private key stays with
//! openssl; nothing here reads it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail};

use crate::process;

/// What the signature covers first (`crx3.proto`, `AsymmetricKeyProof`).
const CONTEXT: &[u8] = b"CRX3 SignedData\0";
/// Field numbers of `CrxFileHeader`, `AsymmetricKeyProof` and `SignedData`.
const SHA256_WITH_RSA: u32 = 2;
const SIGNED_HEADER_DATA: u32 = 10_000;
const PUBLIC_KEY: u32 = 1;
const SIGNATURE: u32 = 2;
const CRX_ID: u32 = 1;
/// Bytes of the key's hash that make the id.
const ID_BYTES: usize = 16;

/// A signing key, as far as the world may see it.
pub(crate) struct Identity {
    file: PathBuf,
    public_key: Vec<u8>,
    public_key_base64: String,
    raw_id: Vec<u8>,
    id: String,
}

impl Identity {
    /// The identity of the RSA private key in a PEM file.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let public = |format: &str| {
            let mut command = Command::new("openssl");
            command.args(["pkey", "-pubout", "-outform", format, "-in"]);
            Ok::<_, anyhow::Error>(process::run_quietly(command.arg(file))?.stdout)
        };
        let pem = String::from_utf8(public("PEM")?)?;
        let public_key = public("DER")?;
        // RFC 8017 A.1: rsaEncryption, the one kind of key that a CRX3 of ours is signed with.
        let rsa = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
        if !public_key.windows(rsa.len()).any(|bytes| bytes == rsa) {
            bail!("{} is not an RSA key", file.display());
        }
        let raw_id = raw_id(&public_key)?;
        Ok(Self {
            file: file.to_owned(),
            public_key_base64: pem.lines().filter(|line| !line.starts_with('-')).collect(),
            public_key,
            id: id(&raw_id),
            raw_id,
        })
    }

    /// The extension's id.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// What stands under `key` in the manifest.
    pub(crate) fn public_key_base64(&self) -> &str {
        &self.public_key_base64
    }
}

/// The package.
pub(crate) fn sign(zip: &[u8], identity: &Identity) -> Result<Vec<u8>> {
    let signed_data = field(CRX_ID, &identity.raw_id)?;
    let length = u32::try_from(signed_data.len())?.to_le_bytes();
    let covered = [CONTEXT, &length, &signed_data, zip].concat();
    let signature = signature(&covered, &identity.file)?;

    let proof = [
        field(PUBLIC_KEY, &identity.public_key)?,
        field(SIGNATURE, &signature)?,
    ]
    .concat();
    let header = [
        field(SHA256_WITH_RSA, &proof)?,
        field(SIGNED_HEADER_DATA, &signed_data)?,
    ]
    .concat();
    let length = u32::try_from(header.len())?.to_le_bytes();
    Ok([
        b"Cr24".as_slice(),
        &3_u32.to_le_bytes(),
        &length,
        &header,
        zip,
    ]
    .concat())
}

fn signature(covered: &[u8], key: &Path) -> Result<Vec<u8>> {
    with_file(covered, |file| {
        let mut command = Command::new("openssl");
        command.args(["dgst", "-sha256", "-sign"]).arg(key);
        Ok(process::run_quietly(command.arg(file))?.stdout)
    })
}

fn raw_id(public_key: &[u8]) -> Result<Vec<u8>> {
    with_file(public_key, |file| {
        let mut command = Command::new("openssl");
        command.args(["dgst", "-sha256", "-binary"]);
        let hash = process::run_quietly(command.arg(file))?.stdout;
        Ok(hash
            .get(..ID_BYTES)
            .context("openssl gave no hash")?
            .to_vec())
    })
}

/// Hexadecimal with the digits a to p.
fn id(raw: &[u8]) -> String {
    raw.iter()
        .flat_map(|byte| [byte >> 4, byte & 0x0F])
        .map(|digit| char::from(b'a' + digit))
        .collect()
}

/// A length-delimited field of a protobuf message.
fn field(number: u32, content: &[u8]) -> Result<Vec<u8>> {
    let mut field = varint(number << 3 | 2);
    field.extend(varint(u32::try_from(content.len())?));
    field.extend(content);
    Ok(field)
}

fn varint(mut number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7F {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// Lends `content` to a program that reads files only.
fn with_file<T>(content: &[u8], work: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    let name = format!("myna-check-{}-{number}", std::process::id());
    let file = std::env::temp_dir().join(name);
    fs::write(&file, content)?;
    let outcome = work(&file);
    fs::remove_file(&file)?;
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extension::EXTENSION_ID;
    use crate::workspace;

    /// A key for one test, made where nobody else looks.
    struct Key(PathBuf);

    impl Key {
        fn make(name: &str, algorithm: &[&str]) -> Self {
            let file = std::env::temp_dir().join(format!("{name}-{}.pem", std::process::id()));
            let mut command = Command::new("openssl");
            command.args(["genpkey", "-algorithm"]).args(algorithm);
            process::run_quietly(command.arg("-out").arg(&file)).unwrap();
            Self(file)
        }
    }

    impl Drop for Key {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    /// Reads the package by its offsets, with nothing of the code above, and lets openssl verify.
    #[test]
    fn openssl_verifies_the_signature() {
        let key = Key::make("crx", &["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]);
        let identity = Identity::read(&key.0).unwrap();
        let crx = sign(b"PK zip", &identity).unwrap();

        assert_eq!(&crx[..8], b"Cr24\x03\0\0\0");
        let header_length = u32::from_le_bytes(crx[8..12].try_into().unwrap()) as usize;
        let (header, zip) = crx[12..].split_at(header_length);
        assert_eq!(zip, b"PK zip");
        // 2048 bits: a public key of 294 bytes and a signature of 256.
        assert_eq!(&header[..6], [0x12, 0xAC, 0x04, 0x0A, 0xA6, 0x02]);
        let public_key = &header[6..300];
        assert_eq!(&header[300..303], [0x12, 0x80, 0x02]);
        let signature = &header[303..559];
        assert_eq!(&header[559..563], [0x82, 0xF1, 0x04, 0x12]);
        let signed_data = &header[563..];
        assert_eq!(signed_data.len(), 18);

        let covered = [b"CRX3 SignedData\0\x12\0\0\0".as_slice(), signed_data, zip].concat();
        let verified = with_file(public_key, |public_key| {
            with_file(signature, |signature| {
                with_file(&covered, |covered| {
                    let mut command = Command::new("openssl");
                    command.args(["dgst", "-sha256", "-keyform", "DER", "-verify"]);
                    command.arg(public_key).arg("-signature").arg(signature);
                    Ok(process::run_quietly(command.arg(covered))?.stdout)
                })
            })
        });
        assert_eq!(verified.unwrap().trim_ascii(), b"Verified OK");
    }

    #[test]
    fn the_key_in_the_manifest_stands_for_the_id() {
        let folder = workspace::root().join("bridge-extension/extension");
        let text = fs::read_to_string(folder.join("manifest.template.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        let pem = format!("{}\n", manifest["key"].as_str().unwrap());
        let public_key = with_file(pem.as_bytes(), |file| {
            let mut command = Command::new("openssl");
            command.args(["base64", "-d", "-A", "-in"]);
            Ok(process::run_quietly(command.arg(file))?.stdout)
        });
        assert_eq!(id(&raw_id(&public_key.unwrap()).unwrap()), EXTENSION_ID);
    }

    #[test]
    fn refuses_a_key_that_is_not_rsa() {
        let key = Key::make("ed25519", &["ED25519"]);
        assert!(Identity::read(&key.0).is_err());
    }
}
