//! One result: its word, what to do now, and the same items as for a card.

use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::answer::{Answer, Value};
use crate::domain::batch::{Column, Outcome, RunRow};
use crate::domain::element::Element;
use crate::domain::name::REPLACED;
use crate::domain::settings::Language;
use crate::i18n::{batch, batch_row, frame, result};
use crate::part::{Icon, Tone, glyph, notice};
use crate::screen::reception::{Place, eligibility};
use check_api::{BatchWord, Unconfirmed, Verdict};

use super::sentence;
use crate::domain::advice::ErrorCode;

/// How a result looks in a list: icon, words, tone.
pub(super) fn outcome(row: &RunRow, language: Language) -> (Icon, &'static str, &'static str) {
    let text = match &row.outcome {
        Outcome::Waiting => batch::WAITING,
        Outcome::Answered(answer) => batch_row::verdict(answer.verdict),
        Outcome::Rejected { .. } => batch_row::REJECTED_SHORT,
        Outcome::Failed(_) => batch_row::FAILED_SHORT,
    };
    let (icon, tone) = match row.word() {
        None => (Icon::Clock, "waiting"),
        Some(BatchWord::Valid) => (Icon::Tick, "good"),
        Some(BatchWord::Invalid) => (Icon::Cross, "bad"),
        Some(BatchWord::Error) => (Icon::Question, "open"),
    };
    (icon, text.of(language), tone)
}

/// Everything about one result.
pub(super) fn details(desk: &Desk, row: &RunRow) -> Html {
    let language = desk.language();
    let (icon, text, tone) = outcome(row, language);
    html! {
        <div class="batch__details" key={row.identifier.clone()}>
            <div class="outcome" data-tone={tone}>
                { glyph(icon, "outcome__icon") }
                <h2 class="outcome__word">{ text }</h2>
                <p class="outcome__name" lang="ja">{ &row.name }</p>
                <div class="outcome__sentence">{ next(row, language) }</div>
            </div>
            { match &row.outcome {
                Outcome::Answered(answer) => answered(desk, row, answer),
                _ => Html::default(),
            } }
        </div>
    }
}

fn answered(desk: &Desk, row: &RunRow, answer: &Answer) -> Html {
    let language = desk.language();
    let count = answer.eligibilities.len();
    html! {
        <>
            if differs(&row.name, answer) {
                { notice(Tone::Caution, batch::column(Column::Name).of(language),
                    html! { <p>{ batch::NAME_DIFFERS.of(language) }</p> }) }
            }
            if let Some(came) = &answer.notice {
                { notice(Tone::Information, result::MESSAGE.of(language), html! {
                    <p class="message" lang="ja">
                        { &came.message }{ " " }<span class="stage__code">{ &came.code }</span>
                    </p>
                }) }
            }
            { for answer.eligibilities.iter().enumerate().map(|(index, one)| html! {
                <>
                    if count > 1 {
                        <h3>{ result::numbered(index + 1, count, language) }</h3>
                    }
                    { eligibility(desk, one, answer.confirmed_for, Place::Only) }
                </>
            }) }
        </>
    }
}

/// What to do now.
fn next(row: &RunRow, language: Language) -> Html {
    match &row.outcome {
        Outcome::Waiting => Html::default(),
        Outcome::Answered(answer) => html! {
            <p>
                { batch_row::next(answer.verdict).of(language) }
                if let Verdict::Unconfirmed(reason) = answer.verdict {
                    { " " }<span class="stage__code">{ bracketed(reason) }</span>
                }
            </p>
        },
        Outcome::Rejected { field, rule } => html! {
            <>
                <p>{ batch::REJECTED.of(language) }</p>
                <p class="stage__code" lang="en">{ [field.as_str(), rule].join(": ") }</p>
            </>
        },
        Outcome::Failed(code) => html! {
            <>
                <p>{ batch::FAILED.of(language) }{ batch_row::BETWEEN.of(language) }
                    { batch::NOT_INVALID.of(language) }</p>
                { sentence(code, language) }
            </>
        },
    }
}

fn bracketed(reason: Unconfirmed) -> String {
    frame::bracketed(&ErrorCode::new(reason.code()))
}

/// Whether the list names somebody else. ● stands for any one character, and blanks say
/// nothing.
fn differs(listed: &str, answer: &Answer) -> bool {
    let mut names = answer
        .eligibilities
        .iter()
        .filter_map(|one| match one.value(Element::Name) {
            Some(Value::Name(name)) => Some(name.as_str()),
            _ => None,
        });
    let plain = |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let listed = plain(listed);
    !listed.is_empty()
        && names.any(|name| {
            let name = plain(name);
            let same = |one: &char, other: &char| one == other || *one == REPLACED;
            name.len() != listed.len() || !name.iter().zip(&listed).all(|(a, b)| same(a, b))
        })
}
