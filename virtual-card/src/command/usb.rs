//! `virtual-card usb`: a virtual reader as a USB device of a virtual machine.

use std::io::{self, Write};
use std::net::TcpStream;
use std::time::Instant;

use virtual_card::usb_redirection::{ProtocolError, Session};
use virtual_card::{Model, VirtualReader};

use super::hand::{self, Figures, Gesture, GestureError, Reply};
use super::line::{self, Event};

/// Why the device cannot be shown any longer.
#[derive(Debug, thiserror::Error)]
pub(super) enum UsbFailure {
    #[error("there is no reader of this name")]
    NoSuchModel,
    #[error(transparent)]
    Protocol(#[from] ProtocolError),
    #[error("the connection to the virtual machine broke")]
    Connection(#[from] io::Error),
}

impl UsbFailure {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NoSuchModel => "MODEL-UNKNOWN",
            Self::Protocol(error) => error.code(),
            Self::Connection(_) => "REDIRECTION-BROKEN",
        }
    }
}

/// Shows the reader until the virtual machine or the hand goes away.
pub(super) fn serve(model: &str, plugged: bool, port: u16) -> Result<(), UsbFailure> {
    let model = Model::named(model).ok_or(UsbFailure::NoSuchModel)?;
    let events = line::listen(port)?;
    let mut cable = Cable {
        reader: VirtualReader::new(model),
        session: Session::default(),
        machine: None,
    };
    if !plugged {
        cable.reader.unplug();
    }
    // When what lies at the front of the queue has been on its way long enough.
    let mut due: Option<Instant> = None;
    loop {
        match line::next(&events, due) {
            Some(Event::Connected(stream)) => cable.machine = Some(stream),
            Some(Event::Bytes(bytes)) => cable.session.receive(&bytes, &mut cable.reader)?,
            Some(Event::Line(words)) => {
                let reply = words.parse().and_then(|gesture| cable.carry_out(gesture));
                line::say(&Reply(reply).to_string())?;
                cable.session.notice(&mut cable.reader);
            }
            Some(Event::Ended) => return Ok(()),
            None => {}
        }
        due = cable.deliver(due);
        cable.flush()?;
    }
}

struct Cable {
    reader: VirtualReader,
    session: Session,
    machine: Option<TcpStream>,
}

impl Cable {
    /// Ends the transfers whose time has come; says when the next one's will have.
    fn deliver(&mut self, due: Option<Instant>) -> Option<Instant> {
        let now = Instant::now();
        if due.is_none_or(|due| due <= now) {
            let delay = self.session.delay(&self.reader);
            if due.is_some() || delay.is_none_or(|delay| delay.is_zero()) {
                self.session.deliver(&mut self.reader);
            }
            let delay = self.session.delay(&self.reader);
            return delay.and_then(|delay| now.checked_add(delay));
        }
        due
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(machine) = &mut self.machine {
            machine.write_all(&self.session.output())?;
        }
        Ok(())
    }

    fn carry_out(&mut self, gesture: Gesture) -> Result<Figures<'static>, GestureError> {
        let reader = &mut self.reader;
        match gesture {
            Gesture::Insert(name) => reader.insert(hand::card(&name)?),
            Gesture::Remove => reader.remove(),
            Gesture::PutBack => reader.put_back(),
            Gesture::Unplug => reader.unplug(),
            Gesture::Plug => reader.plug(),
            Gesture::Fault(fault) => reader.set_fault(fault),
            Gesture::Status => {}
        }
        Ok(self.figures())
    }

    fn figures(&self) -> Figures<'static> {
        let traffic = self.reader.traffic();
        let mut figures = vec![
            ("plugged", u64::from(self.reader.is_plugged())),
            ("card", u64::from(self.reader.card_present())),
            ("messagesOut", traffic.messages_out),
            ("messagesIn", traffic.messages_in),
            ("bytesOut", traffic.bytes_out),
            ("bytesIn", traffic.bytes_in),
            ("blocks", traffic.blocks),
            ("apdus", traffic.apdus),
            ("verifies", traffic.verifies),
        ];
        figures.extend(hand::card_figures(self.reader.card()));
        figures
    }
}
