//! The generated certificates, by name, and the practice clock.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use card_certificate::{Anchor, Certificate, CertificateError, Environment, TrustStore, UnixTime};
use time::OffsetDateTime;
use time::macros::datetime;

/// When practice takes place.
pub(crate) const PRACTICE: OffsetDateTime = datetime!(2026-11-21 09:00:00 +9);

/// A time as the store takes it.
pub(crate) fn at(time: OffsetDateTime) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(time.unix_timestamp().unsigned_abs()))
}

/// A certificate of a practice card.
pub(crate) fn card(name: &str) -> Vec<u8> {
    read(&format!(
        "../../virtual-card/profiles/certificates/{name}.cer"
    ))
}

/// The private key of a practice card, for openssl.
pub(crate) fn key_path(name: &str) -> PathBuf {
    path(&format!("../../virtual-card/profiles/keys/{name}.pk8"))
}

/// Where the certificate of an authority is.
pub(crate) fn authority_path(name: &str) -> PathBuf {
    path(&format!("../../virtual-card/profiles/authority/{name}.cer"))
}

/// The certificate of an authority.
pub(crate) fn authority(name: &str) -> Vec<u8> {
    fs::read(authority_path(name)).unwrap()
}

/// A certificate that differs from the profile in one thing.
pub(crate) fn variant(name: &str) -> Vec<u8> {
    read(&format!("tests/variants/{name}.cer"))
}

/// A seed of the certificate fuzzer.
pub(crate) fn seed(name: &str) -> Vec<u8> {
    read(&format!("../fuzz/corpus/certificate/{name}"))
}

/// The names of all variants.
pub(crate) fn variants() -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(path("tests/variants"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    names.sort();
    names
}

/// A practice store with these authorities.
pub(crate) fn store(anchors: &[&str]) -> TrustStore {
    let anchors = anchors
        .iter()
        .map(|name| Anchor::from_der(&authority(name)).unwrap());
    TrustStore::new(Environment::Practice, anchors).unwrap()
}

/// What becomes of bytes that are offered as the certificate of a card.
pub(crate) fn judge(
    store: &TrustStore,
    bytes: &[u8],
    now: OffsetDateTime,
) -> Result<card_certificate::Standing, CertificateError> {
    store.check(&Certificate::from_der(bytes)?, at(now))
}

fn read(relative: &str) -> Vec<u8> {
    fs::read(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

fn path(relative: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(relative)
}
