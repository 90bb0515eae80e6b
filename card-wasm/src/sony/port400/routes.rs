//! The two routes to a card through a transparent session, and how one is chosen.

use core::cell::Cell;
use core::time::Duration;
use std::rc::Rc;

use async_trait::async_trait;

use super::command::{Answer, Layer};
use super::session::Session;
use crate::iso_dep::ActiveCard;
use crate::link::{Limits, LinkError};
use crate::sony::coupler::{Coupler, Sight};
use crate::sony::{Trail, TrailStep};

/// SELECT without a name: the application that is selected after power-on anyway (ISO/IEC
/// 7816-4, 7.1.1). Whatever is answered shows that the card was reached.
const HARMLESS: [u8; 5] = [0x00, 0xA4, 0x04, 0x00, 0x00];

/// For a card that the reader speaks to by itself, extensions included.
const CARD: Duration = Duration::from_secs(8);

/// For the answer to the harmless command, which takes a card no time.
const PROBE: Duration = Duration::from_millis(500);

/// Attempts at plain CCID with a card that seems to be there, before it is ruled out.
const PLAIN_ATTEMPTS: u8 = 3;

/// Looks at a field that seems empty between two at which plain CCID is tried. Each ends the
/// session for a moment, and other programs find the reader free.
const LOOKS_WITHOUT_PLAIN: u8 = 3;

/// How a transparent session reaches a card.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Route {
    /// The reader carries frames.
    Host,
    /// The reader speaks the block protocol.
    Reader,
}

/// The reader with what was found out about it.
pub(super) struct Port400 {
    session: Session,
    trail: Rc<Trail>,
    /// Shared, because the reader tells it while the session is in use.
    route: Rc<Cell<Option<Route>>>,
    card: Option<Powered>,
    plain_attempts: u8,
    looks_without_plain: u8,
}

/// What came of trying a route.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Tried {
    Works,
    /// It may work, but there is no card.
    Silent,
    Fails,
}

/// The card that has power.
enum Powered {
    ByHost(ActiveCard),
    ByReader,
}

impl Port400 {
    /// The route is told in `route` once it is known.
    pub(super) const fn new(
        session: Session,
        trail: Rc<Trail>,
        route: Rc<Cell<Option<Route>>>,
    ) -> Self {
        Self {
            session,
            trail,
            route,
            card: None,
            plain_attempts: 0,
            looks_without_plain: 0,
        }
    }

    /// Begins the session.
    pub(super) async fn begin(&mut self) -> Result<(), LinkError> {
        self.session.begin().await
    }

    /// Tries one route after the other with a harmless command.
    async fn choose(&mut self) -> Result<Sight, LinkError> {
        let mut is_silent = true;
        for route in [Route::Host, Route::Reader] {
            let tried = match route {
                Route::Host => self.try_host().await?,
                Route::Reader => self.try_reader().await?,
            };
            self.session.field_off().await?;
            if tried == Tried::Works {
                self.route.set(Some(route));
                return Ok(Sight::Card);
            }
            is_silent &= tried == Tried::Silent;
        }
        if is_silent && self.looks_without_plain < LOOKS_WITHOUT_PLAIN {
            self.looks_without_plain += 1;
            return Ok(Sight::Nothing);
        }
        self.looks_without_plain = 0;
        self.try_plain().await
    }

    async fn try_host(&mut self) -> Result<Tried, LinkError> {
        if !self.layer_is_on(Layer::Frames).await? {
            return Ok(Tried::Fails);
        }
        let (step, tried) = match self.reach_by_host().await {
            Ok(true) => (TrailStep::HostActivated, Tried::Works),
            Ok(false) => (TrailStep::HostFoundNothing, Tried::Silent),
            Err(error) if is_of_reader(error) => return Err(error),
            Err(error) => (TrailStep::HostFailed(error), Tried::Fails),
        };
        self.trail.note(step);
        Ok(tried)
    }

    async fn reach_by_host(&mut self) -> Result<bool, LinkError> {
        let Some(mut card) = ActiveCard::activate(&mut self.session).await? else {
            return Ok(false);
        };
        card.exchange(&mut self.session, &HARMLESS).await?;
        card.deselect(&mut self.session).await?;
        Ok(true)
    }

    async fn try_reader(&mut self) -> Result<Tried, LinkError> {
        match self.activated_by_reader().await? {
            Tried::Works => {}
            other => return Ok(other),
        }
        let (step, tried) = match self.session.exchange_apdu(&HARMLESS, PROBE).await {
            Ok(answer) if is_apdu(&answer) => (TrailStep::ReaderActivated, Tried::Works),
            Ok(answer) => (TrailStep::ReaderFailed(answer.status), Tried::Fails),
            Err(error) if is_of_reader(error) => return Err(error),
            Err(_) => (TrailStep::ReaderFailed(0), Tried::Fails),
        };
        self.trail.note(step);
        Ok(tried)
    }

