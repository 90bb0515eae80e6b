//! The product in one process, without a browser: the page's own sequence of a visit, the
//! real driver on the virtual reader, the real gateway behind its router.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::error::Error;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Body;
use axum::http::{Request, header};
use card_certificate::{TrustStore, UnixTime};
use card_wasm::ccid::Reader;
use card_wasm::jpki::{APPLICATION, Pin};
use card_wasm::link::{LinkError, Meter, Timer, Traffic};
use check_api::challenge::{
    AuthMethod, ChallengeContext, Confirmed, Consent, Consents, Purpose, StaffConfirmation,
};
use check_api::inquiry::IDEMPOTENCY_KEY_HEADER;
use check_api::verdict::Verdict;
use check_server::{Clock, Config, Event, Gateway, Log, Parts, SystemRandomness, router};
use rig::VirtualPipe;
use tower::ServiceExt;
use virtual_card::{Model, NamedFault, PinName, Profile, VirtualCard, VirtualReader};
use web::service::gateway::{self, HttpGateway, Method, Reply, Transport, TransportError};
use web::service::pin_desk::NoPin;
use web::service::visit::{Attendant, Terms, Visit};
use web::service::visual::Witness;
use web::state::{Failure, VisitEvent};

use crate::project;

const ORIGIN: &str = "http://127.0.0.1:8080";
/// 2026-11-21T09:00:00+09:00, when the practice clock starts.
const NOW: i64 = 1_795_219_200;
/// Most of an answer that is read.
const LONGEST_BODY: usize = 1 << 20;
/// How much faster than real time the tests let time pass.
const HASTE: u32 = 40;

/// Anything that keeps a clinic from opening.
pub type Trouble = Box<dyn Error + Send + Sync>;

/// A page and its gateway.
pub struct Clinic {
    gateway: HttpGateway<Direct>,
    trust: TrustStore,
    database: PathBuf,
}

/// What became of a visit.
#[derive(Debug)]
pub struct Outcome {
    /// The verdict's name, or the code of the failure.
    pub said: String,
    /// What passed between page and card.
    pub traffic: Traffic,
}

impl Clinic {
    /// Opens the gateway with its practice configuration and a new database.
    ///
    /// # Errors
    /// When the configuration or the database cannot be used.
    pub async fn open() -> Result<Self, Trouble> {
        Self::open_with("config.toml").await
    }

    /// The same with another configuration of the practice folder.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with(configuration: &str) -> Result<Self, Trouble> {
        let practice = project::root().join("check-server/practice");
        let mut config = Config::read(&practice.join(configuration))?;
        let database = scratch_file();
        config.database = database.clone().into();
        let trust = TrustStore::new(config.environment, config.anchors.iter().cloned())?;
        let parts = Parts {
            clock: Arc::new(Stopped),
            randomness: Arc::new(SystemRandomness),
            log: Arc::new(Silent),
        };
        let gateway = Arc::new(Gateway::open(config, parts).await?);
        Ok(Self {
            gateway: HttpGateway(Direct(router(gateway))),
            trust,
            database,
        })
    }

    /// One visit from the reader to the answer, with the PINs that `person` types.
    ///
    /// # Errors
    /// When the practice facility is refused by the API's own types.
    pub async fn visit(&self, pipe: &Rc<VirtualPipe>, person: &Person) -> Result<Outcome, Trouble> {
        self.visit_with(AuthMethod::Pin, pipe, person).await
    }

    /// The same without PIN, where the gateway is configured for it.
    ///
    /// # Errors
    /// As [`Self::visit`].
    pub async fn visit_by_eye(
        &self,
        pipe: &Rc<VirtualPipe>,
        person: &Person,
    ) -> Result<Outcome, Trouble> {
        self.visit_with(AuthMethod::Visual, pipe, person).await
    }

    async fn visit_with(
        &self,
        method: AuthMethod,
        pipe: &Rc<VirtualPipe>,
        person: &Person,
    ) -> Result<Outcome, Trouble> {
        let meter = Meter::new();
        let terms = Terms {
            origin: ORIGIN.to_owned().try_into()?,
            context: context(method)?,
            trust: &self.trust,
            now: UnixTime::since_unix_epoch(Duration::from_secs(NOW.unsigned_abs())),
        };
        let visit = Visit {
            gateway: &self.gateway,
            attendant: person,
            terms: &terms,
            meter: &meter,
        };
        let said = match go(&visit, pipe).await {
            Ok(verdict) => verdict.name().to_owned(),
            Err(failure) => failure.code.to_string(),
        };
        Ok(Outcome {
            said,
            traffic: meter.traffic(),
        })
    }
}

impl Drop for Clinic {
    fn drop(&mut self) {
        // A file that is left behind lies in the target folder and harms nobody.
        let _ = std::fs::remove_file(&self.database);
    }
}

async fn go(
    visit: &Visit<'_, HttpGateway<Direct>, Person>,
    pipe: &Rc<VirtualPipe>,
) -> Result<Verdict, Failure> {
    let failed = |error: LinkError| Failure::from(card_wasm::jpki::CardError::from(error));
    let reader = Reader::open(pipe.clone(), Rc::new(Hasty))
        .await
        .map_err(failed)?
        .looking_for(APPLICATION);
    let channel = reader.power_on().await.map_err(failed)?;
    let signed = match visit.terms.context.auth_method {
        AuthMethod::Pin => visit.sign(channel).await?,
        AuthMethod::Visual => visit.sign_by_eye(channel).await?,
    };
    Ok(Verdict::of_answer(&visit.check(signed).await?))
}

