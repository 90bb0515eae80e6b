//! `[oqs-folder]` of the configuration.

use super::inbox::AfterReading;
use crate::config::{Fault, FileError, Item};
use card_certificate::Environment;
use check_api::field::FacilityCode;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

/// How requests to a terminal are made, and how long answers are waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OqsFolderSettings {
    /// The facility whose terminal it is.
    pub facility: FacilityCode,
    /// The folder in which the terminal has `req` and `res`.
    pub folder: PathBuf,
    /// Where the gateway keeps numbers and batches. Gateways that share the terminal
    /// share it too.
    pub state: PathBuf,
    /// In which encoding requests are written.
    pub encoding: FolderEncoding,
    /// Which numbers of a day are the gateway's.
    pub sequence: RangeInclusive<u16>,
    /// How long a check waits for its answer.
    pub answer: Duration,
    /// How long a batch waits for its reception number or its answers.
    pub batch_answer: Duration,
    /// The pause between two questions for the answers of a batch.
    pub poll: Duration,
    /// After this time nothing more is hoped for of a batch.
    pub give_up: Duration,
    /// What becomes of answers that have been read.
    pub after_reading: AfterReading,
    /// Octets of the largest answer that is read.
    pub most_octets: u64,
    /// Rows of the largest batch.
    pub most_rows: usize,
}

/// The encodings of the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderEncoding {
    /// Shift_JIS as Microsoft has it, code page 932.
    ShiftJis,
    /// UTF-8.
    Utf8,
}

impl OqsFolderSettings {
    /// Reads the section. `timeout` is that of a request to the gateway: a check has to
    /// end before it. The facility is one of those that may ask.
    pub(crate) fn read(
        item: &Item<'_>,
        environment: Environment,
        timeout: Duration,
        may_ask: impl Fn(&FacilityCode) -> bool,
    ) -> Result<Self, FileError> {
        let mut table = item.table()?;
        let mut seconds =
            |key, bounds: RangeInclusive<u64>, otherwise: u64| match table.optional(key) {
                Some(item) => item.number(bounds),
                None => Ok(otherwise),
            };
        let most = timeout.as_secs().saturating_sub(1).max(1);
        let answer = seconds("answer-seconds", 1..=most, most.min(8))?;
        let batch_answer = seconds("batch-answer-seconds", 1..=3600, 120)?;
        // Public clients ask every ten seconds (YUKI-ENT/OQSDrug2); practice has no queue.
        let least = match environment {
            Environment::Practice => 1,
            Environment::Production => 10,
        };
        let poll = seconds("poll-seconds", least..=3600, 10)?;
        let give_up = seconds("give-up-hours", 1..=168, 24)?;
        // The most that is read of a message at all.
        let most_octets = seconds("most-megabytes", 1..=64, 64)?;
        let most_rows = seconds("most-rows", 1..=100_000, 10_000)?;
        let first = seconds("first-number", 1..=9999, 1)?;
        let last = seconds("last-number", first..=9999, 9999)?;
        let facility_item = table.required("facility")?;
        let facility = facility_item.value()?;
        if !may_ask(&facility) {
            return Err(facility_item.error(Fault::Facility));
        }
        let settings = Self {
            facility,
            folder: table.required("folder")?.path()?,
            state: table.required("state")?.path()?,
            encoding: match table.optional("encoding") {
                Some(item) => encoding(&item)?,
                None => FolderEncoding::ShiftJis,
            },
            sequence: number(first)..=number(last),
            answer: Duration::from_secs(answer),
            batch_answer: Duration::from_secs(batch_answer),
            poll: Duration::from_secs(poll),
            give_up: Duration::from_secs(give_up * 3600),
            after_reading: match (table.optional("answers"), table.optional("answers-folder")) {
                (None, None) => AfterReading::Delete,
                (Some(item), folder) => after_reading(&item, folder.as_ref())?,
                (None, Some(folder)) => return Err(folder.error(Fault::UnknownKey)),
            },
            most_octets: most_octets << 20,
            most_rows: usize::try_from(most_rows).unwrap_or(usize::MAX),
        };
        table.finish()?;
        Ok(settings)
    }
}

fn number(within_bounds: u64) -> u16 {
    u16::try_from(within_bounds).unwrap_or(u16::MAX)
}

fn encoding(item: &Item<'_>) -> Result<FolderEncoding, FileError> {
    match item.text()? {
        "Shift_JIS" => Ok(FolderEncoding::ShiftJis),
        "UTF-8" => Ok(FolderEncoding::Utf8),
        _ => Err(item.error(Fault::Choice {
            words: "\"Shift_JIS\", \"UTF-8\"",
        })),
    }
}

fn after_reading(item: &Item<'_>, folder: Option<&Item<'_>>) -> Result<AfterReading, FileError> {
    match (item.text()?, folder) {
        ("delete", None) => Ok(AfterReading::Delete),
        ("leave", None) => Ok(AfterReading::Leave),
        ("move", Some(folder)) => Ok(AfterReading::Move(folder.path()?)),
        ("delete" | "leave", Some(folder)) => Err(folder.error(Fault::UnknownKey)),
        _ => Err(item.error(Fault::Choice {
            words: "\"delete\", \"leave\", \"move\" + answers-folder",
        })),
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
