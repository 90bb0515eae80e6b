//! A gateway that loses answers, and what is sent to it.

use super::*;
use crate::domain::insurance_form::{Field, Form};
use futures_util::FutureExt;
use std::cell::RefCell;
use std::collections::VecDeque;

const ANSWER: &str = r#"{"auditId":"a-1","XmlMsg":{"MessageHeader":{},"MessageBody":{}}}"#;

struct Line {
    replies: RefCell<VecDeque<Result<Reply, TransportError>>>,
    sent: RefCell<Vec<(String, String, String)>>,
    slept: RefCell<Vec<u64>>,
}

impl Line {
    fn new(replies: impl IntoIterator<Item = Result<Reply, TransportError>>) -> Self {
        Self {
            replies: RefCell::new(replies.into_iter().collect()),
            sent: RefCell::default(),
            slept: RefCell::default(),
        }
    }

    fn ask(&self) -> Result<CheckAnswer, String> {
        let mut unresolved = Unresolved::default();
        let request = request_of("345678");
        let key = unresolved.key(&request, [7; KEY_OCTETS]).expect("a key");
        let answer = ask(self, self, &request, &key).now_or_never();
        answer
            .expect("nothing to wait for")
            .map_err(|failure| failure.code.to_string())
    }
}

impl Transport for Line {
    async fn send(&self, request: Request<'_>) -> Result<Reply, TransportError> {
        self.sent.borrow_mut().push((
            request.path.to_owned(),
            request.idempotency_key.unwrap_or_default().to_owned(),
            request.body.unwrap_or_default(),
        ));
        let next = self.replies.borrow_mut().pop_front();
        next.unwrap_or(Err(TransportError::Unreachable))
    }
}

#[async_trait::async_trait(?Send)]
impl Timer for Line {
    async fn sleep(&self, duration: Duration) {
        self.slept.borrow_mut().push(duration.as_secs());
    }
}

fn reply(status: u16, retry_after: Option<u32>, body: &str) -> Result<Reply, TransportError> {
    Ok(Reply {
        status,
        retry_after,
        body: body.as_bytes().to_vec(),
    })
}

fn question(number: &str) -> Question {
    let form = Form::default()
        .with(Field::Symbol, "12")
        .with(Field::Number, number)
        .with(Field::Birthdate, "S55.4.1")
        .with(Field::Insurer, "06110829");
    form.question(&|_: char| true).expect("a question")
}

fn request_of(number: &str) -> InsuranceCheckRequest {
    let today = Date::try_from("20261121".to_owned()).expect("a day");
    let facility = FacilityCode::try_from("1312345678".to_owned()).expect("a facility");
    let terminal = TerminalId::try_from("PRACTICE-01".to_owned()).expect("a terminal");
    request(&question(number), &today, facility, terminal)
}

#[test]
fn a_question_travels_under_its_official_names() {
    let wire = serde_json::to_value(request_of("345678")).expect("JSON");
    let header = &wire["XmlMsg"]["MessageHeader"];
    assert_eq!(header["QualificationConfirmationDate"], "20261121");
    let about = &wire["XmlMsg"]["MessageBody"]["QualificationConfirmSearchInfo"];
    assert_eq!(about["InsuredIdentificationNumber"], "345678");
    assert_eq!(about["InsurerNumber"], "06110829");
}

#[test]
fn an_answer_is_asked_for_once() {
    let line = Line::new([reply(200, None, ANSWER)]);
    assert_eq!(
        line.ask().map(|answer| answer.audit_id),
        Ok("a-1".to_owned())
    );
    let sent = line.sent.borrow();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].0, "/v1/checks/insurance");
    assert_eq!(sent[0].1, "07".repeat(KEY_OCTETS));
}

#[test]
fn a_lost_answer_is_looked_for_under_the_same_key() {
    for lost in [
        Err(TransportError::Unreachable),
        Err(TransportError::Timeout),
        reply(502, None, "<html>"),
        reply(504, None, r#"{"code":"GATE-TIMEOUT"}"#),
        reply(409, Some(2), r#"{"code":"GATE-IN-PROGRESS"}"#),
    ] {
        let line = Line::new([lost.clone(), lost, reply(200, None, ANSWER)]);
        assert!(line.ask().is_ok());
        let sent = line.sent.borrow();
        assert_eq!(sent.len(), 3);
        assert!(sent.iter().all(|one| one == &sent[0]), "the same each time");
    }
}

#[test]
fn a_question_without_an_answer_is_left_open_and_not_called_refused() {
    let line = Line::new([]);
    assert_eq!(line.ask().err().as_deref(), Some(OUTCOME_UNKNOWN));
    assert_eq!(line.sent.borrow().len(), 1 + PAUSES.len());
    assert_eq!(*line.slept.borrow(), [1, 3, 6]);
}

#[test]
fn the_gateway_may_name_the_pause_within_reason() {
    let busy = |seconds| reply(409, Some(seconds), r#"{"code":"GATE-IN-PROGRESS"}"#);
    let line = Line::new([busy(2), busy(86_400), reply(200, None, ANSWER)]);
    assert!(line.ask().is_ok());
    assert_eq!(*line.slept.borrow(), [2, LONGEST_PAUSE.as_secs()]);
}

#[test]
fn what_is_settled_is_not_asked_again() {
    for (settled, code) in [
        (
            reply(503, None, r#"{"code":"GATE-MAINTENANCE"}"#),
            "GATE-MAINTENANCE",
        ),
        (
            reply(504, None, r#"{"code":"GATE-SOURCE-TIMEOUT"}"#),
            "GATE-SOURCE-TIMEOUT",
        ),
        (reply(422, None, r#"{"code":"GATE-FIELD"}"#), "GATE-FIELD"),
        (
            reply(
                422,
                None,
                r#"{"code":"GATE-FIELD","field":"XmlMsg.MessageHeader.QualificationConfirmationDate"}"#,
            ),
            "CHECK-DAY-REFUSED",
        ),
        (
            reply(501, None, r#"{"code":"GATE-CAPABILITY"}"#),
            "GATE-CAPABILITY",
        ),
        (reply(500, None, "oops"), "CHECK-STATUS"),
        (reply(200, None, "{}"), "CHECK-NONSENSE"),
    ] {
        let line = Line::new([settled]);
        assert_eq!(line.ask().err().as_deref(), Some(code));
        assert_eq!(line.sent.borrow().len(), 1, "{code}");
    }
}

#[test]
fn only_the_same_question_has_the_same_key() {
    let mut unresolved = Unresolved::default();
    let mut key = |number, octet| {
        let key = unresolved.key(&request_of(number), [octet; KEY_OCTETS]);
        key.expect("a key").as_str().to_owned()
    };
    let first = key("345678", 1);
    assert_eq!(key("345678", 2), first, "sent again");
    let other = key("345679", 3);
    assert_ne!(other, first, "corrected");
    assert_ne!(key("345678", 4), first, "and back again: a new question");
    unresolved.forget();
    let settled = unresolved.key(&request_of("345678"), [5; KEY_OCTETS]);
    assert_eq!(settled.expect("a key").as_str(), "05".repeat(KEY_OCTETS));
}
