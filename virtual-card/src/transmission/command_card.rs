//! The card's side of T=0 (ISO/IEC 7816-3, clause 10; ISO/IEC 7816-4, 5.3.4):
//! five bytes and data in, data or status word out. The procedure bytes in
//! between are between the card and its reader.

/// Header of GET RESPONSE without its class and length.
const GET_RESPONSE: [u8; 3] = [0xC0, 0x00, 0x00];
/// VERIFY and SELECT bring data or nothing: P3 = 00 means nothing.
const BRING_ONLY: [u8; 2] = [0x20, 0xA4];
/// The one command here that brings data and fetches some.
const SIGN: u8 = 0x2A;

/// "Wrong length".
const WRONG_LENGTH: [u8; 2] = [0x67, 0x00];

/// What the card does with a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It answers at once.
    Send(Vec<u8>),
    /// It carries out this APDU; [`CommandCard::answer`] takes what came of it.
    Execute(Vec<u8>),
}

/// What the host is due once the command is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    /// Exactly this many bytes, or the right number in 6Cxx.
    Exactly(usize),
    /// Whatever comes, announced by 61xx.
    Announced,
    Nothing,
}

/// A card that speaks T=0.
#[derive(Debug)]
pub(crate) struct CommandCard {
    due: Due,
    /// Data that GET RESPONSE has not fetched yet, and its status word.
    waiting: Option<(Vec<u8>, [u8; 2])>,
}

impl CommandCard {
    pub(crate) fn new() -> Self {
        Self {
            due: Due::Nothing,
            waiting: None,
        }
    }

    /// Takes a command: header and data, as a reader passes it on.
    pub(crate) fn receive(&mut self, bytes: &[u8]) -> Step {
        let (header, p3, data) = match bytes {
            // A reader completes the header of a command without any data.
            [class, instruction, p1, p2] => ([*class, *instruction, *p1, *p2], 0, &[][..]),
            [class, instruction, p1, p2, p3, data @ ..] => {
                ([*class, *instruction, *p1, *p2], *p3, data)
            }
            _ => return Step::Send(WRONG_LENGTH.to_vec()),
        };
        let [_, instruction, ..] = header;
        let fetches = header.get(1..) == Some(&GET_RESPONSE[..]) && data.is_empty();
        if let Some((waiting, status)) = self.waiting.take().filter(|_| fetches) {
            return Step::Send(self.fetch(waiting, status, length(p3)));
        }
        let brings = usize::from(p3) == data.len() && !data.is_empty();
        let (due, apdu) = if brings && instruction == SIGN {
            (Due::Announced, [&header[..], &[p3], data, &[0]].concat())
        } else if brings {
            (Due::Nothing, [&header[..], &[p3], data].concat())
        } else if !data.is_empty() {
            return Step::Send(WRONG_LENGTH.to_vec());
        } else if p3 == 0 && (bytes.len() == header.len() || BRING_ONLY.contains(&instruction)) {
            (Due::Nothing, header.to_vec())
        } else {
            (Due::Exactly(length(p3)), [&header[..], &[p3]].concat())
        };
        self.due = due;
        Step::Execute(apdu)
    }

    /// What the command came to, in the form that T=0 has for it.
    pub(crate) fn answer(&mut self, answer: Vec<u8>) -> Vec<u8> {
        let Some((data, status)) = answer.split_last_chunk::<2>() else {
            return answer;
        };
        match self.due {
            Due::Exactly(expected) if !data.is_empty() && data.len() < expected => {
                vec![0x6C, short(data.len())]
            }
            Due::Announced if !data.is_empty() => {
                self.waiting = Some((data.to_vec(), *status));
                announce(data.len())
            }
            Due::Exactly(_) | Due::Announced | Due::Nothing => answer,
        }
    }

