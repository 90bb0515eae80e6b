//! The driver's block protocol against the card's, two readings of ISO/IEC 14443-4, through
//! readers that only carry frames, in a field that loses and spoils them: the right answer or
//! an error, never a wrong answer, and nothing executed that was not asked for.

use card_wasm::iso7816::{Command, ExpectedLength};
use card_wasm::link::{CardChannel, CardReader, LinkError};
use proptest::prelude::*;
use virtual_card::{FrameFault, FrameMishap, IllegalBlock, Profile, VirtualCard};

use crate::desk::{Desk, block_on};
use crate::sony::open;

const MODELS: [&str; 4] = [
    "rc-s300",
    "rc-s300-short-escape",
    "rc-s300-prologue",
    "rc-s380",
];

/// A command as the test sees it.
#[derive(Clone, Debug)]
struct Wish {
    header: [u8; 4],
    data: Vec<u8>,
    expected: Option<usize>,
}

impl Wish {
    fn command(&self) -> Command {
        let mut command = Command::new(self.header);
        if !self.data.is_empty() {
            command = command.with_data(&self.data).unwrap();
        }
        match self.expected {
            Some(length) => command.expecting(ExpectedLength::at_most(length)),
            None => command,
        }
    }

    fn presents_a_pin(&self) -> bool {
        self.header[1] == 0x20 && !self.data.is_empty()
    }
}

fn wish(header: [u8; 4], data: &[u8], expected: Option<usize>) -> Wish {
    Wish {
        header,
        data: data.to_vec(),
        expected,
    }
}

fn select() -> Wish {
    let name = b"\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
    wish([0x00, 0xA4, 0x04, 0x0C], name, None)
}

/// Commands of every length, with answers of every length.
fn wishes() -> impl Strategy<Value = Wish> {
    const READ: [u8; 4] = [0x00, 0xB0, 0x8A, 0x00];
    const VERIFY: [u8; 4] = [0x00, 0x20, 0x00, 0x98];
    prop_oneof![
        Just(select()),
        Just(wish(VERIFY, b"", None)),
        Just(wish(VERIFY, b"9999", None)),
        Just(wish(VERIFY, b"1234", None)),
        // A signature, for which the card takes its time.
        Just(wish([0x80, 0x2A, 0x00, 0x97], &[0x30; 51], Some(256))),
        (1_usize..2_000).prop_map(|length| wish(READ, b"", Some(length))),
        // Something unknown that is long.
        (1_usize..1_500, any::<u8>()).prop_map(|(length, filling)| {
            wish([0x00, 0xD6, 0x00, 0x00], &vec![filling; length], None)
        }),
    ]
}

fn mishap() -> impl Strategy<Value = FrameMishap> {
    prop_oneof![
        Just(FrameMishap::CommandLost),
        Just(FrameMishap::CommandCorrupted),
        Just(FrameMishap::AnswerRepeated),
        Just(FrameMishap::AnswerLost),
        Just(FrameMishap::AnswerCorrupted),
        Just(FrameMishap::WrongBlockNumber),
        Just(FrameMishap::StaleAcknowledgement),
        Just(FrameMishap::IllegalBlock(IllegalBlock::Deselect)),
        Just(FrameMishap::IllegalBlock(IllegalBlock::Supervisory)),
        Just(FrameMishap::IllegalBlock(IllegalBlock::Reserved)),
        any::<u8>().prop_map(FrameMishap::AnswerCutShort),
        (0_u16..6_000).prop_map(FrameMishap::AnswerLate),
        any::<u8>().prop_map(FrameMishap::AsksForTime),
    ]
}

/// What ISO/IEC 14443-4, 7.5.5 and 7.5.6 make good. Not among it: a card that did not hear the
/// command and says something else, after which the driver sends nothing a second time; and a
/// card that wants more time than there is.
fn mishap_that_can_be_mended() -> impl Strategy<Value = FrameMishap> {
    mishap().prop_filter("beyond repair", |mishap| match mishap {
        FrameMishap::AnswerRepeated => false,
        FrameMishap::AsksForTime(multiplier) => (1..=10).contains(multiplier),
        _ => true,
    })
}

pub(crate) fn faults() -> impl Strategy<Value = Vec<FrameFault>> {
    let fault = (0_u32..40, mishap()).prop_map(|(at, mishap)| FrameFault { at, mishap });
    let faults = proptest::collection::vec(fault, 0..8);
    faults.prop_filter("a perfect forgery", |faults| !is_perfect_forgery(faults))
}

