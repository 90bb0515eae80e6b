//! Has a card read: settles what is needed before, shows the visit while it goes on, and
//! lets its end be seen.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use card_wasm::certificate::{TrustStore, UnixTime};
use card_wasm::jpki::{CardError, Pin};
use card_wasm::link::{CardChannel, LinkError, Meter};
use check_api::field::{Date, FacilityCode, FieldError, Origin, TerminalId};
use check_api::{
    AuthMethod, ChallengeContext, CheckAnswer, Confirmed, Consent, Consents, Purpose,
    StaffConfirmation,
};
use futures_util::future::{Either, select};
use gloo::utils::window;
use serde::Serialize;

use super::page::{Services, Site};
use super::{clock, gateway};
use crate::domain::advice::ErrorCode;
use crate::domain::answer::Answer;
use crate::domain::history::{Entry, Method};
use crate::domain::settings::Language;
use crate::domain::stamp;
use crate::domain::time::Moment;
use crate::service::attend::Reception;
use crate::service::examination::examine;
use crate::service::pin_desk::NoPin;
use crate::service::visit::{Attendant, Terms, Visit};
use crate::service::visual::Witness;
use crate::state::{Action, CardPresence, Examination, Failure, VisitEvent};

/// The desk at which cards are read.
pub(super) struct Desk<'a> {
    services: Rc<Services>,
    trust: &'a TrustStore,
    /// Milliseconds that the person took in the present visit.
    person_millis: Cell<u64>,
    /// The last second of the certificate read last, in seconds since 1970.
    certificate_ends: Cell<Option<u64>>,
}

impl Services {
    /// The answer with what only this desk knows: the last second of the certificate, where
    /// there was one, and what was checked earlier.
    pub(super) fn as_seen(&self, came: &CheckAnswer, certificate_ends: Option<u64>) -> Answer {
        let mut answer = Answer::read(came);
        answer.certificate_expires = certificate_ends.and_then(stamp::day_in_japan);
        answer.since_last_check = self.earlier.borrow_mut().compare(&answer);
        answer
    }
}

/// Figures of a visit for the browser's timeline, without the time that the person took.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Figures {
    apdus: u32,
    bytes_out: u64,
    bytes_in: u64,
    card_ms: u64,
    total_ms: u64,
}

impl<'a> Desk<'a> {
    pub(super) const fn new(services: Rc<Services>, trust: &'a TrustStore) -> Self {
        Self {
            services,
            trust,
            person_millis: Cell::new(0),
            certificate_ends: Cell::new(None),
        }
    }

    /// The whole visit. `None` if the desk stopped it.
    async fn ask_about(
        &self,
        site: &Site,
        channel: Box<dyn CardChannel>,
        (started, method): (Moment, AuthMethod),
    ) -> Option<Result<CheckAnswer, Failure>> {
        let terms = match self.terms(site, method).await {
            Ok(terms) => terms,
            Err(failure) => return Some(Err(failure)),
        };
        let meter = Meter::new();
        let visit = Visit {
            gateway: &site.gateway,
            attendant: self,
            terms: &terms,
            meter: &meter,
        };
        let signed = match terms.context.auth_method {
            AuthMethod::Pin => visit.sign(channel).await,
            AuthMethod::Visual => visit.sign_by_eye(channel).await,
        };
        let signed = match signed {
            Ok(signed) => signed,
            Err(failure) => return Some(Err(failure)),
        };
        self.certificate_ends.set(signed.certificate_ends());
        let card_ms = self.millis_since(started);
        self.note_success();
        self.services.report(VisitEvent::CheckSent(clock::now()));
        let check = pin!(visit.check(signed));
        let cancelled = pin!(self.services.cancelled.wait());
        match select(check, cancelled).await {
            Either::Left((answer, _)) => {
                self.measure(&meter, started, card_ms);
                Some(answer)
            }
            Either::Right(_) => None,
        }
    }

