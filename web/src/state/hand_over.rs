//! What is done with the result on the screen: the eligibility that is meant, what has been
//! handed on, and the comparison with a patient record. All of it goes with the result.

use std::rc::Rc;

use super::Visit;
use crate::domain::answer::Answer;
use crate::domain::history::HandOver;
use crate::domain::record::{Comparison, RecordProblem};

/// What is to be done with which result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What is to be done.
    pub what: HandOver,
    /// The result.
    pub answer: Rc<Answer>,
    /// The eligibility that is meant, where only one can be handed on.
    pub meant: Option<usize>,
    /// Whether another folder is to be chosen first.
    pub elsewhere: bool,
}

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Under way.
    UnderWay,
    /// Done; a saved file's name and its folder's, where there are some.
    Done(Option<Saved>),
    /// The person closed the browser's question: nothing was done.
    Dropped,
    /// It could not be done.
    Failed(HandOverProblem),
}

/// Where a file went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its name, which names no person.
    pub file: String,
    /// The name of the chosen folder; none for the browser's own for downloads.
    pub folder: Option<String>,
}

/// Why a result could not be handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverProblem {
    /// The browser refuses the clipboard.
    CopyRefused,
    /// The browser or the person refuses the folder.
    FolderRefused,
    /// The folder is not there any more.
    FolderGone,
    /// Another program holds the file or the folder.
    FolderLocked,
    /// There is no room.
    DiskFull,
    /// Every name that was tried is taken.
    NameTaken,
    /// The browser could not write, and does not say why.
    NotWritten,
    /// The result holds something that the format cannot.
    NotFormed,
    /// The part of the program that does it could not be fetched.
    NotFetched,
}

impl HandOverProblem {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::CopyRefused,
        Self::FolderRefused,
        Self::FolderGone,
        Self::FolderLocked,
        Self::DiskFull,
        Self::NameTaken,
        Self::NotWritten,
        Self::NotFormed,
        Self::NotFetched,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CopyRefused => "DESK-COPY-REFUSED",
            Self::FolderRefused => "DESK-SAVE-REFUSED",
            Self::FolderGone => "DESK-SAVE-FOLDER-GONE",
            Self::FolderLocked => "DESK-SAVE-LOCKED",
            Self::DiskFull => "DESK-SAVE-FULL",
            Self::NameTaken => "DESK-SAVE-NAME",
            Self::NotWritten => "DESK-SAVE-FAILED",
            Self::NotFormed => "DESK-EXPORT-CONTENT",
            Self::NotFetched => crate::chunk::NotFetched::CODE,
        }
    }
}

/// One thing that was done, or tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What.
    pub what: HandOver,
    /// How it went.
    pub progress: Progress,
}

/// What was done with the result on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// The eligibility that was chosen.
    pub chosen: Option<usize>,
    /// What was done, the latest last; each once.
    pub deeds: Vec<Deed>,
    /// The comparison with a patient record, if one was pasted.
    pub compared: Option<Result<Rc<Comparison>, RecordProblem>>,
    /// Whether a person has said that record and result are of one patient.
    pub same_person: bool,
}

impl Handed {
    /// Notes how something went.
    pub(super) fn note(&mut self, what: HandOver, progress: Progress) {
        self.deeds.retain(|deed| deed.what != what);
        self.deeds.push(Deed { what, progress });
    }

    /// Whether it was done.
    pub fn has_done(&self, what: HandOver) -> bool {
        self.deeds
            .iter()
            .any(|deed| deed.what == what && matches!(deed.progress, Progress::Done(_)))
    }
}

impl Order {
    /// What may be done with a result, and how; nothing with what confirms nothing, except to
    /// print that.
    pub fn of(what: HandOver, visit: &Visit, handed: &Handed) -> Option<Self> {
        let Visit::Done { answer, .. } = visit else {
            return None;
        };
        let meant = answer.meant(handed.chosen);
        let possible = match what {
            HandOver::Print => true,
            HandOver::Copy => answer.is_confirmed() && meant.is_some(),
            HandOver::Save | HandOver::Csv | HandOver::Fhir => answer.is_confirmed(),
            // Medical information is never handed on.
            HandOver::Medication | HandOver::Checkup => false,
        };
        possible.then(|| Self {
            what,
            answer: Rc::clone(answer),
            meant,
            elsewhere: false,
        })
    }
}

#[cfg(test)]
#[path = "hand_over_tests.rs"]
mod tests;
