//! The headers that the site is served with, here and on every production server.
//!
//! One list: the demo's server sends it, `dist` writes it for nginx, Apache, Caddy and IIS.

/// A header's name and value.
pub(crate) type Header = (&'static str, String);

/// Headers of every answer. `gateways` are the origins that the page may speak to besides
/// its own.
pub(crate) fn production(gateways: &[&str]) -> Vec<Header> {
    vec![
        ("Content-Security-Policy", content_security_policy(gateways)),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", permissions_policy()),
        // A page that shows personal data tells nobody where its visitor came from.
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        // For browsers that do not know frame-ancestors.
        ("X-Frame-Options", "DENY".to_owned()),
    ]
}

/// How long a file may be kept: for ever when its name carries the hash of its content,
/// else it is asked for again each time.
pub(crate) fn cache_control(path: &str) -> &'static str {
    if has_content_hash(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// The expression by which other servers recognise names with a hash; the same rule as
/// [`has_content_hash`].
pub(crate) const HASHED_NAME: &str = r"-[0-9a-f]{16}(_[a-z0-9_]+)?\.[a-z0-9]+$";

fn has_content_hash(path: &str) -> bool {
    let Some((stem, _extension)) = path.rsplit_once('.') else {
        return false;
    };
    let Some((_name, hash)) = stem.rsplit_once('-') else {
        return false;
    };
    // What one build writes for the page has one hash and different endings.
    let (hash, ending) = hash.split_once('_').unwrap_or((hash, ""));
    let plain = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'_');
    ending.bytes().all(plain)
        && hash.len() == 16
        && hash
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn content_security_policy(gateways: &[&str]) -> String {
    let mut connect = vec!["'self'"];
    connect.extend(gateways);
    let directives = [
        ("default-src", "'none'".to_owned()),
        ("script-src", "'self' 'wasm-unsafe-eval'".to_owned()),
        ("style-src", "'self'".to_owned()),
        ("img-src", "'self'".to_owned()),
        ("font-src", "'self'".to_owned()),
        ("manifest-src", "'self'".to_owned()),
        ("connect-src", connect.join(" ")),
        ("base-uri", "'none'".to_owned()),
        ("form-action", "'none'".to_owned()),
        ("frame-ancestors", "'none'".to_owned()),
        ("require-trusted-types-for", "'script'".to_owned()),
        // No policy may be created: nothing on the page needs one.
        ("trusted-types", "'none'".to_owned()),
    ];
    directives
        .map(|(name, value)| format!("{name} {value}"))
        .join("; ")
}

/// The page needs the reader and the clipboard; everything else is switched off.
fn permissions_policy() -> String {
    const OFF: [&str; 11] = [
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "serial",
    ];
    // Bluetooth is the page's own unless it is taken away; not every browser knows its name.
    const ON: [&str; 3] = ["usb", "hid", "clipboard-write"];

    let mut features: Vec<String> = ON.map(|feature| format!("{feature}=(self)")).into();
    features.extend(OFF.map(|feature| format!("{feature}=()")));
    features.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_gateway_and_no_other_origin() {
        let headers = production(&["https://gateway.example"]);
        let (_, policy) = headers.first().unwrap();
        assert!(
            policy.contains("connect-src 'self' https://gateway.example;"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains('*'),
            "{policy}"
        );
    }

    #[test]
    fn keeps_only_names_with_a_hash() {
        let cases = [
            ("web-0123456789abcdef_bg.wasm", true),
            ("web-0123456789abcdef_split_card.wasm", true),
            ("style-0123456789abcdef.css", true),
            ("index.html", false),
            ("config.json", false),
            ("training/virtual_card.js", false),
            ("a-0123456789abcdeF.css", false),
            ("a-0123456789abcdef_B.css", false),
        ];
        for (path, kept) in cases {
            assert_eq!(cache_control(path).contains("immutable"), kept, "{path}");
        }
    }
}
