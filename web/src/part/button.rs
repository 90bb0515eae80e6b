//! A button, with the name of its function key printed on it where it has one.

use yew::prelude::*;

use super::{Icon, glyph};
use crate::i18n::frame;
use crate::state::FunctionKey;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The one thing to do now.
    Primary,
    /// Something else that can be done.
    #[default]
    Outline,
    /// Something that cannot be taken back.
    Danger,
}

impl Kind {
    const fn key(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Outline => "outline",
            Self::Danger => "danger",
        }
    }
}

/// The size of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Size {
    /// 56 px high.
    Large,
    /// 48 px high.
    #[default]
    Medium,
    /// 36 px high.
    Small,
}

impl Size {
    const fn key(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
        }
    }
}

/// A button.
#[derive(Default)]
pub(crate) struct Button {
    pub(crate) label: &'static str,
    pub(crate) onclick: Callback<MouseEvent>,
    pub(crate) kind: Kind,
    pub(crate) size: Size,
    pub(crate) icon: Option<Icon>,
    /// The function key that does the same.
    pub(crate) function: Option<FunctionKey>,
    pub(crate) disabled: bool,
    /// A class of its place on the page.
    pub(crate) class: &'static str,
}

impl Button {
    /// Draws the button.
    pub(crate) fn draw(self) -> Html {
        html! {
            <button type="button" class={classes!("button", self.class)}
                data-kind={self.kind.key()} data-size={self.size.key()}
                aria-keyshortcuts={self.function.map(FunctionKey::key)}
                disabled={self.disabled} onclick={self.onclick}>
                if let Some(function) = self.function {
                    <kbd class="button__key">{ frame::key_name(function) }</kbd>
                }
                if let Some(icon) = self.icon {
                    { glyph(icon, "button__icon") }
                }
                <span class="button__label">{ self.label }</span>
            </button>
        }
    }
}
