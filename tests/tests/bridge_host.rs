//! The native host alone, against the real pcscd and the virtual card.

#![cfg(test)]

use std::fs;

use bridge_protocol::{Card, Code, EXTENSION_ORIGIN, ErrorMessage, FromHost, Part, Reader};
use card_certificate::Certificate;
use tests::host::{self, Host, JPKI, ORIGIN, QUERY, RIGHT, SIGN, WRONG, hello};
use tests::sandbox::Sandbox;

/// What the cards are, slot by slot.
fn cards(readers: &[Reader]) -> Vec<Card> {
    readers.iter().map(|reader| reader.card).collect()
}

fn error(code: Code) -> FromHost {
    FromHost::Error(ErrorMessage::new(code))
}

#[test]
fn the_main_job() {
    let sandbox = Sandbox::start("bridge-main-job").unwrap();
    let _card = sandbox.insert("valid-adult").unwrap();
    let mut host = Host::greeted(&sandbox).unwrap();
    host.watch().unwrap();
    host.wait_for_readers(|readers| cards(readers) == [Card::Present, Card::Absent])
        .unwrap();
    let FromHost::Opened(opened) = host.open(0).unwrap() else {
        panic!("not opened")
    };
    assert_eq!(opened.atr.to_string(), "3BE000FF8131FE4514");
    assert_eq!(opened.short_only, None, "vpcd does not say");
    host.wait_for_readers(|readers| readers[0].card == Card::InUse)
        .unwrap();
    let read = [
        JPKI,
        ("00B0860020", "9000"),
        ("00B08A00000000", "9000"),
        QUERY,
    ];
    let answers = host.send(&read).unwrap();
    assert!(answers[1].starts_with("4A504B49"), "JPKI…");
    assert!(answers[2].len() > 2_000, "a certificate in one answer");
    assert_eq!(answers[3], "63C3");
    assert!(matches!(host.pin_typed(false).unwrap(), FromHost::Noted(_)));
    let signed = host.send(&[RIGHT, SIGN]).unwrap();
    assert_eq!(signed[0], "9000");
    assert_eq!(signed[1].len(), 2 * 258);
    assert!(matches!(host.close().unwrap(), FromHost::Closed(_)));

    assert!(host.ends().unwrap().success());

    // What passed is what the card has, and nothing of it is in the log.
    let bytes = bridge_protocol::Hex::try_from(answers[2].as_str())
        .unwrap()
        .into_bytes();
    let certificate = Certificate::from_elementary_file(&bytes[..bytes.len() - 2]).unwrap();
    let log = host::log(&sandbox);
    for line in [
        "open Virtual PCD 00 00",
        "B0 9000",
        "20 63C3",
        "2A 9000",
        "closed after",
    ] {
        assert!(log.contains(line), "{log}");
    }
    let secrets = [
        "31323334",
        "1234",
        "4A504B49",
        &answers[2][..40],
        &signed[1][..40],
    ];
    for secret in secrets {
        let is_clean = |line: &str| line.split(' ').skip(2).all(|word| !word.contains(secret));
        assert!(log.lines().all(is_clean), "{secret} is in the log");
    }
    assert!(certificate.as_der().as_ref().len() > 1000);
}

#[test]
fn nothing_forbidden_reaches_the_card() {
    let sandbox = Sandbox::start("bridge-forbidden").unwrap();
    let _card = sandbox.insert("valid-adult").unwrap();
    let mut host = Host::greeted(&sandbox).unwrap();
    for forbidden in [
        "00A4040C0AD3921000310001010408",
        "00A4040C0AD3921000310001010402",
        "00A4020C020001",
        "00B0810000",
        "00A4020C02001A",
        "00A4020C02001B",
        "0020009B06414243444546",
        "0024019804313233 34",
        "002C009804",
        "802A009A023031 00",
        "80CA9F7F00",
        "01A4040C0AD392F000260100000001",
    ] {
        assert!(matches!(host.open(0).unwrap(), FromHost::Opened(_)));
        let forbidden = forbidden.replace(' ', "");
        let before = sandbox.traffic().unwrap();
        let commands = [JPKI, (forbidden.as_str(), "9000"), QUERY];
        let answer = host.transmit(&commands).unwrap();
        assert_eq!(answer.error, Some(Code::Forbidden.into()), "{forbidden}");
        assert_eq!(answer.responses.len(), 1);
        // The application, and the card manager at the end.
        let sent = sandbox.traffic().unwrap().since(before);
        assert_eq!(sent.apdus, 2, "{forbidden}");
        let gone = host.close().unwrap();
        let expected = ErrorMessage::about(4, Code::NotOpen.into());
        assert_eq!(gone, FromHost::Error(expected), "it is closed");
    }
    assert!(
        !fs::read_to_string(sandbox.folder().join("card.log"))
            .unwrap()
            .contains("ALARM")
    );
}

