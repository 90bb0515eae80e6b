//! The gateway as a process before a terminal as a process: asked over HTTP, killed in
//! the middle of a batch, and started anew.

use crate::support::{Desk, FACILITY};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const ORIGIN: &str = "https://desk.example";
const KEY: &str = "0123456789abcdefghijkl";

/// A running gateway; it is killed at the end of the test, or before.
struct Gateway {
    child: Child,
    address: String,
}

impl Gateway {
    fn start(desk: &Desk) -> Self {
        Self::start_by(desk, Command::new(env!("CARGO_BIN_EXE_check-server")))
    }

    /// `command` is the program, or something that becomes it.
    fn start_by(desk: &Desk, mut command: Command) -> Self {
        let config = desk.path("config.toml");
        let anchors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../virtual-card/profiles");
        let text = format!(
            "listen = '127.0.0.1:0'\ndatabase = 'gateway.sqlite'\nenvironment = 'practice'\n\
             origins = ['{ORIGIN}']\nanchors = ['{}']\n\
             [[facility]]\ncode = '{FACILITY}'\nterminals = ['DESK-01']\n\
             [oqs-folder]\nfacility = '{FACILITY}'\nfolder = 'OQS'\nstate = 'notes'\n\
             poll-seconds = 1\nanswer-seconds = 3\n\
             [practice]\nstart = '2026-11-21T09:00:00+09:00'\n",
            anchors.join("authority/practice-01.cer").display()
        );
        std::fs::write(&config, text).expect("written");
        let mut child = command
            .args(["serve", "--config"])
            .arg(config)
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut line = String::new();
        let mut log = BufReader::new(child.stderr.take().expect("a pipe"));
        log.read_line(&mut line).expect("a line");
        let started: Value = serde_json::from_str(&line).expect(&line);
        let address = started["address"].as_str().expect("an address").to_owned();
        std::thread::spawn(move || {
            let mut rest = String::new();
            let _ = log.read_to_string(&mut rest);
        });
        Self { child, address }
    }

    /// Status and body of one request.
    fn ask(&self, method: &str, path: &str, key: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).expect("connected");
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\norigin: {ORIGIN}\r\n\
             content-type: application/json\r\nidempotency-key: {key}\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}",
            self.address,
        )
        .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer.get(9..12).and_then(|status| status.parse().ok());
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        (
            status.expect("a status"),
            serde_json::from_str(body).unwrap_or_default(),
        )
    }

    fn check(&self, number: &str, key: &str) -> (u16, Value) {
        let question = json!({
            "terminalId": "DESK-01",
            "XmlMsg": {
                "MessageHeader": {
                    "QualificationConfirmationDate": "20261121",
                    "MedicalInstitutionCode": FACILITY,
                },
                "MessageBody": { "QualificationConfirmSearchInfo": search(number) },
            },
        });
        self.ask("POST", "/v1/checks/insurance", key, &question.to_string())
    }

    /// Looks until the batch is done; the message with its rows.
    fn finish(&self, number: &str) -> Value {
        let end = Instant::now() + Duration::from_secs(90);
        loop {
            let (status, answer) = self.ask("GET", &format!("/v1/batches/{number}"), KEY, "");
            if status == 200 {
                return answer["XmlMsg"].clone();
            }
            assert!(matches!(status, 202 | 429), "{status} {answer}");
            assert!(Instant::now() < end, "not done in time");
            std::thread::sleep(Duration::from_millis(1100));
        }
    }

    /// As if the power had gone.
    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn search(number: &str) -> Value {
    json!({
        "InsurerNumber": "06110829",
        "InsuredCardSymbol": "12",
        "InsuredIdentificationNumber": number,
        "InsuredBranchNumber": "01",
        "Birthdate": "19800401",
        "LimitApplicationCertificateRelatedConsFlg": "0",
    })
}

fn batch(rows: u32) -> String {
    let item = |row: u32| {
        let mut item = search(&(900_000 + row).to_string());
        item["ArbitraryIdentifier"] = format!("row-{row}").into();
        item
    };
    json!({
        "facilityCode": FACILITY,
        "terminalId": "DESK-01",
        "confirmationDate": "20261121",
        "items": (0..rows).map(item).collect::<Vec<_>>(),
    })
    .to_string()
}

