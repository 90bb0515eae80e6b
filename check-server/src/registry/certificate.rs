//! The name under which a certificate is filed.

use card_certificate::Certificate;
use sha2::{Digest, Sha256};

/// SHA-256 over the issuer's key identifier and the serial number, so that the
/// database shows no serial number to whoever happens to look into it. It is no
/// protection against somebody who tries all serial numbers.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct CertificateDigest([u8; 32]);

impl CertificateDigest {
    /// Of an issuer's key identifier and a serial number, big-endian.
    pub(crate) fn of(issuer_key_id: &[u8], serial: &[u8]) -> Self {
        let zeros = serial.iter().take_while(|octet| **octet == 0).count();
        // Hashed first, so that its length cannot be traded against the serial number's.
        let issuer = Sha256::digest(issuer_key_id);
        let hash = Sha256::new()
            .chain_update(issuer)
            .chain_update(serial.get(zeros..).unwrap_or_default());
        Self(hash.finalize().into())
    }

    /// Of a certificate. None if it does not name its issuer's key.
    pub(crate) fn of_certificate(certificate: &Certificate) -> Option<Self> {
        Some(Self::of(
            certificate.authority_key_id()?,
            certificate.serial().as_bytes(),
        ))
    }

    /// What was stored of one.
    pub(crate) fn stored(octets: &[u8]) -> Option<Self> {
        octets.try_into().ok().map(Self)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuer_and_serial_both_count_and_leading_zeros_do_not() {
        let digest = CertificateDigest::of(&[1, 2], &[7, 5]);
        assert!(digest == CertificateDigest::of(&[1, 2], &[0, 0, 7, 5]));
        assert!(digest != CertificateDigest::of(&[1, 2], &[7, 6]));
        assert!(digest != CertificateDigest::of(&[1, 2, 7], &[5]));
        assert!(digest != CertificateDigest::of(&[2, 1], &[7, 5]));
    }
}
