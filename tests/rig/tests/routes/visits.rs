//! The whole visit on every way, with every kind of card.

use card_wasm::jpki::CardError;
use virtual_card::carrier::{SpringCardVariant, VirtualSpringCard};
use virtual_card::{NamedFault, Profile};

use crate::desk::{Desk, WAYS, block_on};

/// Cards with which a visit cannot be completed, and why.
const REFUSED: [(&str, &str); 3] = [
    ("not-my-number", "CARD-NOT-MY-NUMBER"),
    ("pin-blocked", "CARD-PIN-UNUSABLE"),
    ("face-authentication", "CARD-PIN-UNUSABLE"),
];

#[test]
fn every_card_is_read_and_signs_on_every_way() {
    for way in WAYS {
        for card in Profile::names() {
            let desk = Desk::new(way, card);
            let result = block_on(desk.visit("1234"));
            let refused = REFUSED.iter().find(|(name, _)| *name == card);
            match (result, refused) {
                (Ok(certificate), None) => {
                    let der = certificate.as_der().as_ref();
                    let profile = Profile::named(card).unwrap();
                    assert_eq!(Some(der), profile.certificate(), "{way}, {card}");
                    assert_eq!(desk.tries_left(), 3, "{way}, {card}");
                }
                (Err(error), Some((_, code))) => assert_eq!(error.code(), *code, "{way}, {card}"),
                (result, _) => panic!("{way}, {card}: {result:?}"),
            }
            desk.assert_locked();
        }
    }
}

#[test]
fn every_service_of_springcard_is_known() {
    for variant in SpringCardVariant::ALL {
        let desk = Desk::springcard(VirtualSpringCard::new(variant));
        desk.put("valid-adult");
        let code = block_on(desk.visit("1234")).err().map(|error| error.code());
        let expected = (variant == SpringCardVariant::Secured).then_some("LINK-READER-LOCKED");
        assert_eq!(code, expected, "{variant:?}");
        desk.assert_locked();
    }
}

#[test]
fn indications_may_have_any_size() {
    for size in [1, 3, 9, 10, 11, 20, 244, 512] {
        let mut reader = VirtualSpringCard::new(SpringCardVariant::Plain);
        reader.set_indication(size);
        let desk = Desk::springcard(reader);
        desk.put("valid-adult");
        assert!(block_on(desk.visit("1234")).is_ok(), "{size}");
        desk.assert_locked();
    }
}

/// The faults of the reader behind the characteristics, as far as Bluetooth lets them be.
#[test]
fn what_a_reader_does_wrong_is_survived_over_the_air_too() {
    let table: [(&str, Option<&str>); 9] = [
        ("foreign-sequence", None),
        ("split-answers", None),
        ("time-extension", None),
        ("card-pulled", Some("LINK-CARD-REMOVED")),
        ("unplugged", Some("LINK-UNPLUGGED")),
        ("verify-answer-lost", Some("CARD-VERIFY-ANSWER-LOST")),
        ("first-command-fails", None),
        ("extended-fails", None),
        ("very-slow", None),
    ];
    for (name, code) in table {
        let desk = Desk::new("springcard", "valid-adult");
        let Desk::SpringCard(link) = &desk else {
            panic!("another desk");
        };
        let fault = NamedFault::find(name).unwrap().fault;
        link.change(|it| it.reader_mut().set_fault(Some(fault)));
        let result = block_on(desk.visit("1234"));
        assert_eq!(result.as_ref().err().map(CardError::code), code, "{name}");
        assert_eq!(desk.tries_left(), 3, "{name}");
        desk.assert_locked();
    }
}
