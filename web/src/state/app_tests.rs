//! The page's state beyond the visit: bands, language, consent, training.

use super::*;
use crate::domain::time::Moment;
use crate::state::{Bench, Failure, Findings};

fn state(actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(State::default(), State::after)
}

fn config(environment: Environment) -> Action {
    Action::Configured(Rc::new(Config {
        gateway: "https://gateway.example".to_owned(),
        facility_code: "1312345678".to_owned(),
        facility_name: "厚労医院".to_owned(),
        terminal_id: "T".to_owned(),
        environment,
        anchors: Vec::new(),
        language: Language::En,
        clear_after_seconds: 60,
        training: false,
        bridge_extension: None,
        bridge_installer: None,
        history_hours: 24,
        history_persists: false,
        call_centre: None,
    }))
}

fn gateway(service: Service, environment: Environment, skew_seconds: u64) -> Action {
    Action::GatewayAnswered {
        status: GatewayStatus {
            service,
            environment,
            notices: Vec::new(),
            capabilities: Default::default(),
            disaster: None,
            call_centre: None,
        },
        clock: ServerClock::new(0, Moment::default()),
        skew_seconds,
    }
}

#[test]
fn bands_say_what_is_out_of_the_ordinary_and_nothing_else() {
    use Environment::{Practice, Production};
    let failed = || Action::GatewayFailed(ErrorCode::new("CHECK-TIMEOUT"));
    let band = Band::GatewayFailed(ErrorCode::new("CHECK-TIMEOUT"));
    for (actions, expected) in [
        (vec![gateway(Service::Open, Production, 0)], vec![]),
        (
            vec![gateway(Service::Maintenance, Production, 0)],
            vec![Band::Maintenance],
        ),
        (
            vec![gateway(Service::Open, Practice, 0)],
            vec![Band::PracticeGateway],
        ),
        (vec![failed()], vec![band]),
        (vec![failed(), Action::Online(false)], vec![Band::Offline]),
        (
            vec![config(Production), gateway(Service::Open, Production, 121)],
            vec![Band::ClockSkew(121)],
        ),
        (
            vec![config(Practice), gateway(Service::Open, Practice, 9_999)],
            vec![Band::PracticeGateway],
        ),
        (
            vec![Action::Training(Training::Loading)],
            vec![Band::Training],
        ),
    ] {
        assert_eq!(state(actions.clone()).bands(), expected, "{actions:?}");
    }
}

#[test]
fn a_chosen_language_outranks_the_configured_one() {
    assert_eq!(State::default().language(), Language::Ja);
    let configured = state([config(Environment::Production)]);
    assert_eq!(configured.language(), Language::En);
    let chosen = configured.after(Action::Changed(Settings {
        language: Some(Language::Ja),
        ..Settings::default()
    }));
    assert_eq!(chosen.language(), Language::Ja);
}

#[test]
fn a_consent_is_one_patients_alone() {
    let visit = |event| Action::Visit(event);
    let ended = || {
        visit(VisitEvent::Failed {
            failure: Failure::new(ErrorCode::new("LINK-TIMEOUT")),
            at: Moment::default(),
            clear_after: 60,
        })
    };
    let consenting = state([Action::LimitConsent(true), visit(VisitEvent::CardFound)]);
    assert!(consenting.limit_consent);
    let unchanged = consenting.clone().after(Action::LimitConsent(false));
    assert!(unchanged.limit_consent, "what the card signs is settled");
    let next = consenting.after(ended()).after(visit(VisitEvent::Cleared));
    assert!(!next.limit_consent);
}

#[test]
fn a_cancelled_visit_takes_its_consent_along() {
    let cancelled = state([
        Action::LimitConsent(true),
        Action::Visit(VisitEvent::CardFound),
        Action::Visit(VisitEvent::Cleared),
    ]);
    assert!(!cancelled.limit_consent);
}

