//! What a person wants of the screens that came later: it is carried out in their chunk, so
//! that the first file need not know how.

use std::rc::Rc;

use check_api::medical::{MedicalInformation, MedicalRequest};
use yew::Callback;

use crate::domain::advice::ErrorCode;

/// What came of asking for medical information.
pub type MedicalOutcome = Result<Rc<MedicalInformation>, ErrorCode>;

/// Something a person wants there.
#[derive(Clone, PartialEq)]
pub enum Wish {
    /// Forget the history now.
    EraseHistory,
    /// Give the history out as a file.
    ExportHistory,
    /// Ask for medical information. The answer goes to the screen that asked, and nowhere
    /// else: it is in no state and goes with that screen.
    AskMedical(Rc<MedicalRequest>, Callback<MedicalOutcome>),
}
