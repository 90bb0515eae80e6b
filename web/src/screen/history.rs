//! 履歴: what was asked today, masked. What cannot be taken back, and what leaves the desk,
//! is asked about first, in the place of the button that was pressed.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::desk::Desk;
use crate::domain::advice::FailureWord;
use crate::domain::answer::Verdict;
use crate::domain::history::{Entry, Kind, Outcome};
use crate::domain::settings::Language;
use crate::i18n::{date, frame, history as words, result, verdict};
use crate::part::{Button, Icon, Kind as ButtonKind, Pick, PickField, Tone, glyph, notice};
use crate::state::{History, Intent, Screen, Wish};

/// Entries shown at first, and with every press of the button for more.
const ENTRIES_AT_ONCE: usize = 100;
const ALL: &str = "all";

/// The screen.
pub(super) fn history_screen(desk: &Desk) -> Html {
    let language = desk.language();
    let config = desk.state.config();
    let hours = config.map_or(24, |config| config.history_hours);
    let kept = match config {
        Some(config) if config.history_persists => words::PERSISTS,
        _ => words::IN_MEMORY,
    };
    html! {
        <div class="sheet" key="history">
            <h1 class="sheet__title">{ frame::screen(Screen::History).of(language) }</h1>
            <p class="sheet__lead">
                { words::LEAD.of(language) }{ " " }
                { words::kept_for(hours, language) }{ " " }
                { kept.of(language) }
            </p>
            <List history={desk.state.history.clone()} send={desk.send.clone()} {language} />
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ListProps {
    history: History,
    send: Callback<Intent>,
    language: Language,
}

/// What is being asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    Export,
    Erase,
}

/// The list with its filter and what can be done with it.
#[component]
fn List(props: &ListProps) -> Html {
    let language = props.language;
    let chosen = use_state_eq(|| None::<Kind>);
    let most = use_state_eq(|| ENTRIES_AT_ONCE);
    let question = use_state_eq(|| None::<Question>);
    let entries = props.history.entries();
    if entries.is_empty() {
        return notice(
            Tone::Information,
            words::EMPTY.of(language),
            html! {
                <p>{ words::EMPTY_NOTE.of(language) }</p>
            },
        );
    }
    let fitting: Vec<_> = entries
        .iter()
        .rev()
        .filter(|entry| chosen.is_none_or(|kind| entry.outcome.kind() == kind))
        .collect();
    let shown = fitting.len().min(*most);
    html! {
        <>
            { choices(&chosen, language) }
            { actions(props, &question) }
            <p role="status">{ words::shown(shown, fitting.len(), language) }</p>
            if fitting.is_empty() {
                <p>{ words::NONE_OF_KIND.of(language) }</p>
            } else {
                { table(fitting.iter().take(shown).copied(), language) }
            }
            if shown < fitting.len() {
                { Button {
                    label: words::MORE.of(language),
                    onclick: {
                        let most = most.clone();
                        Callback::from(move |_| most.set(*most + ENTRIES_AT_ONCE))
                    },
                    ..Button::default()
                }.draw() }
            }
        </>
    }
}

fn choices(chosen: &UseStateHandle<Option<Kind>>, language: Language) -> Html {
    let pick = |key: &'static str, label: &'static str| Pick {
        key: key.into(),
        label: label.into(),
    };
    let kinds = Kind::ALL.map(|kind| pick(kind.key(), words::kind(kind).of(language)));
    let mut picks = vec![pick(ALL, words::ALL.of(language))];
    picks.extend(kinds);
    let set = chosen.setter();
    PickField {
        id: "history-kind",
        label: words::FILTER.of(language),
        picks,
        chosen: chosen.map_or(ALL, Kind::key),
        onpick: Callback::from(move |key: String| {
            set.set(Kind::ALL.into_iter().find(|kind| kind.key() == key));
        }),
        ..PickField::default()
    }
    .choices()
}

/// The two buttons, or the question about one of them.
fn actions(props: &ListProps, question: &UseStateHandle<Option<Question>>) -> Html {
    let language = props.language;
    let ask = |what: Option<Question>| {
        let question = question.setter();
        Callback::from(move |_| question.set(what))
    };
    let Some(asked) = **question else {
        return html! {
            <div class="actions actions--start">
                { Button {
                    label: words::EXPORT.of(language),
                    onclick: ask(Some(Question::Export)),
                    ..Button::default()
                }.draw() }
                { Button {
                    label: words::ERASE.of(language),
                    kind: ButtonKind::Danger,
                    onclick: ask(Some(Question::Erase)),
                    ..Button::default()
                }.draw() }
            </div>
        };
    };
    let (sentence, label, kind, wish) = match asked {
        Question::Export => (
            words::EXPORT_ASK,
            words::DO_EXPORT,
            ButtonKind::Primary,
            Wish::ExportHistory,
        ),
        Question::Erase => (
            words::ERASE_ASK,
            words::DO_ERASE,
            ButtonKind::Danger,
            Wish::EraseHistory,
        ),
    };
    let go = {
        let (send, question) = (props.send.clone(), question.setter());
        Callback::from(move |_| {
            question.set(None);
            send.emit(Intent::Wish(wish.clone()));
        })
    };
    html! {
        <Asked sentence={sentence.of(language)}>
            { Button { label: label.of(language), kind, onclick: go, ..Button::default() }.draw() }
            { Button {
                label: words::NOT_NOW.of(language),
                onclick: ask(None),
                ..Button::default()
            }.draw() }
        </Asked>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct AskedProps {
    sentence: &'static str,
    children: Html,
}

/// A question in the place of the buttons. It takes the focus, which would be lost with the
/// button that was pressed.
#[component]
fn Asked(props: &AskedProps) -> Html {
    let group = use_node_ref();
    use_effect_with(group.clone(), |group| {
        if let Some(group) = group.cast::<HtmlElement>() {
            // A group that can be focused does not refuse it.
            drop(group.focus());
        }
    });
    html! {
        <div class="actions actions--start" role="group" tabindex="-1" ref={group}
            aria-labelledby="history-question">
            <p id="history-question">{ props.sentence }</p>
            { props.children.clone() }
        </div>
    }
}

fn table<'a>(entries: impl Iterator<Item = &'a Entry>, language: Language) -> Html {
    let heads = [
        words::TIME,
        words::RESULT,
        words::METHOD,
        words::NUMBER_END,
        words::HANDED_OVER,
        words::RECORD,
    ];
    html! {
        <div class="panel grid" tabindex="0" role="region"
            aria-label={frame::screen(Screen::History).of(language)}>
            <table class="grid__table">
                <thead>
                    <tr>
                        { for heads.iter().map(|head| html! {
                            <th scope="col">{ head.of(language) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for entries.map(|entry| row(entry, language)) }</tbody>
            </table>
        </div>
    }
}

fn row(entry: &Entry, language: Language) -> Html {
    let time = entry.at.map(date::clock_in_japan);
    let given: Vec<_> = entry
        .hand_overs
        .iter()
        .map(|what| words::hand_over(*what).of(language))
        .collect();
    let separator = match language {
        Language::Ja => "・",
        Language::En => ", ",
    };
    html! {
        <tr data-kind={entry.outcome.kind().key()}>
            <th scope="row" class="figures">
                { time.unwrap_or_else(|| words::TIME_UNKNOWN.of(language).to_owned()) }
            </th>
            <td>{ outcome(&entry.outcome, language) }</td>
            <td>{ words::method(entry.method).of(language) }</td>
            <td class="figures">
                if let Some(end) = &entry.number_end {
                    { "…" }{ end }
                } else {
                    { result::NOT_SENT.of(language) }
                }
            </td>
            <td>
                if given.is_empty() {
                    { result::NOT_SENT.of(language) }
                } else {
                    { given.join(separator) }
                }
            </td>
            <td class="figures grid__record">
                if entry.audit_id.is_empty() {
                    { result::NOT_SENT.of(language) }
                } else {
                    { &entry.audit_id }
                }
            </td>
        </tr>
    }
}

/// Shape and word; the colour says the same.
fn outcome(outcome: &Outcome, language: Language) -> Html {
    let (icon, word, addition) = match outcome {
        Outcome::Answered(given) => (
            shape(*given),
            verdict::word(*given).of(language).to_owned(),
            verdict::addition(*given).map(|text| match language {
                Language::Ja => text.of(language).to_owned(),
                Language::En => [" ", text.of(language)].concat(),
            }),
        ),
        Outcome::Failed(code) => {
            let icon = match code.word() {
                FailureWord::CardNotRead => Icon::CardOff,
                FailureWord::NotConfirmed => Icon::Question,
            };
            let word = verdict::failure_word(code.word()).of(language).to_owned();
            (icon, word, Some([" ", &frame::bracketed(code)].concat()))
        }
        Outcome::Batch(counts) => (Icon::Cards, words::counts(*counts, language), None),
        Outcome::Given(rows) => (Icon::Information, words::rows(*rows, language), None),
    };
    html! {
        <span class="outcome">
            { glyph(icon, "outcome__icon") }
            <span>
                { word }
                if let Some(addition) = addition {
                    <span class="outcome__addition">{ addition }</span>
                }
            </span>
        </span>
    }
}

const fn shape(verdict: Verdict) -> Icon {
    match verdict {
        Verdict::Valid | Verdict::ValidRenew => Icon::Tick,
        Verdict::Invalid | Verdict::InvalidNewEligibility => Icon::Cross,
        Verdict::NoEligibility => Icon::Attention,
        Verdict::Multiple => Icon::Cards,
        Verdict::Unconfirmed(_) => Icon::Question,
    }
}
