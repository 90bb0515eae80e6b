//! Whatever a verifier wants sent, in whatever order: the most permissive card is never given
//! a PIN, never leaves the list, and signs nothing that was not announced.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::FutureExt;
use proptest::prelude::*;

use super::*;
use crate::iso7816::ExpectedLength;
use crate::link::script::hex;

const JPKI: &str = "D392F000260100000001";
const MESSAGE: &[u8] = b"what this program wants signed";

/// Application, file, header and data of a command that reached the card.
type Done = (Vec<u8>, u16, [u8; 4], Vec<u8>);

/// A card that understands everything and remembers where it is and what was done there.
#[derive(Default)]
struct Permissive {
    application: Vec<u8>,
    file: u16,
    done: Vec<Done>,
    answers: Vec<Result<u16, LinkError>>,
}

#[derive(Clone, Default)]
struct Slot(Rc<RefCell<Permissive>>);

#[async_trait(?Send)]
impl CardChannel for Slot {
    fn limits(&self) -> Limits {
        Limits::EXTENDED
    }

    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let mut card = self.0.borrow_mut();
        let answer = card.answers.pop().unwrap_or(Ok(0x9000));
        let [p1, p2] = command.parameters();
        match (command.instruction(), p1) {
            (0xA4, 0x04) => {
                card.application = command.data().to_vec();
                card.file = 0;
            }
            (0xA4, _) => card.file = u16::from(*command.data().last().unwrap_or(&0)),
            (0xB0, 0x80..) => card.file = u16::from(p1 & 0x1F),
            (0xB0 | 0xC0, _) => {}
            _ if p2 & 0x1F != 0 && command.instruction() != 0xA2 => {
                card.file = u16::from(p2 & 0x1F);
            }
            _ => {}
        }
        let header = [command.class(), command.instruction(), p1, p2];
        let done = (
            card.application.clone(),
            card.file,
            header,
            command.data().to_vec(),
        );
        card.done.push(done);
        answer.map(|status| Response::try_from(status.to_be_bytes().as_slice()).unwrap())
    }

    fn has_pin_pad(&self) -> bool {
        true
    }

    async fn verify_on_pin_pad(&mut self, _entry: &PinEntry) -> Result<Response, LinkError> {
        panic!("a PIN was asked for");
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        Ok(())
    }
}

/// What may have happened to the card, said once more in other words.
fn is_harmless((application, file, header, data): &Done) -> bool {
    let in_jpki = *application == hex(JPKI);
    match header {
        [0x00, 0xA4, 0x04, 0x0C] => in_jpki || *application == hex("A0000001510000"),
        [0x00, 0xA4, 0x02, 0x0C] => in_jpki && matches!(file, 0x06 | 0x0A | 0x16 | 0x17),
        [0x00, 0xB0, ..] => in_jpki && matches!(file, 0x06 | 0x0A),
        [0x00, 0xC0, 0, 0] => true,
        [0x80, 0xA2, 0x06 | 0x00, 0xC1] | [0x00, 0x84 | 0x82, 0, 0] => in_jpki && *file == 0x16,
        [0x80, 0x2A, 0x00, _] => {
            let announced = SignatureAlgorithm::ALL.map(|it| it.card_input(MESSAGE));
            in_jpki && *file == 0x17 && announced.contains(data)
        }
        _ => false,
    }
}

fn command(text: &str, data: &[u8], expected: Option<usize>) -> Command {
    let header: [u8; 4] = hex(text).try_into().unwrap();
    let command = Command::new(header).with_data(data).unwrap();
    match expected {
        Some(length) => command.expecting(ExpectedLength::at_most(length)),
        None => command,
    }
}

fn send(guard: &mut RelayGuarded<Slot>, command: &Command) -> Result<(), LinkError> {
    guard.exchange(command).now_or_never().unwrap().map(drop)
}

fn at_verifier() -> (RelayGuarded<Slot>, Slot) {
    let slot = Slot::default();
    let mut guard = RelayGuarded::new(slot.clone());
    send(&mut guard, &command("00A4040C", &hex(JPKI), None)).unwrap();
    send(&mut guard, &command("00A4020C", &[0, 0x16], None)).unwrap();
    (guard, slot)
}

#[test]
fn what_a_verifier_says_passes_at_its_own_key_alone() {
    let of_verifier = [
        command("80A206C1", &[1; 307], None),
        command("80A200C1", &[1; 261], None),
        command("00840000", &[], Some(16)),
        command("00820000", &[1; 256], None),
    ];
    let (mut guard, _) = at_verifier();
    for one in &of_verifier {
        assert_eq!(send(&mut guard, one), Ok(()), "{one:?}");
    }
    send(&mut guard, &command("00A4020C", &[0, 0x17], None)).unwrap();
    for one in &of_verifier {
        assert_eq!(send(&mut guard, one), Err(LinkError::Forbidden), "{one:?}");
    }
}

#[test]
fn no_pin_has_a_way_here() {
    let (mut guard, slot) = at_verifier();
    for (header, data) in [
        ("00200098", &b"1234"[..]),
        ("00200098", b""),
        ("00200080", b"1234"),
        ("00240180", b"1234"),
        ("00820098", b"1234"),
        ("00A4020C", &[0x00, 0x18]),
        ("00A4020C", &[0x00, 0x1B]),
    ] {
        let refused = send(&mut guard, &command(header, data, None));
        assert_eq!(refused, Err(LinkError::Forbidden), "{header} {data:02X?}");
    }
    assert!(!guard.has_pin_pad());
    let entry = PinEntry::new([0x00, 0x20, 0x00, 0x98], 4, 0x0411);
    let refused = guard.verify_on_pin_pad(&entry).now_or_never().unwrap();
    assert_eq!(refused.err(), Some(LinkError::Forbidden));
    assert_eq!(slot.0.borrow().done.len(), 2);
}

