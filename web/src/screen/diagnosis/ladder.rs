//! The findings as values, from the state alone: which rung is good, which one is the
//! cause, and what to do about it.

use crate::domain::advice::{Advice, ErrorCode};
use crate::domain::settings::Language;
use crate::i18n::{Text, advice, band, date, diagnosis, frame};
use crate::state::{Band, Bridge, CardPresence, Gateway, Intent, Level, ReaderLink, Route, State};

/// How a rung stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Good.
    Good,
    /// Works, but look at it.
    Caution,
    /// The cause, or one of them.
    Bad,
    /// Not known yet.
    Open,
}

/// One rung of the ladder.
#[derive(Clone, PartialEq)]
pub(super) struct Rung {
    pub(super) name: Text,
    pub(super) mark: Mark,
    pub(super) sentence: String,
    /// A name or a time, as it came.
    pub(super) detail: Option<String>,
    pub(super) code: Option<ErrorCode>,
    pub(super) action: Option<(Text, Intent)>,
}

impl Rung {
    fn new(name: Text, mark: Mark, sentence: impl Into<String>) -> Self {
        Self {
            name,
            mark,
            sentence: sentence.into(),
            detail: None,
            code: None,
            action: None,
        }
    }

    fn failed(name: Text, code: &ErrorCode, language: Language) -> Self {
        let sentence = advice::sentence(code.advice()).of(language);
        Self {
            code: Some(code.clone()),
            ..Self::new(name, Mark::Bad, sentence)
        }
    }

    fn with_detail(mut self, detail: Option<String>) -> Self {
        self.detail = detail;
        self
    }

    fn with_action(mut self, label: Text, intent: Intent) -> Self {
        self.action = Some((label, intent));
        self
    }
}

/// All rungs, from the browser to the card, then the way to the service.
pub(super) fn ladder(state: &State, language: Language) -> Vec<Rung> {
    vec![
        browser(state, language),
        permission(state, language),
        reader(state, language),
        bridge(state, language),
        level(state, language),
        card(state, language),
        gateway(state, language),
        clock(state, language),
    ]
}

/// The rung that an advice about the reader belongs to.
const fn cause(advice: Advice) -> Text {
    match advice {
        Advice::UseAnotherBrowser => diagnosis::BROWSER,
        Advice::ChooseReader => diagnosis::PERMISSION,
        Advice::UseAnotherReader => diagnosis::LEVEL,
        _ => diagnosis::READER,
    }
}

/// The code with which the reader failed, if that is the fault of this rung.
fn fault(state: &State, rung: Text) -> Option<&ErrorCode> {
    match &state.reader.link {
        ReaderLink::Failed(code) if cause(code.advice()) == rung => Some(code),
        _ => None,
    }
}

fn browser(state: &State, language: Language) -> Rung {
    let name = diagnosis::BROWSER;
    if let Some(code) = fault(state, name) {
        return Rung::failed(name, code, language);
    }
    if state.reader.link == ReaderLink::Unsupported {
        let sentence = advice::sentence(Advice::UseAnotherBrowser).of(language);
        return Rung::new(name, Mark::Bad, sentence);
    }
    Rung::new(name, Mark::Good, diagnosis::BROWSER_GOOD.of(language))
}

fn permission(state: &State, language: Language) -> Rung {
    let name = diagnosis::PERMISSION;
    let connect = |rung: Rung| match state.reader.route {
        Route::Usb | Route::Bridge => rung.with_action(diagnosis::CONNECT, Intent::ConnectReader),
        Route::Practice => rung,
    };
    if let Some(code) = fault(state, name) {
        return connect(Rung::failed(name, code, language));
    }
    match state.reader.link {
        ReaderLink::Unsupported | ReaderLink::Unknown => open(name, language),
        ReaderLink::Absent => {
            let sentence = diagnosis::PERMISSION_MISSING.of(language);
            connect(Rung::new(name, Mark::Bad, sentence))
        }
        ReaderLink::Opening | ReaderLink::Ready | ReaderLink::Failed(_) => {
            Rung::new(name, Mark::Good, diagnosis::PERMISSION_GOOD.of(language))
        }
    }
}

