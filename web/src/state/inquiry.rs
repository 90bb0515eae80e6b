//! Questions without a card: whether the present visit is one, and whether something
//! was typed that has to be cleared. What was typed is not here: it is on its screen alone.

use super::{Visit, VisitEvent};

/// What the page knows of a question by symbol and number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inquiry {
    /// Whether the visit is a question by symbol and number.
    pub by_number: bool,
    /// Whether something of a person stands in the form.
    pub typed: bool,
    /// How often the screen was cleared: the form goes each time.
    pub clearings: u32,
}

impl Inquiry {
    /// What is known when an event comes to a visit.
    pub(super) fn before(&mut self, event: &VisitEvent, visit: &Visit) {
        match event {
            VisitEvent::Asked(_) if visit.may_ask() => self.by_number = true,
            // The card takes the place of a result, and of the form behind it.
            VisitEvent::CardFound | VisitEvent::CardFoundByEye if visit.may_begin() => self.ended(),
            VisitEvent::Cleared if *visit == Visit::Waiting && self.typed => self.clear(),
            // Its result goes, and what was typed stays.
            VisitEvent::Corrected => self.by_number = false,
            _ => {}
        }
    }

    /// The visit has ended and left the screen.
    pub(super) fn ended(&mut self) {
        if std::mem::take(&mut self.by_number) {
            self.clear();
        }
    }

    fn clear(&mut self) {
        self.typed = false;
        self.clearings = self.clearings.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::advice::ErrorCode;
    use crate::domain::time::Moment;
    use crate::state::{Action, Failure, Screen, State, Visit, VisitEvent};

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        let start = [Action::Opened(Screen::Insurance), Action::Typed(true)];
        let actions = start.into_iter().chain(actions);
        actions.fold(State::default(), State::after)
    }

    fn asked() -> Action {
        Action::Visit(VisitEvent::Asked(Moment::default()))
    }

    fn failed() -> Action {
        Action::Visit(VisitEvent::Failed {
            failure: Failure::new(ErrorCode::new("CHECK-TIMEOUT")),
            at: Moment::default(),
            clear_after: 60,
        })
    }

    fn keys(state: &State) -> Vec<&'static str> {
        state.keys().iter().map(|hint| hint.key.key()).collect()
    }

    #[test]
    fn escape_clears_what_was_typed_and_then_goes_back() {
        let state = after([]);
        let escape = state.keys().pop().expect("a key");
        assert!(escape.intent == crate::state::Intent::Clear);
        let state = state.after(Action::Visit(VisitEvent::Cleared));
        assert_eq!((state.inquiry.typed, state.inquiry.clearings), (false, 1));
        let escape = state.keys().pop().expect("a key");
        assert!(escape.intent == crate::state::Intent::Open(Screen::Reception));
    }

    #[test]
    fn a_question_without_a_card_shows_no_steps_of_one() {
        let state = after([asked()]);
        assert!(state.inquiry.by_number);
        assert_eq!(state.visit.steps(), None);
        assert_eq!(state.visit.seconds_checking(), Some(0));
        let state = state.after(failed());
        assert_eq!(state.visit.steps(), None);
        assert_eq!(keys(&state), ["F1", "F4", "F7", "F12", "Escape"]);
    }

    #[test]
    fn correcting_keeps_the_form_and_every_other_end_clears_it() {
        let corrected = after([asked(), failed(), Action::Visit(VisitEvent::Corrected)]);
        assert_eq!(corrected.visit, Visit::Waiting);
        assert_eq!(
            (corrected.inquiry.typed, corrected.inquiry.clearings),
            (true, 0)
        );
        let minute = Moment::from_millis(60_000);
        for end in [VisitEvent::Cleared, VisitEvent::Tick(minute)] {
            let state = after([asked(), failed(), Action::Visit(end)]);
            assert_eq!(state.visit, Visit::Waiting);
            assert_eq!((state.inquiry.typed, state.inquiry.clearings), (false, 1));
        }
    }

    #[test]
    fn a_card_takes_the_place_of_a_result_but_not_of_a_question_under_way() {
        let found = || Action::Visit(VisitEvent::CardFound);
        assert!(after([asked(), found()]).inquiry.by_number);
        let replaced = after([asked(), failed(), found()]).inquiry;
        assert!(!replaced.by_number && !replaced.typed);
        assert_eq!(replaced.clearings, 1);
    }

    #[test]
    fn a_visit_with_a_card_does_not_clear_the_form() {
        let found = Action::Visit(VisitEvent::CardFound);
        let minute = Moment::from_millis(60_000);
        let state = after([found, failed(), Action::Visit(VisitEvent::Tick(minute))]);
        assert_eq!(state.visit, Visit::Waiting);
        assert_eq!((state.inquiry.typed, state.inquiry.clearings), (true, 0));
    }

    #[test]
    fn leaving_the_screen_leaves_nothing_typed() {
        assert!(!after([Action::Opened(Screen::Help)]).inquiry.typed);
    }
}
