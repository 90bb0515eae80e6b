//! What has happened, as the services report it. The reducer takes these and only these.

use std::rc::Rc;

use super::{
    Arrival, Bench, Bridge, CardPresence, Carrier, Examination, HandOverProgress, Level,
    ReaderLink, Route, Screen, Training, VisitEvent,
};
use crate::domain::advice::ErrorCode;
use crate::domain::config::{Config, ConfigError};
use crate::domain::history::{Entry, HandOver};
use crate::domain::record::{Comparison, RecordProblem};
use crate::domain::settings::Settings;
use crate::domain::time::ServerClock;

use super::app::GatewayStatus;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The address changed to that of a screen.
    Opened(Screen),
    /// config.json was read.
    Configured(Rc<Config>),
    /// config.json has a mistake.
    ConfigBroken(ConfigError),
    /// The screens beside the reception came, or could not be fetched.
    Sheets(Arrival),
    /// The settings changed.
    Changed(Settings),
    /// The gateway is being asked for its status.
    GatewayAsked,
    /// The gateway answered, at the moment its clock was taken.
    GatewayAnswered {
        /// What it said.
        status: GatewayStatus,
        /// Its clock.
        clock: ServerClock,
        /// How far this computer's clock is off, in seconds.
        skew_seconds: u64,
    },
    /// The gateway could not be asked.
    GatewayFailed(ErrorCode),
    /// The browser went on or off line.
    Online(bool),
    /// The connection to the reader changed.
    ReaderLink(ReaderLink),
    /// The reader was identified.
    ReaderIdentified {
        /// How it is reached.
        route: Route,
        /// Its own name.
        name: Option<String>,
        /// Its exchange level, if known.
        level: Option<Level>,
    },
    /// This browser offers these ways besides USB and the bridge.
    Carriers(Vec<Carrier>),
    /// It turned out how cards are reached through the reader.
    ReaderExplored {
        /// Its exchange level.
        level: Level,
        /// What was tried, in codes.
        trail: Vec<String>,
    },
    /// What is known of the bridge changed.
    Bridge(Bridge),
    /// A card came or went.
    Card(CardPresence),
    /// A card was read to the end, at that time of the gateway's clock.
    CardReadToEnd(u64),
    /// The examination of the card by the device check went on.
    Examination(Examination),
    /// The training mode changed.
    Training(Training),
    /// The bench changed.
    Bench(Bench),
    /// The patient agreed (or not) that 限度額 information is provided.
    LimitConsent(bool),
    /// The next patient is (or is not) to be checked without PIN.
    ByEye(bool),
    /// Something of a person was typed into the form of symbol and number, or nothing
    /// stands there any more.
    Typed(bool),
    /// Something happened to the visit.
    Visit(VisitEvent),
    /// Something was asked: an entry of the history.
    Noted(Entry),
    /// The result of a check was copied, saved, given out or printed.
    HandedOver {
        /// The gateway's number of the check.
        audit_id: String,
        /// What was done.
        what: HandOver,
        /// When, in seconds since 1970 by the gateway's clock, if it was known.
        at: Option<u64>,
    },
    /// Something that is to be done with the result went on.
    HandOver {
        /// The gateway's number of the check.
        audit_id: String,
        /// What is done.
        what: HandOver,
        /// How it goes.
        progress: HandOverProgress,
    },
    /// One of several eligibilities was chosen.
    Chosen(usize),
    /// A patient record was compared with the result; none takes the comparison away.
    Compared(Option<Result<Rc<Comparison>, RecordProblem>>),
    /// A person says that record and result are of one patient.
    SamePerson,
    /// The history is to be forgotten.
    HistoryErased,
    /// Entries were kept over a reload, or came from another window of this desk: the list
    /// with those of this page in it.
    HistoryRestored(Vec<Entry>),
}
