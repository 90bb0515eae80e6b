//! `navigator.usb`: which devices this page may use, and which come and go.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Usb, UsbConnectionEvent, UsbDeviceFilter, UsbDeviceRequestOptions, window};

use super::UsbDevicePipe;
use super::exception::{During, link_error};
use crate::link::LinkError;

/// Interface classes that a reader within reach of a page can have: the vendor's own, and
/// the smart-card class for its diagnosis, although no ordinary page may claim it.
const READER_CLASSES: [u8; 2] = [
    0xFF, // vendor specific (USB-IF base classes)
    0x0B, // smart card (CCID 1.1, 4.2)
];

/// The USB devices that the browser lets this page see.
#[derive(Clone, Debug)]
pub struct UsbHost(Usb);

impl UsbHost {
    /// The browser's own.
    ///
    /// # Errors
    /// [`LinkError::UsbUnavailable`] where it has none, or the page is not secure.
    pub fn of_page() -> Result<Self, LinkError> {
        let window = window().ok_or(LinkError::UsbUnavailable)?;
        // Looked up by name: where it is missing the property is undefined.
        let usb = Reflect::get(&window.navigator(), &JsValue::from_str("usb"))
            .map_err(|_| LinkError::UsbUnavailable)?;
        if usb.is_object() {
            Ok(Self(usb.unchecked_into()))
        } else {
            Err(LinkError::UsbUnavailable)
        }
    }

    /// Devices granted before, by a person or by the administrator's policy.
    ///
    /// # Errors
    /// [`LinkError::UsbUnavailable`] where a policy forbids the page to ask.
    pub async fn granted(&self) -> Result<Vec<UsbDevicePipe>, LinkError> {
        let devices = self
            .0
            .get_devices()
            .await
            .map_err(|exception: JsValue| link_error(&exception, During::Listing))?;
        Ok(devices
            .iter()
            .map(|device| UsbDevicePipe::new(device.into()))
            .collect())
    }

    /// Lets the browser ask the person which device to use. Works only in the wake of a
    /// click or a key.
    ///
    /// # Errors
    /// [`LinkError::NoDeviceSelected`] if the chooser was closed.
    pub async fn choose(&self) -> Result<UsbDevicePipe, LinkError> {
        let filters = READER_CLASSES.map(|class| {
            let filter = UsbDeviceFilter::new();
            filter.set_class_code(class);
            filter
        });
        let device = self
            .0
            .request_device(&UsbDeviceRequestOptions::new(&filters))
            .await
            .map_err(|exception: JsValue| link_error(&exception, During::Listing))?;
        Ok(UsbDevicePipe::new(device.into()))
    }

    /// Calls back for every granted device that is plugged in, until the listener is dropped.
    #[must_use]
    pub fn on_connect(&self, callback: impl FnMut(UsbDevicePipe) + 'static) -> Listener {
        Listener::new(&self.0, "connect", callback)
    }

    /// Calls back for every granted device that is unplugged, until the listener is dropped.
    #[must_use]
    pub fn on_disconnect(&self, callback: impl FnMut(UsbDevicePipe) + 'static) -> Listener {
        Listener::new(&self.0, "disconnect", callback)
    }
}

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Listener {
    usb: Usb,
    event: &'static str,
    callback: Closure<dyn FnMut(UsbConnectionEvent)>,
}

impl Listener {
    fn new(
        usb: &Usb,
        event: &'static str,
        mut callback: impl FnMut(UsbDevicePipe) + 'static,
    ) -> Self {
        let callback = Closure::new(move |event: UsbConnectionEvent| {
            callback(UsbDevicePipe::new(event.device().into()));
        });
        let listener = Self {
            usb: usb.clone(),
            event,
            callback,
        };
        // Fails only for a target that is none; then nothing is ever heard of.
        let _ = usb.add_event_listener_with_callback(event, listener.function());
        listener
    }

    fn function(&self) -> &Function {
        self.callback.as_ref().unchecked_ref()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .usb
            .remove_event_listener_with_callback(self.event, self.function());
    }
}
