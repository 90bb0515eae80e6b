//! The messages about a card.

use std::time::Instant;

use bridge_protocol::{
    Acknowledgement, Card, Close, Code, ErrorMessage, Exchange, Failure, FromHost, Hex, Id, Open,
    Opened, PinTyped, Reader, ReaderName, Transmit, Transmitted, caps,
};
use zeroize::Zeroizing;

use super::{Flow, Host, Outcome, World};
use crate::service::{CardService, Connection};
use crate::session::Session;

/// Digits that one message may hold beside the longest answer.
const DIGITS_BEFORE: usize = caps::FROM_HOST_BYTES - 2 * caps::ANSWER_BYTES - 4096;

/// An open card and where it lies.
pub(super) struct OpenCard<C: Connection> {
    session: Session<C>,
    reader: ReaderName,
}

impl<C: Connection> OpenCard<C> {
    pub(super) fn deadline(&self) -> Instant {
        self.session.deadline()
    }

    /// Why this card cannot be there any more, as far as the readers tell.
    pub(super) fn is_lost(&self, readers: &Result<Vec<Reader>, Failure>) -> Option<Failure> {
        let readers = match readers {
            Ok(readers) => readers,
            Err(failure) => return Some(*failure),
        };
        match readers.iter().find(|reader| reader.name == self.reader) {
            None => Some(Code::ReaderGone.into()),
            Some(reader) if reader.card == Card::Absent => Some(Code::CardRemoved.into()),
            Some(_) => None,
        }
    }
}

impl<S: CardService, W: World> Host<S, W> {
    pub(super) fn open(&mut self, wish: &Open) -> Outcome {
        let Some(origin) = self.page.clone() else {
            return self.ends(Code::HelloFirst);
        };
        if self.open.is_some() {
            return fails(wish.id, Code::AlreadyOpen);
        }
        let connection = match self.service.connect(&wish.reader) {
            Ok(connection) => connection,
            Err(failure) => {
                let code = failure.code;
                self.log.info(format_args!("open {}: {code}", wish.reader));
                return fails(wish.id, failure);
            }
        };
        self.log.info(format_args!("open {}", wish.reader));
        let opened = FromHost::Opened(Opened {
            id: wish.id,
            atr: connection.atr().into(),
            short_only: connection.short_only(),
        });
        self.open = Some(OpenCard {
            session: Session::new(connection, origin, self.world.now()),
            reader: wish.reader.clone(),
        });
        (vec![opened], Flow::Continue)
    }

    pub(super) fn pin_typed(&mut self, note: PinTyped) -> Outcome {
        let now = self.world.now();
        let noted = match &mut self.open {
            Some(open) => open.session.pin_typed(note.last_try_confirmed, now),
            None => Err(Code::NotOpen.into()),
        };
        match noted {
            Ok(()) => {
                let noted = FromHost::Noted(Acknowledgement { id: note.id });
                (vec![noted], Flow::Continue)
            }
            Err(failure) => {
                self.end_after(failure);
                fails(note.id, failure)
            }
        }
    }

    pub(super) fn transmit(&mut self, wish: Transmit) -> Outcome {
        if !wish.is_within_caps() {
            return self.ends(ErrorMessage::about(wish.id, Code::MessageMalformed.into()));
        }
        if self.open.is_none() {
            return fails(wish.id, Code::NotOpen);
        }
        let mut responses = Vec::new();
        let error = self.send_all(wish.commands, &mut responses).err();
        if let Some(failure) = error {
            self.log.info(format_args!("transmit: {}", failure.code));
            self.end_after(failure);
        }
        let transmitted = FromHost::Transmitted(Transmitted {
            id: wish.id,
            responses,
            error,
        });
        (vec![transmitted], Flow::Continue)
    }

    pub(super) fn close(&mut self, wish: Close) -> Outcome {
        let Some(open) = self.open.take() else {
            return fails(wish.id, Code::NotOpen);
        };
        let age = open.session.age(self.world.now());
        drop(open);
        self.log
            .info(format_args!("closed after {} ms", age.as_millis()));
        let closed = FromHost::Closed(Acknowledgement { id: wish.id });
        (vec![closed], Flow::Continue)
    }

    /// Sends commands until one is answered by something unexpected.
    fn send_all(&mut self, commands: Vec<Exchange>, answers: &mut Vec<Hex>) -> Result<(), Failure> {
        let mut digits = 0;
        for Exchange {
            apdu,
            expect,
            message,
        } in commands
        {
            let apdu = Zeroizing::new(apdu.into_bytes());
            if self.world.is_stopping() {
                return Ok(());
            }
            if digits > DIGITS_BEFORE {
                return Err(Code::Budget.into());
            }
            let now = self.world.now();
            let open = self.open.as_mut().ok_or(Failure::from(Code::NotOpen))?;
            let message = message.as_ref().map(Hex::as_bytes);
            let answer = open.session.exchange(&apdu, message, now)?;
            let status = answer
                .last_chunk()
                .map(|status| u16::from_be_bytes(*status));
            let instruction = apdu.get(1).copied().unwrap_or_default();
            self.log.info(format_args!(
                "{instruction:02X} {:04X}",
                status.unwrap_or_default()
            ));
            digits += 2 * answer.len();
            answers.push(answer.into());
            let is_expected =
                status.is_some_and(|status| expect.iter().any(|pattern| pattern.matches(status)));
            if !is_expected {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Closes the card if nothing can follow this failure.
    fn end_after(&mut self, failure: Failure) {
        if failure.code.closes_card() {
            self.open = None;
        }
    }
}

fn fails(id: Id, failure: impl Into<Failure>) -> Outcome {
    let error = FromHost::Error(ErrorMessage::about(id, failure.into()));
    (vec![error], Flow::Continue)
}
