use super::*;
use crate::domain::batch::{Cell, Column, Draft, Outcome, Run, Sheet};
use crate::service::gateway::{Method, Reply, Request, TransportError};
use check_api::field::{Date, FacilityCode, IdempotencyKey, TerminalId};
use futures_util::FutureExt;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::cell::{Cell as Slot, RefCell};
use std::collections::BTreeMap;

/// What goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    LostBefore,
    LostAfter,
    Maintenance,
    InProgress,
    TooFast,
    Refuses,
    Nonsense,
    /// The page ends while the request is under way, which may arrive.
    Crash {
        arrives: bool,
    },
}

/// A gateway with a line to it, and the page around it: both fail as told.
#[derive(Default)]
struct World {
    faults: RefCell<Vec<Fault>>,
    /// Key → the identifiers of its batch.
    batches: RefCell<BTreeMap<String, Vec<Value>>>,
    looks: RefCell<BTreeMap<String, u32>>,
    /// How often each row was received under a key of its own.
    asked: RefCell<BTreeMap<String, u32>>,
    kept: RefCell<String>,
    refuses_to_keep: Slot<bool>,
    crashed: Slot<bool>,
    now: Slot<u64>,
    run: RefCell<Run>,
    failed: RefCell<Vec<(u32, String)>>,
    missing: Slot<u32>,
    sent_before_kept: Slot<bool>,
}

impl World {
    fn fault(&self) -> Fault {
        self.faults.borrow_mut().pop().unwrap_or(Fault::None)
    }

    fn handle(&self, request: &Request<'_>) -> Reply {
        match (&request.method, request.path.strip_prefix("/v1/batches")) {
            (Method::Post, _) => self.submitted(request),
            (Method::Delete, Some(path)) => {
                let known = self.batches.borrow_mut().remove(key_of(path)).is_some();
                reply(
                    if known { 204 } else { 404 },
                    &json!({"code": "GATE-BATCH-UNKNOWN"}),
                )
            }
            (_, Some(path)) if path.starts_with("/by-key/") => {
                let key = path.trim_start_matches("/by-key/");
                match self.batches.borrow().get(key) {
                    Some(items) => reply(200, &reception(key, items)),
                    None => reply(404, &json!({"code": "GATE-BATCH-UNKNOWN"})),
                }
            }
            (_, path) => self.looked_at(path.unwrap_or_default()),
        }
    }

    fn submitted(&self, request: &Request<'_>) -> Reply {
        let key = request.idempotency_key.expect("a key").to_owned();
        if !self.kept.borrow().contains(&key) {
            self.sent_before_kept.set(true);
        }
        let body: Value =
            serde_json::from_str(request.body.as_deref().expect("a body")).expect("JSON");
        let items = body["items"].as_array().expect("items").clone();
        let mut batches = self.batches.borrow_mut();
        if !batches.contains_key(&key) {
            for item in &items {
                let row = item["ArbitraryIdentifier"].as_str().expect("an identifier");
                *self.asked.borrow_mut().entry(row.to_owned()).or_default() += 1;
            }
            batches.insert(key.clone(), items.clone());
        }
        reply(202, &reception(&key, &items))
    }

    /// Worked on at the first look, then two rows at a time.
    fn looked_at(&self, path: &str) -> Reply {
        let key = key_of(path).to_owned();
        let batches = self.batches.borrow();
        let Some(items) = batches.get(&key) else {
            return reply(404, &json!({"code": "GATE-BATCH-UNKNOWN"}));
        };
        let mut looks = self.looks.borrow_mut();
        let look = looks.entry(key).or_default();
        *look += 1;
        if *look == 1 {
            let header = json!({"SegmentOfResult": "2", "NumberOfProcessingResult": "1"});
            return reply(
                202,
                &json!({"XmlMsg": {"MessageHeader": header, "MessageBody": {}}}),
            );
        }
        let from = path
            .split("from=")
            .nth(1)
            .and_then(|it| it.split('&').next());
        let from: usize = from.and_then(|it| it.parse().ok()).expect("from");
        let units: Vec<Value> = items.iter().skip(from).take(2).map(unit).collect();
        let next = (from + 2 < items.len()).then_some(from + 2);
        reply(
            200,
            &json!({
                "XmlMsg": {
                    "MessageHeader": {"SegmentOfResult": "1"},
                    "MessageBody": {"BulkConfirmUnitList": units},
                },
                "next": next,
            }),
        )
    }
}

