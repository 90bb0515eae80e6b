//! Web origins (RFC 6454): what a browser sends as `Origin`, and what the card
//! signs.

use super::FieldError;
use serde::{Deserialize, Serialize};

/// A secure origin in the one form in which a browser writes it.
///
/// Plain http is accepted on loopback hosts alone, where the browser itself
/// treats a page as secure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

impl Origin {
    /// The origin as the browser writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Origin {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if is_origin(&text) {
            Ok(Self(text))
        } else {
            Err(FieldError::Origin)
        }
    }
}

fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else {
        return false;
    };
    let (host, port) = split_port(authority);
    let host_is_plain = !host.is_empty()
        && host.bytes().all(|b| {
            b.is_ascii_lowercase()
                || b.is_ascii_digit()
                || matches!(b, b'.' | b'-' | b'[' | b']' | b':')
        });
    let default_port = if scheme == "https" { "443" } else { "80" };
    let port_is_plain = port.is_none_or(|port| {
        // A browser leaves out the default port and writes no leading zero.
        port != default_port && !port.starts_with('0') && port.parse::<u16>().is_ok_and(|p| p > 0)
    });
    let secure = match scheme {
        "https" => true,
        "http" => {
            matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost")
        }
        _ => false,
    };
    text.len() <= 255 && secure && host_is_plain && port_is_plain
}

/// Splits at the colon of the port, which in an IPv6 address follows the bracket.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    let after_host = authority.rfind(']').map_or(0, |end| end + 1);
    match authority
        .get(after_host..)
        .and_then(|rest| rest.split_once(':'))
    {
        Some((head, port)) => (
            authority.get(..after_host + head.len()).unwrap_or_default(),
            Some(port),
        ),
        None => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_a_browser_sends_is_an_origin() {
        for (text, good) in [
            ("https://desk.example", true),
            ("https://desk.example:8443", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:35960", true),
            ("http://[::1]:8080", true),
            ("http://desk.example", false),
            ("https://desk.example/", false),
            ("https://desk.example/path", false),
            ("https://desk.example:443", false),
            ("https://desk.example:08443", false),
            ("https://desk.example:", false),
            ("https://desk.example:99999", false),
            ("https://Desk.example", false),
            ("https://user@desk.example", false),
            ("https://", false),
            ("null", false),
            ("file://", false),
            ("", false),
        ] {
            assert_eq!(Origin::try_from(text.to_owned()).is_ok(), good, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = Origin::try_from(text);
        }
    }
}
