//! The driver's T=1 against the card's, two readings of one standard, on a line that loses,
//! repeats, delays and spoils blocks: the right answer or an error, never a wrong answer, and
//! nothing executed that was not asked for.

use card_wasm::tpdu::{Action, Answer, Check, Failure, T1};
use proptest::prelude::*;
use virtual_card::{
    BlockDirection, BlockFault, BlockMishap, ContactAnswer, Model, Profile, Transfer, VirtualCard,
    VirtualReader,
};

const POWER_ON: u8 = 0x62;
const POWER_OFF: u8 = 0x63;
const SET_PARAMETERS: u8 = 0x61;
const TRANSFER_BLOCK: u8 = 0x6F;
/// Blocks that the longest exchange here may take, all repetitions included.
const MOST_BLOCKS: u32 = 10_000;

/// A reader at TPDU level that was told what the card wants, and the host's side of T=1.
struct Host {
    reader: VirtualReader,
    contacts: ContactAnswer,
    protocol: T1,
}

impl Host {
    fn new(contacts: ContactAnswer) -> Self {
        let profile = Profile::named("valid-adult")
            .unwrap()
            .with_contacts(contacts);
        let mut reader = VirtualReader::new(Model::named("tpdu").unwrap());
        reader.insert(VirtualCard::new(profile).unwrap());
        let mut host = Self {
            reader,
            contacts,
            protocol: T1::new(Check::Lrc, 32, 254),
        };
        host.power_on();
        host
    }

    fn power_on(&mut self) {
        let (check, convention, size) = match self.contacts {
            ContactAnswer::CyclicCheck => (Check::Crc, 0x11, 254),
            ContactAnswer::SmallBlocks => (Check::Lrc, 0x10, 32),
            ContactAnswer::Second => (Check::Lrc, 0x10, 251),
            ContactAnswer::First | ContactAnswer::BothProtocols => (Check::Lrc, 0x10, 254),
        };
        // A warm reset would keep the application.
        self.message(POWER_OFF, 0, &[]).unwrap();
        self.message(POWER_ON, 0, &[]).unwrap();
        if self.contacts == ContactAnswer::BothProtocols {
            // T=0 is its first offer.
            self.message(TRANSFER_BLOCK, 0, &[0xFF, 0x01, 0xFE])
                .unwrap();
        }
        let parameters = [0x11, convention, 0x00, 0x46, 0x00, size, 0x00];
        self.message(SET_PARAMETERS, 1, &parameters).unwrap();
        self.protocol = T1::new(check, size, 254).telling(254);
    }

    /// One CCID message and its answer, or `bError`.
    fn message(&mut self, kind: u8, selection: u8, data: &[u8]) -> Result<Vec<u8>, u8> {
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        let header = [&[kind][..], &length, &[0, 0, selection, 0, 0]].concat();
        self.reader
            .bulk_out(&[header, data.to_vec()].concat())
            .unwrap();
        match self.reader.bulk_in(65_600) {
            Transfer::Data(answer) if answer[7] & 0xC0 == 0 => Ok(answer[10..].to_vec()),
            Transfer::Data(answer) => Err(answer[8]),
            other => panic!("no answer but {other:?}"),
        }
    }

    fn exchange(&mut self, apdu: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut action = self.protocol.begin(apdu);
        for _ in 0..MOST_BLOCKS {
            let (block, waiting_time) = match action {
                Action::Send {
                    block,
                    waiting_time,
                } => (block, waiting_time),
                Action::Done(answer) => return Ok(answer),
                Action::Failed(failure) => return Err(failure),
            };
            action = match self.message(TRANSFER_BLOCK, waiting_time, &block) {
                Ok(bytes) => self.protocol.receive(Answer::Bytes(&bytes)),
                Err(0xFE) => self.protocol.receive(Answer::Silence),
                Err(error) => panic!("the reader says {error:02X}"),
            };
        }
        panic!("more blocks than there can be");
    }

    /// A card that is what this one is now, to say what would be right.
    fn twin(&self) -> VirtualCard {
        let profile = Profile::named("valid-adult").unwrap();
        let counters = self.reader.card().unwrap().counters().clone();
        let mut twin = VirtualCard::with_counters(profile, counters).unwrap();
        twin.power_on();
        twin
    }

