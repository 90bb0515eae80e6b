//! A transparent session with the reader: begun, told what to do with the field, and a
//! carrier of frames.

use core::time::Duration;
use std::rc::Rc;

use async_trait::async_trait;

use super::command::{Answer, Form, Instruction, Layer, Manage, NO_PARITY, NO_PROLOGUE};
use crate::ccid::{EscapeLine, SlotError};
use crate::iso_dep::{FrameError, Transceiver};
use crate::link::{LinkError, Timer};
use crate::sony::{Trail, TrailStep};

/// For the answer to a command that does not wait for a card (felica-rs waits as long).
const REPLY: Duration = Duration::from_millis(1500);

/// After "slot busy" (felica-rs), and how often.
const BUSY: Duration = Duration::from_millis(50);
const BUSY_ATTEMPTS: u8 = 5;

/// Without field, so that a card loses its power; with it, so that a card is ready; after
/// the choice of a protocol (felica-rs). ISO/IEC 14443-3, 5, asks for 5 ms.
const FIELD_OFF: Duration = Duration::from_millis(30);
const FIELD_ON: Duration = Duration::from_millis(21);
const PROTOCOL: Duration = Duration::from_millis(20);

/// Another program has the session (con3code/xcx-pasorich).
const OWNED_BY_ANOTHER: u16 = 0x698A;
/// The length of the command is wrong (ISO/IEC 7816-4, 5.6).
const WRONG_LENGTH: u16 = 0x6700;

/// The reader in a session of its own.
pub(super) struct Session {
    line: EscapeLine,
    timer: Rc<dyn Timer>,
    trail: Rc<Trail>,
    packet_size: u16,
    instruction: Instruction,
    form: Form,
    /// A transparent exchange was accepted, so that its form is the right one.
    form_is_proven: bool,
}

/// Why a command got no answer.
enum Trouble {
    /// The reader did not carry it out.
    Refused(SlotError),
    Link(LinkError),
}

impl Session {
    pub(super) fn new(
        line: EscapeLine,
        timer: Rc<dyn Timer>,
        trail: Rc<Trail>,
        packet_size: u16,
    ) -> Self {
        Self {
            line,
            timer,
            trail,
            packet_size,
            instruction: Instruction::Sony,
            form: Form::Long,
            form_is_proven: false,
        }
    }

