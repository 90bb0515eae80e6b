//! Where each browser looks for manifests on each system.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use bridge_protocol::HOST_NAME;

/// A browser that can start the host.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Browser {
    /// Google Chrome.
    Chrome,
    /// Chromium.
    Chromium,
    /// Microsoft Edge.
    Edge,
}

impl Browser {
    /// Every browser.
    pub const ALL: [Self; 3] = [Self::Chrome, Self::Chromium, Self::Edge];
}

impl fmt::Display for Browser {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Chrome => "Chrome",
            Self::Chromium => "Chromium",
            Self::Edge => "Edge",
        })
    }
}

/// For whom the host is registered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Scope {
    /// For this user.
    User,
    /// For every user of the computer.
    Machine,
    /// For one folder of a browser's data (`--user-data-dir`).
    UserData(PathBuf),
}

/// The manifest's path; nothing without a home.
pub(super) fn manifest(browser: Browser, scope: &Scope, program: &Path) -> Option<PathBuf> {
    let folder = match scope {
        Scope::UserData(folder) => folder.join("NativeMessagingHosts"),
        Scope::User if cfg!(windows) => {
            PathBuf::from(env::var_os("LOCALAPPDATA")?).join("myna-check")
        }
        // Beside the program: the registry names it.
        Scope::Machine if cfg!(windows) => program.parent()?.to_path_buf(),
        Scope::User if cfg!(target_os = "macos") => {
            let base = env::home_dir()?.join("Library/Application Support");
            base.join(mac(browser)).join("NativeMessagingHosts")
        }
        Scope::Machine if cfg!(target_os = "macos") => match browser {
            Browser::Chromium => {
                PathBuf::from("/Library/Application Support/Chromium/NativeMessagingHosts")
            }
            _ => Path::new("/Library")
                .join(mac(browser))
                .join("NativeMessagingHosts"),
        },
        Scope::User => {
            let base = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
            let base = base.filter(|base| base.is_absolute());
            let base = base.or_else(|| Some(env::home_dir()?.join(".config")))?;
            base.join(linux(browser)).join("NativeMessagingHosts")
        }
        Scope::Machine => PathBuf::from(match browser {
            Browser::Chrome => "/etc/opt/chrome/native-messaging-hosts",
            Browser::Chromium => "/etc/chromium/native-messaging-hosts",
            Browser::Edge => "/etc/opt/edge/native-messaging-hosts",
        }),
    };
    Some(folder.join(format!("{HOST_NAME}.json")))
}

const fn linux(browser: Browser) -> &'static str {
    match browser {
        Browser::Chrome => "google-chrome",
        Browser::Chromium => "chromium",
        Browser::Edge => "microsoft-edge",
    }
}

const fn mac(browser: Browser) -> &'static str {
    match browser {
        Browser::Chrome => "Google/Chrome",
        Browser::Chromium => "Chromium",
        Browser::Edge => "Microsoft Edge",
    }
}
