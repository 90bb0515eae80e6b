//! What two gateways share on one database.

use crate::insurance::{KEY, search};
use crate::place::{configure, pool};
use crate::process::Running;
use crate::support::{Card, ORIGIN, configuration, context};
use check_api::INSURANCE_CHECKS_PATH;
use serde_json::json;
use tempfile::TempDir;

fn two() -> (TempDir, Running, Running) {
    let folder = TempDir::new().expect("a folder");
    let practice = "[practice]\nstart = '2026-11-21T09:00:00+09:00'";
    let config = configure(folder.path(), &configuration(practice));
    let (one, other) = (Running::start(&config), Running::start(&config));
    (folder, one, other)
}

#[test]
fn a_challenge_of_one_is_good_once_on_either() {
    let (_folder, one, other) = two();
    let card = Card::of("valid-adult");
    for _ in 0..10 {
        let (_, challenge) = one.ask("POST", "/v1/challenges", &context().to_string());
        let challenge = serde_json::from_value(challenge).expect("a challenge");
        let request = card.request(&challenge, ORIGIN, &context()).to_string();
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let uses = [&one, &other, &one, &other].map(|gateway| {
                let request = &request;
                scope.spawn(move || gateway.ask("POST", "/v1/checks/card", request).0)
            });
            uses.map(|one| one.join().expect("no panic")).to_vec()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409, 409]);
    }
}

#[tokio::test]
async fn one_key_has_one_effect_on_both() {
    let (folder, one, other) = two();
    let body = json!({
        "terminalId": "PRACTICE-01",
        "XmlMsg": {
            "MessageHeader": {
                "QualificationConfirmationDate": "20261121",
                "MedicalInstitutionCode": "1312345678",
            },
            "MessageBody": {
                "QualificationConfirmSearchInfo": search("06110829", "12", "345678", "19800401"),
            },
        },
    })
    .to_string();
    for round in 0..10 {
        let key = format!("{KEY}-{round}");
        let ask = |gateway: &Running| gateway.ask_with(&key, "POST", INSURANCE_CHECKS_PATH, &body);
        let at_once = std::thread::scope(|scope| {
            let asked = [&one, &other].map(|gateway| scope.spawn(move || ask(gateway)));
            asked.map(|one| one.join().expect("no panic"))
        });
        let kept = ask(&one);
        assert_eq!(kept.0, 200, "{}", kept.1);
        assert_eq!(ask(&other), kept);
        for (status, answer) in at_once {
            let told = answer["code"] == "GATE-IN-PROGRESS" && status == 409;
            assert!(told || (status, &answer) == (200, &kept.1), "{answer}");
        }
    }
    let effects: i64 =
        sqlx::query_scalar("SELECT count(*) FROM audit WHERE action = 'check-insurance'")
            .fetch_one(&pool(folder.path()).await)
            .await
            .expect("a number");
    assert_eq!(effects, 10);
}
