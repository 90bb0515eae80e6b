//! One conversation with the host: the greeting, what it says by itself, and requests with
//! their answers.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::collections::BTreeMap;
use std::rc::Rc;

use bridge_protocol::{
    Code, FromHost, FromPage, Id, PROTOCOL, PageHello, Reader, Version, Watch, Welcome,
};

use super::Fault;

/// The way out to the extension. What comes in is told to [`Client::hear`] and, at the end,
/// to [`Client::ended`].
pub trait Port {
    /// Sends a message.
    ///
    /// # Errors
    /// When the port is closed.
    fn post(&self, message: &FromPage) -> Result<(), Fault>;
}

/// A conversation. Clones are of the same one.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    port: Box<dyn Port>,
    next: Cell<Id>,
    heard: RefCell<Heard>,
    waiting: RefCell<Vec<Waker>>,
}

/// What the other side has said so far.
#[derive(Default)]
struct Heard {
    welcome: Option<Welcome>,
    /// A person is being asked whether this page may have cards.
    asking: bool,
    readers: Option<Vec<Reader>>,
    /// `None` until the answer to a request came.
    answers: BTreeMap<Id, Option<FromHost>>,
    /// Why the open card went away by itself.
    lost: Option<Fault>,
    /// The latest trouble that belongs to no request.
    trouble: Option<Fault>,
    ended: Option<Fault>,
}

/// How a greeting goes on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Greeting {
    /// A person is being asked whether this page may have cards.
    Asking,
    /// The page may have cards.
    Welcome {
        /// The version of the host.
        host: Version,
    },
}

impl Client {
    /// A conversation over this port, in which nothing has been said.
    #[must_use]
    pub fn new(port: Box<dyn Port>) -> Self {
        Self(Rc::new(Inner {
            port,
            next: Cell::new(1),
            heard: RefCell::default(),
            waiting: RefCell::default(),
        }))
    }

    /// Says hello, and asks to hear of readers once welcome.
    ///
    /// # Errors
    /// When the port is closed.
    pub fn greet(&self, page_version: Version) -> Result<(), Fault> {
        self.0.port.post(&FromPage::Hello(PageHello {
            protocol: PROTOCOL,
            page_version,
        }))
    }

    /// The next news of the greeting, after this one.
    ///
    /// # Errors
    /// Why there will be no welcome.
    pub async fn greeting(&self, after: Option<Greeting>) -> Result<Greeting, Fault> {
        let greeting = self
            .until(|heard| {
                let now = match (&heard.welcome, heard.asking) {
                    (Some(welcome), _) => Some(Greeting::Welcome {
                        host: welcome.host_version,
                    }),
                    (None, true) => Some(Greeting::Asking),
                    (None, false) => None,
                };
                now.filter(|now| Some(now) != after.as_ref())
            })
            .await?;
        Ok(greeting)
    }

    /// Asks to be told of readers from now on.
    ///
    /// # Errors
    /// When the port is closed.
    pub fn watch(&self) -> Result<(), Fault> {
        self.0.port.post(&FromPage::Watch(Watch {}))
    }

    /// The readers now; `None` before the first word about them.
    #[must_use]
    pub fn readers(&self) -> Option<Vec<Reader>> {
        self.0.heard.borrow().readers.clone()
    }

    /// Returns when the readers are others than these.
    ///
    /// # Errors
    /// Why there will be no more news: the conversation is over.
    pub async fn other_readers(&self, than: Option<&[Reader]>) -> Result<Vec<Reader>, Fault> {
        self.until(|heard| {
            let now = heard.readers.as_deref();
            (now != than).then(|| now.unwrap_or_default().to_vec())
        })
        .await
    }

    /// The latest trouble that belongs to no request, such as a service that does not run.
    #[must_use]
    pub fn trouble(&self) -> Option<Fault> {
        self.0.heard.borrow().trouble
    }

    /// Takes a message from the other side.
    pub fn hear(&self, message: FromHost) {
        let mut heard = self.0.heard.borrow_mut();
        match message {
            FromHost::Welcome(welcome) => heard.welcome = Some(welcome),
            FromHost::Readers(readers) => {
                heard.readers = Some(readers.readers);
                heard.trouble = None;
            }
            FromHost::Lost(lost) => heard.lost = Some(lost.code.into()),
            FromHost::Error(error) => match error.id {
                Some(id) => heard.answer(id, message),
                None if Fault::from(error).is_pending() => heard.asking = true,
                None => {
                    heard.trouble = Some(error.into());
                    // What was known of readers does not hold any more.
                    heard.readers = Some(Vec::new());
                }
            },
            FromHost::Opened(ref opened) => heard.answer(opened.id, message),
            FromHost::Transmitted(ref transmitted) => heard.answer(transmitted.id, message),
            FromHost::Noted(done) | FromHost::Closed(done) => heard.answer(done.id, message),
            // For the extension alone.
            FromHost::OriginAllowed(_) => {}
        }
        drop(heard);
        self.wake();
    }

    /// The port was closed by the other side.
    pub fn ended(&self) {
        let mut heard = self.0.heard.borrow_mut();
        // What was said before the end explains it.
        let why = heard.trouble.unwrap_or(Code::HostEnded.into());
        heard.ended.get_or_insert(why);
        drop(heard);
        self.wake();
    }

    /// Sends a request and waits for its answer.
    pub(super) async fn request(
        &self,
        request: impl FnOnce(Id) -> FromPage,
    ) -> Result<FromHost, Fault> {
        let id = self.send(request)?;
        self.answer(id).await
    }

    /// Sends a request, whose answer has to be asked for.
    pub(super) fn send(&self, request: impl FnOnce(Id) -> FromPage) -> Result<Id, Fault> {
        let id = self.0.next.get();
        self.0.next.set(id.wrapping_add(1));
        self.0.heard.borrow_mut().answers.insert(id, None);
        self.0.port.post(&request(id))?;
        Ok(id)
    }

    /// Sends a request whose answer changes nothing any more.
    pub(super) fn send_and_forget(&self, request: impl FnOnce(Id) -> FromPage) {
        if let Ok(id) = self.send(request) {
            self.0.heard.borrow_mut().answers.remove(&id);
        }
    }

    /// Waits for the answer to a request.
    pub(super) async fn answer(&self, id: Id) -> Result<FromHost, Fault> {
        let answer = self
            .until(|heard| match heard.answers.get_mut(&id)?.take() {
                None => None,
                answer => {
                    heard.answers.remove(&id);
                    answer
                }
            })
            .await?;
        match answer {
            FromHost::Error(error) => Err(error.into()),
            answer => Ok(answer),
        }
    }

    /// Why the open card went away by itself, if it did. Forgotten when the next is opened.
    pub(super) fn lost(&self) -> Option<Fault> {
        self.0.heard.borrow().lost
    }

    pub(super) fn forget_lost(&self) {
        self.0.heard.borrow_mut().lost = None;
    }

    /// Waits until something that was heard gives a value.
    async fn until<T>(&self, mut value: impl FnMut(&mut Heard) -> Option<T>) -> Result<T, Fault> {
        poll_fn(|context| {
            let mut heard = self.0.heard.borrow_mut();
            if let Some(value) = value(&mut heard) {
                return Poll::Ready(Ok(value));
            }
            if let Some(fault) = heard.ended {
                return Poll::Ready(Err(fault));
            }
            self.0.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn wake(&self) {
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}

impl Heard {
    /// Keeps an answer that somebody waits for.
    fn answer(&mut self, id: Id, answer: FromHost) {
        if let Some(place) = self.answers.get_mut(&id) {
            *place = Some(answer);
        }
    }
}
