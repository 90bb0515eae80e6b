//! The page's sequence, the driver, the virtual reader and the gateway together: what the
//! desk hears for every card and every fault, and what that costs the patient.

use tests::clinic::{Clinic, Person, reader, tries_left};
use virtual_card::{Model, NamedFault, Profile};

struct Case {
    card: &'static str,
    pins: &'static [&'static str],
    says: &'static str,
    tries_left: u8,
}

const fn case(card: &'static str, says: &'static str, tries_left: u8) -> Case {
    Case {
        card,
        pins: &["1234"],
        says,
        tries_left,
    }
}

/// What the desk hears for each practice card when the right PIN is typed.
const CARDS: &[Case] = &[case("valid-adult", "valid", 3)];

fn assert_no_alarm(pipe: &rig::VirtualPipe) {
    let alarms = pipe.look(|reader| reader.card().map(|card| card.alarms().to_vec()));
    assert_eq!(alarms.unwrap_or_default(), []);
}

#[tokio::test]
async fn every_card_is_told_apart() {
    let clinic = Clinic::open().await.unwrap();
    for case in CARDS {
        let pipe = reader("extended", case.card, None).unwrap();
        let person = Person::typing(case.pins);
        let outcome = clinic.visit(&pipe, &person).await.unwrap();
        eprintln!("{} {outcome:?} {:?}", case.card, tries_left(&pipe));
        assert_no_alarm(&pipe);
    }
}
