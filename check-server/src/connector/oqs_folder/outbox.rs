//! The `req` folder: requests go in whole or not at all.
//!
//! A request is written under a name that the terminal does not look for and gets
//! its own by one renaming. So the state of the folder says what happened, also to
//! a process that starts later: while the `.part` is there the request has not
//! left, and when it is gone the request has.

use super::fault::Fault;
use super::name::RequestName;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The folder that the terminal watches.
pub(super) struct Outbox {
    folder: PathBuf,
}

/// A request that lies ready and has not left.
#[must_use = "it leaves only when it is sent"]
pub(super) struct Prepared {
    part: PathBuf,
    whole: PathBuf,
}

/// What became of a request that was to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Withdrawal {
    /// It is back, and the terminal has not seen it.
    Withdrawn,
    /// The terminal has it.
    Taken,
}

/// How sending ended.
pub(super) enum Sending {
    /// The request has left.
    Sent,
    /// Other software has just used the name; the request still lies ready.
    NameTaken(Prepared),
}

impl Outbox {
    pub(super) const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Writes a request out, and lets nobody see it yet.
    pub(super) fn prepare(&self, name: &RequestName, octets: &[u8]) -> Result<Prepared, Fault> {
        let prepared = self.paths(name);
        let written = write_new(&prepared.part, octets);
        if written.is_err() {
            // Half a request is of no use; that it stays is no harm.
            let _ = fs::remove_file(&prepared.part);
        }
        written?;
        Ok(prepared)
    }

    /// A request that lay ready when an earlier process ended.
    pub(super) fn prepared(&self, name: &RequestName) -> Result<Option<Prepared>, Fault> {
        let prepared = self.paths(name);
        Ok(self.has(&prepared.part)?.then_some(prepared))
    }

    /// Whether the terminal has not taken a request yet.
    pub(super) fn is_waiting(&self, name: &RequestName) -> Result<bool, Fault> {
        self.has(&self.folder.join(name.request_file()))
    }

    /// Whether the request of a name has a mark in it: letters that are the same octets in
    /// all encodings of the exchange.
    pub(super) fn carries(&self, name: &RequestName, mark: &str) -> Result<bool, Fault> {
        match fs::read(self.folder.join(name.request_file())) {
            Ok(octets) => {
                let mark = mark.as_bytes();
                Ok(!mark.is_empty() && octets.windows(mark.len()).any(|part| part == mark))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a request back, if the terminal has not been faster.
    pub(super) fn withdraw(&self, name: &RequestName) -> Result<Withdrawal, Fault> {
        let Prepared { part, whole } = self.paths(name);
        if !self.has(&whole)? {
            return Ok(Withdrawal::Taken);
        }
        match fs::rename(&whole, &part) {
            Ok(()) => {
                fs::remove_file(&part)?;
                Ok(Withdrawal::Withdrawn)
            }
            // Between the look and the renaming; or it is open there, on a system that
            // lets nobody rename an open file: it is being read.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ResourceBusy) => {
                Ok(Withdrawal::Taken)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The files of the folder.
    pub(super) fn files(&self) -> Result<fs::ReadDir, Fault> {
        Ok(fs::read_dir(&self.folder)?)
    }

    fn paths(&self, name: &RequestName) -> Prepared {
        Prepared {
            part: self.folder.join(name.part_file()),
            whole: self.folder.join(name.request_file()),
        }
    }

    /// A file that is not there and a folder that is not there are different things:
    /// a share that is not connected has taken no request.
    fn has(&self, file: &Path) -> Result<bool, Fault> {
        if file.try_exists()? {
            return Ok(true);
        }
        if self.folder.is_dir() {
            // Once more: the share may have come back between the two looks.
            Ok(file.try_exists()?)
        } else {
            Err(Fault::Unreachable)
        }
    }
}

impl Prepared {
    /// Lets the terminal see the request.
    pub(super) fn send(self) -> Result<Sending, Fault> {
        match rename_to_new(&self.part, &self.whole) {
            Ok(()) => Ok(Sending::Sent),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Sending::NameTaken(self)),
            Err(error) => Err(error.into()),
        }
    }

    /// Throws the request away. It has not left.
    pub(super) fn discard(self) -> Result<(), Fault> {
        Ok(fs::remove_file(self.part)?)
    }
}

/// Writes a file that is not there yet, for its owner and the group of the share alone:
/// it names people.
fn write_new(file: &Path, octets: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o660);
    let mut file = options.open(file)?;
    file.write_all(octets)?;
    file.sync_all()
}

/// Renames without ever replacing a file of somebody else.
#[cfg(target_os = "linux")]
fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some network file systems cannot be told so (renameat2(2), EINVAL).
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => look_and_rename(from, to),
        other => Ok(other?),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    look_and_rename(from, to)
}

/// Where the file system cannot do it in one step, the look comes first. What is
/// left of the danger is why other software gets another range of numbers.
fn look_and_rename(from: &Path, to: &Path) -> io::Result<()> {
    if to.try_exists()? {
        return Err(ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
