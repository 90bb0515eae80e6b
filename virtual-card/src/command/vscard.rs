//! `virtual-card vscard`: a card in the USB reader that QEMU has of its own.

use std::io::{self, Write};
use std::net::TcpStream;

use virtual_card::vscard::{VscardError, VscardSession};

use super::hand::{self, Figures, Gesture, GestureError, Reply};
use super::line::{self, Event};

/// Why the card cannot be offered any longer.
#[derive(Debug, thiserror::Error)]
pub(super) enum VscardFailure {
    #[error(transparent)]
    Protocol(#[from] VscardError),
    #[error("the connection to the virtual machine broke")]
    Connection(#[from] io::Error),
}

impl VscardFailure {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Protocol(error) => error.code(),
            Self::Connection(_) => "VSCARD-BROKEN",
        }
    }
}

/// Offers cards until the virtual machine or the hand goes away.
pub(super) fn serve(port: u16) -> Result<(), VscardFailure> {
    let events = line::listen(port)?;
    let mut session = VscardSession::default();
    let mut machine: Option<TcpStream> = None;
    loop {
        match line::next(&events, None) {
            Some(Event::Connected(stream)) => machine = Some(stream),
            Some(Event::Bytes(bytes)) => session.receive(&bytes)?,
            Some(Event::Line(words)) => {
                let reply = words
                    .parse()
                    .and_then(|gesture| carry_out(&mut session, gesture));
                line::say(&Reply(reply).to_string())?;
            }
            Some(Event::Ended) | None => return Ok(()),
        }
        if let Some(machine) = &mut machine {
            machine.write_all(&session.output())?;
        }
    }
}

fn carry_out(
    session: &mut VscardSession,
    gesture: Gesture,
) -> Result<Figures<'static>, GestureError> {
    match gesture {
        Gesture::Insert(name) => session.insert(hand::card(&name)?),
        Gesture::Remove => session.remove(),
        Gesture::PutBack => session.put_back(),
        Gesture::Status => {}
        // The reader is QEMU's own: it stays plugged in, and nothing of it can be spoilt.
        Gesture::Unplug | Gesture::Plug | Gesture::Fault(_) => return Err(GestureError::Unknown),
    }
    let mut figures = vec![
        ("card", u64::from(session.card_present())),
        ("apdus", session.apdus()),
    ];
    figures.extend(hand::card_figures(session.card()));
    Ok(figures)
}
