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
use crate::state::{Action, ReaderLink, Route};

/// The attendance of one reader.
#[derive(Default)]
pub(crate) struct Attendance {
    /// Rings when it has to end.
    pub(super) stop: Signal,
    /// Rings when it has ended and the reader is given back.
    ended: Signal,
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
            if services.store.state().training.is_on() {
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

    /// Attends this reader from now on.
    pub(crate) fn attend(&self, services: &Rc<Services>, device: JsValue, route: Route) {
        let attendance = Rc::new(Attendance::default());
        let before = self.present.replace(Some(Rc::clone(&attendance)));
        let services = Rc::clone(services);
        spawn_local(async move {
            if let Some(before) = before {
                before.stop.ring();
                before.ended.wait().await;
            }
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
