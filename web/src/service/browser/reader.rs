//! The reader of the page: found again by itself, chosen by a person, or virtual. One at
//! a time is attended; a new one ends the old one's attendance first.

use std::cell::RefCell;
use std::rc::Rc;

use card_wasm::link::LinkError;
use card_wasm::route::webusb::{Change, Watch, WebUsb};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::card;
use super::page::Services;
use crate::chunk::NotFetched;
use crate::domain::advice::ErrorCode;
use crate::service::signal::Signal;
use crate::state::{Action, Carrier, ReaderLink, Route};

/// The attendance of one reader.
#[derive(Default)]
pub(crate) struct Attendance {
    /// Rings when it has to end.
    pub(super) stop: Signal,
    /// Rings when it has ended and the reader is given back.
    pub(super) ended: Signal,
}

/// An attendance that begins when the one before it has ended.
pub(super) struct Turn {
    attendance: Rc<Attendance>,
    before: Option<Rc<Attendance>>,
}

impl Turn {
    /// Returns when it may begin.
    pub(super) async fn begin(self) -> Rc<Attendance> {
        if let Some(before) = self.before {
            before.ended.wait().await;
        }
        self.attendance
    }
}

/// The page's reader.
#[derive(Default)]
pub(crate) struct ReaderService {
    present: RefCell<Option<Rc<Attendance>>>,
    watch: RefCell<Option<Watch>>,
    /// Rings when the card on the reader is to be read again.
    pub(crate) again: Signal,
}

impl ReaderService {
    /// Looks for a reader that this page may use already, now and whenever one is plugged in.
    pub(crate) fn watch_usb(&self, services: &Rc<Services>) {
        let usb = match WebUsb::of_page() {
            Ok(usb) => usb,
            Err(error) => {
                services.note("reader", error.code());
                services
                    .store
                    .dispatch(Action::ReaderLink(ReaderLink::Unsupported));
                return;
            }
        };
        let page = Rc::clone(services);
        let watch = usb.watch(move |change| {
            if let Change::PluggedIn(device) = change
                && !page.store.state().training.is_on()
                && page.store.state().reader.link != ReaderLink::Ready
            {
                page.reader.attend(&page, device.into(), Route::Usb);
            }
        });
        self.watch.replace(Some(watch));
        if !services.store.state().training.is_on() {
            self.find_granted(services);
        }
    }

    /// Attends a reader that was granted before, if there is one.
    pub(crate) fn find_granted(&self, services: &Rc<Services>) {
        let services = Rc::clone(services);
        spawn_local(async move {
            let granted = match WebUsb::of_page() {
                Ok(usb) => usb.granted().await,
                Err(error) => Err(error),
            };
            let state = services.store.state();
            // Another reader may have been found by the bridge in the meantime.
            if state.training.is_on() || state.reader.link == ReaderLink::Ready {
                return;
            }
            match granted.map(|devices| devices.into_iter().next()) {
                Ok(Some(device)) => services.reader.attend(&services, device.into(), Route::Usb),
                Ok(None) => services
                    .store
                    .dispatch(Action::ReaderLink(ReaderLink::Absent)),
                Err(LinkError::UsbUnavailable) => services
                    .store
                    .dispatch(Action::ReaderLink(ReaderLink::Unsupported)),
                Err(error) => services.store.dispatch(failed(error)),
            }
        });
    }

    /// Has the browser ask a person which reader to use.
    pub(crate) fn choose(&self, services: &Rc<Services>) {
        let services = Rc::clone(services);
        spawn_local(async move {
            let chosen = match WebUsb::of_page() {
                Ok(usb) => usb.choose().await,
                Err(error) => Err(error),
            };
            match chosen {
                Ok(device) => services.reader.attend(&services, device.into(), Route::Usb),
                // Closing the chooser changes nothing.
                Err(LinkError::NoDeviceSelected) => {}
                Err(error) => services.store.dispatch(failed(error)),
            }
        });
    }

    /// Has the browser ask a person which device to use, over something else than USB.
    pub(crate) fn choose_other(services: &Rc<Services>, carrier: Carrier) {
        let services = Rc::clone(services);
        spawn_local(async move {
            if let Err(NotFetched) = card::use_carrier(Rc::clone(&services), carrier).await {
                services.note("reader", NotFetched::CODE);
                let code = ErrorCode::new(NotFetched::CODE);
                services
                    .store
                    .dispatch(Action::ReaderLink(ReaderLink::Failed(code)));
            }
        });
    }

    /// Attends this reader from now on.
    pub(crate) fn attend(&self, services: &Rc<Services>, device: JsValue, route: Route) {
        let turn = self.next_turn();
        let services = Rc::clone(services);
        spawn_local(async move {
            let attendance = turn.begin().await;
            services
                .store
                .dispatch(Action::ReaderLink(ReaderLink::Opening));
            let attended = card::attend(Rc::clone(&services), device, route, attendance.clone());
            if let Err(NotFetched) = attended.await {
                services.note("reader", NotFetched::CODE);
                let code = ErrorCode::new(NotFetched::CODE);
                services
                    .store
                    .dispatch(Action::ReaderLink(ReaderLink::Failed(code)));
            }
            attendance.ended.ring();
        });
    }

    /// Ends the present attendance and lets another begin when it has ended.
    pub(super) fn next_turn(&self) -> Turn {
        let attendance = Rc::new(Attendance::default());
        let before = self.present.replace(Some(Rc::clone(&attendance)));
        if let Some(before) = &before {
            before.stop.ring();
        }
        Turn { attendance, before }
    }

    /// Reads the card on the reader once more.
    pub(crate) fn read_again(&self) {
        self.again.ring();
    }

    /// Gives the reader back, as far as there is time.
    pub(crate) fn close(&self) {
        if let Some(attendance) = self.present.take() {
            attendance.stop.ring();
        }
    }
}

/// The reader's state after this error.
pub(super) fn failed(error: LinkError) -> Action {
    Action::ReaderLink(match error {
        LinkError::Unplugged => ReaderLink::Absent,
        error => ReaderLink::Failed(ErrorCode::new(error.code())),
    })
}
