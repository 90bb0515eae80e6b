//! The log: times, codes, the origin, names of readers, instruction and status of commands.
//!
//! It has no way to write down the data of a command or an answer: no function here takes any.

use std::fmt::{self, Write as _};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Bytes after which a new file is begun; one old one is kept.
const FILE_BYTES: u64 = 256 * 1024;

/// How much is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing.
    Off,
    /// What went wrong.
    Error,
    /// What was done, too.
    #[default]
    Info,
}

/// A log that never fails: what cannot be written is lost, and a card is not kept waiting.
#[derive(Debug)]
pub struct Log {
    level: Level,
    path: Option<PathBuf>,
    file: Mutex<Option<File>>,
}

impl Log {
    /// A log at this place, or nowhere.
    #[must_use]
    pub const fn new(path: Option<PathBuf>, level: Level) -> Self {
        Self {
            level,
            path,
            file: Mutex::new(None),
        }
    }

    /// Something went wrong.
    pub fn error(&self, text: fmt::Arguments<'_>) {
        self.write(Level::Error, text);
    }

    /// Something was done.
    pub fn info(&self, text: fmt::Arguments<'_>) {
        self.write(Level::Info, text);
    }

    fn write(&self, level: Level, text: fmt::Arguments<'_>) {
        let Some(path) = self.path.as_deref().filter(|_| level <= self.level) else {
            return;
        };
        let mut line = String::new();
        // Writing to a string does not fail.
        let _ = write!(line, "{} {} ", now(), std::process::id());
        let start = line.len();
        let _ = write!(line, "{text}");
        // A name from outside must not look like a line of its own.
        let text: String = line.split_off(start).replace(char::is_control, " ");
        line.push_str(&text);
        line.push('\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.is_none() {
            *file = open(path);
        }
        if let Some(open) = file.as_mut() {
            let _ = open.write_all(line.as_bytes());
            if open.metadata().is_ok_and(|data| data.len() > FILE_BYTES) {
                *file = None;
                let _ = fs::rename(path, path.with_extension("log.old"));
            }
        }
    }
}

fn open(path: &Path) -> Option<File> {
    fs::create_dir_all(path.parent()?).ok()?;
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).ok()
}

/// The time of the system's clock in UTC, to the second.
fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A folder of one test, gone with it.
    pub(crate) struct Folder(pub(crate) PathBuf);

    impl Folder {
        pub(crate) fn new(name: &str) -> Self {
            let folder = format!("bridge-host-{}-{name}", std::process::id());
            let folder = std::env::temp_dir().join(folder);
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn lines_have_a_time_and_stay_lines() {
        let folder = Folder::new("log");
        let path = folder.0.join("deep/bridge.log");
        let log = Log::new(Some(path.clone()), Level::Info);
        log.info(format_args!("reader {}", "a\nb"));
        log.error(format_args!("BRIDGE-PCSC"));
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].ends_with("reader a b"), "{text}");
        assert!(OffsetDateTime::parse(lines[0].split(' ').next().unwrap(), &Rfc3339).is_ok());
    }

    #[test]
    fn levels_leave_out() {
        let folder = Folder::new("levels");
        let path = folder.0.join("bridge.log");
        let log = Log::new(Some(path.clone()), Level::Error);
        log.info(format_args!("done"));
        assert!(!path.exists());
        log.error(format_args!("failed"));
        assert!(path.exists());
        Log::new(None, Level::Info).info(format_args!("nowhere"));
    }

    #[test]
    fn it_grows_no_further_than_two_files() {
        let folder = Folder::new("rotation");
        let path = folder.0.join("bridge.log");
        let log = Log::new(Some(path.clone()), Level::Info);
        let long = "x".repeat(16 * 1024);
        for _ in 0..60 {
            log.info(format_args!("{long}"));
        }
        let size = |path: &Path| fs::metadata(path).unwrap().len();
        assert!(size(&path) <= FILE_BYTES);
        assert!(size(&path.with_extension("log.old")) <= FILE_BYTES + 17 * 1024);
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2);
    }
}
