//! Two things at once: bytes of one peer on a loopback socket, lines of a hand on
//! standard input. Both arrive as events, in their order.

use std::io::{self, BufRead, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

/// What happens next.
pub(super) enum Event {
    /// The peer is there; this is the way to it.
    Connected(TcpStream),
    /// It sent bytes.
    Bytes(Vec<u8>),
    /// A line on standard input.
    Line(String),
    /// Peer or hand went away: time to stop.
    Ended,
}

/// Bytes taken from the socket at once.
const CHUNK: usize = 16 * 1024;

/// Listens on loopback for one peer, says the port on standard output, and
/// collects what happens.
pub(super) fn listen(port: u16) -> io::Result<Receiver<Event>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    say(&format!("listening {}", listener.local_addr()?.port()))?;
    let (sender, events) = mpsc::channel();
    let of_peer = sender.clone();
    thread::spawn(move || {
        // A broken connection is an ended one.
        let _ = read_peer(&listener, &of_peer);
        let _ = of_peer.send(Event::Ended);
    });
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(Event::Line(line)).is_err() {
                return;
            }
        }
        let _ = sender.send(Event::Ended);
    });
    Ok(events)
}

/// The next event; `None` when `deadline` comes first.
pub(super) fn next(events: &Receiver<Event>, deadline: Option<Instant>) -> Option<Event> {
    let Some(deadline) = deadline else {
        return Some(events.recv().unwrap_or(Event::Ended));
    };
    let left = deadline.saturating_duration_since(Instant::now());
    match events.recv_timeout(left) {
        Ok(event) => Some(event),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(Event::Ended),
    }
}

/// One line on standard output, at once.
pub(super) fn say(line: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}

fn read_peer(listener: &TcpListener, events: &Sender<Event>) -> io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    stream.set_nodelay(true)?;
    let mut chunk = vec![0; CHUNK];
    if events.send(Event::Connected(stream.try_clone()?)).is_err() {
        return Ok(());
    }
    loop {
        let count = stream.read(&mut chunk)?;
        let bytes = chunk.get(..count).unwrap_or_default().to_vec();
        if count == 0 || events.send(Event::Bytes(bytes)).is_err() {
            return Ok(());
        }
    }
}