    fn fetch(&mut self, mut data: Vec<u8>, status: [u8; 2], expected: usize) -> Vec<u8> {
        if expected > data.len() {
            let right = vec![0x6C, short(data.len())];
            self.waiting = Some((data, status));
            return right;
        }
        let rest = data.split_off(expected);
        if rest.is_empty() {
            data.extend(status);
        } else {
            data.extend(announce(rest.len()));
            self.waiting = Some((rest, status));
        }
        data
    }
}

/// P3 of a command that fetches: 00 is 256.
fn length(p3: u8) -> usize {
    if p3 == 0 { 256 } else { usize::from(p3) }
}

/// The same the other way round; more than 256 count as 256.
fn short(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(0)
}

fn announce(waiting: usize) -> Vec<u8> {
    vec![0x61, short(waiting)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(card: &mut CommandCard, bytes: &[u8]) -> Vec<u8> {
        match card.receive(bytes) {
            Step::Execute(apdu) => apdu,
            Step::Send(answer) => panic!("answered at once: {answer:02X?}"),
        }
    }

    #[test]
    fn the_instruction_tells_what_a_length_of_nothing_means() {
        let mut card = CommandCard::new();
        for (bytes, apdu) in [
            (&[0, 0x20, 0, 0x98, 0][..], &[0, 0x20, 0, 0x98][..]),
            (&[0, 0x20, 0, 0x98], &[0, 0x20, 0, 0x98]),
            (&[0, 0xB0, 0x85, 0, 0], &[0, 0xB0, 0x85, 0, 0]),
            (&[0, 0x20, 0, 0x98, 1, 9], &[0, 0x20, 0, 0x98, 1, 9]),
            (
                &[0x80, 0x2A, 0, 0x97, 1, 9],
                &[0x80, 0x2A, 0, 0x97, 1, 9, 0],
            ),
        ] {
            assert_eq!(asks(&mut card, bytes), apdu);
        }
        for bytes in [
            &[0, 0xB0, 0][..],
            &[0, 0x20, 0, 0x98, 2, 9],
            &[0, 0xB0, 0, 0, 0, 0, 0],
        ] {
            assert_eq!(
                card.receive(bytes),
                Step::Send(vec![0x67, 0x00]),
                "{bytes:02X?}"
            );
        }
    }

    #[test]
    fn a_wrong_length_is_put_right() {
        let mut card = CommandCard::new();
        asks(&mut card, &[0, 0xB0, 0x85, 0, 0]);
        assert_eq!(card.answer(vec![1, 2, 3, 0x90, 0]), [0x6C, 3]);
        asks(&mut card, &[0, 0xB0, 0x85, 0, 3]);
        assert_eq!(card.answer(vec![1, 2, 3, 0x90, 0]), [1, 2, 3, 0x90, 0]);
        asks(&mut card, &[0, 0xB0, 0x85, 0, 3]);
        assert_eq!(card.answer(vec![0x6A, 0x82]), [0x6A, 0x82]);
    }

    #[test]
    fn an_answer_behind_data_is_fetched() {
        let mut card = CommandCard::new();
        asks(&mut card, &[0x80, 0x2A, 0, 0x97, 1, 9]);
        assert_eq!(
            card.answer([vec![5; 256], vec![0x90, 0]].concat()),
            [0x61, 0]
        );
        let part = card.receive(&[0, 0xC0, 0, 0, 250]);
        assert_eq!(part, Step::Send([vec![5; 250], vec![0x61, 6]].concat()));
        assert_eq!(card.receive(&[0, 0xC0, 0, 0, 7]), Step::Send(vec![0x6C, 6]));
        let rest = card.receive(&[0, 0xC0, 0, 0, 6]);
        assert_eq!(rest, Step::Send([vec![5; 6], vec![0x90, 0]].concat()));
        // Nothing waits any more: whether the card knows the command is its affair.
        assert_eq!(asks(&mut card, &[0, 0xC0, 0, 0, 6]), [0, 0xC0, 0, 0, 6]);
    }
}
