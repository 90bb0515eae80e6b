//! What an exception of Web Bluetooth or WebHID means (Web Bluetooth and WebHID
//! specifications). The browser's own text never reaches the desk: it differs by version, and
//! the same name means different things in different places.

use crate::link::LinkError;

/// What was asked of the browser.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Action {
    /// To let a person choose a device, or to list those that were chosen.
    Choose,
    /// To open or to connect the device.
    Open,
    /// To find what of the device is needed.
    Discover,
    /// To have the device tell what it says by itself.
    Listen,
    /// To write or to read.
    Transfer,
}

/// The meaning of the exception of this name that ended an action.
#[must_use]
pub fn link_error(action: Action, name: &str) -> LinkError {
    match (action, name) {
        // The chooser was closed, or there was nothing to choose.
        (Action::Choose, "NotFoundError") => LinkError::NoDeviceSelected,
        // No gesture, no adapter, or forbidden by a policy.
        (Action::Choose, _) => LinkError::RouteUnavailable,
        (Action::Discover, "NotFoundError") => LinkError::NotAReader,
        // Out of reach, switched off, or unplugged.
        (Action::Open | Action::Discover, "NetworkError") => LinkError::Unplugged,
        // The system has no right to it, or the reader insists on being paired.
        (Action::Open, "NotAllowedError" | "SecurityError") => LinkError::AccessDenied,
        (Action::Listen, "NotSupportedError" | "SecurityError" | "NetworkError") => {
            LinkError::AccessDenied
        }
        (_, "AbortError" | "InvalidStateError") => LinkError::Cancelled,
        (Action::Transfer, "SecurityError") => LinkError::TransferNotAllowed,
        (Action::Open, _) => LinkError::AccessDenied,
        _ => LinkError::TransferFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_means_different_things() {
        let table = [
            (Action::Choose, "NotFoundError", LinkError::NoDeviceSelected),
            (Action::Choose, "SecurityError", LinkError::RouteUnavailable),
            (Action::Open, "NetworkError", LinkError::Unplugged),
            (Action::Open, "SecurityError", LinkError::AccessDenied),
            (Action::Open, "NotAllowedError", LinkError::AccessDenied),
            (Action::Open, "", LinkError::AccessDenied),
            (Action::Discover, "NotFoundError", LinkError::NotAReader),
            (Action::Discover, "NetworkError", LinkError::Unplugged),
            (Action::Listen, "NetworkError", LinkError::AccessDenied),
            (Action::Listen, "NotSupportedError", LinkError::AccessDenied),
            (Action::Transfer, "NetworkError", LinkError::TransferFailed),
            (
                Action::Transfer,
                "NotAllowedError",
                LinkError::TransferFailed,
            ),
            (
                Action::Transfer,
                "SecurityError",
                LinkError::TransferNotAllowed,
            ),
            (Action::Transfer, "InvalidStateError", LinkError::Cancelled),
        ];
        for (action, name, expected) in table {
            assert_eq!(link_error(action, name), expected, "{action:?}, {name}");
        }
    }
}