    /// What has to be settled before the card is touched; above all the gateway's time.
    async fn terms(&self, site: &Site, method: AuthMethod) -> Result<Terms<'a>, Failure> {
        let seconds = gateway::time(&self.services).await?;
        let today = stamp::day_in_japan(seconds).ok_or_else(|| failure("CHECK-NONSENSE"))?;
        let consent = if self.services.store.state().limit_consent {
            Consent::Given
        } else {
            Consent::NotGiven
        };
        let origin = window().location().origin().unwrap_or_default();
        let context = || -> Result<ChallengeContext, FieldError> {
            Ok(ChallengeContext {
                auth_method: method,
                confirmation_date: Date::try_from(stamp::of(today))?,
                consents: Consents {
                    limit_application_certificate: consent,
                },
                facility_code: FacilityCode::try_from(site.config.facility_code.clone())?,
                purpose: Purpose::Eligibility,
                staff_confirmation: None,
                terminal_id: TerminalId::try_from(site.config.terminal_id.clone())?,
            })
        };
        let unfit = |error: FieldError| failure(error.code());
        Ok(Terms {
            origin: Origin::try_from(origin).map_err(unfit)?,
            context: context().map_err(unfit)?,
            trust: self.trust,
            now: UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
        })
    }

    /// For the device check: no PIN, no gateway, no visit.
    async fn examine(&self, channel: Result<Box<dyn CardChannel>, LinkError>) {
        let services = &self.services;
        let show = |examination| services.store.dispatch(Action::Examination(examination));
        show(Examination::UnderWay);
        let now = services.store.state().clock.map(|clock| {
            let seconds = clock.unix_seconds(clock::now());
            UnixTime::since_unix_epoch(Duration::from_secs(seconds))
        });
        let findings = examine(channel, self.trust, now).await;
        if let Some(code) = &findings.failure {
            services.note("examination", code.as_str());
        }
        show(Examination::Done(findings));
    }

    fn show(&self, site: &Site, result: Result<CheckAnswer, Failure>) {
        let (at, clear_after) = (clock::now(), site.config.clear_after_seconds);
        let time = self.services.store.state().clock;
        let time = time.map(|clock| clock.unix_seconds(at));
        let (event, entry) = match result {
            Ok(answer) => {
                let answer = Rc::new(self.services.as_seen(&answer, self.certificate_ends.get()));
                let entry = Entry::answered(Method::Card, &answer, time);
                let event = VisitEvent::Answered {
                    answer,
                    at,
                    clear_after,
                };
                (event, entry)
            }
            Err(failure) => {
                let code = failure.code.clone();
                self.services.note("visit", code.as_str());
                let entry = Entry::failed(Method::Card, code, failure.audit_id.as_deref(), time);
                let event = VisitEvent::Failed {
                    failure,
                    at,
                    clear_after,
                };
                (event, entry)
            }
        };
        self.services.report(event);
        self.services.store.dispatch(Action::Noted(entry));
    }

    fn note_success(&self) {
        let state = self.services.store.state();
        if let Some(clock) = state.clock {
            let at = clock.unix_seconds(clock::now());
            self.services.store.dispatch(Action::CardReadToEnd(at));
        }
    }

    fn measure(&self, meter: &Meter, started: Moment, card_ms: u64) {
        let traffic = meter.traffic();
        let figures = Figures {
            apdus: traffic.apdus,
            bytes_out: traffic.bytes_out,
            bytes_in: traffic.bytes_in,
            card_ms,
            total_ms: self.millis_since(started),
        };
        if let Ok(detail) = serde_wasm_bindgen::to_value(&figures) {
            clock::measure("visit", started, &detail);
        }
    }

    /// Milliseconds since the visit began, those of the person left out.
    fn millis_since(&self, started: Moment) -> u64 {
        let passed = clock::now().millis_since(started);
        passed.saturating_sub(self.person_millis.get())
    }

    /// Waits for the person, or until the desk stops the visit.
    async fn person<T>(&self, answers: impl Future<Output = Result<T, NoPin>>) -> Result<T, NoPin> {
        let asked = clock::now();
        let cancelled = pin!(self.services.cancelled.wait());
        let answer = match select(pin!(answers), cancelled).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(NoPin::Stopped),
        };
        let took = clock::now().millis_since(asked);
        self.person_millis.set(self.person_millis.get() + took);
        answer
    }
}

impl Reception for Desk<'_> {
    fn card(&self, presence: CardPresence) {
        self.services.store.dispatch(Action::Card(presence));
    }

    fn card_gone(&self, how: LinkError) {
        self.services.pin.give_up(NoPin::Gone(how));
    }

    fn may_begin(&self) -> bool {
        let state = self.services.store.state();
        state.visit.may_begin() || state.examines_cards()
    }

    async fn visit(&self, channel: Result<Box<dyn CardChannel>, LinkError>) {
        if self.services.store.state().examines_cards() {
            return self.examine(channel).await;
        }
        let (Some(site), started) = (self.services.site(), clock::now()) else {
            return;
        };
        self.services.cancelled.reset();
        self.person_millis.set(0);
        // Settled here: what is chosen later is for the next patient.
        let (method, found) = if self.services.store.state().checks_by_eye() {
            (AuthMethod::Visual, VisitEvent::CardFoundByEye)
        } else {
            (AuthMethod::Pin, VisitEvent::CardFound)
        };
        self.services.report(found);
        let result = match channel {
            Ok(channel) => self.ask_about(&site, channel, (started, method)).await,
            Err(error) => Some(Err(CardError::from(error).into())),
        };
        if let Some(result) = result {
            self.show(&site, result);
        }
    }

    async fn wants_again(&self) {
        self.services.reader.again.reset();
        self.services.reader.again.wait().await;
    }
}

impl Attendant for Desk<'_> {
    fn report(&self, event: VisitEvent) {
        self.services.report(event);
    }

    async fn last_try(&self) -> Result<(), NoPin> {
        let accepted = self.services.pin.ask_for_last_try(clock::now());
        self.person(accepted).await
    }

    fn pin_pad_language(&self) -> Option<u16> {
        // Language identifiers of Japanese and of American English (USB-IF, LANGIDs 1.0).
        let state = self.services.store.state();
        let language = match state.language() {
            Language::Ja => 0x0411,
            Language::En => 0x0409,
        };
        (!state.settings.pin_on_screen).then_some(language)
    }

    async fn pin(&self) -> Result<Pin, NoPin> {
        let typed = self.services.pin.ask(clock::now());
        self.person(typed).await
    }
}

impl Witness for Desk<'_> {
    async fn face_photo(&self) -> Result<StaffConfirmation, NoPin> {
        let confirmed = self.services.pin.ask_for_face_photo(clock::now());
        self.person(confirmed).await?;
        Ok(StaffConfirmation {
            face_photo: Confirmed::Yes,
        })
    }
}

const fn failure(code: &'static str) -> Failure {
    Failure::new(ErrorCode::new(code))
}
