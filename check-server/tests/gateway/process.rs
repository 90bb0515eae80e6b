//! The program itself: started, asked over the loopback, and stopped.

use crate::place::configure;
use crate::support::{Card, ORIGIN, configuration, context};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use tempfile::TempDir;

/// A running gateway; it ends with the test, however that ends.
pub(crate) struct Running {
    pub(crate) child: Child,
    log: BufReader<ChildStderr>,
    address: String,
}

impl Running {
    pub(crate) fn start(config: &Path) -> Self {
        let mut child = program()
            .args(["serve", "--config"])
            .arg(config)
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut log = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut line = String::new();
        log.read_line(&mut line).expect("a line");
        let started: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(started["event"], "started", "{line}");
        let address = started["address"].as_str().expect("an address").to_owned();
        Self {
            child,
            log,
            address,
        }
    }

    /// Status and body of one request.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        self.ask_with("", method, path, body)
    }

    /// The same with an idempotency key.
    pub(crate) fn ask_with(&self, key: &str, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).expect("connected");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\norigin: {ORIGIN}\r\n\
             content-type: application/json\r\nidempotency-key: {key}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.address,
            body.len(),
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer
            .get(9..12)
            .and_then(|status| status.parse().ok())
            .expect("a status");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        (status, serde_json::from_str(body).expect("JSON"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_check-server"))
}

fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let practice = "[practice]\nstart = '2026-11-21T09:00:00+09:00'";
    configure(folder.path(), &configuration(practice));
    folder
}

#[cfg(unix)]
#[test]
fn the_program_serves_and_stops_when_asked() {
    let folder = folder();
    let mut running = Running::start(&folder.path().join("config.toml"));
    let (status, state) = running.ask("GET", "/v1/status", "");
    assert_eq!(
        (status, &state["environment"]),
        (200, &Value::from("practice"))
    );

    let (status, challenge) = running.ask("POST", "/v1/challenges", &context().to_string());
    assert_eq!(status, 201, "{challenge}");
    let challenge = serde_json::from_value(challenge).expect("a challenge");
    let request = Card::of("valid-adult").request(&challenge, ORIGIN, &context());
    let (status, answer) = running.ask("POST", "/v1/checks/card", &request.to_string());
    assert_eq!(status, 200, "{answer}");
    assert_eq!(
        answer["XmlMsg"]["MessageBody"]["QualificationValidity"],
        "1"
    );

    let process = running.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &process])
            .status()
            .expect("sent")
            .success()
    );
    let mut rest = String::new();
    running.log.read_to_string(&mut rest).expect("the log");
    assert!(running.child.wait().expect("ended").success());
    assert!(
        rest.lines()
            .last()
            .is_some_and(|line| line.contains(r#""event":"stopped""#)),
        "{rest}"
    );
    assert!(!rest.contains("厚労"));
}

#[test]
fn people_can_be_replaced_while_it_serves() {
    let folder = folder();
    let config = folder.path().join("config.toml");
    let running = Running::start(&config);
    let people = folder.path().join("people.toml");
    std::fs::write(
        &people,
        "[[person]]\nissuer-key-id = '05AA1A0BEB19EE13F397EEEFF419BCC6B0CF4C9E'\n\
         serials = ['0705D991']\nbody = { ProcessingResultStatus = '1', QualificationValidity = '2' }",
    )
    .expect("written");
    let import = program()
        .args(["import", "--config"])
        .arg(&config)
        .arg(&people)
        .status();
    assert!(import.expect("run").success());
    let revoked = folder.path().join("revoked.toml");
    std::fs::write(
        &revoked,
        "[[issuer]]\nkey-id = '05AA1A0BEB19EE13F397EEEFF419BCC6B0CF4C9E'\nserials = ['0705D992']",
    )
    .expect("written");
    let revoke = program()
        .args(["revoke", "--config"])
        .arg(&config)
        .arg(&revoked)
        .status();
    assert!(revoke.expect("run").success());

    let check = |profile: &str| {
        let (_, challenge) = running.ask("POST", "/v1/challenges", &context().to_string());
        let challenge = serde_json::from_value(challenge).expect("a challenge");
        let request = Card::of(profile).request(&challenge, ORIGIN, &context());
        running.ask("POST", "/v1/checks/card", &request.to_string())
    };
    let (_, replaced) = check("valid-adult");
    assert_eq!(
        replaced["XmlMsg"]["MessageBody"]["QualificationValidity"],
        "2"
    );
    assert_eq!(check("grace").1["code"], "GATE-REVOKED");
    let (status, no_longer) = check("revoked");
    assert_eq!(
        (
            status,
            &no_longer["XmlMsg"]["MessageBody"]["QualificationValidity"]
        ),
        (200, &Value::from("4")),
        "revoked no more, and nobody is filed under it"
    );
}

#[test]
fn a_mistake_in_the_configuration_ends_it_with_words() {
    let folder = folder();
    let config = folder.path().join("config.toml");
    let text = std::fs::read_to_string(&config).expect("read");
    std::fs::write(&config, text.replace("origins =", "origin =")).expect("written");
    let output = program()
        .args(["serve", "--config"])
        .arg(&config)
        .output()
        .expect("run");
    assert!(!output.status.success());
    let words = String::from_utf8(output.stderr).expect("text");
    assert!(
        words.contains("config.toml") && words.contains("origins"),
        "{words}"
    );
    assert!(
        words.contains("必要") && words.contains("needed"),
        "{words}"
    );
}
