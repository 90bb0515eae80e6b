//! The card on the reader, as far as it tells about itself without a PIN.

use super::{Mark, Rung, open};
use crate::domain::settings::Language;
use crate::i18n::{Text, date, diagnosis, frame, reception};
use crate::state::{
    CardKind, CardPresence, Examination, ExtendedTrial, Findings, Intent, ReaderLink, State,
};

/// Whether a card is there; the button asks it.
pub(super) fn card(state: &State, language: Language) -> Rung {
    let name = diagnosis::CARD;
    let rung = match (state.reader.card, &state.examination) {
        (CardPresence::Present, Examination::UnderWay) => {
            Rung::new(name, Mark::Open, diagnosis::CARD_BEING_ASKED.of(language))
        }
        (CardPresence::Present, _) => {
            let rung = Rung::new(name, Mark::Good, diagnosis::CARD_PRESENT.of(language));
            rung.with_action(diagnosis::ASK_CARD, Intent::ExamineCard)
        }
        (CardPresence::Absent, _) if state.reader.link == ReaderLink::Ready => {
            Rung::new(name, Mark::Open, diagnosis::CARD_ABSENT.of(language))
        }
        _ => open(name, language),
    };
    rung.with_detail(last_success(state, language))
}

/// When a card was last read to the end.
fn last_success(state: &State, language: Language) -> Option<String> {
    let at = date::clock_in_japan(state.reader.last_success?);
    Some([frame::LAST_SUCCESS.of(language), " ", &at].concat())
}

/// What lies on the reader.
pub(super) fn kind(state: &State, language: Language) -> Rung {
    let name = diagnosis::KIND;
    let Some(findings) = findings(state) else {
        return Rung::new(name, Mark::Open, diagnosis::KIND_UNKNOWN.of(language));
    };
    let found = |mark, text: Text| Rung::new(name, mark, text.of(language));
    match findings.kind {
        Some(CardKind::MyNumberCard) => found(Mark::Good, diagnosis::KIND_MY_NUMBER),
        Some(CardKind::Phone) => found(Mark::Good, diagnosis::KIND_PHONE),
        Some(CardKind::ResidentCard) => found(Mark::Bad, diagnosis::KIND_RESIDENT),
        Some(CardKind::Unknown) => found(Mark::Caution, diagnosis::KIND_OTHER),
        None => ended(name, findings, language),
    }
}

/// 拡張APDU対応: answered by trying.
pub(super) fn extended(state: &State, language: Language) -> Rung {
    let name = diagnosis::EXTENDED;
    let Some(trial) = findings(state).and_then(|findings| findings.extended) else {
        return open(name, language);
    };
    match trial {
        ExtendedTrial::Works(bytes) => {
            let rung = Rung::new(name, Mark::Good, diagnosis::EXTENDED_WORKS.of(language));
            rung.with_detail(Some(diagnosis::bytes_at_once(bytes, language)))
        }
        ExtendedTrial::NotOffered => Rung::new(
            name,
            Mark::Caution,
            diagnosis::EXTENDED_NOT_OFFERED.of(language),
        ),
        ExtendedTrial::Failed => {
            Rung::new(name, Mark::Caution, diagnosis::EXTENDED_FAILED.of(language))
        }
        ExtendedTrial::NotTried => {
            Rung::new(name, Mark::Open, diagnosis::EXTENDED_NOT_TRIED.of(language))
        }
    }
}

/// Whether the certificate on the card stands.
pub(super) fn certificate(state: &State, language: Language) -> Rung {
    let name = diagnosis::CERTIFICATE;
    match findings(state) {
        Some(Findings {
            certificate: Some(Ok(())),
            ..
        }) => Rung::new(name, Mark::Good, diagnosis::CERTIFICATE_GOOD.of(language)),
        Some(Findings {
            certificate: Some(Err(code)),
            ..
        }) => Rung::failed(name, code, language),
        Some(Findings {
            kind: Some(CardKind::Phone),
            failure: None,
            ..
        }) => Rung::new(
            name,
            Mark::Open,
            diagnosis::CERTIFICATE_BEHIND_PIN.of(language),
        ),
        Some(findings) if findings.tries_left.is_some() => ended(name, findings, language),
        _ => open(name, language),
    }
}

/// 暗証番号の状態: asked of the card, which costs no try.
pub(super) fn pin(state: &State, language: Language) -> Rung {
    let name = diagnosis::PIN;
    match findings(state) {
        Some(Findings {
            tries_left: Some(0),
            failure,
            ..
        }) => match failure {
            Some(code) => Rung::failed(name, code, language),
            None => Rung::new(name, Mark::Bad, diagnosis::PIN_LOCKED.of(language)),
        },
        Some(Findings {
            tries_left: Some(tries),
            ..
        }) => {
            let mark = if *tries == 1 {
                Mark::Caution
            } else {
                Mark::Good
            };
            Rung::new(name, mark, reception::tries_left(*tries, language))
        }
        Some(findings) if findings.kind.is_some() => ended(name, findings, language),
        _ => open(name, language),
    }
}

fn findings(state: &State) -> Option<&Findings> {
    match &state.examination {
        Examination::Done(findings) => Some(findings),
        _ => None,
    }
}

/// The rung at which the examination ended early. A locked PIN is the fault of its own rung.
fn ended(name: Text, findings: &Findings, language: Language) -> Rung {
    match &findings.failure {
        Some(code) if findings.tries_left != Some(0) => Rung::failed(name, code, language),
        _ => open(name, language),
    }
}
