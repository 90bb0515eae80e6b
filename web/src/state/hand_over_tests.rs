//! What may be handed on, and that nothing of one result stays for the next.

use super::*;
use crate::domain::answer::{Eligibility, Unconfirmed, Verdict};
use crate::domain::time::Moment;
use crate::state::{Action, State, VisitEvent};
use check_api::XmlMsg;
use serde_json::Map;

fn answer(verdict: Verdict, eligibilities: usize) -> Rc<Answer> {
    Rc::new(Answer {
        verdict,
        confirmed_for: None,
        processed_at: None,
        notice: None,
        eligibilities: vec![Eligibility::default(); eligibilities],
        audit_id: "a-1".to_owned(),
        certificate_grace_until: None,
        certificate_expires: None,
        since_last_check: None,
        message: XmlMsg::new(Map::new(), Map::new()),
    })
}

fn with(verdict: Verdict, eligibilities: usize) -> State {
    let answered = VisitEvent::Answered {
        answer: answer(verdict, eligibilities),
        at: Moment::default(),
        clear_after: 60,
    };
    [
        VisitEvent::CardFound,
        VisitEvent::CheckSent(Moment::default()),
        answered,
    ]
    .into_iter()
    .map(Action::Visit)
    .fold(State::default(), State::after)
}

fn possible(state: &State) -> Vec<HandOver> {
    HandOver::ALL
        .into_iter()
        .filter(|&what| Order::of(what, &state.visit, &state.handed).is_some())
        .collect()
}

#[test]
fn what_was_not_confirmed_is_handed_on_as_no_result() {
    use HandOver::{Copy, Csv, Fhir, Print, Save};
    let doubtful = Verdict::Unconfirmed(Unconfirmed::ServiceFailed);
    for (verdict, eligibilities, expected) in [
        (Verdict::Valid, 1, &[Copy, Save, Csv, Fhir, Print][..]),
        (Verdict::Invalid, 1, &[Copy, Save, Csv, Fhir, Print]),
        (Verdict::NoEligibility, 0, &[Save, Csv, Fhir, Print]),
        (Verdict::Multiple, 2, &[Save, Csv, Fhir, Print]),
        (doubtful, 1, &[Print]),
    ] {
        assert_eq!(
            possible(&with(verdict, eligibilities)),
            expected,
            "{verdict:?}"
        );
    }
    assert_eq!(possible(&State::default()), []);
}

#[test]
fn of_several_eligibilities_the_chosen_one_is_copied() {
    let state = with(Verdict::Multiple, 2).after(Action::Chosen(1));
    let order = Order::of(HandOver::Copy, &state.visit, &state.handed);
    assert_eq!(order.and_then(|order| order.meant), Some(1));
}

#[test]
fn the_keys_are_those_of_what_can_be_done() {
    let names = |state: &State| -> Vec<_> {
        let keys = state.keys();
        keys.iter().map(|hint| hint.key.key()).collect()
    };
    assert_eq!(
        names(&with(Verdict::Valid, 1)),
        [
            "F1", "F3", "F4", "F6", "F7", "F8", "F9", "F10", "F12", "Escape"
        ]
    );
    let doubtful = Verdict::Unconfirmed(Unconfirmed::UnknownCode);
    assert_eq!(
        names(&with(doubtful, 1)),
        ["F1", "F4", "F7", "F8", "F12", "Escape"]
    );
}

#[test]
fn nothing_is_left_for_the_next_patient() {
    let went = |audit_id: &str, progress| Action::HandOver {
        audit_id: audit_id.to_owned(),
        what: HandOver::Copy,
        progress,
    };
    let state = with(Verdict::Multiple, 2)
        .after(Action::Chosen(1))
        .after(went("a-1", Progress::UnderWay))
        .after(went("a-1", Progress::Done(None)))
        .after(Action::Compared(Some(Err(RecordProblem::Empty))));
    assert!(state.handed.has_done(HandOver::Copy));
    assert_eq!(state.handed.deeds.len(), 1);
    // It was asked for a patient who has left.
    let late = state.after(went("a-0", Progress::Failed(HandOverProblem::DiskFull)));
    assert!(late.handed.has_done(HandOver::Copy));
    let cleared = late.after(Action::Visit(VisitEvent::Cleared));
    assert_eq!(cleared.handed, Handed::default());
    let late = cleared
        .after(went("a-1", Progress::Done(None)))
        .after(Action::Compared(Some(Err(RecordProblem::Empty))));
    assert_eq!(late.handed, Handed::default());
}

#[test]
fn codes_are_distinct() {
    let mut codes = HandOverProblem::ALL.map(HandOverProblem::code).to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), HandOverProblem::ALL.len());
}
