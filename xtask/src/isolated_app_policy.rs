//! Chrome's policies that install the isolated app and grant it the readers, and a gateway in
//! the clinic's own network.

use serde_json::{Value, json};

/// USB vendors whose readers the example grants: those that are common at Japanese
/// reception desks (libccid 1.8.2, `readers/supported_readers.txt`).
const VENDORS: [(u16, &str); 6] = [
    (0x054C, "Sony"),
    (0x04E6, "SCM, Identiv, NTT Com"),
    (0x072F, "Advanced Card Systems"),
    (0x08E6, "Gemalto, Thales"),
    (0x076B, "HID Global, Omnikey"),
    (0x31AA, "Circle, I-O DATA"),
];

/// What is installed, and from where.
pub(crate) struct Installation<'a> {
    pub(crate) id: &'a str,
    pub(crate) origin: &'a str,
    pub(crate) update_address: &'a str,
}

/// File names and texts: all policies in one file, as Chrome reads it on Linux, and the
/// value of each as the Admin console takes it.
pub(crate) fn all(installation: &Installation<'_>) -> Vec<(String, String)> {
    let policies = [
        (
            "IsolatedWebAppInstallForceList",
            json!([{
                "web_bundle_id": installation.id,
                "update_manifest_url": installation.update_address,
            }]),
        ),
        (
            "WebUsbAllowDevicesForUrls",
            json!([{
                "devices": VENDORS.map(|(vendor, _)| json!({ "vendor_id": vendor })),
                "urls": [installation.origin],
            }]),
        ),
        // Chromium 150 and 156 count a signed bundle as public: it may speak to a gateway in
        // the same network, or on the same computer, only after a question or by this.
        (
            "LocalNetworkAccessAllowedForUrls",
            json!([installation.origin]),
        ),
    ];
    let together: Value = policies
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let mut files = vec![("policies.json".to_owned(), pretty(&together))];
    files.extend(
        policies
            .iter()
            .map(|(name, value)| (format!("{name}.json"), pretty(value))),
    );
    files
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_all_and_each_stands_alone() {
        let files = all(&Installation {
            id: "abc",
            origin: "isolated-app://abc",
            update_address: "https://files.example/update.json",
        });
        let read = |name: &str| -> Value {
            let (_, text) = files.iter().find(|(file, _)| file == name).unwrap();
            serde_json::from_str(text).unwrap()
        };
        let together = read("policies.json");
        assert_eq!(
            together["IsolatedWebAppInstallForceList"],
            json!([{
                "web_bundle_id": "abc",
                "update_manifest_url": "https://files.example/update.json",
            }])
        );
        let granted = &together["WebUsbAllowDevicesForUrls"][0];
        assert_eq!(granted["urls"], json!(["isolated-app://abc"]));
        assert_eq!(granted["devices"][0], json!({ "vendor_id": 0x054C }));
        for name in [
            "IsolatedWebAppInstallForceList",
            "WebUsbAllowDevicesForUrls",
        ] {
            assert_eq!(read(&format!("{name}.json")), together[name]);
        }
    }
}
