//! Web origins (RFC 6454): what a browser sends as `Origin`, and what the card
//! signs.

use super::FieldError;
use serde::{Deserialize, Serialize};

/// A secure origin in the one form in which a browser writes it.
///
/// Plain http is accepted on loopback hosts alone, where the browser itself
/// treats a page as secure. An isolated app's origin is accepted when its id is
/// one that a browser gives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

impl Origin {
    /// The origin as the browser writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is an isolated app that no key has signed: whoever starts a
    /// browser for developers can give any app this origin.
    #[must_use]
    pub fn is_unsigned_app(&self) -> bool {
        self.0
            .split_once("://")
            .and_then(|(scheme, id)| (scheme == APP).then(|| app(id))?)
            == Some(App::Unsigned)
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

/// The scheme of an isolated app.
const APP: &str = "isolated-app";

fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else {
        return false;
    };
    if scheme == APP {
        return app(authority).is_some();
    }
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

/// What an isolated app's id stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum App {
    /// The key that signs the app.
    Signed,
    /// Nothing: an app in development.
    Unsigned,
}

/// WICG isolated-web-apps, `Scheme.md`, "Signed Web Bundle IDs": an Ed25519 key with
/// 00 01 02 behind it, a P-256 point in compressed form (SEC 1, 2.3.3) with 00 02 02,
/// or 32 bytes of any kind with 00 00 02.
fn app(id: &str) -> Option<App> {
    const KEY_BYTES: usize = 32;
    match base32(id)?.as_slice() {
        [key @ .., 0x00, 0x01, 0x02] if key.len() == KEY_BYTES => Some(App::Signed),
        [0x02 | 0x03, x @ .., 0x00, 0x02, 0x02] if x.len() == KEY_BYTES => Some(App::Signed),
        [any @ .., 0x00, 0x00, 0x02] if any.len() == KEY_BYTES => Some(App::Unsigned),
        _ => None,
    }
}

/// RFC 4648, 6, in lower case and without padding: in the one form that an encoder
/// writes, with the bits left over being zero. Nothing for a text longer than any id.
fn base32(text: &str) -> Option<Vec<u8>> {
    const LONGEST: usize = 58;
    if text.len() > LONGEST {
        return None;
    }
    let mut bytes = Vec::new();
    let (mut left_over, mut bits) = (0_u16, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'a'..=b'z' => letter - b'a',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        left_over = left_over << 5 | u16::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            let [_, byte] = (left_over >> bits).to_be_bytes();
            bytes.push(byte);
            left_over &= (1 << bits) - 1;
        }
    }
    // Five or more bits over would be a letter too many.
    (bits < 5 && left_over == 0).then_some(bytes)
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

    /// The first is the example of `Scheme.md`; the others were made with openssl
    /// and Google's `wbn-sign` 0.2.5.
    const ED25519_APP: &str = "aerugqztij5biqquuk3mfwpsaibuegaqcitgfchwuosuofdjabzqaaic";
    const P256_APP: &str = "alb7lyyiycxtbktzoptp5irbgpwgf5q2eop6wy3u5al7yupax4rkaaacai";

    #[test]
    fn an_isolated_app_stands_for_its_key() {
        for id in [ED25519_APP, P256_APP] {
            let origin = format!("isolated-app://{id}");
            let taken = Origin::try_from(origin.clone()).unwrap();
            assert!(!taken.is_unsigned_app(), "{origin}");
            for wrong in [
                format!("{origin}/"),
                format!("{origin}:80"),
                format!("{origin}a"),
                format!("user@{origin}"),
                origin.to_uppercase(),
                format!("isolated-app://{}", id.to_uppercase()),
                format!("isolated-app://{}", &id[1..]),
                format!("isolated-app://{}", &id[..id.len() - 1]),
                format!("isolated-app://aa{id}"),
                format!("https-isolated-app://{id}"),
                format!("isolated-app:{id}"),
                // 0, 1 and 8 are no letters of this alphabet.
                format!("isolated-app://0{}", &id[1..]),
                format!("isolated-app://8{}", &id[1..]),
            ] {
                assert!(Origin::try_from(wrong.clone()).is_err(), "{wrong}");
            }
        }
    }

    #[test]
    fn an_isolated_app_in_development_is_told_from_a_signed_one() {
        let (key, _) = ED25519_APP.split_at(51);
        let origin = Origin::try_from(format!("isolated-app://{key}qaaac")).unwrap();
        assert!(origin.is_unsigned_app());
        for page in ["https://desk.example", "http://localhost:8080"] {
            assert!(!Origin::try_from(page.to_owned()).unwrap().is_unsigned_app());
        }
    }

    #[test]
    fn an_isolated_app_of_an_unknown_kind_is_refused() {
        let (key, _) = ED25519_APP.split_at(51);
        for id in [
            // 00 01 03, 00 03 02, 01 01 02: nothing that is known.
            format!("{key}qaaid"),
            format!("{key}qaayc"),
            format!("{key}qcaic"),
            // The last letter has two bits too many for 36 bytes.
            format!("{}j", &P256_APP[..57]),
            // 04: a point that is not compressed.
            format!("aq{}", P256_APP.get(2..).unwrap_or_default()),
            String::new(),
            "a".repeat(56),
            "a".repeat(10_000),
        ] {
            let origin = format!("isolated-app://{id}");
            assert!(Origin::try_from(origin.clone()).is_err(), "{origin}");
        }
    }

    proptest! {
        /// What is accepted is what an encoder writes of the same bytes.
        #[test]
        fn base32_has_one_form(text in "[a-z2-7]{0,60}") {
            if let Some(bytes) = base32(&text) {
                let bits = text.len() * 5;
                prop_assert_eq!(bytes.len(), bits / 8);
                prop_assert!(bits % 8 < 5);
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = Origin::try_from(text);
        }
    }
}
