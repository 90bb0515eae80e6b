//! The findings as values, from the state alone: which rung is good, which one is the
//! cause, and what to do about it.

mod card;
mod reader;
mod service;

use crate::domain::advice::ErrorCode;
use crate::domain::settings::Language;
use crate::i18n::{Text, advice, diagnosis};
use crate::state::{Intent, State};

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
    /// Codes that only whoever helps can read: for the report alone.
    pub(super) trace: Option<String>,
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
            trace: None,
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

/// All rungs, from the browser to the PIN of the card, then the way to the service.
pub(super) fn ladder(state: &State, language: Language) -> Vec<Rung> {
    vec![
        reader::browser(state, language),
        reader::permission(state, language),
        reader::reader(state, language),
        reader::bridge(state, language),
        reader::level(state, language),
        card::card(state, language),
        card::kind(state, language),
        card::extended(state, language),
        card::certificate(state, language),
        card::pin(state, language),
        service::gateway(state, language),
        service::clock(state, language),
    ]
}

fn open(name: Text, language: Language) -> Rung {
    Rung::new(name, Mark::Open, diagnosis::NOT_YET.of(language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{CardKind, Examination, ExtendedTrial, Findings, Level, Reader, ReaderLink};
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

    #[track_caller]
    fn examined(findings: Findings) -> Vec<(&'static str, Mark, Option<String>)> {
        let state = State {
            examination: Examination::Done(findings),
            ..with_reader(ReaderLink::Ready)
        };
        let rungs = ladder(&state, En).into_iter().skip(6).take(4);
        rungs
            .map(|rung| {
                let code = rung.code.map(|code| code.to_string());
                (rung.name.of(En), rung.mark, code)
            })
            .collect()
    }

    const KIND: &str = "Kind of card";
    const EXTENDED: &str = "Extended APDU";
    const CERTIFICATE: &str = "Certificate";
    const PIN: &str = "PIN";

    #[test]
    fn a_good_card_is_good_all_the_way() {
        let found = Findings {
            kind: Some(CardKind::MyNumberCard),
            extended: Some(ExtendedTrial::Works(1_800)),
            certificate: Some(Ok(())),
            tries_left: Some(3),
            failure: None,
        };
        let good = [KIND, EXTENDED, CERTIFICATE, PIN].map(|name| (name, Mark::Good, None));
        assert_eq!(examined(found), good);
    }

    #[test]
    fn what_ended_the_examination_is_blamed_on_one_rung() {
        let code = |code: &'static str| Some(ErrorCode::new(code));
        let shown = |code: &str| Some(code.to_owned());
        let card = |failure| Findings {
            kind: Some(CardKind::MyNumberCard),
            failure,
            ..Findings::default()
        };
        assert_eq!(
            examined(Findings {
                failure: code("CARD-NOT-MY-NUMBER"),
                ..Findings::default()
            }),
            [
                (KIND, Mark::Bad, shown("CARD-NOT-MY-NUMBER")),
                (EXTENDED, Mark::Open, None),
                (CERTIFICATE, Mark::Open, None),
                (PIN, Mark::Open, None),
            ]
        );
        assert_eq!(
            examined(Findings {
                tries_left: Some(0),
                ..card(code("CARD-PIN-UNUSABLE"))
            }),
            [
                (KIND, Mark::Good, None),
                (EXTENDED, Mark::Open, None),
                (CERTIFICATE, Mark::Open, None),
                (PIN, Mark::Bad, shown("CARD-PIN-UNUSABLE")),
            ]
        );
        assert_eq!(
            examined(Findings {
                tries_left: Some(1),
                extended: Some(ExtendedTrial::Failed),
                ..card(code("LINK-CARD-REMOVED"))
            }),
            [
                (KIND, Mark::Good, None),
                (EXTENDED, Mark::Caution, None),
                (CERTIFICATE, Mark::Bad, shown("LINK-CARD-REMOVED")),
                (PIN, Mark::Caution, None),
            ]
        );
    }
}
