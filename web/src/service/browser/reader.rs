//! The reader of the page: found again by itself, chosen by a person, or virtual. One at
//! a time is attended; a new one ends the old one's attendance first.

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use card_wasm::ccid::{ExchangeLevel, Reader};
use card_wasm::link::{LinkError, Timer, UsbPipe};
use card_wasm::route::BrowserTimer;
use card_wasm::route::webusb::{Change, UsbDevicePipe, Watch, WebUsb};
use futures_util::future::{Either, select};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::page::Services;
use super::reception::Desk;
use crate::domain::advice::ErrorCode;
use crate::service::attend::attend;
use crate::service::pin_desk::NoPin;
use crate::service::signal::Signal;
use crate::state::{Action, CardPresence, Level, ReaderLink, Route};

/// A reader that failed is tried again after this pause.
const RETRY: Duration = Duration::from_secs(3);

/// The attendance of one reader.
#[derive(Default)]
struct Attendance {
    /// Rings when it has to end.
    stop: Signal,
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
            while let Some(error) = attend_device(&services, &device, route, &attendance).await {
                services.note("reader", error.code());
                services.pin.give_up(NoPin::Gone(error));
                services.store.dispatch(Action::Card(CardPresence::Unknown));
                services.store.dispatch(failed(error));
                if !may_pass(error) {
                    break;
                }
                let stop = pin!(attendance.stop.wait());
                if let Either::Left(_) = select(stop, BrowserTimer.sleep(RETRY)).await {
                    break;
                }
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

/// Whether a reader with this error may work again by itself: another program lets it
/// go, or it was only confused. The others need a person.
const fn may_pass(error: LinkError) -> bool {
    !matches!(
        error,
        LinkError::Unplugged
            | LinkError::Cancelled
            | LinkError::AccessDenied
            | LinkError::ProtectedClass
            | LinkError::NotAReader
            | LinkError::TpduLevel
            | LinkError::CharacterLevel
            | LinkError::Iccd
            | LinkError::MalformedDescriptor
    )
}

/// Opens, attends and gives back one device. `None` if it was stopped on purpose.
async fn attend_device(
    services: &Rc<Services>,
    device: &JsValue,
    route: Route,
    attendance: &Attendance,
) -> Option<LinkError> {
    let pipe = match UsbDevicePipe::open(device).await {
        Ok(pipe) => Rc::new(pipe),
        Err(error) => return Some(error),
    };
    let name = pipe.product_name();
    let identified = |level| Action::ReaderIdentified {
        route,
        name: name.clone(),
        level,
    };
    services.store.dispatch(identified(None));
    let usb: Rc<dyn UsbPipe> = Rc::clone(&pipe) as Rc<dyn UsbPipe>;
    let reader = match Reader::open(usb, Rc::new(BrowserTimer)).await {
        Ok(reader) => reader,
        Err(error) => {
            // The device is of no use; what closing it answers changes nothing.
            let _ = pipe.close().await;
            return Some(error);
        }
    };
    services.store.dispatch(identified(level(reader.level())));
    services
        .store
        .dispatch(Action::ReaderLink(ReaderLink::Ready));
    services.store.dispatch(Action::Card(CardPresence::Absent));
    let ended = {
        let desk = Desk::new(Rc::clone(services));
        let attending = pin!(attend(&reader, &desk));
        let stop = pin!(attendance.stop.wait());
        match select(attending, stop).await {
            Either::Left((error, _)) => Some(error),
            Either::Right(_) => None,
        }
    };
    // A card that was in use is powered off here; a reader that is gone has no card.
    let _ = reader.close().await;
    let _ = pipe.close().await;
    ended
}

fn failed(error: LinkError) -> Action {
    Action::ReaderLink(match error {
        LinkError::Unplugged => ReaderLink::Absent,
        error => ReaderLink::Failed(ErrorCode::new(error.code())),
    })
}

fn level(level: ExchangeLevel) -> Option<Level> {
    match level {
        ExchangeLevel::ShortApdu => Some(Level::ShortApdu),
        ExchangeLevel::ExtendedApdu => Some(Level::ExtendedApdu),
        _ => None,
    }
}
