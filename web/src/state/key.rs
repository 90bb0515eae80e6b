//! Which function key does what at this moment. The keyboard obeys exactly these; each stands
//! in the bottom bar, or on the button that does the same.

use super::{Intent, Order, ReaderLink, Screen, State, Visit};
use crate::domain::history::HandOver;

/// A function key of the page. F5, F11 and all combinations stay the browser's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionKey {
    /// F1: help.
    Help,
    /// F2: read the card again.
    ReadAgain,
    /// F3: give the result out as CSV.
    Csv,
    /// F4: what was asked today.
    History,
    /// F6: give the result out as FHIR.
    Fhir,
    /// F7: what to do when it cannot be confirmed.
    OtherWays,
    /// F8: print.
    Print,
    /// F9: copy the result.
    Copy,
    /// F10: save the result.
    Save,
    /// F12: next patient.
    Next,
    /// Escape: clear the screen at once, or go back to the reception.
    Clear,
}

impl FunctionKey {
    /// The name of the key, as `KeyboardEvent.key` and `aria-keyshortcuts` have it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Help => "F1",
            Self::ReadAgain => "F2",
            Self::Csv => "F3",
            Self::History => "F4",
            Self::Fhir => "F6",
            Self::OtherWays => "F7",
            Self::Print => "F8",
            Self::Copy => "F9",
            Self::Save => "F10",
            Self::Next => "F12",
            Self::Clear => "Escape",
        }
    }

    /// Whether the bar has room for it; the others stand on their buttons alone.
    pub const fn stands_in_bar(self) -> bool {
        !matches!(self, Self::Csv | Self::Fhir)
    }
}

/// A key and what it does now.
#[derive(Clone, PartialEq)]
pub struct KeyHint {
    /// The key.
    pub key: FunctionKey,
    /// What it does.
    pub intent: Intent,
}

impl State {
    /// The keys that do something now, in the order of the keyboard.
    pub fn keys(&self) -> Vec<KeyHint> {
        let mut keys = Vec::with_capacity(5);
        let mut add = |key, intent| keys.push(KeyHint { key, intent });
        let at_reception = matches!(self.screen, Screen::Reception | Screen::Training);
        let by_number = self.screen == Screen::Insurance && self.inquiry.by_number;
        let shows_visit = at_reception || by_number;
        let ended = self.visit.countdown().is_some();

        if self.screen != Screen::Help {
            add(FunctionKey::Help, Intent::Open(Screen::Help));
        }
        let idle = !self.visit.is_under_way();
        if at_reception && idle && self.reader.link == ReaderLink::Ready {
            add(FunctionKey::ReadAgain, Intent::ReadAgain);
        }
        let order = |what| Order::of(what, &self.visit, &self.handed);
        let handed_on = |what| order(what).filter(|_| shows_visit).map(Intent::HandOver);
        if let Some(intent) = handed_on(HandOver::Csv) {
            add(FunctionKey::Csv, intent);
        }
        if idle && self.screen != Screen::History {
            add(FunctionKey::History, Intent::Open(Screen::History));
        }
        if let Some(intent) = handed_on(HandOver::Fhir) {
            add(FunctionKey::Fhir, intent);
        }
        if idle && self.screen != Screen::OtherWays {
            add(FunctionKey::OtherWays, Intent::Open(Screen::OtherWays));
        }
        if self.screen == Screen::OtherWays {
            add(FunctionKey::Print, Intent::Print);
        }
        for (key, what) in [
            (FunctionKey::Print, HandOver::Print),
            (FunctionKey::Copy, HandOver::Copy),
            (FunctionKey::Save, HandOver::Save),
        ] {
            if let Some(intent) = handed_on(what) {
                add(key, intent);
            }
        }
        if shows_visit && ended {
            add(FunctionKey::Next, Intent::Clear);
        }
        if (shows_visit && !matches!(self.visit, Visit::Waiting)) || self.inquiry.typed {
            add(FunctionKey::Clear, Intent::Clear);
        } else if !at_reception {
            add(FunctionKey::Clear, Intent::Open(self.reception()));
        }
        keys
    }

    /// The reception of the present mode.
    pub const fn reception(&self) -> Screen {
        if self.training.is_on() {
            Screen::Training
        } else {
            Screen::Reception
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::advice::ErrorCode;
    use crate::domain::time::Moment;
    use crate::state::{Action, Failure, VisitEvent};

    fn keys(actions: impl IntoIterator<Item = Action>) -> Vec<&'static str> {
        let state = actions.into_iter().fold(State::default(), State::after);
        state.keys().iter().map(|hint| hint.key.key()).collect()
    }

    fn failed() -> Action {
        Action::Visit(VisitEvent::Failed {
            failure: Failure::new(ErrorCode::new("LINK-TIMEOUT")),
            at: Moment::default(),
            clear_after: 60,
        })
    }

    #[test]
    fn only_keys_that_do_something_are_offered() {
        let ready = || Action::ReaderLink(ReaderLink::Ready);
        let found = || Action::Visit(VisitEvent::CardFound);
        assert_eq!(keys([]), ["F1", "F4", "F7"]);
        assert_eq!(keys([ready()]), ["F1", "F2", "F4", "F7"]);
        assert_eq!(keys([ready(), found()]), ["F1", "Escape"]);
        assert_eq!(
            keys([ready(), found(), failed()]),
            ["F1", "F2", "F4", "F7", "F12", "Escape"]
        );
        assert_eq!(keys([Action::Opened(Screen::Help)]), ["F4", "F7", "Escape"]);
        assert_eq!(
            keys([Action::Opened(Screen::Settings)]),
            ["F1", "F4", "F7", "Escape"]
        );
    }
}