fn context(method: AuthMethod) -> Result<ChallengeContext, Trouble> {
    Ok(ChallengeContext {
        auth_method: method,
        confirmation_date: "20261121".to_owned().try_into()?,
        consents: Consents {
            limit_application_certificate: Consent::NotGiven,
        },
        facility_code: "1312345678".to_owned().try_into()?,
        purpose: Purpose::Eligibility,
        staff_confirmation: None,
        terminal_id: "PRACTICE-01".to_owned().try_into()?,
    })
}

/// A virtual reader of this model with this card on it, and with a fault or none.
///
/// # Errors
/// When a name is unknown or the reader cannot be opened.
pub fn reader(model: &str, card: &str, fault: Option<&str>) -> Result<Rc<VirtualPipe>, Trouble> {
    let mut reader = VirtualReader::new(Model::named(model).ok_or("no such model")?);
    reader.insert(VirtualCard::new(Profile::named(card)?)?);
    if let Some(name) = fault {
        reader.set_fault(Some(NamedFault::find(name).ok_or("no such fault")?.fault));
    }
    Ok(VirtualPipe::open(reader, Rc::new(Hasty))?)
}

/// Tries that the card on or beside the reader has left for user authentication.
pub fn tries_left(pipe: &VirtualPipe) -> Option<u8> {
    pipe.look(|reader| Some(reader.card()?.counters().left(PinName::Authentication)))
}

/// Someone who types these PINs one after the other, and accepts a last try or not.
pub struct Person {
    pins: RefCell<VecDeque<&'static str>>,
    accepts_last_try: bool,
    /// How often a PIN was asked for.
    pub asked: Cell<u32>,
}

impl Person {
    /// Types these PINs; after the last one, goes away.
    pub fn typing(pins: &[&'static str]) -> Self {
        Self {
            pins: RefCell::new(pins.iter().copied().collect()),
            accepts_last_try: false,
            asked: Cell::new(0),
        }
    }

    /// Accepts to use the last try.
    #[must_use]
    pub fn accepting_the_last_try(mut self) -> Self {
        self.accepts_last_try = true;
        self
    }
}

impl Attendant for Person {
    fn report(&self, _event: VisitEvent) {}

    async fn last_try(&self) -> Result<(), NoPin> {
        if self.accepts_last_try {
            Ok(())
        } else {
            Err(GONE)
        }
    }

    /// This person types at the desk.
    fn pin_pad_language(&self) -> Option<u16> {
        None
    }

    async fn pin(&self) -> Result<Pin, NoPin> {
        self.asked.set(self.asked.get() + 1);
        let next = self.pins.borrow_mut().pop_front();
        next.and_then(|digits| Pin::try_from(digits).ok())
            .ok_or(GONE)
    }
}

impl Witness for Person {
    /// This person is the one on the photo, and staff see it.
    async fn face_photo(&self) -> Result<StaffConfirmation, NoPin> {
        Ok(StaffConfirmation {
            face_photo: Confirmed::Yes,
        })
    }
}

/// Whoever has nothing more to type takes the card along.
const GONE: NoPin = NoPin::Gone(LinkError::CardRemoved);

/// Calls the gateway's router where the page would send HTTP.
struct Direct(axum::Router);

impl Transport for Direct {
    async fn send(&self, asked: gateway::Request<'_>) -> Result<Reply, TransportError> {
        let mut request = Request::builder()
            .method(match asked.method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Delete => "DELETE",
            })
            .uri(asked.path)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = asked.idempotency_key {
            request = request.header(IDEMPOTENCY_KEY_HEADER, key);
        }
        let request = request
            .body(Body::from(asked.body.unwrap_or_default()))
            .map_err(|_| TransportError::Unreachable)?;
        let answer = self.0.clone().oneshot(request).await;
        let answer = answer.map_err(|_| TransportError::Unreachable)?;
        let status = answer.status().as_u16();
        let retry_after = answer.headers().get(header::RETRY_AFTER);
        let retry_after = retry_after
            .and_then(|seconds| seconds.to_str().ok())
            .and_then(|seconds| seconds.parse().ok());
        let body = axum::body::to_bytes(answer.into_body(), LONGEST_BODY).await;
        let body = body.map_err(|_| TransportError::Unreachable)?.to_vec();
        Ok(Reply {
            status,
            retry_after,
            body,
        })
    }
}

/// Real time, but in a hurry: waits keep their order and their proportions.
pub struct Hasty;

#[async_trait(?Send)]
impl Timer for Hasty {
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration / HASTE).await;
    }
}

/// A clock that stands still.
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> i64 {
        NOW
    }
}

/// A log that nobody reads.
struct Silent;

impl Log for Silent {
    fn write(&self, _event: &Event) {}
}

fn scratch_file() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("clinic-{}-{number}.sqlite", std::process::id()))
}
