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

/// A label and what can be chosen under it.
#[derive(Default)]
pub(crate) struct PickField<'a> {
    /// Unique on the page.
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    pub(crate) picks: Vec<Pick>,
    pub(crate) chosen: &'a str,
    pub(crate) onpick: Callback<String>,
    pub(crate) disabled: bool,
}

impl PickField<'_> {
    /// A list that opens.
    pub(crate) fn list(self) -> Html {
        let onpick = self.onpick;
        let onchange = Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                onpick.emit(select.value());
            }
        });
        html! {
            <div class="field">
                <label class="field__label" for={self.id}>{ self.label }</label>
                <select class="field__select" id={self.id} {onchange} disabled={self.disabled}>
                    { for self.picks.iter().map(|pick| html! {
                        <option value={&pick.key} selected={pick.key == self.chosen}>
                            { &pick.label }
                        </option>
                    }) }
                </select>
            </div>
        }
    }

    /// A few choices side by side, one of them taken.
    pub(crate) fn choices(self) -> Html {
        html! {
            <fieldset class="field" disabled={self.disabled}>
                <legend class="field__label">{ self.label }</legend>
                <div class="choices">
                    { for self.picks.iter().map(|pick| html! {
                        <label class="choices__choice" key={pick.key.to_string()}>
                            <input type="radio" name={self.id} value={&pick.key}
                                checked={pick.key == self.chosen}
                                onchange={picked(&self.onpick, pick)} />
                            <span>{ &pick.label }</span>
                        </label>
                    }) }
                </div>
            </fieldset>
        }
    }
}

fn picked(onpick: &Callback<String>, pick: &Pick) -> Callback<Event> {
    let (onpick, key) = (onpick.clone(), pick.key.to_string());
    Callback::from(move |_| onpick.emit(key.clone()))
}

/// A box to tick, and what ticking it means.
pub(crate) struct Switch {
    /// Unique on the page.
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    pub(crate) note: &'static str,
    pub(crate) on: bool,
    pub(crate) onswitch: Callback<bool>,
}

impl Switch {
    /// Draws the box.
    pub(crate) fn draw(self) -> Html {
        let onswitch = self.onswitch;
        let onchange = Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                onswitch.emit(input.checked());
            }
        });
        let note = [self.id, "-note"].concat();
        html! {
            <div class="field">
                <label class="switch">
                    <input type="checkbox" id={self.id} checked={self.on} {onchange}
                        aria-describedby={note.clone()} />
                    <span>{ self.label }</span>
                </label>
                <p class="field__note" id={note}>{ self.note }</p>
            </div>
        }
    }
}
