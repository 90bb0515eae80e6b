//! Question and answer with an ACR1255U-J1, plain at first and in cipher later.

use core::time::Duration;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use zeroize::Zeroizing;

use super::frame::{FrameBuffer, LONGEST_VALUE, enclose};
use super::handshake::Cipher;
use super::message::{AcsMessage, MessageKind};
use crate::carrier::gatt::{GattLink, Role};
use crate::carrier::turn::Turn;
use crate::link::{LinkError, Timer};

/// Messages that nobody asked for before the answer.
const NOTICES: usize = 32;

/// For the state of the slot, where an answer before it was lost.
const CATCH_UP: Duration = Duration::from_secs(6);

/// The reader's errors (manual, table 9). This one: it was not proved that we know the key;
/// FIDOk knows another for too many attempts.
const UNAUTHORIZED: u8 = 0x04;
const TOO_MANY_ATTEMPTS: u8 = 0x07;
/// "Timeout": the card did not answer.
const CARD_SILENT: u8 = 0x02;

/// A conversation, one question at a time.
pub(super) struct Conversation {
    wire: Rc<Wire>,
    turn: Turn<Result<AcsMessage, LinkError>>,
}

/// What questions share that may outlive whoever asked them.
struct Wire {
    link: Rc<dyn GattLink>,
    buffer: RefCell<FrameBuffer>,
    cipher: RefCell<Option<Cipher>>,
    state: Cell<State>,
}

/// How far the question has come that is under way or was given up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// None is.
    Idle,
    /// The answer is still to come, and is of this kind.
    Owed(Option<MessageKind>),
    /// A question was not sent in full, or something came that makes no sense. What comes now
    /// may belong to anything, so nothing is believed until the reader is opened anew.
    Broken,
}

impl Conversation {
    pub(super) fn new(link: Rc<dyn GattLink>, timer: Rc<dyn Timer>) -> Self {
        Self {
            wire: Rc::new(Wire {
                link,
                buffer: RefCell::default(),
                cipher: RefCell::default(),
                state: Cell::new(State::Idle),
            }),
            turn: Turn::new(timer),
        }
    }

    /// Everything is said in this cipher from now on.
    pub(super) fn agree(&self, cipher: Cipher) {
        self.wire.cipher.replace(Some(cipher));
    }

    /// Asks once.
    ///
    /// # Errors
    /// After any of them it may have been carried out, except [`LinkError::CommandTooLong`].
    pub(super) async fn ask(
        &mut self,
        question: AcsMessage,
        wait: Duration,
    ) -> Result<AcsMessage, LinkError> {
        if !self.turn.settle().await {
            self.catch_up().await?;
        }
        let wire = Rc::clone(&self.wire);
        self.turn
            .ask(async move { wire.converse(&question).await }, wait)
            .await?
    }

    /// Gets past an answer that does not come. The reader answers in the order of questions,
    /// so once it has told the state of its slot, no earlier answer is left; and that answer
    /// cannot be taken for one with data, for which alone this is done.
    async fn catch_up(&mut self) -> Result<(), LinkError> {
        match self.wire.state.get() {
            State::Owed(Some(MessageKind::DataAnswer)) => {}
            _ => return Err(LinkError::Timeout),
        }
        self.turn.give_up();
        let wire = Rc::clone(&self.wire);
        let question = async move {
            let status = AcsMessage::question(MessageKind::SlotStatus, &[]);
            wire.send(&status, Some(MessageKind::SlotStatusAnswer))
                .await?;
            for _ in 0..=NOTICES {
                let answer = wire.next_message().await?;
                if answer.kind == MessageKind::SlotStatusAnswer {
                    wire.state.set(State::Idle);
                    return Ok(answer);
                }
            }
            Err(LinkError::UnexpectedMessage)
        };
        self.turn.ask(question, CATCH_UP).await??;
        Ok(())
    }

    pub(super) fn disconnect(&self) {
        self.wire.link.disconnect();
    }
}

impl Wire {
    async fn converse(&self, question: &AcsMessage) -> Result<AcsMessage, LinkError> {
        if self.state.get() != State::Idle {
            return Err(LinkError::MalformedMessage);
        }
        let expected = question.kind.answered_by();
        self.send(question, expected).await?;
        let answer = self.answer_of(expected).await;
        self.state.set(match answer {
            Ok(_) => State::Idle,
            Err(_) => State::Broken,
        });
        let answer = answer?;
        if answer.kind == MessageKind::ErrorAnswer {
            return Err(error(answer.parameter));
        }
        Ok(answer)
    }

    /// Sends a question, of which the answer is owed from then on.
    async fn send(
        &self,
        question: &AcsMessage,
        expected: Option<MessageKind>,
    ) -> Result<(), LinkError> {
        let frame = self.wrap(question)?;
        self.state.set(State::Broken);
        for value in frame.chunks(LONGEST_VALUE) {
            self.link.write(Role::Command, value).await?;
        }
        self.state.set(State::Owed(expected));
        Ok(())
    }

    /// The message that answers, well or not.
    async fn answer_of(&self, expected: Option<MessageKind>) -> Result<AcsMessage, LinkError> {
        for _ in 0..=NOTICES {
            let answer = self.next_message().await?;
            match answer.kind {
                MessageKind::CardNotice => {}
                MessageKind::ErrorAnswer => return Ok(answer),
                kind if Some(kind) == expected => return Ok(answer),
                _ => return Err(LinkError::UnexpectedMessage),
            }
        }
        Err(LinkError::UnexpectedMessage)
    }

    fn wrap(&self, question: &AcsMessage) -> Result<Zeroizing<Vec<u8>>, LinkError> {
        let plain = question.encode()?;
        match &*self.cipher.borrow() {
            Some(cipher) => enclose(&cipher.seal(&plain)),
            None => enclose(&plain),
        }
    }

    async fn next_message(&self) -> Result<AcsMessage, LinkError> {
        // What came together with the frame before.
        let mut frame = self.buffer.borrow_mut().push(&[])?;
        while frame.is_none() {
            let value = self.link.next(Role::Answer).await?;
            frame = self.buffer.borrow_mut().push(&value)?;
        }
        let frame = frame.unwrap_or_default();
        match &*self.cipher.borrow() {
            Some(cipher) => match cipher.open(&frame) {
                // Errors come in plain even then (manual, 5.7.6).
                Ok(plain) => AcsMessage::decode(&plain),
                Err(_) => plain_error(&frame),
            },
            None => AcsMessage::decode(&frame),
        }
    }
}

/// An error that came in plain, where everything else is in cipher.
fn plain_error(frame: &[u8]) -> Result<AcsMessage, LinkError> {
    let message = AcsMessage::decode(frame)?;
    if message.kind == MessageKind::ErrorAnswer {
        Ok(message)
    } else {
        Err(LinkError::MalformedMessage)
    }
}

fn error(number: u8) -> LinkError {
    match number {
        UNAUTHORIZED | TOO_MANY_ATTEMPTS => LinkError::ReaderLocked,
        CARD_SILENT => LinkError::CardMute,
        _ => LinkError::TransferFailed,
    }
}
