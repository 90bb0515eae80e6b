//! Batches: handed over once, whatever happens in between.

use crate::support::{Answers, Desk, Terminal, expected, head, rows};
use check_server::OqsFolder;
use check_server::source::{BatchRow, EligibilitySource, Progress, Receipt, SourceFailure};
use std::time::{Duration, Instant};

const NAME: &str = "abcdefghijklmnopqrstu_";

/// Looks until the batch is done.
async fn finish(connector: &OqsFolder, receipt: &Receipt, answers: &Answers) {
    let end = Instant::now() + Duration::from_secs(40);
    loop {
        let looked = connector.poll(&head(NAME), receipt, answers).await;
        match looked {
            Ok(Progress::Done) => return,
            Ok(Progress::Working { ask_again_after }) => {
                let pause = u64::from(ask_again_after).min(1);
                tokio::time::sleep(Duration::from_secs(pause)).await;
            }
            Err(SourceFailure::Official { .. }) => panic!("refused"),
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
        assert!(Instant::now() < end, "not done in time");
    }
}

/// The whole job with faults; the answers that came.
async fn job(desk: &Desk, faults: &[&str], count: u32) -> (Answers, Terminal) {
    let terminal = desk.terminal(faults);
    let connector = desk.connector();
    let receipt = connector
        .submit(&head(NAME), &rows(count))
        .await
        .expect("handed over");
    assert!(!receipt.0.is_empty());
    let answers = Answers::default();
    finish(&connector, &receipt, &answers).await;
    (answers, terminal)
}

#[tokio::test]
async fn every_row_gets_its_own_answer() {
    for faults in [
        &[][..],
        &["download.processing=2"],
        &["shuffle"],
        &["extra=5", "shuffle"],
        &["zip"],
        &["partial=0.4"],
        &["encoding=utf-8"],
        &["stranger"],
    ] {
        let desk = Desk::new();
        let (answers, terminal) = job(&desk, faults, 30).await;
        assert_eq!(answers.numbers(), expected(30), "{faults:?}");
        assert_eq!(terminal.asked("upload"), 1, "{faults:?}");
        let looks = if faults == ["download.processing=2"] {
            3
        } else {
            1
        };
        assert_eq!(terminal.asked("download"), looks, "{faults:?}");
        assert!(desk.files("req").is_empty(), "{faults:?}");
    }
}

#[tokio::test]
async fn a_row_without_an_answer_of_its_own_gets_none() {
    let desk = Desk::new();
    let (answers, _terminal) = job(&desk, &["missing=4"], 30).await;
    assert_eq!(answers.numbers(), expected(30)[4..]);
    let desk = Desk::new();
    let (answers, _terminal) = job(&desk, &["download.no-echo"], 30).await;
    assert_eq!(
        answers.numbers(),
        [],
        "rows were put together by their order"
    );
    let desk = Desk::new();
    let (answers, _terminal) = job(&desk, &["twice"], 30).await;
    assert_eq!(
        answers.numbers().len(),
        28,
        "the store keeps the first of two"
    );
}

#[tokio::test]
async fn the_key_of_the_connector_stays_with_it() {
    let desk = Desk::new();
    let (answers, _terminal) = job(&desk, &[], 3).await;
    let answers = answers.0.into_inner().expect("nobody panicked");
    for answer in answers {
        let question = &answer.unit["QualificationConfirmSearchInfo"];
        assert_eq!(question.get("ArbitraryIdentifier"), None);
        assert_eq!(question["Birthdate"], "19800401");
    }
}

#[tokio::test]
async fn what_ends_the_whole_batch_is_told_as_it_came_and_stays_so() {
    for (faults, words) in [
        (
            &["upload.segment9=E1"][..],
            "一括照会を受け付けられません。",
        ),
        (&["download.segment9=E1"], "一括照会に失敗しました。"),
    ] {
        let desk = Desk::new();
        let terminal = desk.terminal(faults);
        let connector = desk.connector();
        let answers = Answers::default();
        let mut failure = None;
        match connector.submit(&head(NAME), &rows(3)).await {
            Err(refused) => failure = Some(refused),
            Ok(receipt) => {
                let end = Instant::now() + Duration::from_secs(40);
                while failure.is_none() {
                    assert!(Instant::now() < end, "{faults:?}: not refused");
                    failure = connector.poll(&head(NAME), &receipt, &answers).await.err();
                    tokio::time::sleep(Duration::from_millis(300)).await;
                }
            }
        }
        let again = desk.connector().submit(&head(NAME), &rows(3)).await.err();
        for told in [failure, again] {
            let Some(SourceFailure::Official {
                error_code,
                error_message,
                ..
            }) = told
            else {
                panic!("{faults:?}: {told:?}");
            };
            assert_eq!(error_code.as_deref(), Some("E1"));
            assert_eq!(error_message.as_deref(), Some(words));
        }
        assert_eq!(terminal.asked("upload"), 1, "{faults:?}");
    }
}

#[tokio::test]
async fn a_batch_that_nobody_took_comes_back_and_may_go_again() {
    let desk = Desk::new();
    let connector = desk.connector_with(|settings| settings.batch_answer = Duration::from_secs(1));
    let failure = connector
        .submit(&head(NAME), &rows(3))
        .await
        .expect_err("no terminal");
    assert!(matches!(failure, SourceFailure::NotAsked(_)), "{failure:?}");
    assert_eq!(failure.code().code(), "GATE-SOURCE-UNTAKEN");
    assert!(desk.files("req").is_empty());
    let (answers, terminal) = job(&desk, &[], 3).await;
    assert_eq!(answers.numbers(), expected(3));
    assert_eq!(terminal.asked("upload"), 1);
}

#[tokio::test]
async fn a_batch_of_unknown_fate_is_never_handed_over_again() {
    let desk = Desk::new();
    let terminal = desk.terminal(&["upload.slow=3"]);
    let hasty = desk.connector_with(|settings| settings.batch_answer = Duration::from_secs(1));
    for _ in 0..2 {
        let failure = hasty
            .submit(&head(NAME), &rows(30))
            .await
            .expect_err("too slow");
        assert!(matches!(failure, SourceFailure::Unknown(_)), "{failure:?}");
        assert_eq!(failure.code().code(), "GATE-SOURCE-TIMEOUT");
    }
    // Whoever asks next, also after a restart, finds the reception number that came late.
    let answers = Answers::default();
    finish(&desk.connector(), &Receipt::default(), &answers).await;
    assert_eq!(answers.numbers(), expected(30));
    assert_eq!(terminal.asked("upload"), 1);
}

#[tokio::test]
async fn a_lost_batch_ends_without_answers_and_is_not_sent_again() {
    let desk = Desk::new();
    let terminal = desk.terminal(&["upload.lost=1"]);
    let hasty = |settings: &mut check_server::OqsFolderSettings| {
        settings.batch_answer = Duration::from_secs(1);
        settings.give_up = Duration::from_secs(2);
    };
    let failure = desk
        .connector_with(hasty)
        .submit(&head(NAME), &rows(3))
        .await;
    assert!(matches!(failure, Err(SourceFailure::Unknown(_))));
    let answers = Answers::default();
    finish(&desk.connector_with(hasty), &Receipt::default(), &answers).await;
    assert_eq!(answers.numbers(), []);
    assert_eq!(terminal.asked("upload"), 1);
}

#[tokio::test]
async fn both_may_start_anew_in_the_middle() {
    let desk = Desk::new();
    let first = desk.terminal(&["download.processing=1"]);
    let receipt = desk
        .connector()
        .submit(&head(NAME), &rows(30))
        .await
        .expect("handed over");
    let answers = Answers::default();
    // A look that is cut off: the gateway ends while it waits.
    let connector = desk.connector();
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let name = head(NAME);
    let look = connector.poll(&name, &receipt, &answers);
    let cut = tokio::time::timeout(Duration::from_millis(120), look).await;
    drop((connector, first));
    let again = desk
        .connector()
        .submit(&head(NAME), &rows(30))
        .await
        .expect("known");
    assert_eq!(again, receipt, "a batch was handed over twice: {cut:?}");
    let terminal = desk.terminal(&["download.processing=1"]);
    finish(&desk.connector(), &receipt, &answers).await;
    assert_eq!(answers.numbers(), expected(30));
    assert_eq!(terminal.asked("upload"), 1);
}

#[tokio::test]
async fn questions_for_answers_are_asked_again_under_new_names() {
    for faults in [
        &["download.lost=1"][..],
        &["download.truncated"],
        &["download.other-question"],
    ] {
        let desk = Desk::new();
        let terminal = desk.terminal(faults);
        let connector = desk.connector_with(|s| s.batch_answer = Duration::from_secs(1));
        let receipt = connector
            .submit(&head(NAME), &rows(3))
            .await
            .expect("handed over");
        let answers = Answers::default();
        let end = Instant::now() + Duration::from_secs(40);
        while terminal.asked("download") < 2 {
            assert!(Instant::now() < end, "{faults:?}: not asked again");
            let _ = connector.poll(&head(NAME), &receipt, &answers).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        drop(terminal);
        let terminal = desk.terminal(&[]);
        finish(&connector, &receipt, &answers).await;
        assert_eq!(answers.numbers(), expected(3), "{faults:?}");
        assert_eq!(terminal.asked("upload"), 1, "{faults:?}");
    }
}

#[tokio::test]
async fn lost_notes_do_not_lose_the_batch() {
    let desk = Desk::new();
    let terminal = desk.terminal(&[]);
    let receipt = desk
        .connector()
        .submit(&head(NAME), &rows(3))
        .await
        .expect("handed over");
    std::fs::remove_dir_all(desk.path("notes/batches")).expect("removed");
    let answers = Answers::default();
    finish(&desk.connector(), &receipt, &answers).await;
    assert_eq!(answers.numbers(), expected(3));
    assert_eq!(terminal.asked("upload"), 1);
}

#[tokio::test]
async fn a_batch_has_a_largest_size() {
    let desk = Desk::new();
    let connector = desk.connector_with(|settings| settings.most_rows = 20);
    let failure = connector
        .submit(&head(NAME), &rows(30))
        .await
        .expect_err("too many");
    assert_eq!(failure.code().code(), "GATE-BATCH-SIZE");
    assert!(
        matches!(failure, SourceFailure::Official { .. }),
        "it would be tried again"
    );
    assert!(desk.files("req").is_empty());
}

#[tokio::test]
async fn a_row_that_cannot_be_written_keeps_no_other_from_being_asked() {
    let desk = Desk::new();
    let terminal = desk.terminal(&[]);
    let connector = desk.connector();
    let mut asked = rows(5);
    let symbol = |row: &mut BatchRow| {
        row.search
            .insert("InsuredCardSymbol".to_owned(), "𠮷".into());
    };
    symbol(&mut asked.0[2]);
    let receipt = connector
        .submit(&head(NAME), &asked)
        .await
        .expect("handed over");
    let answers = Answers::default();
    finish(&connector, &receipt, &answers).await;
    let places: Vec<_> = answers.numbers().iter().map(|answer| answer.0).collect();
    assert_eq!(places, [0, 1, 3, 4]);
    assert_eq!(terminal.asked("upload"), 1);
    asked.0.iter_mut().for_each(symbol);
    let failure = connector.submit(&head("other"), &asked).await;
    let failure = failure.expect_err("nothing to send");
    assert_eq!(failure.code().code(), "GATE-SOURCE-TEXT");
}
