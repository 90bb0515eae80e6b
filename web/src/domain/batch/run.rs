//! A run: all rows that were asked together, in one batch or several, and what came of
//! each. After a reload it is built again from the answers alone, which repeat the
//! questions. An answer never goes to another row than the one that asked.

use std::collections::HashMap;
use std::rc::Rc;

use check_api::batch::{BatchAnswer, RejectedItem};
use check_api::field::{ArbitraryIdentifier, InsurerNumber, same_when_folded};
use check_api::official::{BulkConfirmUnit, MessageHeader, QualificationConfirmSearchInfo};
use check_api::{BatchWord, CheckAnswer, Unconfirmed, Verdict};

use super::row::Question;
use super::{BatchProblem, Column, Draft, Sheet};
use crate::domain::advice::ErrorCode;
use crate::domain::answer::{Answer, Value};
use crate::domain::element::Element;

/// What came of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is under way.
    Waiting,
    /// The gateway refused it by itself: the field and the rule, as the gateway names them.
    Rejected {
        /// The field that broke the rule.
        field: String,
        /// The rule.
        rule: String,
    },
    /// It was answered.
    Answered(Rc<Answer>),
    /// It was sent with others and there is no answer to it.
    Failed(ErrorCode),
}

/// One row.
#[derive(Clone, PartialEq, Eq)]
pub struct RunRow {
    /// By which its answer is known: the place of the row in the run.
    pub identifier: String,
    /// 氏名, of the table or of the answer.
    pub name: String,
    /// What was asked, as it is shown.
    pub asked: [String; 5],
    /// To ask again with; none where nothing but an unreadable answer is left of it.
    pub question: Option<Question>,
    /// What came of it.
    pub outcome: Outcome,
}

/// How many rows came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 有効.
    pub valid: usize,
    /// 無効.
    pub invalid: usize,
    /// エラー: could not be confirmed, in whichever way.
    pub error: usize,
    /// 待ち.
    pub waiting: usize,
}

/// All rows that were asked together.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Run {
    rows: Vec<RunRow>,
    places: HashMap<String, usize>,
}

impl RunRow {
    /// The word of the leaflet; none while the row waits.
    pub fn word(&self) -> Option<BatchWord> {
        match &self.outcome {
            Outcome::Waiting => None,
            Outcome::Answered(answer) => Some(answer.verdict.batch_word()),
            Outcome::Rejected { .. } | Outcome::Failed(_) => Some(BatchWord::Error),
        }
    }

    /// Whether asking again may bring an answer: nothing was confirmed, and it is known
    /// what to ask.
    pub fn can_be_asked_again(&self) -> bool {
        let open = match &self.outcome {
            Outcome::Answered(answer) => matches!(answer.verdict, Verdict::Unconfirmed(_)),
            // Where nobody knows whether it was asked, it is not asked again.
            Outcome::Failed(code) => code.as_str() != BatchProblem::OutcomeUnknown.code(),
            Outcome::Waiting | Outcome::Rejected { .. } => false,
        };
        open && self.question.is_some()
    }

    /// What was asked in a column.
    pub fn asked(&self, column: Column) -> &str {
        let place = match column {
            Column::Name => return &self.name,
            Column::InsurerNumber => 0,
            Column::Symbol => 1,
            Column::Number => 2,
            Column::Branch => 3,
            Column::Birthdate => 4,
        };
        self.asked.get(place).map_or("", String::as_str)
    }
}

impl Run {
    /// The run that a sheet asks; none while a row of it can neither be asked nor was
    /// left out.
    pub fn of(sheet: &Sheet) -> Option<Self> {
        let mut run = Self::default();
        for (draft, question) in sheet.questions()? {
            run.ask(draft, question);
        }
        Some(run)
    }

    /// The rows in the order of the table.
    pub fn rows(&self) -> &[RunRow] {
        &self.rows
    }

