//! Every visible word of the page, in Japanese and in English side by side. A text
//! without one of its languages does not compile. Knows no markup and no state.

pub(crate) mod advice;
pub(crate) mod band;
pub(crate) mod batch;
pub(crate) mod batch_row;
pub(crate) mod certificate;
pub(crate) mod code;
pub(crate) mod configuration;
pub(crate) mod date;
pub(crate) mod diagnosis;
pub(crate) mod difference;
pub(crate) mod disaster;
pub(crate) mod element;
pub(crate) mod fallback;
pub(crate) mod frame;
pub(crate) mod hand_over;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod insurance;
pub(crate) mod medical;
pub(crate) mod reception;
pub(crate) mod result;
pub(crate) mod route;
pub(crate) mod settings;
pub(crate) mod training;
pub(crate) mod verdict;
pub(crate) mod visual;

use crate::domain::settings::Language;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    ja: &'static str,
    en: &'static str,
}

impl Text {
    /// A text, Japanese first.
    pub(crate) const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja, en }
    }

    /// A text that is the same in both languages, such as the name of a key.
    pub(crate) const fn same(text: &'static str) -> Self {
        Self { ja: text, en: text }
    }

    /// The text in one language.
    pub(crate) const fn of(self, language: Language) -> &'static str {
        match language {
            Language::Ja => self.ja,
            Language::En => self.en,
        }
    }
}
