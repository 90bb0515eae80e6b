//! The attendance of one reader: opened, used for every card that comes, opened anew
//! after a fault that may pass, given back. Comes with the chunk of the card.

use std::convert::Infallible;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use card_wasm::ccid::{ExchangeLevel, PinPadTrust};
use card_wasm::certificate::TrustStore;
use card_wasm::driver::{self, UsbReader, Wanted, Way};
use card_wasm::jpki::APPLICATION;
use card_wasm::link::{CardReader, LinkError, Timer, UsbPipe};
use card_wasm::route::BrowserTimer;
use card_wasm::route::webusb::UsbDevicePipe;
use futures_util::future::{Either, select};
use wasm_bindgen::JsValue;

use super::page::Services;
use super::reader::{Attendance, failed};
use super::reception::Desk;
use super::trust;
use crate::service::attend::attend;
use crate::service::pin_desk::NoPin;
use crate::state::{Action, CardPresence, Level, ReaderLink, Route};

/// A reader that failed is tried again after this pause.
const RETRY: Duration = Duration::from_secs(3);

/// How often it is looked what a reader has found out.
const LOOK: Duration = Duration::from_millis(500);

/// Attends the reader until it is stopped or of no more use.
pub(super) async fn run(
    services: Rc<Services>,
    device: JsValue,
    route: Route,
    attendance: Rc<Attendance>,
) {
    // Without authorities no card can be judged, and so none is touched.
    let Some(trust) = trust::of_site(&services) else {
        return;
    };
    while let Some(error) = attend_device(&services, &device, route, &attendance, &trust).await {
        report(&services, error);
        if !may_pass(error) {
            break;
        }
        let stop = pin!(attendance.stop.wait());
        if let Either::Left(_) = select(stop, BrowserTimer.sleep(RETRY)).await {
            break;
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
            | LinkError::FirmwareOld
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
    trust: &TrustStore,
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
    let wanted = Wanted {
        application: APPLICATION,
        pin_pads: trust_in_pin_pads(route),
    };
    let reader = match driver::open(usb, Rc::new(BrowserTimer), wanted).await {
        Ok(reader) => reader,
        Err(error) => {
            // The device is of no use; what closing it answers changes nothing.
            let _ = pipe.close().await;
            return Some(error);
        }
    };
    services.store.dispatch(identified(level(reader.way())));
    let explored = pin!(show_exploration(services, &reader));
    let served = pin!(serve(services, &reader, attendance, trust));
    let ended = match select(served, explored).await {
        Either::Left((ended, _)) => ended,
        Either::Right((never, _)) => match never {},
    };
    // A card that was in use is powered off here; a reader that is gone has no card.
    let _ = reader.close().await;
    let _ = pipe.close().await;
    ended
}

/// Serves every card of an open reader. `None` if it was stopped on purpose.
pub(super) async fn serve(
    services: &Rc<Services>,
    reader: &dyn CardReader,
    attendance: &Attendance,
    trust: &TrustStore,
) -> Option<LinkError> {
    services
        .store
        .dispatch(Action::ReaderLink(ReaderLink::Ready));
    services.store.dispatch(Action::Card(CardPresence::Absent));
    let desk = Desk::new(Rc::clone(services), trust);
    let attending = pin!(attend(reader, &desk));
    let stop = pin!(attendance.stop.wait());
    match select(attending, stop).await {
        Either::Left((error, _)) => Some(error),
        Either::Right(_) => None,
    }
}

/// Shows why a reader is of no use now, and gives up what waited for its card.
pub(super) fn report(services: &Services, error: LinkError) {
    services.note("reader", error.code());
    services.pin.give_up(NoPin::Gone(error));
    services.store.dispatch(Action::Card(CardPresence::Unknown));
    services.store.dispatch(failed(error));
}

/// The keys of a real reader are used only where they are known to be good. Those of the
/// practice reader are its own.
const fn trust_in_pin_pads(route: Route) -> PinPadTrust {
    match route {
        Route::Practice => PinPadTrust::Announced,
        _ => PinPadTrust::Known,
    }
}

/// Shows how cards are reached as soon as it turns out, which may be with the first card.
async fn show_exploration(services: &Services, reader: &UsbReader) -> Infallible {
    let mut seen = None;
    loop {
        let found = (reader.way(), reader.trail());
        if seen.as_ref() != Some(&found)
            && let Some(level) = level(found.0)
        {
            let trail: Vec<String> = found.1.iter().map(ToString::to_string).collect();
            services
                .store
                .dispatch(Action::ReaderExplored { level, trail });
            seen = Some(found);
        }
        BrowserTimer.sleep(LOOK).await;
    }
}

const fn level(way: Way) -> Option<Level> {
    Some(match way {
        Way::Ccid(ExchangeLevel::ShortApdu) => Level::ShortApdu,
        Way::Ccid(ExchangeLevel::ExtendedApdu) | Way::PlainCcidOnVendorInterface => {
            Level::ExtendedApdu
        }
        Way::Ccid(ExchangeLevel::Tpdu) => Level::Tpdu,
        // No driver opens it.
        Way::Ccid(ExchangeLevel::Character) => return None,
        Way::ReaderLayer4 => Level::ReaderBlocks,
        Way::HostIsoDep | Way::Port100 => Level::HostBlocks,
        Way::Undecided => Level::Undecided,
    })
}
