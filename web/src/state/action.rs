//! What has happened, as the services report it. The reducer takes these and only these.

use std::rc::Rc;

use super::{
    Arrival, Bench, Bridge, CardPresence, Carrier, Examination, Level, ReaderLink, Route, Screen,
    Training, VisitEvent,
};
use crate::domain::advice::ErrorCode;
use crate::domain::config::{Config, ConfigError};
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
    /// Something of a person was typed into the form of symbol and number, or nothing
    /// stands there any more.
    Typed(bool),
    /// Something happened to the visit.
    Visit(VisitEvent),
}
