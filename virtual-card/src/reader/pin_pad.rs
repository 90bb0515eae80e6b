//! The keys of a reader: an entry that waits for a person, and a person who
//! was told beforehand what to type.

use std::collections::VecDeque;

use super::message::{Failure, Request, RequestKind};
use super::pin_entry::{PadInput, PinEntry};

/// What is left of a request while its answer is not due.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) kind: RequestKind,
    pub(crate) slot: u8,
    pub(crate) sequence: u8,
    /// `bBWI`.
    pub(crate) extension: u8,
    /// `bTeoPrologue`.
    pub(crate) prologue: [u8; 3],
}

impl Waiting {
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let [extension, ..] = request.specific;
        Self {
            kind: request.kind,
            slot: request.slot,
            sequence: request.sequence,
            extension,
            prologue: [0; 3],
        }
    }
}

/// How an entry ended: the command to send, or why there is none.
pub(crate) type Entered = (Waiting, Result<Vec<u8>, Failure>);

/// The pad of one reader.
#[derive(Debug, Default)]
pub(crate) struct PinPad {
    entry: Option<(Waiting, PinEntry)>,
    script: VecDeque<PadInput>,
}

impl PinPad {
    pub(crate) fn waits(&self) -> bool {
        self.entry.is_some()
    }

    /// What a person will type, one entry after the other.
    pub(crate) fn expect(&mut self, inputs: impl IntoIterator<Item = PadInput>) {
        self.script = inputs.into_iter().collect();
    }

    /// The host asks for a PIN. An answer at once if the script has one.
    pub(crate) fn ask(&mut self, waiting: Waiting, entry: PinEntry) -> Option<Entered> {
        let prologue = entry.prologue();
        self.entry = Some((
            Waiting {
                prologue,
                ..waiting
            },
            entry,
        ));
        while let Some(input) = self.script.pop_front() {
            let entered = self.press(input);
            if entered.is_some() {
                return entered;
            }
        }
        None
    }

    /// A person does something. `None` while nothing comes of it: nobody asked,
    /// or the digits are not such as were asked for.
    pub(crate) fn press(&mut self, input: PadInput) -> Option<Entered> {
        let (_, entry) = self.entry.as_ref()?;
        let result = match input {
            PadInput::Digits(digits) => Ok(entry.command(&digits)?),
            PadInput::Cancel => Err(Failure::PinCancelled),
            PadInput::Timeout => Err(Failure::PinTimeout),
        };
        let waiting = self.give_up()?;
        Some((waiting, result))
    }

    pub(crate) fn give_up(&mut self) -> Option<Waiting> {
        self.entry.take().map(|(waiting, _)| waiting)
    }
}
