//! A second process that locks the card when this one is killed.
//!
//! A process that is killed cannot close its card. The service then resets it, but a warm
//! reset does not take the rights away on the cards that were surveyed; a loss of power does,
//! and the service may grant that only seconds later. So a helper is told which reader is in
//! use; when its pipe breaks while a card is open, it selects the card manager and powers the
//! card off.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use bridge_protocol::{Code, Failure, ReaderName};

use crate::service::{CardService, Connection, lock_card};

/// The argument that makes the program a guardian.
pub const ARGUMENT: &str = "guardian";

/// How long a card is tried to be locked: the service needs a moment to see that a process
/// was killed, or is itself being restarted.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);

/// `SCARD_F_INTERNAL_ERROR`: what a card without a guardian is refused with.
const INTERNAL_ERROR: u32 = 0x8010_0001;

/// A service whose cards are watched over by a guardian.
pub struct Watched<S> {
    service: S,
    guardian: Option<Guardian>,
}

impl<S> Watched<S> {
    /// Starts the guardian with the first card.
    pub const fn new(service: S) -> Self {
        Self {
            service,
            guardian: None,
        }
    }

    /// The pipe to a guardian that knows of this card.
    fn tell(&mut self, reader: &ReaderName) -> io::Result<Pipe> {
        if let Some(guardian) = &self.guardian
            && guardian.pipe.says_open(reader).is_ok()
        {
            return Ok(guardian.pipe.clone());
        }
        let guardian = Guardian::start()?;
        guardian.pipe.says_open(reader)?;
        let pipe = guardian.pipe.clone();
        self.guardian = Some(guardian);
        Ok(pipe)
    }
}

impl<S: CardService> CardService for Watched<S> {
    type Connection = WatchedCard<S::Connection>;

    /// A card without a guardian is not opened.
    fn connect(&mut self, reader: &ReaderName) -> Result<Self::Connection, Failure> {
        let pipe = self.tell(reader).map_err(|_| Failure {
            code: Code::Pcsc,
            pcsc: Some(INTERNAL_ERROR),
        })?;
        match self.service.connect(reader) {
            Ok(card) => Ok(WatchedCard {
                card: Some(card),
                pipe,
            }),
            Err(failure) => {
                pipe.says_closed();
                Err(failure)
            }
        }
    }
}

/// An open card that a guardian knows of.
pub struct WatchedCard<C: Connection> {
    /// There until it is dropped.
    card: Option<C>,
    pipe: Pipe,
}

impl<C: Connection> Connection for WatchedCard<C> {
    fn atr(&self) -> &[u8] {
        self.card.as_ref().map_or(&[], Connection::atr)
    }

    fn short_only(&self) -> Option<bool> {
        self.card.as_ref().and_then(Connection::short_only)
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Failure> {
        match &mut self.card {
            Some(card) => card.transmit(command),
            None => Err(Code::NotOpen.into()),
        }
    }
}

impl<C: Connection> Drop for WatchedCard<C> {
    fn drop(&mut self) {
        // Power first; the guardian stands by until it is off.
        self.card = None;
        self.pipe.says_closed();
    }
}

struct Guardian {
    /// It ends by itself when the pipe does.
    _process: Child,
    pipe: Pipe,
}

impl Guardian {
    fn start() -> io::Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            // It must not keep the browser's pipes open.
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let pipe = process.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self {
            _process: process,
            pipe: Pipe(Rc::new(RefCell::new(pipe))),
        })
    }
}

/// Lines `open NAME` and `closed`; a name has no line breaks.
#[derive(Clone)]
struct Pipe(Rc<RefCell<ChildStdin>>);

impl Pipe {
    fn says_open(&self, reader: &ReaderName) -> io::Result<()> {
        self.0
            .borrow_mut()
            .write_all(format!("open {reader}\n").as_bytes())
    }

    fn says_closed(&self) {
        // A guardian that is gone has nothing to lock.
        let _ = self.0.borrow_mut().write_all(b"closed\n");
    }
}

/// Runs as a guardian until the pipe ends.
pub fn run(input: impl Read) {
    // Whoever ends the host's whole group would end its guardian first.
    let _ = ctrlc::set_handler(|| {});
    if let Some(reader) = left_open(BufReader::new(input)) {
        lock(&reader);
    }
}

fn lock(reader: &ReaderName) {
    let started = Instant::now();
    while lock_card(reader).is_err() && started.elapsed() < PATIENCE {
        thread::sleep(PAUSE);
    }
}

/// The reader whose card was open when the pipe ended.
fn left_open(input: impl BufRead) -> Option<ReaderName> {
    let mut open = None;
    for line in input.lines() {
        let Ok(line) = line else { break };
        open = line
            .strip_prefix("open ")
            .and_then(|name| ReaderName::try_from(name).ok());
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_says_what_is_open() {
        let check = |text: &str| left_open(text.as_bytes()).map(String::from);
        assert_eq!(check(""), None);
        assert_eq!(check("open A 0\n").as_deref(), Some("A 0"));
        assert_eq!(check("open A 0\nclosed\n"), None);
        assert_eq!(
            check("open A 0\nclosed\nopen B 1\n").as_deref(),
            Some("B 1")
        );
    }
}
