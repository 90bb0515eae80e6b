//! A group of official elements, and the macro that makes a typed view of one.

use crate::field::Date;
use serde_json::{Map, Value};

/// One text element of a group: its official name and how its text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// The official name, with the official spelling.
    pub name: &'static str,
    /// How the text is written.
    pub format: Format,
    /// What it means. For the published contract; the page has a catalogue.
    #[cfg(feature = "openapi")]
    pub meaning: &'static str,
}

/// How the text of an element is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text to show as it is.
    Text,
    /// A code of a published table.
    Code,
    /// `yyyyMMdd`.
    Date,
    /// `yyyyMM`.
    Month,
    /// `yyyyMMddHHmmss`, in Japan's time.
    Time,
    /// Per cent in three digits: `020`.
    Percent,
    /// Yen.
    Yen,
    /// How many.
    Count,
}

impl Format {
    /// Whether a text is written in this way. An answer is not refused for it; it
    /// is for whoever writes one.
    #[must_use]
    pub fn accepts(self, text: &str) -> bool {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Text => !text.is_empty(),
            Self::Code => !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric()),
            Self::Date => is_day(text),
            Self::Month => text.len() == 6 && is_day(&format!("{text}01")),
            Self::Time => {
                let clock = text.get(8..).unwrap_or_default();
                let limits = [("23", 0..2), ("59", 2..4), ("59", 4..6)];
                digits
                    && text.len() == 14
                    && is_day(text.get(..8).unwrap_or_default())
                    && limits
                        .into_iter()
                        .all(|(most, part)| clock.get(part) <= Some(most))
            }
            Self::Percent => text.len() == 3 && digits && text <= "100",
            Self::Yen | Self::Count => !text.is_empty() && digits,
        }
    }
}

fn is_day(text: &str) -> bool {
    Date::try_from(text.to_owned()).is_ok()
}

/// The elements of one group, as they came.
#[derive(Clone, Copy)]
pub struct Elements<'a>(Option<&'a Map<String, Value>>);

impl<'a> Elements<'a> {
    /// The elements of an object; anything else has none.
    pub(crate) fn of(value: Option<&'a Value>) -> Self {
        Self(value.and_then(Value::as_object))
    }

    /// The text of an element, also where the writer spelt its name in another way.
    /// Absent, empty and "not a text" are the same: no text.
    #[must_use]
    pub fn text(self, name: &str) -> Option<&'a str> {
        let as_named = |name: &str| self.get(name)?.as_str().filter(|text| !text.is_empty());
        as_named(name).or_else(|| as_named(other_spelling(name)?))
    }

    /// All text elements under their official names, also those that no view knows.
    pub fn texts(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .into_iter()
            .flatten()
            .filter_map(move |(name, value)| {
                let text = value.as_str().filter(|text| !text.is_empty())?;
                // Under both names at once, each keeps its own: nothing is lost.
                let official =
                    official_spelling(name).filter(|official| self.text(official) == Some(text));
                Some((official.unwrap_or(name), text))
            })
    }

    /// The elements as an object of their own.
    pub(crate) fn object(self) -> Map<String, Value> {
        self.0.cloned().unwrap_or_default()
    }

    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        self.0?.get(name)
    }

    pub(crate) fn group(self, name: &str) -> Option<Self> {
        let group = Self::of(self.get(name));
        if group.0.is_some() { Some(group) } else { None }
    }

    /// The groups called `item`, in whichever way the writer nested them: inside
    /// `list` or without it, one object or several, each wrapped in its name or not.
    pub(crate) fn list(self, list: &str, item: &'static str) -> impl Iterator<Item = Self> {
        let outer = self.get(list).or_else(|| self.get(item));
        one_or_many(outer)
            .flat_map(move |value| match value.get(item) {
                Some(wrapped) => one_or_many(Some(wrapped)),
                None => one_or_many(Some(value)),
            })
            .filter_map(|value| value.as_object().map(|map| Self(Some(map))))
    }
}

