//! The terminal's folder and the gateway's own notes about it, in steps that block.
//!
//! Each step leaves the disk so that a process that starts later can tell what was
//! done. Knows no time and no waiting.

use super::claims::Claims;
use super::fault::Fault;
use super::inbox::{Inbox, Look, Watch};
use super::name::{RequestName, Service};
use super::outbox::{Outbox, Prepared, Sending, Withdrawal};
use super::record::{BatchName, Record, Records, Stage};
use super::settings::OqsFolderSettings;
use check_api::field::Date;
use std::fs;
use std::path::PathBuf;

/// How often a name is chosen anew because other software was faster.
const MOST_NAMES: usize = 5;

/// The folder.
pub(super) struct Folder {
    pub(super) outbox: Outbox,
    pub(super) inbox: Inbox,
    pub(super) claims: Claims,
    pub(super) records: Records,
    trash: PathBuf,
}

/// A request that is ready to be written.
pub(super) struct Request<'a> {
    pub(super) service: Service,
    pub(super) day: &'a Date,
    /// What its answer will carry.
    pub(super) mark: &'a str,
    pub(super) octets: &'a [u8],
}

impl Folder {
    /// Makes the folder for the gateway's notes; the terminal's folders are never made.
    pub(super) fn open(settings: &OqsFolderSettings) -> Result<Self, Fault> {
        let [claims, records] = ["claims", "batches"].map(|name| settings.state.join(name));
        for folder in [&claims, &records] {
            fs::create_dir_all(folder)?;
        }
        Ok(Self {
            outbox: Outbox::new(settings.folder.join("req")),
            inbox: Inbox::new(
                settings.folder.join("res"),
                settings.most_octets,
                settings.after_reading.clone(),
            ),
            claims: Claims::new(claims, settings.sequence.clone()),
            records: Records::new(records),
            trash: settings.folder.join("trash"),
        })
    }

    /// Sends a request that may be sent again if nobody knows what became of it.
    pub(super) fn send(&self, request: &Request<'_>) -> Result<RequestName, Fault> {
        for _ in 0..MOST_NAMES {
            let (name, prepared) = self.prepare(request)?;
            match prepared.send()? {
                Sending::Sent => return Ok(name),
                Sending::NameTaken(prepared) => {
                    self.claims.disown(&name)?;
                    prepared.discard()?;
                }
            }
        }
        Err(Fault::Sequence)
    }

    /// Hands a batch over. It is remembered before it leaves, so that it leaves once.
    pub(super) fn hand_over(
        &self,
        batch: &BatchName,
        request: &Request<'_>,
        now: i64,
    ) -> Result<Record, Fault> {
        let mut passed_over = None;
        for _ in 0..MOST_NAMES {
            let (name, prepared) = self.prepare(request)?;
            let record = Record {
                upload: name.request_file(),
                since: now,
                stage: Stage::Uploading,
            };
            self.records.save(batch, &record)?;
            if let Some(passed_over) = passed_over.take() {
                Prepared::discard(passed_over)?;
            }
            match prepared.send()? {
                Sending::Sent => return Ok(record),
                Sending::NameTaken(prepared) => {
                    self.claims.disown(&name)?;
                    passed_over = Some(prepared);
                }
            }
        }
        // It lies ready, and goes when it is asked for again.
        Err(Fault::Sequence)
    }

    /// What is known of a batch. One that lay ready leaves now.
    pub(super) fn resume(
        &self,
        batch: &BatchName,
        request: &Request<'_>,
        now: i64,
    ) -> Result<Option<Record>, Fault> {
        let Some(record) = self.records.load(batch)? else {
            return Ok(None);
        };
        if record.stage != Stage::Uploading {
            return Ok(Some(record));
        }
        match self.outbox.prepared(&record.upload()?)? {
            None => Ok(Some(record)),
            Some(prepared) => match prepared.send()? {
                Sending::Sent => Ok(Some(record)),
                Sending::NameTaken(prepared) => {
                    let record = self.hand_over(batch, request, now)?;
                    prepared.discard()?;
                    Ok(Some(record))
                }
            },
        }
    }

    /// Takes a batch back that the terminal has not taken, and forgets it.
    pub(super) fn take_back(
        &self,
        batch: &BatchName,
        record: &Record,
    ) -> Result<Withdrawal, Fault> {
        let withdrawal = self.outbox.withdraw(&record.upload()?)?;
        if withdrawal == Withdrawal::Withdrawn {
            self.records.remove(batch)?;
        }
        Ok(withdrawal)
    }

    /// Looks for an answer.
    pub(super) fn look(&self, name: &RequestName, watch: &mut Watch) -> Result<Look, Fault> {
        self.inbox.look(name, watch)
    }

    fn prepare(&self, request: &Request<'_>) -> Result<(RequestName, Prepared), Fault> {
        let name = self
            .claims
            .claim(request.service, request.day, request.mark, |name| {
                self.is_used(name)
            })?;
        let prepared = self.outbox.prepare(&name, request.octets)?;
        Ok((name, prepared))
    }

    /// Whether other software has used a name, as far as its files are still there.
    fn is_used(&self, name: &RequestName) -> Result<bool, Fault> {
        let request = name.request_file();
        Ok(self.outbox.is_waiting(name)?
            || self.inbox.has(name)?
            || self.trash.join(request).try_exists()?)
    }
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
