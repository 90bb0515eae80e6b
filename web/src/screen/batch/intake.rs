//! The first stage: a file dropped or chosen, or a table pasted.

use web_sys::{File, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::link::want;
use crate::domain::batch::Column;
use crate::domain::settings::Language;
use crate::i18n::batch;
use crate::part::{Button, Icon, glyph};
use crate::state::batch::BatchIntent;

/// Properties of [`Intake`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct IntakeProps {
    pub(super) language: Language,
}

/// Where a table comes in.
#[component]
pub(super) fn Intake(props: &IntakeProps) -> Html {
    let language = props.language;
    html! {
        <>
            <p class="sheet__lead">{ batch::LEAD.of(language) }</p>
            <div class="sheet__columns">
                <div class="sheet__column">
                    <DropZone {language} />
                    <PasteField {language} />
                </div>
                { needed(language) }
            </div>
        </>
    }
}

fn needed(language: Language) -> Html {
    let columns = Column::ALL.iter().filter(|column| column.is_required());
    html! {
        <section class="panel">
            <h2 class="panel__title">{ batch::NEEDED.of(language) }</h2>
            <ul class="bullets">
                { for columns.map(|it| html! { <li>{ batch::column(*it).of(language) }</li> }) }
            </ul>
            <p class="panel__text batch__note">{ batch::NEEDED_NOTE.of(language) }</p>
            <p class="panel__text batch__note">{ batch::NOT_TAKEN.of(language) }</p>
        </section>
    }
}

/// A place to drop a file, with the button for those who do not drag.
#[component]
fn DropZone(props: &IntakeProps) -> Html {
    let language = props.language;
    let over = use_state_eq(|| false);
    let hold = |over: &UseStateHandle<bool>, is_over: bool| {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(is_over);
        })
    };
    let ondrop = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let files = event.data_transfer().and_then(|it| it.files());
            read(files.and_then(|files| files.get(0)));
        })
    };
    let onchange = Callback::from(|event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            read(input.files().and_then(|files| files.get(0)));
            // The same file can be chosen again after it was mended.
            input.set_value("");
        }
    });
    html! {
        <div class="drop" data-over={over.to_string()} ondragenter={hold(&over, true)}
            ondragover={hold(&over, true)} ondragleave={hold(&over, false)} {ondrop}>
            { glyph(Icon::Copy, "drop__icon") }
            <p class="drop__title" id="batch-drop">{ batch::DROP.of(language) }</p>
            <label class="button" data-kind="primary" data-size="large">
                <input type="file" class="visually-hidden" id="batch-file"
                    accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
                    aria-describedby="batch-drop batch-file-note" {onchange} />
                <span class="button__label">{ batch::CHOOSE_FILE.of(language) }</span>
            </label>
            <p class="field__note" id="batch-file-note">{ batch::FILE_NOTE.of(language) }</p>
        </div>
    }
}

fn read(file: Option<File>) {
    if let Some(file) = file {
        want(BatchIntent::Read(file));
    }
}

/// A field to paste a table into.
#[component]
fn PasteField(props: &IntakeProps) -> Html {
    let language = props.language;
    let field = use_node_ref();
    let onclick = {
        let field = field.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                want(BatchIntent::Paste(field.value()));
            }
        })
    };
    let button = Button {
        label: batch::READ_PASTED.of(language),
        onclick,
        ..Button::default()
    };
    html! {
        <div class="panel">
            <label class="field__label" for="batch-paste">{ batch::PASTE.of(language) }</label>
            <textarea class="field__select batch__paste" id="batch-paste" rows="4" ref={field}
                autocomplete="off" spellcheck="false" wrap="off" />
            { button.draw() }
        </div>
    }
}
