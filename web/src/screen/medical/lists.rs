//! 薬剤情報 and 特定健診情報 as tables. Values stand as they came; only days in the form that
//! they should have are written as days.

use check_api::medical::{Checkup, MedicalInformation, Medication};
use yew::prelude::*;

use crate::domain::answer::Value;
use crate::domain::element::CodeTable;
use crate::domain::settings::Language;
use crate::domain::stamp;
use crate::i18n::{Text, date, medical as words};
use crate::part::{name, plain};

/// Whose it is, to be compared with who is there.
pub(super) fn person(information: &MedicalInformation, language: Language) -> Html {
    html! {
        <>
            <p class="medical__person">
                <span class="visually-hidden">{ words::PERSON.of(language) }</span>
                <strong>{ name(&information.name, language) }</strong>
                <span>{ day(&information.birthdate, language) }</span>
                <span>{ sex(&information.sex1, language) }</span>
            </p>
            <p class="panel__note">{ words::COMPARE.of(language) }</p>
        </>
    }
}

pub(super) fn medications(list: &[Medication], language: Language) -> Html {
    if list.is_empty() {
        return Html::default();
    }
    let heads = [
        words::MONTH,
        words::SETTING,
        words::DATES,
        words::ROUTE,
        words::MEDICINE,
        words::QUANTITY,
        words::TIMES,
    ];
    table(
        &heads,
        language,
        html! {
            <>
                { for list.iter().map(|one| html! {
                    <tr>
                        <td class="figures">{ month(&one.month, language) }</td>
                        <td lang="ja">{ &one.setting }</td>
                        <td class="figures">
                            { joined(&day(&one.prescribed_on, language), &day(&one.dispensed_on, language)) }
                        </td>
                        <td lang="ja">{ joined(&one.route, &one.directions) }</td>
                        <th scope="row" lang="ja">
                            { &one.product }
                            if !one.generic.is_empty() {
                                <span class="medical__generic">{ &one.generic }</span>
                            }
                        </th>
                        <td lang="ja" class="figures">{ &one.quantity }</td>
                        <td lang="ja" class="figures">{ &one.times }</td>
                    </tr>
                }) }
            </>
        },
    )
}

pub(super) fn checkups(list: &[Checkup], language: Language) -> Html {
    html! {
        <>
            { for list.iter().map(|checkup| html! {
                <>
                    <h3 class="medical__date">
                        { words::EXAMINED_ON.of(language) }{ " " }{ day(&checkup.date, language) }
                    </h3>
                    <div class="medical__groups">
                        { for checkup.groups.iter().map(|group| html! {
                            <section>
                                <h4 lang="ja">{ &group.title }</h4>
                                { table(&[words::ITEM, words::VALUE], language, html! {
                                    <>
                                        { for group.values.iter().map(|value| html! {
                                            <tr>
                                                <th scope="row" lang="ja">{ &value.item }</th>
                                                <td class="figures">
                                                    { &value.value }{ " " }{ &value.unit }
                                                </td>
                                            </tr>
                                        }) }
                                    </>
                                }) }
                            </section>
                        }) }
                    </div>
                </>
            }) }
        </>
    }
}

fn table(heads: &[Text], language: Language, body: Html) -> Html {
    html! {
        <div class="grid">
            <table class="grid__table">
                <thead>
                    <tr>
                        { for heads.iter().map(|head| html! {
                            <th scope="col">{ head.of(language) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ body }</tbody>
            </table>
        </div>
    }
}

fn day(text: &str, language: Language) -> String {
    stamp::date(text).map_or_else(|| text.to_owned(), |day| date::day(day, language))
}

fn month(text: &str, language: Language) -> String {
    stamp::month(text).map_or_else(
        || text.to_owned(),
        |(year, month)| date::month(year, month, language),
    )
}

fn sex(text: &str, language: Language) -> String {
    plain(&Value::Code(CodeTable::Sex, text.to_owned()), language)
}

fn joined(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        _ if one == other => one.to_owned(),
        (false, false) => [one, " / ", other].concat(),
        _ => [one, other].concat(),
    }
}