#[test]
fn a_gateway_that_answered_does_not_flicker_while_it_is_asked_again() {
    let answered = gateway(Service::Open, Environment::Production, 0);
    let before = state([answered]);
    assert_eq!(before.clone().after(Action::GatewayAsked), before);
    assert_eq!(state([Action::GatewayAsked]).gateway, Gateway::Asking);
}

#[test]
fn a_bench_that_comes_after_training_ended_is_not_set_up() {
    let bench = Bench {
        profiles: Rc::new([]),
        faults: Rc::new([]),
        models: Rc::new([]),
        profile: String::new(),
        fault: String::new(),
        model: String::new(),
        card_on_reader: false,
        plugged: true,
        pad_waits: false,
        tries_left: None,
    };
    let off = state([Action::Bench(bench.clone())]);
    assert_eq!(off.training, Training::Off);
    let on = state([Action::Training(Training::Loading), Action::Bench(bench)]);
    assert!(on.training.bench().is_some());
}

#[test]
fn cards_are_examined_on_the_device_check_alone_and_never_during_a_visit() {
    assert!(!state([]).examines_cards());
    let check = || Action::Opened(Screen::Diagnosis);
    assert!(state([check()]).examines_cards());
    let visiting = state([Action::Visit(VisitEvent::CardFound), check()]);
    assert!(!visiting.examines_cards());
}

#[test]
fn what_was_found_about_a_card_leaves_with_the_screen() {
    let found = || Action::Examination(Examination::Done(Findings::default()));
    let here = state([Action::Opened(Screen::Diagnosis), found()]);
    assert_eq!(here.examination, Examination::Done(Findings::default()));
    let left = here.after(Action::Opened(Screen::Reception));
    assert_eq!(left.examination, Examination::None);
    // One that ends after everybody has left shows nothing to the next who looks.
    let late = left.after(found()).after(Action::Opened(Screen::Diagnosis));
    assert_eq!(late.examination, Examination::None);
}

/// 目視: offered by the gateway, and by nothing else; chosen for one patient.
#[test]
fn checks_without_pin_are_the_gateways_to_offer() {
    let offering = |methods: &[&str]| {
        let mut answered = gateway(Service::Open, Environment::Practice, 0);
        if let Action::GatewayAnswered { status, .. } = &mut answered {
            let methods = methods.iter().map(|method| (*method).to_owned());
            status.capabilities.auth_methods = methods.collect();
        }
        answered
    };
    for (methods, offered) in [
        (&["pin"][..], false),
        (&["pin", "face-reader"], false),
        (&["pin", "visual"], true),
    ] {
        let state = state([offering(methods), Action::ByEye(true)]);
        assert_eq!(
            (state.offers_by_eye(), state.checks_by_eye()),
            (offered, offered)
        );
    }
    assert!(
        !state([Action::ByEye(true)]).checks_by_eye(),
        "nothing is known yet"
    );
    let chosen = || [offering(&["pin", "visual"]), Action::ByEye(true)];
    let over_bridge = Action::ReaderIdentified {
        route: Route::Bridge,
        name: None,
        level: None,
    };
    assert!(!state(chosen().into_iter().chain([over_bridge])).checks_by_eye());
    // A locked PIN changes nothing, and the next patient begins anew.
    let failed = VisitEvent::Failed {
        failure: Failure::new(ErrorCode::new("CARD-PIN-LOCKED")),
        at: Moment::default(),
        clear_after: 60,
    };
    let visit = [VisitEvent::CardFound, failed].map(Action::Visit);
    let locked = state([offering(&["pin"])].into_iter().chain(visit.clone()));
    assert!(!locked.offers_by_eye());
    let cleared = chosen()
        .into_iter()
        .chain(visit)
        .chain([Action::Visit(VisitEvent::Cleared)]);
    assert!(!state(cleared).checks_by_eye());
    let under_way = [Action::Visit(VisitEvent::CardFound), Action::ByEye(true)];
    assert!(!state([offering(&["visual"])].into_iter().chain(under_way)).by_eye);
}
