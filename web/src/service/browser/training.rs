//! The training mode: has the virtual reader and its cards loaded when they are wanted, and
//! puts the virtual reader where a USB device would be.

mod bench;

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::wasm_split;

use self::bench::VirtualBench;
use super::page::Services;
use crate::chunk::NotFetched;
use crate::domain::advice::ErrorCode;
use crate::state::{Action, Bench, CardPresence, Intent, ReaderLink, Route, Training, VisitEvent};

/// The bench once it stands, with the listener that it calls.
struct Set {
    bench: VirtualBench,
    work: Work,
    _on_connect: Closure<dyn FnMut(JsValue)>,
}

/// What the chunk does at the bench.
#[derive(Clone, Copy)]
struct Work {
    /// The bench with what can be seen of reader and card now.
    seen: fn(&VirtualBench, Bench) -> Bench,
    /// Does what a person wants at the bench.
    want: fn(&Rc<Services>, &VirtualBench, Bench, Intent),
}

/// The training mode.
#[derive(Default)]
pub(super) struct TrainingService(RefCell<Option<Set>>);

impl TrainingService {
    /// Sets the bench up. The module is loaded the first time only.
    pub(super) fn begin(&self, services: &Rc<Services>) {
        services.store.dispatch(Action::Training(Training::Loading));
        services.report(VisitEvent::Cleared);
        let services = Rc::clone(services);
        spawn_local(async move {
            let outcome = match set_up(Rc::clone(&services)).await {
                Ok(work) => work.await,
                Err(NotFetched) => Err(ErrorCode::new(NotFetched::CODE)),
            };
            if let Err(code) = outcome {
                services.note("training", code.as_str());
                if services.store.state().training.is_on() {
                    services
                        .store
                        .dispatch(Action::Training(Training::Failed(code)));
                }
            }
        });
    }

    /// Puts the bench away and looks for a real reader again.
    pub(super) fn end(&self, services: &Rc<Services>) {
        services.store.dispatch(Action::Training(Training::Off));
        services.stop_visit();
        services.reader.close();
        for forgotten in [
            Action::ReaderIdentified {
                route: Route::default(),
                name: None,
                level: None,
            },
            Action::ReaderLink(ReaderLink::Unknown),
            Action::Card(CardPresence::Unknown),
        ] {
            services.store.dispatch(forgotten);
        }
        services.reader.find_granted(services);
    }

    /// Attends the virtual reader anew, where a real one would be chosen.
    pub(super) fn connect(&self, services: &Rc<Services>) {
        let bench = self.set().map(|(bench, _)| bench);
        if let Some(bench) = bench.filter(VirtualBench::plugged) {
            let device = bench.device();
            services.reader.attend(services, device, Route::Practice);
        }
    }

    /// Does something at the bench.
    pub(super) fn want(&self, services: &Rc<Services>, intent: Intent) {
        let state = services.store.state();
        let shown = state.training.bench().cloned();
        if let Some(((bench, work), shown)) = self.set().zip(shown) {
            (work.want)(services, &bench, shown, intent);
        }
    }

    /// Looks at the bench: a fault, or a visit, may have changed what lies there.
    pub(super) fn look(&self, services: &Services) {
        let state = services.store.state();
        if let Some(((bench, work), shown)) = self.set().zip(state.training.bench()) {
            let seen = (work.seen)(&bench, shown.clone());
            services.store.dispatch(Action::Bench(seen));
        }
    }

    fn set(&self) -> Option<(VirtualBench, Work)> {
        let set = self.0.borrow();
        set.as_ref().map(|set| (set.bench.clone(), set.work))
    }
}

type Standing = Pin<Box<dyn Future<Output = Result<(), ErrorCode>>>>;

#[wasm_split(sheets, fallible)]
fn set_up(services: Rc<Services>) -> Result<Standing, NotFetched> {
    Ok(Box::pin(async move { bench::set_up(&services).await }))
}
