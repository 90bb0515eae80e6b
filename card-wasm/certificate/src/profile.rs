//! The profile of the JPKI user-authentication certificate, RFC 5280 beneath it.
//!
//! Where the published facts are uncertain (the form of the names, extKeyUsage,
//! authorityInfoAccess) nothing is demanded. Knows neither dates nor issuers.

use crate::extension::{Extensions, Marked};
use crate::{Certificate, CertificateError, Environment};

/// Bit 0 of keyUsage and no other (RFC 5280, 4.2.1.3). The digital-signature certificate
/// of the same card has nonRepudiation besides, and must not pass for this one.
const DIGITAL_SIGNATURE_ONLY: u16 = 1;

/// Holds a person's certificate against the profile.
pub(crate) fn check(
    certificate: &Certificate,
    environment: Environment,
) -> Result<(), CertificateError> {
    let extensions = certificate.extensions();
    let demand = |held: bool, otherwise| if held { Ok(()) } else { Err(otherwise) };
    CertificateError::most_useful([
        policy(extensions, environment),
        demand(!extensions.is_authority, CertificateError::Authority),
        demand(
            is_for_authentication(extensions),
            CertificateError::KeyUsage,
        ),
        demand(
            !extensions.has_unknown_critical,
            CertificateError::UnknownCriticalExtension,
        ),
        demand(
            !extensions.has_subject_alt_name,
            CertificateError::SubjectAltName,
        ),
        demand(
            extensions.issuer_directory_name,
            CertificateError::IssuerAltName,
        ),
        demand(
            extensions.revocation_directory_name,
            CertificateError::CrlDistributionPoint,
        ),
        demand(
            has_key_identifiers(extensions),
            CertificateError::KeyIdentifier,
        ),
    ])
}

/// certificatePolicies is critical and names the environment.
fn policy(extensions: &Extensions, environment: Environment) -> Result<(), CertificateError> {
    let Some(Marked { critical, value }) = &extensions.policies else {
        return Err(CertificateError::Policy);
    };
    if value.iter().flatten().any(|named| *named != environment) {
        return Err(CertificateError::OtherEnvironment);
    }
    if *critical && value.contains(&Some(environment)) {
        Ok(())
    } else {
        Err(CertificateError::Policy)
    }
}

/// keyUsage is a critical digitalSignature; a critical extKeyUsage includes the client role.
fn is_for_authentication(extensions: &Extensions) -> bool {
    let signs = extensions
        .key_usage
        .as_ref()
        .is_some_and(|usage| usage.critical && usage.value.flags == DIGITAL_SIGNATURE_ONLY);
    let barred = extensions
        .client_role
        .as_ref()
        .is_some_and(|role| role.critical && !role.value);
    signs && !barred
}

fn has_key_identifiers(extensions: &Extensions) -> bool {
    extensions.authority_key.is_some() && extensions.subject_key.is_some()
}
