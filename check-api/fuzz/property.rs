//! What must hold for any bytes that claim to be an answer. Shared by the fuzz
//! target and by the test that replays its corpus.

use check_api::official::{Elements, Eligibility};
use check_api::{CheckAnswer, Verdict};
use serde_json::Value;

/// Panics if it does not hold.
pub(crate) fn holds_for(bytes: &[u8]) {
    let Ok(answer) = CheckAnswer::from_json(bytes) else {
        return;
    };
    let body = answer.xml_msg.body();
    walk(answer.xml_msg.header().elements());
    walk(body.elements());
    let results = body
        .results()
        .inspect(|result| walk_eligibility(*result))
        .count();
    if matches!(
        Verdict::of_answer(&answer),
        Verdict::Valid | Verdict::ValidRenew
    ) {
        assert!(results > 0, "nothing is valid");
        assert!(
            matches!(body.qualification_validity(), Some("1" | "6")),
            "nobody said so"
        );
    }
    // Nothing is lost on the way through. Fractions, which the contract has no
    // place for, may lose their last digit.
    let written = serde_json::to_vec(&answer).expect("an answer is JSON");
    let again = CheckAnswer::from_json(&written).expect("an answer stays an answer");
    assert!(whole(&again) == whole(&answer), "a round trip changes it");
}

fn whole(answer: &CheckAnswer) -> Value {
    let mut value = serde_json::to_value(answer).expect("an answer is JSON");
    forget_fractions(&mut value);
    value
}

fn forget_fractions(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(forget_fractions),
        Value::Object(map) => map.values_mut().for_each(forget_fractions),
        Value::Number(number) if number.is_f64() => *value = Value::Null,
        _ => {}
    }
}

fn walk(elements: Elements<'_>) {
    for (name, text) in elements.texts() {
        assert_eq!(elements.text(name), Some(text));
    }
}

fn walk_eligibility(result: Eligibility<'_>) {
    walk(result.elements());
    for element in Eligibility::ELEMENTS {
        assert_ne!(result.elements().text(element.name), Some(""));
    }
    if let Some(sex) = result.sex() {
        assert_eq!(Some(sex.code()), result.sex1());
    }
    result
        .limit_certificate()
        .into_iter()
        .for_each(|limit| walk(limit.elements()));
    result
        .elderly_recipient()
        .into_iter()
        .for_each(|elderly| walk(elderly.elements()));
    result
        .specific_diseases()
        .for_each(|disease| walk(disease.elements()));
    result
        .medical_tickets()
        .for_each(|ticket| walk(ticket.elements()));
}
