//! What the isolated app says about itself: its web manifest, the update manifest beside the
//! bundle, and the headers of each file in the bundle.
//!
//! Knows no key and no file; JSON and text come out.

use serde_json::{Map, Value, json};

use crate::headers;

/// Where a browser looks for the manifest (WICG isolated-web-apps, `README.md`).
pub(crate) const MANIFEST: &str = ".well-known/manifest.webmanifest";
/// Where the icon lies in the bundle. Chromium wants one of 144 pixels or more.
pub(crate) const ICON: &str = "isolated-app/icon-512.png";

/// What the app may ask the browser for. In an isolated app whatever is not named here is
/// switched off (WICG isolated-web-apps, `Permissions.md`), so this takes the place of the
/// site's Permissions-Policy.
const FEATURES: [&str; 11] = [
    // Without it nothing else is granted.
    "cross-origin-isolated",
    // Readers, also those of the smart-card class, which a page cannot claim
    // (WICG webusb, `unrestricted-usb-explainer.md`).
    "usb",
    "usb-unrestricted",
    // The system's readers (WICG web-smart-card), readers with Bluetooth, readers as HID.
    "smart-card",
    "bluetooth",
    "hid",
    // A gateway in the clinic's own network or on this computer (WICG local-network-access;
    // the first is the name before Chrome told the two apart). A signed bundle counts as
    // public, so without these no such gateway answers.
    "local-network-access",
    "local-network",
    "loopback-network",
    // Codes and device reports are copied; sounds tell the desk how a check ended.
    "clipboard-write",
    "autoplay",
];

/// `/.well-known/manifest.webmanifest`.
pub(crate) fn web_manifest(version: &str, update_address: Option<&str>) -> Value {
    let features: Map<String, Value> = FEATURES
        .iter()
        .map(|feature| ((*feature).to_owned(), json!(["self"])))
        .collect();
    let mut manifest = json!({
        "name": "資格確認（マイナンバーカード）",
        "short_name": "資格確認",
        "lang": "ja",
        "dir": "ltr",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "version": version,
        "background_color": "#ffffff",
        "theme_color": "#0017c1",
        "isolated_storage": true,
        "permissions_policy": features,
        "icons": [
            { "src": format!("/{ICON}"), "sizes": "512x512", "type": "image/png", "purpose": "any" },
        ],
    });
    if let (Some(address), Some(fields)) = (update_address, manifest.as_object_mut()) {
        fields.insert("update_manifest_url".to_owned(), json!(address));
    }
    manifest
}

/// The update manifest, which lies beside the bundle (WICG isolated-web-apps, `Updates.md`).
pub(crate) fn update_manifest(version: &str, bundle: &str) -> Value {
    json!({ "versions": [{ "version": version, "src": bundle, "channels": ["default"] }] })
}

/// The headers of one file; `gateway` is the origin that the page may speak to.
pub(crate) fn headers(content_type: &str, gateway: &str) -> Vec<(String, String)> {
    let mut headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
    if !content_type.starts_with("text/html") {
        // Every other file is only ever a part of the page.
        headers.push(("X-Content-Type-Options".to_owned(), "nosniff".to_owned()));
        headers.push((
            "Cross-Origin-Resource-Policy".to_owned(),
            "same-origin".to_owned(),
        ));
        return headers;
    }
    headers.extend(
        headers::production(&[gateway])
            .into_iter()
            .filter(|(name, _)| *name != "Permissions-Policy")
            .map(|(name, value)| (name.to_owned(), value)),
    );
    // An isolated app's page is always isolated from other origins; said here as well, as it
    // must hold whoever serves the page.
    headers.push((
        "Cross-Origin-Embedder-Policy".to_owned(),
        "require-corp".to_owned(),
    ));
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_has_what_an_isolated_app_must_have() {
        let manifest = web_manifest("1.2.3", None);
        assert_eq!(manifest["isolated_storage"], true);
        assert_eq!(manifest["version"], "1.2.3");
        assert_eq!(manifest["id"], "/");
        assert_eq!(manifest["icons"][0]["src"], "/isolated-app/icon-512.png");
        let policy = manifest["permissions_policy"].as_object().unwrap();
        for feature in ["cross-origin-isolated", "usb", "usb-unrestricted"] {
            assert_eq!(policy[feature], json!(["self"]), "{feature}");
        }
        assert!(!policy.contains_key("camera"));
        assert!(manifest.get("update_manifest_url").is_none());
        let updated = web_manifest("1.2.3", Some("https://files.example/update.json"));
        assert_eq!(
            updated["update_manifest_url"],
            "https://files.example/update.json"
        );
    }

    #[test]
    fn the_page_speaks_to_its_gateway_alone_and_other_files_are_not_sniffed() {
        let page = headers("text/html; charset=utf-8", "https://gateway.example");
        let value = |name: &str| {
            let found = page.iter().find(|(header, _)| header == name);
            found.map(|(_, value)| value.as_str())
        };
        let policy = value("Content-Security-Policy").unwrap();
        assert!(policy.contains("connect-src 'self' https://gateway.example;"));
        assert_eq!(value("Cross-Origin-Embedder-Policy"), Some("require-corp"));
        assert_eq!(
            value("Permissions-Policy"),
            None,
            "the manifest has the list"
        );

        let module = headers("application/wasm", "https://gateway.example");
        assert_eq!(module.len(), 3);
        assert_eq!(
            module[0],
            ("Content-Type".to_owned(), "application/wasm".to_owned())
        );
    }

    #[test]
    fn the_update_manifest_finds_the_bundle_beside_it() {
        assert_eq!(
            update_manifest("1.2.3", "app-1.2.3.swbn"),
            json!({ "versions": [
                { "version": "1.2.3", "src": "app-1.2.3.swbn", "channels": ["default"] }
            ] })
        );
    }
}
