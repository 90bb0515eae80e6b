//! Numbers of requests, each given out once.
//!
//! A number is claimed by making an empty file for it, which the file system lets
//! one process do. Claims outlive restarts, and several gateways that share the
//! folder never claim the same. Other software numbers its own requests in the same
//! `req` folder: a name that is seen there is passed over.

use super::fault::Fault;
use super::name::{RequestName, Service};
use check_api::field::Date;
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Gives out names.
pub(super) struct Claims {
    folder: PathBuf,
    range: RangeInclusive<u16>,
    /// The last number that this process has seen claimed, by series: a hint.
    seen: Mutex<HashMap<String, u16>>,
}

impl Claims {
    /// Claims are kept in `folder`, which is made if it is not there.
    pub(super) fn new(folder: PathBuf, range: RangeInclusive<u16>) -> Self {
        Self {
            folder,
            range,
            seen: Mutex::default(),
        }
    }

    /// The next name of a day that nobody has used, as far as `is_used` can see.
    pub(super) fn claim(
        &self,
        service: Service,
        day: &Date,
        is_used: impl Fn(&RequestName) -> Result<bool, Fault>,
    ) -> Result<RequestName, Fault> {
        let series = RequestName::new(service, day, 0).series();
        let folder = self.folder.join(&series);
        fs::create_dir_all(&folder)?;
        let first = match self.hint(&series) {
            Some(last) => last,
            None => last_of(&folder)?,
        };
        let start = (first.saturating_add(1)).max(*self.range.start());
        for sequence in start..=*self.range.end() {
            let name = RequestName::new(service, day, sequence);
            if make(&folder.join(format!("{sequence:04}")))? && !is_used(&name)? {
                self.remember(series, sequence);
                return Ok(name);
            }
        }
        Err(Fault::Sequence)
    }

    /// Whether a name was given out here.
    pub(super) fn is_ours(&self, name: &RequestName) -> bool {
        let folder = self.folder.join(name.series());
        folder.join(format!("{:04}", name.sequence())).is_file()
    }

    /// Forgets the series before a day. Their names never come again.
    pub(super) fn forget_before(&self, day: &Date) -> Result<(), Fault> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let old = name
                .to_str()
                .and_then(|series| series.split_once('_'))
                .is_some_and(|(_, of)| of.len() == 8 && of < day.as_str());
            if old {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    fn hint(&self, series: &str) -> Option<u16> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(series).copied()
    }

    fn remember(&self, series: String, sequence: u16) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // Yesterday's are over.
        seen.retain(|of, _| *of == series || of.get(11..) == series.get(11..));
        seen.insert(series, sequence);
    }
}

/// The highest number claimed in a series; 0 if there is none.
fn last_of(folder: &Path) -> Result<u16, Fault> {
    let mut last = 0;
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let sequence = name.to_str().and_then(|name| name.parse().ok());
        last = last.max(sequence.unwrap_or(0));
    }
    Ok(last)
}

/// Makes a claim; false if somebody has made it before.
fn make(file: &Path) -> Result<bool, Fault> {
    match fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
    {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
#[path = "claims_tests.rs"]
mod tests;
