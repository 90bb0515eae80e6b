//! The state of the 一括照会, apart from that of the page: it comes with the chunk of its
//! screen, and lives while the desk serves patients on another one. Pure; what is told to
//! it by the services is [`BatchEvent`], what a person wants [`BatchIntent`].

use std::rc::Rc;

use check_api::batch::{BatchAnswer, RejectedItem};
use check_api::field::Date;

use crate::domain::advice::ErrorCode;
use crate::domain::batch::run::unanswered;
use crate::domain::batch::sheet::Standing;
use crate::domain::batch::{BatchProblem, Column, Matching, Receipts, Run, Sheet, Table};
use crate::domain::settings::Language;

/// What a person wants. Everything that needs the browser is carried out by the services.
#[derive(Clone, PartialEq)]
pub enum BatchIntent {
    /// Read a file.
    Read(web_sys::File),
    /// Read what was pasted.
    Paste(String),
    /// Give a column of the table a meaning.
    Choose(usize, Option<Column>),
    /// Say whether the first row is a heading.
    Headed(bool),
    /// The columns are right: judge the rows.
    Matched,
    /// Ask for another day.
    AskFor(Date),
    /// Correct a row.
    Correct(usize, Column, String),
    /// Leave a row out, or take it in again.
    LeaveOut(usize, bool),
    /// Leave out all rows that stand somewhere.
    LeaveOutAll(Standing),
    /// Send what can be sent.
    Send,
    /// Ask again about the rows that could not be confirmed.
    AskAgain,
    /// Save these rows as a table, in the words of a language.
    Export(Vec<usize>, Language),
    /// Drop the table, or erase the results here and at the gateway.
    Erase,
    /// Erase the results here, although the gateway still has them.
    EraseHere,
}

/// What happened to the batches of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum BatchEvent {
    /// The gateway has these rows, and refused some of them by themselves.
    Received {
        /// The rows in the order in which they were sent; none after a reload.
        identifiers: Vec<String>,
        /// Those that broke a rule.
        rejected: Vec<RejectedItem>,
    },
    /// So many rows of all batches have been worked on.
    Progress(u32),
    /// Rows of an answer.
    Rows {
        /// The answer.
        answer: BatchAnswer,
        /// Whether the page knows the rows of this batch.
        known: bool,
    },
    /// A batch ended: those of its rows that have no answer have none.
    Ended {
        /// Its rows; none after a reload.
        identifiers: Vec<String>,
        /// How many rows that nobody knows any more have no answer.
        missing: u32,
    },
    /// A batch ended without any answer.
    Failed {
        /// Its rows; none after a reload.
        identifiers: Vec<String>,
        /// How many rows it had.
        rows: u32,
        /// Why.
        code: ErrorCode,
        /// What the service says of all of them together, if it said something.
        answer: Option<BatchAnswer>,
    },
    /// Something does not work and is tried again; or it works again.
    Trouble(Option<ErrorCode>),
}

/// How far the desk has come.
#[derive(Clone, Default, PartialEq)]
pub enum Stage {
    /// Nothing is there.
    #[default]
    Empty,
    /// A file is being read.
    Reading,
    /// The columns of a table are being given a meaning.
    Matching(Rc<Matching>),
    /// The rows are looked through before they are sent.
    Sheet(Rc<Sheet>),
    /// The rows were sent.
    Run(Rc<RunState>),
}

/// Rows that are gone, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// How many.
    pub rows: u32,
    /// Why.
    pub code: ErrorCode,
}

/// A run and how it goes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RunState {
    /// The rows.
    pub run: Rc<Run>,
    /// Whether something is still awaited.
    pub under_way: bool,
    /// How many rows are under way together.
    pub total: u32,
    /// How many of them have been worked on.
    pub done: u32,
    /// The day for which was asked; none after a reload.
    pub asked_for: Option<Date>,
    /// What does not work at the moment, and is tried again.
    pub trouble: Option<ErrorCode>,
    /// Rows of which nothing but their number is left.
    pub losses: Vec<Loss>,
    /// Whether the results are being erased.
    pub erasing: bool,
}

/// The whole state.
#[derive(Clone, Default, PartialEq)]
pub struct BatchState {
    /// How far the desk has come.
    pub stage: Stage,
    /// What did not work just now.
    pub problem: Option<ErrorCode>,
    /// Whether another tab works on a batch.
    pub elsewhere: bool,
}

impl BatchState {
    /// Carries out what needs no browser; anything else changes nothing.
    pub fn want(&mut self, intent: &BatchIntent) {
        match intent {
            BatchIntent::Read(_) => {
                self.problem = None;
                self.stage = Stage::Reading;
            }
            BatchIntent::Paste(text) => self.read(Ok(text)),
            BatchIntent::Choose(place, column) => {
                self.matching(|matching| matching.choose(*place, *column));
            }
            BatchIntent::Headed(headed) => self.matching(|it| it.set_headed(*headed)),
            BatchIntent::AskFor(day) => self.sheet(|sheet| sheet.ask_for(day.clone())),
            BatchIntent::Correct(place, column, text) => {
                self.sheet(|sheet| sheet.correct(*place, *column, text));
            }
            BatchIntent::LeaveOut(place, out) => self.sheet(|it| it.leave_out(*place, *out)),
            BatchIntent::LeaveOutAll(standing) => self.sheet(|it| it.leave_out_all(*standing)),
            BatchIntent::Matched
            | BatchIntent::Send
            | BatchIntent::AskAgain
            | BatchIntent::Export(..)
            | BatchIntent::Erase
            | BatchIntent::EraseHere => {}
        }
    }

