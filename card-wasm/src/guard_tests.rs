//! Nothing forbidden reaches a card, whatever is asked and in whatever order.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;
use crate::iso7816::ExpectedLength;
use crate::link::script::hex;
use futures_util::FutureExt;

/// Nothing here ever waits.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().unwrap()
}

/// 券面事項入力補助AP and 券面事項確認AP, where the 個人番号 lies.
const TEXT_AP: &str = "D3921000310001010408";
const SURFACE_AP: &str = "D3921000310001010402";

/// The most permissive card there can be: it understands everything, takes the beginning
/// of an identifier for the whole, ignores what it need not know, and remembers where it is
/// and what was done there.
#[derive(Default)]
struct PermissiveCard {
    application: Vec<u8>,
    file: u16,
    touched: Vec<(Vec<u8>, u16, u8)>,
}

impl PermissiveCard {
    fn carry_out(&mut self, command: &Command) {
        let [p1, p2] = command.parameters();
        let short = |byte: u8| u16::from(byte & 0x1F);
        match command.instruction() {
            0xA4 if p1 == 0x04 => {
                self.application = command.data().to_vec();
                self.file = 0;
            }
            0xA4 => {
                let id = command
                    .data()
                    .iter()
                    .fold(0, |id, byte| id << 8 | u16::from(*byte));
                self.file = id;
                self.touch(command);
            }
            0xB0 if p1 & 0x80 != 0 => {
                self.file = short(p1);
                self.touch(command);
            }
            0xC0 => {}
            0xB0 => self.touch(command),
            _ => {
                if short(p2) != 0 {
                    self.file = short(p2);
                }
                self.touch(command);
            }
        }
    }

    fn touch(&mut self, command: &Command) {
        let what = (self.application.clone(), self.file, command.instruction());
        self.touched.push(what);
    }
}

#[derive(Clone)]
struct CardInSlot {
    card: Rc<RefCell<PermissiveCard>>,
    answers: Rc<RefCell<Vec<Result<u16, LinkError>>>>,
}

#[async_trait(?Send)]
impl CardChannel for CardInSlot {
    fn limits(&self) -> Limits {
        Limits::EXTENDED
    }

    /// Carries everything out, then answers as told, or not at all: a command whose answer
    /// is lost has been carried out all the same.
    async fn exchange(&mut self, command: &Command) -> Result<Response, LinkError> {
        let answer = self.answers.borrow_mut().pop().unwrap_or(Ok(0x9000));
        let carried_out = !matches!(answer, Ok(0x6A82));
        if carried_out {
            self.card.borrow_mut().carry_out(command);
        }
        Ok(Response::new(Vec::new(), StatusWord::from(answer?)).unwrap())
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        let mut card = self.card.borrow_mut();
        card.application.clear();
        card.file = 0;
        Ok(())
    }
}

fn guarded() -> (Guarded<CardInSlot>, CardInSlot) {
    let slot = CardInSlot {
        card: Rc::default(),
        answers: Rc::default(),
    };
    (Guarded::new(slot.clone()), slot)
}

fn command(header: &str, data: &str, expected: Option<usize>) -> Command {
    let header: [u8; 4] = hex(header).try_into().unwrap();
    let command = Command::new(header).with_data(&hex(data)).unwrap();
    match expected {
        Some(length) => command.expecting(ExpectedLength::at_most(length)),
        None => command,
    }
}

fn select(aid: &str) -> Command {
    command("00A4040C", aid, None)
}

/// Everything that may ever be done to a file, held apart from the guard's own list.
fn is_harmless((application, file, instruction): &(Vec<u8>, u16, u8)) -> bool {
    application.as_slice() == JPKI_AID
        && match file {
            0x0006 | 0x000A => matches!(instruction, 0xA4 | 0xB0),
            0x0017 => matches!(instruction, 0xA4 | 0x2A),
            0x0018 => matches!(instruction, 0xA4 | 0x20),
            _ => false,
        }
}

