//! The visit by its transitions: the way through, the ways out, and everything that
//! must not happen.

use super::*;
use crate::domain::answer::Verdict;
use proptest::prelude::*;

fn at(seconds: u64) -> Moment {
    Moment::from_millis(seconds * 1000)
}

fn answer() -> Rc<Answer> {
    Rc::new(Answer {
        verdict: Verdict::Valid,
        confirmed_for: None,
        processed_at: None,
        notice: None,
        eligibilities: Vec::new(),
        audit_id: String::new(),
        certificate_grace_until: None,
        certificate_expires: None,
        since_last_check: None,
        message: check_api::XmlMsg::new(serde_json::Map::new(), serde_json::Map::new()),
    })
}

fn answered() -> VisitEvent {
    VisitEvent::Answered {
        answer: answer(),
        at: at(10),
        clear_after: 60,
    }
}

fn failed() -> VisitEvent {
    VisitEvent::Failed {
        failure: Failure::new(ErrorCode::new("LINK-CARD-REMOVED")),
        at: at(10),
        clear_after: 60,
    }
}

fn needs_pin(tries_left: u8) -> VisitEvent {
    VisitEvent::PinNeeded {
        tries_left,
        wrong_before: false,
    }
}

fn after(events: impl IntoIterator<Item = VisitEvent>) -> Visit {
    events.into_iter().fold(Visit::Waiting, Visit::after)
}

fn states(visit: &Visit) -> Option<[StepState; 4]> {
    visit.steps().map(|steps| steps.map(|(_, state)| state))
}

#[test]
fn the_whole_way_ticks_off_the_four_steps() {
    use StepState::{Done, Running, Waiting};
    let mut visit = Visit::Waiting;
    for (event, expected) in [
        (VisitEvent::CardFound, [Running, Waiting, Waiting, Waiting]),
        (
            VisitEvent::Began(Step::Certificate),
            [Done, Running, Waiting, Waiting],
        ),
        (needs_pin(3), [Done, Done, Running, Waiting]),
        (VisitEvent::PinTyped(4), [Done, Done, Running, Waiting]),
        (VisitEvent::PinSent, [Done, Done, Running, Waiting]),
        (VisitEvent::CheckSent(at(5)), [Done, Done, Done, Running]),
    ] {
        visit = visit.after(event);
        assert_eq!(states(&visit), Some(expected));
    }
    assert!(matches!(visit.after(answered()), Visit::Done { .. }));
}

#[test]
fn a_phone_reads_its_certificate_after_the_pin() {
    use StepState::{Done, Running, Waiting};
    let visit = after([
        VisitEvent::CardFound,
        needs_pin(3),
        VisitEvent::PinSent,
        VisitEvent::Began(Step::Certificate),
    ]);
    assert_eq!(states(&visit), Some([Done, Running, Done, Waiting]));
}

#[test]
fn without_pin_staff_confirm_in_its_place() {
    use StepState::{Done, Running, Waiting};
    let visit = after([
        VisitEvent::CardFoundByEye,
        VisitEvent::Began(Step::Certificate),
        VisitEvent::ConfirmationNeeded,
    ]);
    assert!(matches!(visit, Visit::Confirming { ticked: false, .. }));
    let names = visit.steps().map(|steps| steps.map(|(step, _)| step));
    assert_eq!(
        names,
        Some([Step::Card, Step::Certificate, Step::Face, Step::Check])
    );
    assert_eq!(states(&visit), Some([Done, Done, Running, Waiting]));
    // Nothing is confirmed that was not ticked, and no PIN has a place here.
    let visit = visit
        .after(VisitEvent::Confirmed)
        .after(VisitEvent::PinTyped(4))
        .after(VisitEvent::PinSent);
    assert!(matches!(visit, Visit::Confirming { ticked: false, .. }));
    let ticked = visit.after(VisitEvent::ConfirmationTicked(true));
    assert!(ticked.is_under_way());
    let going_on = ticked
        .after(VisitEvent::Confirmed)
        .after(VisitEvent::CheckSent(at(5)));
    assert_eq!(states(&going_on), Some([Done, Done, Done, Running]));
    // The next patient begins without a tick.
    let next = after([VisitEvent::CardFoundByEye, VisitEvent::ConfirmationNeeded]);
    assert!(matches!(next, Visit::Confirming { ticked: false, .. }));
}

#[test]
fn a_failure_marks_the_step_it_happened_in() {
    use StepState::{Done, Failed, Waiting};
    let visit = after([VisitEvent::CardFound, needs_pin(2), failed()]);
    assert_eq!(states(&visit), Some([Done, Waiting, Failed, Waiting]));
}

#[test]
fn the_last_try_takes_no_digit_before_it_was_accepted() {
    let visit = after([
        VisitEvent::CardFound,
        needs_pin(1),
        VisitEvent::PinTyped(2),
        VisitEvent::PinSent,
    ]);
    let Visit::Pin { prompt, .. } = &visit else {
        panic!("{visit:?}");
    };
    assert!(prompt.needs_acceptance && prompt.digits == 0);
    let visit = visit
        .after(VisitEvent::LastTryAccepted)
        .after(VisitEvent::PinTyped(2));
    assert!(matches!(visit, Visit::Pin { prompt, .. } if prompt.digits == 2));
}

