//! A stand-in for the terminal as a process, and the connector beside it.

use async_trait::async_trait;
use check_api::field::{Date, FacilityCode};
use check_server::source::{
    BatchAnswers, BatchHead, BatchRow, BatchRows, OfficialElements, Question, RowAnswer,
    SourceFailure,
};
use check_server::{
    AfterReading, FolderEncoding, OqsFolder, OqsFolderSettings, SystemClock, SystemRandomness,
};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

pub(crate) const FACILITY: &str = "1312345678";

/// A desk: the folder of a terminal, and the gateway's notes.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
}

/// A running terminal; it ends with the test, however that ends.
pub(crate) struct Terminal {
    child: Child,
    folder: PathBuf,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        for name in ["req", "res", "trash"] {
            std::fs::create_dir_all(folder.path().join("OQS").join(name)).expect("made");
        }
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The terminal, with faults.
    pub(crate) fn terminal(&self, faults: &[&str]) -> Terminal {
        Terminal::start(self.folder.path(), faults)
    }

    /// The connector as a gateway that starts now opens it.
    pub(crate) fn connector(&self) -> OqsFolder {
        self.connector_with(|_| ())
    }

    pub(crate) fn connector_with(&self, change: impl FnOnce(&mut OqsFolderSettings)) -> OqsFolder {
        let mut settings = OqsFolderSettings {
            facility: facility(),
            folder: self.path("OQS"),
            state: self.path("notes"),
            encoding: FolderEncoding::ShiftJis,
            sequence: 1..=9999,
            answer: Duration::from_secs(4),
            batch_answer: Duration::from_secs(4),
            poll: Duration::from_secs(1),
            give_up: Duration::from_secs(3600),
            after_reading: AfterReading::Delete,
            most_octets: 8 << 20,
            most_rows: 10_000,
        };
        change(&mut settings);
        let clock = Arc::new(SystemClock);
        OqsFolder::open(settings, clock, Arc::new(SystemRandomness)).expect("opened")
    }

    /// Files of a folder of the terminal.
    pub(crate) fn files(&self, name: &str) -> Vec<String> {
        let folder = std::fs::read_dir(self.path("OQS").join(name)).expect("a folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        };
        let mut files: Vec<_> = folder.map(name).collect();
        files.sort();
        files
    }
}

impl Terminal {
    fn start(folder: &Path, faults: &[&str]) -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/terminal/terminal.py");
        let mut command = Command::new("python3");
        command.arg("-B").arg(program);
        for (option, file) in [
            ("--folder", "OQS"),
            ("--journal", "journal"),
            ("--state", "state"),
        ] {
            command.arg(option).arg(folder.join(file));
        }
        for fault in faults {
            command.args(["--fault", fault]);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 is needed to run these tests");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        output.read_line(&mut line).expect("a line");
        assert_eq!(line, "ready\n");
        Self {
            child,
            folder: folder.to_owned(),
        }
    }

    /// What it was asked, in order.
    pub(crate) fn journal(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.join("journal")).unwrap_or_default();
        let lines = text.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().expect("JSON lines")
    }

    /// How many requests of a kind it was asked; nothing that a terminal must never see.
    pub(crate) fn asked(&self, kind: &str) -> usize {
        let journal = self.journal();
        let violation = journal.iter().find(|line| line.get("violation").is_some());
        assert_eq!(violation, None, "the terminal saw what it must never see");
        journal.iter().filter(|line| line["kind"] == kind).count()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The rows of a batch, in pages of seven.
pub(crate) struct Rows(pub(crate) Vec<BatchRow>);

/// Answers that have come.
#[derive(Default)]
pub(crate) struct Answers(pub(crate) Mutex<Vec<RowAnswer>>);

#[async_trait]
impl BatchRows for Rows {
    async fn page(&self, after: Option<u32>) -> Result<Vec<BatchRow>, SourceFailure> {
        let rest = self
            .0
            .iter()
            .filter(|row| after.is_none_or(|after| row.place > after));
        Ok(rest.take(7).cloned().collect())
    }
}

#[async_trait]
impl BatchAnswers for Answers {
    async fn put(&self, answers: Vec<RowAnswer>) -> Result<(), SourceFailure> {
        self.0.lock().expect("nobody panicked").extend(answers);
        Ok(())
    }
}

impl Answers {
    /// Place and number of each row whose answer has come, by place.
    pub(crate) fn numbers(&self) -> Vec<(u32, String)> {
        let answers = self.0.lock().expect("nobody panicked");
        let number = |answer: &RowAnswer| {
            let result = &answer.unit["ResultOfQualificationConfirmation"];
            // One result, or a list of one.
            let result = result.get(0).unwrap_or(result);
            let number = &result["InsuredIdentificationNumber"];
            (answer.place, number.as_str().unwrap_or_default().to_owned())
        };
        let mut numbers: Vec<_> = answers.iter().map(number).collect();
        numbers.sort();
        numbers
    }
}

pub(crate) fn facility() -> FacilityCode {
    FACILITY.to_owned().try_into().expect("a facility")
}

pub(crate) fn day() -> Date {
    "20261121".to_owned().try_into().expect("a day")
}

/// The elements of a question about a number of the terminal's registry.
pub(crate) fn search(number: &str) -> OfficialElements {
    let search = json!({
        "InsurerNumber": "06110829",
        "InsuredCardSymbol": "１２－あ",
        "InsuredIdentificationNumber": number,
        "InsuredBranchNumber": "01",
        "Birthdate": "19800401",
        "LimitApplicationCertificateRelatedConsFlg": "0",
    });
    search.as_object().cloned().expect("an object")
}

pub(crate) fn question(number: &str) -> Question {
    Question {
        facility: facility(),
        confirmation_date: day(),
        search: search(number),
    }
}

pub(crate) fn head(name: &str) -> BatchHead {
    BatchHead {
        facility: facility(),
        confirmation_date: day(),
        name: name.to_owned(),
    }
}

/// Rows of insured people: place n has the number 900000 + n. Every tenth place was
/// rejected before.
pub(crate) fn rows(count: u32) -> Rows {
    let places = (0..count).filter(|place| place % 10 != 9);
    let row = |place| BatchRow {
        place,
        search: search(&(900_000 + place).to_string()),
    };
    Rows(places.map(row).collect())
}

/// The answers that such rows have.
pub(crate) fn expected(count: u32) -> Vec<(u32, String)> {
    let places = (0..count).filter(|place| place % 10 != 9);
    places
        .map(|place| (place, (900_000 + place).to_string()))
        .collect()
}
