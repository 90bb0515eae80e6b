//! The anchors of one environment, and the judgement on a certificate.
//!
//! One hop: cards are certified by an anchor directly. Written here rather than left to
//! a general path builder, because those in reach of a browser either refuse a critical
//! certificatePolicies or cost more than the rest of the page.

use rustls_pki_types::UnixTime;

use crate::{Anchor, Certificate, CertificateError, Environment, Standing, profile};

/// Most signatures verified for one certificate. More than one is needed only when
/// anchors share name and key identifier.
pub const MAX_SIGNATURE_CHECKS: usize = 4;

/// The anchors that one environment trusts.
#[derive(Clone, Debug)]
pub struct TrustStore {
    environment: Environment,
    anchors: Vec<Anchor>,
}

impl TrustStore {
    /// A store for `environment`.
    ///
    /// # Errors
    /// [`CertificateError::NoAnchor`] if there is none to trust.
    pub fn new(
        environment: Environment,
        anchors: impl IntoIterator<Item = Anchor>,
    ) -> Result<Self, CertificateError> {
        let anchors: Vec<_> = anchors.into_iter().collect();
        if anchors.is_empty() {
            return Err(CertificateError::NoAnchor);
        }
        Ok(Self {
            environment,
            anchors,
        })
    }

    /// The environment that the store serves.
    #[must_use]
    pub const fn environment(&self) -> Environment {
        self.environment
    }

    /// The anchors.
    #[must_use]
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// Judges the certificate of a card: profile and policy, chain, dates.
    ///
    /// # Errors
    /// Of everything that is wrong, what helps the desk most.
    pub fn check(
        &self,
        certificate: &Certificate,
        now: UnixTime,
    ) -> Result<Standing, CertificateError> {
        let standing = certificate.validity().standing(now);
        CertificateError::most_useful([
            profile::check(certificate, self.environment),
            self.check_issuer(certificate, now),
            standing.map(drop),
        ])?;
        standing
    }

    /// The certificate was signed by an anchor that it names and that was in date.
    fn check_issuer(
        &self,
        certificate: &Certificate,
        now: UnixTime,
    ) -> Result<(), CertificateError> {
        if certificate.authority_key_id().is_none() {
            return Err(CertificateError::KeyIdentifier);
        }
        let named = self
            .anchors
            .iter()
            .filter(|anchor| anchor.is_named_by(certificate));
        let mut findings = Vec::new();
        for anchor in named.take(MAX_SIGNATURE_CHECKS) {
            findings.push(match certificate.is_signed_by(anchor.certificate()) {
                true if anchor.is_in_date(certificate, now) => return Ok(()),
                // Another anchor may be the same authority under a newer certificate.
                true => CertificateError::AnchorOutOfDate,
                false => CertificateError::IssuerSignature,
            });
        }
        let finding = findings.into_iter().max_by_key(CertificateError::rank);
        Err(finding.unwrap_or(CertificateError::UnknownIssuer))
    }
}
