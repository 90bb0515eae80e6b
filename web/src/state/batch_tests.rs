//! The stages of the screen, one after the other.

use super::*;

const TABLE: &str = "保険者番号,番号,生年月日\n06110829,1,19800401\n06110829,,19800401\n";

fn day() -> Date {
    Date::try_from("20261121".to_owned()).expect("a day")
}

fn matched() -> BatchState {
    let mut state = BatchState::default();
    state.want(&BatchIntent::Paste(TABLE.to_owned()));
    state.matched(day());
    state
}

fn code(state: &BatchState) -> Option<&str> {
    state.problem.as_ref().map(ErrorCode::as_str)
}

#[test]
fn a_table_becomes_rows_and_rows_a_run() {
    let mut state = matched();
    state.want(&BatchIntent::Correct(1, Column::Number, "2".into()));
    let Stage::Sheet(sheet) = &state.stage else {
        panic!("rows")
    };
    let run = Run::of(sheet).expect("a run");
    state.sent(Rc::new(run), 2);
    state.heard(BatchEvent::Progress(1));
    state.heard(BatchEvent::Trouble(Some(ErrorCode::new("CHECK-TIMEOUT"))));
    state.heard(BatchEvent::Failed {
        identifiers: vec!["00001".into(), "00002".into()],
        rows: 2,
        code: ErrorCode::new("GATE-FACILITY"),
        answer: None,
    });
    state.finished();
    let Stage::Run(run) = &state.stage else {
        panic!("a run")
    };
    assert_eq!((run.done, run.total, run.under_way), (1, 2, false));
    assert_eq!(run.run.counts().error, 2);
    assert!(run.trouble.is_none() && run.losses.is_empty());
}

#[test]
fn problems_stay_until_something_else_is_tried() {
    let mut state = BatchState::default();
    state.read(Err(BatchProblem::Workbook));
    assert_eq!(code(&state), Some("DESK-BATCH-WORKBOOK"));
    state.want(&BatchIntent::Paste("番号\n1\n".into()));
    assert_eq!(code(&state), None);
    state.matched(day());
    assert_eq!(code(&state), Some("DESK-BATCH-COLUMN-MISSING"));
    state.want(&BatchIntent::Headed(false));
    assert_eq!(code(&state), None);
}

#[test]
fn a_table_never_replaces_rows() {
    let mut state = matched();
    let before = state.clone();
    state.want(&BatchIntent::Paste(TABLE.to_owned()));
    assert!(state == before);
}

#[test]
fn rows_that_are_gone_are_counted_by_their_reason() {
    let mut state = BatchState::default();
    let receipts = Receipts::read(
        r#"[{"key":"k-0123456789abcdef","rows":9,"rejected":1,"madeAt":1},
            {"key":"k-1123456789abcdef","rows":2,"again":true,"madeAt":1}]"#,
    );
    state.resumed(&receipts);
    for _ in 0..2 {
        state.heard(BatchEvent::Failed {
            identifiers: Vec::new(),
            rows: 3,
            code: BatchProblem::NotReceived.into(),
            answer: None,
        });
    }
    state.heard(BatchEvent::Ended {
        identifiers: Vec::new(),
        missing: 0,
    });
    let Stage::Run(run) = &state.stage else {
        panic!("a run")
    };
    let losses: Vec<(u32, &str)> = run
        .losses
        .iter()
        .map(|loss| (loss.rows, loss.code.as_str()))
        .collect();
    assert_eq!(losses, [(1, "GATE-FIELD"), (6, "DESK-BATCH-NOT-RECEIVED")]);
    assert_eq!(run.total, 9);
}