fn reader(state: &State, language: Language) -> Rung {
    let name = diagnosis::READER;
    let detail = state.reader.name.clone();
    if let Some(code) = fault(state, name) {
        let rung = Rung::failed(name, code, language).with_detail(detail);
        return match state.reader.route {
            Route::Usb | Route::Bridge => {
                rung.with_action(diagnosis::CONNECT, Intent::ConnectReader)
            }
            Route::Practice => rung,
        };
    }
    match state.reader.link {
        ReaderLink::Ready => {
            Rung::new(name, Mark::Good, diagnosis::READER_GOOD.of(language)).with_detail(detail)
        }
        ReaderLink::Opening => Rung::new(
            name,
            Mark::Open,
            frame::link(&state.reader.link).of(language),
        ),
        _ => open(name, language).with_detail(detail),
    }
}

/// Which way is used and why: USB first, because nothing lies between; the bridge for what
/// USB does not reach.
fn bridge(state: &State, language: Language) -> Rung {
    let name = diagnosis::BRIDGE;
    let on_usb = state.reader.route == Route::Usb && state.reader.link == ReaderLink::Ready;
    match &state.bridge {
        Bridge::Unknown => open(name, language),
        Bridge::Missing if on_usb => {
            Rung::new(name, Mark::Open, diagnosis::BRIDGE_NOT_NEEDED.of(language))
        }
        Bridge::Missing => Rung::new(name, Mark::Open, diagnosis::BRIDGE_MISSING.of(language)),
        Bridge::Asking => {
            let code = ErrorCode::new("BRIDGE-ORIGIN-PENDING");
            let sentence = advice::sentence(code.advice()).of(language);
            Rung {
                code: Some(code),
                ..Rung::new(name, Mark::Caution, sentence)
            }
        }
        Bridge::Failed(code) => {
            Rung::failed(name, code, language).with_action(diagnosis::ASK_AGAIN, Intent::FindBridge)
        }
        Bridge::Ready {
            extension,
            host,
            readers,
        } => {
            let sentence = match (readers, state.reader.route) {
                (0, _) => diagnosis::BRIDGE_WITHOUT_READERS,
                (_, Route::Bridge) => diagnosis::BRIDGE_IN_USE,
                _ => diagnosis::BRIDGE_STANDS_BY,
            };
            let detail = diagnosis::bridge_versions(extension, host, *readers, language);
            Rung::new(name, Mark::Good, sentence.of(language)).with_detail(Some(detail))
        }
    }
}

fn level(state: &State, language: Language) -> Rung {
    let name = diagnosis::LEVEL;
    if state.reader.route == Route::Bridge && state.reader.link == ReaderLink::Ready {
        return Rung::new(name, Mark::Good, diagnosis::LEVEL_OF_SYSTEM.of(language));
    }
    if let Some(code) = fault(state, name) {
        return Rung::failed(name, code, language);
    }
    match state.reader.level {
        Some(Level::ExtendedApdu) => {
            Rung::new(name, Mark::Good, diagnosis::LEVEL_EXTENDED.of(language))
        }
        Some(Level::ShortApdu) => Rung::new(name, Mark::Good, diagnosis::LEVEL_SHORT.of(language)),
        None => Rung::new(name, Mark::Open, diagnosis::LEVEL_UNKNOWN.of(language)),
    }
}

fn card(state: &State, language: Language) -> Rung {
    let name = diagnosis::CARD;
    let rung = match state.reader.card {
        CardPresence::Present => Rung::new(name, Mark::Good, diagnosis::CARD_PRESENT.of(language)),
        CardPresence::Absent => Rung::new(name, Mark::Open, diagnosis::CARD_ABSENT.of(language)),
        CardPresence::Unknown => open(name, language),
    };
    rung.with_detail(last_success(state, language))
}

/// When a card was last read to the end.
fn last_success(state: &State, language: Language) -> Option<String> {
    let at = date::clock_in_japan(state.reader.last_success?);
    Some([frame::LAST_SUCCESS.of(language), " ", &at].concat())
}

