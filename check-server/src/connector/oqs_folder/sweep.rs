//! Tidying: answers that came too late, requests that nobody took, old notes.
//!
//! Only what is provably the gateway's own is touched: a name that it has given out,
//! and in an answer also the mark that it put into the request. What two sweeps in a
//! row have seen is late; no clock of another machine is asked.

use super::fault::Fault;
use super::folder::Folder;
use super::inbox::{Look, Watch};
use super::message;
use super::name::{RequestName, Service};
use check_api::field::Date;
use std::collections::HashSet;
use std::fs::ReadDir;

/// What the last sweep saw.
#[derive(Default)]
pub(super) struct Seen(HashSet<String>);

/// Days of this time and older are over.
pub(super) struct Horizon {
    /// Numbers before this day are forgotten.
    pub(super) day: Option<Date>,
    /// Batches that ended and began before this moment are forgotten.
    pub(super) moment: i64,
}

impl Folder {
    /// One round.
    pub(super) fn sweep(&self, seen: &mut Seen, horizon: &Horizon) -> Result<(), Fault> {
        let pending = self.records.tidy(horizon.moment)?;
        if let Some(day) = &horizon.day {
            self.claims.forget_before(day)?;
        }
        let mut now = HashSet::new();
        for file in names(self.outbox.files()?) {
            let whole = file.strip_suffix(".part").unwrap_or(&file);
            let ours = RequestName::of_request(whole).filter(|name| self.is_ours(name));
            let Some(name) = ours.filter(|_| !pending.iter().any(|file| file == whole)) else {
                continue;
            };
            if !seen.0.contains(&file) {
                now.insert(file);
            } else if whole != file {
                self.outbox
                    .prepared(&name)?
                    .map_or(Ok(()), super::outbox::Prepared::discard)?;
            } else if name.service() != Service::Upload && self.is_our_request(&name)? {
                self.outbox.withdraw(&name)?;
            }
        }
        for file in names(self.inbox.files()?) {
            let ours = RequestName::of_answer(&file).filter(|name| self.is_ours(name));
            let Some(name) = ours.filter(|name| !pending.contains(&name.request_file())) else {
                continue;
            };
            if seen.0.contains(&file) && self.is_late_answer(&name)? {
                self.inbox.dispose(&name)?;
            } else {
                now.insert(file);
            }
        }
        seen.0 = now;
        Ok(())
    }

    fn is_ours(&self, name: &RequestName) -> bool {
        self.claims.mark(name).is_some()
    }

    fn is_our_request(&self, name: &RequestName) -> Result<bool, Fault> {
        let mark = self.claims.mark(name).unwrap_or_default();
        self.outbox.carries(name, &mark)
    }

    /// What carries our mark, or says no more than that the request failed.
    fn is_late_answer(&self, name: &RequestName) -> Result<bool, Fault> {
        let mut watch = Watch::default();
        let _ = self.look(name, &mut watch)?;
        let Look::Message(octets) = self.look(name, &mut watch)? else {
            return Ok(false);
        };
        let mark = self.claims.mark(name).unwrap_or_default();
        Ok(message::read(&octets).is_ok_and(|m| message::belongs(&m, name.service(), &mark)))
    }
}

fn names(files: ReadDir) -> impl Iterator<Item = String> {
    files.filter_map(|entry| entry.ok()?.file_name().into_string().ok())
}
