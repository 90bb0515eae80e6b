//! What the card knows of a verifier (特定機関認証), for cards that opted in to ours.
//!
//! **Practice only.** Known of the real thing are the certificate's two commands and their
//! answers (sc-tools-myna; soltia48/myna-card; AokiApp/jsapdu). What comes after
//! them is not public. Here it is GET CHALLENGE of 16 bytes and, as the very next command,
//! EXTERNAL AUTHENTICATE (ISO/IEC 7816-4, 7.5.4) with a signature of the terminal over
//! [`DOMAIN`] and the challenge; then the authentication key signs once without PIN.

use p384::ecdsa::signature::Verifier as _;
use p384::ecdsa::{Signature, VerifyingKey};
use rsa::sha2::{Digest, Sha256};
use rsa::{Pkcs1v15Sign, RsaPublicKey};

use super::status::StatusWord;

/// What the terminal signs before the challenge, so that its signature fits nothing else.
const DOMAIN: &[u8] = b"myna-check-practice-verifier:1";
/// Length of a challenge for a verifier.
const CHALLENGE_LENGTH: usize = 16;

/// Tags of the certificate (ISO/IEC 7816-8, annex B): template, public point.
const TEMPLATE: [u8; 2] = [0x7F, 0x4E];
const PUBLIC_POINT: u8 = 0x86;
/// Uncompressed point on P-384 (SEC 1, 2.3.3).
const POINT_LENGTH: usize = 97;

/// How far a verifier has come since the application was selected.
#[derive(Debug, Default)]
pub(super) struct Verifier {
    body: Option<Vec<u8>>,
    terminal: Option<VerifyingKey>,
    challenge: Option<[u8; CHALLENGE_LENGTH]>,
    authenticated: bool,
}

impl Verifier {
    /// The body of a certificate; what came before it is forgotten.
    pub(super) fn present(&mut self, body: &[u8]) {
        *self = Self {
            body: Some(body.to_vec()),
            ..Self::default()
        };
    }

    /// The signature over the body that came before, by the authority on the card.
    pub(super) fn certify(
        &mut self,
        authority: &RsaPublicKey,
        signature: &[u8],
    ) -> Result<(), StatusWord> {
        let body = self
            .body
            .take()
            .ok_or(StatusWord::CONDITIONS_NOT_SATISFIED)?;
        authority
            .verify(
                Pkcs1v15Sign::new::<Sha256>(),
                &Sha256::digest(&body),
                signature,
            )
            .map_err(|_| StatusWord::WRONG_DATA)?;
        self.terminal = Some(terminal_key(&body).ok_or(StatusWord::WRONG_DATA)?);
        Ok(())
    }

    pub(super) fn give_challenge(&mut self, challenge: &[u8]) {
        self.challenge = challenge.try_into().ok();
    }

    pub(super) fn take_challenge(&mut self) -> Option<[u8; CHALLENGE_LENGTH]> {
        self.challenge.take()
    }

    /// EXTERNAL AUTHENTICATE. A wrong signature costs the certificate, and no PIN anything.
    pub(super) fn authenticate(
        &mut self,
        challenge: Option<[u8; CHALLENGE_LENGTH]>,
        signature: &[u8],
    ) -> Result<(), StatusWord> {
        let (Some(terminal), Some(challenge)) = (self.terminal.take(), challenge) else {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        };
        let signature =
            Signature::from_slice(signature).map_err(|_| StatusWord::VERIFICATION_FAILED)?;
        terminal
            .verify(&[DOMAIN, &challenge].concat(), &signature)
            .map_err(|_| StatusWord::VERIFICATION_FAILED)?;
        self.authenticated = true;
        Ok(())
    }

    pub(super) fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// The right is for one signature.
    pub(super) fn use_up(&mut self) {
        self.authenticated = false;
    }
}

/// The key in a certificate's body: the template, and in it one public point at its end.
fn terminal_key(body: &[u8]) -> Option<VerifyingKey> {
    let inside = match body.strip_prefix(&TEMPLATE)? {
        [0x81, length, inside @ ..] if usize::from(*length) == inside.len() => inside,
        _ => return None,
    };
    let (rest, point) = inside.split_at_checked(inside.len().checked_sub(POINT_LENGTH)?)?;
    let header = [PUBLIC_POINT, u8::try_from(POINT_LENGTH).ok()?];
    if !rest.ends_with(&header) {
        return None;
    }
    VerifyingKey::from_sec1_bytes(point).ok()
}
