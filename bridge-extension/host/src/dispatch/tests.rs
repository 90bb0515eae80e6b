//! Conversations with a scripted card.

use std::rc::Rc;
use std::time::Duration;

use bridge_protocol::{Card, caps};

use super::scene::{HELLO, JPKI, MANAGER, OPEN, Scene, WELCOME, error, sight, written};
use super::*;

#[test]
fn the_build_has_a_version() {
    assert_ne!(version(), Version::new(0, 0, 0));
}

#[test]
fn nothing_comes_before_hello() {
    for message in [r#"{"type":"watch"}"#, OPEN, r#"{"type":"close","id":1}"#] {
        let mut scene = Scene::new("hello-first");
        assert_eq!(scene.ends(message), error("BRIDGE-HELLO-FIRST"));
        assert_eq!(
            scene.world.watches.get(),
            0,
            "no page, no look at the readers"
        );
    }
}

#[test]
fn only_listed_origins_are_welcome() {
    for (origin, code) in [
        ("https://b.example", "BRIDGE-ORIGIN-REFUSED"),
        ("https://a.example:8443", "BRIDGE-ORIGIN-REFUSED"),
        ("https://a.example/", "BRIDGE-ORIGIN-REFUSED"),
        ("http://a.example", "BRIDGE-ORIGIN-INSECURE"),
        ("null", "BRIDGE-ORIGIN-REFUSED"),
    ] {
        let mut scene = Scene::new("origins");
        let hello = HELLO.replace("https://a.example", origin);
        assert_eq!(scene.ends(&hello), error(code), "{origin}");
    }
}

#[test]
fn a_person_can_allow_an_origin_before_hello_and_not_after() {
    let mut scene = Scene::new("allow-origin");
    let allow = r#"{"type":"allowOrigin","origin":"https://b.example"}"#;
    let allowed = r#"{"type":"originAllowed","origin":"https://b.example"}"#;
    assert_eq!(scene.say(allow), [allowed]);
    assert_eq!(
        scene.say(&HELLO.replace("a.example", "b.example")),
        [WELCOME]
    );
    assert_eq!(scene.ends(allow), error("BRIDGE-MESSAGE-MALFORMED"));
}

