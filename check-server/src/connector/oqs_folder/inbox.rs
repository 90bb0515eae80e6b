//! The `res` folder: answers are read when they are complete, and others' files stay.
//!
//! Knows names and octets; what an answer says is read elsewhere.

use super::fault::Fault;
use super::name::RequestName;
use super::package;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What becomes of an answer that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterReading {
    /// It is deleted: the gateway's database has what it needs.
    Delete,
    /// It stays where it is.
    Leave,
    /// It is moved to a folder.
    Move(PathBuf),
}

/// The folder that the terminal fills.
pub(super) struct Inbox {
    folder: PathBuf,
    /// Octets of the largest answer that is read, also out of a zip.
    most: u64,
    after: AfterReading,
}

/// What is to be seen of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Nothing yet.
    Nothing,
    /// Something that is not complete, or has only just come.
    Growing,
    /// A message.
    Message(Vec<u8>),
    /// Something that will not become a message.
    Unreadable,
    /// What the last look has already told.
    Same,
}

/// What the last look saw. A file is complete when two looks in a row see the same.
#[derive(Default)]
pub(super) struct Watch {
    seen: Option<Glimpse>,
    told: bool,
}

#[derive(Clone, PartialEq, Eq)]
struct Glimpse {
    file: String,
    length: u64,
    modified: Option<SystemTime>,
}

impl Inbox {
    pub(super) const fn new(folder: PathBuf, most: u64, after: AfterReading) -> Self {
        Self {
            folder,
            most,
            after,
        }
    }

    /// Looks for the answer to a request.
    pub(super) fn look(&self, name: &RequestName, watch: &mut Watch) -> Result<Look, Fault> {
        let Some(glimpse) = self.glimpse(name)? else {
            *watch = Watch::default();
            return Ok(Look::Nothing);
        };
        let same = watch.seen.as_ref() == Some(&glimpse);
        if same && watch.told {
            return Ok(Look::Same);
        }
        *watch = Watch {
            seen: Some(glimpse.clone()),
            told: same && glimpse.length > 0,
        };
        if !watch.told {
            return Ok(Look::Growing);
        }
        if glimpse.length > self.most {
            return Ok(Look::Unreadable);
        }
        match self.read(&glimpse.file) {
            Ok(octets) => Ok(self.message(name, &glimpse.file, octets)),
            // Still open on the other side, or gone again.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Look::Nothing),
            Err(error) if error.kind() == ErrorKind::ResourceBusy => Ok(Look::Growing),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether there is anything under the names of an answer.
    pub(super) fn has(&self, name: &RequestName) -> Result<bool, Fault> {
        Ok(self.glimpse(name)?.is_some())
    }

    /// Does with an answer that has been read what the administrator decided. Both of
    /// its names: an answer that came twice is one answer.
    pub(super) fn dispose(&self, name: &RequestName) -> Result<(), Fault> {
        for file in name.answer_files() {
            let path = self.folder.join(&file);
            let done = match &self.after {
                AfterReading::Leave => Ok(()),
                AfterReading::Delete => fs::remove_file(&path),
                AfterReading::Move(folder) => move_file(&path, &folder.join(&file)),
            };
            match done {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// The files of the folder.
    pub(super) fn files(&self) -> Result<fs::ReadDir, Fault> {
        Ok(fs::read_dir(&self.folder)?)
    }

    fn glimpse(&self, name: &RequestName) -> Result<Option<Glimpse>, Fault> {
        for file in name.answer_files() {
            match fs::symlink_metadata(self.folder.join(&file)) {
                // A link could lead anywhere.
                Ok(meta) if meta.is_file() => {
                    return Ok(Some(Glimpse {
                        file,
                        length: meta.len(),
                        modified: meta.modified().ok(),
                    }));
                }
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        if self.folder.is_dir() {
            Ok(None)
        } else {
            Err(Fault::Unreachable)
        }
    }

    fn read(&self, file: &str) -> std::io::Result<Vec<u8>> {
        let mut octets = Vec::new();
        let file = File::open(self.folder.join(file))?;
        file.take(self.most).read_to_end(&mut octets)?;
        Ok(octets)
    }

    fn message(&self, name: &RequestName, file: &str, octets: Vec<u8>) -> Look {
        let [wanted, _] = name.answer_files();
        if file == wanted {
            return Look::Message(octets);
        }
        match package::unfold(&octets, &wanted, self.most) {
            Ok(octets) => Look::Message(octets),
            Err(_) => Look::Unreadable,
        }
    }
}

/// Also from one disk to another.
fn move_file(from: &Path, to: &Path) -> std::io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            fs::copy(from, to)?;
            fs::remove_file(from)
        }
        other => other,
    }
}

#[cfg(test)]
#[path = "inbox_tests.rs"]
mod tests;
