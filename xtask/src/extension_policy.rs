//! What an administrator feeds Chrome and Edge with, so that the extension installs itself and
//! knows its pages: one set of policies in the three forms that browsers read.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// The native host, which a policy may have to allow.
const HOST: &str = "jp.myna_check.bridge";

/// A browser and what its policies are called.
struct Browser {
    /// Part of the file names.
    name: &'static str,
    /// Below `HKEY_LOCAL_MACHINE\SOFTWARE\Policies`.
    registry: &'static str,
    /// The preference domain on macOS.
    domain: &'static str,
}

const BROWSERS: [Browser; 2] = [
    Browser {
        name: "chrome",
        registry: r"Google\Chrome",
        domain: "com.google.Chrome",
    },
    Browser {
        name: "edge",
        registry: r"Microsoft\Edge",
        domain: "com.microsoft.Edge",
    },
];

/// What is installed, and from where.
pub(crate) struct Installation<'a> {
    pub(crate) id: &'a str,
    pub(crate) version: &'a str,
    pub(crate) minimum_browser: String,
    /// The folder on a web server, without a slash at its end.
    pub(crate) address: &'a str,
    /// File name of the signed package.
    pub(crate) package: &'a str,
    pub(crate) origins: Vec<&'a str>,
}

/// All files by their names.
pub(crate) fn all(installation: &Installation<'_>) -> Vec<(String, String)> {
    let policies = policies(installation);
    let own = own_policies(installation);
    let id = installation.id;
    let mut linux = policies.clone();
    if let Some(fields) = linux.as_object_mut() {
        fields.insert("3rdparty".to_owned(), json!({ "extensions": { id: own } }));
    }
    let mut files = vec![
        ("linux.json".to_owned(), pretty(&linux)),
        (
            "forcelist.json".to_owned(),
            pretty(&json!({ "ExtensionInstallForcelist": [
                format!("{id};{}", update_address(installation))
            ] })),
        ),
    ];
    for browser in BROWSERS {
        files.push((
            format!("windows-{}.reg", browser.name),
            registry(&browser, id, &policies, &own),
        ));
        files.push((format!("macos/{}.plist", browser.domain), plist(&policies)));
        files.push((
            format!("macos/{}.extensions.{id}.plist", browser.domain),
            plist(&own),
        ));
    }
    files
}

/// The update manifest (protocol 2.0) that browsers ask from time to time.
pub(crate) fn updates(installation: &Installation<'_>) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gupdate xmlns=\"http://www.google.com/update2/response\" protocol=\"2.0\">\n  \
           <app appid=\"{}\">\n    \
             <updatecheck codebase=\"{}\" version=\"{}\" prodversionmin=\"{}\" />\n  \
           </app>\n\
         </gupdate>\n",
        installation.id,
        escaped(&format!(
            "{}/{}",
            installation.address, installation.package
        )),
        installation.version,
        installation.minimum_browser,
    )
}

/// The browser's policies.
fn policies(installation: &Installation<'_>) -> Value {
    json!({
        "ExtensionSettings": {
            installation.id: {
                "installation_mode": "force_installed",
                // Later versions come from the same place, whatever the package says.
                "override_update_url": true,
                "update_url": update_address(installation),
            }
        },
        // Without effect unless a block list is in force, which would block the host.
        "NativeMessagingAllowlist": [HOST],
    })
}

/// The extension's policies (`managed_schema.json`).
fn own_policies(installation: &Installation<'_>) -> Value {
    json!({
        "allowedOrigins": installation.origins,
        "onlyAdministrator": true,
    })
}

fn update_address(installation: &Installation<'_>) -> String {
    format!("{}/updates.xml", installation.address)
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Lists become keys with numbered values, objects become JSON in a text, as Chrome's
/// templates for group policy have it.
fn registry(browser: &Browser, id: &str, policies: &Value, own: &Value) -> String {
    let root = format!(r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\{}", browser.registry);
    let mut text = String::from("Windows Registry Editor Version 5.00\n");
    registry_key(&mut text, &root, policies);
    registry_key(
        &mut text,
        &format!(r"{root}\3rdparty\extensions\{id}\policy"),
        own,
    );
    text.replace('\n', "\r\n")
}

fn registry_key(text: &mut String, key: &str, values: &Value) {
    let mut lists = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n[{key}]");
    for (name, value) in values.as_object().into_iter().flatten() {
        match value {
            Value::Bool(on) => {
                let _ = writeln!(text, "\"{name}\"=dword:{:08x}", u8::from(*on));
            }
            Value::Array(items) => {
                let _ = writeln!(lists, "\n[{key}\\{name}]");
                for (number, item) in (1..).zip(items) {
                    let item = item.as_str().unwrap_or_default();
                    let _ = writeln!(lists, "\"{number}\"={}", registry_text(item));
                }
            }
            Value::String(words) => {
                let _ = writeln!(text, "\"{name}\"={}", registry_text(words));
            }
            other => {
                let _ = writeln!(text, "\"{name}\"={}", registry_text(&other.to_string()));
            }
        }
    }
    text.push_str(&lists);
}

fn registry_text(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', r"\\").replace('"', "\\\""))
}

