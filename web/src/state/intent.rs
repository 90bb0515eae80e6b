//! What a person at the desk can want. Screens emit these and nothing else; the
//! services carry them out and answer with actions.

use super::{Carrier, Order, Screen, Wish};
use crate::domain::settings::Settings;

/// A key of the PIN pad. A digit travels alone and is never kept in the state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PinKey {
    /// A character typed or pressed; ASCII and full-width digits count, others do not.
    Digit(char),
    /// Take the last digit back.
    Backspace,
    /// Take all digits back.
    Clear,
    /// Hand the PIN to the card.
    Submit,
}

/// Something a person wants.
#[derive(Clone, PartialEq)]
pub enum Intent {
    /// Go to a screen.
    Open(Screen),
    /// Let the browser ask which reader to use.
    ConnectReader,
    /// Let the browser ask which device to use, over something else than USB.
    ConnectOther(Carrier),
    /// Read the card that lies on the reader (again).
    ReadAgain,
    /// Have the card on the reader examined by the device check.
    ExamineCard,
    /// Clear the screen at once and wait for the next patient.
    Clear,
    /// Stop the countdown, or let it go on.
    PauseClear(bool),
    /// A key of the PIN pad.
    Pin(PinKey),
    /// The PIN pad lost the focus: forget what was typed.
    PinBlur,
    /// Use the last try in spite of the warning.
    AcceptLastTry,
    /// The patient agrees (or not) that 限度額 information is provided.
    LimitConsent(bool),
    /// Check the next patient without PIN (or with it).
    ByEye(bool),
    /// Tick that face and photo were compared (or take the tick back).
    TickFacePhoto(bool),
    /// Confirm what was ticked.
    ConfirmFacePhoto,
    /// Keep new settings.
    Change(Settings),
    /// Ask the gateway for its status again.
    AskGateway,
    /// Look for the bridge now.
    FindBridge,
    /// Hand the result on: copy, save, give out or print it.
    HandOver(Order),
    /// Mean that one of several eligibilities.
    Choose(usize),
    /// Compare the result with a patient record, as pasted.
    Compare(String),
    /// Record and result are of one patient.
    SamePerson,
    /// Take the comparison with the patient record away.
    EndComparison,
    /// Print the page.
    Print,
    /// Copy text to the clipboard.
    Copy(String),
    /// Copy the report of the diagnosis, together with the page's own log.
    CopyReport(String),
    /// Reload the page.
    Reload,
    /// Put the practice card of that key on the virtual reader.
    InsertCard(String),
    /// Take the practice card away.
    RemoveCard,
    /// Press the keys of the virtual reader: these digits and OK, or cancel.
    PressPad(Option<&'static str>),
    /// Make a fault happen from now on.
    SetFault(String),
    /// Use another model of the virtual reader.
    SetModel(String),
    /// Plug the virtual reader in, or pull it out.
    Plug(bool),
    /// Something that the chunk of the later screens carries out.
    Wish(Wish),
}
