//! What has changed: since the last check of the same person, and against a patient record
//! that the desk pastes. The panel has its place beside every result.

use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::answer::{Answer, Value, Verdict};
use crate::domain::difference::Change;
use crate::domain::earlier::SinceLastCheck;
use crate::domain::record::{Comparison, RecordProblem};
use crate::domain::settings::Language;
use crate::i18n::{date, difference, element, verdict};
use crate::part::{Button, Kind, Size, plain};
use crate::state::Intent;
use wasm_bindgen::JsCast;

/// The panel.
pub(super) fn differences(desk: &Desk, answer: &Answer) -> Html {
    let language = desk.language();
    html! {
        <section class="panel difference" aria-labelledby="difference-title">
            <h2 class="difference__title" id="difference-title">{ difference::TITLE.of(language) }</h2>
            { since_last_check(answer, language) }
            if !answer.eligibilities.is_empty() {
                { with_record(desk) }
            }
        </section>
    }
}

/// What a screen reader is told of it when the result comes.
pub(super) fn said(answer: &Answer, language: Language) -> Option<String> {
    answer
        .since_last_check
        .as_ref()
        .map(|since| summary(since, language))
}

fn summary(since: &SinceLastCheck, language: Language) -> String {
    let at = since.at.map(date::time_of_day);
    difference::since(since.count(), at.as_deref(), language)
}

fn since_last_check(answer: &Answer, language: Language) -> Html {
    let Some(since) = &answer.since_last_check else {
        return html! {
            <p class="difference__note">{ difference::FIRST_TIME.of(language) }</p>
        };
    };
    html! {
        <>
            <p class="difference__summary" data-count={since.count().to_string()}>
                { summary(since, language) }
            </p>
            if since.count() > 0 {
                <dl class="changes">
                    if let Some(before) = since.verdict {
                        { change(
                            difference::VERDICT.of(language),
                            Some(word(before, language)),
                            Some(word(answer.verdict, language)),
                            language,
                        ) }
                    }
                    { changes(&since.difference.changes, language) }
                </dl>
            }
        </>
    }
}

fn word(of: Verdict, language: Language) -> String {
    let addition = verdict::addition(of).map_or("", |text| text.of(language));
    [verdict::word(of).of(language), addition].concat()
}

fn changes(changes: &[Change], language: Language) -> Html {
    let say = |value: &Option<Value>| value.as_ref().map(|value| plain(value, language));
    changes
        .iter()
        .map(|it| {
            let label = element::label(it.element).of(language);
            change(label, say(&it.before), say(&it.after), language)
        })
        .collect()
}

/// One line: what it was, and what it is. An arrow says to the eye what the hidden words say
/// to a screen reader.
fn change(
    label: &'static str,
    before: Option<String>,
    after: Option<String>,
    language: Language,
) -> Html {
    let side =
        |text: Option<String>| text.unwrap_or_else(|| difference::NOTHING.of(language).to_owned());
    html! {
        <div class="changes__change">
            <dt class="changes__label">{ label }</dt>
            <dd class="changes__values figures">
                <span class="visually-hidden">{ difference::BEFORE.of(language) }{ " " }</span>
                <span class="changes__before">{ side(before) }</span>
                <span class="changes__arrow" aria-hidden="true">{ " → " }</span>
                <span class="visually-hidden">{ " " }{ difference::AFTER.of(language) }{ " " }</span>
                <span class="changes__after">{ side(after) }</span>
            </dd>
        </div>
    }
}

fn with_record(desk: &Desk) -> Html {
    let language = desk.language();
    html! {
        <>
            <div class="difference__record" role="status">
                { match &desk.state.handed.compared {
                    None => Html::default(),
                    Some(Err(problem)) => trouble(*problem, language),
                    Some(Ok(comparison)) => compared(desk, comparison),
                } }
            </div>
            { paste(desk) }
        </>
    }
}

fn trouble(problem: RecordProblem, language: Language) -> Html {
    html! {
        <p class="difference__trouble">
            { difference::problem(problem).of(language) }{ " " }
            <span class="stage__code">{ "[" }{ problem.code() }{ "]" }</span>
        </p>
    }
}

/// Nothing is shown as changed until a person has said, where it is in doubt, that both are of
/// one patient.
fn compared(desk: &Desk, comparison: &Comparison) -> Html {
    let language = desk.language();
    let question = difference::person(comparison.person).filter(|_| !desk.state.handed.same_person);
    if let Some(question) = question {
        return html! {
            <>
                <p class="difference__question">{ question.of(language) }</p>
                <div class="difference__answers">
                    { small(difference::SAME_PERSON.of(language), desk, Intent::SamePerson) }
                    { small(difference::OTHER_PERSON.of(language), desk, Intent::EndComparison) }
                </div>
            </>
        };
    }
    let found = &comparison.difference;
    html! {
        <>
            <h3 class="difference__heading">{ difference::WITH_RECORD.of(language) }</h3>
            <p class="difference__summary" data-count={found.changes.len().to_string()}>
                { difference::differing(found.changes.len(), found.compared, language) }
            </p>
            if !found.changes.is_empty() {
                <dl class="changes">{ changes(&found.changes, language) }</dl>
            }
            if comparison.unread > 0 {
                <p class="difference__note">{ difference::unread(comparison.unread, language) }</p>
            }
            { small(difference::END.of(language), desk, Intent::EndComparison) }
        </>
    }
}

fn small(label: &'static str, desk: &Desk, intent: Intent) -> Html {
    let button = Button {
        size: Size::Small,
        label,
        onclick: desk.wants(intent),
        ..Button::default()
    };
    button.draw()
}

/// Where a record is pasted. While it is open the result stays.
fn paste(desk: &Desk) -> Html {
    let language = desk.language();
    let ontoggle = {
        let send = desk.send.clone();
        Callback::from(move |event: Event| {
            let open = event
                .target_dyn_into::<HtmlElement>()
                .is_some_and(|details| details.has_attribute("open"));
            if open {
                send.emit(Intent::PauseClear(true));
            }
        })
    };
    let onclick = {
        let send = desk.send.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(text) = taken(&event) {
                send.emit(Intent::Compare(text));
            }
        })
    };
    html! {
        <details class="difference__paste" {ontoggle}>
            <summary class="difference__open">{ difference::COMPARE.of(language) }</summary>
            <label class="field__label" for="record">{ difference::PASTE.of(language) }</label>
            <textarea class="difference__text" id="record" rows="4" autocomplete="off"
                spellcheck="false" aria-describedby="record-note" />
            <p class="field__note" id="record-note">{ difference::PASTE_NOTE.of(language) }</p>
            { Button {
                kind: Kind::Outline,
                size: Size::Small,
                label: difference::DO_COMPARE.of(language),
                onclick,
                ..Button::default()
            }.draw() }
        </details>
    }
}

/// Takes the text out of the field beside the button, so that it does not stay there.
fn taken(event: &MouseEvent) -> Option<String> {
    let button = event.target_dyn_into::<HtmlElement>()?;
    let details = button.closest("details").ok()??;
    let field = details.query_selector("textarea").ok()??;
    let field: HtmlTextAreaElement = field.dyn_into().ok()?;
    let text = field.value();
    field.set_value("");
    Some(text)
}