    /// All of it: right answers or none, and a card that can be used again afterwards.
    fn converse(&mut self, apdus: &[Vec<u8>]) {
        let mut twin = self.twin();
        let mut asked = 0;
        for apdu in apdus {
            asked += u64::from(apdu[1] == 0x20 && apdu.len() > 5);
            let answer = self.exchange(apdu);
            let traffic = self.reader.traffic();
            assert!(traffic.verifies <= asked, "a VERIFY was executed twice");
            match answer {
                Ok(answer) => {
                    let right = twin.transmit(apdu);
                    assert_eq!(answer, right, "{:02X?}", &apdu[..apdu.len().min(12)]);
                }
                Err(_) => {
                    // Executed or not, nobody knows: both start anew.
                    self.power_on();
                    twin = self.twin();
                }
            }
        }
        // Whatever happened: once no block is lost any more, everything works.
        self.reader.set_block_faults(&[]);
        self.power_on();
        let select = select_jpki();
        assert_eq!(self.exchange(&select), Ok(vec![0x90, 0x00]));
        assert_eq!(self.reader.card().unwrap().alarms(), []);
    }
}

fn select_jpki() -> Vec<u8> {
    b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01".to_vec()
}

/// Commands of every length, with answers of every length.
fn apdu() -> impl Strategy<Value = Vec<u8>> {
    let extended = |header: [u8; 4], length: u16| {
        let [high, low] = length.to_be_bytes();
        [&header[..], &[0, high, low]].concat()
    };
    prop_oneof![
        Just(select_jpki()),
        Just(b"\x00\x20\x00\x98".to_vec()),
        // The wrong PIN, and the right one.
        Just(b"\x00\x20\x00\x98\x049999".to_vec()),
        Just(b"\x00\x20\x00\x98\x041234".to_vec()),
        Just(b"\x80\x2A\x00\x97\x01\x00\x00".to_vec()),
        // The certificate, or as much of it.
        (0_u16..2_000).prop_map(move |length| extended([0x00, 0xB0, 0x8A, 0x00], length)),
        any::<u8>().prop_map(|length| vec![0x00, 0xB0, 0x8A, 0x00, length]),
        // Something unknown that is long.
        (1_u16..1_500, any::<u8>()).prop_map(move |(length, filling)| {
            let header = extended([0x00, 0xD6, 0x00, 0x00], length);
            [header, vec![filling; usize::from(length)]].concat()
        }),
    ]
}

fn mishap() -> impl Strategy<Value = BlockMishap> {
    prop_oneof![
        Just(BlockMishap::Lost),
        Just(BlockMishap::Empty),
        Just(BlockMishap::Repeated),
        Just(BlockMishap::Late),
        Just(BlockMishap::WrongLength),
        Just(BlockMishap::WrongSequence),
        Just(BlockMishap::WrongAddress),
        (any::<u8>(), any::<u8>()).prop_map(|(byte, mask)| BlockMishap::Corrupted { byte, mask }),
        any::<u8>().prop_map(|bytes| BlockMishap::CutOff { bytes }),
        any::<u8>().prop_map(|times| BlockMishap::WaitingTime { times }),
        any::<u8>().prop_map(|size| BlockMishap::InformationSize { size }),
        any::<u8>().prop_map(|control| BlockMishap::Supervision { control }),
    ]
}

pub(crate) fn fault() -> impl Strategy<Value = BlockFault> {
    let direction = prop_oneof![Just(BlockDirection::ToCard), Just(BlockDirection::FromCard)];
    let fault = (0_u32..40, direction, mishap());
    fault.prop_filter_map("a perfect forgery", |(at, direction, mishap)| {
        let fault = BlockFault {
            at,
            direction,
            mishap,
        };
        (!is_perfect_forgery(fault)).then_some(fault)
    })
}

/// What nobody could tell from the truth, and no line makes up with right check bytes: the
/// host's S(RESYNCH request) or S(ABORT request), the card's S(RESYNCH response), and a repeated
/// block of a command under the number of the next.
fn is_perfect_forgery(fault: BlockFault) -> bool {
    match (fault.direction, fault.mishap) {
        (BlockDirection::ToCard, BlockMishap::WrongSequence) => true,
        (BlockDirection::ToCard, BlockMishap::Supervision { control }) => {
            matches!(control | 0xC0, 0xC0 | 0xC2)
        }
        (BlockDirection::FromCard, BlockMishap::Supervision { control }) => control | 0xC0 == 0xE0,
        _ => false,
    }
}