#[test]
fn a_wrong_pin_asks_again_with_no_digit_left() {
    let again = VisitEvent::PinNeeded {
        tries_left: 2,
        wrong_before: true,
    };
    let visit = after([
        VisitEvent::CardFound,
        needs_pin(3),
        VisitEvent::PinTyped(4),
        VisitEvent::PinSent,
        again,
    ]);
    let Visit::Pin { prompt, .. } = visit else {
        panic!("{visit:?}");
    };
    let expected = PinPrompt {
        tries_left: 2,
        wrong_before: true,
        needs_acceptance: false,
        on_reader: false,
        digits: 0,
    };
    assert_eq!(prompt, expected);
}

#[test]
fn the_reader_asks_only_after_the_last_try_was_accepted() {
    let on_reader = |visit: &Visit| matches!(visit, Visit::Pin { prompt, .. } if prompt.on_reader);
    let asked = after([VisitEvent::CardFound, needs_pin(3), VisitEvent::PinOnReader]);
    assert!(on_reader(&asked));
    let asked_again = after([
        VisitEvent::CardFound,
        needs_pin(2),
        VisitEvent::PinOnReader,
        VisitEvent::PinSent,
        needs_pin(1),
        VisitEvent::PinOnReader,
    ]);
    assert!(!on_reader(&asked_again));
    let accepted = asked_again
        .after(VisitEvent::LastTryAccepted)
        .after(VisitEvent::PinOnReader);
    assert!(on_reader(&accepted));
}

#[test]
fn seconds_are_counted_while_the_gateway_is_asked() {
    let visit = after([
        VisitEvent::CardFound,
        VisitEvent::CheckSent(at(5)),
        VisitEvent::Tick(at(13)),
        VisitEvent::Tick(at(12)),
    ]);
    assert_eq!(visit.seconds_checking(), Some(8));
}

#[test]
fn a_result_goes_by_itself_unless_it_is_held() {
    let way = [
        VisitEvent::CardFound,
        VisitEvent::CheckSent(at(1)),
        answered(),
    ];
    let shown = after(way.clone()).after(VisitEvent::Tick(at(69)));
    assert_eq!(shown.countdown().map(Countdown::seconds_left), Some(1));
    assert_eq!(shown.after(VisitEvent::Tick(at(70))), Visit::Waiting);

    let held = after(way).after(VisitEvent::Paused(true));
    let held = held.after(VisitEvent::Tick(at(9_999)));
    assert!(matches!(held, Visit::Done { .. }));
    assert!(!held.may_begin(), "a held result is not swept away");
    assert_eq!(held.clone().after(VisitEvent::CardFound), held);
}

#[test]
fn a_new_card_replaces_a_result_that_nobody_holds() {
    let visit = after([VisitEvent::CardFound, failed(), VisitEvent::CardFound]);
    assert!(matches!(visit, Visit::Reading { .. }));
}

#[test]
fn clearing_works_from_everywhere() {
    for way in [
        vec![VisitEvent::CardFound],
        vec![VisitEvent::CardFound, needs_pin(3)],
        vec![VisitEvent::CardFound, VisitEvent::CheckSent(at(1))],
        vec![
            VisitEvent::CardFound,
            VisitEvent::CheckSent(at(1)),
            answered(),
        ],
        vec![VisitEvent::CardFound, failed()],
    ] {
        assert_eq!(after(way).after(VisitEvent::Cleared), Visit::Waiting);
    }
}

fn any_event() -> impl Strategy<Value = VisitEvent> {
    prop_oneof![
        Just(VisitEvent::CardFound),
        Just(VisitEvent::Began(Step::Certificate)),
        (0_u8..4).prop_map(needs_pin),
        (0_u8..5).prop_map(VisitEvent::PinTyped),
        Just(VisitEvent::LastTryAccepted),
        Just(VisitEvent::PinSent),
        (0_u64..20).prop_map(|seconds| VisitEvent::CheckSent(at(seconds))),
        Just(answered()),
        Just(failed()),
        (0_u64..90).prop_map(|seconds| VisitEvent::Tick(at(seconds))),
        any::<bool>().prop_map(VisitEvent::Paused),
        Just(VisitEvent::Cleared),
    ]
}

proptest! {
    #[test]
    fn a_result_comes_only_from_a_question(events in prop::collection::vec(any_event(), 0..40)) {
        let mut visit = Visit::Waiting;
        for event in events {
            let before = visit.clone();
            visit = visit.after(event);
            let became_done = matches!(visit, Visit::Done { .. }) && !matches!(before, Visit::Done { .. });
            let was_checking = matches!(before, Visit::Checking { .. });
            prop_assert!(!became_done || was_checking);
            let typing = matches!(visit, Visit::Pin { prompt, .. } if prompt.needs_acceptance && prompt.digits > 0);
            prop_assert!(!typing, "a digit was taken before the last try was accepted");
            let begins = !before.is_under_way() && visit.is_under_way();
            prop_assert!(!begins || before.may_begin());
        }
    }
}
