//! All readers of the service as one [`Slot`].

use core::cell::RefCell;
use core::time::Duration;
use std::rc::Rc;

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::{ReaderState, SmartCardConnection, SmartCardContext};
use crate::carrier::slot::{CardState, Slot};
use crate::carrier::turn::Turn;
use crate::link::{Limits, LinkError, Timer};

/// For what does not involve a card.
const STATUS: Duration = Duration::from_secs(6);
/// For a connection: a person may first have to allow it, and the card gets its power twice.
const CONNECT: Duration = Duration::from_secs(60);
/// For a card: a signature takes a second, a weak field makes it several.
const CARD: Duration = Duration::from_secs(12);

/// The service, and the card that is connected.
pub(super) struct SmartCardSlot {
    desk: Rc<Desk>,
    turn: Turn<Result<Answer, LinkError>>,
}

/// What questions share that may outlive whoever asked them.
struct Desk {
    context: Rc<dyn SmartCardContext>,
    connected: RefCell<Option<Connected>>,
}

struct Connected {
    connection: Rc<dyn SmartCardConnection>,
    reader: String,
    /// When the card had just been connected.
    count: u32,
}

/// The answer to whatever was asked.
enum Answer {
    Done,
    Bytes(Vec<u8>),
    States(Vec<ReaderState>),
}

impl SmartCardSlot {
    pub(super) fn new(context: Rc<dyn SmartCardContext>, timer: Rc<dyn Timer>) -> Self {
        Self {
            desk: Rc::new(Desk {
                context,
                connected: RefCell::new(None),
            }),
            turn: Turn::new(timer),
        }
    }

    async fn states(&mut self) -> Result<Vec<ReaderState>, LinkError> {
        let desk = Rc::clone(&self.desk);
        let question = async move { desk.context.states().await.map(Answer::States) };
        match self.turn.ask(question, STATUS).await?? {
            Answer::States(states) if states.is_empty() => Err(LinkError::Unplugged),
            Answer::States(states) => Ok(states),
            _ => Err(LinkError::UnexpectedMessage),
        }
    }
}

impl Desk {
    /// The connection, to be used without holding on to anything.
    fn connection(&self) -> Result<Rc<dyn SmartCardConnection>, LinkError> {
        let connected = self.connected.borrow();
        let connection = connected.as_ref().map(|it| Rc::clone(&it.connection));
        connection.ok_or(LinkError::PoweredOff)
    }

    /// Connects to the first card that lets itself be connected to, and returns its ATR.
    async fn connect(&self) -> Result<Vec<u8>, LinkError> {
        let mut reason: Option<LinkError> = None;
        for state in self.context.states().await? {
            if !state.present {
                continue;
            }
            match self.connect_to(state.name).await {
                Ok(atr) => return Ok(atr),
                Err(error) => {
                    reason = Some(reason.map_or(error, |it| it.or_more_useful(error)));
                }
            }
        }
        Err(reason.unwrap_or(LinkError::CardAbsent))
    }

    /// Connects twice: the first connection only takes the power, so that no right lives on
    /// that another program acquired.
    async fn connect_to(&self, reader: String) -> Result<Vec<u8>, LinkError> {
        self.context.connect(&reader).await?.unpower().await?;
        let connection = self.context.connect(&reader).await?;
        // From here on it has power, and must not be forgotten.
        self.connected.replace(Some(Connected {
            connection,
            reader: reader.clone(),
            count: 0,
        }));
        let states = self.context.states().await?;
        let state = states.into_iter().find(|state| state.name == reader);
        let state = state.ok_or(LinkError::Unplugged)?;
        if let Some(connected) = &mut *self.connected.borrow_mut() {
            connected.count = state.count;
        }
        Ok(state.atr)
    }
}

#[async_trait(?Send)]
impl Slot for SmartCardSlot {
    fn limits(&self) -> Limits {
        Limits::EXTENDED
    }

    async fn card(&mut self) -> Result<CardState, LinkError> {
        let states = self.states().await?;
        let connected = self.desk.connected.borrow();
        let Some(connected) = &*connected else {
            // A mute one may only lie askew. It is worth a try.
            let there = states.iter().any(|state| state.present);
            return Ok(if there {
                CardState::Inactive
            } else {
                CardState::Absent
            });
        };
        let state = states.iter().find(|state| state.name == connected.reader);
        match state {
            None => Err(LinkError::Unplugged),
            Some(state) if !state.present => Ok(CardState::Absent),
            // It was away in the meantime, and has no power of ours.
            Some(state) if state.count != connected.count => Ok(CardState::Inactive),
            Some(_) => Ok(CardState::Active),
        }
    }

    async fn power_on(&mut self) -> Result<Vec<u8>, LinkError> {
        // What is left of a connection whose card was taken away.
        if self.desk.connected.borrow().is_some() {
            let _ = self.power_off().await;
        }
        let desk = Rc::clone(&self.desk);
        let question = async move { desk.connect().await.map(Answer::Bytes) };
        match self.turn.ask(question, CONNECT).await?? {
            Answer::Bytes(atr) => Ok(atr),
            _ => Err(LinkError::UnexpectedMessage),
        }
    }

    async fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>, LinkError> {
        let connection = self.desk.connection()?;
        let apdu = Zeroizing::new(apdu.to_vec());
        let question = async move { connection.transmit(&apdu).await.map(Answer::Bytes) };
        match self.turn.ask(question, CARD).await?? {
            Answer::Bytes(answer) => Ok(answer),
            _ => Err(LinkError::UnexpectedMessage),
        }
    }

    async fn power_off(&mut self) -> Result<(), LinkError> {
        let desk = Rc::clone(&self.desk);
        let question = async move {
            let connection = desk.connection()?;
            let unpowered = connection.unpower().await;
            // Whatever came of it, the connection is of no use any more.
            desk.connected.take();
            unpowered.map(|()| Answer::Done)
        };
        match self.turn.ask(question, CARD).await? {
            Ok(_) | Err(LinkError::PoweredOff) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn close(&mut self) -> Result<(), LinkError> {
        self.power_off().await
    }
}