fn gateway(state: &State, language: Language) -> Rung {
    let name = diagnosis::GATEWAY;
    let detail = state.config().map(|config| config.gateway.clone());
    let rung = match &state.gateway {
        Gateway::Unknown | Gateway::Asking => {
            Rung::new(name, Mark::Open, diagnosis::GATEWAY_ASKING.of(language))
        }
        Gateway::Failed(code) => Rung::failed(name, code, language),
        Gateway::Answered(_) => match limits(state) {
            Some(text) => Rung::new(name, Mark::Caution, text.of(language)),
            None => Rung::new(name, Mark::Good, diagnosis::GATEWAY_GOOD.of(language)),
        },
    };
    rung.with_detail(detail)
        .with_action(diagnosis::ASK_AGAIN, Intent::AskGateway)
}

/// What limits the service, as the bands say it.
fn limits(state: &State) -> Option<Text> {
    state.bands().iter().find_map(|band| match band {
        Band::Maintenance => Some(band::MAINTENANCE_NOTE),
        Band::Degraded => Some(band::DEGRADED_NOTE),
        _ => None,
    })
}

fn clock(state: &State, language: Language) -> Rung {
    let name = diagnosis::CLOCK;
    let skew = state.bands().into_iter().find_map(|band| match band {
        Band::ClockSkew(seconds) => Some(seconds),
        _ => None,
    });
    match (state.clock, skew) {
        (None, _) => open(name, language),
        (Some(_), Some(seconds)) => {
            Rung::new(name, Mark::Caution, band::clock_note(seconds, language))
        }
        (Some(_), None) => Rung::new(name, Mark::Good, diagnosis::CLOCK_GOOD.of(language)),
    }
}

fn open(name: Text, language: Language) -> Rung {
    Rung::new(name, Mark::Open, diagnosis::NOT_YET.of(language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Level, Reader};
    use Language::{En, Ja};

    fn with_reader(link: ReaderLink) -> State {
        let level = (link == ReaderLink::Ready).then_some(Level::ShortApdu);
        let reader = Reader {
            link,
            level,
            name: Some("PaSoRi".to_owned()),
            ..Reader::default()
        };
        State {
            reader,
            ..State::default()
        }
    }

    fn bad(state: &State) -> Vec<(&'static str, Option<String>)> {
        ladder(state, Ja)
            .into_iter()
            .filter(|rung| rung.mark == Mark::Bad)
            .map(|rung| (rung.name.of(En), rung.code.map(|code| code.to_string())))
            .collect()
    }

    #[test]
    fn a_reader_that_fails_is_blamed_on_one_rung_with_its_code() {
        for (code, rung) in [
            ("LINK-USB-UNAVAILABLE", "Browser"),
            ("LINK-NO-DEVICE-SELECTED", "Permission"),
            ("LINK-PROTECTED-CLASS", "Reader"),
            ("LINK-ACCESS-DENIED", "Reader"),
            ("LINK-READER-IN-USE", "Reader"),
            ("LINK-LEVEL-CHARACTER", "Exchange level"),
            ("LINK-NOBODY-KNOWS", "Reader"),
        ] {
            let state = with_reader(ReaderLink::Failed(ErrorCode::new(code)));
            assert_eq!(bad(&state), [(rung, Some(code.to_owned()))], "{code}");
        }
    }

    #[test]
    fn what_is_missing_is_named_and_what_is_unknown_stays_open() {
        assert_eq!(
            bad(&with_reader(ReaderLink::Unsupported)),
            [("Browser", None)]
        );
        assert_eq!(
            bad(&with_reader(ReaderLink::Absent)),
            [("Permission", None)]
        );
        assert_eq!(bad(&with_reader(ReaderLink::Unknown)), []);
        assert_eq!(bad(&with_reader(ReaderLink::Ready)), []);
    }

    #[test]
    fn an_open_reader_shows_its_name_and_its_level() {
        let rungs = ladder(&with_reader(ReaderLink::Ready), En);
        let good: Vec<_> = rungs
            .iter()
            .filter(|rung| rung.mark == Mark::Good)
            .collect();
        let names: Vec<_> = good.iter().map(|rung| rung.name.of(En)).collect();
        assert_eq!(names, ["Browser", "Permission", "Reader", "Exchange level"]);
        assert_eq!(rungs[2].detail.as_deref(), Some("PaSoRi"));
    }
}
