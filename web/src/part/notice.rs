//! A notification banner: a heading with its icon, and what belongs to it.

use yew::prelude::*;

use super::{Icon, glyph};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Good to know.
    Information,
    /// Look here before going on.
    Caution,
    /// Something does not work.
    Problem,
}

impl Tone {
    const fn look(self) -> (&'static str, Icon) {
        match self {
            Self::Information => ("information", Icon::Information),
            Self::Caution => ("caution", Icon::Attention),
            Self::Problem => ("problem", Icon::Attention),
        }
    }
}

/// A notice within a screen.
pub(crate) fn notice(tone: Tone, title: &'static str, children: Html) -> Html {
    let (tone, icon) = tone.look();
    html! {
        <div class="notice" data-tone={tone}>
            { glyph(icon, "notice__icon") }
            <div class="notice__body">
                <h2 class="notice__title">{ title }</h2>
                { children }
            </div>
        </div>
    }
}
