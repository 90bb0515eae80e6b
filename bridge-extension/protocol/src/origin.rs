//! The origin of a page, in the one form in which a browser writes it.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::caps;

/// The origin of a page that may have a card: `https`, or `http` on this computer.
///
/// It is compared byte for byte, so only the form that browsers write is taken (WHATWG URL,
/// "origin serialization"): lower case, no default port, nothing after the port.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// Why a text is not such an origin.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum OriginError {
    /// `http`, and not from this computer.
    #[error("only https, or http on this computer, may have a card")]
    Insecure,
    /// No origin, or one in another form than that of a browser.
    #[error("not an origin as a browser writes it")]
    Malformed,
}

impl Origin {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Origin {
    type Error = OriginError;

    fn try_from(text: &str) -> Result<Self, OriginError> {
        if text.len() > caps::ORIGIN_CHARACTERS {
            return Err(OriginError::Malformed);
        }
        let (scheme, authority) = text.split_once("://").ok_or(OriginError::Malformed)?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let default_port = match scheme {
            "https" => "443",
            "http" => "80",
            _ => return Err(OriginError::Malformed),
        };
        if !is_host(host) || !port.is_none_or(|port| port != default_port && is_port(port)) {
            return Err(OriginError::Malformed);
        }
        if scheme == "http" && !matches!(host, "localhost" | "127.0.0.1") {
            return Err(OriginError::Insecure);
        }
        Ok(Self(text.to_owned()))
    }
}

/// Labels of lower-case letters, digits, hyphens and underscores, with dots between them. An
/// address of IPv6 is not taken: no certificate is issued for one in practice.
fn is_host(host: &str) -> bool {
    host.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|letter| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    })
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|letter| letter.is_ascii_digit())
        && !port.starts_with('0')
        && port.parse::<u16>().is_ok()
}

impl TryFrom<String> for Origin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        Self::try_from(text.as_str())
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_of_pages_are_taken() {
        for text in [
            "https://check.clinic.example",
            "https://xn--eckwd4c7c.xn--zckzah",
            "https://10.0.0.1:8443",
            "https://intranet",
            "http://localhost",
            "http://localhost:8080",
            "http://127.0.0.1:65535",
        ] {
            assert_eq!(Origin::try_from(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn pages_that_anyone_on_the_way_can_change_are_refused() {
        for text in [
            "http://check.clinic.example",
            "http://localhost.example",
            "http://127.0.0.2",
            "http://192.168.0.1:8080",
        ] {
            assert_eq!(Origin::try_from(text), Err(OriginError::Insecure), "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        let long = format!("https://{}", "a".repeat(caps::ORIGIN_CHARACTERS));
        for text in [
            "",
            "null",
            "https://",
            "https:///",
            "https://a.example/",
            "https://a.example/path",
            "https://a.example?q",
            "https://a.example#f",
            "https://A.example",
            "https://a..example",
            "https://a.example.",
            "https://user@a.example",
            "https://a.example:",
            "https://a.example:443",
            "https://a.example:0443",
            "https://a.example:+1",
            "https://a.example:0",
            "https://a.example:65536",
            "https://a.example:1:2",
            "https://*.example",
            "https://日本.example",
            "https://[::1]",
            "http://localhost:80",
            "file://",
            "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
            "HTTPS://a.example",
            " https://a.example",
            "https://a.example\n",
            long.as_str(),
        ] {
            assert_eq!(
                Origin::try_from(text),
                Err(OriginError::Malformed),
                "{text}"
            );
        }
    }
}