const JPKI: &str = "D392F000260100000001";

#[test]
fn a_visit_passes() {
    let (mut channel, slot) = guarded();
    let visit = [
        select(JPKI),
        command("00B08600", "", Some(32)),
        command("00B08A00", "", Some(65_536)),
        command("00B00100", "", Some(256)),
        command("00200098", "", None),
        command("00200098", "31323334", None),
        command("802A0097", &"30".repeat(51), Some(256)),
        command("00A4020C", "0018", None),
        command("00200080", "", None),
        command("00200080", "31323334", None),
        command("00A4020C", "0017", None),
        command("802A0080", &"30".repeat(51), Some(256)),
        select("A0000001510000"),
    ];
    for step in visit {
        assert!(block_on(channel.exchange(&step)).is_ok(), "{step:?}");
    }
    assert_eq!(slot.card.borrow().touched.len(), 11);
}

#[test]
fn the_applications_with_the_number_cannot_be_selected() {
    for aid in [
        TEXT_AP,
        SURFACE_AP,
        "D3921000310001010401",
        "D392100031000101",
        "D392",
    ] {
        for header in [
            "00A4040C", "00A40400", "01A4040C", "0CA4040C", "80A4040C", "00A4000C",
        ] {
            for expected in [None, Some(256)] {
                let (mut channel, slot) = guarded();
                let refused = block_on(channel.exchange(&command(header, aid, expected)));
                assert_eq!(refused, Err(LinkError::Forbidden), "{header} {aid}");
                assert!(slot.card.borrow().application.is_empty());
            }
        }
    }
}

#[test]
fn beginnings_of_permitted_identifiers_are_refused() {
    for length in 0..10 {
        let (mut channel, _) = guarded();
        let beginning = select(&JPKI[..2 * length]);
        assert_eq!(
            block_on(channel.exchange(&beginning)),
            Err(LinkError::Forbidden)
        );
    }
}

#[test]
fn nothing_but_a_selection_passes_at_first_and_after_power_off() {
    let read = command("00B08A00", "", Some(256));
    let (mut channel, _) = guarded();
    assert_eq!(block_on(channel.exchange(&read)), Err(LinkError::Forbidden));
    block_on(channel.exchange(&select(JPKI))).unwrap();
    assert!(block_on(channel.exchange(&read)).is_ok());
    block_on(channel.power_off()).unwrap();
    assert_eq!(block_on(channel.exchange(&read)), Err(LinkError::Forbidden));
}

#[test]
fn where_the_card_is_must_be_certain() {
    let by_offset = command("00B00100", "", Some(256));
    let by_short_id = command("00B08A00", "", Some(256));
    let (mut channel, slot) = guarded();
    block_on(channel.exchange(&select(JPKI))).unwrap();
    // An unanswered read leaves the current file open, an unanswered SELECT everything.
    slot.answers.borrow_mut().push(Err(LinkError::Timeout));
    assert_eq!(
        block_on(channel.exchange(&by_short_id)),
        Err(LinkError::Timeout)
    );
    assert_eq!(
        block_on(channel.exchange(&by_offset)),
        Err(LinkError::Forbidden)
    );
    assert!(block_on(channel.exchange(&by_short_id)).is_ok());
    assert!(block_on(channel.exchange(&by_offset)).is_ok());
    slot.answers.borrow_mut().push(Err(LinkError::Timeout));
    assert_eq!(
        block_on(channel.exchange(&select(JPKI))),
        Err(LinkError::Timeout)
    );
    assert_eq!(
        block_on(channel.exchange(&by_short_id)),
        Err(LinkError::Forbidden)
    );
}

