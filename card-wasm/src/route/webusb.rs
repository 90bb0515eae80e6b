//! WebUSB: choosing a device, finding those granted before, noticing when one comes or goes.
//!
//! Objects are taken by their shape and never tested with `instanceof`, so that a virtual
//! device can stand where the browser's would.

mod device;
mod exception;

use gloo::events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Usb, UsbConnectionEvent, UsbDevice, UsbDeviceFilter, UsbDeviceRequestOptions};

pub use device::UsbDevicePipe;
use exception::Action;

use crate::link::LinkError;

/// `navigator.usb` of this page.
#[derive(Clone, Debug)]
pub struct WebUsb(Usb);

impl WebUsb {
    /// The browser's USB.
    ///
    /// # Errors
    /// [`LinkError::UsbUnavailable`] if the browser has none, or not on this page.
    pub fn of_page() -> Result<Self, LinkError> {
        let navigator = web_sys::window().map(|window| window.navigator());
        let usb = navigator
            .and_then(|navigator| Reflect::get(&navigator, &JsValue::from_str("usb")).ok())
            .filter(JsValue::is_object);
        usb.map(|usb| Self(usb.unchecked_into()))
            .ok_or(LinkError::UsbUnavailable)
    }

    /// The devices that this page may use already, because a person or a policy granted it.
    ///
    /// # Errors
    /// [`LinkError::UsbUnavailable`] if a policy forbids it.
    pub async fn granted(&self) -> Result<Vec<UsbDevice>, LinkError> {
        match self.0.get_devices().await {
            Ok(devices) => Ok(devices.iter().map(JsCast::unchecked_into).collect()),
            Err(exception) => Err(exception::error(Action::List, &exception)),
        }
    }

    /// Opens the browser's chooser with everything that may be a reader. Must be called
    /// from a click or a key.
    ///
    /// # Errors
    /// [`LinkError::NoDeviceSelected`] if it was closed.
    pub async fn choose(&self) -> Result<UsbDevice, LinkError> {
        let options = UsbDeviceRequestOptions::new(&filters());
        let chosen = self.0.request_device(&options).await;
        chosen.map_err(|exception| exception::error(Action::Choose, &exception))
    }

    /// Calls back when a granted device is plugged in or out, until the result is dropped.
    #[must_use]
    pub fn watch(&self, mut changed: impl FnMut(Change) + Clone + 'static) -> Watch {
        let mut plugged_in = changed.clone();
        Watch {
            _listeners: [
                EventListener::new(&self.0, "connect", move |event| {
                    let event: &UsbConnectionEvent = event.unchecked_ref();
                    plugged_in(Change::PluggedIn(event.device()));
                }),
                EventListener::new(&self.0, "disconnect", move |event| {
                    let event: &UsbConnectionEvent = event.unchecked_ref();
                    changed(Change::Unplugged(event.device()));
                }),
            ],
        }
    }
}

/// A granted device came or went.
#[derive(Clone, Debug)]
pub enum Change {
    /// It was plugged in.
    PluggedIn(UsbDevice),
    /// It was unplugged.
    Unplugged(UsbDevice),
}

/// Listens as long as it lives.
#[derive(Debug)]
pub struct Watch {
    _listeners: [EventListener; 2],
}

/// What the chooser offers: smart-card interfaces, which the browser will not let a page
/// claim but about which the page can then say so, and readers with an interface of
/// vendor-specific class, which pages may claim.
fn filters() -> Vec<UsbDeviceFilter> {
    /// bInterfaceClass of smart-card readers (CCID 1.1, 4.4).
    const SMART_CARD_CLASS: u8 = 0x0B;

    let class = UsbDeviceFilter::new();
    class.set_class_code(SMART_CARD_CLASS);
    let vendors = VENDOR_CLASS_READERS.iter().map(|(vendor, product)| {
        let filter = UsbDeviceFilter::new();
        filter.set_vendor_id(*vendor);
        filter.set_product_id(*product);
        filter
    });
    std::iter::once(class).chain(vendors).collect()
}

/// Readers with CCID on an interface of class FF and bulk endpoints (libccid 1.8.2,
/// `readers/`, bInterfaceClass).
const VENDOR_CLASS_READERS: [(u16, u16); 22] = [
    (0x046A, 0x003E), // Cherry ST-2xxx
    (0x04E6, 0x5111), // SCM SCR331-DI
    (0x04E6, 0x511A), // NTT Communications SCR3310
    (0x04E6, 0x5120), // NTT Communications SCR331-DI
    (0x04E6, 0x5121), // SCM SDI010
    (0x04E6, 0x512B), // SCM SDI011
    (0x04E6, 0x512C), // SCM SDI011
    (0x04E6, 0x5291), // SCM SCL010
    (0x04E6, 0x5292), // SCM SCL01x
    (0x04E6, 0xE003), // SCM SPR532
    (0x076B, 0x532A), // Omnikey 5321 CLi
    (0x076B, 0x5340), // Omnikey 5021 CL
    (0x08E6, 0x1359), // Verisign secure storage token
    (0x08E6, 0x2202), // Gemalto e-Seal Pro
    (0x08E6, 0xACE0), // Verisign secure token
    (0x0973, 0x0003), // Schlumberger e-gate
    (0x09BE, 0x0002), // MySmartPad
    (0x0C4B, 0x0300), // Reiner SCT cyberJack
    (0x0C4B, 0x0500), // Reiner SCT cyberJack RFID standard
    (0x1DB2, 0x0600), // DUALi DE-ABCM6
    (0x1DB2, 0x0604), // DUALi DRAGON BT
    (0x413C, 0x2100), // Dell SK-3106
];
