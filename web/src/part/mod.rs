//! The parts that screens are made of, one for each component of the design system
//! that is used. Parts draw what they are given and know no service. Only a part that
//! remembers something is a component to yew, because each costs the reader of the page
//! some kilobytes; the others are functions, or structs that are filled in and drawn.

mod band;
mod button;
mod call_centre;
mod countdown;
mod field;
mod icon;
mod illustration;
mod key_bar;
mod notice;
mod number;
mod pad_order;
mod pin_pad;
mod reader_chip;
mod stage;
mod steps;
mod value;

pub(crate) use band::bands;
pub(crate) use button::{Button, Kind, Size};
pub(crate) use call_centre::call_centre;
pub(crate) use countdown::countdown_clock;
pub(crate) use field::{Pick, PickField, Switch};
pub(crate) use icon::{Icon, glyph};
pub(crate) use illustration::card_over_reader;
pub(crate) use key_bar::key_bar;
pub(crate) use notice::{Tone, notice};
pub(crate) use number::Number;
pub(crate) use pin_pad::PinPad;
pub(crate) use reader_chip::reader_chip;
pub(crate) use stage::{Face, Stage};
pub(crate) use steps::steps;
pub(crate) use value::{name, plain, shown};
