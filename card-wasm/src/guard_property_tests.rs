//! Any commands in any order, one by one and together: what the most permissive card is made
//! to do stays harmless.

use proptest::prelude::*;

use super::*;

/// Headers and data near the permitted ones, and anything else.
fn any_command() -> impl Strategy<Value = Command> {
    let class = prop_oneof![4 => Just(0x00), 2 => Just(0x80), 1 => any::<u8>()];
    let instructions = vec![0xA4, 0xB0, 0xB1, 0x20, 0x2A, 0xC0, 0x24, 0xCA, 0xD6, 0x88];
    let instruction = prop_oneof![8 => prop::sample::select(instructions), 1 => any::<u8>()];
    let bytes = vec![
        0x00, 0x02, 0x04, 0x0C, 0x80, 0x81, 0x85, 0x86, 0x8A, 0x97, 0x98, 0x9B,
    ];
    let parameter = || prop_oneof![6 => prop::sample::select(bytes.clone()), 1 => any::<u8>()];
    let known: Vec<Vec<u8>> = [
        JPKI,
        JPKI,
        JPKI,
        TEXT_AP,
        SURFACE_AP,
        "A0000001510000",
        "D392",
        "0001",
        "0002",
        "0005",
        "0006",
        "000A",
        "0011",
        "0017",
        "0018",
        "001B",
        "31323334",
        "",
        "",
        "",
    ]
    .map(hex)
    .to_vec();
    let data = prop_oneof![
        8 => prop::sample::select(known),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
    ];
    let expected = prop::option::of(1_usize..70_000);
    (class, instruction, parameter(), parameter(), data, expected).prop_map(
        |(class, instruction, p1, p2, data, expected)| {
            let command = Command::new([class, instruction, p1, p2])
                .with_data(&data)
                .unwrap();
            match expected {
                Some(length) => command.expecting(ExpectedLength::at_most(length)),
                None => command,
            }
        },
    )
}

fn any_answer() -> impl Strategy<Value = Result<u16, LinkError>> {
    prop_oneof![
        6 => Just(Ok(0x9000)),
        1 => Just(Ok(0x6A82)),
        1 => Just(Ok(0x6110)),
        1 => any::<u16>().prop_map(Ok),
        1 => Just(Err(LinkError::Timeout)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_forbidden_command_passes(
        steps in proptest::collection::vec(
            proptest::collection::vec((any_command(), any_answer()), 1..4),
            1..24,
        ),
    ) {
        let (mut channel, slot) = guarded();
        for step in steps {
            let (commands, mut answers): (Vec<_>, Vec<_>) = step.into_iter().unzip();
            answers.reverse();
            *slot.answers.borrow_mut() = answers;
            let before = slot.card.borrow().touched.len();
            let result = match commands.as_slice() {
                [command] => block_on(channel.exchange(command)).map(drop),
                commands => block_on(channel.exchange_all(commands)).map(drop),
            };
            let card = slot.card.borrow();
            prop_assert!(card.touched[before..].iter().all(is_harmless), "{commands:?}");
            let manager = hex("A0000001510000");
            let known = [&[][..], &JPKI_AID, manager.as_slice()];
            prop_assert!(known.contains(&card.application.as_slice()), "{commands:?}");
            if result == Err(LinkError::Forbidden) {
                prop_assert_eq!(card.touched.len(), before);
            }
        }
    }
}
