//! One question: what is answered, and what is said when there is no answer.

use crate::support::{Desk, question};
use check_api::XmlMsg;
use check_api::field::FacilityCode;
use check_server::source::{EligibilitySource, SourceAnswer, SourceFailure};
use check_server::{AfterReading, FolderEncoding};
use std::time::Duration;

fn message(answer: &SourceAnswer) -> XmlMsg {
    XmlMsg::new(answer.header.clone(), answer.body.clone())
}

/// Validity and number of the answer.
fn told(answer: &SourceAnswer) -> (String, String) {
    let message = message(answer);
    let validity = message
        .body()
        .qualification_validity()
        .unwrap_or_default()
        .to_owned();
    let result = message.body().results().next();
    let number = result
        .and_then(|r| r.insured_identification_number())
        .unwrap_or_default();
    (validity, number.to_owned())
}

#[tokio::test]
async fn questions_are_answered_in_any_form_of_the_answer() {
    for faults in [
        &[][..],
        &["encoding=utf-8"],
        &["encoding=utf-8-bom"],
        &["zip"],
        &["zip-stray"],
        &["zip-outside"],
        &["partial=0.5"],
        &["slow=1"],
        &["duplicate"],
        &["zeros"],
        &["flat"],
        &["stranger"],
    ] {
        let desk = Desk::new();
        let terminal = desk.terminal(faults);
        let connector = desk.connector();
        for (number, expected) in [
            ("900001", ("1", "900001")),
            ("200002", ("2", "200002")),
            ("100000", ("4", "")),
        ] {
            let answer = connector.check(&question(number)).await;
            let answer = answer.unwrap_or_else(|failure| panic!("{faults:?}: {failure:?}"));
            let (validity, number) = told(&answer);
            assert_eq!((&*validity, &*number), expected, "{faults:?}");
        }
        assert_eq!(terminal.asked("single"), 3, "{faults:?}");
        assert!(desk.files("req").is_empty(), "{faults:?}");
        // The zip of a duplicate may be written while the answer is read.
        let strange = |file: &String| file.contains("19900101") || file.ends_with(".zip");
        assert!(desk.files("res").iter().all(strange), "{faults:?}");
        if faults != ["duplicate"] {
            assert_eq!(desk.files("res").is_empty(), faults != ["stranger"]);
        }
    }
}

#[tokio::test]
async fn requests_are_understood_in_both_encodings() {
    for encoding in [FolderEncoding::ShiftJis, FolderEncoding::Utf8] {
        let desk = Desk::new();
        let terminal = desk.terminal(&[]);
        let connector = desk.connector_with(|settings| settings.encoding = encoding);
        let answer = connector
            .check(&question("900001"))
            .await
            .expect("an answer");
        let message = message(&answer);
        let result = message.body().results().next().expect("a result");
        assert_eq!(result.insured_card_symbol(), Some("１２－あ"));
        assert_eq!(result.name(), Some("端末　900001"));
        assert_eq!(terminal.asked("single"), 1);
    }
}

#[tokio::test]
async fn codes_that_nobody_knows_come_through() {
    let desk = Desk::new();
    let _terminal = desk.terminal(&["unknown-codes"]);
    let answer = desk
        .connector()
        .check(&question("900001"))
        .await
        .expect("an answer");
    let message = message(&answer);
    assert_eq!(message.body().qualification_validity(), Some("7"));
    let result = message.body().results().next().expect("a result");
    assert_eq!(result.insured_card_classification(), Some("Z9"));
    assert_eq!(result.elements().text("ElementOfALaterLayout"), Some("1"));
}

#[tokio::test]
async fn the_end_of_the_whole_request_is_told_as_it_came() {
    for faults in [&["segment9=E123456"][..], &["segment9=E123456", "no-echo"]] {
        let desk = Desk::new();
        let _terminal = desk.terminal(faults);
        let answer = desk
            .connector()
            .check(&question("900001"))
            .await
            .expect("an answer");
        let message = message(&answer);
        let header = message.header();
        assert_eq!(header.segment_of_result(), Some("9"));
        assert_eq!(header.error_code(), Some("E123456"));
        assert_eq!(
            header.error_message(),
            Some("資格確認を受け付けられません。")
        );
    }
}

