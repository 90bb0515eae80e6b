//! The stage: the large block on top of the reception that says in one word how things
//! stand. It keeps its place and its height from the first card event to the result.

use yew::prelude::*;

use super::{Glyph, Icon};
use crate::domain::advice::FailureWord;
use crate::domain::answer::Verdict;

/// What the stage looks like: colour and shape, always beside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// Something is under way.
    Working,
    /// A person has to do something.
    Asking,
    /// The last try of a PIN.
    LastTry,
    /// A verdict of the gateway.
    Verdict(Verdict),
    /// The visit ended without one.
    Failure(FailureWord),
}

impl Face {
    /// Key of the colours and the shape.
    const fn look(self) -> (&'static str, Icon) {
        match self {
            Self::Working => ("working", Icon::Turning),
            Self::Asking => ("asking", Icon::Keypad),
            Self::LastTry => ("last-try", Icon::Attention),
            Self::Verdict(verdict) => (verdict.name(), shape(verdict)),
            Self::Failure(FailureWord::NotConfirmed) => ("unconfirmed", Icon::Question),
            Self::Failure(FailureWord::CardNotRead) => ("unreadable", Icon::CardOff),
        }
    }
}

const fn shape(verdict: Verdict) -> Icon {
    match verdict {
        Verdict::Valid | Verdict::ValidRenew => Icon::Tick,
        Verdict::Invalid | Verdict::InvalidNewEligibility => Icon::Cross,
        Verdict::NoEligibility => Icon::Attention,
        Verdict::Multiple => Icon::Cards,
        Verdict::Unconfirmed(_) => Icon::Question,
    }
}

/// Properties of [`Stage`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct StageProps {
    pub(crate) face: Face,
    /// The word.
    pub(crate) word: AttrValue,
    /// What stands in brackets after the word.
    #[prop_or_default]
    pub(crate) addition: Option<AttrValue>,
    /// A short line above the word, such as the day of a verdict.
    #[prop_or_default]
    pub(crate) aside: Option<AttrValue>,
    /// What to do now: one sentence.
    pub(crate) sentence: AttrValue,
    /// The code, small at the end.
    #[prop_or_default]
    pub(crate) code: Option<AttrValue>,
}

/// The stage.
#[component]
pub(crate) fn Stage(props: &StageProps) -> Html {
    let (face, icon) = props.face.look();
    html! {
        <div class="stage" data-face={face}>
            <Glyph {icon} class="stage__icon" />
            if let Some(aside) = &props.aside {
                <p class="stage__aside figures">{ aside }</p>
            }
            <div class="stage__text">
                <h1 class="stage__word">
                    <span class="stage__main">{ &props.word }</span>
                    if let Some(addition) = &props.addition {
                        <span class="stage__addition">{ addition }</span>
                    }
                </h1>
                <p class="stage__sentence">
                    { &props.sentence }
                    if let Some(code) = &props.code {
                        { " " }<span class="stage__code">{ code }</span>
                    }
                </p>
            </div>
        </div>
    }
}
