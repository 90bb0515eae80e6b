//! Files and commands, in conversations as real programs have them.

use crate::conversation::{card, hex, talk};
use virtual_card::{Alarm, Profile, VirtualCard};

const SELECT_JPKI: &str = "00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01";
const SELECT_TEXT: &str = "00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08";

#[test]
fn the_token_introduces_itself() {
    talk(
        &mut card("valid-adult"),
        "> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
         < 90 00
         > 00 A4 02 0C 02 00 06
         < 90 00
         > 00 B0 00 00 20
         < 4A 50 4B 49 41 50 49 43 43 54 4F 4B 45 4E 32 20 … 20 90 00   # JPKIAPICCTOKEN2
         > 00 A4 02 0C 02 00 08
         < 90 00
         > 00 B0 00 00 00
         < 8F 8F 00 90 00",
    );
}

#[test]
fn the_certificate_reads_the_same_in_every_way() {
    let mut card = card("valid-adult");
    talk(
        &mut card,
        &format!("> {SELECT_JPKI}\n< 9000\n> 00 A4 02 0C 02 00 0A\n< 9000"),
    );
    let whole = card.transmit(&hex("00 B0 00 00 00 00 00"));
    let (file, status) = whole.split_at(whole.len() - 2);
    assert_eq!((file.len(), status), (1900, &[0x90, 0x00][..]));
    let certificate = Profile::named("valid-adult")
        .unwrap()
        .certificate()
        .unwrap();
    assert!(file.starts_with(certificate));
    assert!(
        file[certificate.len()..].iter().all(|byte| *byte == 0),
        "filler"
    );

    for (p1, chunk) in file.chunks(256).enumerate() {
        let answer = card.transmit(&[0x00, 0xB0, p1 as u8, 0x00, 0x00]);
        assert_eq!(
            answer,
            [chunk, &[0x90, 0x00]].concat(),
            "a short tail is no warning"
        );
    }
    assert_eq!(
        card.transmit(&hex("00 B0 8A 10 04")),
        [&file[16..20], &[0x90, 0]].concat()
    );
    assert_eq!(
        card.transmit(&hex("00 B0 00 00 00 01 00")),
        [&file[..256], &[0x90, 0]].concat()
    );
    talk(
        &mut card,
        "> 00 B0 07 6C 01\n< 6B 00      # 1900 is past the end",
    );
}

