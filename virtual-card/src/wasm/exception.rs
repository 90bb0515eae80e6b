//! `DOMException`s with the names and texts of Chrome (Blink, `usb_device.cc`).

use js_sys::{Array, Error, Function, Reflect};
use wasm_bindgen::prelude::*;

/// What a WebUSB call can be refused with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exception {
    AccessDenied,
    AlreadyBusy,
    Cancelled,
    ConfigurationNotFound,
    Disconnected,
    EndpointNotClaimed,
    InterfaceNotClaimed,
    InterfaceNotFound,
    NotOpen,
    ProtectedClass,
    TransferError,
}

impl Exception {
    fn name(self) -> &'static str {
        match self {
            Self::AccessDenied | Self::ProtectedClass => "SecurityError",
            Self::AlreadyBusy | Self::TransferError => "NetworkError",
            Self::Cancelled => "AbortError",
            Self::ConfigurationNotFound
            | Self::Disconnected
            | Self::EndpointNotClaimed
            | Self::InterfaceNotFound => "NotFoundError",
            Self::InterfaceNotClaimed | Self::NotOpen => "InvalidStateError",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::AccessDenied => "Access denied.",
            Self::AlreadyBusy => "Unable to claim interface.",
            Self::Cancelled => "The transfer was cancelled.",
            Self::ConfigurationNotFound => {
                "The configuration value provided is not supported by the device."
            }
            Self::Disconnected => "The device was disconnected.",
            Self::EndpointNotClaimed => {
                "The specified endpoint is not part of a claimed and selected alternate interface."
            }
            Self::InterfaceNotClaimed => "The specified interface has not been claimed.",
            Self::InterfaceNotFound => {
                "The interface number provided is not supported by the device in its current \
                 configuration."
            }
            Self::NotOpen => "The device must be opened first.",
            Self::ProtectedClass => "The requested interface implements a protected class.",
            Self::TransferError => "A transfer error has occurred.",
        }
    }
}

impl From<Exception> for JsValue {
    /// A `DOMException`, or, where there is none, an `Error` of that name.
    fn from(exception: Exception) -> Self {
        let class = Reflect::get(&js_sys::global(), &"DOMException".into())
            .ok()
            .and_then(|class| class.dyn_into::<Function>().ok());
        let arguments = Array::of2(&exception.text().into(), &exception.name().into());
        class
            .and_then(|class| Reflect::construct(&class, &arguments).ok())
            .unwrap_or_else(|| {
                let error = Error::new(exception.text());
                error.set_name(exception.name());
                error.into()
            })
    }
}
