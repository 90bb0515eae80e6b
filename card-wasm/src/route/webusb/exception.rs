//! What WebUSB throws, as [`LinkError`].
//!
//! The names are of Web IDL, the texts of Chromium (`usb_device.cc`, `usb.cc`). The text is
//! consulted only where one name stands for several causes; an unknown one falls back to
//! what the name alone says. No text of the browser goes any further than this file.

use js_sys::Error;
use wasm_bindgen::{JsCast, JsValue};

use crate::link::LinkError;

/// What was asked of the device when it threw.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum During {
    /// The chooser, or the list of granted devices.
    Listing,
    /// `open` and `selectConfiguration`.
    Opening,
    /// `claimInterface` and `releaseInterface`.
    Claiming,
    /// A transfer, or `clearHalt`.
    Transfer,
}

/// The error that an exception stands for.
pub(super) fn link_error(exception: &JsValue, during: During) -> LinkError {
    if !exception.is_object() {
        return LinkError::TransferFailed;
    }
    let error: &Error = exception.unchecked_ref();
    from_name(
        &String::from(error.name()),
        &String::from(error.message()),
        during,
    )
}

fn from_name(name: &str, text: &str, during: During) -> LinkError {
    match (name, during) {
        ("NotFoundError", During::Listing) => LinkError::NoDeviceSelected,
        // "The device was disconnected."
        ("NotFoundError", _) if text.contains("disconnected") => LinkError::Unplugged,
        // "The interface number provided is not supported by the device …"
        ("NotFoundError", During::Claiming) => LinkError::NotAReader,
        ("NotFoundError", _) => LinkError::Unplugged,
        ("SecurityError", During::Listing) => LinkError::UsbUnavailable,
        // "Access denied."
        ("SecurityError", During::Opening) => LinkError::AccessDenied,
        // "The requested interface implements a protected class."
        ("SecurityError", During::Claiming) => LinkError::ProtectedClass,
        // "The transfer was not allowed."
        ("SecurityError", During::Transfer) => LinkError::TransferNotAllowed,
        // "Unable to claim interface."
        ("NetworkError", During::Opening | During::Claiming) => LinkError::ReaderInUse,
        ("AbortError", _) => LinkError::Cancelled,
        // A device that was closed under our hands.
        ("InvalidStateError", During::Transfer) => LinkError::Cancelled,
        ("NotSupportedError" | "TypeError", During::Listing) => LinkError::UsbUnavailable,
        _ => LinkError::TransferFailed,
    }
}
