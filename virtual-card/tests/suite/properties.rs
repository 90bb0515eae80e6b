//! What holds for any bytes and any order of commands.

use crate::conversation::{card, hex};
use crate::host::{POWER_ON, TRANSFER_BLOCK, ask, tries_left};
use proptest::prelude::*;
use virtual_card::{
    ContactAnswer, Endpoint, Model, PadInput, PinName, Profile, Transfer, VirtualCard,
    VirtualReader,
};

/// The value of the individual-number file; it must not leave unnoticed.
const IMPOSSIBLE_NUMBER: &[u8] = b"000000000001";

const PINS: [(PinName, &[u8]); 3] = [
    (PinName::Authentication, b"1234"),
    (PinName::Signature, b"ABC123"),
    (PinName::Text, b"1234"),
];

/// A command that a card of this kind understands, or nearly.
fn command() -> impl Strategy<Value = Vec<u8>> {
    let pin = prop_oneof![
        Just(b"1234".to_vec()),
        Just(b"9999".to_vec()),
        Just(b"ABC123".to_vec()),
        Just(IMPOSSIBLE_NUMBER.to_vec()),
    ];
    prop_oneof![
        Just(hex("00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01")),
        Just(hex("00 A4 04 0C 0A D3 92 10 00 31 00 01 01 04 08")),
        Just(hex("00 A4 04 0C 07 A0 00 00 01 51 00 00")),
        (0_u8..0x20).prop_map(|id| vec![0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, id]),
        (0x80_u8..0xA0, any::<u8>()).prop_map(|(p1, le)| vec![0x00, 0xB0, p1, 0x00, le]),
        (0_u8..8, any::<u8>()).prop_map(|(p1, p2)| vec![0x00, 0xB0, p1, p2, 0x00]),
        (0x80_u8..0xA0).prop_map(|p2| vec![0x00, 0x20, 0x00, p2]),
        (0x80_u8..0xA0, pin).prop_map(|(p2, pin)| {
            [&[0x00, 0x20, 0x00, p2, pin.len() as u8][..], &pin].concat()
        }),
        (0x80_u8..0xA0).prop_map(|p2| vec![0x80, 0x2A, 0x00, p2, 0x01, 0x00, 0x00]),
        proptest::collection::vec(any::<u8>(), 0..40),
    ]
}

