//! The whole state of the page and its reducer.

use std::rc::Rc;

use check_api::{CallCentre, Capabilities, Disaster};
pub use check_api::{Notice, Service};

use super::{
    Action, Arrival, Bridge, Carrier, Examination, HandOverProgress, Handed, History, Inquiry,
    Reader, Route, Screen, Training, Visit, VisitEvent,
};
use crate::domain::advice::ErrorCode;
use crate::domain::answer::Answer;
use crate::domain::config::{Config, ConfigError, Environment};
use crate::domain::history::HandOver;
use crate::domain::settings::{Language, Settings};
use crate::domain::time::ServerClock;

/// Seconds by which this computer's clock may be off before the desk is told.
const TOLERATED_SKEW_SECONDS: u64 = 120;

/// The name of checks without PIN among the gateway's ways of authentication.
const VISUAL: &str = "visual";

/// The administrator's configuration, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ConfigState {
    /// Being fetched.
    #[default]
    Loading,
    /// Read.
    Ready(Rc<Config>),
    /// It has a mistake; nothing works until it is mended.
    Broken(ConfigError),
}

/// What the gateway says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayStatus {
    /// Whether it works fully, with limits, or not at all.
    pub service: Service,
    /// Which world it belongs to.
    pub environment: Environment,
    /// What its operator wants the desk to know.
    pub notices: Vec<Notice>,
    /// What it can do.
    pub capabilities: Capabilities,
    /// 災害時: what it has announced, if anything.
    pub disaster: Option<Disaster>,
    /// Whom the desk may call, if not the official centre.
    pub call_centre: Option<CallCentre>,
}

/// The gateway, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gateway {
    /// Not asked yet.
    #[default]
    Unknown,
    /// Being asked.
    Asking,
    /// It answered.
    Answered(Rc<GatewayStatus>),
    /// It could not be asked.
    Failed(ErrorCode),
}

/// A band under the head of every screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Band {
    /// 災害時: the gateway has announced measures.
    Disaster(Disaster),
    /// Training mode: cards and people are invented.
    Training,
    /// The gateway belongs to the practice world.
    PracticeGateway,
    /// The browser is off line.
    Offline,
    /// The gateway could not be asked.
    GatewayFailed(ErrorCode),
    /// The gateway is under maintenance.
    Maintenance,
    /// The gateway works with limits.
    Degraded,
    /// This computer's clock is off by so many seconds.
    ClockSkew(u64),
    /// A notice of the gateway's operator, in both languages.
    Notice(Notice),
}

/// The whole state of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The screen shown.
    pub screen: Screen,
    /// The screens beside the reception.
    pub sheets: Arrival,
    /// What the desk chose.
    pub settings: Settings,
    /// What the administrator configured.
    pub config: ConfigState,
    /// The gateway.
    pub gateway: Gateway,
    /// The gateway's clock, once known.
    pub clock: Option<ServerClock>,
    /// How far this computer's clock is off, in seconds.
    pub skew_seconds: u64,
    /// Whether the browser is off line.
    pub offline: bool,
    /// The reader.
    pub reader: Reader,
    /// The bridge.
    pub bridge: Bridge,
    /// What this browser offers besides USB and the bridge.
    pub carriers: Vec<Carrier>,
    /// What the device check found out about the card.
    pub examination: Examination,
    /// The training mode.
    pub training: Training,
    /// Whether the patient agrees that 限度額 information is provided.
    pub limit_consent: bool,
    /// Whether the desk wants the next patient checked without PIN; see
    /// [`State::checks_by_eye`].
    pub by_eye: bool,
    /// The visit.
    pub visit: Visit,
    /// What was done with the result on the screen.
    pub handed: Handed,
    /// What was asked today.
    pub history: History,
    /// Questions without a card.
    pub inquiry: Inquiry,
    /// The minute that it is, since 1970 by the gateway's clock, once that is known.
    pub minute: Option<u64>,
}

impl State {
    /// The configuration, once read.
    pub fn config(&self) -> Option<&Config> {
        match &self.config {
            ConfigState::Ready(config) => Some(config),
            _ => None,
        }
    }

