//! JPKI user-authentication certificates: parsed, held against their profile,
//! chained to configured anchors, judged by date, and used to verify what the card signed.
//!
//! Shared by the page and the gateway, so that both come to the same judgement.
//! Deliberately unknown here: the card, the clock, the network, the language of the
//! desk, and whether a certificate is revoked, which only a licensed verifier may ask;
//! the lists that such a verifier is given are read here ([`RevocationList`]).
//!
//! Start reading at [`TrustStore::check`].

mod anchor;
mod certificate;
mod der;
mod environment;
mod error;
mod extension;
mod key;
mod profile;
mod revocation;
mod serial;
mod signature;
mod trust;
mod validity;
pub mod verify;

pub use anchor::Anchor;
pub use certificate::{Certificate, MAX_CERTIFICATE_BYTES};
pub use environment::Environment;
pub use error::CertificateError;
pub use key::KeyAlgorithm;
pub use revocation::{MAX_LIST_BYTES, RevocationList, RevocationListError};
pub use rustls_pki_types::{CertificateDer, UnixTime};
pub use serial::SerialNumber;
pub use signature::SignatureAlgorithm;
pub use trust::{MAX_SIGNATURE_CHECKS, TrustStore};
pub use validity::{Standing, Validity};
