//! What cards sign, made here by openssl with their keys.

use card_certificate::{Certificate, CertificateError, SignatureAlgorithm, verify};
use proptest::prelude::*;

use crate::openssl;
use crate::world;

const MESSAGE: &[u8] = b"one challenge, one origin, one terminal, one purpose";

/// openssl's signature, turned into the form of cards.
fn sign(card: &str, hash: &str, message: &[u8]) -> Vec<u8> {
    let key = world::key_path(card);
    let key = key.to_str().unwrap();
    let signature =
        openssl::run(&["dgst", hash, "-keyform", "DER", "-sign", key], message).unwrap();
    if card.starts_with("p384") {
        fixed::<48>(&signature)
    } else {
        signature
    }
}

/// r and s side by side, from the SEQUENCE of two INTEGERs.
fn fixed<const FIELD: usize>(der: &[u8]) -> Vec<u8> {
    let mut rest = &der[2..];
    let mut out = Vec::new();
    while let [0x02, length, tail @ ..] = rest {
        let (contents, tail) = tail.split_at(usize::from(*length));
        let mut field = [vec![0; FIELD], contents.to_vec()].concat();
        out.extend(field.split_off(field.len() - FIELD));
        rest = tail;
    }
    out
}

#[test]
fn a_signature_fits_its_certificate_and_its_message_only() {
    let wrong = Err(CertificateError::MessageSignature);
    for (name, hash) in [("valid-adult", "-sha256"), ("p384-future", "-sha384")] {
        let certificate = Certificate::from_der(&world::card(name)).unwrap();
        let other = Certificate::from_der(&world::card("revoked")).unwrap();
        let signature = sign(name, hash, MESSAGE);
        assert_eq!(
            signature.len(),
            certificate.key_algorithm().signature_length()
        );
        assert_eq!(certificate.verify(MESSAGE, &signature), Ok(()), "{name}");
        assert_eq!(certificate.verify(b"another message", &signature), wrong);
        assert_eq!(other.verify(MESSAGE, &signature), wrong);
        assert_eq!(certificate.verify(MESSAGE, &signature[1..]), wrong);
        assert_eq!(
            certificate.verify(MESSAGE, &[&signature[..], &[0]].concat()),
            wrong
        );
        assert_eq!(
            certificate.verify(MESSAGE, &vec![0; signature.len()]),
            wrong
        );
        assert_eq!(
            certificate.verify(MESSAGE, &vec![0xFF; signature.len()]),
            wrong
        );
        assert_eq!(certificate.verify(MESSAGE, &[]), wrong);
        let other_hash = if hash == "-sha256" {
            "-sha384"
        } else {
            "-sha256"
        };
        assert_eq!(
            certificate.verify(MESSAGE, &sign(name, other_hash, MESSAGE)),
            wrong
        );
    }
}

#[test]
fn what_the_card_is_given_is_what_openssl_finds_in_the_signature() {
    let key = world::key_path("valid-adult");
    let key = key.to_str().unwrap();
    let signature = sign("valid-adult", "-sha256", MESSAGE);
    let recover = [
        "rsautl", "-verify", "-raw", "-keyform", "DER", "-inkey", key,
    ];
    let block = openssl::run(&recover, &signature).unwrap();
    let input = SignatureAlgorithm::Rs256.card_input(MESSAGE);
    assert_eq!(input.len(), 51);
    assert!(block.ends_with(&[&[0xFF, 0x00], input.as_slice()].concat()));
}

#[test]
fn forms_of_ecdsa_are_told_apart_by_their_identifiers() {
    let der = verify::ECDSA_P384_SHA384;
    let fixed = verify::ECDSA_P384_SHA384_FIXED;
    assert_ne!(der.signature_alg_id(), fixed.signature_alg_id());
    assert_eq!(der.public_key_alg_id(), fixed.public_key_alg_id());
    let p256 = [verify::ECDSA_P256_SHA256, verify::ECDSA_P256_SHA256_FIXED];
    assert!(
        p256.iter()
            .all(|it| it.public_key_alg_id() != der.public_key_alg_id())
    );
}

#[test]
fn no_byte_of_a_signature_may_change() {
    for (name, hash) in [("valid-adult", "-sha256"), ("p384-future", "-sha384")] {
        let certificate = Certificate::from_der(&world::card(name)).unwrap();
        let good = sign(name, hash, MESSAGE);
        proptest!(|(place in any::<prop::sample::Index>(), change in 1u8..)| {
            let mut signature = good.clone();
            let place = place.index(signature.len());
            signature[place] ^= change;
            prop_assert!(certificate.verify(MESSAGE, &signature).is_err());
        });
    }
}

proptest! {
    #[test]
    fn no_bytes_are_a_key_or_a_signature_by_chance(
        key in prop::collection::vec(any::<u8>(), 0..300),
        signature in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        for algorithm in [
            verify::RSA_PKCS1_SHA256,
            verify::ECDSA_P256_SHA256,
            verify::ECDSA_P256_SHA256_FIXED,
            verify::ECDSA_P384_SHA384,
            verify::ECDSA_P384_SHA384_FIXED,
        ] {
            prop_assert!(algorithm.verify_signature(&key, MESSAGE, &signature).is_err());
        }
    }
}
