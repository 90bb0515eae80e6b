//! The extensions that the profiles speak of, each reduced to what is asked about it.
//!
//! Decides nothing: whether an extension may or must be there is the profile's matter.

use x509_parser::asn1_rs::{Error as Asn1Error, Oid, Sequence};
use x509_parser::extensions::{
    AuthorityKeyIdentifier, BasicConstraints, CRLDistributionPoints, DistributionPointName,
    ExtendedKeyUsage, GeneralName, IssuerAlternativeName, KeyIdentifier, KeyUsage, X509Extension,
};
use x509_parser::oid_registry as registry;
use x509_parser::prelude::FromDer;

use crate::{CertificateError, Environment};

/// Most extensions in one certificate; the profile of the card has nine.
const MAX_EXTENSIONS: usize = 32;

/// What the extensions of a certificate say.
#[derive(Clone, Default)]
pub(crate) struct Extensions {
    /// keyIdentifier of authorityKeyIdentifier (RFC 5280, 4.2.1.1).
    pub(crate) authority_key: Option<Vec<u8>>,
    /// subjectKeyIdentifier (RFC 5280, 4.2.1.2).
    pub(crate) subject_key: Option<Vec<u8>>,
    /// keyUsage (RFC 5280, 4.2.1.3).
    pub(crate) key_usage: Option<Marked<KeyUsage>>,
    /// certificatePolicies (RFC 5280, 4.2.1.4): the environments named, none for others.
    pub(crate) policies: Option<Marked<Vec<Option<Environment>>>>,
    /// Whether there is a subjectAltName (RFC 5280, 4.2.1.6).
    pub(crate) has_subject_alt_name: bool,
    /// Whether issuerAltName (RFC 5280, 4.2.1.7) holds a directoryName.
    pub(crate) issuer_directory_name: bool,
    /// cA of basicConstraints (RFC 5280, 4.2.1.9).
    pub(crate) is_authority: bool,
    /// Whether extKeyUsage (RFC 5280, 4.2.1.12) allows the client role.
    pub(crate) client_role: Option<Marked<bool>>,
    /// Whether cRLDistributionPoints (RFC 5280, 4.2.1.13) holds a directoryName.
    pub(crate) revocation_directory_name: bool,
    /// Whether any extension is critical and not one of the above.
    pub(crate) has_unknown_critical: bool,
}

/// The value of an extension and whether it is marked critical.
#[derive(Clone)]
pub(crate) struct Marked<T> {
    pub(crate) critical: bool,
    pub(crate) value: T,
}

impl Extensions {
    pub(crate) fn read(extensions: &[X509Extension<'_>]) -> Result<Self, CertificateError> {
        if extensions.len() > MAX_EXTENSIONS {
            return Err(CertificateError::TooLarge);
        }
        let mut read = Self::default();
        let mut rest = extensions;
        while let [extension, others @ ..] = rest {
            if others.iter().any(|other| other.oid == extension.oid) {
                return Err(CertificateError::RepeatedExtension);
            }
            read.take(extension)?;
            rest = others;
        }
        Ok(read)
    }

    fn take(&mut self, extension: &X509Extension<'_>) -> Result<(), CertificateError> {
        let (oid, value) = (&extension.oid, extension.value);
        let critical = extension.critical;
        if *oid == registry::OID_X509_EXT_AUTHORITY_KEY_IDENTIFIER {
            let identifier: AuthorityKeyIdentifier<'_> = whole(value)?;
            self.authority_key = identifier.key_identifier.map(|key| key.0.to_vec());
        } else if *oid == registry::OID_X509_EXT_SUBJECT_KEY_IDENTIFIER {
            self.subject_key = Some(whole::<KeyIdentifier<'_>, _>(value)?.0.to_vec());
        } else if *oid == registry::OID_X509_EXT_KEY_USAGE {
            self.key_usage = Some(Marked {
                critical,
                value: whole(value)?,
            });
        } else if *oid == registry::OID_X509_EXT_CERTIFICATE_POLICIES {
            self.policies = Some(Marked {
                critical,
                value: policies(value)?,
            });
        } else if *oid == registry::OID_X509_EXT_SUBJECT_ALT_NAME {
            self.has_subject_alt_name = true;
        } else if *oid == registry::OID_X509_EXT_ISSUER_ALT_NAME {
            let name: IssuerAlternativeName<'_> = whole(value)?;
            self.issuer_directory_name = names_a_directory(&name.general_names);
        } else if *oid == registry::OID_X509_EXT_BASIC_CONSTRAINTS {
            self.is_authority = whole::<BasicConstraints, _>(value)?.ca;
        } else if *oid == registry::OID_X509_EXT_EXTENDED_KEY_USAGE {
            let usage: ExtendedKeyUsage<'_> = whole(value)?;
            self.client_role = Some(Marked {
                critical,
                value: usage.any || usage.client_auth,
            });
        } else if *oid == registry::OID_X509_EXT_CRL_DISTRIBUTION_POINTS {
            let points: CRLDistributionPoints<'_> = whole(value)?;
            self.revocation_directory_name = points.points.iter().any(|point| {
                matches!(&point.distribution_point,
                    Some(DistributionPointName::FullName(names)) if names_a_directory(names))
            });
        } else if critical {
            self.has_unknown_critical = true;
        }
        Ok(())
    }
}

/// Parses `value` from its first octet to its last.
fn whole<'a, T: FromDer<'a, E>, E>(value: &'a [u8]) -> Result<T, CertificateError> {
    match T::from_der(value) {
        Ok(([], parsed)) => Ok(parsed),
        _ => Err(CertificateError::Malformed),
    }
}

fn names_a_directory(names: &[GeneralName<'_>]) -> bool {
    names
        .iter()
        .any(|name| matches!(name, GeneralName::DirectoryName(_)))
}

/// CertificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation, each of which
/// begins with its policyIdentifier. Qualifiers are not looked at.
fn policies(value: &[u8]) -> Result<Vec<Option<Environment>>, CertificateError> {
    let list: Sequence<'_> = whole(value)?;
    let found = list
        .der_iter::<Sequence<'_>, Asn1Error>()
        .map(|information| {
            let information = information.map_err(|_| CertificateError::Malformed)?;
            let (_qualifiers, policy) =
                Oid::from_der(&information.content).map_err(|_| CertificateError::Malformed)?;
            Ok(Environment::of_policy(policy.as_bytes()))
        })
        .collect::<Result<Vec<_>, CertificateError>>()?;
    if found.is_empty() {
        return Err(CertificateError::Malformed);
    }
    Ok(found)
}
