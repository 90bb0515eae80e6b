//! One field of the form: label, input, and one line below that has its place whether
//! or not something is to be said.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::entry::{Edit, Entry};
use super::seam;
use crate::domain::insurance_form::{Field, Finding};
use crate::domain::settings::Language;
use crate::i18n::{date, insurance};
use crate::part::{Icon, glyph};

/// Where a field stands on the page.
pub(super) const fn id(field: Field) -> &'static str {
    match field {
        Field::Symbol => "insurance-symbol",
        Field::Number => "insurance-number",
        Field::Branch => "insurance-branch",
        Field::Birthdate => "insurance-birthdate",
        Field::Insurer => "insurance-insurer",
        Field::Day => "insurance-day",
    }
}

/// Moves the focus, if the element is there.
pub(super) fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // A refused focus costs comfort only.
        drop(element.focus());
    }
}

/// A field with what is to be said about it.
pub(super) fn field(
    field: Field,
    entry: &UseReducerHandle<Entry>,
    onenter: Callback<()>,
    language: Language,
) -> Html {
    let (id, text) = (id(field), entry.form.text(field).to_owned());
    let note_id = [id, "-note"].concat();
    let today = seam::today();
    let left = entry.was_left(field);
    let found = entry
        .form
        .finding(field, left, today.as_ref(), &seam::repertoire());
    let numeric = matches!(field, Field::Branch | Field::Insurer);
    html! {
        <div class="entry" data-field={id} data-finding={key(found)}>
            <label class="field__label" for={id}>
                { insurance::label(field).of(language) }
                if field.is_optional() {
                    <span class="entry__optional">{ insurance::OPTIONAL.of(language) }</span>
                }
            </label>
            <input class="entry__input figures" type="text" {id} lang="ja" value={text}
                inputmode={numeric.then_some("numeric")} autocomplete="off"
                autocapitalize="off" spellcheck="false"
                aria-describedby={note_id.clone()}
                aria-required={(!field.is_optional()).to_string()}
                aria-invalid={matches!(found, Some(Finding::Wrong(_))).to_string()}
                oninput={on_input(field, entry)} onblur={on_blur(field, entry)}
                onkeydown={on_enter(onenter)} />
            <p class="entry__note" id={note_id} aria-live="polite">
                { note(field, entry, found, language) }
            </p>
        </div>
    }
}

/// Enter, pressed for the form and not for the words that an input method offers.
pub(super) fn on_enter(onenter: Callback<()>) -> Callback<KeyboardEvent> {
    /// `keyCode` of a key that an input method has taken (UI Events, legacy key attributes).
    const TAKEN: u32 = 229;
    Callback::from(move |event: KeyboardEvent| {
        let for_input_method = event.is_composing() || event.key_code() == TAKEN;
        if event.key() == "Enter" && !for_input_method {
            event.prevent_default();
            onenter.emit(());
        }
    })
}

fn on_input(field: Field, entry: &UseReducerHandle<Entry>) -> Callback<InputEvent> {
    let dispatcher = entry.dispatcher();
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatcher.dispatch(Edit::Text(field, input.value()));
        }
    })
}

/// A field that was left empty is not called missing: whoever passes through it with the
/// Tab key has not forgotten it yet.
fn on_blur(field: Field, entry: &UseReducerHandle<Entry>) -> Callback<FocusEvent> {
    let dispatcher = entry.dispatcher();
    let empty = entry.form.text(field).is_empty();
    Callback::from(move |_| {
        if !empty {
            dispatcher.dispatch(Edit::Left(field));
        }
    })
}

const fn key(found: Option<Finding>) -> &'static str {
    match found {
        None => "none",
        Some(Finding::Wrong(_)) => "wrong",
        Some(Finding::Doubtful(_)) => "doubtful",
    }
}

fn note(field: Field, entry: &Entry, found: Option<Finding>, language: Language) -> Html {
    match found {
        Some(Finding::Wrong(wrong)) => {
            let text = insurance::wrong(wrong).of(language).to_owned();
            coded(Icon::Attention, text, wrong.code())
        }
        Some(Finding::Doubtful(doubt)) => {
            let echo = echo(field, entry, language).unwrap_or_default();
            let text = echo + insurance::doubt(doubt).of(language);
            coded(Icon::Question, text, doubt.code())
        }
        None => match echo(field, entry, language) {
            Some(echo) => html! { { echo } },
            None => html! { { hint(field, language) } },
        },
    }
}

fn coded(icon: Icon, text: String, code: &'static str) -> Html {
    html! {
        <>
            { glyph(icon, "entry__icon") }
            <span class="entry__text">
                { text }
                <span class="entry__code">{ " [" }{ code }{ "]" }</span>
            </span>
        </>
    }
}

/// A day in both of its forms.
fn echo(field: Field, entry: &Entry, language: Language) -> Option<String> {
    let day = entry.form.day(field)?.calendar()?;
    match field {
        Field::Birthdate => Some(date::day(day, language) + " "),
        Field::Day => Some(date::day_western_first(day, language)),
        _ => None,
    }
}

fn hint(field: Field, language: Language) -> String {
    let today = match field {
        Field::Day => seam::today().and_then(|today| today.calendar()),
        _ => None,
    };
    match today {
        Some(today) => [
            insurance::TODAY.of(language),
            &date::day_western_first(today, language),
        ]
        .concat(),
        None => insurance::hint(field).of(language).to_owned(),
    }
}
