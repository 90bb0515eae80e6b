//! Whatever is asked in whatever order, and whatever the card answers or does not: nothing
//! forbidden passes, and no VERIFY without a person.

use proptest::prelude::*;

use super::*;

const TEXT_AP: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
const JPKI: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
const MANAGER: &[u8] = &[0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];

/// The most permissive card there can be: it ignores what it need not know, takes the first
/// length byte for the length, and remembers what was done where.
#[derive(Default)]
struct PermissiveCard {
    application: Vec<u8>,
    file: u16,
    touched: Vec<(u16, u8)>,
    pins: usize,
}

impl PermissiveCard {
    fn carry_out(&mut self, command: &[u8]) {
        let &[_, instruction, p1, p2, ref body @ ..] = command else {
            return;
        };
        let data = match body {
            [length, data @ ..] if *length > 0 => &data[..data.len().min(usize::from(*length))],
            [0, high, low, data @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                &data[..data.len().min(length)]
            }
            _ => &[],
        };
        match instruction {
            0xA4 if p1 == 0x04 => {
                self.application = data.to_vec();
                self.file = 0;
                return;
            }
            0xA4 => self.file = data.iter().fold(0, |id, byte| id << 8 | u16::from(*byte)),
            0xC0 => return,
            0xB0 if p1 & 0x80 != 0 => self.file = u16::from(p1 & 0x1F),
            0xB0 => {}
            _ if p2 & 0x1F != 0 => self.file = u16::from(p2 & 0x1F),
            _ => {}
        }
        self.pins += usize::from(instruction == 0x20 && !data.is_empty());
        self.touched.push((self.file, instruction));
    }

    /// Everything that may ever have been done, held apart from the guard's own list.
    fn is_unharmed(&self) -> bool {
        let known = [&[][..], JPKI, MANAGER].contains(&self.application.as_slice());
        known
            && self.touched.iter().all(|(file, instruction)| match file {
                0x0006 | 0x000A => matches!(instruction, 0xA4 | 0xB0),
                0x0017 => matches!(instruction, 0xA4 | 0x2A),
                0x0018 => matches!(instruction, 0xA4 | 0x20),
                _ => false,
            })
    }
}

#[derive(Clone, Debug)]
enum Step {
    PinTyped(bool),
    /// A command and its answer, which may be lost.
    Command(Vec<u8>, Option<u16>),
}

/// Bytes near the permitted commands, and anything else.
fn command() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(
        [
            "00A4040C0AD392F000260100000001",
            "00A4040C07A0000001510000",
            "00A4020C020006",
            "00A4020C020017",
            "00A4020C020018",
            "00B0860020",
            "00B08A00000000",
            "00B0010000",
            "00200098",
            "00200080",
            "002000980431323334",
            "002000800439393939",
            "802A0097013000",
            "802A0080013000",
            "00C0000000",
        ]
        .map(|digits| bridge_protocol::Hex::try_from(digits).unwrap().into_bytes())
        .to_vec(),
    );
    let header = (
        prop_oneof![4 => Just(0x00_u8), 2 => Just(0x80), 1 => any::<u8>()],
        prop_oneof![
            8 => prop::sample::select(vec![0xA4_u8, 0xB0, 0xB1, 0x20, 0x2A, 0xC0, 0x24, 0x2C]),
            1 => any::<u8>(),
        ],
        prop::sample::select(vec![
            0x00_u8, 0x01, 0x02, 0x04, 0x80, 0x81, 0x86, 0x8A, 0x9A,
        ]),
        prop::sample::select(vec![
            0x00_u8, 0x01, 0x0C, 0x18, 0x80, 0x97, 0x98, 0x9A, 0x9B,
        ]),
    );
    let data = prop_oneof![
        2 => Just(Vec::new()),
        1 => Just(JPKI.to_vec()),
        1 => Just(TEXT_AP.to_vec()),
        1 => Just(b"1234".to_vec()),
        2 => prop::sample::select(vec![1_u8, 5, 6, 0x0A, 0x17, 0x18, 0x1A, 0x1B])
            .prop_map(|id| vec![0x00, id]),
        1 => prop::collection::vec(any::<u8>(), 0..70),
    ];
    let tail = prop::collection::vec(prop_oneof![Just(0_u8), any::<u8>()], 0..4);
    let made = (header, data, any::<bool>(), tail).prop_map(|((a, b, c, d), data, long, tail)| {
        let mut bytes = vec![a, b, c, d];
        let length = u8::try_from(data.len()).unwrap();
        match (data.is_empty(), long) {
            (true, _) => {}
            (false, true) => bytes.extend([0, 0, length]),
            (false, false) => bytes.push(length),
        }
        bytes.extend(data);
        bytes.extend(tail);
        bytes
    });
    let bent = (known.clone(), any::<prop::sample::Index>(), any::<u8>()).prop_map(
        |(mut bytes, place, value)| {
            let place = place.index(bytes.len());
            bytes[place] = value;
            bytes
        },
    );
    prop_oneof![8 => known, 3 => made, 2 => bent, 1 => prop::collection::vec(any::<u8>(), 0..12)]
}

