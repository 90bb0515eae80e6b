//! However a host ends, no other program can have its card sign without a PIN, and no try is
//! lost: with the real pcscd, and a card that keeps its rights over a warm reset.

#![cfg(test)]

use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use bridge_protocol::FromHost;
use tests::host::{self, Host, JPKI, KEEPS_RIGHTS, QUERY, RIGHT, SIGN, WRONG};
use tests::sandbox::Sandbox;

/// After this time without use pcscd powers a card off
/// (`PCSCLITE_POWER_OFF_GRACE_PERIOD`), and a little more.
const POWER_OFF: Duration = Duration::from_secs(7);

/// What another program gets for these commands; nothing if it cannot have the reader.
fn another_program(sandbox: &Sandbox, commands: &[&str]) -> Option<Vec<String>> {
    let reader = host::reader(0);
    let arguments = [&[reader.as_str()], commands].concat();
    let output = sandbox
        .run(env!("CARGO_BIN_EXE_another-program"), &arguments)
        .unwrap();
    let answers = String::from_utf8(output.stdout).unwrap();
    output
        .status
        .success()
        .then(|| answers.lines().map(str::to_owned).collect())
}

/// The stages of a visit.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Opened,
    Selected,
    Asked,
    Typed,
    Verified,
    Signed,
    /// Commands are under way, and nobody waits for their answers.
    UnderWay,
    /// A wrong PIN was refused.
    Refused,
}

const STAGES: [Stage; 8] = [
    Stage::Opened,
    Stage::Selected,
    Stage::Asked,
    Stage::Typed,
    Stage::Verified,
    Stage::Signed,
    Stage::UnderWay,
    Stage::Refused,
];

/// Brings a new host to this stage of a visit.
fn brought_to(sandbox: &Sandbox, stage: Stage) -> Host {
    let mut host = Host::greeted(sandbox).unwrap();
    let opened = host.open(0).unwrap();
    assert!(matches!(opened, FromHost::Opened(_)), "{opened:?}");
    if matches!(stage, Stage::Opened) {
        return host;
    }
    host.send(&[JPKI]).unwrap();
    if matches!(stage, Stage::Selected) {
        return host;
    }
    host.send(&[QUERY]).unwrap();
    if matches!(stage, Stage::Asked) {
        return host;
    }
    host.pin_typed(false).unwrap();
    match stage {
        Stage::Typed => {}
        Stage::Refused => assert_eq!(host.send(&[WRONG]).unwrap(), ["63C2"]),
        Stage::UnderWay => {
            let commands = [&[RIGHT][..], &[SIGN; 12]].concat();
            host.say(&host::transmit(&commands).unwrap()).unwrap();
            thread::sleep(Duration::from_millis(200));
        }
        _ => assert_eq!(host.send(&[RIGHT]).unwrap(), ["9000"]),
    }
    if matches!(stage, Stage::Signed) {
        host.send(&[SIGN]).unwrap();
    }
    host
}

