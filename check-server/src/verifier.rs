//! The practice verifier: certificate and key of a terminal that practice cards trust.
//!
//! **Practice only.** What is known of 特定機関認証 is the certificate in two commands against
//! EF 0016 (sc-tools-myna; soltia48/myna-card; AokiApp/jsapdu). What follows is not
//! public; here it is GET CHALLENGE of 16 octets and EXTERNAL AUTHENTICATE (ISO/IEC 7816-4,
//! 7.5.3 and 7.5.4) with ECDSA on P-384 over [`DOMAIN`] and the challenge. A real verifier
//! is somebody's who has been approved for it (公的個人認証法 38条の2), and would stand in
//! this place.

use check_api::field::Base64;
use check_api::relay::{RelayCommands, RelayResponses};
use p384::ecdsa::signature::Signer;
use p384::ecdsa::{Signature, SigningKey};
use p384::pkcs8::DecodePrivateKey;

/// What is signed before the card's challenge, so that it fits nothing else.
const DOMAIN: &[u8] = b"myna-check-practice-verifier:1";
/// SELECT 公的個人認証AP (OpenSC, `jpki.h`), no answer data wanted.
const SELECT_APPLICATION: &[u8] = &[
    0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01,
];
/// SELECT EF 0016, the key that checks certificates of terminals.
const SELECT_AUTHORITY: &[u8] = &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x16];
/// The certificate's body and its signature.
const BODY: [u8; 4] = [0x80, 0xA2, 0x06, 0xC1];
const SIGNATURE: [u8; 4] = [0x80, 0xA2, 0x00, 0xC1];
/// GET CHALLENGE of 16 octets.
const CHALLENGE_LENGTH: usize = 16;
const GET_CHALLENGE: &[u8] = &[0x00, 0x84, 0x00, 0x00, 0x10];
const EXTERNAL_AUTHENTICATE: [u8; 4] = [0x00, 0x82, 0x00, 0x00];
/// Carried out (ISO/IEC 7816-4, 5.6).
const SUCCESS: [u8; 2] = [0x90, 0x00];
/// Tags of the certificate: template and signature, of 256 octets (ISO/IEC 7816-8).
const TEMPLATE: [u8; 2] = [0x7F, 0x4E];
const SIGNATURE_HEADER: [u8; 5] = [0x5F, 0x37, 0x82, 0x01, 0x00];
const SIGNATURE_LENGTH: usize = SIGNATURE_HEADER.len() + 256;

/// A verifier. Its key is never shown.
pub(crate) struct Verifier {
    body: Vec<u8>,
    signature: Vec<u8>,
    key: SigningKey,
}

/// The files of a verifier are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerifierFault {
    /// Not a certificate of a terminal.
    Certificate,
    /// Not a private key on P-384, PKCS#8, DER.
    Key,
}

impl Verifier {
    /// From a certificate (template and signature, one after the other) and a private key.
    pub(crate) fn new(certificate: &[u8], key: &[u8]) -> Result<Self, VerifierFault> {
        let (body, signature) = certificate
            .len()
            .checked_sub(SIGNATURE_LENGTH)
            .and_then(|body| certificate.split_at_checked(body))
            .ok_or(VerifierFault::Certificate)?;
        if !body.starts_with(&TEMPLATE) || !signature.starts_with(&SIGNATURE_HEADER) {
            return Err(VerifierFault::Certificate);
        }
        Ok(Self {
            body: body.to_vec(),
            signature: signature.to_vec(),
            key: SigningKey::from_pkcs8_der(key).map_err(|_| VerifierFault::Key)?,
        })
    }

    /// The first round: who the verifier is, and that the card may challenge it.
    pub(crate) fn introduction(&self) -> Option<RelayCommands> {
        round([
            SELECT_APPLICATION.to_vec(),
            SELECT_AUTHORITY.to_vec(),
            with_data(BODY, &self.body),
            with_data(SIGNATURE, &self.signature),
            GET_CHALLENGE.to_vec(),
        ])
    }