#[test]
fn no_try_is_spent_without_a_person() {
    let sandbox = Sandbox::start("bridge-tries").unwrap();
    let _card = sandbox.insert("valid-adult").unwrap();
    let mut host = Host::greeted(&sandbox).unwrap();
    host.open(0).unwrap();
    let refused = |host: &mut Host, code: Code| {
        let answer = host.transmit(&[WRONG]).unwrap();
        assert_eq!(answer.error, Some(code.into()));
    };
    host.send(&[JPKI]).unwrap();
    refused(&mut host, Code::PinNotTyped);
    host.pin_typed(false).unwrap();
    refused(&mut host, Code::LastTry);
    assert_eq!(host.send(&[QUERY, WRONG]).unwrap(), ["63C3", "63C2"]);
    refused(&mut host, Code::PinNotTyped);
    host.pin_typed(false).unwrap();
    assert_eq!(host.send(&[WRONG]).unwrap(), ["63C1"]);
    host.pin_typed(false).unwrap();
    refused(&mut host, Code::LastTry);
    host.pin_typed(true).unwrap();
    assert_eq!(
        host.send(&[RIGHT]).unwrap(),
        ["9000"],
        "the holder knew it after all"
    );
    assert_eq!(host.send(&[QUERY]).unwrap(), ["63C3"]);
    host.pin_typed(true).unwrap();
    refused(&mut host, Code::Budget);
}

