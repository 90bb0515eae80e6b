//! Numbers of requests, each given out once.
//!
//! A number is claimed by making a file for it, which the file system lets one
//! process do. Claims outlive restarts, and several gateways that share the
//! folder never claim the same. Other software numbers its own requests in the same
//! `req` folder: a name that is seen there is passed over.

use super::fault::Fault;
use super::name::{RequestName, Service, series};
use check_api::field::Date;
use std::collections::HashMap;
use std::fs;
use std::io::{ErrorKind, Write};
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

    /// The next name of a day that nobody has used, as far as `is_used` can see. `mark`
    /// is what the answer will carry; it is kept beside the number.
    pub(super) fn claim(
        &self,
        service: Service,
        day: &Date,
        mark: &str,
        is_used: impl Fn(&RequestName) -> Result<bool, Fault>,
    ) -> Result<RequestName, Fault> {
        let series = series(service, day);
        let folder = self.folder.join(&series);
        fs::create_dir_all(&folder)?;
        let first = match self.hint(&series) {
            Some(last) => last,
            None => last_of(&folder)?,
        };
        let start = (first.saturating_add(1)).max(*self.range.start());
        for sequence in start..=*self.range.end() {
            let name = RequestName::new(service, day, sequence).ok_or(Fault::Sequence)?;
            if !make(&folder.join(format!("{sequence:04}")), mark)? {
                continue;
            }
            if is_used(&name)? {
                self.disown(&name)?;
                continue;
            }
            self.remember(series, sequence);
            return Ok(name);
        }
        Err(Fault::Sequence)
    }

    /// The mark of a name that was given out here.
    pub(super) fn mark(&self, name: &RequestName) -> Option<String> {
        let mark = fs::read_to_string(self.file(name));
        mark.ok().filter(|mark| !mark.is_empty())
    }

    /// Takes the mark from a name that other software has used.
    pub(super) fn disown(&self, name: &RequestName) -> Result<(), Fault> {
        Ok(fs::write(self.file(name), "")?)
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

    fn file(&self, name: &RequestName) -> PathBuf {
        let folder = self.folder.join(name.series());
        folder.join(format!("{:04}", name.sequence()))
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
fn make(file: &Path, mark: &str) -> Result<bool, Fault> {
    let mut options = fs::OpenOptions::new();
    match options.write(true).create_new(true).open(file) {
        Ok(mut claim) => {
            claim.write_all(mark.as_bytes())?;
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
#[path = "claims_tests.rs"]
mod tests;