    /// What the gateway can do; nothing while it has not answered.
    pub fn capabilities(&self) -> Option<&Capabilities> {
        match &self.gateway {
            Gateway::Answered(status) => Some(&status.capabilities),
            _ => None,
        }
    }

    /// Whether the gateway offers checks without PIN (目視). Nothing else makes the page
    /// offer them.
    pub fn offers_by_eye(&self) -> bool {
        let methods = self.capabilities().map(|it| it.auth_methods.as_slice());
        methods.is_some_and(|methods| methods.iter().any(|method| method == VISUAL))
    }

    /// Whether the next card is checked without PIN. The bridge does not carry that.
    pub fn checks_by_eye(&self) -> bool {
        self.by_eye && self.offers_by_eye() && self.reader.route != Route::Bridge
    }

    /// The language of the page: chosen, else configured, else Japanese.
    pub fn language(&self) -> Language {
        let configured = self.config().map(|config| config.language);
        self.settings.language.or(configured).unwrap_or_default()
    }

    /// Whom the desk may call: as the administrator says, else the gateway, else nobody but
    /// the official centre.
    pub fn call_centre(&self) -> Option<&CallCentre> {
        let configured = self.config().and_then(|config| config.call_centre.as_ref());
        configured.or(match &self.gateway {
            Gateway::Answered(status) => status.call_centre.as_ref(),
            _ => None,
        })
    }

    /// The bands to show, most urgent first.
    pub fn bands(&self) -> Vec<Band> {
        let mut bands = Vec::new();
        if self.training.is_on() {
            bands.push(Band::Training);
        }
        if self.offline {
            bands.push(Band::Offline);
        }
        if let Gateway::Answered(status) = &self.gateway {
            bands.extend(status.disaster.clone().map(Band::Disaster));
        }
        match &self.gateway {
            Gateway::Failed(code) if !self.offline => bands.push(Band::GatewayFailed(code.clone())),
            Gateway::Answered(status) => {
                match status.service {
                    Service::Open => {}
                    Service::Degraded | Service::Unknown => bands.push(Band::Degraded),
                    Service::Maintenance => bands.push(Band::Maintenance),
                }
                if status.environment == Environment::Practice && !self.training.is_on() {
                    bands.push(Band::PracticeGateway);
                }
                bands.extend(status.notices.iter().cloned().map(Band::Notice));
            }
            _ => {}
        }
        if self.skew_seconds > TOLERATED_SKEW_SECONDS && !self.in_practice() {
            bands.push(Band::ClockSkew(self.skew_seconds));
        }
        bands
    }

    /// Whether a card is examined instead of used: on the screen of the device check, where
    /// nobody types a PIN.
    pub fn examines_cards(&self) -> bool {
        self.screen == Screen::Diagnosis && !self.visit.is_under_way()
    }

