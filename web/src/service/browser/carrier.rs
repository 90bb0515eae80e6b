//! Devices over something else than USB and the bridge: which of these ways the browser
//! offers, and the attendance of a device that a person chose. Comes with a chunk of its own.

use std::rc::Rc;

use card_wasm::link::{CardReader, LinkError};
use card_wasm::route::bluetooth::{self, RANDOM_LENGTH};
use card_wasm::route::{hid, smart_card};
use gloo::utils::window;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::page::Services;
use super::reader::failed;
use super::{attendance, trust};
use crate::state::{Action, Carrier, Route};

/// What this browser offers. Looks at names alone, so that the first file holds no driver.
pub(super) fn offered() -> Vec<Carrier> {
    let navigator = window().navigator();
    let has = |name: &str| {
        Reflect::get(&navigator, &JsValue::from_str(name)).is_ok_and(|found| found.is_object())
    };
    let offers = |carrier: &Carrier| match carrier {
        Carrier::Bluetooth => has("bluetooth"),
        Carrier::Hid => has("hid"),
        // Elsewhere the browser may show it and end the page that asks for it.
        Carrier::SmartCard => has("smartCard") && smart_card::is_at_home(),
    };
    Carrier::ALL.into_iter().filter(offers).collect()
}

/// Lets a person choose a device and attends it to its end.
pub(super) async fn run(services: Rc<Services>, carrier: Carrier) {
    let chosen = match carrier {
        Carrier::Bluetooth => match random() {
            Some(random) => bluetooth::choose(random).await.map(named_bluetooth),
            None => Err(LinkError::RouteUnavailable),
        },
        Carrier::Hid => hid::choose().await.map(named_hid),
        Carrier::SmartCard => smart_card::readers().await.map(named_system),
    };
    match chosen {
        Ok((reader, name)) => attend(&services, &*reader, carrier, name).await,
        // Closing the chooser changes nothing.
        Err(LinkError::NoDeviceSelected) => {}
        Err(error) => {
            services.note("reader", error.code());
            services.store.dispatch(failed(error));
        }
    }
}

type Named = (Box<dyn CardReader>, Option<String>);

fn named_bluetooth(reader: bluetooth::BluetoothReader) -> Named {
    let name = reader.name();
    (Box::new(reader), Some(name))
}

fn named_hid(reader: hid::HidReader) -> Named {
    let name = reader.name();
    (Box::new(reader), Some(name))
}

fn named_system(reader: smart_card::SmartCardReader) -> Named {
    (Box::new(reader), None)
}

async fn attend(
    services: &Rc<Services>,
    reader: &dyn CardReader,
    carrier: Carrier,
    name: Option<String>,
) {
    let attendance = services.reader.next_turn().begin().await;
    if let Some(trust) = trust::of_site(services) {
        services.store.dispatch(Action::ReaderIdentified {
            route: Route::Other(carrier),
            name,
            level: None,
        });
        let ended = attendance::serve(services, reader, &attendance, &trust).await;
        // A device that is gone has no card; one that is not gives it up here.
        let _ = reader.close().await;
        if let Some(error) = ended {
            attendance::report(services, error);
        }
    }
    attendance.ended.ring();
}

/// Bytes that nobody knows beforehand, for readers that want a proof; none where the browser
/// gives none.
fn random() -> Option<[u8; RANDOM_LENGTH]> {
    let mut bytes = [0; RANDOM_LENGTH];
    let crypto = window().crypto().ok()?;
    crypto
        .get_random_values_with_u8_array(&mut bytes)
        .ok()
        .map(|_| bytes)
}
