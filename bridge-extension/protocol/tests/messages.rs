//! The messages on the wire, byte for byte, and what is refused.

#![cfg(test)]

use bridge_protocol::{
    Acknowledgement, Card, Close, Code, ErrorMessage, Exchange, Failure, FromHost, FromPage, Hello,
    Hex, Lost, Open, Opened, Part, Pattern, PinTyped, Reader, ReaderName, Readers, ToHost,
    Transmit, Transmitted, Version, Watch, Welcome,
};

fn reader() -> ReaderName {
    ReaderName::try_from("Virtual PCD 00 00").unwrap()
}

fn hex(digits: &str) -> Hex {
    Hex::try_from(digits).unwrap()
}

#[test]
fn what_is_said_to_the_host() {
    let table = [
        (
            ToHost::Hello(Hello {
                protocol: 1,
                extension_version: Version::new(0, 1, 0),
                page_version: Version::new(0, 2, 0),
                origin: "https://check.clinic.example".to_owned(),
            }),
            r#"{"type":"hello","protocol":1,"extensionVersion":"0.1.0","pageVersion":"0.2.0","origin":"https://check.clinic.example"}"#,
        ),
        (ToHost::Watch(Watch {}), r#"{"type":"watch"}"#),
        (
            ToHost::Open(Open {
                id: 1,
                reader: reader(),
            }),
            r#"{"type":"open","id":1,"reader":"Virtual PCD 00 00"}"#,
        ),
        (
            ToHost::PinTyped(PinTyped {
                id: 2,
                last_try_confirmed: false,
            }),
            r#"{"type":"pinTyped","id":2,"lastTryConfirmed":false}"#,
        ),
        (
            ToHost::Transmit(Transmit {
                id: 3,
                commands: vec![Exchange {
                    message: None,
                    apdu: hex("00B08A0000"),
                    expect: vec![Pattern::SUCCESS, Pattern::try_from("6Cxx").unwrap()],
                }],
            }),
            r#"{"type":"transmit","id":3,"commands":[{"apdu":"00B08A0000","expect":["9000","6Cxx"]}]}"#,
        ),
        (ToHost::Close(Close { id: 4 }), r#"{"type":"close","id":4}"#),
    ];
    for (message, json) in table {
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        assert_eq!(serde_json::from_str::<ToHost>(json).unwrap(), message);
    }
}

#[test]
fn what_the_host_says() {
    let table = [
        (
            FromHost::Welcome(Welcome {
                protocol: 1,
                host_version: Version::new(0, 1, 0),
            }),
            r#"{"type":"welcome","protocol":1,"hostVersion":"0.1.0"}"#,
        ),
        (
            FromHost::Readers(Readers {
                readers: vec![Reader {
                    name: reader(),
                    card: Card::InUse,
                }],
            }),
            r#"{"type":"readers","readers":[{"name":"Virtual PCD 00 00","card":"inUse"}]}"#,
        ),
        (
            FromHost::Opened(Opened {
                id: 1,
                atr: hex("3B80"),
                short_only: None,
            }),
            r#"{"type":"opened","id":1,"atr":"3B80"}"#,
        ),
        (
            FromHost::Noted(Acknowledgement { id: 2 }),
            r#"{"type":"noted","id":2}"#,
        ),
        (
            FromHost::Transmitted(Transmitted {
                id: 3,
                responses: vec![hex("9000")],
                error: Some(Failure::from(Code::Forbidden)),
            }),
            r#"{"type":"transmitted","id":3,"responses":["9000"],"error":{"code":"BRIDGE-FORBIDDEN"}}"#,
        ),
        (
            FromHost::Error(ErrorMessage {
                update: Some(Part::Extension),
                ..ErrorMessage::new(Code::Version)
            }),
            r#"{"type":"error","code":"BRIDGE-VERSION","update":"extension"}"#,
        ),
        (
            FromHost::Lost(Lost {
                code: Code::Pcsc,
                pcsc: Some(0x8010_002F),
            }),
            r#"{"type":"lost","code":"BRIDGE-PCSC","pcsc":2148532271}"#,
        ),
    ];
    for (message, json) in table {
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        assert_eq!(serde_json::from_str::<FromHost>(json).unwrap(), message);
    }
}

#[test]
fn anything_else_is_refused() {
    for json in [
        "",
        "null",
        "[]",
        "{}",
        r#""watch""#,
        r#"["watch"]"#,
        r#"["close",{"id":1}]"#,
        r#"["close",1]"#,
        r#"{"type":"transmit","id":1,"commands":[["00B0860020",["9000"]]]}"#,
        r#"{"type":"Watch"}"#,
        r#"{"type":"eval"}"#,
        r#"{"type":1}"#,
        r#"{"type":"watch","id":1}"#,
        r#"{"type":"watch","type":"watch"}"#,
        r#"{"type":"watch"} {"type":"watch"}"#,
        r#"{"type":"close"}"#,
        r#"{"type":"close","id":-1}"#,
        r#"{"type":"close","id":1.5}"#,
        r#"{"type":"close","id":"1"}"#,
        r#"{"type":"close","id":4294967296}"#,
        r#"{"type":"close","id":1,"id":2}"#,
        r#"{"type":"close","id":null}"#,
        r#"{"type":"pinTyped","id":1}"#,
        r#"{"type":"pinTyped","id":1,"lastTryConfirmed":"true"}"#,
        r#"{"type":"open","id":1,"reader":""}"#,
        r#"{"type":"open","id":1,"reader":"a\u0000b"}"#,
        r#"{"type":"open","id":1,"reader":"a","share":"shared"}"#,
        r#"{"type":"transmit","id":1,"commands":[{"apdu":"0","expect":[]}]}"#,
        r#"{"type":"transmit","id":1,"commands":[{"apdu":[0],"expect":[]}]}"#,
        r#"{"type":"transmit","id":1,"commands":[{"apdu":"00","expect":["9"]}]}"#,
        r#"{"type":"transmit","id":1,"commands":[{"apdu":"00"}]}"#,
        r#"{"type":"hello","protocol":1,"extensionVersion":"0.1.0","pageVersion":"0.2.0"}"#,
    ] {
        assert!(serde_json::from_str::<ToHost>(json).is_err(), "{json}");
    }
}

#[test]
fn a_page_cannot_name_its_origin() {
    let honest = r#"{"type":"hello","protocol":1,"pageVersion":"0.2.0"}"#;
    assert!(serde_json::from_str::<FromPage>(honest).is_ok());
    for json in [
        r#"{"type":"hello","protocol":1,"pageVersion":"0.2.0","origin":"https://a.example"}"#,
        r#"{"type":"hello","protocol":1,"pageVersion":"0.2.0","extensionVersion":"9.0"}"#,
        r#"{"type":"allowOrigin","origin":"https://a.example"}"#,
    ] {
        assert!(serde_json::from_str::<FromPage>(json).is_err(), "{json}");
    }
}
