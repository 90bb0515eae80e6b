//! What a screen reader says when the visit changes: once for each change, and never
//! because time passes.

use super::difference;
use super::failure;
use super::working;
use crate::domain::settings::Language;
use crate::i18n::{Text, reception, result, verdict};
use crate::screen::late;
use crate::state::{CardPresence, ReaderLink, State, Visit};

/// The sentence to be said in the present state.
pub(in crate::screen) fn announcement(state: &State, language: Language) -> String {
    match (&state.visit, late::visits()) {
        (Visit::Waiting, _) | (_, None) => waiting(state).of(language).into(),
        (visit, Some(views)) => (views.announcement)(visit, language),
    }
}

fn waiting(state: &State) -> Text {
    match (&state.reader.link, state.reader.card) {
        (ReaderLink::Ready, CardPresence::Present) => reception::CARD_WAITS,
        (ReaderLink::Ready, _) => reception::PUT_CARD,
        (ReaderLink::Absent, _) => reception::NO_READER,
        (ReaderLink::Unsupported | ReaderLink::Failed(_), _) => reception::READER_UNUSABLE,
        (ReaderLink::Unknown | ReaderLink::Opening, _) => Text::new("", ""),
    }
}

/// The sentence about a visit.
pub(super) fn of_visit(visit: &Visit, language: Language) -> String {
    match visit {
        Visit::Waiting => String::new(),
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
        visit @ (Visit::Reading { .. } | Visit::Confirming { .. } | Visit::Checking { .. }) => {
            let (_, word, sentence) = working::words(visit);
            joined(&[word.of(language), sentence.of(language)])
        }
        Visit::Done { answer, .. } => {
            let addition = verdict::addition(answer.verdict).map(|text| text.of(language));
            let difference = difference::said(answer, language);
            let day = answer.confirmed_for.map(|day| result::as_of(day, language));
            joined(&[
                verdict::word(answer.verdict).of(language),
                addition.unwrap_or_default(),
                verdict::next(answer.verdict).of(language),
                day.as_deref().unwrap_or_default(),
                difference.as_deref().unwrap_or_default(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::advice::ErrorCode;
    use crate::domain::time::Moment;
    use crate::state::{Failure, Step, VisitEvent};

    fn said(events: impl IntoIterator<Item = VisitEvent>) -> String {
        let visit = events.into_iter().fold(Visit::Waiting, Visit::after);
        of_visit(&visit, Language::Ja)
    }

    fn pin_needed(tries_left: u8, wrong_before: bool) -> [VisitEvent; 2] {
        let needed = VisitEvent::PinNeeded {
            tries_left,
            wrong_before,
        };
        [VisitEvent::CardFound, needed]
    }

    #[test]
    fn the_tries_left_and_the_danger_of_the_last_one_are_said() {
        assert!(said(pin_needed(3, false)).contains("あと3回"));
        assert!(said(pin_needed(2, true)).starts_with("暗証番号が違います。"));
        assert!(said(pin_needed(1, true)).contains("間違えるとロックされます"));
    }

    #[test]
    fn a_failure_is_never_called_invalid() {
        let failed = |code| VisitEvent::Failed {
            failure: Failure::new(ErrorCode::new(code)),
            at: Moment::default(),
            clear_after: 60,
        };
        let text = said([VisitEvent::CardFound, failed("CHECK-TIMEOUT")]);
        assert!(
            text.starts_with("確認できませんでした 保険の資格が無効という意味ではありません。")
        );
        let text = said([VisitEvent::CardFound, failed("LINK-CARD-REMOVED")]);
        assert!(text.starts_with("カードを読み取れませんでした"));
    }

    #[test]
    fn typing_and_waiting_say_nothing_new() {
        let asked = said(pin_needed(3, false));
        let [found, needed] = pin_needed(3, false);
        assert_eq!(said([found, needed, VisitEvent::PinTyped(2)]), asked);
        let reading = said([VisitEvent::CardFound]);
        assert_eq!(
            said([VisitEvent::CardFound, VisitEvent::Began(Step::Certificate)]),
            reading
        );
    }
}
