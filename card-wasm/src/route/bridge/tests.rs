//! The page's side of the bridge against scripted words of the other side.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use bridge_protocol::{FromHost, FromPage, Version};
use futures_util::FutureExt;

use super::{BridgeReaders, Client, Fault, Greeting, Port};
use crate::iso7816::{Command, ExpectedLength, StatusWord};
use crate::link::script::block_on;
use crate::link::{CardChannel, CardReader, LinkError, Warrant};

/// What is said to each message, and what was said by the page so far.
#[derive(Clone, Default)]
struct Script {
    said: Rc<RefCell<Vec<serde_json::Value>>>,
    answers: Rc<RefCell<VecDeque<&'static str>>>,
    client: Rc<RefCell<Option<Client>>>,
}

impl Port for Script {
    fn post(&self, message: &FromPage) -> Result<(), Fault> {
        let mut value = serde_json::to_value(message).unwrap();
        let id = value.as_object_mut().and_then(|it| it.remove("id"));
        self.said.borrow_mut().push(value);
        let answer = self.answers.borrow_mut().pop_front();
        if let Some(answer) = answer.filter(|answer| !answer.is_empty()) {
            let id = id.map_or_else(String::new, |id| id.to_string());
            self.hears(&answer.replace(":ID", &[":", &id].concat()));
        }
        Ok(())
    }
}

impl Script {
    fn client(&self) -> Client {
        let client = Client::new(Box::new(self.clone()));
        self.client.replace(Some(client.clone()));
        client
    }

    fn hears(&self, message: &str) {
        let message: FromHost = serde_json::from_str(message).unwrap();
        let client = self.client.borrow().clone();
        client.unwrap().hear(message);
    }