    /// Begins a session. One that was left behind, as by a page that was closed in the
    /// middle, is ended first.
    ///
    /// # Errors
    /// [`LinkError::NotAReader`] if the reader knows no such sessions on this interface,
    /// [`LinkError::ReaderInUse`] if it does not give one to this program.
    pub(super) async fn begin(&mut self) -> Result<(), LinkError> {
        let mut reason = LinkError::NotAReader;
        for instruction in [Instruction::Sony, Instruction::Standard] {
            self.instruction = instruction;
            match self.begin_once().await {
                Ok(()) => return Ok(()),
                Err(error @ (LinkError::NotAReader | LinkError::ReaderInUse)) => {
                    reason = reason.or_more_useful(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(reason)
    }

    async fn begin_once(&mut self) -> Result<(), LinkError> {
        let code = self.instruction as u8;
        // The second attempt, as ending a session may only be the beginning of its end.
        for _ in 0..2 {
            // Where there is none to end, this is refused.
            self.probe(Manage::End).await?;
            match self.probe(Manage::Begin).await? {
                Some(Answer::DONE) => {
                    self.trail.note(TrailStep::SessionBegun(code));
                    return Ok(());
                }
                Some(OWNED_BY_ANOTHER) => {
                    self.trail
                        .note(TrailStep::SessionRefused(code, OWNED_BY_ANOTHER));
                }
                Some(status) => {
                    self.trail.note(TrailStep::SessionRefused(code, status));
                    return Err(LinkError::NotAReader);
                }
                None => return Err(LinkError::NotAReader),
            }
        }
        Err(LinkError::ReaderInUse)
    }

    /// The status word of a command that the reader may not know at all.
    async fn probe(&mut self, what: Manage) -> Result<Option<u16>, LinkError> {
        match self.manage(what).await {
            Ok(answer) => Ok(Some(answer.status)),
            Err(Trouble::Refused(error)) => {
                self.trail.note(TrailStep::EscapeRefused(error));
                Ok(None)
            }
            Err(Trouble::Link(
                error @ (LinkError::Timeout
                | LinkError::NotAccepted
                | LinkError::Stalled
                | LinkError::UnexpectedMessage
                | LinkError::MalformedMessage),
            )) => {
                self.trail.note(TrailStep::EscapeFailed(error));
                Err(LinkError::NotAReader)
            }
            Err(Trouble::Link(error)) => Err(error),
        }
    }

    /// Ends the session, and the field with it.
    pub(super) async fn end(&mut self) -> Result<(), LinkError> {
        self.told(Manage::End).await
    }

    /// Takes the power from whatever is in the field.
    pub(super) async fn field_off(&mut self) -> Result<(), LinkError> {
        self.told(Manage::FieldOff).await
    }

    /// Gives cards power, from cold, and has the reader handle Type B up to this layer. What
    /// it says to the latter. A session that another program took meanwhile is begun anew.
    pub(super) async fn field_on(&mut self, layer: Layer) -> Result<Answer, LinkError> {
        match self.field_off().await {
            Err(LinkError::ReaderInUse) => {
                self.begin().await?;
                self.field_off().await?;
            }
            answered => answered?,
        }
        self.timer.sleep(FIELD_OFF).await;
        self.told(Manage::FieldOn).await?;
        self.timer.sleep(FIELD_ON).await;
        let command = self.instruction.switch_protocol(layer);
        let answer = self.patiently(&command).await.map_err(LinkError::from)?;
        self.timer.sleep(PROTOCOL).await;
        match answer.status {
            OWNED_BY_ANOTHER => Err(LinkError::ReaderInUse),
            _ => Ok(answer),
        }
    }

    /// Whether plain CCID works on this interface, while there is no session.
    pub(super) async fn try_plain(&mut self) -> Result<(), LinkError> {
        self.end().await?;
        let tried = self.line.try_plain().await;
        if tried.is_err() {
            self.begin().await?;
        }
        tried
    }

    /// Sends an APDU to a card that the reader activated.
    pub(super) async fn exchange_apdu(
        &mut self,
        command: &[u8],
        wait: Duration,
    ) -> Result<Answer, LinkError> {
        let answer = self.exchange(NO_PARITY, command, wait).await?;
        if answer.status == OWNED_BY_ANOTHER {
            return Err(LinkError::ReaderInUse);
        }
        Ok(answer)
    }

    /// Most bytes of one transparent exchange.
    pub(super) const fn longest_data(&self) -> usize {
        self.form.longest_data()
    }

    /// One transparent exchange. Sent once: only a form that the reader refuses for its
    /// length, before the first exchange that it accepts, is followed by the other.
    async fn exchange(
        &mut self,
        flags: u16,
        data: &[u8],
        wait: Duration,
    ) -> Result<Answer, LinkError> {
        let answer = self.exchange_once(flags, data, wait).await?;
        if answer.status != WRONG_LENGTH || self.form_is_proven || self.form == Form::Short {
            self.form_is_proven |= answer.status == Answer::DONE;
            return Ok(answer);
        }
        self.form = Form::Short;
        self.trail.note(TrailStep::ShortForm);
        self.exchange_once(flags, data, wait).await
    }

    async fn exchange_once(
        &mut self,
        flags: u16,
        data: &[u8],
        wait: Duration,
    ) -> Result<Answer, LinkError> {
        let packet = self.packet_size;
        let command = self
            .instruction
            .exchange(self.form, flags, wait, data, packet)
            .ok_or(LinkError::CommandTooLong)?;
        self.ask(&command, REPLY.saturating_add(wait))
            .await
            .map_err(LinkError::from)
    }

    async fn told(&mut self, what: Manage) -> Result<(), LinkError> {
        match self.manage(what).await.map_err(LinkError::from)?.status {
            Answer::DONE => Ok(()),
            OWNED_BY_ANOTHER => Err(LinkError::ReaderInUse),
            _ => Err(LinkError::NotAccepted),
        }
    }

    async fn manage(&mut self, what: Manage) -> Result<Answer, Trouble> {
        self.patiently(&self.instruction.manage(what)).await
    }

    /// Sends a command that is harmless, again while the reader is busy.
    async fn patiently(&mut self, command: &[u8]) -> Result<Answer, Trouble> {
        for _ in 1..BUSY_ATTEMPTS {
            match self.ask(command, REPLY).await {
                Err(Trouble::Refused(SlotError::SlotBusy)) => self.timer.sleep(BUSY).await,
                answered => return answered,
            }
        }
        self.ask(command, REPLY).await
    }

    async fn ask(&mut self, command: &[u8], wait: Duration) -> Result<Answer, Trouble> {
        match self.line.escape(command, wait).await {
            Ok(Ok(bytes)) => Answer::try_from(bytes.as_slice())
                .map_err(|_| Trouble::Link(LinkError::MalformedMessage)),
            Ok(Err(error)) => Err(Trouble::Refused(error)),
            Err(error) => Err(Trouble::Link(error)),
        }
    }
}

impl From<Trouble> for LinkError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            // A busy slot did not take the command.
            Trouble::Refused(SlotError::SlotBusy) => Self::NotAccepted,
            Trouble::Refused(error) => Self::ReaderRefused(error),
            Trouble::Link(error) => error,
        }
    }
}

#[async_trait(?Send)]
impl Transceiver for Session {
    fn longest_frame(&self) -> usize {
        // The largest frame of the protocol without its checksum.
        self.longest_data().min(254)
    }

    async fn transceive(&mut self, frame: &[u8], wait: Duration) -> Result<Vec<u8>, FrameError> {
        let flags = NO_PARITY | NO_PROLOGUE;
        let answer = match self.exchange(flags, frame, wait).await {
            Ok(answer) => answer,
            // The frame did not go out, or the card did not answer: the protocol finds out
            // which by asking the card, and sends the frame again only if it is right.
            Err(LinkError::NotAccepted) => {
                self.timer.sleep(BUSY).await;
                return Err(FrameError::NoAnswer);
            }
            Err(LinkError::ReaderRefused(SlotError::Mute)) => return Err(FrameError::NoAnswer),
            Err(error) => return Err(error.into()),
        };
        match (answer.status, answer.data) {
            (Answer::DONE, Some(data)) if answer.damage == 0 && answer.bits == 0 => Ok(data),
            // No answer of the card (PC/SC part 3, supplemental document, 3.2.1).
            (0x6400 | 0x6401, _) | (Answer::DONE, None) => Err(FrameError::NoAnswer),
            (OWNED_BY_ANOTHER, _) => Err(LinkError::ReaderInUse.into()),
            _ => Err(FrameError::Garbled),
        }
    }
}