#[test]
fn whoever_is_not_welcome_is_told_and_the_host_ends() {
    let sandbox = Sandbox::start("bridge-unwelcome").unwrap();
    let version = |update| {
        FromHost::Error(ErrorMessage {
            update: Some(update),
            ..ErrorMessage::new(Code::Version)
        })
    };
    let watch = br#"{"type":"watch"}"#.to_vec();
    let greeting = |origin: &str| serde_json::to_vec(&hello(origin)).unwrap();
    let old = String::from_utf8(greeting(ORIGIN)).unwrap();
    let old = old
        .replace(r#""protocol":1"#, r#""protocol":0"#)
        .into_bytes();
    let large = vec![b' '; 70_000];
    for (message, expected) in [
        (
            greeting("https://other.example"),
            error(Code::OriginRefused),
        ),
        (
            greeting("http://other.example"),
            error(Code::OriginInsecure),
        ),
        (watch, error(Code::HelloFirst)),
        (old, version(Part::Page)),
        (b"[]".to_vec(), error(Code::MessageMalformed)),
        (large, error(Code::MessageTooLarge)),
    ] {
        let mut host = Host::start(&sandbox, &[EXTENSION_ORIGIN]).unwrap();
        host.say_bytes(&message).unwrap();
        assert_eq!(host.hear().unwrap(), expected);
        assert!(host.wait().unwrap().success());
    }
    // A length without end is believed as little as one without a message.
    for bytes in [&u32::MAX.to_ne_bytes()[..], &[1, 0], &[9, 0, 0, 0, b'{']] {
        let mut host = Host::start(&sandbox, &[EXTENSION_ORIGIN]).unwrap();
        host.send_raw(bytes).unwrap();
        assert!(host.ends().unwrap().success());
    }
}

#[test]
fn only_our_extension_starts_it_or_a_portal_that_names_none() {
    let sandbox = Sandbox::start("bridge-callers").unwrap();
    let other = "chrome-extension://abcdefghijklmnopabcdefghijklmnop/";
    let stranger = Host::start(&sandbox, &[other]).unwrap();
    assert_eq!(stranger.ends().unwrap().code(), Some(2));
    for arguments in [&[][..], &[EXTENSION_ORIGIN, "--parent-window=0"]] {
        let mut host = Host::start(&sandbox, arguments).unwrap();
        host.say(&hello(ORIGIN)).unwrap();
        assert!(matches!(host.hear().unwrap(), FromHost::Welcome(_)));
        assert!(host.ends().unwrap().success());
    }
    // Published under another key, as the settings say.
    let settings = format!(
        r#"{{"origins": ["{ORIGIN}"], "extensions": ["{}"]}}"#,
        &other[19..51]
    );
    fs::write(host::settings(&sandbox), settings).unwrap();
    let mut host = Host::start(&sandbox, &[other]).unwrap();
    host.say(&hello(ORIGIN)).unwrap();
    assert!(matches!(host.hear().unwrap(), FromHost::Welcome(_)));
}

#[test]
fn two_readers_and_two_pages() {
    let sandbox = Sandbox::start("bridge-two-readers").unwrap();
    let _first = sandbox.insert("valid-adult").unwrap();
    let _second = sandbox.insert_at(1, "pin-blocked", &[]).unwrap();
    let mut one = Host::greeted(&sandbox).unwrap();
    let mut other = Host::greeted(&sandbox).unwrap();
    other.watch().unwrap();
    other
        .wait_for_readers(|readers| cards(readers) == [Card::Present, Card::Present])
        .unwrap();
    assert!(matches!(one.open(0).unwrap(), FromHost::Opened(_)));
    let in_use = ErrorMessage::about(1, Code::ReaderInUse.into());
    assert_eq!(other.open(0).unwrap(), FromHost::Error(in_use));
    other
        .wait_for_readers(|readers| cards(readers) == [Card::InUse, Card::Present])
        .unwrap();
    assert!(matches!(other.open(1).unwrap(), FromHost::Opened(_)));
    assert_eq!(one.send(&[JPKI, QUERY]).unwrap()[1], "63C3");
    assert_eq!(other.send(&[JPKI, QUERY]).unwrap()[1], "63C0");
    other.pin_typed(true).unwrap();
    let answer = other.transmit(&[RIGHT]).unwrap();
    assert_eq!(
        answer.error,
        Some(Code::LastTry.into()),
        "there is none left"
    );
    let already = ErrorMessage::about(1, Code::AlreadyOpen.into());
    assert_eq!(one.open(1).unwrap(), FromHost::Error(already));
}

#[test]
fn cards_come_and_go() {
    let sandbox = Sandbox::start("bridge-hot-plug").unwrap();
    let mut host = Host::greeted(&sandbox).unwrap();
    host.watch().unwrap();
    host.wait_for_readers(|readers| cards(readers) == [Card::Absent, Card::Absent])
        .unwrap();
    let absent = ErrorMessage::about(1, Code::CardAbsent.into());
    assert_eq!(host.open(0).unwrap(), FromHost::Error(absent));
    let missing = ErrorMessage::about(1, Code::NoReader.into());
    assert_eq!(host.open(7).unwrap(), FromHost::Error(missing));

    let card = sandbox.insert("valid-adult").unwrap();
    host.wait_for_readers(|readers| cards(readers) == [Card::Present, Card::Absent])
        .unwrap();
    assert!(matches!(host.open(0).unwrap(), FromHost::Opened(_)));
    sandbox.remove(card).unwrap();
    let FromHost::Lost(lost) = host.hear().unwrap() else {
        panic!("the card is not missed")
    };
    assert_eq!(lost.code, Code::CardRemoved);

    let _card = sandbox.insert("valid-adult").unwrap();
    host.wait_for_readers(|readers| cards(readers) == [Card::Present, Card::Absent])
        .unwrap();
    assert!(matches!(host.open(0).unwrap(), FromHost::Opened(_)));
    assert_eq!(host.send(&[JPKI, SIGN]).unwrap(), ["9000", "6982"]);
}

/// The virtual readers are configured and not plugged, so they come with another service.
#[test]
fn readers_come_and_go() {
    let mut sandbox = Sandbox::start("bridge-readers").unwrap();
    let mut host = Host::greeted(&sandbox).unwrap();
    host.watch().unwrap();
    host.wait_for_readers(|readers| readers.len() == 2).unwrap();
    let folder = sandbox.folder().join("readers");
    let text = fs::read_to_string(folder.join("vpcd")).unwrap();
    let another = text
        .replace("Virtual PCD", "Another")
        .replace("0x8C7B", "0x8D7B");
    fs::write(folder.join("another"), another).unwrap();
    sandbox.stop_daemon();
    assert_eq!(host.hear().unwrap(), error(Code::NoService));
    sandbox.start_daemon().unwrap();
    host.wait_for_readers(|readers| readers.len() == 4).unwrap();
    fs::remove_file(folder.join("another")).unwrap();
    sandbox.stop_daemon();
    assert_eq!(host.hear().unwrap(), error(Code::NoService));
    sandbox.start_daemon().unwrap();
    host.wait_for_readers(|readers| readers.len() == 2).unwrap();
}

#[test]
fn a_person_installs_it_and_asks_the_doctor() {
    let sandbox = Sandbox::start("bridge-doctor").unwrap();
    let run = |arguments: &[&str]| {
        let output = host::command(&sandbox).unwrap().args(arguments).output();
        let output = output.unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    let (is_good, report) = run(&["doctor", "--language", "ja"]);
    assert!(
        !is_good && report.contains("HOST-NOT-REGISTERED"),
        "{report}"
    );
    assert!(
        report.contains("bridge-host install を実行してください"),
        "{report}"
    );
    assert!(run(&["install", "--browser", "chromium"]).0);
    assert!(run(&["allow", "https://check.clinic.example"]).0);
    assert!(!run(&["allow", "http://check.clinic.example"]).0);
    let (is_good, report) = run(&["doctor", "--json"]);
    assert!(is_good, "{report}");
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let details: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["detail"].to_string())
        .collect();
    for detail in [
        "https://check.clinic.example",
        "Chromium",
        "Virtual PCD 00 01",
    ] {
        assert!(
            details.iter().any(|found| found.contains(detail)),
            "{details:?}"
        );
    }
    let manifest = "config/chromium/NativeMessagingHosts/jp.myna_check.bridge.json";
    let manifest = sandbox.folder().join(manifest);
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.contains(EXTENSION_ORIGIN));
    assert!(run(&["uninstall"]).0);
    assert!(!manifest.exists());
    assert!(run(&["forbid", "https://check.clinic.example"]).0);
    assert!(
        !fs::read_to_string(host::settings(&sandbox))
            .unwrap()
            .contains("clinic")
    );
}

