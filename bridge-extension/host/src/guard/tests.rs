//! One rule of the guard each.

use super::*;

const JPKI: &str = "00A4040C0AD392F000260100000001";
const QUERY: &str = "00200098";
const VERIFY: &str = "002000980431323334";

fn bytes(digits: &str) -> Vec<u8> {
    bridge_protocol::Hex::try_from(digits).unwrap().into_bytes()
}

/// Sends a command that must pass, to a card that answers so.
fn pass(guard: &mut Guard, command: &str, answer: &str) {
    let permitted = guard.permit(&bytes(command)).expect(command);
    guard.answered(permitted, &bytes(answer));
}

fn refusal(guard: &mut Guard, command: &str) -> Option<Refusal> {
    guard.permit(&bytes(command)).err()
}

fn in_jpki() -> Guard {
    let mut guard = Guard::default();
    pass(&mut guard, JPKI, "9000");
    guard
}

#[test]
fn a_visit_passes() {
    let mut guard = Guard::default();
    for (command, answer) in [
        (JPKI, "9000"),
        ("00B0860020", "4A504B499000"),
        ("00B08A0000", "30829000"),
        ("00B0010000", "00009000"),
        ("00A4020C020018", "9000"),
        ("00200080", "63C3"),
    ] {
        pass(&mut guard, command, answer);
    }
    guard.pin_typed(false);
    for (command, answer) in [
        ("002000800431323334", "9000"),
        ("00A4020C020017", "9000"),
        ("802A00800430313233 00".replace(' ', "").as_str(), "AA9000"),
        ("00A4040C07A0000001510000", "9000"),
    ] {
        pass(&mut guard, command, answer);
    }
    assert!(!guard.is_verified());
}

#[test]
fn neither_the_number_nor_the_signature_key_is_reachable() {
    for command in [
        // 券面事項入力補助AP, 券面事項確認AP, 共通カードAP, 住基AP, and the beginning of JPKI's.
        "00A4040C0AD3921000310001010408",
        "00A4040C0AD3921000310001010402",
        "00A4040C0AD3921000310001010100",
        "00A4040C0AD3921000310001010401",
        "00A4040C03D392F0",
        "00A4040C",
        "00A4040C00",
        // The same AID with another wish, class or channel.
        "00A404000AD392F000260100000001",
        "00A4040C0AD392F00026010000000100",
        "00A4040C00000AD392F000260100000001",
        "01A4040C0AD392F000260100000001",
        "0CA4040C0AD392F000260100000001",
        "00A4000C023F00",
        "00A4080C0200 06".replace(' ', "").as_str(),
        // Files of JPKI: signature certificate, its key and PIN, others.
        "00A4020C020001",
        "00A4020C02001A",
        "00A4020C02001B",
        "00A4020C02000B",
        "00A4020C020106",
        "00A4020C0106",
        "00B0810000",
        "00B0970000",
        "00B0AA0000",
        "00B0CA0000",
        "00B18A0000",
        // PINs: of signature, of another length, with letters, the number itself.
        "0020009B0431323334",
        "0020001804 31323334".replace(' ', "").as_str(),
        "00200198",
        "0020009803313233",
        "00200098053132333435",
        "002000980431323341",
        "0020009800000431323334",
        "00200098043132333400",
        "002000980C313233343536373839303132",
        "0020009800",
        // Keys and schemes, an empty signature and a long one.
        "802A009A023031 00".replace(' ', "").as_str(),
        "802A0197 02303100".replace(' ', "").as_str(),
        "002A009702303100",
        "802A0097023031",
        "802A009700",
        &format!("802A009741{}00", "30".repeat(65)),
        // Changing what must stay.
        "0024009804313233 34".replace(' ', "").as_str(),
        "0024019804313233 34".replace(' ', "").as_str(),
        "002C0098",
        "80320080 0431323334".replace(' ', "").as_str(),
        "00D600000130",
        "0084000008",
        "00880099023031 00".replace(' ', "").as_str(),
        "80AE0000",
        "80A206C1 0130".replace(' ', "").as_str(),
        "0070000001",
        "00CA9F7F00",
        "00C0000010",
        "FFCA000000",
        "",
        "00",
        "00A404",
    ] {
        let mut guard = in_jpki();
        assert_eq!(
            refusal(&mut guard, command),
            Some(Refusal::Forbidden),
            "{command}"
        );
    }
}

#[test]
fn nothing_but_a_selection_passes_at_first() {
    for command in ["00B0860020", QUERY, "802A0097023031 00", "00A4020C020006"] {
        let mut guard = Guard::default();
        let command = command.replace(' ', "");
        assert_eq!(refusal(&mut guard, &command), Some(Refusal::Forbidden));
    }
}