    fn answers(&self, answers: &[&'static str]) {
        self.answers.borrow_mut().extend(answers);
    }

    fn said(&self) -> Vec<String> {
        let said = self.said.take();
        said.iter().map(ToString::to_string).collect()
    }
}

const ONE_CARD: &str =
    r#"{"type":"readers","readers":[{"name":"A","card":"absent"},{"name":"B","card":"present"}]}"#;
const NO_CARD: &str =
    r#"{"type":"readers","readers":[{"name":"A","card":"present"},{"name":"B","card":"absent"}]}"#;
const OPENED: &str = r#"{"type":"opened","id":ID,"atr":"3B80"}"#;

fn read(offset: u8) -> Command {
    Command::new([0x00, 0xB0, 0x00, offset]).expecting(ExpectedLength::SHORT_MAXIMUM)
}

fn opened(script: &Script) -> (BridgeReaders, Box<dyn CardChannel>) {
    let client = script.client();
    script.hears(ONE_CARD);
    let readers = BridgeReaders::new(client);
    script.answers(&[OPENED]);
    let channel = block_on(async {
        readers.wait_for_card().await.unwrap();
        readers.power_on().await.unwrap()
    });
    assert_eq!(script.said(), [r#"{"reader":"B","type":"open"}"#]);
    (readers, channel)
}

#[test]
fn a_greeting_may_take_a_persons_time() {
    let script = Script::default();
    let client = script.client();
    client.greet(Version::new(0, 1, 0)).unwrap();
    assert_eq!(
        script.said(),
        [r#"{"pageVersion":"0.1.0","protocol":1,"type":"hello"}"#]
    );
    assert!(client.greeting(None).now_or_never().is_none());
    script.hears(r#"{"type":"error","code":"BRIDGE-ORIGIN-PENDING"}"#);
    let asking = client.greeting(None).now_or_never().unwrap().unwrap();
    assert_eq!(asking, Greeting::Asking);
    assert!(
        client
            .greeting(Some(asking.clone()))
            .now_or_never()
            .is_none()
    );
    script.hears(r#"{"type":"welcome","protocol":1,"hostVersion":"0.1.0"}"#);
    let welcome = client.greeting(Some(asking)).now_or_never().unwrap();
    let host = Version::new(0, 1, 0);
    assert_eq!(welcome, Ok(Greeting::Welcome { host }));
}

#[test]
fn the_end_is_explained_by_what_was_said_before_it() {
    for (said, code) in [
        (None, "BRIDGE-HOST-ENDED"),
        (
            Some(r#"{"type":"error","code":"BRIDGE-HOST-MISSING"}"#),
            "BRIDGE-HOST-MISSING",
        ),
        (
            Some(r#"{"type":"error","code":"BRIDGE-VERSION","update":"host"}"#),
            "BRIDGE-UPDATE-HOST",
        ),
    ] {
        let script = Script::default();
        let client = script.client();
        if let Some(said) = said {
            script.hears(said);
        }
        client.ended();
        let end = client.greeting(None).now_or_never().unwrap();
        assert_eq!(end.map_err(Fault::code), Err(code));
    }
}

#[test]
fn the_card_is_opened_where_it_lies() {
    let script = Script::default();
    let (readers, _channel) = opened(&script);
    assert_eq!(readers.name().as_deref(), Some("B"));
    assert!(readers.wait_for_removal().now_or_never().is_none());
    script.hears(NO_CARD);
    assert_eq!(readers.wait_for_removal().now_or_never(), Some(Ok(())));
    script.hears(r#"{"type":"readers","readers":[]}"#);
    let gone = readers.wait_for_removal().now_or_never();
    assert_eq!(gone, Some(Err(LinkError::Unplugged)));
}

#[test]
fn a_service_that_ends_takes_its_readers_along() {
    let script = Script::default();
    let (readers, _channel) = opened(&script);
    script.hears(r#"{"type":"error","code":"BRIDGE-NO-SERVICE"}"#);
    let gone = readers.wait_for_removal().now_or_never().unwrap();
    assert_eq!(gone.unwrap_err().code(), "BRIDGE-NO-SERVICE");
    script.hears(ONE_CARD);
    assert_eq!(readers.wait_for_card().now_or_never(), Some(Ok(())));
}

#[test]
fn commands_go_over_together_and_their_answers_come_together() {
    let script = Script::default();
    let (_readers, mut channel) = opened(&script);
    script.answers(&[r#"{"type":"transmitted","id":ID,"responses":["019000","6B00"]}"#]);
    let answers = block_on(channel.exchange_all(&[read(0), read(1), read(2)])).unwrap();
    assert_eq!(answers[0].data(), [1]);
    assert_eq!(answers[1].status(), StatusWord::OffsetOutsideFile);
    let said = script.said();
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with(
            r#"{"commands":[{"apdu":"00B0000000","expect":["9000","6282"]},{"apdu":"00B0000100""#
        ),
        "{said:?}"
    );
}

#[test]
fn a_failure_behind_some_answers_is_a_failure() {
    let script = Script::default();
    let (_readers, mut channel) = opened(&script);
    script.answers(&[
        r#"{"type":"transmitted","id":ID,"responses":["9000"],"error":{"code":"BRIDGE-CARD-RESET"}}"#,
    ]);
    let failed = block_on(channel.exchange_all(&[read(0), read(1)]));
    assert_eq!(failed, Err(LinkError::CardReplaced));
}

#[test]
fn what_makes_a_command_right_goes_with_it() {
    let script = Script::default();
    let (_readers, mut channel) = opened(&script);
    let answer = r#"{"type":"transmitted","id":ID,"responses":["9000"]}"#;
    script.answers(&["", answer, answer, answer]);
    let last_try_confirmed = true;
    channel.warrant(Warrant::PinTyped { last_try_confirmed });
    block_on(channel.exchange(&read(0))).unwrap();
    channel.warrant(Warrant::Message(&[7, 8]));
    block_on(channel.exchange(&read(1))).unwrap();
    // Asked once more, as after 6Cxx, it is the same message; the PIN was for one command.
    block_on(channel.exchange(&read(2))).unwrap();
    let said = script.said();
    assert_eq!(said[0], r#"{"lastTryConfirmed":true,"type":"pinTyped"}"#);
    assert!(said[2].contains(r#""message":"0708""#), "{said:?}");
    assert!(said[3].contains(r#""message":"0708""#), "{said:?}");
    assert_eq!(said.len(), 4);
}

#[test]
fn a_card_that_is_closed_is_asked_nothing_more() {
    for (failure, error) in [
        ("BRIDGE-CARD-REMOVED", LinkError::CardRemoved),
        ("BRIDGE-FORBIDDEN", LinkError::Forbidden),
    ] {
        let script = Script::default();
        let (_readers, mut channel) = opened(&script);
        let answer = format!(
            r#"{{"type":"transmitted","id":ID,"responses":[],"error":{{"code":"{failure}"}}}}"#
        );
        script.answers(&[Box::leak(answer.into_boxed_str())]);
        assert_eq!(block_on(channel.exchange(&read(0))), Err(error));
        assert_eq!(script.said().len(), 1);
        let later = block_on(channel.exchange(&read(0)));
        assert_eq!(later, Err(LinkError::PoweredOff));
        assert_eq!(block_on(channel.power_off()), Ok(()));
        drop(channel);
        assert_eq!(script.said(), [""; 0]);
    }
}

#[test]
fn a_card_that_goes_by_itself_says_why() {
    let script = Script::default();
    let (_readers, mut channel) = opened(&script);
    script.hears(r#"{"type":"lost","code":"BRIDGE-TIMEOUT"}"#);
    let lost = block_on(channel.exchange(&read(0)));
    assert_eq!(lost, Err(LinkError::Timeout));
}

#[test]
fn a_channel_that_is_dropped_is_closed() {
    let script = Script::default();
    let (_readers, mut channel) = opened(&script);
    script.answers(&[r#"{"type":"closed","id":ID}"#]);
    assert_eq!(block_on(channel.power_off()), Ok(()));
    drop(channel);
    assert_eq!(script.said(), [r#"{"type":"close"}"#]);
    let (_readers, channel) = opened(&script);
    drop(channel);
    assert_eq!(script.said(), [r#"{"type":"close"}"#]);
}

#[test]
fn a_host_that_ends_in_the_middle_is_an_answer_to_everything() {
    let script = Script::default();
    let (readers, mut channel) = opened(&script);
    script.client.borrow().clone().unwrap().ended();
    let error = block_on(channel.exchange(&read(0))).unwrap_err();
    assert_eq!(error.code(), "BRIDGE-HOST-ENDED");
    assert!(error.is_card_lost());
    let gone = block_on(readers.wait_for_removal());
    assert_eq!(gone.unwrap_err().code(), "BRIDGE-HOST-ENDED");
    assert_eq!(block_on(channel.power_off()), Ok(()));
}
