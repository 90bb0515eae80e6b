//! The log: one JSON object a line, for machines to read.
//!
//! An [`Event`] has no field that could hold personal data: no names, serial
//! numbers, certificates, nonces, addresses of clients, or text from a request.

use serde::Serialize;
use std::io::Write;

/// Takes events.
pub trait Log: Send + Sync {
    /// Writes one event. A log that cannot be written stops nothing.
    fn write(&self, event: &Event);
}

/// What may be logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "event",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Event {
    /// The gateway answers from now on.
    Started {
        /// By the gateway's clock.
        time: String,
        /// Where it listens.
        address: String,
        /// `production` or `practice`.
        environment: &'static str,
        /// How many certificates the registry knows.
        certificates: u64,
    },
    /// The gateway has answered its last request.
    Stopped {
        /// By the gateway's clock.
        time: String,
    },
    /// A request was answered.
    Answered {
        /// By the gateway's clock.
        time: String,
        /// Method, if it is one of HTTP's own.
        method: &'static str,
        /// Path, if it is one of the API's own.
        path: &'static str,
        /// HTTP status.
        status: u16,
        /// Code of the refusal.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<&'static str>,
        /// Under which a check is recorded.
        #[serde(skip_serializing_if = "Option::is_none")]
        audit_id: Option<String>,
        /// How long the answer took.
        milliseconds: u64,
    },
    /// A fault of the gateway itself.
    Fault {
        /// By the gateway's clock.
        time: String,
        /// Which part failed.
        part: &'static str,
        /// Code of the failure.
        code: &'static str,
    },
}

/// Writes to the standard error stream.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandardError;

impl Log for StandardError {
    fn write(&self, event: &Event) {
        if let Ok(mut line) = serde_json::to_vec(event) {
            line.push(b'\n');
            // Nobody is left to be told when this stream is closed.
            let _ = std::io::stderr().write_all(&line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_flat_object() {
        let event = Event::Answered {
            time: "2026-11-21T09:00:00+09:00".to_owned(),
            method: "POST",
            path: "/v1/checks/card",
            status: 409,
            code: Some("GATE-CHALLENGE"),
            audit_id: None,
            milliseconds: 3,
        };
        let expected = concat!(
            r#"{"event":"answered","time":"2026-11-21T09:00:00+09:00","method":"POST","#,
            r#""path":"/v1/checks/card","status":409,"code":"GATE-CHALLENGE","milliseconds":3}"#,
        );
        assert_eq!(serde_json::to_string(&event).expect("serializes"), expected);
    }
}
