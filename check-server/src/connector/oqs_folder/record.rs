//! What is remembered of a batch that was handed to the terminal, so that a gateway
//! that starts anew goes on where the last one ended. Names nobody.

use super::fault::Fault;
use super::name::RequestName;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// One batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The file that handed it over.
    pub(super) upload: String,
    /// When, in seconds since 1970.
    pub(super) since: i64,
    /// Where it stands.
    pub(super) stage: Stage,
}

/// Where a batch stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub(super) enum Stage {
    /// Handed over, as far as is known; no reception number yet.
    Uploading,
    /// It has a reception number.
    Received {
        /// 受付番号.
        reception: String,
        /// Before this moment its answers are not asked for.
        not_before: i64,
    },
    /// Its answers have been asked for.
    Asking {
        /// 受付番号.
        reception: String,
        /// The file that asks.
        download: String,
        /// When.
        since: i64,
    },
    /// Its answers have been handed on.
    Done,
    /// The official service ended it.
    Refused {
        /// `ErrorCode`.
        error_code: Option<String>,
        /// `ErrorMessage`.
        error_message: Option<String>,
    },
}

/// The records of all batches, one file each.
pub(super) struct Records {
    folder: PathBuf,
}

/// The name of a batch that may be part of a path: letters of base64url.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BatchName(String);

impl Record {
    /// The name of the request that handed it over.
    pub(super) fn upload(&self) -> Result<RequestName, Fault> {
        RequestName::of_request(&self.upload).ok_or(Fault::Record)
    }

    /// Names whose answers are still waited for.
    fn pending(&self) -> Option<&str> {
        match &self.stage {
            Stage::Uploading => Some(&self.upload),
            Stage::Asking { download, .. } => Some(download),
            _ => None,
        }
    }
}

impl BatchName {
    /// The text, if it is one.
    pub(super) fn of(text: &str) -> Result<Self, Fault> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        // 34 and "-4294967295" are the 45 of the longest key of a row: at most 50.
        if (1..=34).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Fault::Record)
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Records {
    pub(super) const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// What is known of a batch.
    pub(super) fn load(&self, batch: &BatchName) -> Result<Option<Record>, Fault> {
        read(&self.file(batch))
    }

    /// Remembers a batch, in one step: a reader sees the old record or the new.
    pub(super) fn save(&self, batch: &BatchName, record: &Record) -> Result<(), Fault> {
        let text = serde_json::to_vec(record).map_err(|_| Fault::Record)?;
        let file = self.file(batch);
        let fresh = file.with_extension("new");
        fs::write(&fresh, text)?;
        fs::File::open(&fresh)?.sync_all()?;
        Ok(fs::rename(fresh, file)?)
    }

    /// Forgets a batch that has never left.
    pub(super) fn remove(&self, batch: &BatchName) -> Result<(), Fault> {
        Ok(fs::remove_file(self.file(batch))?)
    }

    /// The files whose answers are still waited for. Forgets batches that were handed over
    /// before `moment`, when nothing more is hoped for.
    pub(super) fn tidy(&self, moment: i64) -> Result<Vec<String>, Fault> {
        let mut pending = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            match read(&path) {
                Ok(Some(record)) if record.since < moment => {
                    fs::remove_file(&path)?;
                }
                Ok(Some(record)) => pending.extend(record.pending().map(str::to_owned)),
                // One that nobody can read keeps nobody from reading the others.
                Ok(None) | Err(Fault::Record) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(pending)
    }

    fn file(&self, batch: &BatchName) -> PathBuf {
        self.folder.join(format!("{}.json", batch.as_str()))
    }
}

fn read(file: &Path) -> Result<Option<Record>, Fault> {
    if file.extension().is_none_or(|end| end != "json") {
        return Ok(None);
    }
    match fs::read(file) {
        Ok(text) => serde_json::from_slice(&text)
            .map(Some)
            .map_err(|_| Fault::Record),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn record(stage: Stage, since: i64) -> Record {
        Record {
            upload: "OQSmuquc01req_202611210001.xml".to_owned(),
            since,
            stage,
        }
    }

    fn asking() -> Stage {
        Stage::Asking {
            reception: "1".to_owned(),
            download: "OQSmuquc02req_202611210001.xml".to_owned(),
            since: 5,
        }
    }

    #[test]
    fn a_record_outlives_who_wrote_it() {
        let folder = TempDir::new().expect("a folder");
        let batch = BatchName::of("abc_DEF-1").expect("a name");
        let records = || Records::new(folder.path().to_owned());
        assert_eq!(records().load(&batch), Ok(None));
        for stage in [Stage::Uploading, asking(), Stage::Done] {
            let record = record(stage, 1);
            records().save(&batch, &record).expect("saved");
            assert_eq!(records().load(&batch), Ok(Some(record)));
        }
        records().remove(&batch).expect("removed");
        assert_eq!(records().load(&batch), Ok(None));
    }

    #[test]
    fn a_damaged_record_is_not_taken_for_none() {
        let folder = TempDir::new().expect("a folder");
        let records = Records::new(folder.path().to_owned());
        fs::write(folder.path().join("a.json"), "{").expect("written");
        let batch = BatchName::of("a").expect("a name");
        assert_eq!(records.load(&batch), Err(Fault::Record));
        assert_eq!(records.tidy(10), Ok(vec![]));
    }

    #[test]
    fn names_that_would_leave_the_folder_are_refused() {
        for text in ["", "../a", "a/b", "a.json", "名", &"a".repeat(35)] {
            assert_eq!(BatchName::of(text), Err(Fault::Record), "{text}");
        }
    }

    #[test]
    fn what_has_ended_is_forgotten_and_what_is_waited_for_is_named() {
        let folder = TempDir::new().expect("a folder");
        let records = Records::new(folder.path().to_owned());
        for (name, stage, since) in [
            ("old", Stage::Done, 9),
            ("new", Stage::Done, 10),
            ("asking", asking(), 11),
            ("uploading", Stage::Uploading, 12),
            ("lost", Stage::Uploading, 1),
        ] {
            let name = BatchName::of(name).expect("a name");
            records.save(&name, &record(stage, since)).expect("saved");
        }
        let mut pending = records.tidy(10).expect("tidied");
        pending.sort();
        assert_eq!(
            pending,
            [
                "OQSmuquc01req_202611210001.xml",
                "OQSmuquc02req_202611210001.xml"
            ]
        );
        for (name, there) in [
            ("old", false),
            ("lost", false),
            ("new", true),
            ("asking", true),
        ] {
            let name = BatchName::of(name).expect("a name");
            assert_eq!(records.load(&name).expect("loaded").is_some(), there);
        }
    }
}