#[tokio::test]
async fn no_answer_has_its_reason() {
    let cases = [
        (&["deaf"][..], "not asked", "GATE-SOURCE-UNTAKEN"),
        (&["lost=1"], "unknown", "GATE-SOURCE-TIMEOUT"),
        (&["slow=30"], "unknown", "GATE-SOURCE-TIMEOUT"),
        (&["wrong-name"], "unknown", "GATE-SOURCE-TIMEOUT"),
        (&["truncated"], "unknown", "GATE-SOURCE-ANSWER"),
        (&["empty"], "unknown", "GATE-SOURCE-ANSWER"),
        (&["encoding=lying"], "unknown", "GATE-SOURCE-ANSWER"),
        (&["encoding=euc-jp"], "unknown", "GATE-SOURCE-ANSWER"),
        (&["zip-bomb=64"], "unknown", "GATE-SOURCE-ANSWER"),
        (&["chatty=9000000"], "unknown", "GATE-SOURCE-ANSWER"),
        (&["other-question"], "unknown", "GATE-SOURCE-FOREIGN"),
        (&["no-echo"], "unknown", "GATE-SOURCE-FOREIGN"),
    ];
    // All at once: most of them wait until the time is over.
    let mut checks = tokio::task::JoinSet::new();
    for (faults, failure, code) in cases {
        checks.spawn(async move {
            let desk = Desk::new();
            let _terminal = desk.terminal(faults);
            let told = desk.connector().check(&question("900001")).await;
            let Err(told) = told else {
                panic!("{faults:?}: answered");
            };
            assert_eq!(told.code().code(), code, "{faults:?}");
            let asked = matches!(told, SourceFailure::Unknown(_));
            assert_eq!(asked, failure == "unknown", "{faults:?}");
            // Nothing lies there that a terminal could take later.
            assert!(desk.files("req").is_empty(), "{faults:?}");
        });
    }
    while let Some(done) = checks.join_next().await {
        done.expect("as told");
    }
}

#[tokio::test]
async fn a_terminal_that_wakes_up_takes_nothing_old() {
    let desk = Desk::new();
    let connector = desk.connector_with(|settings| settings.answer = Duration::from_secs(1));
    let failure = connector
        .check(&question("900001"))
        .await
        .err()
        .expect("no terminal");
    assert_eq!(failure.code().code(), "GATE-SOURCE-UNTAKEN");
    let terminal = desk.terminal(&[]);
    assert!(connector.check(&question("900002")).await.is_ok());
    assert_eq!(terminal.asked("single"), 1);
}

#[tokio::test]
async fn answers_go_where_the_administrator_says() {
    let desk = Desk::new();
    let _terminal = desk.terminal(&[]);
    let kept = desk.path("kept");
    std::fs::create_dir(&kept).expect("made");
    for (after, there) in [
        (AfterReading::Leave, 1),
        (AfterReading::Move(kept.clone()), 1),
        (AfterReading::Delete, 1),
    ] {
        let connector = desk.connector_with(|settings| settings.after_reading = after);
        assert!(connector.check(&question("900001")).await.is_ok());
        assert_eq!(desk.files("res").len(), there);
    }
    assert_eq!(std::fs::read_dir(kept).expect("read").count(), 1);
}

#[tokio::test]
async fn another_facility_is_not_asked_for() {
    let desk = Desk::new();
    let terminal = desk.terminal(&[]);
    let mut other = question("900001");
    other.facility = FacilityCode::try_from("0110113719".to_owned()).expect("a facility");
    let failure = desk.connector().check(&other).await.err().expect("refused");
    assert_eq!(failure.code().code(), "GATE-SOURCE-FACILITY");
    assert_eq!(terminal.asked("single"), 0);
}

#[tokio::test]
async fn what_shift_jis_cannot_hold_is_not_sent() {
    let desk = Desk::new();
    let terminal = desk.terminal(&[]);
    let mut strange = question("900001");
    strange
        .search
        .insert("InsuredCardSymbol".to_owned(), "𠮷".into());
    let failure = desk
        .connector()
        .check(&strange)
        .await
        .err()
        .expect("refused");
    assert_eq!(failure.code().code(), "GATE-SOURCE-TEXT");
    assert_eq!(terminal.asked("single"), 0);
}
