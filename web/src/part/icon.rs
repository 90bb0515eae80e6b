//! Icons as inline SVG: one path each on a field of 24 by 24, drawn with the colour of
//! the text. Always decoration; the word beside an icon says the same.

use yew::prelude::*;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// A tick in a circle: valid, done.
    Tick,
    /// A cross in an octagon: not valid.
    Cross,
    /// A question mark in a diamond: could not be checked.
    Question,
    /// An exclamation mark in a triangle: look here.
    Attention,
    /// Two cards, one behind the other: several eligibilities.
    Cards,
    /// A card struck through: could not be read.
    CardOff,
    /// The letter i in a circle.
    Information,
    /// An empty circle: still to come.
    Circle,
    /// Three quarters of a circle, for something that turns.
    Turning,
    /// Two sheets: copy.
    Copy,
    /// Two bars: pause.
    Pause,
    /// A triangle: go on.
    Play,
    /// An arrow with a stop: take the last digit back.
    Backspace,
    /// Ten keys: type the PIN.
    Keypad,
    /// A clock face.
    Clock,
    /// Head and shoulders in the frame of a photo.
    Person,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Tick => {
                "M12 2.6a9.4 9.4 0 1 0 0 18.8 9.4 9.4 0 0 0 0-18.8M7.2 12.4l3.3 3.3 6.4-7.2"
            }
            Self::Cross => {
                "M8.1 2.6h7.8l5.5 5.5v7.8l-5.5 5.5H8.1l-5.5-5.5V8.1zM8.4 8.4l7.2 7.2M15.6 8.4l-7.2 7.2"
            }
            Self::Question => {
                "M12 1.6 22.4 12 12 22.4 1.6 12zM9.7 9.9a2.4 2.4 0 1 1 3.6 2.1c-.9.6-1.3 1-1.3 1.9M12 16.7v.1"
            }
            Self::Attention => "M12 3.2 1.9 20.6h20.2zM12 9.6v5M12 17.6v.1",
            Self::Cards => "M6.4 6.2V3.6h15.2v11h-3M2.4 6.2h16.2v14.2H2.4zM5.6 11h4M5.6 15.4h9.6",
            Self::CardOff => "M2.4 5.4h19.2v13.2H2.4zM5.6 10h4.6M5.6 14.4h8M3.2 21.4 20.8 2.6",
            Self::Information => {
                "M12 2.6a9.4 9.4 0 1 0 0 18.8 9.4 9.4 0 0 0 0-18.8M12 11v6M12 7.2v.1"
            }
            Self::Circle => "M12 4.2a7.8 7.8 0 1 0 0 15.6 7.8 7.8 0 0 0 0-15.6",
            Self::Person => {
                "M3.4 3.4h17.2v17.2H3.4zM12 6.6a3 3 0 1 0 0 6 3 3 0 0 0 0-6M6.6 20.2c.3-3.3 2.4-5 5.4-5s5.1 1.7 5.4 5"
            }
            Self::Turning => "M12 3.6a8.4 8.4 0 1 0 8.4 8.4",
            Self::Copy => "M8.6 8.6h11.8v11.8H8.6zM15.4 8.4V3.6H3.6v11.8h4.8",
            Self::Pause => "M8.4 5v14M15.6 5v14",
            Self::Play => "M7 4.4v15.2L19.4 12z",
            Self::Backspace => "M8.4 5h13v14h-13L2.4 12zM11.6 9.2l5.6 5.6M17.2 9.2l-5.6 5.6",
            Self::Keypad => {
                "M4.6 2.6h14.8v18.8H4.6zM8.6 7v.1M12 7v.1M15.4 7v.1M8.6 10.6v.1M12 10.6v.1M15.4 10.6v.1\
                 M8.6 14.2v.1M12 14.2v.1M15.4 14.2v.1M12 17.8v.1"
            }
            Self::Clock => "M12 2.6a9.4 9.4 0 1 0 0 18.8 9.4 9.4 0 0 0 0-18.8M12 7v5.4l3.6 2.2",
        }
    }
}

/// An icon on the page, with a class of its place there.
pub(crate) fn glyph(icon: Icon, class: &'static str) -> Html {
    html! {
        <svg class={classes!("glyph", class)} viewBox="0 0 24 24" aria-hidden="true"
            focusable="false">
            <path d={icon.path()} />
        </svg>
    }
}
