//! T=1 over a line that loses, spoils and delays blocks: an answer is right or there is none,
//! and no command is carried out twice.

use proptest::prelude::*;

use crate::tpdu::{Action, Answer, Block, Check, Failure, Reason, Sequence, Supervisory, T1};
use zeroize::Zeroizing;

/// A card that answers a command with its bytes and 9000, and counts what it carried out.
struct Card {
    check: Check,
    send: Sequence,
    receive: Sequence,
    command: Vec<u8>,
    answer: Vec<u8>,
    /// What it sent last, to be sent again.
    last: Vec<u8>,
    own_size: usize,
    host_size: usize,
    carried_out: Vec<Vec<u8>>,
    /// Asks for time before every answer.
    slow: bool,
}

impl Card {
    fn new(check: Check, own_size: u8, slow: bool) -> Self {
        Self {
            check,
            send: Sequence::Even,
            receive: Sequence::Even,
            command: Vec::new(),
            answer: Vec::new(),
            last: Vec::new(),
            own_size: own_size.into(),
            host_size: 32,
            carried_out: Vec::new(),
            slow,
        }
    }

    fn hear(&mut self, bytes: &[u8]) -> Vec<u8> {
        let reply = match Block::decode(bytes, self.check) {
            Err(flaw) => self.complaint(flaw.into()),
            Ok(Block::Information { sequence, .. }) if sequence != self.receive => {
                self.complaint(Reason::Other)
            }
            Ok(Block::Information { more, piece, .. }) => {
                assert!(piece.len() <= self.own_size, "more than the card takes");
                self.receive = self.receive.next();
                self.command.extend_from_slice(&piece);
                if more {
                    self.complaint(Reason::NoError)
                } else {
                    let command = std::mem::take(&mut self.command);
                    self.answer = [&command[..], &[0x90, 0x00]].concat();
                    self.carried_out.push(command);
                    if self.slow {
                        supervisory(Supervisory::WaitingTime(1), false)
                    } else {
                        self.piece()
                    }
                }
            }
            Ok(Block::Receive { expected, reason }) => {
                // The number of what was sent last is not the one that is expected.
                if reason == Reason::NoError && expected == self.send && !self.answer.is_empty() {
                    self.piece()
                } else {
                    return self.last.clone();
                }
            }
            Ok(Block::Supervisory {
                subject: Supervisory::Resynchronise,
                is_response: false,
            }) => {
                (self.send, self.receive) = (Sequence::Even, Sequence::Even);
                self.command.clear();
                self.answer.clear();
                self.host_size = 32;
                supervisory(Supervisory::Resynchronise, true)
            }
            Ok(Block::Supervisory {
                subject: Supervisory::InformationFieldSize(size),
                is_response: false,
            }) => {
                self.host_size = size.into();
                supervisory(Supervisory::InformationFieldSize(size), true)
            }
            Ok(Block::Supervisory { .. }) => self.piece(),
        };
        self.last = reply.encode(self.check).to_vec();
        self.last.clone()
    }

    fn complaint(&self, reason: Reason) -> Block {
        Block::Receive {
            expected: self.receive,
            reason,
        }
    }

    fn piece(&mut self) -> Block {
        let rest = self.answer.split_off(self.answer.len().min(self.host_size));
        let piece = std::mem::replace(&mut self.answer, rest);
        let block = Block::Information {
            sequence: self.send,
            more: !self.answer.is_empty(),
            piece: Zeroizing::new(piece),
        };
        self.send = self.send.next();
        block
    }
}

fn supervisory(subject: Supervisory, is_response: bool) -> Block {
    Block::Supervisory {
        subject,
        is_response,
    }
}

/// What happens to a block on its way to the card and back.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Arrives,
    LostThere,
    SpoiltThere,
    LostBack,
    SpoiltBack,
    Garbled,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        12 => Just(Fate::Arrives),
        1 => Just(Fate::LostThere),
        1 => Just(Fate::SpoiltThere),
        1 => Just(Fate::LostBack),
        1 => Just(Fate::SpoiltBack),
        1 => Just(Fate::Garbled),
    ]
}