fn plist(value: &Value) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n",
    );
    plist_value(&mut text, value, 0);
    text.push_str("</plist>\n");
    text
}

fn plist_value(text: &mut String, value: &Value, depth: usize) {
    let margin = "  ".repeat(depth);
    // Writing to a String cannot fail.
    let _ = match value {
        Value::Object(fields) => {
            let _ = writeln!(text, "{margin}<dict>");
            for (name, field) in fields {
                let _ = writeln!(text, "{margin}  <key>{}</key>", escaped(name));
                plist_value(text, field, depth + 1);
            }
            writeln!(text, "{margin}</dict>")
        }
        Value::Array(items) => {
            let _ = writeln!(text, "{margin}<array>");
            for item in items {
                plist_value(text, item, depth + 1);
            }
            writeln!(text, "{margin}</array>")
        }
        Value::Bool(on) => writeln!(text, "{margin}<{on} />"),
        Value::String(words) => writeln!(text, "{margin}<string>{}</string>", escaped(words)),
        Value::Null | Value::Number(_) => writeln!(text, "{margin}<string>{value}</string>"),
    };
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installation() -> Installation<'static> {
        Installation {
            id: "abcdefghijklmnopabcdefghijklmnop",
            version: "1.2.3",
            minimum_browser: "123".to_owned(),
            address: "https://extension.example/a&b",
            package: "bridge-extension-1.2.3.crx",
            origins: vec!["https://check.clinic.example", "https://other.example:8443"],
        }
    }

    fn file(name: &str) -> String {
        let (_, text) = all(&installation())
            .into_iter()
            .find(|(file, _)| file == name)
            .unwrap();
        text
    }

    #[test]
    fn the_registry_has_lists_as_keys_and_objects_as_json() {
        let text = file("windows-edge.reg").replace("\r\n", "\n");
        assert_eq!(
            text,
            r#"Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Edge]
"ExtensionSettings"="{\"abcdefghijklmnopabcdefghijklmnop\":{\"installation_mode\":\"force_installed\",\"override_update_url\":true,\"update_url\":\"https://extension.example/a&b/updates.xml\"}}"

[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Edge\NativeMessagingAllowlist]
"1"="jp.myna_check.bridge"

[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Edge\3rdparty\extensions\abcdefghijklmnopabcdefghijklmnop\policy]
"onlyAdministrator"=dword:00000001

[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Edge\3rdparty\extensions\abcdefghijklmnopabcdefghijklmnop\policy\allowedOrigins]
"1"="https://check.clinic.example"
"2"="https://other.example:8443"
"#
        );
    }

    #[test]
    fn property_lists_have_types() {
        let name = "macos/com.google.Chrome.extensions.abcdefghijklmnopabcdefghijklmnop.plist";
        let text = file(name);
        let (_, list) = text.split_once("<plist version=\"1.0\">\n").unwrap();
        assert_eq!(
            list,
            "<dict>
  <key>allowedOrigins</key>
  <array>
    <string>https://check.clinic.example</string>
    <string>https://other.example:8443</string>
  </array>
  <key>onlyAdministrator</key>
  <true />
</dict>
</plist>
"
        );
        assert!(file("macos/com.microsoft.Edge.plist").contains("/a&amp;b/updates.xml</string>"));
    }

    #[test]
    fn the_update_manifest_names_package_and_version() {
        let text = updates(&installation());
        assert!(text.contains("<app appid=\"abcdefghijklmnopabcdefghijklmnop\">"));
        assert!(text.contains(
            "<updatecheck codebase=\"https://extension.example/a&amp;b/bridge-extension-1.2.3.crx\" \
             version=\"1.2.3\" prodversionmin=\"123\" />"
        ));
    }

    #[test]
    fn linux_has_all_in_one_file() {
        let all: Value = serde_json::from_str(&file("linux.json")).unwrap();
        let id = installation().id;
        assert_eq!(
            all["3rdparty"]["extensions"][id],
            own_policies(&installation())
        );
        assert_eq!(
            all["ExtensionSettings"][id]["installation_mode"],
            "force_installed"
        );
        assert!(file("forcelist.json").contains(";https://extension.example/a&b/updates.xml"));
    }
}
