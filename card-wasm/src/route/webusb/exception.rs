//! What an exception of WebUSB means (WebUSB specification; texts and causes from Blink
//! `usb_device.cc`). The browser's own text never reaches the desk: it differs by version,
//! and the same name means different things in different places.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::link::LinkError;

/// What was asked of the browser.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Action {
    /// `getDevices`.
    List,
    /// `requestDevice`.
    Choose,
    /// `open` and `selectConfiguration`.
    Open,
    /// `claimInterface` and `releaseInterface`.
    Claim,
    /// Any transfer, and `clearHalt`.
    Transfer,
}

/// The meaning of the exception that ended an action.
pub(super) fn error(action: Action, exception: &JsValue) -> LinkError {
    let name = Reflect::get(exception, &JsValue::from_str("name"))
        .ok()
        .and_then(|name| name.as_string())
        .unwrap_or_default();
    match (name.as_str(), action) {
        // The chooser was closed.
        ("NotFoundError", Action::Choose) => LinkError::NoDeviceSelected,
        // No user gesture, or forbidden by a policy.
        (_, Action::List | Action::Choose) => LinkError::UsbUnavailable,
        // "The device was disconnected."
        ("NotFoundError", _) => LinkError::Unplugged,
        // "Access denied.": permissions on Linux, a driver other than WinUSB on Windows.
        ("SecurityError", Action::Open) => LinkError::AccessDenied,
        // "The requested interface implements a protected class."
        ("SecurityError", Action::Claim) => LinkError::ProtectedClass,
        // "The transfer was not allowed."
        ("SecurityError", Action::Transfer) => LinkError::TransferNotAllowed,
        // "Unable to claim interface.": a smart-card service, a driver or another tab.
        ("NetworkError", Action::Open | Action::Claim) => LinkError::ReaderInUse,
        // "The transfer was cancelled.", or the device was closed meanwhile.
        ("AbortError" | "InvalidStateError", _) => LinkError::Cancelled,
        // "A transfer error has occurred."
        (_, Action::Transfer) => LinkError::TransferFailed,
        (_, Action::Open) => LinkError::AccessDenied,
        (_, Action::Claim) => LinkError::ReaderInUse,
    }
}
