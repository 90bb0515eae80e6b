//! What each fuzz target does with its bytes. The ordinary tests replay the corpora through
//! the same functions, so that a file that once broke the host is tried for ever.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use bridge_host::dispatch::{Flow, Host, World};
use bridge_host::guard::Guard;
use bridge_host::log::{Level, Log};
use bridge_host::origins::Origins;
use bridge_host::service::{CardService, Connection};
use bridge_protocol::{Failure, FromHost, FromPage, ReaderName, ToHost, caps, frame};

/// What is tried with one file of a corpus.
type Target = fn(&[u8]);

/// Every target by the name of its corpus.
pub(crate) const TARGETS: [(&str, Target); 3] = [
    ("conversation", conversation),
    ("guard", guard),
    ("message", message),
];

/// Tries `bytes` with the target of this name.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let mut tried = 0;
    for (_, target) in TARGETS.iter().filter(|(target, _)| *target == name) {
        target(bytes);
        tried += 1;
    }
    assert_eq!(tried, 1, "targets of the name {name}");
}

/// The commands that a card may ever see, held apart from the guard's own list: the class, the
/// instruction, and what follows.
fn is_harmless(command: &[u8]) -> bool {
    const JPKI: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
    const MANAGER: &[u8] = &[0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];
    match command {
        [0x00, 0xA4, 0x04, 0x0C, length, aid @ ..] => {
            usize::from(*length) == aid.len() && (aid == JPKI || aid == MANAGER)
        }
        [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, file] => [0x06, 0x0A, 0x17, 0x18].contains(file),
        [0x00, 0xB0, 0x86 | 0x8A | 0x00..=0x7F, _, le @ ..] => matches!(le.len(), 1 | 3),
        [0x00, 0x20, 0x00, 0x80 | 0x98] => true,
        [0x00, 0x20, 0x00, 0x80 | 0x98, 4, pin @ ..] => {
            pin.len() == 4 && pin.iter().all(u8::is_ascii_digit)
        }
        [0x80, 0x2A, 0x00, 0x80 | 0x97, data @ ..] => data.len() <= 69,
        [0x00, 0xC0, 0x00, 0x00, le @ ..] => matches!(le.len(), 1 | 3),
        _ => false,
    }
}

/// Commands and answers for the guard alone: a length byte before each, answers of two bytes
/// behind, `FF` for a PIN that was typed.
fn guard(mut bytes: &[u8]) {
    let mut guard = Guard::default();
    let mut typed = 0;
    let mut pins = 0;
    while let [length, rest @ ..] = bytes {
        if *length == 0xFF {
            guard.pin_typed(rest.first() == Some(&1));
            typed += 1;
            bytes = rest;
            continue;
        }
        let Some((command, rest)) = rest.split_at_checked(usize::from(*length)) else {
            return;
        };
        let (answer, rest) = rest.split_at(rest.len().min(2));
        bytes = rest;
        if let Ok(permitted) = guard.permit(command) {
            assert!(is_harmless(command), "{command:02X?}");
            pins += usize::from(matches!(command, [0x00, 0x20, _, _, _, ..]));
            guard.answered(permitted, answer);
        }
    }
    assert!(pins <= typed && pins <= usize::from(caps::SESSION_VERIFIES));
}

/// Messages: each side reads back what it writes, and a page never passes for an extension.
fn message(bytes: &[u8]) {
    if let Ok(message) = serde_json::from_slice::<ToHost>(bytes) {
        let again = serde_json::to_vec(&message).expect("it can be written");
        assert_eq!(serde_json::from_slice::<ToHost>(&again).ok(), Some(message));
    }
    if let Ok(message) = serde_json::from_slice::<FromPage>(bytes)
        && serde_json::from_slice::<ToHost>(bytes).is_err()
    {
        assert!(matches!(message, FromPage::Hello(_)));
    }
    if let Ok(message) = serde_json::from_slice::<FromHost>(bytes) {
        let again = serde_json::to_vec(&message).expect("it can be written");
        assert_eq!(
            serde_json::from_slice::<FromHost>(&again).ok(),
            Some(message)
        );
    }
}

/// Frames, messages and commands through the whole host, as a browser would send them. To
/// reach the depth, `hello` and `open` have gone before unless the first byte is zero.
fn conversation(bytes: &[u8]) {
    const GREETING: [&str; 2] = [
        r#"{"type":"hello","protocol":1,"extensionVersion":"0.1.0","pageVersion":"0.1.0","origin":"https://a.example"}"#,
        r#"{"type":"open","id":0,"reader":"R"}"#,
    ];
    let card = Table::default();
    let origins = Origins::at(PathBuf::from(SETTINGS), None);
    let log = Arc::new(Log::new(None, Level::Off));
    let mut host = Host::new(card.clone(), Still(Instant::now()), origins, log);
    let Some((first, mut input)) = bytes.split_first() else {
        return;
    };
    if *first != 0 {
        for message in GREETING {
            assert_eq!(host.message(message.as_bytes()).1, Flow::Continue);
        }
    }
    let mut flow = Flow::Continue;
    while flow == Flow::Continue {
        let (answers, next) = match frame::read(&mut input, caps::TO_HOST_BYTES) {
            Ok(Some(message)) => host.message(&message),
            Err(frame::FrameError::TooLarge(_)) => host.too_large(),
            Ok(None) | Err(frame::FrameError::Io(_)) => break,
        };
        for answer in &answers {
            let json = serde_json::to_vec(answer).expect("it can be written");
            assert!(json.len() <= caps::FROM_HOST_BYTES);
        }
        flow = next;
    }
    drop(host);
    let seen = card.0.borrow();
    assert!(seen.commands.iter().all(|command| is_harmless(command)));
    assert_eq!(seen.open, 0, "a card was left open");
}

/// Settings with one page.
const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/settings.json");

#[derive(Default)]
struct Seen {
    commands: Vec<Vec<u8>>,
    open: usize,
}

/// A card that answers everything with what a card may answer to it.
#[derive(Clone, Default)]
struct Table(Rc<RefCell<Seen>>);

impl CardService for Table {
    type Connection = Lying;

    fn connect(&mut self, _reader: &ReaderName) -> Result<Lying, Failure> {
        self.0.borrow_mut().open += 1;
        Ok(Lying(self.clone()))
    }
}

struct Lying(Table);

impl Connection for Lying {
    fn atr(&self) -> &[u8] {
        &[0x3B]
    }

    fn short_only(&self) -> Option<bool> {
        None
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Failure> {
        self.0.0.borrow_mut().commands.push(command.to_vec());
        Ok(match command {
            [_, 0x20, ..] => vec![0x63, 0xC3],
            [_, 0xB0, ..] => vec![0x61, 0x10],
            _ => vec![0x90, 0x00],
        })
    }
}

impl Drop for Lying {
    fn drop(&mut self) {
        self.0.0.borrow_mut().open -= 1;
    }
}

/// Time that stands still.
struct Still(Instant);

impl World for Still {
    fn now(&self) -> Instant {
        self.0
    }

    fn is_stopping(&self) -> bool {
        false
    }

    fn watch_readers(&mut self) {}
}