/// Asks again and again until another program can have the card, and returns what it finds
/// then: the answer to a signature without a PIN, and to a query of the tries.
fn first_look(sandbox: &Sandbox) -> (String, String) {
    let started = Instant::now();
    loop {
        if let Some(answers) = another_program(sandbox, &[JPKI.0, SIGN.0, QUERY.0]) {
            return (answers[1].clone(), answers[2].clone());
        }
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}

fn signal(signal: &str, processes: &[u32]) {
    let processes = processes.iter().map(u32::to_string);
    let status = Command::new("kill").arg(signal).args(processes).status();
    assert!(status.unwrap().success());
}

/// Every way out at every stage: `end` ends a host, and the card must be locked for whoever
/// comes first.
fn locks_at_every_stage(name: &str, end: impl Fn(Host)) {
    let sandbox = Sandbox::start(name).unwrap();
    let _card = sandbox.insert_at(0, "valid-adult", &KEEPS_RIGHTS).unwrap();
    for stage in STAGES {
        end(brought_to(&sandbox, stage));
        let tries = match stage {
            Stage::Refused => "63C2",
            _ => "63C3",
        };
        let expected = ("6982".to_owned(), tries.to_owned());
        assert_eq!(first_look(&sandbox), expected, "{stage:?}");
    }
}

#[test]
fn a_host_that_the_browser_kills_leaves_the_card_locked() {
    locks_at_every_stage("bridge-kill", |host| signal("-KILL", &[host.keeper()]));
}

#[test]
fn a_host_that_is_asked_to_end_leaves_the_card_locked() {
    locks_at_every_stage("bridge-term", |host| signal("-TERM", &[host.keeper()]));
}

#[test]
fn a_worker_that_is_asked_to_end_leaves_the_card_locked() {
    locks_at_every_stage("bridge-term-worker", |host| {
        signal("-TERM", &[host.worker().unwrap()]);
    });
}

#[test]
fn a_page_that_goes_leaves_the_card_locked() {
    locks_at_every_stage("bridge-eof", drop);
}

#[test]
fn a_worker_that_is_killed_leaves_the_card_locked() {
    locks_at_every_stage("bridge-kill-worker", |mut host| {
        signal("-KILL", &[host.worker().unwrap()]);
        assert!(!host.wait().unwrap().success());
    });
}

/// A reader that hangs keeps the worker only for a while, and the card is locked when it
/// answers again.
#[test]
fn a_reader_that_hangs_keeps_no_card_unlocked() {
    let sandbox = Sandbox::start("bridge-hang").unwrap();
    let card = sandbox.insert_at(0, "valid-adult", &KEEPS_RIGHTS).unwrap();
    let mut host = brought_to(&sandbox, Stage::Verified);
    let worker = host.worker().unwrap();
    signal("-STOP", &[card.process()]);
    host.say(&host::transmit(&[SIGN]).unwrap()).unwrap();
    host.closes_input();
    let started = Instant::now();
    while fs::read_to_string(format!("/proc/{worker}/stat"))
        .is_ok_and(|stat| !stat.contains(") Z "))
    {
        assert!(
            started.elapsed() < Duration::from_secs(3),
            "the worker hangs, too"
        );
        thread::sleep(Duration::from_millis(20));
    }
    signal("-CONT", &[card.process()]);
    assert!(!host.wait().unwrap().success());
    let expected = ("6982".to_owned(), "63C3".to_owned());
    assert_eq!(first_look(&sandbox), expected);
}

/// Nobody is left who could lock the card: the service powers it off after a while in which
/// no program has used it.
#[test]
fn a_card_whose_keeper_and_worker_are_killed_loses_its_power() {
    let sandbox = Sandbox::start("bridge-kill-both").unwrap();
    let _card = sandbox.insert_at(0, "valid-adult", &KEEPS_RIGHTS).unwrap();
    let host = brought_to(&sandbox, Stage::Verified);
    signal("-KILL", &[host.keeper(), host.worker().unwrap()]);
    thread::sleep(POWER_OFF);
    let expected = ("6982".to_owned(), "63C3".to_owned());
    assert_eq!(first_look(&sandbox), expected);
}

/// The tests above prove something only if a card can be had unlocked at all: here the
/// service's own reset is all there is, and the first to come signs without a PIN.
#[test]
fn the_reset_of_the_service_alone_does_not_lock_such_a_card() {
    let sandbox = Sandbox::start("bridge-reset-only").unwrap();
    let _card = sandbox.insert_at(0, "valid-adult", &KEEPS_RIGHTS).unwrap();
    let host = brought_to(&sandbox, Stage::Verified);
    signal("-KILL", &[host.keeper(), host.worker().unwrap()]);
    let (signature, _) = first_look(&sandbox);
    assert_eq!(signature.len(), 2 * 258);
}