/// One command, with everything that must hold checked around it.
fn step(card: &mut VirtualCard, command: &[u8]) -> Result<(), TestCaseError> {
    let before = card.counters().clone();
    let answer = card.transmit(command);
    prop_assert!(answer.len() >= 2);
    for pin in PinName::ALL {
        let (was, is) = (before.left(pin), card.counters().left(pin));
        prop_assert!(is + 1 >= was, "one command cost {pin:?} more than one try");
        if is > was {
            let right = PINS
                .iter()
                .find(|(name, _)| *name == pin)
                .map(|(_, value)| *value);
            prop_assert_eq!(&answer, &[0x90, 0x00]);
            prop_assert_eq!(command.get(1), Some(&0x20));
            prop_assert!(was > 0, "a blocked PIN came back");
            prop_assert!(right.is_none_or(|value| command.ends_with(value)));
        }
    }
    let told = answer
        .windows(IMPOSSIBLE_NUMBER.len())
        .any(|window| window == IMPOSSIBLE_NUMBER);
    prop_assert!(
        !told || !card.alarms().is_empty(),
        "the number left without an alarm"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_order_of_commands_breaks_the_card(
        profile in proptest::sample::select(vec![
            "valid-adult", "one-try-left", "pin-blocked", "android-phone", "not-my-number",
        ]),
        commands in proptest::collection::vec(command(), 1..30),
    ) {
        let mut card = card(profile);
        for command in commands {
            step(&mut card, &command)?;
        }
    }

    #[test]
    fn no_bytes_break_the_card(apdu in proptest::collection::vec(any::<u8>(), 0..600)) {
        step(&mut card("valid-adult"), &apdu)?;
    }

    #[test]
    fn the_reader_answers_every_message_in_kind(
        model in proptest::sample::select(
            Model::ALL.into_iter().filter(Model::speaks_ccid).collect::<Vec<_>>()
        ),
        messages in proptest::collection::vec(
            (any::<u8>(), 0_u8..2, any::<u8>(), any::<[u8; 3]>(), proptest::collection::vec(any::<u8>(), 0..300)),
            1..12,
        ),
    ) {
        let mut reader = VirtualReader::new(model);
        reader.insert(VirtualCard::new(Profile::named("p384-future").unwrap()).unwrap());
        for (kind, slot, sequence, specific, data) in messages {
            let length = u32::try_from(data.len()).unwrap().to_le_bytes();
            let bytes = [&[kind][..], &length, &[slot, sequence], &specific, &data].concat();
            prop_assert_eq!(reader.bulk_out(&bytes), Ok(()));
            // Should the bytes have lit up a pad, somebody presses the red key.
            let _ = reader.press_at_pad(PadInput::Cancel);
            let Transfer::Data(answer) = reader.bulk_in(70_000) else {
                return Err(TestCaseError::fail("no answer"));
            };
            prop_assert_eq!(&answer[1..5], &u32::try_from(answer.len() - 10).unwrap().to_le_bytes());
            prop_assert_eq!(&answer[5..7], &[slot, sequence]);
            prop_assert!((0x80..=0x84).contains(&answer[0]));
            prop_assert!(answer.len() <= usize::try_from(model.message_limit()).unwrap());
            prop_assert_eq!(reader.bulk_in(64), Transfer::Pending, "one answer to one message");
        }
    }

    /// Right check bytes, so that the card has to think about the rest.
    #[test]
    fn every_block_is_answered_and_costs_at_most_one_try(
        answer in proptest::sample::select(ContactAnswer::ALL.to_vec()),
        blocks in proptest::collection::vec(
            (any::<u8>(), prop_oneof![command(), proptest::collection::vec(any::<u8>(), 0..3)]),
            1..20,
        ),
    ) {
        let mut reader = VirtualReader::new(Model::named("tpdu-own").unwrap());
        let profile = Profile::named("valid-adult").unwrap().with_contacts(answer);
        reader.insert(VirtualCard::new(profile).unwrap());
        ask(&mut reader, POWER_ON, 0, &[]);
        for (control, information) in blocks {
            let body = [&[0, control, information.len() as u8][..], &information].concat();
            let check = body.iter().fold(0, |sum, byte| sum ^ byte);
            let before = tries_left(&reader);
            let heard = ask(&mut reader, TRANSFER_BLOCK, 0, &[&body[..], &[check]].concat());
            prop_assert_eq!((heard.status, heard.data.len() >= 2), (0, true));
            prop_assert!(tries_left(&reader) + 1 >= before);
        }
    }

    #[test]
    fn no_bytes_break_a_reader_of_sony(
        (name, endpoint) in proptest::sample::select(vec![
            ("rc-s300", Endpoint::VendorOut),
            ("rc-s300-prologue", Endpoint::VendorOut),
            ("rc-s300-plain", Endpoint::VendorOut),
            ("rc-s380", Endpoint::BulkOut),
        ]),
        payloads in proptest::collection::vec(
            (crate::sony::payload(), proptest::collection::vec(any::<u8>(), 0..8)), 1..20,
        ),
    ) {
        let mut reader = VirtualReader::new(Model::named(name).unwrap());
        reader.insert(VirtualCard::new(Profile::named("p384-future").unwrap()).unwrap());
        for (payload, noise) in payloads {
            for bytes in [crate::sony::wrapped(endpoint, &payload), noise] {
                if reader.transfer_out(endpoint, &bytes).is_err() {
                    reader.clear_halt(endpoint);
                }
                for source in [Endpoint::BulkIn, Endpoint::VendorIn] {
                    while let Transfer::Data(answer) = reader.transfer_in(source, 64) {
                        prop_assert!(answer.len() <= 64);
                    }
                }
            }
        }
        prop_assert!(reader.card().unwrap().alarms().is_empty());
    }

    #[test]
    fn no_bytes_break_the_reader(transfers in proptest::collection::vec(
        proptest::collection::vec(any::<u8>(), 0..80), 1..10,
    )) {
        let mut reader = VirtualReader::new(Model::ALL[0]);
        for bytes in transfers {
            if reader.bulk_out(&bytes).is_err() {
                reader.clear_halt(virtual_card::Endpoint::BulkOut);
            }
            while let Transfer::Data(answer) = reader.bulk_in(64) {
                prop_assert!(answer.len() <= 64);
            }
        }
    }
}
