//! Two processes, so that a card is closed even by one that was killed.
//!
//! A process that is killed cannot close its card. The service then resets it, but a warm
//! reset does not take the rights away on the cards that were surveyed; a loss of power does.
//! So the process that the browser starts, and may kill, is not the one that has the card. It
//! keeps a worker, which has the card and answers at the browser's own output:
//!
//! - The keeper is killed: the worker's input ends, and it closes its card in order, without a
//!   moment in which another program could have it.
//! - The worker is killed: its pipe to the keeper ends, and the keeper locks the card.

use std::cell::RefCell;
use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use bridge_protocol::{Code, Failure, ReaderName};
use zeroize::Zeroizing;

use crate::service::{CardService, Connection, lock_card};

/// The argument that makes the program a worker.
pub const WORKER: &str = "worker";

/// How long a card is tried to be locked: the service needs a moment to see that a process
/// was killed, or is itself being restarted.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);

/// Bytes that are passed on at a time.
const CHUNK: usize = 4096;

/// Runs a worker to its end, and passes on what the browser says until then. `true` if the
/// worker ended well.
///
/// # Errors
/// When there is no worker.
pub fn run(input: impl Read + Send + 'static) -> io::Result<bool> {
    let mut worker = Command::new(env::current_exe()?)
        .arg(WORKER)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (to_worker, from_worker) = (worker.stdin.take(), worker.stderr.take());
    let to_worker = to_worker.ok_or(io::ErrorKind::BrokenPipe)?;
    let from_worker = from_worker.ok_or(io::ErrorKind::BrokenPipe)?;
    thread::Builder::new().spawn(move || pass_on(input, to_worker))?;
    let left_open = left_open(BufReader::new(from_worker));
    let status = worker.wait()?;
    if let Some(reader) = left_open {
        lock(&reader);
    }
    Ok(status.success())
}

/// Passes on what the browser says. When it ends, so does the worker's input.
fn pass_on(mut input: impl Read, mut output: impl Write) {
    let mut chunk = Zeroizing::new([0; CHUNK]);
    loop {
        let passed = match input.read(chunk.as_mut_slice()) {
            Ok(0) => return,
            Ok(count) => output.write_all(chunk.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
            Err(error) => Err(error),
        };
        if passed.is_err() {
            return;
        }
    }
}

fn lock(reader: &ReaderName) {
    let started = Instant::now();
    while lock_card(reader).is_err() && started.elapsed() < PATIENCE {
        thread::sleep(PAUSE);
    }
}

/// The reader whose card was open when the worker ended.
fn left_open(worker: impl BufRead) -> Option<ReaderName> {
    let mut open = None;
    for line in worker.lines() {
        let Ok(line) = line else { break };
        match line.strip_prefix(OPEN) {
            Some(name) => open = ReaderName::try_from(name).ok().or(open),
            None if line == CLOSED => open = None,
            // Some library's complaint.
            None => {}
        }
    }
    open
}

/// Before the name of a reader, which has no line breaks.
const OPEN: &str = "open ";
const CLOSED: &str = "closed";

/// A service that tells a keeper which card is open.
pub struct Kept<S, P> {
    service: S,
    keeper: Rc<RefCell<P>>,
}

impl<S, P> Kept<S, P> {
    /// Tells it through this pipe. A keeper that is gone hears nothing, and the worker is about
    /// to end.
    pub fn new(service: S, keeper: P) -> Self {
        Self {
            service,
            keeper: Rc::new(RefCell::new(keeper)),
        }
    }
}

impl<S: CardService, P: Write> CardService for Kept<S, P> {
    type Connection = KeptCard<S::Connection, P>;

    fn connect(&mut self, reader: &ReaderName) -> Result<Self::Connection, Failure> {
        let _ = writeln!(self.keeper.borrow_mut(), "{OPEN}{reader}");
        // From here on every way out says that it is closed.
        let mut kept = KeptCard {
            card: None,
            keeper: Rc::clone(&self.keeper),
        };
        kept.card = Some(self.service.connect(reader)?);
        Ok(kept)
    }
}

/// An open card that a keeper knows of.
pub struct KeptCard<C: Connection, P: Write> {
    /// There until it is dropped.
    card: Option<C>,
    keeper: Rc<RefCell<P>>,
}

impl<C: Connection, P: Write> Connection for KeptCard<C, P> {
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

impl<C: Connection, P: Write> Drop for KeptCard<C, P> {
    fn drop(&mut self) {
        // Power first; the keeper stands by until it is off.
        self.card = None;
        let _ = writeln!(self.keeper.borrow_mut(), "{CLOSED}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Table;

    #[test]
    fn the_last_line_says_what_is_open() {
        let check = |text: &str| left_open(text.as_bytes()).map(String::from);
        assert_eq!(check(""), None);
        assert_eq!(check("open A 0\n").as_deref(), Some("A 0"));
        assert_eq!(
            check("open A 0\na warning\nopen \n").as_deref(),
            Some("A 0")
        );
        assert_eq!(check("open A 0\nclosed\n"), None);
        assert_eq!(
            check("open A 0\nclosed\nopen B 1\n").as_deref(),
            Some("B 1")
        );
    }

    #[test]
    fn a_keeper_hears_of_every_card() {
        let reader = ReaderName::try_from("A 0").unwrap();
        let table = Table::default();
        let mut kept = Kept::new(table.clone(), Vec::new());
        let heard = Rc::clone(&kept.keeper);
        let heard = || String::from_utf8(heard.borrow().clone()).unwrap();
        let card = kept.connect(&reader).unwrap();
        assert_eq!(heard(), "open A 0\n");
        drop(card);
        assert_eq!(heard(), "open A 0\nclosed\n");
        assert_eq!(table.power_offs(), 1);
        table.refuse(Code::CardAbsent);
        assert!(kept.connect(&reader).is_err());
        assert_eq!(heard(), "open A 0\nclosed\n".repeat(2));
    }
}
