//! What the card signs must verify under the key that its certificate names.

use crate::conversation::{card, hex, talk};
use p384::ecdsa::signature::hazmat::PrehashVerifier;
use p384::pkcs8::DecodePrivateKey as _;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::sha2::{Digest, Sha256};
use rsa::{Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};
use virtual_card::VirtualCard;

const DIGEST_INFO_SHA256: &str = "30 31 30 0D 06 09 60 86 48 01 65 03 04 02 01 05 00 04 20";

fn verified(profile: &str) -> VirtualCard {
    let mut card = card(profile);
    talk(
        &mut card,
        "> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
         < 9000
         > 00 20 00 98 04 31323334
         < 9000",
    );
    card
}

/// `80 2A` with this scheme and input; the answer is status and signature.
fn sign(card: &mut VirtualCard, scheme: u8, input: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let length = u8::try_from(input.len()).expect("a short APDU");
    let apdu = [&[0x80, 0x2A, scheme, 0x97, length], input, &[0x00]].concat();
    let mut answer = card.transmit(&apdu);
    let status = answer.split_off(answer.len() - 2);
    (status, answer)
}

fn rsa_key() -> RsaPublicKey {
    let key = RsaPrivateKey::from_pkcs8_der(include_bytes!("../../profiles/keys/valid-adult.pk8"));
    key.expect("a key").to_public_key()
}

/// The certificate must name the key: its modulus stands in it byte by byte.
#[test]
fn the_certificate_belongs_to_the_key() {
    use rsa::traits::PublicKeyParts;
    let modulus = rsa_key().n().to_bytes_be();
    let certificate = include_bytes!("../../profiles/certificates/valid-adult.cer");
    assert!(
        certificate
            .windows(modulus.len())
            .any(|window| window == modulus)
    );
}

#[test]
fn every_scheme_verifies() {
    let message = b"tbs";
    let hash = Sha256::digest(message);
    let digest_info = [&hex(DIGEST_INFO_SHA256)[..], &hash].concat();
    let bare = || Pkcs1v15Sign::new_unprefixed();
    let mut card = verified("valid-adult");
    let key = rsa_key();
    for (scheme, input, expected) in [
        (0, &digest_info[..], &digest_info[..]),
        (1, &message[..], &hash[..]),
        (2, &hash[..], &digest_info[..]),
        (3, &message[..], &digest_info[..]),
    ] {
        let (status, signature) = sign(&mut card, scheme, input);
        assert_eq!((status, signature.len()), (vec![0x90, 0x00], 256));
        key.verify(bare(), expected, &signature)
            .unwrap_or_else(|_| panic!("scheme {scheme}"));
        assert!(key.verify(bare(), b"something else", &signature).is_err());
    }
    for (scheme, input) in [(4, &hash[..]), (5, &message[..])] {
        let (status, signature) = sign(&mut card, scheme, input);
        assert_eq!(status, [0x90, 0x00]);
        key.verify(Pss::new::<Sha256>(), &hash, &signature)
            .expect("PSS");
    }
}

#[test]
fn inputs_of_wrong_length_are_refused() {
    let mut card = verified("valid-adult");
    let long = [0; 255];
    for (scheme, length, status) in [
        (0, 245, [0x90, 0x00]),
        (0, 246, [0x69, 0x85]),
        (1, 255, [0x90, 0x00]),
        (2, 31, [0x69, 0x85]),
        (2, 32, [0x90, 0x00]),
        (4, 33, [0x69, 0x85]),
    ] {
        assert_eq!(
            sign(&mut card, scheme, &long[..length]).0,
            status,
            "{scheme} with {length}"
        );
    }
    talk(
        &mut card,
        "> 80 2A 00 97 00\n< 6700\n> 80 2A 00 97 01 00\n< 6700\n> 80 2A 00 97 01 00 20\n< 6C00",
    );
}

#[test]
fn the_card_of_the_future_signs_a_bare_sha384_hash() {
    let mut card = verified("p384-future");
    let hash = [0x5A; 48];
    let (status, signature) = sign(&mut card, 0, &hash);
    assert_eq!((status, signature.len()), (vec![0x90, 0x00], 96));
    let der = include_bytes!("../../profiles/keys/p384-future.pk8");
    let key = p384::ecdsa::SigningKey::from_pkcs8_der(der).expect("a key");
    let signature = p384::ecdsa::Signature::from_slice(&signature).expect("r and s");
    key.verifying_key()
        .verify_prehash(&hash, &signature)
        .expect("verifies");
    assert!(
        key.verifying_key()
            .verify_prehash(&[0x5B; 48], &signature)
            .is_err()
    );
    assert_eq!(sign(&mut card, 0, &[0; 32]).0, [0x69, 0x85]);
    assert_eq!(sign(&mut card, 3, &hash).0, [0x6A, 0x86]);
}
