//! The stage: the large block on top of the reception that says in one word how things
//! stand. It keeps its place and its height from the first card event to the result.

use std::borrow::Cow;

use yew::prelude::*;

use super::{Icon, glyph};
use crate::domain::advice::FailureWord;
use crate::domain::answer::Verdict;

/// What the stage looks like: colour and shape, always beside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// Something is under way.
    Working,
    /// A person has to do something.
    Asking,
    /// Staff compare face and photo.
    Looking,
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
            Self::Looking => ("asking", Icon::Person),
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

/// The stage.
pub(crate) struct Stage {
    pub(crate) face: Face,
    /// The word.
    pub(crate) word: &'static str,
    /// What stands in brackets after the word.
    pub(crate) addition: Option<&'static str>,
    /// A short line above the word, such as the day of a verdict.
    pub(crate) aside: Option<String>,
    /// What to do now: one sentence.
    pub(crate) sentence: Cow<'static, str>,
    /// The code, small at the end.
    pub(crate) code: Option<String>,
}

impl Stage {
    /// Draws the stage.
    pub(crate) fn draw(self) -> Html {
        let (face, icon) = self.face.look();
        html! {
            <div class="stage" data-face={face}>
                { glyph(icon, "stage__icon") }
                if let Some(aside) = self.aside {
                    <p class="stage__aside figures">{ aside }</p>
                }
                <div class="stage__text">
                    <h1 class="stage__word">
                        <span class="stage__main">{ self.word }</span>
                        if let Some(addition) = self.addition {
                            <span class="stage__addition">{ addition }</span>
                        }
                    </h1>
                    <p class="stage__sentence">
                        { self.sentence }
                        if let Some(code) = self.code {
                            { " " }<span class="stage__code">{ code }</span>
                        }
                    </p>
                </div>
            </div>
        }
    }
}