/// Official names, and what one public writer of the same messages calls them.
const OTHER_SPELLINGS: [(&str, &str); 3] = [
    ("PharmacistsInfoConsFlg", "PharmaceuticalInfoConsFlg"),
    ("PharmacistsInfoConsTime", "PharmaceuticalInfoConsTime"),
    (
        "PharmacistsInfoAvailableTime",
        "PharmaceuticalInfoAvailableTime",
    ),
];

fn other_spelling(official: &str) -> Option<&'static str> {
    OTHER_SPELLINGS
        .into_iter()
        .find_map(|(name, other)| (name == official).then_some(other))
}

/// The official name of an element that some writer spells in another way.
#[must_use]
pub fn official_spelling(name: &str) -> Option<&'static str> {
    OTHER_SPELLINGS
        .into_iter()
        .find_map(|(official, other)| (other == name).then_some(official))
}

fn one_or_many(value: Option<&Value>) -> std::slice::Iter<'_, Value> {
    match value {
        Some(Value::Array(items)) => items.iter(),
        Some(item) => std::slice::from_ref(item).iter(),
        None => [].iter(),
    }
}

/// Makes the view of a group from the table of its text elements.
macro_rules! view {
    (
        $(#[$doc:meta])*
        $view:ident {
            $(#[doc = $meaning:literal] $method:ident = $name:literal: $format:ident;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $view<'a>(pub(crate) $crate::official::Elements<'a>);

        impl<'a> $view<'a> {
            /// The text elements of the group, in the order of the official table.
            pub const ELEMENTS: &'static [$crate::official::Element] = &[$(
                $crate::official::Element {
                    name: $name,
                    format: $crate::official::Format::$format,
                    #[cfg(feature = "openapi")]
                    meaning: $meaning,
                },
            )*];

            /// The elements as they came, also those that this view does not name.
            #[must_use]
            pub const fn elements(self) -> $crate::official::Elements<'a> {
                self.0
            }

            $(
                #[doc = $meaning]
                #[must_use]
                pub fn $method(self) -> Option<&'a str> {
                    self.0.text($name)
                }
            )*
        }
    };
}
pub(crate) use view;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_the_medication_consent_are_read() {
        let official = "PharmacistsInfoConsFlg";
        for (wire, texts) in [
            (serde_json::json!({ official: "1" }), vec![(official, "1")]),
            (
                serde_json::json!({ "PharmaceuticalInfoConsFlg": "1" }),
                vec![(official, "1")],
            ),
            (
                serde_json::json!({ official: "1", "PharmaceuticalInfoConsFlg": "0" }),
                vec![("PharmaceuticalInfoConsFlg", "0"), (official, "1")],
            ),
            (
                serde_json::json!({ official: "", "PharmaceuticalInfoConsFlg": "1" }),
                vec![(official, "1")],
            ),
        ] {
            let elements = Elements::of(Some(&wire));
            assert_eq!(elements.text(official), Some("1"), "{wire}");
            let mut found: Vec<_> = elements.texts().collect();
            found.sort_unstable();
            assert_eq!(found, texts, "{wire}");
        }
    }

    #[test]
    fn formats_tell_good_from_bad() {
        for (format, good, bad) in [
            (Format::Text, &["●田　太郎", " 131011"][..], &[""][..]),
            (Format::Code, &["A1", "01", "9"], &["", "１", "A-1"]),
            (Format::Date, &["20240229"], &["20230229", "2024", ""]),
            (Format::Month, &["202611"], &["202613", "2026", "2026111"]),
            (
                Format::Time,
                &["20261121235959"],
                &["20261121240000", "20261121", "20261121236000"],
            ),
            (
                Format::Percent,
                &["000", "020", "100"],
                &["20", "101", "０20", ""],
            ),
            (Format::Yen, &["0", "10000"], &["", "1,000", "-1"]),
        ] {
            for text in good {
                assert!(format.accepts(text), "{format:?} {text}");
            }
            for text in bad {
                assert!(!format.accepts(text), "{format:?} {text}");
            }
        }
    }
}
