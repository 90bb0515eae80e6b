//! Whatever is sent or written, nothing panics and every refusal has a code.

use crate::support::{Bench, Card, ORIGIN, configuration, context, post, practice};
use check_api::terminal::TERMINALS_PATH;
use check_api::{CARD_CHECKS_PATH, CHALLENGES_PATH, ProblemCode};
use check_server::{Config, People};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config as Cases, TestRunner};
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

/// A value that a body of any sort may hold in any place.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "[A-Za-z0-9+/]{0,60}={0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::hash_map("[a-zA-Z]{1,12}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Replaces the text of one field, counted through the whole body.
fn change_one(body: &mut Value, place: Index, to: Value) {
    fn fields(value: &mut Value) -> Vec<&mut Value> {
        match value {
            Value::Object(map) => map.values_mut().flat_map(fields).collect(),
            other => vec![other],
        }
    }
    let mut fields = fields(body);
    let place = place.index(fields.len());
    *fields.swap_remove(place) = to;
}

#[test]
fn no_body_makes_the_gateway_fail() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let bench = runtime.block_on(Bench::new());
    let card = Card::of("valid-adult");
    let good = {
        let challenge = runtime.block_on(bench.challenge(&context()));
        card.request(&challenge, ORIGIN, &context())
    };
    let paths = select(vec![CHALLENGES_PATH, CARD_CHECKS_PATH, TERMINALS_PATH]);
    let bytes = proptest::collection::vec(any::<u8>(), 0..200);
    let body = prop_oneof![
        bytes.prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        anything().prop_map(|value| value.to_string()),
        (any::<bool>(), any::<Index>(), anything()).prop_map(move |(check, place, to)| {
            let mut body = if check { good.clone() } else { context() };
            change_one(&mut body, place, to);
            body.to_string()
        }),
    ];
    let mut runner = TestRunner::new(Cases {
        failure_persistence: None,
        ..Cases::default()
    });
    runner
        .run(&(paths, body), |(path, body)| {
            let answer = runtime.block_on(bench.send(post(path, ORIGIN, body)));
            let status = answer.status.as_u16();
            // The page's version is its own affair: with that changed a check is good.
            let good = matches!(status, 200 | 201);
            prop_assert!(good || (400..500).contains(&status), "{status}");
            if !good {
                let code = answer.code();
                let known = ProblemCode::of(&code).is_some() || code.starts_with("CERT-");
                prop_assert!(known, "{code}");
            }
            Ok(())
        })
        .expect("the gateway holds");
}

/// Damages a text: some lines are cut, doubled or swapped for rubbish.
fn damaged(text: &str, changes: &[(Index, u8, String)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (place, kind, rubbish) in changes {
        let place = place.index(lines.len());
        match kind % 4 {
            0 => lines[place].clone_from(rubbish),
            1 => lines.insert(place, rubbish.clone()),
            2 => lines[place] = lines[place].chars().take(rubbish.len()).collect(),
            _ => {
                let line = lines[place].clone();
                lines.insert(place, line);
            }
        }
    }
    lines.join("\n")
}

fn written(text: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("file.toml");
    std::fs::write(&file, text).expect("written");
    (folder, file)
}

proptest! {
    #![proptest_config(Cases { failure_persistence: None, ..Cases::with_cases(128) })]

    #[test]
    fn no_file_makes_its_reader_fail(
        changes in proptest::collection::vec(
            (any::<Index>(), any::<u8>(), "[a-z\\[\\]{}='\".# 0-9あ-ん-]{0,24}"), 1..4,
        ),
    ) {
        let people = std::fs::read_to_string(practice().join("people.toml")).expect("read");
        let config = damaged(&configuration("[practice]\nlatency-milliseconds = 1"), &changes);
        let people = damaged(&people, &changes);
        let (_config, config_file) = written(&config);
        let (_people, people_file) = written(&people);
        for (text, error) in [
            (&config, Config::read(&config_file).err()),
            (&people, People::read(&people_file).err()),
        ] {
            if let Some(line) = error.and_then(|error| error.line) {
                prop_assert!((1..=text.lines().count() + 1).contains(&line), "line {line}");
            }
        }
    }
}
