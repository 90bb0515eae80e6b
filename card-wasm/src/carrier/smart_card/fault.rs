//! What an exception of the Web Smart Card API means.

use crate::link::LinkError;

/// The meaning of an exception with this name, and with this `responseCode` if it is a
/// `SmartCardError` (WICG draft, `SmartCardResponseCode`).
#[must_use]
pub fn link_error(name: &str, response_code: Option<&str>) -> LinkError {
    match response_code {
        Some(code) => by_code(code),
        None => by_name(name),
    }
}

fn by_code(code: &str) -> LinkError {
    match code {
        "no-service" => LinkError::ServiceMissing,
        "no-smartcard" => LinkError::CardAbsent,
        "removed-card" => LinkError::CardRemoved,
        // Somebody reset it, or took its power: rights that were acquired are gone.
        "reset-card" | "unpowered-card" => LinkError::CardReplaced,
        "unresponsive-card" | "unsupported-card" | "not-ready" => LinkError::CardMute,
        // Neither T=1 nor T=0.
        "proto-mismatch" => LinkError::ProtocolDisjoint,
        "reader-unavailable" | "unknown-reader" => LinkError::Unplugged,
        "sharing-violation" => LinkError::ReaderInUse,
        "server-too-busy" => LinkError::Timeout,
        "system-cancelled" => LinkError::Cancelled,
        "unsupported-feature" => LinkError::TransferNotAllowed,
        // "not-transacted", and what a newer draft adds.
        _ => LinkError::TransferFailed,
    }
}

/// Exceptions of every web API (Web IDL, `DOMException`).
fn by_name(name: &str) -> LinkError {
    match name {
        // The person refused the reader, or a policy does.
        "NotAllowedError" | "SecurityError" => LinkError::AccessDenied,
        "NotSupportedError" => LinkError::RouteUnavailable,
        "AbortError" | "InvalidStateError" => LinkError::Cancelled,
        _ => LinkError::TransferFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_code_counts_more_than_the_name() {
        let name = "SmartCardError";
        for (code, expected) in [
            ("no-service", "LINK-SERVICE-MISSING"),
            ("no-smartcard", "LINK-CARD-ABSENT"),
            ("not-ready", "LINK-CARD-MUTE"),
            ("not-transacted", "LINK-TRANSFER-FAILED"),
            ("proto-mismatch", "LINK-PROTOCOL-DISJOINT"),
            ("reader-unavailable", "LINK-UNPLUGGED"),
            ("removed-card", "LINK-CARD-REMOVED"),
            ("reset-card", "LINK-CARD-REPLACED"),
            ("server-too-busy", "LINK-TIMEOUT"),
            ("sharing-violation", "LINK-READER-IN-USE"),
            ("system-cancelled", "LINK-CANCELLED"),
            ("unknown-reader", "LINK-UNPLUGGED"),
            ("unpowered-card", "LINK-CARD-REPLACED"),
            ("unresponsive-card", "LINK-CARD-MUTE"),
            ("unsupported-card", "LINK-CARD-MUTE"),
            ("unsupported-feature", "LINK-TRANSFER-NOT-ALLOWED"),
            ("of-tomorrow", "LINK-TRANSFER-FAILED"),
        ] {
            assert_eq!(link_error(name, Some(code)).code(), expected, "{code}");
        }
    }

    #[test]
    fn without_a_code_the_name_counts() {
        for (name, expected) in [
            ("NotAllowedError", LinkError::AccessDenied),
            ("AbortError", LinkError::Cancelled),
            ("NotSupportedError", LinkError::RouteUnavailable),
            ("", LinkError::TransferFailed),
        ] {
            assert_eq!(link_error(name, None), expected, "{name}");
        }
    }
}
