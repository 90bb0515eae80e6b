//! A notification banner: a heading with its icon, and what belongs to it.

use yew::prelude::*;

use super::{Glyph, Icon};

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

/// Properties of [`Notice`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct NoticeProps {
    pub(crate) tone: Tone,
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A notice within a screen.
#[component]
pub(crate) fn Notice(props: &NoticeProps) -> Html {
    let (tone, icon) = props.tone.look();
    html! {
        <div class="notice" data-tone={tone}>
            <Glyph {icon} class="notice__icon" />
            <div class="notice__body">
                <h2 class="notice__title">{ &props.title }</h2>
                { props.children.clone() }
            </div>
        </div>
    }
}
