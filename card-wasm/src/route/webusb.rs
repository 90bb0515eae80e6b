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

/// What the chooser offers. Any interface of vendor-specific class may be a reader; its
/// descriptors tell once it is open.
fn filters() -> [UsbDeviceFilter; 2] {
    /// Interface classes (USB-IF, defined class codes; CCID 1.1, 4.4). The browser lets no
    /// page claim a smart-card interface, but the page can say so only of a device that
    /// was chosen.
    const VENDOR_SPECIFIC: u8 = 0xFF;
    const SMART_CARD: u8 = 0x0B;

    [VENDOR_SPECIFIC, SMART_CARD].map(|class| {
        let filter = UsbDeviceFilter::new();
        filter.set_class_code(class);
        filter
    })
}
