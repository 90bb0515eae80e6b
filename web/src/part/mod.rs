//! The parts that screens are made of, one for each component of the design system
//! that is used. Parts draw what they are given and know no service.

mod band;
mod button;
mod countdown;
mod field;
mod icon;
mod illustration;
mod kana;
mod key_bar;
mod notice;
mod number;
mod pad_order;
mod pin_pad;
mod reader_chip;
mod stage;
mod steps;
mod value;

pub(crate) use band::Bands;
pub(crate) use button::{Button, Kind, Size};
pub(crate) use countdown::CountdownClock;
pub(crate) use field::{Choices, Pick, Select, Switch};
pub(crate) use icon::{Glyph, Icon};
pub(crate) use illustration::CardOverReader;
pub(crate) use key_bar::KeyBar;
pub(crate) use notice::{Notice, Tone};
pub(crate) use number::Number;
pub(crate) use pin_pad::PinPad;
pub(crate) use reader_chip::ReaderChip;
pub(crate) use stage::{Face, Stage};
pub(crate) use steps::Steps;
pub(crate) use value::{Shown, name, plain};

use yew::prelude::*;

use crate::desk::use_desk;
use crate::domain::settings::Language;

/// The language of the page.
#[hook]
pub(crate) fn use_language() -> Language {
    use_desk().map_or_else(Language::default, |desk| desk.state.language())
}