    /// How many rows came out how.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            *match row.word() {
                Some(BatchWord::Valid) => &mut counts.valid,
                Some(BatchWord::Invalid) => &mut counts.invalid,
                Some(BatchWord::Error) => &mut counts.error,
                None => &mut counts.waiting,
            } += 1;
        }
        counts
    }

    /// The questions of these rows, each with its identifier.
    pub fn questions(&self, places: &[usize]) -> Vec<(ArbitraryIdentifier, Question)> {
        let rows = places.iter().filter_map(|place| self.rows.get(*place));
        rows.filter_map(|row| {
            let identifier = ArbitraryIdentifier::try_from(row.identifier.clone()).ok()?;
            Some((identifier, row.question.clone()?))
        })
        .collect()
    }

    /// The places of the rows that a person may ask again.
    pub fn open_places(&self) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter_map(|(place, row)| row.can_be_asked_again().then_some(place))
            .collect()
    }

    /// These rows are under way (again).
    pub fn wait_for(&mut self, identifiers: &[String]) {
        self.settle(identifiers, &Outcome::Waiting);
    }

    /// These rows came back without an answer of their own. One that was answered in the
    /// meantime stays. What the service says of all of them together stands with each.
    pub fn fail(&mut self, identifiers: &[String], code: &ErrorCode, said: Option<&BatchAnswer>) {
        let waiting: Vec<String> = identifiers
            .iter()
            .filter(|it| self.is_waiting(it))
            .cloned()
            .collect();
        let outcome = match said {
            Some(said) => Outcome::Answered(Rc::new(Answer::read(&CheckAnswer {
                audit_id: String::new(),
                certificate: None,
                xml_msg: said.xml_msg.clone(),
            }))),
            None => Outcome::Failed(code.clone()),
        };
        self.settle(&waiting, &outcome);
    }

    /// The gateway refused some of the rows that were sent in this order.
    pub fn reject(&mut self, identifiers: &[String], rejected: &[RejectedItem]) {
        for item in rejected {
            let place = usize::try_from(item.index).ok();
            let identifier = place.and_then(|place| identifiers.get(place));
            let row = identifier.and_then(|it| self.places.get(it));
            if let Some(row) = row.and_then(|place| self.rows.get_mut(*place)) {
                row.outcome = Outcome::Rejected {
                    field: item.field.clone(),
                    rule: item.rule.clone(),
                };
            }
        }
    }

    /// Takes the rows of an answer over and says how many there were. Rows that the page
    /// does not know, because it was loaded again, are made from the answer; `known` says
    /// that it knows all of them, so that a stranger's is left out.
    pub fn answered(&mut self, answer: &BatchAnswer, known: bool) -> u32 {
        let (header, body) = (answer.xml_msg.header(), answer.xml_msg.body());
        let mut count = 0_u32;
        for unit in body.bulk_units() {
            count = count.saturating_add(1);
            self.answer_row(unit, header, known);
        }
        if !known {
            self.sort();
        }
        count
    }

    fn ask(&mut self, draft: &Draft, question: &Question) {
        // Five digits keep the order of the rows when the page has to sort them.
        let identifier = format!("{:05}", self.rows.len() + 1);
        self.push(RunRow {
            identifier,
            name: draft.text(Column::Name).to_owned(),
            asked: shown(question),
            question: Some(question.clone()),
            outcome: Outcome::Waiting,
        });
    }

    fn push(&mut self, row: RunRow) {
        self.places.insert(row.identifier.clone(), self.rows.len());
        self.rows.push(row);
    }

    fn is_waiting(&self, identifier: &str) -> bool {
        let row = self
            .places
            .get(identifier)
            .and_then(|it| self.rows.get(*it));
        row.is_some_and(|row| row.outcome == Outcome::Waiting)
    }

    fn settle(&mut self, identifiers: &[String], outcome: &Outcome) {
        for identifier in identifiers {
            let row = self.places.get(identifier);
            if let Some(row) = row.and_then(|place| self.rows.get_mut(*place)) {
                row.outcome = outcome.clone();
            }
        }
    }

    fn answer_row(&mut self, unit: BulkConfirmUnit<'_>, header: MessageHeader<'_>, known: bool) {
        let echoed = unit.question();
        let Some(identifier) = echoed.and_then(|it| it.arbitrary_identifier()) else {
            return;
        };
        let answer = Rc::new(read(unit, header));
        let name = name_in(&answer);
        let row = self.places.get(identifier);
        match row.and_then(|place| self.rows.get_mut(*place)) {
            Some(row) => {
                let asked = row.question.as_ref().zip(echoed);
                if asked.is_some_and(|(asked, echoed)| !agrees(asked, echoed)) {
                    row.outcome =
                        Outcome::Failed(ErrorCode::new(Unconfirmed::Contradiction.code()));
                    return;
                }
                if row.name.is_empty() {
                    row.name = name;
                }
                row.outcome = Outcome::Answered(answer);
            }
            None if known => {}
            None => {
                let question = echoed.and_then(question);
                let asked = question.as_ref().map(shown);
                self.push(RunRow {
                    identifier: identifier.to_owned(),
                    name,
                    asked: asked.unwrap_or_else(|| echoed.map(as_came).unwrap_or_default()),
                    question,
                    outcome: Outcome::Answered(answer),
                });
            }
        }
    }

    fn sort(&mut self) {
        self.rows
            .sort_by(|one, other| one.identifier.cmp(&other.identifier));
        self.places = self
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| (row.identifier.clone(), place))
            .collect();
    }
}

