//! What the gateway may answer about medical information, and what the page makes of it.

use super::*;
use crate::service::gateway::{Reply, TransportError};
use futures_util::FutureExt;

struct Canned(Result<Reply, TransportError>);

impl Transport for Canned {
    async fn send(&self, request: Request<'_>) -> Result<Reply, TransportError> {
        assert_eq!(request.path, "/v1/medical-information");
        assert!(request.body.is_some_and(|body| body.contains("\"paper\"")));
        self.0.clone()
    }
}

fn asked(status: u16, body: &str) -> Result<usize, String> {
    let request = serde_json::json!({
        "facilityCode": "1312345678", "terminalId": "PRACTICE-01",
        "kind": "medication", "role": "physician", "checkAuditId": "audit",
        "consent": { "method": "paper", "at": "2026-11-21T09:00:00+09:00" },
    });
    let request = serde_json::from_value(request).expect("a request");
    let transport = Canned(Ok(Reply {
        status,
        retry_after: None,
        body: body.as_bytes().to_vec(),
    }));
    let answer = ask(&transport, &request).now_or_never();
    let answer = answer.expect("nothing to wait for");
    answer
        .map(|information| information.medications.len())
        .map_err(|code| code.to_string())
}

const PERSON: &str = r#""auditId":"a","name":"厚労　太郎","birthdate":"19800401","sex1":"1""#;

#[test]
fn a_list_is_read_and_may_be_empty() {
    let list = r#""kind":"medication","medications":[{"product":"x","addedLater":1}]"#;
    let answer = |more: &str| asked(200, &["{", PERSON, ",", more, "}"].concat());
    assert_eq!(answer(list), Ok(1));
    assert_eq!(answer(r#""kind":"medication""#), Ok(0));
}

#[test]
fn what_was_not_asked_for_is_not_shown() {
    let other = ["{", PERSON, r#","kind":"checkup"}"#].concat();
    assert_eq!(asked(200, &other), Err("CHECK-NONSENSE".to_owned()));
    for nonsense in ["", "<html>", "{}", "[]"] {
        assert_eq!(asked(200, nonsense), Err("CHECK-NONSENSE".to_owned()));
    }
}

#[test]
fn a_refusal_keeps_its_code() {
    let refusal = asked(403, r#"{"code":"GATE-ROLE"}"#);
    assert_eq!(refusal, Err("GATE-ROLE".to_owned()));
    assert_eq!(asked(502, "Bad Gateway"), Err("CHECK-STATUS".to_owned()));
}
