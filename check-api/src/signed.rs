//! What the card signs, built alike by the page and by the gateway.
//!
//! ```text
//! tbs = H("myna-check:1.0") ‖ H(origin) ‖ H(nonce) ‖ H(context)
//! ```
//!
//! `H` is the hash of the signature algorithm, so every part has a fixed length
//! and none can slide into its neighbour. The tag keeps a signature from fitting
//! another protocol that uses the same key; the context keeps it from fitting
//! another facility, terminal, day or consent. The card signs `H(tbs)`.

use crate::challenge::ChallengeContext;
use crate::field::{Nonce, Origin};
use crate::token::{FORMAT, SignatureAlgorithm};
use sha2::{Digest, Sha256, Sha384};

/// The message that the card signs for one challenge.
#[must_use]
pub fn to_be_signed(
    algorithm: SignatureAlgorithm,
    origin: &Origin,
    nonce: &Nonce,
    context: &ChallengeContext,
) -> Vec<u8> {
    let context = canonical(context);
    let parts = [
        FORMAT.as_bytes(),
        origin.as_str().as_bytes(),
        nonce.as_bytes(),
        &context,
    ];
    match algorithm {
        SignatureAlgorithm::Rs256 | SignatureAlgorithm::Es256 => hashes::<Sha256>(parts),
        SignatureAlgorithm::Es384 => hashes::<Sha384>(parts),
    }
}

fn hashes<H: Digest>(parts: [&[u8]; 4]) -> Vec<u8> {
    parts
        .into_iter()
        .flat_map(|part| H::digest(part).to_vec())
        .collect()
}

/// The context in the form of JCS (RFC 8785).
///
/// `serde_json` is enough for it here: the context is objects and strings alone,
/// so the rules for numbers do not arise; the field rules admit ASCII without
/// control characters, quotes or backslashes alone, so nothing is escaped; and
/// the fields of the two structs are declared in the order of their names.
fn canonical(context: &ChallengeContext) -> Vec<u8> {
    // Neither a map with other keys than text nor a failing writer is involved.
    serde_json::to_vec(context).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RS256: &str = "03295405545c225ccf5600dacee04082654ca40e1d205450569df801cabb480c";
    const RS256_VISUAL: &str = "8326563c19a4a9d9694f817f670cdb9b85c9a524c11be735501324a65bf38311";
    const ES384: &str = "b9dc9b0a7a8f573c35d34a1b249ddfeb9eff74f57bd4779323d04dc55ecd0174";

    fn context(change: impl FnOnce(&mut serde_json::Value)) -> ChallengeContext {
        let mut wire = serde_json::json!({
            "facilityCode": "1312345678",
            "terminalId": "PRACTICE-01",
            "purpose": "eligibility",
            "confirmationDate": "20261121",
            "consents": { "LimitApplicationCertificateRelatedConsFlg": "1" },
            "authMethod": "pin",
        });
        change(&mut wire);
        serde_json::from_value(wire).expect("a context")
    }

    fn signed(origin: &str, nonce: Vec<u8>, context: &ChallengeContext) -> Vec<u8> {
        let origin = Origin::try_from(origin.to_owned()).expect("an origin");
        let nonce = Nonce::try_from(nonce).expect("a nonce");
        to_be_signed(SignatureAlgorithm::Rs256, &origin, &nonce, context)
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn matches_an_independent_computation() {
        // SHA-256 of the concatenation, by Python's hashlib over json.dumps(sort_keys=True).
        let origin = Origin::try_from("https://desk.example".to_owned()).expect("an origin");
        let nonce = Nonce::try_from((0..32).collect::<Vec<u8>>()).expect("a nonce");
        for (algorithm, length, digest) in [
            (SignatureAlgorithm::Rs256, 128, RS256),
            (SignatureAlgorithm::Es256, 128, RS256),
            (SignatureAlgorithm::Es384, 192, ES384),
        ] {
            let tbs = to_be_signed(algorithm, &origin, &nonce, &context(|_| {}));
            assert_eq!(tbs.len(), length, "{algorithm:?}");
            assert_eq!(hex(&Sha256::digest(&tbs)), digest, "{algorithm:?}");
        }
    }

    #[test]
    fn the_context_is_canonical_json() {
        let expected = concat!(
            r#"{"authMethod":"pin","confirmationDate":"20261121","#,
            r#""consents":{"LimitApplicationCertificateRelatedConsFlg":"1"},"#,
            r#""facilityCode":"1312345678","purpose":"eligibility","terminalId":"PRACTICE-01"}"#,
        );
        assert_eq!(canonical(&context(|_| {})), expected.as_bytes());
    }

    #[test]
    fn what_staff_confirmed_stands_in_its_place_by_name() {
        let visual = context(|wire| {
            wire["authMethod"] = "visual".into();
            wire["staffConfirmation"] = serde_json::json!({ "facePhoto": "1" });
        });
        let expected = concat!(
            r#"{"authMethod":"visual","confirmationDate":"20261121","#,
            r#""consents":{"LimitApplicationCertificateRelatedConsFlg":"1"},"#,
            r#""facilityCode":"1312345678","purpose":"eligibility","#,
            r#""staffConfirmation":{"facePhoto":"1"},"terminalId":"PRACTICE-01"}"#,
        );
        assert_eq!(canonical(&visual), expected.as_bytes());
        // By Python's hashlib, as above.
        let origin = Origin::try_from("https://desk.example".to_owned()).expect("an origin");
        let nonce = Nonce::try_from((0..32).collect::<Vec<u8>>()).expect("a nonce");
        let tbs = to_be_signed(SignatureAlgorithm::Rs256, &origin, &nonce, &visual);
        assert_eq!(hex(&Sha256::digest(&tbs)), RS256_VISUAL);
    }

    #[test]
    fn every_part_changes_the_message() {
        let plain = signed("https://desk.example", vec![1; 32], &context(|_| {}));
        let mut others = vec![
            signed("https://desk.example:8443", vec![1; 32], &context(|_| {})),
            signed("https://desk.example", vec![2; 32], &context(|_| {})),
            signed("https://desk.example", vec![1; 33], &context(|_| {})),
        ];
        for (field, value) in [
            ("facilityCode", "1312345679"),
            ("terminalId", "PRACTICE-02"),
            ("confirmationDate", "20261122"),
            ("authMethod", "visual"),
        ] {
            let context = context(|wire| wire[field] = value.into());
            others.push(signed("https://desk.example", vec![1; 32], &context));
        }
        let confirmed = serde_json::json!({ "facePhoto": "1" });
        let confirmed = context(|wire| wire["staffConfirmation"] = confirmed);
        others.push(signed("https://desk.example", vec![1; 32], &confirmed));
        let consent = "LimitApplicationCertificateRelatedConsFlg";
        let refused = context(|wire| wire["consents"][consent] = "0".into());
        others.push(signed("https://desk.example", vec![1; 32], &refused));
        for other in others {
            assert_ne!(other, plain);
        }
    }
}