/// Rows whose number ends in 0 are an error of the service; the others are valid.
fn unit(item: &Value) -> Value {
    let number = item["InsuredIdentificationNumber"]
        .as_str()
        .expect("a number");
    let status = if number.ends_with('0') { "2" } else { "1" };
    json!({
        "QualificationConfirmSearchInfo": item,
        "ProcessingResultStatus": status,
        "QualificationValidity": "1",
        "ResultList": [{"InsuredCardClassification": "01"}],
    })
}

fn key_of(path: &str) -> &str {
    let number = path
        .trim_start_matches('/')
        .split('?')
        .next()
        .unwrap_or_default();
    number.strip_prefix("number-of-").unwrap_or(number)
}

fn reception(key: &str, items: &[Value]) -> Value {
    json!({
        "ReceptionNumber": format!("number-of-{key}"),
        "ReceptionDateTime": "2026-11-21T09:00:00+09:00",
        "accepted": items.len(),
        "rejected": [],
        "keptUntil": "2026-11-22T09:00:00+09:00",
    })
}

fn reply(status: u16, body: &Value) -> Reply {
    Reply {
        status,
        retry_after: None,
        body: body.to_string().into_bytes(),
    }
}

impl Transport for World {
    async fn send(&self, request: Request<'_>) -> Result<Reply, TransportError> {
        let fault = self.fault();
        let problem = |status, code: &str| Ok(reply(status, &json!({ "code": code })));
        match fault {
            Fault::None => Ok(self.handle(&request)),
            Fault::LostBefore => Err(TransportError::Unreachable),
            Fault::LostAfter => {
                self.handle(&request);
                Err(TransportError::Timeout)
            }
            Fault::Maintenance => problem(503, "GATE-MAINTENANCE"),
            Fault::InProgress => problem(409, "GATE-IN-PROGRESS"),
            Fault::TooFast => problem(429, "GATE-TOO-FAST"),
            Fault::Refuses => problem(403, "GATE-FACILITY"),
            Fault::Nonsense => Ok(reply(200, &json!("?"))),
            Fault::Crash { arrives } => {
                if arrives {
                    self.handle(&request);
                }
                self.crashed.set(true);
                Err(TransportError::Unreachable)
            }
        }
    }
}

impl Surroundings for World {
    fn keep(&self, receipts: &Receipts) -> bool {
        let keeps = !self.crashed.get() && !self.refuses_to_keep.get();
        if keeps {
            self.kept.replace(receipts.text());
        }
        keeps
    }

    fn report(&self, event: BatchEvent) {
        if self.crashed.get() {
            return;
        }
        let mut run = self.run.borrow_mut();
        match event {
            BatchEvent::Received {
                identifiers,
                rejected,
            } => run.reject(&identifiers, &rejected),
            BatchEvent::Rows { answer, known } => drop(run.answered(&answer, known)),
            BatchEvent::Ended {
                identifiers,
                missing,
            } => {
                run.fail(&identifiers, &crate::domain::batch::run::unanswered(), None);
                self.missing.set(self.missing.get() + missing);
            }
            BatchEvent::Failed {
                identifiers,
                rows,
                code,
                answer,
            } => {
                run.fail(&identifiers, &code, answer.as_ref());
                self.failed.borrow_mut().push((rows, code.to_string()));
            }
            BatchEvent::Progress(_) | BatchEvent::Trouble(_) => {}
        }
    }

    async fn pause(&self, seconds: u32) {
        self.now.set(self.now.get() + u64::from(seconds));
    }

    fn now(&self) -> u64 {
        self.now.get()
    }

    fn goes_on(&self) -> bool {
        !self.crashed.get()
    }
}

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
