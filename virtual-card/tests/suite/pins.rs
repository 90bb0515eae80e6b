//! PINs: their counters, and the rights they give.

use virtual_card::{Profile, VirtualCard, WarmReset, WrongLength};

use crate::conversation::{card, hex, talk};

const SELECT_JPKI: &str = "00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01";
const SELECT_TEXT: &str = "00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08";
const SELECT_CARD_MANAGER: &str = "00 A4 04 0C 07 A0 00 00 01 51 00 00";

/// A card in whose JPKI AP the authentication PIN was just verified.
fn verified(profile: &str) -> VirtualCard {
    let mut card = card(profile);
    talk(
        &mut card,
        &format!("> {SELECT_JPKI}\n< 9000\n> 00 20 00 98 04 31323334\n< 9000"),
    );
    card
}

#[test]
fn the_counter_of_a_pin_tells_the_truth() {
    talk(
        &mut card("valid-adult"),
        "> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
         < 90 00
         > 00 A4 02 0C 02 00 18
         < 90 00
         > 00 20 00 80
         < 63 C3
         > 00 20 00 80 04 39 39 39 39
         < 63 C2
         > 00 20 00 80 04 31 32 33 34
         < 90 00
         > 00 20 00 80
         < 63 C3      # never 9000, also when verified
         > 00 20 00 80 04 39 39 39 39
         < 63 C2
         > 00 20 00 80 04 39 39 39 39
         < 63 C1
         > 00 20 00 80 04 39 39 39 39
         < 63 C0
         > 00 20 00 80 04 31 32 33 34
         < 69 84
         > 00 20 00 80
         < 63 C0      # a query is not refused
         > 00 20 00 9B
         < 63 C5      # the other PIN has its own",
    );
}

#[test]
fn counters_outlive_the_power_and_the_card_object() {
    let mut first = card("valid-adult");
    talk(
        &mut first,
        &format!("> {SELECT_JPKI}\n< 9000\n> 00 20 00 98 04 39393939\n< 63C2"),
    );
    first.power_off();
    assert_eq!(
        first.transmit(&hex("00 20 00 98")),
        [],
        "no power, no answer"
    );
    first.power_on();
    talk(
        &mut first,
        &format!("> {SELECT_JPKI}\n< 9000\n> 00 20 00 98\n< 63C2"),
    );
    let profile = Profile::named("valid-adult").unwrap();
    let mut second = VirtualCard::with_counters(profile, first.counters().clone()).unwrap();
    second.power_on();
    talk(
        &mut second,
        &format!("> {SELECT_JPKI}\n< 9000\n> 00 20 00 98\n< 63C2"),
    );
}

#[test]
fn a_pin_of_wrong_length_counts_unless_the_profile_says_otherwise() {
    let profile = Profile::named("valid-adult").unwrap();
    for (rule, answer, left) in [
        (WrongLength::Counts, "63C2", "63C2"),
        (WrongLength::Refused, "6700", "63C3"),
    ] {
        let mut card = VirtualCard::new(profile.clone().with_wrong_length(rule)).unwrap();
        card.power_on();
        talk(
            &mut card,
            &format!(
                "> {SELECT_JPKI}\n< 9000\n> 00 20 00 98 05 3132333435\n< {answer}
                 > 00 20 00 98\n< {left}"
            ),
        );
    }
}

#[test]
fn rights_last_as_long_as_on_the_real_card() {
    const SIGN: &str = "80 2A 00 97 01 00 00";
    let table: [(&str, &[&str], bool); 7] = [
        ("nothing", &[], true),
        ("the same application again", &[SELECT_JPKI], true),
        ("a signature", &[SIGN], true),
        ("a file that is not there", &["00 A4 02 0C 02 00 1F"], true),
        (
            "an application that is not there",
            &["00 A4 04 0C 05 A0 00 00 00 03"],
            true,
        ),
        (
            "the card manager",
            &[SELECT_CARD_MANAGER, SELECT_JPKI],
            false,
        ),
        ("another application", &[SELECT_TEXT, SELECT_JPKI], false),
    ];
    for (what, commands, keeps) in table {
        let mut card = verified("valid-adult");
        for command in commands {
            card.transmit(&hex(command));
        }
        talk(
            &mut card,
            &format!("> {SIGN}\n< {}", if keeps { "… 9000" } else { "6982" }),
        );
        assert!(card.alarms().is_empty(), "{what}");
    }
}

#[test]
fn a_wrong_pin_takes_the_right_away() {
    talk(
        &mut verified("valid-adult"),
        "> 00 20 00 98 04 39393939\n< 63C2\n> 80 2A 00 97 01 00 00\n< 6982",
    );
}

#[test]
fn a_reset_does_to_rights_what_the_profile_says() {
    let profile = Profile::named("valid-adult").unwrap();
    for (rule, answer) in [
        (WarmReset::KeepsRights, "… 9000"),
        (WarmReset::DropsRights, "6982"),
    ] {
        let mut card = VirtualCard::new(profile.clone().with_warm_reset(rule)).unwrap();
        card.power_on();
        talk(
            &mut card,
            &format!("> {SELECT_JPKI}\n< 9000\n> 00 20 00 98 04 31323334\n< 9000"),
        );
        card.warm_reset();
        talk(
            &mut card,
            &format!("> {SELECT_JPKI}\n< 9000\n> 80 2A 00 97 01 00 00\n< {answer}"),
        );
        card.power_on();
        talk(
            &mut card,
            &format!("> {SELECT_JPKI}\n< 9000\n> 80 2A 00 97 01 00 00\n< 6982"),
        );
    }
}