#[test]
fn odd_commands_get_the_status_words_of_the_surveyed_card() {
    let table = [
        ("", "> 00 A4 00 00\n< 6A86      # just after a reset"),
        (SELECT_JPKI, "> 00 A4 00 00\n< 9000"),
        (SELECT_JPKI, "> 00 A4 02 0C 02 3F 00\n< 6A82"),
        (SELECT_JPKI, "> 00 A4 02 0C 01 06\n< 6700"),
        (SELECT_JPKI, "> 00 A4 02 04 02 00 06\n< 6A86"),
        (
            SELECT_JPKI,
            "> 00 A4 04 00 05 D3 92 F0 00 26 00\n< 9000     # the beginning is enough",
        ),
        (
            SELECT_JPKI,
            "> 00 A4 04 0C 0B D3 92 F0 00 26 01 00 00 00 01 00\n< 6A82",
        ),
        (SELECT_JPKI, "> 00 B0 00 00 04\n< 6986      # no file"),
        (SELECT_JPKI, "> 00 B0 97 00 04\n< 6981      # a key"),
        (
            SELECT_JPKI,
            "> 00 B0 81 00 04\n< 6982      # the signature certificate",
        ),
        (SELECT_JPKI, "> 00 B0 86 00\n< 6700      # no Le"),
        (SELECT_JPKI, "> 00 B0 86 A0 04\n< 6B00"),
        (SELECT_JPKI, "> 00 B0 9F 00 04\n< 6A82"),
        (SELECT_JPKI, "> 00 20 00 86\n< 6981      # no PIN"),
        (SELECT_JPKI, "> 00 20 00 9F\n< 6A88"),
        (SELECT_JPKI, "> 00 20 01 98\n< 6A86"),
        (SELECT_JPKI, "> 00 20 00 80\n< 6986"),
        (
            SELECT_JPKI,
            "> 80 2A 06 97 01 00 00\n< 6A86      # no such scheme",
        ),
        (SELECT_JPKI, "> 80 2A 00 98 01 00 00\n< 6981"),
        (SELECT_JPKI, "> 80 2A 00 96 01 00 00\n< 6981      # sealed"),
        (SELECT_JPKI, "> 80 2A 00 97 01 00 00\n< 6982"),
        (SELECT_JPKI, "> 80 A2 06 C1 01 00\n< 6985"),
        (SELECT_JPKI, "> 80 A2 00 B6 01 00\n< 6A86"),
        (SELECT_JPKI, "> 80 FC 00 00\n< 6700"),
        ("", "> 00 84 00 00 08\n< … 9000"),
        ("", "> 00 84 00 00 00 00 08\n< 6985      # extended"),
        ("", "> 00 CA 5F 51 00\n< E0 00 FF 81 31 FE 45 14 9000"),
        ("", "> 00 CA 5F 51 04\n< 6C08"),
        ("", "> 00 CA 00 45 00\n< 45 … 9000"),
        (SELECT_JPKI, "> 00 CA 5F 51 00\n< 6A88"),
        ("", "> 01 A4 04 0C 01 A0\n< 6881"),
        ("", "> 0C A4 04 0C 01 A0\n< 6882"),
        ("", "> 0C B0 00 00 00\n< 69FC"),
        ("", "> 90 00 00 00\n< 6E00"),
        ("", "> 00 2A 00 80\n< 6E00"),
        ("", "> 00 FE 00 00\n< 6D00"),
        ("", "> 00 A4\n< 6700"),
    ];
    for (before, conversation) in table {
        let mut card = card("valid-adult");
        if !before.is_empty() {
            assert_eq!(card.transmit(&hex(before)), [0x90, 0x00]);
        }
        talk(&mut card, conversation);
    }
}

#[test]
fn the_four_attributes_come_after_a_pin() {
    let mut card = card("valid-adult");
    talk(
        &mut card,
        "> 00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08
         < 90 00
         > 00 B0 82 00 00
         < 69 82
         > 00 A4 02 0C 02 00 11
         < 90 00
         > 00 20 00 80
         < 63 C3
         > 00 20 00 80 04 31 32 33 34
         < 90 00
         > 00 A4 02 0C 02 00 02
         < 90 00
         > 00 B0 00 00 00
         < FF 20 … DF 25 01 31 90 00",
    );
    assert_eq!(card.alarms(), []);
}

#[test]
fn reaching_for_the_individual_number_raises_an_alarm_each_way() {
    let table: [(&str, &[Alarm]); 5] = [
        ("00 A4 02 0C 02 00 01", &[Alarm::IndividualNumberSelected]),
        ("00 B0 81 00 11", &[Alarm::IndividualNumberRead]),
        (
            "00 20 00 94 0C 303030303030303030303031",
            &[Alarm::IndividualNumberPresented],
        ),
        ("00 20 00 94", &[]),
        ("00 B0 82 00 00", &[]),
    ];
    for (command, alarms) in table {
        let mut card = card("valid-adult");
        talk(
            &mut card,
            &format!("> {SELECT_TEXT}\n< 9000\n> 00 20 00 91 04 31323334\n< 9000"),
        );
        card.transmit(&hex(command));
        assert_eq!(card.alarms(), alarms, "{command}");
    }
    let mut jpki = card("valid-adult");
    talk(
        &mut jpki,
        &format!("> {SELECT_JPKI}\n< 9000\n> 00 A4 02 0C 02 00 01\n< 9000"),
    );
    assert_eq!(
        jpki.alarms(),
        [],
        "the same id is the signature certificate there"
    );
}

#[test]
fn a_card_without_extended_length_says_so() {
    let profile = Profile::named("valid-adult")
        .unwrap()
        .without_extended_length();
    let mut card = VirtualCard::new(profile).unwrap();
    card.power_on();
    talk(
        &mut card,
        &format!(
            "> {SELECT_JPKI}\n< 9000\n> 00 B0 8A 00 00 00 00\n< 6700\n> 00 B0 8A 00 04\n< 3082 … 9000"
        ),
    );
}