fn step() -> impl Strategy<Value = Step> {
    let answer = prop_oneof![
        6 => Just(Some(0x9000)),
        4 => (0x63C0_u16..=0x63C3).prop_map(Some),
        1 => Just(Some(0x6A82)),
        1 => Just(Some(0x6110)),
        1 => any::<u16>().prop_map(Some),
        1 => Just(None),
    ];
    prop_oneof![
        1 => any::<bool>().prop_map(Step::PinTyped),
        5 => (command(), answer).prop_map(|(command, answer)| Step::Command(command, answer)),
    ]
}

/// The rules for VERIFY, written down a second time.
#[derive(Default)]
struct Witness {
    typed: Option<bool>,
    tries: Option<u16>,
}

impl Witness {
    fn may_verify(&self) -> bool {
        match self.typed {
            Some(true) => self.tries >= Some(1),
            Some(false) => self.tries >= Some(2),
            None => false,
        }
    }

    fn saw(&mut self, is_pin: bool, answer: Option<u16>) {
        if is_pin {
            *self = Self::default();
        }
        match answer {
            Some(status) if status & 0xFFF0 == 0x63C0 => self.tries = Some(status & 0xF),
            Some(_) => self.tries = None,
            // A query without an answer costs nothing; what was read before still holds.
            None => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn nothing_forbidden_passes(steps in prop::collection::vec(step(), 1..80)) {
        let mut guard = Guard::default();
        let mut card = PermissiveCard::default();
        let mut witness = Witness::default();
        let mut passed = 0;
        for step in steps {
            match step {
                Step::PinTyped(confirmed) => {
                    guard.pin_typed(confirmed);
                    witness.typed = Some(confirmed);
                }
                Step::Command(command, answer) => {
                    let Ok(permitted) = guard.permit(&command) else {
                        continue;
                    };
                    passed += 1;
                    let is_verify = command[1] == 0x20;
                    let is_pin = is_verify && command.len() > 5;
                    prop_assert!(!is_pin || witness.may_verify(), "{command:02X?}");
                    // Lost or not, the card carries out what it does not refuse.
                    if answer != Some(0x6A82) {
                        card.carry_out(&command);
                    }
                    if let Some(status) = answer {
                        guard.answered(permitted, &status.to_be_bytes());
                    }
                    if is_verify {
                        witness.saw(is_pin, answer);
                    }
                    prop_assert!(card.is_unharmed(), "{command:02X?}");
                }
            }
        }
        prop_assert!(card.pins <= usize::from(caps::SESSION_VERIFIES));
        prop_assert!(passed <= usize::from(caps::SESSION_APDUS));
    }

    #[test]
    fn no_bytes_make_it_panic(commands: Vec<Vec<u8>>, answers: Vec<Vec<u8>>) {
        let mut guard = Guard::default();
        for (command, answer) in commands.iter().zip(&answers) {
            if let Ok(permitted) = guard.permit(command) {
                guard.answered(permitted, answer);
            }
        }
    }
}