    /// The second round: the answer to the card's challenge, if all went well so far.
    pub(crate) fn authentication(&self, heard: &RelayResponses) -> Option<RelayCommands> {
        let heard: Vec<&[u8]> = heard.iter().collect();
        let [SUCCESS_ONLY, SUCCESS_ONLY, SUCCESS_ONLY, SUCCESS_ONLY, last] = heard.as_slice()
        else {
            return None;
        };
        let challenge = last
            .strip_suffix(&SUCCESS)
            .filter(|challenge| challenge.len() == CHALLENGE_LENGTH)?;
        let signature: Signature = self.key.try_sign(&[DOMAIN, challenge].concat()).ok()?;
        round([with_data(EXTERNAL_AUTHENTICATE, &signature.to_bytes())])
    }

    /// Whether the card was convinced.
    pub(crate) fn is_trusted(heard: &RelayResponses) -> bool {
        heard.iter().eq([SUCCESS_ONLY.to_owned()])
    }
}

/// An answer of the status word alone.
const SUCCESS_ONLY: &[u8] = &SUCCESS;

fn round<const N: usize>(commands: [Vec<u8>; N]) -> Option<RelayCommands> {
    let commands: Result<Vec<_>, _> = commands.into_iter().map(Base64::try_from).collect();
    RelayCommands::try_from(commands.ok()?).ok()
}

/// A command with data, of extended length where it must be (ISO/IEC 7816-4, 5.1).
fn with_data(header: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = match u8::try_from(data.len()) {
        Ok(length) => vec![length],
        Err(_) => {
            let [.., high, low] = data.len().to_be_bytes();
            vec![0, high, low]
        }
    };
    [&header[..], &length, data].concat()
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Verifier")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CERTIFICATE: &[u8] = include_bytes!("../practice/verifier/practice.cvc");
    const KEY: &[u8] = include_bytes!("../practice/verifier/practice.pk8");

    fn heard(answers: &[&[u8]]) -> RelayResponses {
        let answers = answers
            .iter()
            .map(|it| Base64::try_from(it.to_vec()).expect("short"));
        RelayResponses::try_from(answers.collect::<Vec<_>>()).expect("a round")
    }

    #[test]
    fn files_that_are_something_else_are_refused() {
        assert!(Verifier::new(CERTIFICATE, KEY).is_ok());
        let mangled = [&[0x30], CERTIFICATE.get(1..).expect("long")].concat();
        for (certificate, key, fault) in [
            (&[][..], KEY, VerifierFault::Certificate),
            (&mangled, KEY, VerifierFault::Certificate),
            (KEY, KEY, VerifierFault::Certificate),
            (CERTIFICATE, CERTIFICATE, VerifierFault::Key),
            (CERTIFICATE, &[], VerifierFault::Key),
        ] {
            assert_eq!(Verifier::new(certificate, key).err(), Some(fault));
        }
    }

    #[test]
    fn a_challenge_is_answered_when_all_went_well_before() {
        let verifier = Verifier::new(CERTIFICATE, KEY).expect("a verifier");
        let ok = SUCCESS_ONLY;
        let challenge = [&[7; 16][..], ok].concat();
        let good = heard(&[ok, ok, ok, ok, &challenge]);
        let commands = verifier.authentication(&good).expect("a round");
        let command: Vec<&[u8]> = commands.iter().collect();
        assert_eq!(command.len(), 1);
        assert!(command[0].starts_with(&[0x00, 0x82, 0x00, 0x00, 96]));
        let refused = &[0x69, 0x85][..];
        for wrong in [
            &[ok, ok, ok, ok][..],
            &[ok, ok, refused],
            &[ok, ok, ok, refused, &challenge],
            &[ok, ok, ok, ok, &challenge, ok],
            &[ok, ok, ok, ok, challenge.get(1..).expect("long")],
            &[ok, ok, ok, ok, ok],
        ] {
            assert_eq!(verifier.authentication(&heard(wrong)), None);
        }
    }

    #[test]
    fn only_9000_is_trust() {
        assert!(Verifier::is_trusted(&heard(&[SUCCESS_ONLY])));
        for wrong in [
            &[&[0x63, 0x00][..]][..],
            &[SUCCESS_ONLY, SUCCESS_ONLY],
            &[&[0x90]],
        ] {
            assert!(!Verifier::is_trusted(&heard(wrong)));
        }
    }
}
