//! The running worker: input, signals and readers come together in one queue, and one thread
//! works on it. Whatever ends that thread, its card is closed.

use std::fs::File;
use std::io::{self, Stderr, Write};
use std::panic;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::thread;
use std::time::{Duration, Instant};

use bridge_protocol::frame::{self, FrameError};
use bridge_protocol::{FromHost, caps};
use zeroize::Zeroizing;

use crate::dispatch::{Flow, Host, World};
use crate::keeper::Kept;
use crate::log::Log;
use crate::monitor::{self, Sight};
use crate::origins::Origins;
use crate::service::PcscService;

/// Messages that may wait: a page asks one thing at a time.
const QUEUE: usize = 16;

/// How long the process may need to close its card once the browser is gone, before it is
/// ended from inside: a reader that hangs must not keep it. Chrome kills it after two seconds.
const GRACE: Duration = Duration::from_millis(1500);
const STUCK: i32 = 3;

enum Event {
    Message(Zeroizing<Vec<u8>>),
    TooLarge,
    Readers(Sight),
    Stop,
}

/// Serves the browser at standard output, and the keeper at the two others, until either ends
/// it.
///
/// # Errors
/// When the browser cannot be written to, or the system refuses what the process needs.
pub fn run(origins: Origins, log: Arc<Log>) -> io::Result<()> {
    let (sender, queue) = mpsc::sync_channel(QUEUE);
    let stop = Stop {
        flag: Arc::new(AtomicBool::new(false)),
        sender,
    };
    stop.on_panic(Arc::clone(&log));
    stop.on_signal().map_err(io::Error::other)?;
    let input = unbuffered_input()?;
    let reading = stop.clone();
    thread::Builder::new().spawn(move || read(input, &reading))?;
    let world = Process(stop);
    let service = Kept::new(PcscService::default(), io::stderr());
    let host = Host::new(service, world, origins, log);
    answer(host, &queue, &mut io::stdout().lock())
}

/// Ends the process in order, from whichever thread.
#[derive(Clone)]
struct Stop {
    flag: Arc<AtomicBool>,
    sender: SyncSender<Event>,
}

impl Stop {
    fn now(&self) {
        self.flag.store(true, Ordering::Relaxed);
        // With a full queue the flag is seen at the next message.
        let _ = self.sender.try_send(Event::Stop);
    }

    /// A thread that panics ends the process. What it says might hold data, so only the place
    /// is kept.
    fn on_panic(&self, log: Arc<Log>) {
        let stop = self.clone();
        panic::set_hook(Box::new(move |panic| {
            if let Some(place) = panic.location() {
                log.error(format_args!("panic at {place}"));
            }
            stop.now();
        }));
    }

    fn on_signal(&self) -> Result<(), ctrlc::Error> {
        let stop = self.clone();
        ctrlc::set_handler(move || stop.now())
    }
}

struct Process(Stop);

impl World for Process {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn is_stopping(&self) -> bool {
        self.0.flag.load(Ordering::Relaxed)
    }

    fn watch_readers(&mut self) {
        let sender = self.0.sender.clone();
        let watching = move || monitor::run(|sight| sender.send(Event::Readers(sight)).is_ok());
        // Without it the page hears of no reader, which it shows; nothing else depends on it.
        let _ = thread::Builder::new().spawn(watching);
    }
}

fn answer(
    mut host: Host<Kept<PcscService, Stderr>, Process>,
    queue: &Receiver<Event>,
    output: &mut impl Write,
) -> io::Result<()> {
    loop {
        let event = match host.deadline() {
            Some(deadline) => {
                queue.recv_timeout(deadline.saturating_duration_since(Instant::now()))
            }
            None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        if host.is_stopping() {
            return Ok(());
        }
        let (messages, flow) = match event {
            Ok(Event::Message(bytes)) => host.message(&bytes),
            Ok(Event::TooLarge) => host.too_large(),
            Ok(Event::Readers(sight)) => host.readers(sight),
            Err(RecvTimeoutError::Timeout) => host.overdue(),
            Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        for message in &messages {
            write(output, message)?;
        }
        if flow == Flow::End {
            return Ok(());
        }
    }
}

fn write(output: &mut impl Write, message: &FromHost) -> io::Result<()> {
    let json = serde_json::to_vec(message)?;
    frame::write(output, &json, caps::FROM_HOST_BYTES).map_err(|error| match error {
        FrameError::Io(error) => error,
        FrameError::TooLarge(_) => io::ErrorKind::InvalidData.into(),
    })
}

/// Reads messages until the browser goes away; then the process has little time left.
fn read(mut input: File, stop: &Stop) {
    loop {
        let event = match frame::read(&mut input, caps::TO_HOST_BYTES) {
            Ok(Some(bytes)) => Event::Message(Zeroizing::new(bytes)),
            Err(FrameError::TooLarge(_)) => {
                // What follows cannot be read; the answer ends the process.
                let _ = stop.sender.send(Event::TooLarge);
                return;
            }
            Ok(None) | Err(FrameError::Io(_)) => break,
        };
        if stop.sender.send(event).is_err() {
            return;
        }
    }
    stop.flag.store(true, Ordering::Relaxed);
    let end = Instant::now() + GRACE;
    while matches!(
        stop.sender.try_send(Event::Stop),
        Err(TrySendError::Full(_))
    ) && Instant::now() < end
    {
        thread::sleep(Duration::from_millis(10));
    }
    thread::sleep(end.saturating_duration_since(Instant::now()));
    process::exit(STUCK);
}

/// Standard input without the buffer of `std::io::Stdin`, where a PIN would stay.
///
/// # Errors
/// When there is none.
pub fn unbuffered_input() -> io::Result<File> {
    #[cfg(unix)]
    let input = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned()?;
    #[cfg(windows)]
    let input = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned()?;
    Ok(File::from(input))
}