    /// With the session out of the way, whether plain CCID sees a card.
    async fn try_plain(&mut self) -> Result<Sight, LinkError> {
        if self.plain_attempts >= PLAIN_ATTEMPTS {
            return Ok(Sight::Nothing);
        }
        match self.session.try_plain().await {
            Ok(()) => {
                self.trail.note(TrailStep::PlainActivated);
                return Ok(Sight::CardElsewhere);
            }
            Err(LinkError::CardAbsent) => self.trail.note(TrailStep::PlainFoundNothing),
            Err(error) if is_of_reader(error) => return Err(error),
            Err(error) => {
                self.plain_attempts += 1;
                self.trail.note(TrailStep::PlainFailed(error));
            }
        }
        Ok(Sight::Nothing)
    }

    /// Switches the field on for frames. `false` if the reader does not do it.
    async fn layer_is_on(&mut self, layer: Layer) -> Result<bool, LinkError> {
        let status = self.session.field_on(layer).await?.status;
        if status != Answer::DONE {
            self.trail
                .note(TrailStep::LayerRefused(layer as u8, status));
        }
        Ok(status == Answer::DONE)
    }

    /// Switches the field on and has the reader look for a card.
    async fn activated_by_reader(&mut self) -> Result<Tried, LinkError> {
        let answer = self.session.field_on(Layer::Blocks).await?;
        let (step, tried) = match (answer.status, answer.has_atr) {
            (Answer::DONE, true) => return Ok(Tried::Works),
            (Answer::DONE | 0x6400 | 0x6401, _) => (TrailStep::ReaderFoundNothing, Tried::Silent),
            (status, _) => {
                let refused = TrailStep::LayerRefused(Layer::Blocks as u8, status);
                (refused, Tried::Fails)
            }
        };
        self.trail.note(step);
        Ok(tried)
    }
}

#[async_trait(?Send)]
impl Coupler for Port400 {
    async fn look(&mut self) -> Result<Sight, LinkError> {
        self.card = None;
        let there = match self.route.get() {
            None => return self.choose().await,
            Some(Route::Host) => {
                self.layer_is_on(Layer::Frames).await?
                    && ActiveCard::is_in_field(&mut self.session).await?
            }
            Some(Route::Reader) => self.activated_by_reader().await? == Tried::Works,
        };
        self.session.field_off().await?;
        Ok(if there { Sight::Card } else { Sight::Nothing })
    }

    async fn activate(&mut self) -> Result<Limits, LinkError> {
        self.card = None;
        if self.route.get().is_none() {
            self.choose().await?;
        }
        match self.route.get() {
            None => Err(LinkError::CardAbsent),
            Some(Route::Host) => {
                if !self.layer_is_on(Layer::Frames).await? {
                    return Err(LinkError::CardAbsent);
                }
                let card = ActiveCard::activate(&mut self.session).await?;
                self.card = Some(Powered::ByHost(card.ok_or(LinkError::CardAbsent)?));
                Ok(Limits::EXTENDED)
            }
            Some(Route::Reader) => {
                if self.activated_by_reader().await? != Tried::Works {
                    return Err(LinkError::CardAbsent);
                }
                self.card = Some(Powered::ByReader);
                let longest = self.session.longest_data();
                Ok(Limits::SHORT.narrowed(longest, usize::MAX))
            }
        }
    }

    async fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, LinkError> {
        match &mut self.card {
            None => Err(LinkError::PoweredOff),
            Some(Powered::ByHost(card)) => card.exchange(&mut self.session, command).await,
            Some(Powered::ByReader) => {
                let answer = self.session.exchange_apdu(command, CARD).await?;
                let complete = is_apdu(&answer);
                match (answer.status, answer.data) {
                    (_, Some(data)) if complete => Ok(data),
                    (0x6400 | 0x6401, _) => Err(LinkError::CardRemoved),
                    _ => Err(LinkError::MalformedResponse),
                }
            }
        }
    }

    async fn is_present(&mut self) -> Result<bool, LinkError> {
        match &self.card {
            None => Ok(false),
            Some(Powered::ByHost(card)) => card.is_present(&mut self.session).await,
            // There is no question that leaves the card as it is; the next command shows it.
            Some(Powered::ByReader) => Ok(true),
        }
    }

    async fn deactivate(&mut self) -> Result<(), LinkError> {
        if let Some(Powered::ByHost(card)) = self.card.take() {
            // A courtesy: it loses its power in any case.
            let _ = card.deselect(&mut self.session).await;
        }
        self.session.field_off().await
    }

    async fn end(&mut self) -> Result<(), LinkError> {
        self.session.end().await
    }
}

/// Whether an answer of the reader carries an undamaged answer of a card.
fn is_apdu(answer: &Answer) -> bool {
    answer.status == Answer::DONE
        && answer.damage == 0
        && answer.data.as_ref().is_some_and(|data| data.len() >= 2)
}

/// Whether an error says nothing of a route, but that the reader cannot be used at all.
const fn is_of_reader(error: LinkError) -> bool {
    matches!(
        error,
        LinkError::Unplugged
            | LinkError::Cancelled
            | LinkError::ReaderInUse
            | LinkError::TransferFailed
            | LinkError::TransferNotAllowed
            | LinkError::Timeout
    )
}
