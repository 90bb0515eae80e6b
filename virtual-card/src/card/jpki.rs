//! 公的個人認証AP: its files as OpenSC's `card-jpki.c`, jpki/myna and
//! soltia48/myna-card describe them.
//!
//! The signature side repeats the key and certificate of the authentication
//! side. Nothing in this product may use it; it exists so that other software,
//! which expects it, works with this card.

use rsa::RsaPublicKey;
use rsa::pkcs8::DecodePublicKey;

use super::file::{Access, Application, ApplicationName, File};
use super::pin::PinName;
use super::signing_key::SigningKey;
use super::token_info;
use crate::profile::{Jpki, ProfileError};

/// Application identifier (OpenSC `jpki.h`).
const AID: [u8; 10] = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];

/// Observed size of the certificate files; what the DER leaves is 00.
const CERTIFICATE_FILE_SIZE: usize = 1900;
/// EF 0008: 8F for each certificate that is on the card, the signature one
/// first; the third byte is 00 on every card seen.
const BOTH_CERTIFICATES_PRESENT: [u8; 3] = [0x8F, 0x8F, 0x00];

const SIGNATURE_CERTIFICATE: u16 = 0x0001;
const SIGNATURE_AUTHORITY: u16 = 0x0002;
const TOKEN_INFO: u16 = 0x0006;
const CERTIFICATES_PRESENT: u16 = 0x0008;
const AUTHENTICATION_CERTIFICATE: u16 = 0x000A;
const AUTHENTICATION_AUTHORITY: u16 = 0x000B;
/// Checks the certificate of a terminal (特定機関認証).
const TERMINAL_AUTHORITY_KEY: u16 = 0x0016;
const AUTHENTICATION_KEY: u16 = 0x0017;
const AUTHENTICATION_PIN: u16 = 0x0018;
const SIGNATURE_KEY: u16 = 0x001A;
const SIGNATURE_PIN: u16 = 0x001B;

const AFTER_AUTHENTICATION_PIN: Access = Access::After(&[PinName::Authentication]);
const AFTER_PIN_OR_VERIFIER: Access = Access::AfterOrVerifier(&[PinName::Authentication]);
const AFTER_SIGNATURE_PIN: Access = Access::After(&[PinName::Signature]);

/// Builds the application that a profile describes.
pub(crate) fn application(jpki: &Jpki) -> Result<Application, ProfileError> {
    let key = SigningKey::from_pkcs8(jpki.algorithm, jpki.private_key)?;
    let certificate = certificate_file(jpki.certificate)?;
    let authority = certificate_file(jpki.authority)?;
    let certificate_access = if jpki.certificate_before_pin {
        Access::Free
    } else {
        AFTER_AUTHENTICATION_PIN
    };
    Ok(Application {
        name: ApplicationName::Jpki,
        aid: &AID,
        files: vec![
            File::data(
                SIGNATURE_CERTIFICATE,
                certificate.clone(),
                AFTER_SIGNATURE_PIN,
            ),
            File::data(SIGNATURE_AUTHORITY, authority.clone(), Access::Free),
            File::data(TOKEN_INFO, token_info::encode(&jpki.label), Access::Free),
            File::data(
                CERTIFICATES_PRESENT,
                BOTH_CERTIFICATES_PRESENT.into(),
                Access::Free,
            ),
            File::data(AUTHENTICATION_CERTIFICATE, certificate, certificate_access),
            File::data(AUTHENTICATION_AUTHORITY, authority, Access::Free),
            terminal_authority(jpki)?,
            File::key(AUTHENTICATION_KEY, key.clone(), AFTER_PIN_OR_VERIFIER),
            File::pin(
                AUTHENTICATION_PIN,
                PinName::Authentication,
                jpki.pin.clone(),
            ),
            File::key(SIGNATURE_KEY, key, AFTER_SIGNATURE_PIN),
            File::pin(
                SIGNATURE_PIN,
                PinName::Signature,
                jpki.signature_pin.clone(),
            ),
        ],
    })
}

/// Sealed, as every surveyed card has it for those without a certificate from it; the
/// practice authority where the profile opts in.
fn terminal_authority(jpki: &Jpki) -> Result<File, ProfileError> {
    let Some(key) = jpki.verifier_authority else {
        return Ok(File::sealed_key(TERMINAL_AUTHORITY_KEY));
    };
    let key = RsaPublicKey::from_public_key_der(key).map_err(|_| ProfileError::Key)?;
    Ok(File::verifier_authority(TERMINAL_AUTHORITY_KEY, key))
}

fn certificate_file(der: &[u8]) -> Result<Vec<u8>, ProfileError> {
    if der.len() > CERTIFICATE_FILE_SIZE {
        return Err(ProfileError::CertificateTooLong);
    }
    let mut file = der.to_vec();
    file.resize(CERTIFICATE_FILE_SIZE, 0);
    Ok(file)
}
