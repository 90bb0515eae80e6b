//! From the browser to an open reader: what stands between this page and a card.

use super::{Mark, Rung, open};
use crate::domain::advice::{Advice, ErrorCode};
use crate::domain::settings::Language;
use crate::i18n::{Text, advice, diagnosis, frame};
use crate::state::{Bridge, Intent, Level, ReaderLink, Route, State};

pub(super) fn browser(state: &State, language: Language) -> Rung {
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

pub(super) fn permission(state: &State, language: Language) -> Rung {
    let name = diagnosis::PERMISSION;
    let connect = |rung: Rung| match state.reader.route {
        Route::Practice => rung,
        _ => rung.with_action(diagnosis::CONNECT, Intent::ConnectReader),
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

pub(super) fn reader(state: &State, language: Language) -> Rung {
    let name = diagnosis::READER;
    let detail = state.reader.name.clone();
    if let Some(code) = fault(state, name) {
        let rung = Rung::failed(name, code, language).with_detail(detail);
        return match state.reader.route {
            Route::Practice => rung,
            _ => rung.with_action(diagnosis::CONNECT, Intent::ConnectReader),
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
pub(super) fn bridge(state: &State, language: Language) -> Rung {
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

pub(super) fn level(state: &State, language: Language) -> Rung {
    let name = diagnosis::LEVEL;
    if state.reader.route == Route::Bridge && state.reader.link == ReaderLink::Ready {
        return Rung::new(name, Mark::Good, diagnosis::LEVEL_OF_SYSTEM.of(language));
    }
    if let Some(code) = fault(state, name) {
        return Rung::failed(name, code, language);
    }
    if matches!(state.reader.route, Route::Other(_)) && state.reader.link == ReaderLink::Ready {
        return Rung::new(name, Mark::Good, diagnosis::LEVEL_OF_CARRIER.of(language));
    }
    let (mark, sentence) = match state.reader.level {
        Some(Level::ExtendedApdu) => (Mark::Good, diagnosis::LEVEL_EXTENDED),
        Some(Level::ShortApdu) => (Mark::Good, diagnosis::LEVEL_SHORT),
        Some(Level::Tpdu) => (Mark::Good, diagnosis::LEVEL_TPDU),
        Some(Level::ReaderBlocks) => (Mark::Good, diagnosis::LEVEL_READER_BLOCKS),
        Some(Level::HostBlocks) => (Mark::Good, diagnosis::LEVEL_HOST_BLOCKS),
        Some(Level::Undecided) => (Mark::Open, diagnosis::LEVEL_UNDECIDED),
        None => (Mark::Open, diagnosis::LEVEL_UNKNOWN),
    };
    let trail = state.reader.trail.join(" · ");
    Rung {
        trace: (!trail.is_empty()).then_some(trail),
        ..Rung::new(name, mark, sentence.of(language))
    }
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
