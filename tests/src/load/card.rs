//! Card checks: a challenge, the signature of a practice card, the answer.

use std::fs;

use check_api::field::Origin;
use check_api::signed::to_be_signed;
use check_api::token::SignatureAlgorithm;
use check_api::{
    CARD_CHECKS_PATH, CHALLENGES_PATH, CardCheckRequest, Challenge, CheckAnswer, Token, Verdict,
    token,
};
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding, Signer as _};

use super::Trouble;
use super::desk::{Desk, ORIGIN, context};
use crate::project;

/// The card of the practice patient whose insurance is valid.
const CARD: &str = "valid-adult";

/// A practice card without its reader.
pub(super) struct Signer {
    certificate: Vec<u8>,
    key: SigningKey<Sha256>,
}

impl Signer {
    pub(super) fn practice() -> Result<Self, Trouble> {
        let profiles = project::root().join("virtual-card/profiles");
        let key = fs::read(profiles.join(format!("keys/{CARD}.pk8")))?;
        Ok(Self {
            certificate: fs::read(profiles.join(format!("certificates/{CARD}.cer")))?,
            key: SigningKey::new(
                rsa::RsaPrivateKey::from_pkcs8_der(&key).map_err(|error| error.to_string())?,
            ),
        })
    }
}

/// One check, which must find the insurance valid.
pub(super) async fn check(desk: &Desk, signer: &Signer) -> Result<(), Trouble> {
    let context = context()?;
    let challenge: Challenge = desk.post(CHALLENGES_PATH, None, &context).await?;
    let algorithm = SignatureAlgorithm::Rs256;
    let origin = Origin::try_from(ORIGIN.to_owned())?;
    let message = to_be_signed(algorithm, &origin, &challenge.nonce, &context);
    let request = CardCheckRequest {
        challenge_id: challenge.challenge_id,
        token: Token {
            format: token::TokenFormat::V1,
            algorithm,
            unverified_certificate: signer.certificate.clone().try_into()?,
            signature: signer.key.sign(&message).to_vec().try_into()?,
            app_version: "load".to_owned(),
        },
    };
    let answer: CheckAnswer = desk.post(CARD_CHECKS_PATH, None, &request).await?;
    match Verdict::of_answer(&answer) {
        Verdict::Valid => Ok(()),
        other => Err(format!("the practice patient is {}", other.name()).into()),
    }
}