    /// A table was read, or could not be. What is on the screen is never replaced by less.
    pub fn read(&mut self, text: Result<&str, BatchProblem>) {
        if !matches!(self.stage, Stage::Empty | Stage::Reading) {
            return;
        }
        match text.and_then(Table::read) {
            Ok(table) => {
                self.problem = None;
                self.stage = Stage::Matching(Rc::new(Matching::of(table)));
            }
            Err(problem) => {
                self.problem = Some(problem.into());
                self.stage = Stage::Empty;
            }
        }
    }

    /// The columns are right; the table itself is dropped.
    pub fn matched(&mut self, asked_for: Date) {
        let Stage::Matching(matching) = &self.stage else {
            return;
        };
        match matching.drafts() {
            Ok(drafts) => {
                self.problem = None;
                self.stage = Stage::Sheet(Rc::new(Sheet::of(drafts, asked_for)));
            }
            Err(problem) => self.problem = Some(problem.into()),
        }
    }

    /// Rows are sent, or sent again.
    pub fn sent(&mut self, run: Rc<Run>, rows: u32) {
        self.problem = None;
        let (losses, asked_for) = match &self.stage {
            Stage::Run(state) => (state.losses.clone(), state.asked_for.clone()),
            Stage::Sheet(sheet) => (Vec::new(), Some(sheet.asked_for().clone())),
            _ => (Vec::new(), None),
        };
        self.stage = Stage::Run(Rc::new(RunState {
            run,
            under_way: true,
            total: rows,
            losses,
            asked_for,
            ..RunState::default()
        }));
    }

    /// What was sent before the page was loaded is looked for.
    pub fn resumed(&mut self, receipts: &Receipts) {
        let first = receipts.iter().filter(|receipt| !receipt.again);
        let total = first.fold(0_u32, |sum, it| sum.saturating_add(it.rows));
        let rejected = receipts.iter().map(|it| it.rejected);
        let rejected = rejected.fold(0_u32, u32::saturating_add);
        self.sent(Rc::default(), total);
        self.in_run(|state| state.lost(rejected, &ErrorCode::new("GATE-FIELD")));
    }

    /// Nothing is awaited any more.
    pub fn finished(&mut self) {
        self.in_run(|state| {
            state.under_way = false;
            state.trouble = None;
        });
    }

    /// Hears what happened to the batches.
    pub fn heard(&mut self, event: BatchEvent) {
        self.in_run(|state| state.heard(event));
    }

    /// Changes the run, if there is one.
    pub fn in_run(&mut self, change: impl FnOnce(&mut RunState)) {
        if let Stage::Run(state) = &mut self.stage {
            change(Rc::make_mut(state));
        }
    }

    fn matching(&mut self, change: impl FnOnce(&mut Matching)) {
        if let Stage::Matching(matching) = &mut self.stage {
            self.problem = None;
            change(Rc::make_mut(matching));
        }
    }

    fn sheet(&mut self, change: impl FnOnce(&mut Sheet)) {
        if let Stage::Sheet(sheet) = &mut self.stage {
            self.problem = None;
            change(Rc::make_mut(sheet));
        }
    }
}

impl RunState {
    fn heard(&mut self, event: BatchEvent) {
        match event {
            BatchEvent::Received {
                identifiers,
                rejected,
            } => {
                if !rejected.is_empty() {
                    Rc::make_mut(&mut self.run).reject(&identifiers, &rejected);
                    if identifiers.is_empty() {
                        let rows = u32::try_from(rejected.len()).unwrap_or(u32::MAX);
                        self.lost(rows, &ErrorCode::new("GATE-FIELD"));
                    }
                }
            }
            BatchEvent::Progress(done) => self.done = done,
            BatchEvent::Rows { answer, known } => {
                Rc::make_mut(&mut self.run).answered(&answer, known);
            }
            BatchEvent::Ended {
                identifiers,
                missing,
            } => {
                Rc::make_mut(&mut self.run).fail(&identifiers, &unanswered(), None);
                self.lost(missing, &unanswered());
            }
            BatchEvent::Failed {
                identifiers,
                rows,
                code,
                answer,
            } => {
                Rc::make_mut(&mut self.run).fail(&identifiers, &code, answer.as_ref());
                if identifiers.is_empty() {
                    self.lost(rows, &code);
                }
            }
            BatchEvent::Trouble(code) => self.trouble = code,
        }
    }

    fn lost(&mut self, rows: u32, code: &ErrorCode) {
        if rows == 0 {
            return;
        }
        match self.losses.iter_mut().find(|loss| loss.code == *code) {
            Some(loss) => loss.rows = loss.rows.saturating_add(rows),
            None => self.losses.push(Loss {
                rows,
                code: code.clone(),
            }),
        }
    }
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
