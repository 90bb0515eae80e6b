//! What can be wrong with the folder or with what lies in it.

use check_api::ProblemCode;
use std::io::{Error, ErrorKind};

/// Why the terminal could not be asked, or what was wrong with its answer. Says what
/// is at fault, not whether the question left: only who asked knows that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The folder is not there: the share is not connected, the path is wrong.
    Unreachable,
    /// The folder may not be read or written.
    Denied,
    /// No room is left on the disk.
    Full,
    /// The numbers of the day are used up.
    Sequence,
    /// A text has a character that the encoding of requests does not have.
    Text,
    /// More than fits into one request.
    Large,
    /// The terminal is another facility's.
    Facility,
    /// The terminal has not taken the request: it is off, or its program does not run.
    Untaken,
    /// The terminal has taken the request and not answered in time.
    Unanswered,
    /// The answer cannot be read.
    Unreadable,
    /// The answer belongs to another question.
    Foreign,
    /// What the gateway remembers of a batch cannot be read.
    Record,
}

impl Fault {
    /// The fault behind an error of the file system.
    pub(super) fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Denied,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Unreachable,
        }
    }

    /// The problem as which it is told.
    pub(super) const fn code(self) -> ProblemCode {
        match self {
            Self::Unreachable => ProblemCode::SourceUnreachable,
            Self::Denied => ProblemCode::SourceDenied,
            Self::Full => ProblemCode::SourceFull,
            Self::Sequence => ProblemCode::SourceSequence,
            Self::Text => ProblemCode::SourceText,
            Self::Large => ProblemCode::BatchSize,
            Self::Facility => ProblemCode::SourceFacility,
            Self::Untaken => ProblemCode::SourceUntaken,
            Self::Unanswered => ProblemCode::SourceTimeout,
            Self::Unreadable => ProblemCode::SourceAnswer,
            Self::Foreign => ProblemCode::SourceForeign,
            Self::Record => ProblemCode::Internal,
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::of(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_file_system_have_their_fault() {
        for (kind, fault, code) in [
            (
                ErrorKind::NotFound,
                Fault::Unreachable,
                "GATE-SOURCE-UNREACHABLE",
            ),
            (
                ErrorKind::PermissionDenied,
                Fault::Denied,
                "GATE-SOURCE-DENIED",
            ),
            (
                ErrorKind::ReadOnlyFilesystem,
                Fault::Denied,
                "GATE-SOURCE-DENIED",
            ),
            (ErrorKind::QuotaExceeded, Fault::Full, "GATE-SOURCE-FULL"),
        ] {
            let found = Fault::from(Error::from(kind));
            assert_eq!((found, found.code().code()), (fault, code), "{kind:?}");
        }
    }

    /// A device on which there is never any room.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_named_as_such() {
        let error = std::fs::write("/dev/full", "request").expect_err("no room");
        assert_eq!(Fault::of(&error), Fault::Full);
    }
}