/// Key and number of every row.
fn told(message: &Value) -> Vec<(String, String)> {
    let body = &message["MessageBody"];
    let units = body["BulkConfirmUnitList"]
        .as_array()
        .or(body["BulkConfirmUnit"].as_array());
    let told = units.expect("rows").iter().map(|unit| {
        let unit = unit.get("BulkConfirmUnit").unwrap_or(unit);
        let mut result = &unit["ResultList"][0];
        if result.is_null() {
            result = unit;
        }
        let result = &result["ResultOfQualificationConfirmation"];
        let result = result.get(0).unwrap_or(result);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let key = &unit["QualificationConfirmSearchInfo"]["ArbitraryIdentifier"];
        (text(key), text(&result["InsuredIdentificationNumber"]))
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

fn expected(rows: u32) -> Vec<(String, String)> {
    let row = |row: u32| (format!("row-{row}"), (900_000 + row).to_string());
    let mut rows: Vec<_> = (0..rows).map(row).collect();
    rows.sort();
    rows
}

#[test]
fn a_question_goes_through_to_the_terminal_and_back() {
    let desk = Desk::new();
    let terminal = desk.terminal(&[]);
    let gateway = Gateway::start(&desk);
    let (status, answer) = gateway.check("900123", KEY);
    assert_eq!(status, 200, "{answer}");
    let message = &answer["XmlMsg"];
    assert_eq!(message["MessageHeader"]["ReferenceClassification"], "2");
    assert_eq!(message["MessageBody"]["QualificationValidity"], "1");
    assert!(message.to_string().contains("端末　900123"));
    // The same question under the same key is not asked again.
    assert_eq!(gateway.check("900123", KEY), (status, answer));
    assert_eq!(terminal.asked("single"), 1);
}

#[test]
fn a_silent_terminal_and_an_official_refusal_are_told_apart() {
    let desk = Desk::new();
    let gateway = Gateway::start(&desk);
    let (status, problem) = gateway.check("900123", KEY);
    assert_eq!(
        (status, &problem["code"]),
        (503, &json!("GATE-SOURCE-UNTAKEN"))
    );
    assert_eq!(problem["retryable"], true);
    let _terminal = desk.terminal(&["segment9=E123456"]);
    let (status, answer) = gateway.check("900123", "another-key-of-22-char");
    assert_eq!(status, 200, "{answer}");
    let header = &answer["XmlMsg"]["MessageHeader"];
    assert_eq!(header["SegmentOfResult"], "9");
    assert_eq!(header["ErrorCode"], "E123456");
    assert_eq!(header["ErrorMessage"], "資格確認を受け付けられません。");
}

/// In a name space of its own the gateway sees a `req` without any room.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_room_is_named_and_nothing_half_is_left() {
    let desk = Desk::new();
    let req = desk.path("OQS/req");
    let filled = "mount -t tmpfs -o size=4k tmpfs \"$0\" && \
                  head -c 4096 /dev/zero > \"$0/filler\" && exec \"$@\"";
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", filled]);
    command.arg(&req).arg(env!("CARGO_BIN_EXE_check-server"));
    let gateway = Gateway::start_by(&desk, command);
    let (status, problem) = gateway.check("900123", KEY);
    assert_eq!(
        (status, &problem["code"]),
        (503, &json!("GATE-SOURCE-FULL"))
    );
    let inside = format!("/proc/{}/root{}", gateway.child.id(), req.display());
    let files = std::fs::read_dir(inside).expect("seen from outside");
    let files: Vec<_> = files
        .map(|file| file.expect("a file").file_name())
        .collect();
    assert_eq!(files, ["filler"]);
}

#[test]
fn a_gateway_that_dies_in_a_batch_goes_on_and_asks_nothing_twice() {
    // Killed while the terminal still has the batch, and while it works on the answers.
    for (faults, pause) in [
        (&["upload.slow=1.5"][..], 700),
        (&["download.processing=2"], 2500),
    ] {
        let desk = Desk::new();
        let terminal = desk.terminal(faults);
        let gateway = Gateway::start(&desk);
        let (status, reception) = gateway.ask("POST", "/v1/batches", KEY, &batch(40));
        assert_eq!(status, 202, "{reception}");
        let number = reception["ReceptionNumber"]
            .as_str()
            .expect("a number")
            .to_owned();
        std::thread::sleep(Duration::from_millis(pause));
        gateway.kill();
        let gateway = Gateway::start(&desk);
        let message = gateway.finish(&number);
        assert_eq!(told(&message), expected(40), "{faults:?}");
        assert_eq!(terminal.asked("upload"), 1, "{faults:?}");
        assert!(desk.files("req").is_empty(), "{faults:?}");
    }
}

#[test]
fn a_row_never_shows_the_answer_about_somebody_else() {
    let desk = Desk::new();
    let terminal = desk.terminal(&["download.swap", "shuffle", "extra=3"]);
    let gateway = Gateway::start(&desk);
    let (_, reception) = gateway.ask("POST", "/v1/batches", KEY, &batch(20));
    let message = gateway.finish(reception["ReceptionNumber"].as_str().expect("a number"));
    let mut wanted = expected(20);
    for (key, number) in &mut wanted {
        if key == "row-0" || key == "row-1" {
            number.clear();
        }
    }
    assert_eq!(told(&message), wanted);
    assert_eq!(message["MessageHeader"]["NumberOfError"], "2");
    assert!(message.to_string().contains("GATE-SOURCE-ANSWER"));
    assert_eq!(terminal.asked("upload"), 1);
}

#[test]
fn an_official_refusal_of_a_batch_is_told_as_it_came() {
    let desk = Desk::new();
    let _terminal = desk.terminal(&["download.segment9=E7"]);
    let gateway = Gateway::start(&desk);
    let (_, reception) = gateway.ask("POST", "/v1/batches", KEY, &batch(3));
    let number = reception["ReceptionNumber"].as_str().expect("a number");
    let header = &gateway.finish(number)["MessageHeader"];
    assert_eq!(header["SegmentOfResult"], "9");
    assert_eq!(header["ErrorCode"], "E7");
    assert_eq!(header["ErrorMessage"], "一括照会に失敗しました。");
}
