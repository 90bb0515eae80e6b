//! An RC-S300 that was opened: in a transparent session, or a plain reader once that was
//! found to be the way.

use core::cell::Cell;
use std::cell::OnceCell;
use std::rc::Rc;

use async_trait::async_trait;

use super::plain::reader_interface;
use super::routes::{Port400, Route};
use super::session::Session;
use crate::ccid::{EscapeLine, Reader, ReaderInterface};
use crate::link::{CardChannel, CardReader, LinkError, Timer, UsbPipe};
use crate::sony::coupled::Coupled;
use crate::sony::coupler::Sight;
use crate::sony::{Trail, TrailStep, VendorInterface};

/// The reader, for the exclusive use of this program.
pub struct Port400Reader {
    pipe: Rc<dyn UsbPipe>,
    timer: Rc<dyn Timer>,
    interface: ReaderInterface,
    coupled: Rc<Coupled<Port400>>,
    route: Rc<Cell<Option<Route>>>,
    /// Set when plain CCID was found to be the way; the session is over then.
    plain: OnceCell<Reader>,
}

/// How a card is reached, once that is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Found {
    /// Through a transparent session.
    Session(Route),
    /// By plain CCID on the vendor interface.
    Plain,
}

impl Port400Reader {
    /// Claims the vendor interface of a device with this configuration and begins a session.
    ///
    /// # Errors
    /// [`LinkError::NotAReader`], [`LinkError::ReaderInUse`] above all.
    pub async fn open(
        pipe: Rc<dyn UsbPipe>,
        timer: Rc<dyn Timer>,
        configuration: &[u8],
        trail: Rc<Trail>,
    ) -> Result<Self, LinkError> {
        let vendor = VendorInterface::find(configuration)?;
        let interface = reader_interface(&vendor, configuration);
        pipe.claim(interface.number).await?;
        trail.note(TrailStep::VendorInterface(interface.number));
        let line = EscapeLine::new(Rc::clone(&pipe), Rc::clone(&timer), interface);
        let packet_size = interface.bulk_out.packet_size;
        let session = Session::new(line, Rc::clone(&timer), Rc::clone(&trail), packet_size);
        let route = Rc::default();
        let mut port400 = Port400::new(session, trail, Rc::clone(&route));
        let begun = port400.begin().await;
        let reader = Self {
            coupled: Coupled::new(port400, Rc::clone(&timer)),
            pipe,
            timer,
            interface,
            route,
            plain: OnceCell::new(),
        };
        match begun {
            Ok(()) => Ok(reader),
            // It knows no sessions.
            Err(LinkError::NotAReader) => reader.turn_to_plain().await.map(|()| reader),
            Err(error) => {
                // What went wrong before is worth more than what goes wrong now.
                let _ = reader.pipe.release(interface.number).await;
                Err(error)
            }
        }
    }

    /// How a card is reached. `None` until there was one.
    #[must_use]
    pub fn found(&self) -> Option<Found> {
        if self.plain.get().is_some() {
            return Some(Found::Plain);
        }
        self.route.get().map(Found::Session)
    }

    /// Opens the interface anew as an ordinary reader. It is released before, so that no
    /// read that is still under way swallows an answer.
    async fn turn_to_plain(&self) -> Result<(), LinkError> {
        self.pipe.release(self.interface.number).await?;
        let (pipe, timer) = (Rc::clone(&self.pipe), Rc::clone(&self.timer));
        let reader = Reader::open_interface(pipe, timer, self.interface).await?;
        // Nobody else sets it: there is one wait for a card at a time.
        let _ = self.plain.set(reader);
        Ok(())
    }
}

#[async_trait(?Send)]
impl CardReader for Port400Reader {
    async fn wait_for_card(&self) -> Result<(), LinkError> {
        if self.plain.get().is_none() && self.coupled.wait_for_card().await? == Sight::CardElsewhere
        {
            self.turn_to_plain().await?;
        }
        match self.plain.get() {
            Some(reader) => reader.wait_for_card().await,
            None => Ok(()),
        }
    }

    async fn wait_for_removal(&self) -> Result<(), LinkError> {
        match self.plain.get() {
            Some(reader) => reader.wait_for_removal().await,
            None => self.coupled.wait_for_removal().await,
        }
    }

    async fn power_on(&self) -> Result<Box<dyn CardChannel>, LinkError> {
        match self.plain.get() {
            Some(reader) => reader.power_on().await,
            None => self.coupled.power_on().await,
        }
    }

    async fn close(&self) -> Result<(), LinkError> {
        if let Some(reader) = self.plain.get() {
            return reader.close().await;
        }
        let ended = self.coupled.end().await;
        let released = self.pipe.release(self.interface.number).await;
        ended.and(released)
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
