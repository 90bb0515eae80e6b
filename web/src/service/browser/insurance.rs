//! Carries out what a person at the form of symbol and number wants. Comes with the chunk
//! of the screens that ask without a card.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use card_wasm::route::BrowserTimer;
use check_api::CheckAnswer;
use check_api::field::{Date, FacilityCode, FieldError, TerminalId};
use check_api::inquiry::InsuranceCheckRequest;
use futures_util::future::{Either, select};
use gloo::utils::window;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::page::{Services, Site};
use super::{clock, gateway, repertoire};
use crate::domain::advice::ErrorCode;
use crate::domain::history::{Entry, Method};
use crate::domain::insurance_form::Question;
use crate::domain::stamp;
use crate::screen::late::{Seam, Want, serve};
use crate::service::insurance::{KEY_OCTETS, OUTCOME_UNKNOWN, Unresolved, ask, request};
use crate::state::{Action, Failure, VisitEvent};

/// Gives the form its services.
pub(super) fn begin(services: &Rc<Services>) {
    let desk = Rc::new(Desk {
        services: Rc::clone(services),
        unresolved: RefCell::default(),
    });
    let clock = Rc::clone(services);
    serve(Seam {
        send: Callback::from(move |want| desk.want(want)),
        repertoire: Rc::new(repertoire::holds),
        today: Rc::new(move || today_of(clock.store.state().clock?.unix_seconds(clock::now()))),
    });
}

struct Desk {
    services: Rc<Services>,
    unresolved: RefCell<Unresolved>,
}

impl Desk {
    fn want(self: &Rc<Self>, want: Want) {
        match want {
            Want::Ask(question) => {
                let desk = Rc::clone(self);
                spawn_local(async move { desk.ask(question).await });
            }
            Want::Correct => self.services.report(VisitEvent::Corrected),
            Want::Typed(typed) => self.services.store.dispatch(Action::Typed(typed)),
            Want::Forget => self.unresolved.borrow_mut().forget(),
        }
    }

    async fn ask(&self, question: Question) {
        let services = &self.services;
        let (Some(site), true) = (services.site(), services.store.state().visit.may_ask()) else {
            return;
        };
        services.cancelled.reset();
        services.report(VisitEvent::Asked(clock::now()));
        let asking = pin!(self.answer(&site, &question));
        let cancelled = pin!(services.cancelled.wait());
        match select(asking, cancelled).await {
            Either::Left((result, _)) => self.show(&site, result),
            // Whoever stopped it has seen that nothing came of it.
            Either::Right(_) => self.unresolved.borrow_mut().forget(),
        }
    }

    async fn answer(&self, site: &Site, question: &Question) -> Result<CheckAnswer, Failure> {
        let seconds = gateway::time(&self.services).await?;
        let today = today_of(seconds).ok_or_else(|| failure("CHECK-NONSENSE"))?;
        let unfit = |error: FieldError| failure(error.code());
        let request = signed_off(site, question, &today).map_err(unfit)?;
        let octets = random().ok_or_else(|| failure("DESK-NO-RANDOMNESS"))?;
        let key = self.unresolved.borrow_mut().key(&request, octets);
        let key = key.map_err(unfit)?;
        let answer = ask(&site.gateway.0, &BrowserTimer, &request, &key).await;
        let open = |failure: &Failure| failure.code.as_str() == OUTCOME_UNKNOWN;
        if !answer.as_ref().is_err_and(open) {
            self.unresolved.borrow_mut().forget();
        }
        answer
    }

    fn show(&self, site: &Site, result: Result<CheckAnswer, Failure>) {
        const BY_NUMBER: Method = Method::SymbolNumber;
        let services = &self.services;
        let (at, clear_after) = (clock::now(), site.config.clear_after_seconds);
        let time = services.store.state().clock;
        let time = time.map(|clock| clock.unix_seconds(at));
        let (event, entry) = match result {
            Ok(answer) => {
                let answer = Rc::new(services.as_seen(&answer, None));
                let entry = Entry::answered(BY_NUMBER, &answer, time);
                let event = VisitEvent::Answered {
                    answer,
                    at,
                    clear_after,
                };
                (event, entry)
            }
            Err(failure) => {
                let code = failure.code.clone();
                services.note("insurance", code.as_str());
                let entry = Entry::failed(BY_NUMBER, code, failure.audit_id.as_deref(), time);
                let event = VisitEvent::Failed {
                    failure,
                    at,
                    clear_after,
                };
                (event, entry)
            }
        };
        services.report(event);
        services.store.dispatch(Action::Noted(entry));
    }
}

/// The request of this desk.
fn signed_off(
    site: &Site,
    question: &Question,
    today: &Date,
) -> Result<InsuranceCheckRequest, FieldError> {
    let facility = FacilityCode::try_from(site.config.facility_code.clone())?;
    let terminal = TerminalId::try_from(site.config.terminal_id.clone())?;
    Ok(request(question, today, facility, terminal))
}

fn today_of(unix_seconds: u64) -> Option<Date> {
    Date::of(stamp::day_in_japan(unix_seconds)?)
}

fn random() -> Option<[u8; KEY_OCTETS]> {
    let mut octets = [0; KEY_OCTETS];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut octets).ok()?;
    Some(octets)
}

const fn failure(code: &'static str) -> Failure {
    Failure::new(ErrorCode::new(code))
}
