//! What the desk may choose for itself on this device. Deliberately holds nothing
//! about any patient: these values, and only these, are kept in the browser.

use serde::{Deserialize, Serialize};

/// The language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Japanese.
    #[default]
    Ja,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag for the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// The other language.
    pub const fn other(self) -> Self {
        match self {
            Self::Ja => Self::En,
            Self::En => Self::Ja,
        }
    }
}

/// Light or dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the operating system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The value of the `data-theme` attribute.
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Size of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextSize {
    /// 100 %.
    #[default]
    Normal,
    /// 125 %.
    Large,
    /// 150 %.
    Largest,
}

impl TextSize {
    /// The value of the `data-size` attribute.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

/// Everything the desk may choose for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// Chosen language; none means "as the administrator configured".
    pub language: Option<Language>,
    /// Chosen colours.
    pub theme: Theme,
    /// Chosen size of the text.
    pub text_size: TextSize,
    /// Whether results are announced by a tone.
    pub sound: bool,
    /// Whether the ten keys of the PIN pad are shuffled.
    pub shuffled_pad: bool,
    /// Whether the PIN is typed on the screen even where the reader has keys of its own.
    pub pin_on_screen: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_settings_survive_a_round_trip() {
        let settings = Settings {
            language: Some(Language::En),
            theme: Theme::Dark,
            text_size: TextSize::Largest,
            sound: true,
            shuffled_pad: true,
            pin_on_screen: true,
        };
        let text = serde_json::to_string(&settings).unwrap_or_default();
        assert_eq!(
            text,
            r#"{"language":"en","theme":"dark","textSize":"largest","sound":true,"shuffledPad":true,"pinOnScreen":true}"#
        );
        assert_eq!(serde_json::from_str(&text).ok(), Some(settings));
    }

    #[test]
    fn settings_of_an_older_version_fill_up_with_defaults() {
        let stored = serde_json::from_str::<Settings>(r#"{"theme":"light","gone":1}"#);
        let expected = Settings {
            theme: Theme::Light,
            ..Settings::default()
        };
        assert_eq!(stored.ok(), Some(expected));
    }
}
