//! 結果: the verdict, the person, the insurance and every other item that came.

use std::borrow::Cow;

use yew::prelude::*;

use super::difference::differences;
use super::eligibility::{Place, eligibility};
use super::follow_up::{call_centre, follow_up};
use super::slip::slip;
use crate::desk::Desk;
use crate::domain::advice::ErrorCode;
use crate::domain::answer::{Answer, Verdict};
use crate::domain::settings::Language;
use crate::i18n::{date, frame, result, verdict};
use crate::part::{Face, Stage, Tone, notice};
use crate::state::Countdown;

/// A result.
pub(super) fn answered(desk: &Desk, answer: &Answer, countdown: Countdown) -> Html {
    let language = desk.language();
    let count = answer.eligibilities.len();
    let meant = answer.meant(desk.state.handed.chosen);
    html! {
        <>
            <div class="reception__main" key="answered">
                { stage(answer, language) }
                if count == 0 {
                    { message(answer, language) }
                }
                { for answer.eligibilities.iter().enumerate().map(|(index, one)| {
                    let place = match count {
                        1 => Place::Only,
                        _ => Place::Among { index, count, meant: meant == Some(index) },
                    };
                    eligibility(desk, one, answer.confirmed_for, place)
                }) }
                if matches!(answer.verdict, Verdict::Unconfirmed(_)) {
                    { call_centre(desk) }
                }
            </div>
            <aside class="reception__aside" key="beside-answered">
                { follow_up(desk, Some(answer), countdown) }
                { certificate_ends(answer, language) }
                { differences(desk, answer) }
                if count > 0 {
                    { message(answer, language) }
                }
                <p class="reminder">{ result::PAPER_TOO.of(language) }</p>
                { record(answer, language) }
            </aside>
            { slip(desk, answer) }
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
    let stage = Stage {
        face: Face::Verdict(answer.verdict),
        word: verdict::word(answer.verdict).of(language),
        addition,
        aside: day,
        sentence: sentence(answer, language),
        code,
    };
    stage.draw()
}

fn sentence(answer: &Answer, language: Language) -> Cow<'static, str> {
    let next = verdict::next(answer.verdict).of(language);
    match answer.certificate_grace_until {
        Some(until) => [next, " ", &result::grace_until(until, language)]
            .concat()
            .into(),
        None => next.into(),
    }
}

/// A certificate in its last months: the desk is the one who can say so in time.
fn certificate_ends(answer: &Answer, language: Language) -> Html {
    let Some((day, days)) = answer.certificate_ends_soon() else {
        return Html::default();
    };
    let text = html! { <p>{ result::certificate_ends(day, days, language) }</p> };
    notice(Tone::Caution, result::CERTIFICATE.of(language), text)
}

/// A message of the official system, as it came.
fn message(answer: &Answer, language: Language) -> Html {
    let Some(came) = &answer.notice else {
        return Html::default();
    };
    let tone = match answer.verdict {
        Verdict::Unconfirmed(_) => Tone::Caution,
        _ => Tone::Information,
    };
    let text = html! {
        <p class="message" lang="ja">
            { &came.message }
            if !came.code.is_empty() {
                { " " }<span class="stage__code">{ "[" }{ &came.code }{ "]" }</span>
            }
        </p>
    };
    notice(tone, result::MESSAGE.of(language), text)
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