    /// The state after an action.
    #[must_use]
    pub fn after(mut self, action: Action) -> Self {
        match action {
            Action::Opened(screen) => self.opened(screen),
            Action::Configured(config) => self.config = ConfigState::Ready(config),
            Action::ConfigBroken(error) => self.config = ConfigState::Broken(error),
            Action::Sheets(arrival) => self.sheets = arrival,
            Action::Changed(settings) => self.settings = settings,
            Action::GatewayAsked => self.gateway_asked(),
            Action::GatewayAnswered {
                status,
                clock,
                skew_seconds,
            } => {
                self.gateway = Gateway::Answered(Rc::new(status));
                self.clock = Some(clock);
                self.skew_seconds = skew_seconds;
            }
            Action::GatewayFailed(code) => self.gateway = Gateway::Failed(code),
            Action::Online(online) => self.offline = !online,
            Action::ReaderLink(link) => self.reader.link = link,
            Action::ReaderIdentified { route, name, level } => {
                self.reader.route = route;
                self.reader.name = name;
                self.reader.level = level;
                self.reader.trail = Vec::new();
            }
            Action::ReaderExplored { level, trail } => {
                self.reader.level = Some(level);
                self.reader.trail = trail;
            }
            Action::Carriers(carriers) => self.carriers = carriers,
            Action::Bridge(bridge) => self.bridge = bridge,
            Action::Card(presence) => self.reader.card = presence,
            Action::Examination(examination) if self.screen == Screen::Diagnosis => {
                self.examination = examination;
            }
            // It was for a screen that nobody looks at any more.
            Action::Examination(_) => {}
            Action::CardReadToEnd(at) => self.reader.last_success = Some(at),
            Action::Training(training) => self.training = training,
            Action::Bench(bench) if self.training.is_on() => self.training = Training::On(bench),
            Action::Bench(_) => {}
            Action::LimitConsent(consent) if !self.visit.is_under_way() => {
                self.limit_consent = consent;
            }
            Action::LimitConsent(_) => {}
            Action::ByEye(by_eye) if !self.visit.is_under_way() => self.by_eye = by_eye,
            Action::ByEye(_) => {}
            Action::Typed(typed) => self.inquiry.typed = typed && self.screen == Screen::Insurance,
            Action::Visit(event) => self.visit_after(event),
            Action::Noted(entry) => self.history.note(entry),
            Action::HandedOver { audit_id, what, at } => {
                self.history.handed_over(audit_id, what, at);
            }
            Action::HandOver {
                audit_id,
                what,
                progress,
            } => self.hand_over_went(&audit_id, what, progress),
            Action::Chosen(place) if self.result().is_some() => self.handed.chosen = Some(place),
            Action::Chosen(_) => {}
            Action::Compared(compared) => {
                self.handed.same_person = false;
                self.handed.compared = compared.filter(|_| self.result().is_some());
            }
            Action::SamePerson => self.handed.same_person = true,
            Action::HistoryErased => self.history.erase(),
            Action::HistoryRestored(kept) => self.history.restore(kept),
        }
        self
    }

    /// What was found about a card is not kept for the next person who looks.
    fn opened(&mut self, screen: Screen) {
        if screen != Screen::Diagnosis {
            self.examination = Examination::None;
        }
        if screen != Screen::Insurance {
            self.inquiry.typed = false;
        }
        self.screen = screen;
    }

    /// A gateway that has answered before keeps its answer while it is asked again,
    /// so that the screen does not flicker.
    fn gateway_asked(&mut self) {
        if !matches!(self.gateway, Gateway::Answered(_)) {
            self.gateway = Gateway::Asking;
        }
    }

    fn in_practice(&self) -> bool {
        self.config()
            .is_some_and(|config| config.environment == Environment::Practice)
    }

    fn pass_time(&mut self, now: u64) {
        self.minute = Some(now / 60);
        if let Some(hours) = self.config().map(|config| config.history_hours) {
            self.history.pass_time(now, hours);
        }
    }

    /// A consent, and the way of checking, belong to one patient: they go when the visit goes.
    fn visit_after(&mut self, event: VisitEvent) {
        if let (VisitEvent::Tick(now), Some(clock)) = (&event, self.clock) {
            self.pass_time(clock.unix_seconds(*now));
        }
        let was_idle = self.visit == Visit::Waiting;
        self.inquiry.before(&event, &self.visit);
        self.visit = std::mem::take(&mut self.visit).after(event);
        if !was_idle && self.visit == Visit::Waiting {
            self.limit_consent = false;
            self.by_eye = false;
            self.inquiry.ended();
        }
        if self.result().is_none() {
            self.handed = Handed::default();
        }
    }

    /// The result on the screen.
    pub fn result(&self) -> Option<&Answer> {
        match &self.visit {
            Visit::Done { answer, .. } => Some(answer),
            _ => None,
        }
    }

    /// What was asked for an earlier patient says nothing beside a later one.
    fn hand_over_went(&mut self, audit_id: &str, what: HandOver, progress: HandOverProgress) {
        if self
            .result()
            .is_some_and(|answer| answer.audit_id == audit_id)
        {
            self.handed.note(what, progress);
        }
    }
}

#[cfg(test)]
#[path = "app_tests.rs"]
mod tests;