#[test]
fn the_service_ends_and_comes_back() {
    let mut sandbox = Sandbox::start("bridge-restart").unwrap();
    let card = sandbox.insert("valid-adult").unwrap();
    let mut host = Host::greeted(&sandbox).unwrap();
    host.watch().unwrap();
    assert!(matches!(host.open(0).unwrap(), FromHost::Opened(_)));
    drop(card);
    sandbox.stop_daemon();
    let FromHost::Lost(lost) = host.hear().unwrap() else {
        panic!("the service is not missed")
    };
    assert!(
        matches!(lost.code, Code::NoService | Code::CardRemoved),
        "{lost:?}"
    );
    assert_eq!(host.hear().unwrap(), error(Code::NoService));
    let no_service = ErrorMessage::about(1, Code::NoService.into());
    assert_eq!(host.open(0).unwrap(), FromHost::Error(no_service));

    sandbox.start_daemon().unwrap();
    let _card = sandbox.insert("valid-adult").unwrap();
    host.wait_for_readers(|readers| cards(readers) == [Card::Present, Card::Absent])
        .unwrap();
    assert!(matches!(host.open(0).unwrap(), FromHost::Opened(_)));
    assert_eq!(host.send(&[JPKI, QUERY]).unwrap(), ["9000", "63C3"]);
}
