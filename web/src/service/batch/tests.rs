//! A gateway that fails at every point: no row is asked twice, and none is lost.

use super::world::{Fault, World};
use super::*;
use crate::domain::batch::{Cell, Column, Draft, Outcome, Run, Sheet};
use check_api::field::{Date, FacilityCode, IdempotencyKey, TerminalId};
use futures_util::FutureExt;
use proptest::prelude::*;

fn sheet(rows: usize) -> Sheet {
    let draft = |row: usize| {
        let mut draft = Draft::at(u32::try_from(row).expect("small"));
        draft.set(Column::InsurerNumber, &Cell::of("06110829"));
        draft.set(Column::Symbol, &Cell::of("12"));
        draft.set(Column::Number, &Cell::of(&row.to_string()));
        draft.set(Column::Birthdate, &Cell::of("19800401"));
        draft
    };
    let day = Date::try_from("20261121".to_owned()).expect("a day");
    Sheet::of((1..=rows).map(draft).collect(), day)
}

fn batches(world: &World, places: &[usize], again: bool) -> Vec<Outgoing> {
    let asker = Asker {
        facility_code: FacilityCode::try_from("1312345678".to_owned()).expect("a facility"),
        terminal_id: TerminalId::try_from("desk-1".to_owned()).expect("a terminal"),
        confirmation_date: Date::try_from("20261121".to_owned()).expect("a day"),
        most_rows: 5,
        now: world.now.get(),
        again,
    };
    let mut number = world.asked.borrow().len() + usize::from(again) * 1000;
    let questions = world.run.borrow().questions(places);
    outgoing(&asker, &questions, || {
        number += 1;
        IdempotencyKey::try_from(format!("key-{number:016}")).ok()
    })
    .expect("batches")
}

fn at_work(world: &World, receipts: &mut Receipts, outgoing: Vec<Outgoing>) {
    let done = match outgoing.is_empty() {
        true => resume(world, world, receipts, 10).now_or_never(),
        false => send(world, world, receipts, outgoing, 10).now_or_never(),
    };
    assert!(done.is_some(), "nothing to wait for");
}

/// Sends so many rows with these faults, and starts the page again as often as it crashes.
fn run_of(rows: usize, faults: &[Fault]) -> World {
    let world = World::default();
    world.faults.replace(faults.iter().rev().copied().collect());
    world.run.replace(Run::of(&sheet(rows)).expect("a run"));
    let places: Vec<usize> = (0..rows).collect();
    let first = batches(&world, &places, false);
    at_work(&world, &mut Receipts::default(), first);
    while world.crashed.take() {
        world.run.take();
        let mut receipts = Receipts::read(&world.kept.borrow().clone());
        at_work(&world, &mut receipts, Vec::new());
    }
    world
}

fn waiting(world: &World) -> usize {
    world.run.borrow().counts().waiting
}

#[test]
fn a_good_day() {
    let world = run_of(12, &[]);
    let counts = world.run.borrow().counts();
    assert_eq!((counts.valid, counts.error, counts.waiting), (11, 1, 0));
    assert_eq!(
        world.batches.borrow().len(),
        3,
        "no batch has more rows than allowed"
    );
    assert!(world.asked.borrow().values().all(|times| *times == 1));
}

#[test]
fn nothing_is_sent_that_could_not_be_found_again() {
    let world = World::default();
    world.refuses_to_keep.set(true);
    world.run.replace(Run::of(&sheet(3)).expect("a run"));
    let first = batches(&world, &[0, 1, 2], false);
    at_work(&world, &mut Receipts::default(), first);
    assert!(world.batches.borrow().is_empty());
    assert_eq!(
        *world.failed.borrow(),
        [(3, "DESK-BATCH-NOT-KEPT".to_owned())]
    );
    assert_eq!(
        world.run.borrow().open_places(),
        [0, 1, 2],
        "a person may try again"
    );
}