#[test]
fn what_was_announced_is_signed_once() {
    let (mut guard, _) = at_verifier();
    let input = SignatureAlgorithm::Rs256.card_input(MESSAGE);
    let sign = command("802A0097", &input, Some(256));
    assert_eq!(
        send(&mut guard, &sign),
        Err(LinkError::Forbidden),
        "not announced"
    );
    guard.warrant(Warrant::PinTyped {
        last_try_confirmed: true,
    });
    assert_eq!(
        send(&mut guard, &sign),
        Err(LinkError::Forbidden),
        "no message"
    );
    guard.warrant(Warrant::Message(b"another message"));
    assert_eq!(
        send(&mut guard, &sign),
        Err(LinkError::Forbidden),
        "another"
    );
    guard.warrant(Warrant::Message(MESSAGE));
    assert_eq!(send(&mut guard, &sign), Ok(()));
    assert_eq!(send(&mut guard, &sign), Err(LinkError::Forbidden), "twice");
}

#[test]
fn number_and_size_are_bounded() {
    let (mut guard, _) = at_verifier();
    for (header, data, expected) in [
        ("80A206C1", vec![1; MOST_DATA + 1], None),
        ("80A206C1", vec![], None),
        ("80A206C1", vec![1], Some(1)),
        ("00820000", vec![1; MOST_DATA + 1], None),
        ("00840000", vec![], Some(LONGEST_CHALLENGE + 1)),
        ("00840000", vec![], None),
    ] {
        let refused = send(&mut guard, &command(header, &data, expected));
        assert_eq!(
            refused,
            Err(LinkError::Forbidden),
            "{header} {}",
            data.len()
        );
    }
    let authenticate = command("00820000", &[1], None);
    for _ in 0..MOST_AUTHENTICATIONS {
        assert_eq!(send(&mut guard, &authenticate), Ok(()));
    }
    assert_eq!(send(&mut guard, &authenticate), Err(LinkError::Forbidden));
    let challenge = command("00840000", &[], Some(16));
    for _ in MOST_AUTHENTICATIONS..MOST_OF_VERIFIER {
        assert_eq!(send(&mut guard, &challenge), Ok(()));
    }
    assert_eq!(send(&mut guard, &challenge), Err(LinkError::Forbidden));
    // Neither power nor another selection gives anything back.
    guard.power_off().now_or_never().unwrap().unwrap();
    send(&mut guard, &command("00A4040C", &hex(JPKI), None)).unwrap();
    send(&mut guard, &command("00A4020C", &[0, 0x16], None)).unwrap();
    assert_eq!(send(&mut guard, &challenge), Err(LinkError::Forbidden));
}

fn any_command() -> impl Strategy<Value = Command> {
    let class = prop_oneof![4 => Just(0x00), 3 => Just(0x80), 1 => any::<u8>()];
    let instructions = vec![
        0xA4, 0xB0, 0x20, 0x24, 0x2A, 0xC0, 0x82, 0x84, 0xA2, 0xCA, 0x88,
    ];
    let instruction = prop_oneof![8 => prop::sample::select(instructions), 1 => any::<u8>()];
    let bytes = vec![
        0x00, 0x02, 0x04, 0x06, 0x0C, 0x80, 0x8A, 0x96, 0x97, 0x98, 0xC1,
    ];
    let parameter = || prop_oneof![6 => prop::sample::select(bytes.clone()), 1 => any::<u8>()];
    let known: Vec<Vec<u8>> = [
        JPKI,
        JPKI,
        JPKI,
        "D3921000310001010408",
        "A0000001510000",
        "0001",
        "000A",
        "0016",
        "0016",
        "0017",
        "0018",
        "31323334",
        "",
    ]
    .map(hex)
    .to_vec();
    let data = prop_oneof![
        8 => prop::sample::select(known),
        2 => Just(SignatureAlgorithm::Rs256.card_input(MESSAGE)),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
    ];
    let expected = prop::option::of(1_usize..300);
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
        1 => any::<u16>().prop_map(Ok),
        1 => Just(Err(LinkError::Timeout)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn nothing_outside_the_list_reaches_a_card(
        steps in proptest::collection::vec(
            (proptest::collection::vec((any_command(), any_answer()), 1..4), any::<bool>()),
            1..24,
        ),
    ) {
        let (mut guard, slot) = at_verifier();
        for (step, announced) in steps {
            if announced {
                guard.warrant(Warrant::Message(MESSAGE));
            }
            let (commands, mut answers): (Vec<_>, Vec<_>) = step.into_iter().unzip();
            answers.reverse();
            slot.0.borrow_mut().answers = answers;
            let before = slot.0.borrow().done.len();
            let result = match commands.as_slice() {
                [one] => send(&mut guard, one),
                all => guard.exchange_all(all).now_or_never().unwrap().map(drop),
            };
            let card = slot.0.borrow();
            let done = card.done.get(before..).unwrap_or_default();
            prop_assert!(done.iter().all(is_harmless), "{commands:?}");
            let signatures = done.iter().filter(|(_, _, header, _)| header[1] == 0x2A);
            prop_assert!(signatures.count() <= 1, "{commands:?}");
            if result == Err(LinkError::Forbidden) {
                prop_assert!(done.is_empty(), "{commands:?}");
            }
        }
        let done = &slot.0.borrow().done;
        let count = |wanted: u8| done.iter().filter(|(_, _, it, _)| it[1] == wanted).count();
        prop_assert!(count(0x82) <= usize::from(MOST_AUTHENTICATIONS));
        prop_assert!(count(0x82) + count(0x84) + count(0xA2) <= usize::from(MOST_OF_VERIFIER));
    }
}