/// The last answer once more, with the number of the one that is awaited: nothing that
/// ISO/IEC 14443-4 has tells it from the right one.
fn is_perfect_forgery(faults: &[FrameFault]) -> bool {
    let repeated = |fault: &&FrameFault| fault.mishap == FrameMishap::AnswerRepeated;
    let renumbered = |at| {
        let same =
            |fault: &FrameFault| fault.at == at && fault.mishap == FrameMishap::WrongBlockNumber;
        faults.iter().any(same)
    };
    faults
        .iter()
        .filter(repeated)
        .any(|fault| renumbered(fault.at))
}

/// A card that is what the one on the reader is now, to say what would be right.
fn twin(desk: &Desk) -> VirtualCard {
    let counters = desk.pipe.look(|reader| {
        let card = reader.card().unwrap();
        card.counters().clone()
    });
    let profile = Profile::named("valid-adult").unwrap();
    let mut twin = VirtualCard::with_counters(profile, counters).unwrap();
    twin.power_on();
    twin
}

/// All of it: right answers or none, and a card that can be used again afterwards. Says how
/// many answers were right.
async fn converse(desk: &Desk, wishes: &[Wish], faults: &[FrameFault]) -> usize {
    let reader = open(desk).await.unwrap();
    let mut channel = reader.power_on().await.unwrap();
    let mut twin = twin(desk);
    let (mut asked, mut right) = (0, 0);
    desk.pipe.change(|reader| reader.set_frame_faults(faults));
    for wish in wishes {
        let command = wish.command();
        asked += u64::from(wish.presents_a_pin());
        let answer = channel.exchange(&command).await;
        let verifies = desk.pipe.look(|reader| reader.traffic().verifies);
        assert!(verifies <= asked, "a VERIFY was executed twice");
        match answer {
            Ok(response) => {
                let expected = twin.transmit(&command.encode());
                let (data, status) = expected.split_last_chunk::<2>().unwrap();
                assert_eq!(response.data(), data, "{:02X?}", wish.header);
                let status = u16::from_be_bytes(*status);
                assert_eq!(response.status().value(), status, "{:02X?}", wish.header);
                right += 1;
            }
            Err(LinkError::CommandTooLong) => {}
            Err(error) => {
                assert!(error.code().starts_with("LINK-"));
                // Executed or not, nobody knows: both start anew.
                let _ = channel.power_off().await;
                channel = power_on(&reader).await;
                twin = self::twin(desk);
            }
        }
    }
    // Whatever happened: once no frame is lost any more, everything works.
    desk.pipe.change(|reader| reader.set_frame_faults(&[]));
    let _ = channel.power_off().await;
    channel = power_on(&reader).await;
    let selected = channel.exchange(&select().command()).await.unwrap();
    assert_eq!(selected.status().value(), 0x9000);
    channel.power_off().await.unwrap();
    reader.close().await.unwrap();
    right
}

/// Powers the card on, though a fault may strike here, too.
async fn power_on(reader: &impl CardReader) -> Box<dyn CardChannel> {
    /// More than there are faults.
    const ATTEMPTS: usize = 50;
    let mut last = None;
    for _ in 0..ATTEMPTS {
        match reader.power_on().await {
            Ok(channel) => return channel,
            Err(error) => last = Some(error),
        }
    }
    panic!("the card cannot be powered again: {last:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_answer_is_right_or_there_is_none(
        model in proptest::sample::select(MODELS.to_vec()),
        wishes in proptest::collection::vec(wishes(), 1..8),
        faults in faults(),
    ) {
        let desk = Desk::in_page(model, "valid-adult");
        let right = block_on(converse(&desk, &wishes, &faults));
        if faults.is_empty() && model != "rc-s300-prologue" {
            prop_assert_eq!(right, wishes.len());
        }
        desk.assert_locked();
    }

    #[test]
    fn one_mishap_is_always_made_good(
        model in proptest::sample::select(vec!["rc-s300", "rc-s300-short-escape", "rc-s380"]),
        wish in wishes(),
        at in 0_u32..12,
        mishap in mishap_that_can_be_mended(),
    ) {
        let faults = [FrameFault { at, mishap }];
        let desk = Desk::in_page(model, "valid-adult");
        let right = block_on(converse(&desk, &[select(), wish], &faults));
        prop_assert_eq!(right, 2, "{:?}", faults);
    }
}