#[test]
fn failed_rows_are_asked_again_and_only_these() {
    let world = run_of(10, &[]);
    let open = world.run.borrow().open_places();
    assert_eq!(open, [9]);
    let again = batches(&world, &open, true);
    world.run.borrow_mut().wait_for(&again[0].identifiers);
    assert_eq!(waiting(&world), 1);
    let mut receipts = Receipts::read(&world.kept.borrow().clone());
    at_work(&world, &mut receipts, again);
    let asked = world.asked.borrow();
    assert_eq!(
        asked.values().copied().collect::<Vec<_>>(),
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]
    );
}

#[test]
fn what_is_refused_is_not_asked_and_may_be_tried_again() {
    let world = run_of(3, &[Fault::Refuses]);
    assert!(world.asked.borrow().is_empty());
    assert_eq!(*world.failed.borrow(), [(3, "GATE-FACILITY".to_owned())]);
    assert_eq!(*world.kept.borrow(), "[]");
    assert_eq!(world.run.borrow().open_places().len(), 3);
}

#[test]
fn what_never_arrived_is_told_after_a_crash() {
    let world = run_of(3, &[Fault::Crash { arrives: false }]);
    assert_eq!(
        *world.failed.borrow(),
        [(3, "DESK-BATCH-NOT-RECEIVED".to_owned())]
    );
    assert!(world.asked.borrow().is_empty());
    assert!(
        world.now.get() >= SETTLED_SECONDS,
        "it might still have been under way"
    );
}

#[test]
fn what_arrived_is_found_after_a_crash() {
    let world = run_of(3, &[Fault::Crash { arrives: true }]);
    assert_eq!(world.run.borrow().counts().valid, 3);
}

#[test]
fn the_gateway_forgets_on_request() {
    let world = run_of(7, &[]);
    let mut receipts = Receipts::read(&world.kept.borrow().clone());
    assert_eq!(receipts.len(), 2);
    world.faults.replace(vec![Fault::LostBefore]);
    let failed = forget(&world, &mut receipts)
        .now_or_never()
        .expect("at once");
    assert!(failed.is_err());
    assert_eq!(receipts.len(), 2);
    let done = forget(&world, &mut receipts)
        .now_or_never()
        .expect("at once");
    assert!(done.is_ok() && receipts.is_empty() && world.batches.borrow().is_empty());
}

#[test]
fn a_batch_without_answers_for_some_rows_says_so() {
    let world = run_of(1, &[]);
    world.batches.borrow_mut().values_mut().for_each(Vec::clear);
    world.run.replace(Run::of(&sheet(1)).expect("a run"));
    let mut receipts = Receipts::read(&world.kept.borrow().clone());
    at_work(&world, &mut receipts, Vec::new());
    assert_eq!(world.missing.get(), 1);
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::None),
        2 => Just(Fault::LostBefore),
        2 => Just(Fault::LostAfter),
        1 => Just(Fault::Maintenance),
        1 => Just(Fault::InProgress),
        1 => Just(Fault::TooFast),
        1 => Just(Fault::Refuses),
        1 => Just(Fault::Nonsense),
        1 => any::<bool>().prop_map(|arrives| Fault::Crash { arrives }),
    ]
}

proptest! {
    /// Whatever fails and however often the page ends: no row is asked twice, none is sent
    /// before its key was kept, and every row has an answer or is told of.
    #[test]
    fn no_row_is_asked_twice_and_none_is_lost(
        rows in 1_usize..14,
        faults in proptest::collection::vec(fault(), 0..24),
    ) {
        let world = run_of(rows, &faults);
        prop_assert!(!world.sent_before_kept.get());
        for (row, times) in world.asked.borrow().iter() {
            prop_assert_eq!(*times, 1, "row {}", row);
        }
        let run = world.run.borrow();
        prop_assert_eq!(run.counts().waiting, 0);
        let answered = run.rows().iter().filter(|row| matches!(row.outcome, Outcome::Answered(_)));
        let answered = answered.count();
        let told: u32 = world.failed.borrow().iter().map(|(rows, _)| *rows).sum();
        prop_assert_eq!(answered + told as usize, rows, "{:?}", world.failed.borrow());
    }
}
