//! What a screen reader says when the visit changes: once for each change, and never
//! because time passes.

use super::failure;
use super::working;
use crate::domain::settings::Language;
use crate::i18n::{reception, result, verdict};
use crate::state::{CardPresence, ReaderLink, State, Visit};

/// The sentence to be said in the present state.
pub(in crate::screen) fn announcement(state: &State, language: Language) -> String {
    match &state.visit {
        Visit::Waiting => match (&state.reader.link, state.reader.card) {
            (ReaderLink::Ready, CardPresence::Present) => reception::CARD_WAITS.of(language).into(),
            (ReaderLink::Ready, _) => reception::PUT_CARD.of(language).into(),
            (ReaderLink::Absent, _) => reception::NO_READER.of(language).into(),
            (ReaderLink::Unsupported | ReaderLink::Failed(_), _) => {
                reception::READER_UNUSABLE.of(language).into()
            }
            (ReaderLink::Unknown | ReaderLink::Opening, _) => String::new(),
        },
        visit @ Visit::Pin { prompt, .. } => {
            let (_, word, sentence) = working::words(visit);
            let tries = reception::tries_left(prompt.tries_left, language);
            let wrong = if prompt.wrong_before {
                reception::WRONG_BEFORE.of(language)
            } else {
                ""
            };
            joined(&[wrong, word.of(language), &tries, sentence.of(language)])
        }
        visit @ (Visit::Reading { .. } | Visit::Checking { .. }) => {
            let (_, word, sentence) = working::words(visit);
            joined(&[word.of(language), sentence.of(language)])
        }
        Visit::Done { answer, .. } => {
            let addition = verdict::addition(answer.verdict).map(|text| text.of(language));
            let day = answer.confirmed_for.map(|day| result::as_of(day, language));
            joined(&[
                verdict::word(answer.verdict).of(language),
                addition.unwrap_or_default(),
                verdict::next(answer.verdict).of(language),
                day.as_deref().unwrap_or_default(),
            ])
        }
        Visit::Failed { failure, .. } => {
            let (word, sentence) = failure::words(failure, language);
            joined(&[word, &sentence])
        }
    }
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}
