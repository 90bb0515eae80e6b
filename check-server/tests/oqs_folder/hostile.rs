//! Folders that are not there, not allowed, full of other people's files, or shared.

use crate::support::{Desk, question};
use check_server::source::{EligibilitySource, SourceFailure};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_share_that_is_not_connected_was_not_asked() {
    let desk = Desk::new();
    std::fs::rename(desk.path("OQS"), desk.path("away")).expect("renamed");
    let connector = desk.connector();
    let failure = connector
        .check(&question("900001"))
        .await
        .err()
        .expect("refused");
    assert!(matches!(failure, SourceFailure::NotAsked(_)), "{failure:?}");
    assert_eq!(failure.code().code(), "GATE-SOURCE-UNREACHABLE");
    // It comes back without a restart.
    std::fs::rename(desk.path("away"), desk.path("OQS")).expect("renamed");
    let _terminal = desk.terminal(&[]);
    assert!(connector.check(&question("900001")).await.is_ok());
}

#[tokio::test]
async fn a_share_that_goes_while_an_answer_is_waited_for_is_unknown() {
    let desk = Desk::new();
    let terminal = desk.terminal(&["lost=9"]);
    let connector = desk.connector();
    let asked = question("900001");
    let check = connector.check(&asked);
    let away = async {
        let end = Instant::now() + Duration::from_secs(20);
        while terminal.asked("single") == 0 {
            assert!(Instant::now() < end, "the terminal was not asked");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        std::fs::rename(desk.path("OQS/res"), desk.path("away")).expect("renamed");
    };
    let (told, ()) = tokio::join!(check, away);
    let failure = told.err().expect("no answer");
    assert!(matches!(failure, SourceFailure::Unknown(_)), "{failure:?}");
    assert_eq!(failure.code().code(), "GATE-SOURCE-UNREACHABLE");
}

#[tokio::test]
async fn the_numbers_of_the_day_end_with_words() {
    let desk = Desk::new();
    let terminal = desk.terminal(&[]);
    let connector = desk.connector_with(|settings| settings.sequence = 9998..=9999);
    for _ in 0..2 {
        assert!(connector.check(&question("900001")).await.is_ok());
    }
    let failure = connector
        .check(&question("900001"))
        .await
        .err()
        .expect("refused");
    assert_eq!(failure.code().code(), "GATE-SOURCE-SEQUENCE");
    assert_eq!(terminal.asked("single"), 2);
}

#[tokio::test]
async fn files_of_other_software_are_left_alone() {
    let desk = Desk::new();
    let terminal = desk.terminal(&[]);
    let theirs: Vec<_> = [
        "OQSsiquc01res_199001010001.xml",
        "OQSsiquc01res_face_7_20261121090000.xml",
        "OQSmutic01res_202611210001.xml",
        "notes.txt",
    ]
    .map(|name| desk.path("OQS/res").join(name))
    .into();
    for file in &theirs {
        std::fs::write(file, "theirs").expect("written");
    }
    let connector = desk.connector();
    for _ in 0..3 {
        assert!(connector.check(&question("900001")).await.is_ok());
    }
    for file in &theirs {
        assert_eq!(std::fs::read_to_string(file).expect("there"), "theirs");
    }
    assert_eq!(terminal.asked("single"), 3);
}

#[tokio::test]
async fn gateways_that_share_a_terminal_use_no_name_twice() {
    let desk = Desk::new();
    let terminal = desk.terminal(&[]);
    let mut checks = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let connector = Arc::new(desk.connector());
        for number in 0..20 {
            let connector = Arc::clone(&connector);
            checks.spawn(async move {
                let number = (900_000 + number).to_string();
                let answer = connector
                    .check(&question(&number))
                    .await
                    .expect("an answer");
                let list = answer.body["ResultList"].to_string();
                assert!(list.contains(&number), "the answer of somebody else");
            });
        }
    }
    while let Some(done) = checks.join_next().await {
        done.expect("nobody panicked");
    }
    assert_eq!(terminal.asked("single"), 60);
    let names: HashSet<_> = terminal
        .journal()
        .iter()
        .map(|l| l["name"].to_string())
        .collect();
    assert_eq!(names.len(), 60);
}

/// In `/sys` nobody may make a file, not even root.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_may_not_be_written_is_named_as_such() {
    let desk = Desk::new();
    let req = desk.path("OQS/req");
    std::fs::remove_dir(&req).expect("removed");
    std::os::unix::fs::symlink("/sys", &req).expect("linked");
    let failure = desk.connector().check(&question("900001")).await;
    let failure = failure.err().expect("refused");
    assert!(matches!(failure, SourceFailure::NotAsked(_)), "{failure:?}");
    assert_eq!(failure.code().code(), "GATE-SOURCE-DENIED");
}
