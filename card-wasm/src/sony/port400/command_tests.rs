//! Commands as public programs send them, and answers of all kinds.

use proptest::prelude::*;

use super::*;
use crate::link::script::hex;

const WAIT: Duration = Duration::from_millis(5);

#[test]
fn commands_are_those_of_public_programs() {
    let sony = Instruction::Sony;
    assert_eq!(
        sony.manage(Manage::Begin).to_vec(),
        hex("FF 50 00 00 02 81 00 00")
    );
    assert_eq!(
        sony.switch_protocol(Layer::Blocks).to_vec(),
        hex("FF 50 00 02 04 8F 02 01 04 00")
    );
    let flags = NO_PARITY | NO_PROLOGUE;
    let long = sony.exchange(Form::Long, flags, WAIT, &[0x05, 0x00, 0x08], 512);
    let expected = "FF 50 00 01 00 0012 9002001C 5F460488130000 95820003050008 000000";
    assert_eq!(long.unwrap().to_vec(), hex(expected));
    let standard = Instruction::Standard;
    let short = standard.exchange(Form::Short, NO_PARITY, WAIT, &[0x05, 0x00, 0x08], 512);
    let expected = "FF C2 00 01 12 9002000C 5F460488130000 95820003050008 00";
    assert_eq!(short.unwrap().to_vec(), hex(expected));
}

#[test]
fn no_message_is_a_number_of_whole_packets() {
    for form in [Form::Long, Form::Short] {
        for length in 0..=form.longest_data() {
            let data = vec![0xA5; length];
            let bytes = Instruction::Sony
                .exchange(form, NO_PARITY, WAIT, &data, 64)
                .unwrap();
            assert!(
                !(HEADER_LENGTH + bytes.len()).is_multiple_of(64),
                "{length}"
            );
            assert!(bytes.len() <= data.len() + 40, "it never grows");
            if form == Form::Short {
                assert_eq!(usize::from(bytes[4]), bytes.len() - 6, "Lc fits");
            }
        }
        let too_long = vec![0; form.longest_data() + 1];
        let none = Instruction::Sony.exchange(form, NO_PARITY, WAIT, &too_long, 64);
        assert_eq!(none, None);
    }
}

#[test]
fn answers_are_read() {
    let answer = |text: &str| Answer::try_from(hex(text).as_slice());
    let card = answer("C003009000 920100 96020000 9702 A1B2 9000").unwrap();
    assert_eq!((card.status, card.damage, card.bits), (0x9000, 0, 0));
    assert_eq!(card.data, Some(vec![0xA1, 0xB2]));
    assert_eq!(format!("{card:?}"), "Answer(9000, Some(2) bytes, damage 0)");
    let silent = answer("C003016401 9000").unwrap();
    assert_eq!((silent.status, silent.data), (0x6401, None));
    assert_eq!(answer("6401").unwrap().status, 0x6401);
    assert_eq!(answer("C003009000 6F00").unwrap().status, 0x6F00);
    assert_eq!(answer("C003009000 96020100 970150 9000").unwrap().damage, 1);
    let activated = answer("C003009000 8F020104 5F51023B80 FF6D0101 9000").unwrap();
    assert!(activated.has_atr && activated.data.is_none());
    for text in [
        "",
        "90",
        "C0029000 9000",
        "C003 9000",
        "9605 0000000000 9000",
    ] {
        assert_eq!(answer(text), Err(MalformedAnswer), "{text}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(answer) = Answer::try_from(bytes.as_slice()) {
            prop_assert!(answer.data.is_none_or(|data| data.len() < bytes.len()));
        }
    }
}