#[test]
fn the_part_that_is_too_old_is_named() {
    for (from, to, part) in [
        (r#""protocol":1"#, r#""protocol":0"#, "page"),
        (r#""protocol":1"#, r#""protocol":2"#, "host"),
        (
            r#""protocol":1"#,
            r#""protocol":2,"something":"new""#,
            "host",
        ),
        (
            r#""extensionVersion":"0.1.0""#,
            r#""extensionVersion":"0.0.9""#,
            "extension",
        ),
    ] {
        let mut scene = Scene::new("versions");
        let expected = format!(r#"{{"type":"error","code":"BRIDGE-VERSION","update":"{part}"}}"#);
        assert_eq!(scene.ends(&HELLO.replace(from, to)), [expected]);
    }
}

#[test]
fn what_is_no_message_ends_the_host_and_the_card() {
    for message in ["", "{}", "\u{0}", HELLO, r#"{"type":"watch","id":1}"#] {
        let mut scene = Scene::opened("malformed");
        assert_eq!(scene.ends(message), error("BRIDGE-MESSAGE-MALFORMED"));
        assert_eq!(scene.table.power_offs(), 1);
    }
    let mut scene = Scene::opened("too-large");
    assert_eq!(scene.host.too_large().1, Flow::End);
    assert_eq!(scene.table.power_offs(), 1);
    for count in [0, caps::COMMANDS + 1] {
        let mut scene = Scene::opened("too-many");
        let commands = vec![r#"{"apdu":"00","expect":[]}"#; count].join(",");
        let answer = scene.ends(&format!(
            r#"{{"type":"transmit","id":5,"commands":[{commands}]}}"#
        ));
        assert_eq!(
            answer,
            [r#"{"type":"error","id":5,"code":"BRIDGE-MESSAGE-MALFORMED"}"#]
        );
    }
}

#[test]
fn readers_are_told_when_watched_and_as_they_change() {
    let mut scene = Scene::greeted("watch");
    assert_eq!(scene.world.watches.get(), 1);
    assert!(scene.host.readers(Ok(Vec::new())).0.is_empty());
    let none = r#"{"type":"readers","readers":[]}"#;
    assert_eq!(scene.say(r#"{"type":"watch"}"#), [none]);
    let told = scene.host.readers(Ok(sight(Card::Present))).0;
    let present = r#"{"type":"readers","readers":[{"name":"R","card":"present"}]}"#;
    assert_eq!(written(&told), [present]);
    let told = scene.host.readers(Err(Code::NoService.into())).0;
    assert_eq!(written(&told), error("BRIDGE-NO-SERVICE"));
}

#[test]
fn commands_go_as_long_as_the_answers_are_expected() {
    let mut scene = Scene::opened("expected");
    scene.table.answer("00B0860000", "6C20");
    let read = ("00B08A0000", "9000");
    let answer = scene.transmit(&[(JPKI, "9000"), ("00B0860000", "6Cxx"), read]);
    let all = r#"{"type":"transmitted","id":2,"responses":["9000","6C20","9000"]}"#;
    assert_eq!(answer, [all]);
    let answer = scene.transmit(&[("00B0860000", "9000"), read]);
    assert_eq!(
        answer,
        [r#"{"type":"transmitted","id":2,"responses":["6C20"]}"#]
    );
    assert_eq!(scene.table.sent().len(), 4);
}

#[test]
fn a_forbidden_command_closes_the_card_and_keeps_what_was_answered() {
    let mut scene = Scene::opened("forbidden");
    let forbidden = ("00A4040C0AD3921000310001010408", "9000");
    let answer = scene.transmit(&[(JPKI, "9000"), forbidden, (JPKI, "9000")]);
    let expected =
        r#"{"type":"transmitted","id":2,"responses":["9000"],"error":{"code":"BRIDGE-FORBIDDEN"}}"#;
    assert_eq!(answer, [expected]);
    assert_eq!(scene.table.sent(), [JPKI, MANAGER]);
    assert_eq!(scene.table.power_offs(), 1);
    let closed = r#"{"type":"error","id":2,"code":"BRIDGE-NOT-OPEN"}"#;
    assert_eq!(scene.transmit(&[(JPKI, "9000")]), [closed]);
    assert_eq!(scene.say(OPEN).len(), 1, "it can be opened again");
}

#[test]
fn a_verify_without_a_person_is_refused_and_the_card_stays() {
    let mut scene = Scene::opened("pin");
    scene.table.answer("00200098", "63C1");
    let verify = ("002000980431323334", "9000");
    let refused = |code: &str, responses: &str| {
        [format!(
            r#"{{"type":"transmitted","id":2,"responses":[{responses}],"error":{{"code":"{code}"}}}}"#
        )]
    };
    let answer = scene.transmit(&[(JPKI, "9000"), ("00200098", "63Cx"), verify]);
    assert_eq!(answer, refused("BRIDGE-PIN-NOT-TYPED", r#""9000","63C1""#));
    let note = r#"{"type":"pinTyped","id":3,"lastTryConfirmed":false}"#;
    assert_eq!(scene.say(note), [r#"{"type":"noted","id":3}"#]);
    assert_eq!(scene.transmit(&[verify]), refused("BRIDGE-LAST-TRY", ""));
    scene.say(&note.replace("false", "true"));
    let answer = scene.transmit(&[verify]);
    assert_eq!(
        answer,
        [r#"{"type":"transmitted","id":2,"responses":["9000"]}"#]
    );
    assert_eq!(scene.table.power_offs(), 0);
}

#[test]
fn a_lost_card_is_gone_and_a_lost_answer_is_not() {
    for (failure, code, power_offs) in [
        (Code::CardRemoved.into(), "BRIDGE-CARD-REMOVED", 1),
        (Code::CardReset.into(), "BRIDGE-CARD-RESET", 1),
        (Code::NoService.into(), "BRIDGE-NO-SERVICE", 1),
        (Failure::from(Code::Pcsc), "BRIDGE-PCSC", 0),
    ] {
        let mut scene = Scene::opened("lost-card");
        scene.table.fail(JPKI, failure);
        let answer = scene.transmit(&[(JPKI, "9000"), (JPKI, "9000")]);
        let expected = format!(
            r#"{{"type":"transmitted","id":2,"responses":[],"error":{{"code":"{code}"}}}}"#
        );
        assert_eq!(answer, [expected]);
        assert_eq!(scene.table.power_offs(), power_offs, "{code}");
    }
}

#[test]
fn a_card_that_goes_away_by_itself_is_reported() {
    for (readers, code) in [
        (Ok(sight(Card::Absent)), "BRIDGE-CARD-REMOVED"),
        (Ok(Vec::new()), "BRIDGE-READER-GONE"),
        (Err(Code::NoService.into()), "BRIDGE-NO-SERVICE"),
    ] {
        let mut scene = Scene::opened("went-away");
        assert!(scene.host.readers(Ok(sight(Card::InUse))).0.is_empty());
        let told = written(&scene.host.readers(readers).0);
        assert_eq!(told, [format!(r#"{{"type":"lost","code":"{code}"}}"#)]);
        assert_eq!(scene.table.power_offs(), 1);
        assert_eq!(scene.host.deadline(), None);
    }
}

#[test]
fn an_idle_card_is_closed() {
    let mut scene = Scene::opened("idle");
    let start = scene.world.now();
    assert_eq!(scene.host.deadline(), Some(start + caps::IDLE));
    assert!(scene.host.overdue().0.is_empty(), "not yet");
    scene.world.now.set(start + caps::IDLE);
    let told = written(&scene.host.overdue().0);
    assert_eq!(told, [r#"{"type":"lost","code":"BRIDGE-TIMEOUT"}"#]);
    assert_eq!(scene.table.sent(), [MANAGER]);
    assert_eq!(scene.table.power_offs(), 1);
}

#[test]
fn talking_keeps_no_card_open() {
    let mut scene = Scene::opened("talking");
    let second = Duration::from_secs(1);
    for _ in 1..caps::IDLE.as_secs() {
        scene.world.now.set(scene.world.now() + second);
        assert!(scene.say(r#"{"type":"watch"}"#).is_empty());
    }
    scene.world.now.set(scene.world.now() + second);
    let lost = r#"{"type":"lost","code":"BRIDGE-TIMEOUT"}"#;
    assert_eq!(scene.say(r#"{"type":"watch"}"#), [lost]);
    assert_eq!(scene.table.power_offs(), 1);
}

#[test]
fn a_slow_card_does_not_stretch_the_time() {
    let mut scene = Scene::opened("slow");
    let now = Rc::clone(&scene.world.now);
    scene
        .table
        .on_transmit(move || now.set(now.get() + Duration::from_secs(50)));
    let answer = scene.transmit(&[(JPKI, "9000"); 5]);
    let expected = r#"{"type":"transmitted","id":2,"responses":["9000","9000","9000"],"error":{"code":"BRIDGE-TIMEOUT"}}"#;
    assert_eq!(answer, [expected]);
    assert_eq!(scene.table.power_offs(), 1);
}

#[test]
fn nothing_more_is_sent_once_the_browser_is_gone() {
    let mut scene = Scene::opened("stopping");
    let stopping = Rc::clone(&scene.world.is_stopping);
    scene.table.on_transmit(move || stopping.set(true));
    scene.transmit(&[(JPKI, "9000"); 5]);
    assert_eq!(scene.table.sent(), [JPKI]);
}

#[test]
fn one_card_at_a_time() {
    let mut scene = Scene::opened("one");
    let again = r#"{"type":"error","id":1,"code":"BRIDGE-ALREADY-OPEN"}"#;
    assert_eq!(scene.say(OPEN), [again]);
    assert_eq!(scene.table.power_offs(), 0);
    let close = r#"{"type":"close","id":4}"#;
    assert_eq!(scene.say(close), [r#"{"type":"closed","id":4}"#]);
    assert_eq!(scene.table.sent(), [MANAGER]);
    assert_eq!(scene.table.power_offs(), 1);
    let not_open = r#"{"type":"error","id":4,"code":"BRIDGE-NOT-OPEN"}"#;
    assert_eq!(scene.say(close), [not_open]);
}

#[test]
fn a_refused_card_says_why() {
    let mut scene = Scene::greeted("refused");
    scene.table.refuse(Failure {
        code: Code::Pcsc,
        pcsc: Some(0x8010_0001),
    });
    let expected = r#"{"type":"error","id":1,"code":"BRIDGE-PCSC","pcsc":2148532225}"#;
    assert_eq!(scene.say(OPEN), [expected]);
}

#[test]
fn answers_stay_within_what_a_message_holds() {
    let mut scene = Scene::opened("large-answers");
    let read = "00B08A00000000";
    scene
        .table
        .answer(read, &format!("{}9000", "00".repeat(65_536)));
    let answer = scene.transmit(&[(JPKI, "9000"), (read, "9000"), (read, "9000")]);
    assert!(answer[0].ends_with(r#""error":{"code":"BRIDGE-BUDGET"}}"#));
    assert!(answer[0].len() <= caps::FROM_HOST_BYTES);
}