#[test]
fn together_passes_what_passes_one_after_the_other_or_nothing() {
    let by_offset = || command("00B00100", "", Some(256));
    let by_short_id = || command("00B08A00", "", Some(256));
    let (mut channel, slot) = guarded();
    let visit = [select(JPKI), by_short_id(), by_offset()];
    assert_eq!(block_on(channel.exchange_all(&visit)).unwrap().len(), 3);
    // One that is not on the list, or not there, holds all back.
    for wrong in [
        [select(JPKI), select(TEXT_AP)],
        [select("A0000001510000"), by_short_id()],
    ] {
        let before = slot.card.borrow().touched.len();
        let refused = block_on(channel.exchange_all(&wrong[..]));
        assert_eq!(refused, Err(LinkError::Forbidden));
        assert_eq!(slot.card.borrow().touched.len(), before);
    }
    // Without an answer it is open how far the card has come.
    slot.answers.borrow_mut().push(Err(LinkError::Timeout));
    let there_and_back = [select("A0000001510000"), select(JPKI)];
    let lost = block_on(channel.exchange_all(&there_and_back));
    assert_eq!(lost, Err(LinkError::Timeout));
    assert_eq!(
        block_on(channel.exchange(&by_short_id())),
        Err(LinkError::Forbidden)
    );
    // What was not reached does not count.
    slot.answers.borrow_mut().push(Ok(0x6A82));
    let answers = block_on(channel.exchange_all(&visit)).unwrap();
    assert_eq!(answers.len(), 1);
    assert_eq!(
        block_on(channel.exchange(&by_short_id())),
        Err(LinkError::Forbidden)
    );
}

#[test]
fn variants_of_permitted_commands_are_refused() {
    let number = "313233343536373839303132";
    let table = [
        // An answer to SELECT is not wanted.
        command("00A4040C", JPKI, Some(256)),
        command("00A4020C", "0006", Some(256)),
        command("00A4020C", "010006", None),
        command("00A4020C", "0106", None),
        // Other files, by name and by short identifier.
        command("00A4020C", "0001", None),
        command("00A4020C", "001B", None),
        command("00B08100", "", Some(256)),
        command("00B09700", "", Some(256)),
        command("00B0CA00", "", Some(256)),
        command("00B08A00", "", None),
        command("00B08A00", "00", Some(256)),
        // Other PINs, and what no PIN is, the number above all.
        command("0020009B", "31323334", None),
        command("00200118", "31323334", None),
        command("00200198", "31323334", None),
        command("00200098", "31323334", Some(256)),
        command("00200098", "313233", None),
        command("00200098", "31323341", None),
        command("00200098", number, None),
        // Other keys, schemes and classes.
        command("802A009A", "30", Some(256)),
        command("802A0197", "30", Some(256)),
        command("802A0097", "", Some(256)),
        command("802A0097", "30", None),
        command("002A0097", "30", Some(256)),
        command("01B08A00", "", Some(256)),
        command("0CB08A00", "", Some(256)),
        // The current file is the label, which cannot be verified or signed with.
        command("00200080", "", None),
        command("802A0080", "30", Some(256)),
    ];
    let (mut channel, slot) = guarded();
    block_on(channel.exchange(&select(JPKI))).unwrap();
    block_on(channel.exchange(&command("00A4020C", "0006", None))).unwrap();
    for refused in table {
        let result = block_on(channel.exchange(&refused));
        assert_eq!(result, Err(LinkError::Forbidden), "{refused:?}");
    }
    assert_eq!(slot.card.borrow().touched.len(), 1);
}

#[test]
fn get_response_passes_only_after_61xx() {
    let fetch = command("00C00000", "", Some(256));
    let (mut channel, slot) = guarded();
    assert_eq!(
        block_on(channel.exchange(&fetch)),
        Err(LinkError::Forbidden)
    );
    slot.answers.borrow_mut().push(Ok(0x6110));
    block_on(channel.exchange(&select(JPKI))).unwrap();
    assert!(block_on(channel.exchange(&fetch)).is_ok());
    assert_eq!(
        block_on(channel.exchange(&fetch)),
        Err(LinkError::Forbidden)
    );
}

#[path = "guard_property_tests.rs"]
mod property;
