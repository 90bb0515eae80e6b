//! Two tables to look things up in: the ways to a reader with how each was proven, and the
//! readers that are known.

use yew::prelude::*;

use crate::domain::known_reader::{KNOWN, KnownReader};
use crate::domain::proof::Way;
use crate::domain::settings::Language;
use crate::i18n::{Text, route};

/// The ways to a reader.
pub(super) fn ways(language: Language) -> Html {
    let row = |way: Way| {
        let note = way
            .is_experimental()
            .then(|| route::EXPERIMENTAL.of(language));
        html! {
            <tr key={route::way(way).of(Language::En)}>
                <th scope="row">{ route::way(way).of(language) }{ note.unwrap_or_default() }</th>
                <td>{ route::proof(way.proof()).of(language) }</td>
            </tr>
        }
    };
    table(
        [route::WAYS_TITLE, route::WAYS_LEAD],
        &[route::WAY, route::PROOF],
        Way::ALL.into_iter().map(row).collect(),
        language,
    )
}

/// The readers that are known, and which of them take commands of extended length.
pub(super) fn known(language: Language) -> Html {
    let row = |known: &KnownReader| {
        html! {
            <tr key={known.name}>
                <th scope="row">{ known.name }</th>
                <td>{ route::reach(known.reach).of(language) }</td>
                <td>{ route::extended(known.extended).of(language) }</td>
            </tr>
        }
    };
    table(
        [route::KNOWN_TITLE, route::KNOWN_LEAD],
        &[route::READER, route::REACH, route::EXTENDED],
        KNOWN.iter().map(row).collect(),
        language,
    )
}

/// Folded, so that the findings above stay what is seen first.
fn table([title, lead]: [Text; 2], heads: &[Text], rows: Html, language: Language) -> Html {
    html! {
        <details class="panel lookup">
            <summary class="panel__title">{ title.of(language) }</summary>
            <p class="panel__text">{ lead.of(language) }</p>
            <table class="lookup__table">
                <thead>
                    <tr>
                        { for heads.iter().map(|head| html! {
                            <th scope="col">{ head.of(language) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ rows }</tbody>
            </table>
        </details>
    }
}
