//! A number to be read aloud or copied: figures of equal width, in groups. The groups
//! are spacing only, so that copied text is the number and nothing else.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::{Icon, glyph};
use crate::desk::Desk;
use crate::domain::element::Element;
use crate::i18n::result;
use crate::state::Intent;

/// How long the tick stands after copying.
const CONFIRMED_MILLIS: u32 = 2_000;

/// Properties of [`Number`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct NumberProps {
    pub(crate) desk: Desk,
    pub(crate) element: Element,
    /// What the number is called, for the name of the copy button.
    pub(crate) label: AttrValue,
    pub(crate) value: AttrValue,
}

/// A number with its copy button.
#[component]
pub(crate) fn Number(props: &NumberProps) -> Html {
    let language = props.desk.language();
    let copied = use_state(|| None::<Timeout>);
    let onclick = {
        let send = props.desk.send.clone();
        let (value, copied) = (props.value.to_string(), copied.clone());
        Callback::from(move |_: MouseEvent| {
            send.emit(Intent::Copy(value.clone()));
            let done = copied.clone();
            copied.set(Some(Timeout::new(CONFIRMED_MILLIS, move || done.set(None))));
        })
    };
    let (icon, name) = match *copied {
        Some(_) => (Icon::Tick, result::copied(&props.label, language)),
        None => (Icon::Copy, result::copy(&props.label, language)),
    };
    html! {
        <span class="number">
            <span class="number__value figures">
                { for groups(props.element, &props.value).into_iter().map(|group| html! {
                    <span class="number__group">{ group }</span>
                }) }
            </span>
            <button type="button" class="number__copy" aria-label={name.clone()} title={name}
                {onclick}>
                { glyph(icon, "") }
            </button>
        </span>
    }
}

/// The groups in which a number is read aloud. Anything but a long run of digits stays whole.
fn groups(element: Element, value: &str) -> Vec<String> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let sizes: &[usize] = match (element, value.len()) {
        _ if !digits => &[],
        // 法別番号, 都道府県番号, 保険者別番号, 検証番号.
        (Element::InsurerNumber, 8) => &[2, 2, 3, 1],
        // The same without 法別番号: 国民健康保険.
        (Element::InsurerNumber, 6) => &[2, 3, 1],
        (_, length) if length > 4 => &[3; 16],
        _ => &[],
    };
    let mut rest = value;
    let mut groups = Vec::new();
    for &size in sizes {
        match rest.split_at_checked(size) {
            Some((group, after)) if !after.is_empty() => {
                groups.push(group.to_owned());
                rest = after;
            }
            _ => break,
        }
    }
    groups.push(rest.to_owned());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_they_are_read_aloud() {
        for (element, value, expected) in [
            (
                Element::InsurerNumber,
                "06110829",
                vec!["06", "11", "082", "9"],
            ),
            (Element::InsurerNumber, "138057", vec!["13", "805", "7"]),
            (
                Element::InsuredIdentificationNumber,
                "345678",
                vec!["345", "678"],
            ),
            (
                Element::InsuredIdentificationNumber,
                "3456789",
                vec!["345", "678", "9"],
            ),
            (Element::InsuredCardSymbol, "12", vec!["12"]),
            (Element::InsuredCardSymbol, "記号・あ１", vec!["記号・あ１"]),
            (Element::InsurerNumber, "", vec![""]),
        ] {
            assert_eq!(groups(element, value), expected, "{value}");
        }
    }

    #[test]
    fn grouping_never_alters_a_number() {
        for length in 0..60 {
            let value = "1234567890".repeat(6).split_off(60 - length);
            assert_eq!(groups(Element::ReferenceNumber, &value).concat(), value);
        }
    }
}
