//! What sets the cards apart, and what each answers to OpenSC.

use crate::conversation::{card, hex, talk};
use virtual_card::{Interface, Profile};

const SELECT_JPKI: &str = "> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01\n";

#[test]
fn each_card_answers_the_query_and_the_right_pin_in_its_own_way() {
    let table = [
        ("valid-adult", "63C3", "9000"),
        ("wrong-ca", "63C3", "9000"),
        ("one-try-left", "63C1", "9000"),
        ("pin-blocked", "63C0", "6984"),
        ("face-authentication", "63C0", "6984"),
        ("android-phone", "63C3", "9000"),
        ("p384-future", "63C3", "9000"),
    ];
    for (profile, query, verify) in table {
        talk(
            &mut card(profile),
            &format!(
                "{SELECT_JPKI}< 9000\n> 00 20 00 98\n< {query}\n> 00 20 00 98 04 31323334\n< {verify}"
            ),
        );
    }
}

#[test]
fn every_card_but_one_carries_a_certificate_of_its_own() {
    let certificates: Vec<_> = Profile::names()
        .filter_map(|name| Profile::named(name).unwrap().certificate())
        .collect();
    assert_eq!(certificates.len() + 1, Profile::names().count());
    for (index, certificate) in certificates.iter().enumerate() {
        assert_eq!(certificate[..2], [0x30, 0x82]);
        assert!(
            certificates
                .iter()
                .skip(index + 1)
                .all(|other| other != certificate)
        );
    }
}

#[test]
fn the_phone_shows_its_certificate_after_the_pin_and_has_no_text_application() {
    talk(
        &mut card("android-phone"),
        &format!(
            "{SELECT_JPKI}< 9000
             > 00 B0 86 00 10
             < 4A 50 4B 49 41 50 47 50 53 45 54 4F 4B 45 4E 20 9000      # JPKIAPGPSETOKEN
             > 00 B0 8A 00 04
             < 6982
             > 00 20 00 98 04 31323334
             < 9000
             > 00 B0 8A 00 04
             < 30 82 … 9000
             > 00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08
             < 6A82"
        ),
    );
}

#[test]
fn another_card_knows_none_of_the_applications() {
    talk(
        &mut card("not-my-number"),
        &format!(
            "{SELECT_JPKI}< 6A82
             > 00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08
             < 6A82
             > 00 A4 04 0C 07 A0 00 00 01 51 00 00
             < 6A82
             > 00 A4 02 0C 02 00 0A
             < 6A82"
        ),
    );
}

#[test]
fn cards_answer_the_reset_as_real_ones() {
    for (profile, atr) in [
        ("valid-adult", "3B E0 00 FF 81 31 FE 45 14"),
        ("grace", "3B 88 80 01 00 00 41 E0 B3 81 A1 00 3B"),
    ] {
        assert_eq!(card(profile).atr(), hex(atr));
    }
    let interface = |name: &str| Profile::named(name).unwrap().interface();
    assert_eq!(interface("valid-adult"), Interface::Contact);
    assert_eq!(interface("android-phone"), Interface::Contactless);
}

/// What OpenSC tries before it finds its own driver for this card, in the
/// order of version 0.23, and what lets it go on.
#[test]
fn other_drivers_of_opensc_find_nothing_here() {
    let mut probes = vec![
        ("00 A4 04 00 07 62 76 01 FF 00 00 00".to_owned(), "6A82"),
        ("00 A4 04 00 06 A0 00 00 00 01 01".to_owned(), "6A82"),
        (
            "00 A4 04 00 0B E8 2B 06 01 04 01 81 C3 1F 02 01 00".to_owned(),
            "6A82",
        ),
        (
            "00 A4 04 0C 0F D2 33 00 00 00 45 73 74 45 49 44 20 76 33 35".to_owned(),
            "6A82",
        ),
        ("00 CA DF 30 05".to_owned(), "6A88"),
        ("00 CB 3F FF 03 5C 01 7E 08".to_owned(), "6D00"),
        (
            "00 A4 04 00 09 A0 00 00 03 08 00 00 10 00 00".to_owned(),
            "6A82",
        ),
        ("00 A4 04 0C 07 A0 00 00 01 16 DB 00 00".to_owned(), "6A82"),
        ("00 A4 04 0C 07 A0 00 00 00 79 10 00 00".to_owned(), "6A82"),
        (
            "00 A4 04 00 0C F2 76 A2 88 BC FB A6 9D 34 F3 10 01".to_owned(),
            "6A82",
        ),
        (
            "00 A4 04 00 09 A0 00 00 03 97 42 54 46 59 00".to_owned(),
            "6A82",
        ),
        ("00 A4 04 00 06 D2 76 00 01 24 01 00".to_owned(), "6A82"),
    ];
    probes.extend((1..=15).map(|n| {
        (
            format!("00 A4 04 0C 07 A0 00 00 00 79 {n:02X} 00 00"),
            "6A82",
        )
    }));
    let mut card = card("valid-adult");
    for (probe, answer) in probes {
        talk(&mut card, &format!("> {probe}\n< {answer}"));
    }
    talk(
        &mut card,
        &format!(
            "{SELECT_JPKI}< 9000
             > 00 A4 02 0C 02 00 18
             < 9000
             > 00 20 00 80
             < 63C3
             > 00 A4 02 0C 02 00 1B
             < 9000
             > 00 20 00 80
             < 63C5
             > 00 A4 02 0C 02 00 01
             < 9000
             > 00 B0 00 00 04
             < 6982      # tolerated
             > 00 20 00 9B 06 414243313233
             < 9000
             > 00 B0 81 00 04
             < 30 82 … 9000"
        ),
    );
}