/// The row as any other answer is read; the verdict is that of the row.
fn read(unit: BulkConfirmUnit<'_>, header: MessageHeader<'_>) -> Answer {
    let one = CheckAnswer {
        audit_id: String::new(),
        certificate: None,
        xml_msg: unit.message(header),
    };
    Answer {
        verdict: Verdict::of_unit(unit),
        ..Answer::read(&one)
    }
}

fn name_in(answer: &Answer) -> String {
    let names = answer.eligibilities.iter();
    let mut names = names.filter_map(|it| match it.value(Element::Name) {
        Some(Value::Name(name)) => Some(name.clone()),
        _ => None,
    });
    names.next().unwrap_or_default()
}

fn shown(question: &Question) -> [String; 5] {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        question.insurer.printed().to_owned(),
        text(question.symbol.as_ref().map(|it| it.as_str())),
        question.number.as_str().to_owned(),
        text(question.branch.as_ref().map(|it| it.as_str())),
        question.birthdate.clone(),
    ]
}

/// The echoed question, to ask again with.
fn question(echoed: QualificationConfirmSearchInfo<'_>) -> Option<Question> {
    let symbol = echoed.insured_card_symbol().map(TryInto::try_into);
    let branch = echoed.insured_branch_number().map(TryInto::try_into);
    Some(Question {
        insurer: InsurerNumber::try_from(echoed.insurer_number()?).ok()?,
        symbol: symbol.transpose().ok()?,
        number: echoed.insured_identification_number()?.try_into().ok()?,
        branch: branch.transpose().ok()?,
        birthdate: echoed.birthdate()?.to_owned(),
    })
}

/// Whether an answer is about whom the row asked: what the answer repeats says the same.
fn agrees(asked: &Question, echoed: QualificationConfirmSearchInfo<'_>) -> bool {
    let insurer = echoed.insurer_number().map(InsurerNumber::try_from);
    let number = echoed.insured_identification_number();
    let symbol = echoed.insured_card_symbol().zip(asked.symbol.as_ref());
    let branch = echoed.insured_branch_number().zip(asked.branch.as_ref());
    insurer.is_none_or(|it| it.as_ref() == Ok(&asked.insurer))
        && number.is_none_or(|it| same_when_folded(it, asked.number.as_str()))
        && symbol.is_none_or(|(it, asked)| same_when_folded(it, asked.as_str()))
        && branch.is_none_or(|(it, asked)| it == asked.as_str())
        && echoed.birthdate().is_none_or(|it| it == asked.birthdate)
}

fn as_came(echoed: QualificationConfirmSearchInfo<'_>) -> [String; 5] {
    [
        echoed.insurer_number(),
        echoed.insured_card_symbol(),
        echoed.insured_identification_number(),
        echoed.insured_branch_number(),
        echoed.birthdate(),
    ]
    .map(|text| text.unwrap_or_default().trim().to_owned())
}

/// The code of a row that a finished batch does not answer.
pub const fn unanswered() -> ErrorCode {
    ErrorCode::new(BatchProblem::RowUnanswered.code())
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