pub(crate) fn contacts() -> impl Strategy<Value = ContactAnswer> {
    prop::sample::select(ContactAnswer::ALL.to_vec())
}

/// One mishap at each block in turn, of commands and answers that take several blocks: every
/// answer comes all the same, unless a side gave up.
#[test]
fn one_mishap_anywhere_is_overcome() {
    let apdus = [
        b"\x00\xB0\x8A\x00\x00\x03\x00".to_vec(),
        b"\x00\x20\x00\x98\x049999".to_vec(),
        [&b"\x00\xD6\x00\x00\x00\x02\x10"[..], &[0xA5; 0x210]].concat(),
        b"\x00\xB0\x8A\x03\x00".to_vec(),
    ];
    for contacts in ContactAnswer::ALL {
        let mut twin = Host::new(contacts).twin();
        twin.transmit(&select_jpki());
        let right = apdus.each_ref().map(|apdu| twin.transmit(apdu));
        for (direction, mishap) in all_mishaps() {
            let fault = |at| BlockFault {
                at,
                direction,
                mishap,
            };
            for at in 0.. {
                let mut host = Host::new(contacts);
                assert_eq!(host.exchange(&select_jpki()), Ok(vec![0x90, 0x00]));
                let before = host.reader.traffic().blocks;
                host.reader.set_block_faults(&[fault(at)]);
                let answers = apdus.each_ref().map(|apdu| host.exchange(apdu));
                let lost = answers.iter().filter(|answer| answer.is_err()).count();
                let most = usize::from(ends_an_exchange(mishap));
                assert!(lost <= most, "{contacts:?}, {:?}: {answers:?}", fault(at));
                for (answer, right) in answers.iter().zip(&right) {
                    let is_right = answer.as_ref().is_ok_and(|answer| answer == right);
                    assert!(answer.is_err() || is_right, "{contacts:?}, {:?}", fault(at));
                }
                assert!(host.reader.traffic().verifies <= 1);
                if u64::from(at) * 2 > host.reader.traffic().blocks - before {
                    break;
                }
            }
        }
    }
}

/// One side says that it began anew, or wants to end the chain, and has not: what was under way
/// is lost, and nothing else.
fn ends_an_exchange(mishap: BlockMishap) -> bool {
    matches!(mishap, BlockMishap::Supervision { control } if matches!(control, 0xC0 | 0xC2))
}

fn all_mishaps() -> impl Iterator<Item = (BlockDirection, BlockMishap)> {
    let mishaps = [
        BlockMishap::Lost,
        BlockMishap::Empty,
        BlockMishap::Repeated,
        BlockMishap::Late,
        BlockMishap::WrongLength,
        BlockMishap::WrongSequence,
        BlockMishap::WrongAddress,
        BlockMishap::Corrupted {
            byte: 1,
            mask: 0x40,
        },
        BlockMishap::CutOff { bytes: 1 },
        BlockMishap::WaitingTime { times: 9 },
        BlockMishap::InformationSize { size: 16 },
        BlockMishap::Supervision { control: 0xC4 },
        BlockMishap::Supervision { control: 0xE3 },
        BlockMishap::Supervision { control: 0xC0 },
        BlockMishap::Supervision { control: 0xC2 },
    ];
    let both = [BlockDirection::ToCard, BlockDirection::FromCard];
    both.into_iter()
        .flat_map(move |direction| mishaps.map(|mishap| (direction, mishap)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn without_faults_every_answer_is_right(
        contacts in contacts(),
        apdus in prop::collection::vec(apdu(), 1..6),
    ) {
        let mut host = Host::new(contacts);
        let mut twin = host.twin();
        for apdu in apdus {
            prop_assert_eq!(host.exchange(&apdu), Ok(twin.transmit(&apdu)));
        }
    }

    #[test]
    fn no_fault_brings_a_wrong_answer(
        contacts in contacts(),
        apdus in prop::collection::vec(apdu(), 1..6),
        faults in prop::collection::vec(fault(), 1..8),
    ) {
        let mut host = Host::new(contacts);
        host.reader.set_block_faults(&faults);
        host.converse(&apdus);
    }
}
