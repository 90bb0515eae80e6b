//! A button, with the name of its function key printed on it where it has one.

use yew::prelude::*;

use super::{Glyph, Icon};
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

/// Properties of [`Button`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ButtonProps {
    pub(crate) label: AttrValue,
    pub(crate) onclick: Callback<MouseEvent>,
    #[prop_or_default]
    pub(crate) kind: Kind,
    #[prop_or_default]
    pub(crate) size: Size,
    #[prop_or_default]
    pub(crate) icon: Option<Icon>,
    /// The function key that does the same.
    #[prop_or_default]
    pub(crate) function: Option<FunctionKey>,
    /// For a button that stays pressed.
    #[prop_or_default]
    pub(crate) pressed: Option<bool>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// A button.
#[component]
pub(crate) fn Button(props: &ButtonProps) -> Html {
    html! {
        <button type="button" class={classes!("button", props.class.clone())}
            data-kind={props.kind.key()} data-size={props.size.key()}
            aria-keyshortcuts={props.function.map(FunctionKey::key)}
            aria-pressed={props.pressed.map(|pressed| pressed.to_string())}
            disabled={props.disabled} onclick={&props.onclick}>
            if let Some(function) = props.function {
                <kbd class="button__key">{ frame::key_name(function) }</kbd>
            }
            if let Some(icon) = props.icon {
                <Glyph {icon} class="button__icon" />
            }
            <span class="button__label">{ &props.label }</span>
        </button>
    }
}
