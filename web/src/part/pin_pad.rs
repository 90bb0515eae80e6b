//! The PIN pad: ten large keys, four dots, tries left in words. There is no input
//! field, so there is nothing that a browser could offer to save, and no digit is
//! ever kept here: each leaves at once.

use web_sys::{HtmlElement, Node};
use yew::prelude::*;

use super::pad_order::{IN_ORDER, shuffled};
use super::{Button, Icon, Kind, Size};
use crate::desk::Desk;
use crate::i18n::reception;
use crate::state::{Intent, PinKey, PinPrompt};

/// Digits of the PIN for user authentication (利用者証明用暗証番号).
const DIGITS: u8 = 4;

/// Properties of [`PinPad`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PinPadProps {
    pub(crate) desk: Desk,
    pub(crate) prompt: PinPrompt,
}

/// The pad. It takes the focus when it appears, and what was typed is forgotten
/// when it loses it.
#[component]
pub(crate) fn PinPad(props: &PinPadProps) -> Html {
    let language = props.desk.language();
    let pad = use_node_ref();
    let is_shuffled = props.desk.state.settings.shuffled_pad;
    let order = use_memo(is_shuffled, |is_shuffled| match is_shuffled {
        true => shuffled(draw),
        false => IN_ORDER,
    });
    use_effect_with(pad.clone(), |pad| {
        if let Some(element) = pad.cast::<HtmlElement>() {
            // A refused focus costs comfort only: the keys of the pad still work.
            drop(element.focus());
        }
    });
    let prompt = props.prompt;
    let ready = prompt.digits >= DIGITS;
    html! {
        <div class="pin" ref={pad.clone()} tabindex="0" role="group"
            data-last={(prompt.tries_left == 1).to_string()}
            aria-label={reception::PAD.of(language)} aria-describedby="pin-tries pin-help"
            onkeydown={on_key(&props.desk)} onfocusout={on_focus_lost(&props.desk, pad)}>
            <div class="pin__state">
            <div class="pin__dots" data-digits={prompt.digits.to_string()}>
                { for (0..DIGITS).map(|place| html! {
                    <span class="pin__dot" data-filled={(place < prompt.digits).to_string()} />
                }) }
                <span class="visually-hidden" role="status">
                    { reception::digits_typed(prompt.digits, language) }
                </span>
            </div>
            <p class="pin__tries" id="pin-tries" data-last={(prompt.tries_left == 1).to_string()}>
                if prompt.wrong_before {
                    <span class="pin__wrong">{ reception::WRONG_BEFORE.of(language) }</span>
                    <br />
                }
                <strong>{ reception::tries_left(prompt.tries_left, language) }</strong>
            </p>
            <p class="pin__help" id="pin-help">{ reception::PAD_HELP.of(language) }</p>
            </div>
            <div class="pin__keys">
                { for order.iter().take(9).map(|&digit| digit_key(digit, &props.desk)) }
                { Button {
                    size: Size::Large,
                    icon: Some(Icon::Backspace),
                    class: "pin__side",
                    label: reception::BACKSPACE.of(language),
                    disabled: prompt.digits == 0,
                    onclick: press(&props.desk, PinKey::Backspace),
                    ..Button::default()
                }.draw() }
                { for order.iter().skip(9).map(|&digit| digit_key(digit, &props.desk)) }
                { Button {
                    kind: Kind::Primary,
                    size: Size::Large,
                    class: "pin__side",
                    label: reception::SUBMIT.of(language),
                    disabled: !ready,
                    onclick: press(&props.desk, PinKey::Submit),
                    ..Button::default()
                }.draw() }
            </div>
        </div>
    }
}

fn digit_key(digit: u8, desk: &Desk) -> Html {
    let character = char::from(b'0' + digit);
    html! {
        <button type="button" class="pin__key" key={digit}
            onmousedown={keep_focus()} onclick={press(desk, PinKey::Digit(character))}>
            { character }
        </button>
    }
}

