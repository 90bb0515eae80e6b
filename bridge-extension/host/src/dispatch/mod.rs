//! One message in, its answers out: the order of things in one process, without threads,
//! channels or a clock of its own.

mod card;
mod greeting;

use std::sync::Arc;
use std::time::Instant;

use bridge_protocol::{
    AllowOrigin, Code, ErrorMessage, Failure, FromHost, Hello, Lost, Origin, OriginAllowed,
    OriginError, PROTOCOL, Reader, Readers, ToHost, Version, Welcome,
};

use crate::log::Log;
use crate::origins::Origins;
use crate::service::CardService;
use card::OpenCard;

/// What the host needs besides cards.
pub trait World {
    /// The time now.
    fn now(&self) -> Instant;

    /// Whether the process is about to end: then no further command is sent.
    fn is_stopping(&self) -> bool;

    /// Look at the readers from now on, and report each change to [`Host::readers`].
    fn watch_readers(&mut self);
}

/// Whether the process goes on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Flow {
    /// It waits for the next message.
    Continue,
    /// It ends, and the open card with it.
    End,
}

/// What became of a message: answers, in their order, and whether to go on.
pub type Outcome = (Vec<FromHost>, Flow);

/// The host of one page.
pub struct Host<S: CardService, W: World> {
    service: S,
    world: W,
    origins: Origins,
    log: Arc<Log>,
    /// The origin of the page, once it is welcome.
    page: Option<Origin>,
    watching: bool,
    readers: Option<Result<Vec<Reader>, Failure>>,
    open: Option<OpenCard<S::Connection>>,
}

impl<S: CardService, W: World> Host<S, W> {
    /// A host that nobody has greeted.
    pub const fn new(service: S, world: W, origins: Origins, log: Arc<Log>) -> Self {
        Self {
            service,
            world,
            origins,
            log,
            page: None,
            watching: false,
            readers: None,
            open: None,
        }
    }

    /// Answers one message. A card whose time is over is closed first: a page that never stops
    /// talking would else keep it open.
    pub fn message(&mut self, bytes: &[u8]) -> Outcome {
        let (mut answers, _) = self.overdue();
        let (more, flow) = self.answer(bytes);
        answers.extend(more);
        (answers, flow)
    }

    fn answer(&mut self, bytes: &[u8]) -> Outcome {
        let message = match greeting::read(bytes) {
            Ok(message) => message,
            Err(error) => return self.ends(error),
        };
        match message {
            ToHost::Hello(hello) if self.page.is_none() => self.hello(&hello),
            ToHost::AllowOrigin(wish) if self.page.is_none() => self.allow_origin(&wish),
            ToHost::Hello(_) | ToHost::AllowOrigin(_) => self.ends(Code::MessageMalformed),
            _ if self.page.is_none() => self.ends(Code::HelloFirst),
            ToHost::Watch(_) => {
                self.watching = true;
                (self.tell_readers(), Flow::Continue)
            }
            ToHost::Open(wish) => self.open(&wish),
            ToHost::PinTyped(note) => self.pin_typed(note),
            ToHost::Transmit(wish) => self.transmit(wish),
            ToHost::Close(wish) => self.close(wish),
        }
    }

    /// Answers a message that was too large to be read.
    pub fn too_large(&mut self) -> Outcome {
        self.ends(Code::MessageTooLarge)
    }

    /// Takes in what the readers are now.
    pub fn readers(&mut self, readers: Result<Vec<Reader>, Failure>) -> Outcome {
        let mut answers = Vec::new();
        let why_lost = self.open.as_ref().and_then(|open| open.is_lost(&readers));
        if let Some(failure) = why_lost {
            answers.push(self.lose(failure));
        }
        self.readers = Some(readers);
        if self.watching {
            answers.extend(self.tell_readers());
        }
        (answers, Flow::Continue)
    }

