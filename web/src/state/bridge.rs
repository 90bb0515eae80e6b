//! The bridge to the system's smart-card service, as the diagnosis shows it.

use crate::domain::advice::ErrorCode;

/// How far the way over the bridge goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Bridge {
    /// Not looked for yet.
    #[default]
    Unknown,
    /// This browser has no extension that lists this page.
    Missing,
    /// The extension is asking a person whether this page may use cards.
    Asking,
    /// The extension is there, but the way ends somewhere.
    Failed(ErrorCode),
    /// The host answers.
    Ready {
        /// The version of the extension.
        extension: String,
        /// The version of the host.
        host: String,
        /// How many readers the system has.
        readers: usize,
    },
}
