//! Test support: a gateway with a line to it, and the page around it. Each request fails as
//! told, the page may end at any of them, and what was asked is counted.

use super::{BatchEvent, Surroundings};
use crate::domain::batch::{Receipts, Run};
use crate::service::gateway::{Method, Reply, Request, Transport, TransportError};
use serde_json::{Value, json};
use std::cell::{Cell as Slot, RefCell};
use std::collections::BTreeMap;

/// What goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
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
pub(super) struct World {
    pub(super) faults: RefCell<Vec<Fault>>,
    /// Key → the identifiers of its batch.
    pub(super) batches: RefCell<BTreeMap<String, Vec<Value>>>,
    pub(super) looks: RefCell<BTreeMap<String, u32>>,
    /// How often each row was received under a key of its own.
    pub(super) asked: RefCell<BTreeMap<String, u32>>,
    pub(super) kept: RefCell<String>,
    pub(super) refuses_to_keep: Slot<bool>,
    pub(super) crashed: Slot<bool>,
    pub(super) now: Slot<u64>,
    pub(super) run: RefCell<Run>,
    pub(super) failed: RefCell<Vec<(u32, String)>>,
    pub(super) missing: Slot<u32>,
    pub(super) sent_before_kept: Slot<bool>,
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