    /// When [`Host::overdue`] is to be called, if nothing happens before.
    pub fn deadline(&self) -> Option<Instant> {
        self.open.as_ref().map(OpenCard::deadline)
    }

    /// Closes a card that has been open or idle for too long.
    pub fn overdue(&mut self) -> Outcome {
        let now = self.world.now();
        let is_overdue = self.deadline().is_some_and(|deadline| deadline <= now);
        let lost = is_overdue.then(|| self.lose(Code::Timeout.into()));
        (lost.into_iter().collect(), Flow::Continue)
    }

    /// Whether the process is about to end.
    pub fn is_stopping(&self) -> bool {
        self.world.is_stopping()
    }

    fn hello(&mut self, hello: &Hello) -> Outcome {
        if let Some(part) = greeting::too_old(hello) {
            return self.ends(ErrorMessage {
                update: Some(part),
                ..ErrorMessage::new(Code::Version)
            });
        }
        let origin = match origin(&hello.origin) {
            Ok(origin) => origin,
            Err(code) => return self.ends(code),
        };
        let listed = match self.origins.read() {
            Ok(listed) => listed,
            Err(error) => {
                self.log.error(format_args!("{}: {error}", error.code()));
                return self.ends(Code::OriginRefused);
            }
        };
        if !listed.admits(&origin) {
            self.log.info(format_args!("{origin} is on no list"));
            return self.ends(Code::OriginRefused);
        }
        let versions = (hello.extension_version, hello.page_version);
        self.log.info(format_args!(
            "serves {origin}, page {}, extension {}",
            versions.1, versions.0
        ));
        self.page = Some(origin);
        self.world.watch_readers();
        let welcome = FromHost::Welcome(Welcome {
            protocol: PROTOCOL,
            host_version: version(),
        });
        (vec![welcome], Flow::Continue)
    }

    fn allow_origin(&mut self, wish: &AllowOrigin) -> Outcome {
        let origin = match origin(&wish.origin) {
            Ok(origin) => origin,
            Err(code) => return self.ends(code),
        };
        if let Err(error) = self.origins.allow(&origin) {
            self.log.error(format_args!("{}: {error}", error.code()));
            return self.ends(Code::OriginRefused);
        }
        self.log.info(format_args!("{origin} was allowed"));
        let allowed = FromHost::OriginAllowed(OriginAllowed { origin });
        (vec![allowed], Flow::Continue)
    }

    fn tell_readers(&self) -> Vec<FromHost> {
        let message = match &self.readers {
            None => return Vec::new(),
            Some(Ok(readers)) => FromHost::Readers(Readers {
                readers: readers.clone(),
            }),
            Some(Err(failure)) => FromHost::Error(ErrorMessage {
                pcsc: failure.pcsc,
                ..ErrorMessage::new(failure.code)
            }),
        };
        vec![message]
    }

    /// Closes the card without having been asked to.
    fn lose(&mut self, failure: Failure) -> FromHost {
        self.open = None;
        self.log.info(format_args!("lost: {}", failure.code));
        FromHost::Lost(Lost {
            code: failure.code,
            pcsc: failure.pcsc,
        })
    }

    /// Says what is wrong and ends; an open card is closed before it is said.
    fn ends(&mut self, error: impl Into<ErrorMessage>) -> Outcome {
        let error = error.into();
        self.open = None;
        self.log.error(format_args!("ends: {}", error.code));
        (vec![FromHost::Error(error)], Flow::End)
    }
}

/// The version of the host.
#[must_use]
pub fn version() -> Version {
    // The build has a version of three numbers; a test says so.
    Version::try_from(env!("CARGO_PKG_VERSION")).unwrap_or(Version::new(0, 0, 0))
}

fn origin(text: &str) -> Result<Origin, Code> {
    Origin::try_from(text).map_err(|error| match error {
        OriginError::Insecure => Code::OriginInsecure,
        OriginError::Malformed => Code::OriginRefused,
    })
}

#[cfg(test)]
mod scene;
#[cfg(test)]
mod tests;
