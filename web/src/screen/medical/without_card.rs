//! In a disaster, where the gateway has announced it: who is meant is asked by name, date of
//! birth and sex, because there is no card. What is typed lives here and goes with the screen.

use check_api::field::{Date, FacilityCode, InsurerNumber, TerminalId};
use check_api::medical::{MedicalKind, MedicalRequest, PersonName, Role, SoughtPerson};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::viewer::{Viewer, roles};
use crate::desk::Desk;
use crate::domain::answer::Value;
use crate::domain::element::CodeTable;
use crate::domain::settings::Language;
use crate::i18n::{Text, medical as words};
use crate::part::{Pick, PickField, Tone, notice, plain};
use crate::state::State;

/// Codes of 性別 (OQSCD007).
const SEXES: [&str; 3] = ["1", "2", "3"];

#[derive(Clone, PartialEq, Properties)]
pub(super) struct WithoutCardProps {
    pub(super) desk: Desk,
}

/// What was typed, as it was typed.
#[derive(Clone, Default, PartialEq, Eq)]
struct Typed {
    name: String,
    birthdate: String,
    sex: String,
    insurer: String,
}

/// The questions and what came.
#[component]
pub(super) fn WithoutCard(props: &WithoutCardProps) -> Html {
    let desk = &props.desk;
    let language = desk.language();
    let role = use_state_eq(|| None::<Role>);
    let typed = use_state_eq(Typed::default);
    let person = person(&typed);
    let begun = !typed.name.is_empty() && !typed.birthdate.is_empty() && !typed.sex.is_empty();
    let kinds = desk.state.medical_kinds();
    html! {
        <>
            { notice(Tone::Caution, words::NAME_TITLE.of(language), html! {
                <p>{ words::WITHOUT_CARD.of(language) }{ " " }{ words::CLOSED_IN.of(language) }</p>
            }) }
            <div class="medical__conditions">
                <section class="panel">{ roles(&role, language) }</section>
                <section class="panel">
                    { input("sought-name", "text", words::NAME, &typed, |typed| &mut typed.name, language) }
                    { input("sought-birthdate", "date", words::BIRTHDATE, &typed,
                        |typed| &mut typed.birthdate, language) }
                    { sex(&typed, language) }
                    { input("sought-insurer", "text", words::INSURER, &typed,
                        |typed| &mut typed.insurer, language) }
                    <p class="field__problem" role="status">
                        if begun && person.is_none() {
                            { words::UNFIT.of(language) }
                        }
                    </p>
                </section>
            </div>
            { for kinds.iter().map(|kind| html! {
                <Viewer key={kind.name()} kind={*kind} desk={desk.clone()}
                    request={request(&desk.state, *kind, *role, person.clone())} />
            }) }
        </>
    }
}

fn input(
    id: &'static str,
    kind: &'static str,
    label: Text,
    typed: &UseStateHandle<Typed>,
    field: fn(&mut Typed) -> &mut String,
    language: Language,
) -> Html {
    let (mut now, set) = ((**typed).clone(), typed.setter());
    let value = field(&mut now).clone();
    let oninput = {
        let before = (**typed).clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let mut after = before.clone();
                *field(&mut after) = input.value();
                set.set(after);
            }
        })
    };
    html! {
        <div class="field">
            <label class="field__label" for={id}>{ label.of(language) }</label>
            <input class="field__input" {id} type={kind} {value} {oninput} autocomplete="off"
                spellcheck="false" max={(kind == "date").then_some("2999-12-31")} />
        </div>
    }
}

fn sex(typed: &UseStateHandle<Typed>, language: Language) -> Html {
    let (before, set) = ((**typed).clone(), typed.setter());
    PickField {
        id: "sought-sex",
        label: words::SEX.of(language),
        picks: SEXES
            .map(|code| Pick {
                key: code.into(),
                label: plain(&Value::Code(CodeTable::Sex, code.to_owned()), language).into(),
            })
            .into(),
        chosen: &typed.sex,
        onpick: Callback::from(move |sex| {
            set.set(Typed {
                sex,
                ..before.clone()
            });
        }),
        ..PickField::default()
    }
    .choices()
}

/// Who is meant; nobody as long as something is missing or does not have its form.
fn person(typed: &Typed) -> Option<SoughtPerson> {
    let insurer = typed.insurer.trim();
    let insurer_number = match insurer {
        "" => None,
        number => Some(InsurerNumber::try_from(number).ok()?),
    };
    Some(SoughtPerson {
        name: PersonName::try_from(typed.name.clone()).ok()?,
        birthdate: Date::try_from(typed.birthdate.replace('-', "")).ok()?,
        sex1: SEXES.iter().find(|code| **code == typed.sex)?.to_string(),
        insurer_number,
    })
}

fn request(
    state: &State,
    kind: MedicalKind,
    role: Option<Role>,
    person: Option<SoughtPerson>,
) -> Option<MedicalRequest> {
    let config = state.config()?;
    Some(MedicalRequest {
        facility_code: FacilityCode::try_from(config.facility_code.clone()).ok()?,
        terminal_id: TerminalId::try_from(config.terminal_id.clone()).ok()?,
        kind,
        role: role.filter(|role| role.may_see(kind))?,
        check_audit_id: None,
        consent: None,
        person: Some(person?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str, birthdate: &str, insurer: &str) -> Option<SoughtPerson> {
        person(&Typed {
            name: name.to_owned(),
            birthdate: birthdate.to_owned(),
            sex: "1".to_owned(),
            insurer: insurer.to_owned(),
        })
    }

    #[test]
    fn nobody_is_asked_for_until_everything_fits() {
        assert!(typed("厚労 太郎", "1980-04-01", "").is_some());
        assert!(typed("厚労 太郎", "1980-04-01", "06110829").is_some());
        assert!(typed("", "1980-04-01", "").is_none());
        assert!(typed("厚労 太郎", "", "").is_none());
        assert!(typed("厚労 太郎", "1980-02-30", "").is_none());
    }

    #[test]
    fn a_my_number_is_taken_nowhere() {
        assert!(typed("123456789012", "1980-04-01", "").is_none());
        assert!(typed("厚労 太郎", "1980-04-01", "123456789012").is_none());
    }
}