fn press(desk: &Desk, key: PinKey) -> Callback<MouseEvent> {
    desk.wants(Intent::Pin(key))
}

/// A pressed key leaves the focus where it is, so that pad and keyboard can be mixed.
fn keep_focus() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| event.prevent_default())
}

fn on_key(desk: &Desk) -> Callback<KeyboardEvent> {
    let send = desk.send.clone();
    Callback::from(move |event: KeyboardEvent| {
        let combined = event.ctrl_key() || event.alt_key() || event.meta_key();
        // Enter on a key that was reached by Tab presses that key.
        let target = event.target_dyn_into::<HtmlElement>();
        let on_a_key = target.is_some_and(|target| target.tag_name() == "BUTTON");
        if combined || event.repeat() || (on_a_key && event.key() == "Enter") {
            return;
        }
        if let Some(key) = pin_key(&event.key(), &event.code()) {
            event.prevent_default();
            send.emit(Intent::Pin(key));
        }
    })
}

/// What a key of the keyboard means. The ten-key block counts also while Num Lock is
/// off, and digits count also while an input method is on: then `code` tells.
fn pin_key(key: &str, code: &str) -> Option<PinKey> {
    match key {
        "Enter" => return Some(PinKey::Submit),
        "Backspace" => return Some(PinKey::Backspace),
        "Delete" if code == "Delete" => return Some(PinKey::Clear),
        _ => {}
    }
    let mut characters = key.chars();
    let only = characters.next().filter(|_| characters.next().is_none());
    let by_code = || {
        let digit = code.strip_prefix("Numpad");
        let digit = digit.or_else(|| code.strip_prefix("Digit").filter(|_| key == "Process"));
        digit
            .and_then(|digit| digit.parse::<u8>().ok())
            .filter(|digit| *digit < 10)
    };
    match only {
        Some(digit @ ('0'..='9' | '０'..='９')) => Some(PinKey::Digit(digit)),
        _ => by_code().map(|digit| PinKey::Digit(char::from(b'0' + digit))),
    }
}

fn on_focus_lost(desk: &Desk, pad: NodeRef) -> Callback<FocusEvent> {
    let send = desk.send.clone();
    Callback::from(move |event: FocusEvent| {
        use wasm_bindgen::JsCast;
        let goes_to = event.related_target();
        let goes_to = goes_to.as_ref().and_then(|target| target.dyn_ref::<Node>());
        let stays = pad.get().is_some_and(|pad| pad.contains(goes_to)) && goes_to.is_some();
        if !stays {
            send.emit(Intent::PinBlur);
        }
    })
}

/// A number below `below`. It decides where keys lie and is no secret.
fn draw(below: usize) -> usize {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the product is at least 0 and below `below`, which is at most 10"
    )]
    let drawn = (js_sys::Math::random() * below as f64) as usize;
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_count_from_the_keyboard_the_ten_key_block_and_an_input_method() {
        for (key, code, expected) in [
            ("1", "Digit1", Some(PinKey::Digit('1'))),
            ("７", "Digit7", Some(PinKey::Digit('７'))),
            ("End", "Numpad1", Some(PinKey::Digit('1'))),
            ("Clear", "Numpad5", Some(PinKey::Digit('5'))),
            ("Process", "Digit9", Some(PinKey::Digit('9'))),
            ("Enter", "NumpadEnter", Some(PinKey::Submit)),
            ("Backspace", "Backspace", Some(PinKey::Backspace)),
            ("Delete", "Delete", Some(PinKey::Clear)),
            ("!", "Digit1", None),
            ("a", "KeyA", None),
            ("Tab", "Tab", None),
            ("+", "NumpadAdd", None),
            ("F2", "F2", None),
        ] {
            assert!(pin_key(key, code) == expected, "{key} {code}");
        }
    }
}
