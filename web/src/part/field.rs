//! Form controls: a list to choose from, a row of choices, a switch. Each has a label
//! that is always visible.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pick {
    /// What the choice is known by.
    pub(crate) key: AttrValue,
    /// What it is called.
    pub(crate) label: AttrValue,
}

/// Properties of [`Select`] and [`Choices`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PickProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) note: Option<AttrValue>,
    pub(crate) picks: Vec<Pick>,
    pub(crate) chosen: AttrValue,
    pub(crate) onpick: Callback<String>,
    #[prop_or_default]
    pub(crate) disabled: bool,
}

/// A list that opens.
#[component]
pub(crate) fn Select(props: &PickProps) -> Html {
    let onpick = props.onpick.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            onpick.emit(select.value());
        }
    });
    html! {
        <div class="field">
            <label class="field__label" for={&props.id}>{ &props.label }</label>
            <select class="field__select" id={&props.id} {onchange} disabled={props.disabled}>
                { for props.picks.iter().map(|pick| html! {
                    <option value={&pick.key} selected={pick.key == props.chosen}>
                        { &pick.label }
                    </option>
                }) }
            </select>
        </div>
    }
}

/// A few choices side by side, one of them taken.
#[component]
pub(crate) fn Choices(props: &PickProps) -> Html {
    let note = props.note.as_ref().map(|_| format_note(&props.id));
    html! {
        <fieldset class="field" aria-describedby={note.clone()} disabled={props.disabled}>
            <legend class="field__label">{ &props.label }</legend>
            <div class="choices">
                { for props.picks.iter().map(|pick| html! {
                    <label class="choices__choice" key={pick.key.to_string()}>
                        <input type="radio" name={&props.id} value={&pick.key}
                            checked={pick.key == props.chosen}
                            onchange={picked(&props.onpick, pick)} />
                        <span>{ &pick.label }</span>
                    </label>
                }) }
            </div>
            if let Some(text) = &props.note {
                <p class="field__note" id={note}>{ text }</p>
            }
        </fieldset>
    }
}

fn picked(onpick: &Callback<String>, pick: &Pick) -> Callback<Event> {
    let (onpick, key) = (onpick.clone(), pick.key.to_string());
    Callback::from(move |_| onpick.emit(key.clone()))
}

fn format_note(id: &AttrValue) -> AttrValue {
    [id.as_str(), "-note"].concat().into()
}

/// Properties of [`Switch`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SwitchProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) note: Option<AttrValue>,
    pub(crate) on: bool,
    pub(crate) onswitch: Callback<bool>,
}

/// A box to tick.
#[component]
pub(crate) fn Switch(props: &SwitchProps) -> Html {
    let onswitch = props.onswitch.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            onswitch.emit(input.checked());
        }
    });
    let note = props.note.as_ref().map(|_| format_note(&props.id));
    html! {
        <div class="field">
            <label class="switch">
                <input type="checkbox" id={&props.id} checked={props.on} {onchange}
                    aria-describedby={note.clone()} />
                <span>{ &props.label }</span>
            </label>
            if let Some(text) = &props.note {
                <p class="field__note" id={note}>{ text }</p>
            }
        </div>
    }
}
