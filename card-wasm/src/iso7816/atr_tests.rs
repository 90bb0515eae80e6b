//! ATRs of real cards, registered in public lists, and what is wrong with others.

use proptest::prelude::*;

use super::*;

fn parse(hex: &str) -> Result<Atr, AtrError> {
    Atr::try_from(crate::link::script::hex(hex).as_slice())
}

#[test]
fn my_number_cards_with_contacts_are_read() {
    struct Row {
        atr: &'static str,
        ta1: Option<u8>,
        specific: bool,
        ifsc: u8,
        bwi_cwi: u8,
        historical: usize,
        extended: Option<bool>,
    }
    let table = [
        Row {
            atr: "3BE000FF8131FE4514",
            ta1: None,
            specific: false,
            ifsc: 0xFE,
            bwi_cwi: 0x45,
            historical: 0,
            extended: None,
        },
        Row {
            atr: "3BDA13FF8131FB468012392F31C173C601C03B",
            ta1: Some(0x13),
            specific: false,
            ifsc: 0xFB,
            bwi_cwi: 0x46,
            historical: 10,
            extended: Some(true),
        },
        Row {
            atr: "3BC5FF8131FB458073C6010000",
            ta1: None,
            specific: false,
            ifsc: 0xFB,
            bwi_cwi: 0x45,
            historical: 5,
            extended: Some(false),
        },
        Row {
            atr: "3BF59100FF918171FE400042000100D1D6",
            ta1: Some(0x91),
            specific: true,
            ifsc: 0xFE,
            bwi_cwi: 0x40,
            historical: 5,
            extended: None,
        },
    ];
    for row in table {
        let atr = parse(row.atr).unwrap();
        assert_eq!(atr.default_protocol(), Protocol::T1, "{}", row.atr);
        assert_eq!(atr.clock_and_baud_rate(), row.ta1, "{}", row.atr);
        assert_eq!(atr.is_specific_mode(), row.specific, "{}", row.atr);
        assert_eq!(atr.information_field_size(), row.ifsc, "{}", row.atr);
        assert_eq!(
            atr.block_and_character_waiting_time(),
            row.bwi_cwi,
            "{}",
            row.atr
        );
        assert_eq!(atr.guard_time(), 0xFF, "{}", row.atr);
        assert_eq!(atr.historical().len(), row.historical, "{}", row.atr);
        assert_eq!(atr.extended_length(), row.extended, "{}", row.atr);
        assert!(!atr.uses_crc() && !atr.is_inverse(), "{}", row.atr);
    }
}

#[test]
fn contactless_atrs_of_pcsc_part_3_are_read() {
    for atr in ["3B888001000005E0B381A1007F", "3B888001004B51FFB381D1000F"] {
        let atr = parse(atr).unwrap();
        assert_eq!(atr.protocols(), [Protocol::T0, Protocol::T1]);
        assert_eq!(atr.historical().len(), 8);
        assert_eq!(atr.extended_length(), None);
    }
}

#[test]
fn a_card_that_names_no_protocol_has_t0_and_no_check_byte() {
    let atr = parse("3F6525AB00").unwrap_err();
    assert_eq!(atr, AtrError::Truncated);
    let atr = parse("3F652500112233AABB").unwrap();
    assert_eq!(atr.protocols(), [Protocol::T0]);
    assert!(atr.is_inverse());
    assert_eq!(atr.waiting_time(), 0x0A);
}

#[test]
fn bytes_for_all_protocols_are_no_protocol() {
    let atr = parse("3B80811F001E").unwrap();
    assert_eq!(atr.protocols(), [Protocol::T1]);
}

#[test]
fn malformed_atrs_are_refused() {
    let long = "00".repeat(34);
    let table = [
        ("", AtrError::Truncated),
        ("3B", AtrError::Truncated),
        ("4B00", AtrError::InitialCharacter),
        ("3BE000FF8131FE45", AtrError::Truncated),
        ("3BE000FF8131FE4515", AtrError::CheckByte),
        ("3BE000FF8131FE451400", AtrError::TrailingData),
        ("3B0000", AtrError::TrailingData),
        ("3BFF", AtrError::Truncated),
        (long.as_str(), AtrError::TooLong),
    ];
    for (atr, expected) in table {
        assert_eq!(parse(atr), Err(expected), "{atr}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        if let Ok(atr) = Atr::try_from(bytes.as_slice()) {
            prop_assert_eq!(atr.as_bytes(), bytes.as_slice());
            prop_assert!(!atr.protocols().is_empty());
            prop_assert!(bytes.len() <= Atr::MAXIMUM_LENGTH);
            let _ = atr.extended_length();
        }
    }

    /// One flipped bit after TS is noticed whenever there is a check byte.
    #[test]
    fn a_flipped_bit_never_goes_unnoticed(bit in 8_usize..(9 * 8)) {
        let mut bytes = crate::link::script::hex("3BE000FF8131FE4514");
        bytes[bit / 8] ^= 1 << (bit % 8);
        if let Ok(atr) = Atr::try_from(bytes.as_slice()) {
            prop_assert_eq!(atr.protocols(), [Protocol::T0]);
        }
    }
}
