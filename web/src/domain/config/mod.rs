//! The administrator's configuration, `config.json` beside index.html: what it holds,
//! and what can be wrong with it. Parsing is in `parse`, fetching is elsewhere.

mod parse;

use super::settings::Language;

pub use check_api::{CallCentre, Environment};

/// The configuration of this installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Address of the gateway, without a slash at its end.
    pub gateway: String,
    /// 医療機関コード, ten digits.
    pub facility_code: String,
    /// Name of the facility, as shown.
    pub facility_name: String,
    /// Identifier of this desk at the gateway.
    pub terminal_id: String,
    /// Which world this page belongs to.
    pub environment: Environment,
    /// Addresses, relative to config.json, of the trusted authorities' certificates.
    pub anchors: Vec<String>,
    /// Language until the desk chooses another.
    pub language: Language,
    /// Seconds until a result leaves the screen.
    pub clear_after_seconds: u16,
    /// Whether the training mode is offered.
    pub training: bool,
    /// Identity of the bridge's extension, if the administrator publishes it under another key.
    pub bridge_extension: Option<String>,
    /// Where the installers of the bridge are, if the administrator offers them.
    pub bridge_installer: Option<String>,
    /// Hours after which an entry of the history is forgotten; at midnight all of them are.
    pub history_hours: u16,
    /// Whether the history of today outlives a reload of the page.
    pub history_persists: bool,
    /// Whom the desk may call when a check cannot be made, if not the official centre.
    pub call_centre: Option<CallCentre>,
}

/// A place in config.json, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A mistake in config.json.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Where; none if the file as a whole is missing.
    pub place: Option<Place>,
    /// The key it is about, such as `facility.code`; empty for a mistake of syntax.
    pub key: String,
    /// What is wrong with it.
    pub problem: ConfigProblem,
}

/// What can be wrong in config.json.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    /// The file cannot be fetched.
    Unreachable,
    /// The text is not JSON.
    Syntax,
    /// A key is missing.
    Missing,
    /// A key that nobody knows.
    UnknownKey,
    /// A value of the wrong type.
    WrongType,
    /// Not an https address (http is allowed for this computer alone).
    NotHttps,
    /// Not the number of digits, characters or entries that is required.
    WrongLength,
    /// A number outside its range.
    OutOfRange,
    /// A word that is not one of those allowed.
    UnknownWord,
    /// An address that leaves the folder of config.json.
    OutsideFolder,
    /// A certificate file that cannot be fetched or read.
    Anchor,
    /// Training needs the practice environment.
    TrainingNeedsPractice,
}

impl ConfigProblem {
    /// Every problem.
    pub const ALL: [Self; 12] = [
        Self::Unreachable,
        Self::Syntax,
        Self::Missing,
        Self::UnknownKey,
        Self::WrongType,
        Self::NotHttps,
        Self::WrongLength,
        Self::OutOfRange,
        Self::UnknownWord,
        Self::OutsideFolder,
        Self::Anchor,
        Self::TrainingNeedsPractice,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "CONFIG-UNREACHABLE",
            Self::Syntax => "CONFIG-SYNTAX",
            Self::Missing => "CONFIG-KEY-MISSING",
            Self::UnknownKey => "CONFIG-KEY-UNKNOWN",
            Self::WrongType => "CONFIG-TYPE",
            Self::NotHttps => "CONFIG-NOT-HTTPS",
            Self::WrongLength => "CONFIG-LENGTH",
            Self::OutOfRange => "CONFIG-RANGE",
            Self::UnknownWord => "CONFIG-WORD",
            Self::OutsideFolder => "CONFIG-PATH",
            Self::Anchor => "CONFIG-ANCHOR",
            Self::TrainingNeedsPractice => "CONFIG-TRAINING",
        }
    }
}
