//! 結果: the verdict, the person, the insurance and every other item that came.

use std::rc::Rc;

use yew::prelude::*;

use super::eligibility::EligibilityView;
use super::follow_up::{CallCentre, FollowUp};
use crate::desk::Desk;
use crate::domain::advice::ErrorCode;
use crate::domain::answer::{Answer, Verdict};
use crate::domain::settings::Language;
use crate::i18n::{date, frame, result, verdict};
use crate::part::{Face, Notice, Stage, Tone, use_language};
use crate::state::Countdown;

/// Properties of [`Answered`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct AnsweredProps {
    pub(super) desk: Desk,
    pub(super) answer: Rc<Answer>,
    pub(super) countdown: Countdown,
}

/// A result.
#[component]
pub(super) fn Answered(props: &AnsweredProps) -> Html {
    let language = use_language();
    let answer = &props.answer;
    let count = answer.eligibilities.len();
    html! {
        <>
            <div class="reception__main">
                { stage(answer, language) }
                if count == 0 {
                    { message(answer, language) }
                }
                { for answer.eligibilities.iter().enumerate().map(|(index, eligibility)| {
                    let heading = (count > 1).then(|| result::numbered(index + 1, count, language));
                    html! {
                        <EligibilityView key={index} desk={props.desk.clone()}
                            eligibility={eligibility.clone()} on={answer.confirmed_for}
                            heading={heading.map(AttrValue::from)} />
                    }
                }) }
                if matches!(answer.verdict, Verdict::Unconfirmed(_)) {
                    <CallCentre />
                }
            </div>
            <aside class="reception__aside">
                <FollowUp desk={props.desk.clone()} countdown={props.countdown} />
                if count > 0 {
                    { message(answer, language) }
                }
                <p class="reminder">{ result::PAPER_TOO.of(language) }</p>
                { record(answer, language) }
            </aside>
        </>
    }
}

fn stage(answer: &Answer, language: Language) -> Html {
    let addition = verdict::addition(answer.verdict).map(|text| text.of(language));
    let day = answer.confirmed_for.map(|day| result::as_of(day, language));
    let code = match answer.verdict {
        Verdict::Unconfirmed(reason) => Some(frame::bracketed(&ErrorCode::new(reason.code()))),
        _ => None,
    };
    html! {
        <Stage face={Face::Verdict(answer.verdict)} word={verdict::word(answer.verdict).of(language)}
            addition={addition.map(AttrValue::from)} sentence={sentence(answer, language)}
            code={code.map(AttrValue::from)} aside={day.map(AttrValue::from)} />
    }
}

fn sentence(answer: &Answer, language: Language) -> AttrValue {
    let next = verdict::next(answer.verdict).of(language);
    match answer.certificate_grace_until {
        Some(until) => [next, " ", &result::grace_until(until, language)]
            .concat()
            .into(),
        None => next.into(),
    }
}

/// A message of the official system, as it came.
fn message(answer: &Answer, language: Language) -> Html {
    let Some(notice) = &answer.notice else {
        return Html::default();
    };
    let tone = match answer.verdict {
        Verdict::Unconfirmed(_) => Tone::Caution,
        _ => Tone::Information,
    };
    html! {
        <Notice {tone} title={result::MESSAGE.of(language)}>
            <p class="message" lang="ja">
                { &notice.message }
                if !notice.code.is_empty() {
                    { " " }<span class="stage__code">{ "[" }{ &notice.code }{ "]" }</span>
                }
            </p>
        </Notice>
    }
}

/// When it was asked and under which number, for questions later.
fn record(answer: &Answer, language: Language) -> Html {
    html! {
        <dl class="facts facts--small">
            if let Some(at) = answer.processed_at {
                <div class="facts__fact">
                    <dt>{ result::ASKED_AT.of(language) }</dt>
                    <dd class="figures">{ date::moment(at, language) }</dd>
                </div>
            }
            <div class="facts__fact">
                <dt>{ result::AUDIT.of(language) }</dt>
                <dd class="figures">{ &answer.audit_id }</dd>
            </div>
        </dl>
    }
}
