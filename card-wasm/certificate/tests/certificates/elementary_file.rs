//! Certificates as cards hold them: at the beginning of a file of fixed size.

use card_certificate::{Certificate, CertificateError, MAX_CERTIFICATE_BYTES};
use proptest::prelude::*;

use crate::world;

/// Size of the certificate files of the card.
const FILE: usize = 1900;

fn filled(certificate: &[u8], filler: u8) -> Vec<u8> {
    let mut file = certificate.to_vec();
    file.resize(FILE, filler);
    file
}

#[test]
fn the_header_says_where_the_certificate_ends() {
    let der = world::card("valid-adult");
    let expected = Certificate::from_der(&der).unwrap();
    for file in [der.clone(), filled(&der, 0x00), filled(&der, 0xFF)] {
        assert_eq!(
            Certificate::from_elementary_file(&file).as_ref(),
            Ok(&expected)
        );
    }
}

#[test]
fn a_file_with_anything_else_in_it_is_refused() {
    let der = world::card("valid-adult");
    let mut foreign = filled(&der, 0x00);
    *foreign.last_mut().unwrap() = 0x01;
    let mut too_large = vec![0x30, 0x82, 0x10, 0x00];
    too_large.resize(MAX_CERTIFICATE_BYTES + 4, 0x00);
    for (file, expected) in [
        (vec![], CertificateError::Empty),
        (vec![0x00; FILE], CertificateError::Empty),
        (vec![0xFF; FILE], CertificateError::Empty),
        (der[..der.len() - 1].to_vec(), CertificateError::Truncated),
        (der[..3].to_vec(), CertificateError::Truncated),
        (foreign, CertificateError::TrailingData),
        (too_large, CertificateError::TooLarge),
        (vec![0x30, 0x00], CertificateError::Malformed),
        (filled(b"\x04\x02ab", 0x00), CertificateError::Malformed),
    ] {
        assert_eq!(
            Certificate::from_elementary_file(&file),
            Err(expected),
            "{expected:?}"
        );
    }
    assert_eq!(
        Certificate::from_der(&filled(&der, 0)),
        Err(CertificateError::TrailingData)
    );
    assert_eq!(Certificate::from_der(&[]), Err(CertificateError::Truncated));
}

proptest! {
    #[test]
    fn any_bytes_are_a_certificate_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..2048)) {
        prop_assert!(Certificate::from_der(&bytes).is_err());
        prop_assert!(Certificate::from_elementary_file(&bytes).is_err());
    }

    #[test]
    fn filler_changes_nothing(filler in 0usize..1000) {
        let mut file = world::card("p384-future");
        let expected = Certificate::from_der(&file);
        file.resize(file.len() + filler, 0x00);
        prop_assert_eq!(Certificate::from_elementary_file(&file), expected);
    }
}
