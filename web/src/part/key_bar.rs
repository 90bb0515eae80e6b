//! The function keys at the foot of the page: only those that do something now.

use yew::prelude::*;

use crate::desk::Desk;
use crate::i18n::{Text, frame};
use crate::state::{FunctionKey, Intent, KeyHint};

/// The bar of function keys.
pub(crate) fn key_bar(desk: &Desk) -> Html {
    let language = desk.language();
    let under_way = desk.state.visit.is_under_way();
    html! {
        <nav class="key-bar" aria-label={frame::KEYS.of(language)}>
            { for desk.state.keys().into_iter().filter(|hint| hint.key.stands_in_bar()).map(|hint| html! {
                <button type="button" class="key-bar__key" key={hint.key.key()}
                    aria-keyshortcuts={hint.key.key()}
                    onclick={desk.wants(hint.intent.clone())}>
                    <kbd class="key-bar__cap">{ frame::key_name(hint.key) }</kbd>
                    <span>{ meaning(&hint, under_way).of(language) }</span>
                </button>
            }) }
        </nav>
    }
}

/// Escape takes back what stands there now, so its name changes with it.
fn meaning(hint: &KeyHint, under_way: bool) -> Text {
    match (hint.key, &hint.intent) {
        (FunctionKey::Clear, Intent::Open(_)) => frame::BACK,
        (FunctionKey::Clear, _) if under_way => frame::CANCEL,
        (key, _) => frame::function(key),
    }
}
