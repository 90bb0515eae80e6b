//! The training mode: which practice cards, faults and readers there are and which
//! are chosen. Knows names only; the virtual card itself is a module loaded on demand.

use std::rc::Rc;

use crate::domain::advice::ErrorCode;

/// Something to choose on the bench, with its titles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Key by which the virtual reader knows it.
    pub key: String,
    /// Title in Japanese.
    pub ja: String,
    /// Title in English.
    pub en: String,
}

/// The bench: what can be chosen and what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bench {
    /// Practice cards.
    pub profiles: Rc<[Choice]>,
    /// Faults that can be made to happen, "none" first.
    pub faults: Rc<[Choice]>,
    /// Models of readers.
    pub models: Rc<[Choice]>,
    /// Key of the chosen card.
    pub profile: String,
    /// Key of the chosen fault.
    pub fault: String,
    /// Key of the chosen model.
    pub model: String,
    /// Whether the card lies on the reader.
    pub card_on_reader: bool,
    /// Whether the reader is plugged in.
    pub plugged: bool,
    /// Whether the keys of the reader wait for a person.
    pub pad_waits: bool,
    /// Tries left for the PIN of user authentication, on the card at hand.
    pub tries_left: Option<u8>,
}

/// State of the training mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Training {
    /// Not in training.
    #[default]
    Off,
    /// The module with the virtual card is being loaded.
    Loading,
    /// The bench stands beside the screen.
    On(Bench),
    /// The module could not be loaded.
    Failed(ErrorCode),
}

impl Training {
    /// Whether the page is in training, whatever the state of the bench.
    pub const fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// The bench, if it stands.
    pub const fn bench(&self) -> Option<&Bench> {
        match self {
            Self::On(bench) => Some(bench),
            _ => None,
        }
    }
}
