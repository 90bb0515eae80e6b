//! The root of the page: holds the latest state, hands it to the screens and sets what
//! the whole document needs to know (language, colours, size of the text).

use std::rc::Rc;

use gloo::utils::document_element;
use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::settings::{Language, TextSize, Theme};
use crate::i18n::frame;
use crate::screen::Page;
use crate::service;
use crate::state::State;

/// Shows the page in its place in index.html and starts its services.
pub fn start() {
    // Beside the notices of index.html, which have to outlive the program.
    if let Some(place) = gloo::utils::document().get_element_by_id("page") {
        yew::Renderer::<App>::with_root(place).render();
    }
}

/// The application.
#[component]
fn App() -> Html {
    let state = use_state_eq(Rc::<State>::default);
    let send = {
        let setter = state.setter();
        use_memo((), move |()| service::start(move |state| setter.set(state)))
    };
    use_effect_with(
        (
            state.language(),
            state.settings.theme,
            state.settings.text_size,
        ),
        |&(language, theme, size)| dress_document(language, theme, size),
    );
    let desk = Desk {
        state: Rc::clone(&state),
        send: Callback::clone(&send),
    };
    html! { <Page {desk} /> }
}

fn dress_document(language: Language, theme: Theme, size: TextSize) {
    let root = document_element();
    for (name, value) in [
        ("lang", language.tag()),
        ("data-theme", theme.key()),
        ("data-size", size.key()),
    ] {
        // The names are good attribute names, the only thing that could be refused.
        let _ = root.set_attribute(name, value);
    }
    gloo::utils::document().set_title(frame::PRODUCT.of(language));
}