/// Drives one exchange to its end.
fn drive(
    host: &mut T1,
    card: &mut Card,
    mut action: Action,
    fates: &mut impl Iterator<Item = Fate>,
) -> Result<Vec<u8>, Failure> {
    loop {
        let block = match action {
            Action::Send { block, .. } => block,
            Action::Done(answer) => return Ok(answer),
            Action::Failed(failure) => return Err(failure),
        };
        let mut spoilt = block.to_vec();
        spoilt[1] ^= 0x04;
        let reply;
        action = match fates.next().unwrap_or(Fate::Arrives) {
            Fate::LostThere => host.receive(Answer::Silence),
            Fate::SpoiltThere => {
                reply = card.hear(&spoilt);
                host.receive(Answer::Bytes(&reply))
            }
            fate => {
                let mut back = card.hear(&block);
                match fate {
                    Fate::LostBack => host.receive(Answer::Silence),
                    Fate::Garbled => host.receive(Answer::Garbled),
                    Fate::SpoiltBack => {
                        back[1] ^= 0x01;
                        host.receive(Answer::Bytes(&back))
                    }
                    _ => host.receive(Answer::Bytes(&back)),
                }
            }
        };
    }
}

proptest! {
    #[test]
    fn every_command_is_answered_on_a_line_that_loses_nothing(
        commands in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..700), 1..4),
        own_size in 1_u8..=254,
        room in 1_u8..=254,
        telling in proptest::option::of(1_u8..=254),
        crc: bool,
        slow: bool,
    ) {
        let check = if crc { Check::Crc } else { Check::Lrc };
        let mut card = Card::new(check, own_size, slow);
        let mut host = T1::new(check, own_size, room);
        if let Some(size) = telling {
            host = host.telling(size);
        }
        for command in &commands {
            let action = host.begin(command);
            let answer = drive(&mut host, &mut card, action, &mut std::iter::empty());
            prop_assert_eq!(answer, Ok([&command[..], &[0x90, 0x00]].concat()));
        }
        prop_assert_eq!(card.carried_out, commands);
    }

    #[test]
    fn on_any_line_an_answer_is_right_and_nothing_happens_twice(
        lengths in proptest::collection::vec(1_usize..300, 1..6),
        own_size in 16_u8..=254,
        slow: bool,
        fates in proptest::collection::vec(fate(), 0..120),
    ) {
        let mut card = Card::new(Check::Lrc, own_size, slow);
        let mut host = T1::new(Check::Lrc, own_size, 254).telling(254);
        let mut fates = fates.into_iter();
        for (number, length) in lengths.into_iter().enumerate() {
            let command = vec![u8::try_from(number).unwrap(); length];
            let action = host.begin(&command);
            if let Ok(answer) = drive(&mut host, &mut card, action, &mut fates) {
                prop_assert_eq!(answer, [&command[..], &[0x90, 0x00]].concat());
            }
            let times = card.carried_out.iter().filter(|it| **it == command).count();
            prop_assert!(times <= 1, "carried out {} times", times);
        }
        let mut sorted = card.carried_out.clone();
        sorted.sort();
        prop_assert_eq!(sorted, card.carried_out);
    }

    /// Bytes of any kind are survived, within the budget.
    #[test]
    fn no_card_can_keep_it_busy_or_break_it(
        replies in proptest::collection::vec(
            proptest::option::of((any::<u8>(), proptest::collection::vec(any::<u8>(), 0..4))),
            1..60,
        ),
        length in 1_usize..600,
    ) {
        let mut host = T1::new(Check::Lrc, 32, 254).telling(254);
        let mut action = host.begin(&vec![0; length]);
        let mut sent = 0_u32;
        for reply in replies.iter().cycle() {
            if !matches!(action, Action::Send { .. }) {
                break;
            }
            sent += 1;
            prop_assert!(sent <= 4_300);
            action = match reply {
                None => host.receive(Answer::Silence),
                Some((pcb, body)) => {
                    let mut bytes = vec![0, *pcb, u8::try_from(body.len()).unwrap()];
                    bytes.extend(body);
                    bytes.push(bytes.iter().fold(0, |sum, byte| sum ^ byte));
                    host.receive(Answer::Bytes(&bytes))
                }
            };
        }
    }
}