#[test]
fn where_the_card_is_must_be_certain() {
    let mut guard = in_jpki();
    pass(&mut guard, "00B08A0000", "30829000");
    pass(&mut guard, "00B0010000", "9000");
    // A file that was perhaps not selected is not the current one.
    pass(&mut guard, "00A4020C020006", "6A82");
    assert_eq!(refusal(&mut guard, "00B0010000"), Some(Refusal::Forbidden));
    // An answer that never came, or is none, leaves everything open.
    let lost = guard.permit(&bytes(JPKI)).unwrap();
    guard.answered(lost, &[0x90]);
    assert_eq!(refusal(&mut guard, "00B08A0000"), Some(Refusal::Forbidden));
    // The PIN's file can neither be read nor signed with.
    let mut guard = in_jpki();
    pass(&mut guard, "00A4020C020018", "9000");
    for command in ["00B0000000", "802A00800130 00", "00B0000000000000"] {
        let command = command.replace(' ', "");
        assert_eq!(refusal(&mut guard, &command), Some(Refusal::Forbidden));
    }
}

#[test]
fn get_response_passes_once_after_61xx() {
    let mut guard = in_jpki();
    pass(
        &mut guard,
        "802A00970130 00".replace(' ', "").as_str(),
        "6110",
    );
    assert_eq!(refusal(&mut guard, "00C0000110"), Some(Refusal::Forbidden));
    assert_eq!(refusal(&mut guard, "00C00000"), Some(Refusal::Forbidden));
    pass(&mut guard, "00C0000010", "AA9000");
    assert_eq!(refusal(&mut guard, "00C0000010"), Some(Refusal::Forbidden));
}

#[test]
fn a_verify_needs_a_person_each_time() {
    let mut guard = in_jpki();
    pass(&mut guard, QUERY, "63C3");
    assert_eq!(refusal(&mut guard, VERIFY), Some(Refusal::PinNotTyped));
    guard.pin_typed(false);
    pass(&mut guard, VERIFY, "63C2");
    assert_eq!(refusal(&mut guard, VERIFY), Some(Refusal::PinNotTyped));
    // Typed twice is still one VERIFY.
    guard.pin_typed(false);
    guard.pin_typed(false);
    pass(&mut guard, VERIFY, "9000");
    pass(&mut guard, QUERY, "63C3");
    assert_eq!(refusal(&mut guard, VERIFY), Some(Refusal::PinNotTyped));
}

#[test]
fn a_verify_needs_the_tries_left() {
    let mut guard = in_jpki();
    guard.pin_typed(true);
    assert_eq!(refusal(&mut guard, VERIFY), Some(Refusal::LastTry));
    for (answer, with_one_confirmed) in [
        ("63C0", false),
        ("6300", false),
        ("6984", false),
        ("9000", false),
        ("63C1", true),
    ] {
        let mut guard = in_jpki();
        pass(&mut guard, QUERY, answer);
        guard.pin_typed(false);
        assert_eq!(
            refusal(&mut guard, VERIFY),
            Some(Refusal::LastTry),
            "{answer}"
        );
        guard.pin_typed(true);
        assert_eq!(
            refusal(&mut guard, VERIFY).is_none(),
            with_one_confirmed,
            "{answer}"
        );
    }
}

#[test]
fn a_lost_answer_wants_the_tries_read_again() {
    let mut guard = in_jpki();
    pass(&mut guard, QUERY, "63C3");
    guard.pin_typed(false);
    let lost = guard.permit(&bytes(VERIFY)).unwrap();
    drop(lost);
    assert!(guard.is_verified(), "the PIN may have been right");
    guard.pin_typed(true);
    assert_eq!(refusal(&mut guard, VERIFY), Some(Refusal::LastTry));
    pass(&mut guard, QUERY, "63C2");
    pass(&mut guard, VERIFY, "63C1");
    assert!(!guard.is_verified());
    // The answer of a VERIFY counts as read.
    guard.pin_typed(false);
    assert_eq!(refusal(&mut guard, VERIFY), Some(Refusal::LastTry));
    guard.pin_typed(true);
    assert_eq!(refusal(&mut guard, VERIFY), None);
}

#[test]
fn there_is_an_end_to_pins_and_to_commands() {
    let mut guard = in_jpki();
    for _ in 0..caps::SESSION_VERIFIES {
        pass(&mut guard, QUERY, "63C3");
        guard.pin_typed(false);
        pass(&mut guard, VERIFY, "63C2");
    }
    guard.pin_typed(true);
    assert_eq!(refusal(&mut guard, VERIFY), Some(Refusal::Budget));
    let mut guard = in_jpki();
    for _ in 1..caps::SESSION_APDUS {
        pass(&mut guard, "00B0860020", "9000");
    }
    assert_eq!(refusal(&mut guard, "00B0860020"), Some(Refusal::Budget));
    // What is forbidden is called so, budget or not.
    assert_eq!(
        refusal(&mut guard, "00A4020C020001"),
        Some(Refusal::Forbidden)
    );
}
