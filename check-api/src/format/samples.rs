//! Messages for tests: any that could come, in any of the nestings that third parties write.

use super::shape::{ELIGIBILITY, QUESTION, RESULT, RESULTS, UNIT, UNITS_OF_JSON};
use crate::official::{
    BulkConfirmUnit, Element, Format, MessageBody, MessageHeader, Shape, XmlMsg,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A message of a JSON value.
pub(super) fn message(wire: Value) -> XmlMsg {
    serde_json::from_value(wire).expect("a message")
}

/// Any message: about one person or a batch, with unknown codes and elements.
pub(super) fn any_message() -> impl Strategy<Value = XmlMsg> {
    (any_header(), any_body())
        .prop_map(|(header, body)| message(json!({ "MessageHeader": header, "MessageBody": body })))
}

/// A text as an element of a format has it: mostly right, now and then anything.
fn any_text(format: Format) -> BoxedStrategy<String> {
    let right = match format {
        Format::Text => "[ ●ｱ-ﾝﾞA-Za-z0-9ａ-ｚ０-９ぁ-んァ-ヶ亜-熙髙﨑　'=+@,\"&<>-]{0,14}",
        Format::Code => "[0-9A-Z]{1,2}",
        Format::Date => "20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])",
        Format::Month => "20[0-9]{2}(0[1-9]|1[0-2])",
        Format::Time => "20[0-9]{6}0[0-9]{5}",
        Format::Percent => "0[0-9]0",
        Format::Yen | Format::Count => "[0-9]{1,6}",
    };
    prop_oneof![9 => right, 1 => "[ -~\t\r\n]{0,8}"].boxed()
}

/// Some elements of a table, an element that no table has, and an empty one.
fn any_elements(elements: &'static [Element]) -> BoxedStrategy<Map<String, Value>> {
    let known = (0..elements.len(), any::<prop::sample::Index>()).prop_flat_map(|(at, _)| {
        let element = elements[at];
        any_text(element.format).prop_map(move |text| (element.name.to_owned(), Value::from(text)))
    });
    let texts = any_text(Format::Text).prop_map(Value::from);
    let inside = prop_oneof![
        4 => texts.clone(),
        1 => vec(texts.clone(), 0..3).prop_map(Value::from),
        1 => texts.prop_map(|text| json!({ "Inner": text })),
        1 => Just(Value::Null),
    ];
    let unknown = ("Later[A-Z]{1,2}", inside);
    (vec(known, 0..8), vec(unknown, 0..2))
        .prop_map(|(known, unknown)| known.into_iter().chain(unknown).collect())
        .boxed()
}

fn any_header() -> BoxedStrategy<Map<String, Value>> {
    any_elements(MessageHeader::ELEMENTS)
}

/// The groups of a shape, each in any of its spellings.
fn any_groups(
    elements: &'static [Element],
    groups: &'static [Shape],
) -> BoxedStrategy<Map<String, Value>> {
    let mut map = any_elements(elements);
    for group in groups {
        let inside = any_groups(group.elements, group.groups);
        map = (map, option::of(vec(inside, 0..3)), 0..4usize)
            .prop_map(move |(mut map, inside, spelling)| {
                if let Some(inside) = inside {
                    nest(&mut map, group, inside, spelling);
                }
                map
            })
            .boxed();
    }
    map
}

fn nest(
    map: &mut Map<String, Value>,
    shape: &Shape,
    inside: Vec<Map<String, Value>>,
    spelling: usize,
) {
    let Some(item) = shape.item else {
        if let Some(first) = inside.into_iter().next() {
            map.insert(shape.name.to_owned(), Value::Object(first));
        }
        return;
    };
    let items: Vec<Value> = inside.into_iter().map(Value::Object).collect();
    let (name, list) = match spelling {
        0 => (shape.name, json!(items)),
        1 => (item, json!(items)),
        2 => (shape.name, json!({ item: items })),
        _ => {
            let wrapped: Vec<Value> = items.into_iter().map(|one| json!({ item: one })).collect();
            (shape.name, json!(wrapped))
        }
    };
    map.insert(name.to_owned(), list);
}

fn any_body() -> BoxedStrategy<Map<String, Value>> {
    let one_person = any_groups(MessageBody::ELEMENTS, Shape::BODY.groups);
    let question = any_elements(Shape::BODY.inner(QUESTION).map_or(&[], |q| q.elements));
    let unit = (
        any_elements(BulkConfirmUnit::ELEMENTS),
        option::of(question),
        option::of(any_groups(ELIGIBILITY.elements, ELIGIBILITY.groups)),
    );
    let unit = unit.prop_map(|(mut unit, question, result)| {
        unit.extend(question.map(|map| (QUESTION.to_owned(), Value::Object(map))));
        unit.extend(result.map(|map| (RESULT.to_owned(), Value::Object(map))));
        Value::Object(unit)
    });
    let batch = (vec(unit, 0..4), any::<bool>()).prop_map(|(units, listed)| {
        let name = if listed { UNITS_OF_JSON } else { UNIT };
        Map::from_iter([(name.to_owned(), Value::Array(units))])
    });
    prop_oneof![3 => one_person, 1 => batch].boxed()
}

proptest! {
    #[test]
    fn the_canonical_form_says_the_same(message in any_message()) {
        let canonical = message.canonical().expect("text alone");
        prop_assert_eq!(&canonical.canonical().expect("canonical"), &canonical);
        let names = |m: &XmlMsg| -> Vec<Option<String>> {
            m.body().results().map(|r| r.name().map(str::to_owned)).collect()
        };
        prop_assert_eq!(names(&canonical), names(&message));
        prop_assert_eq!(canonical.body().bulk_units().count(), message.body().bulk_units().count());
        prop_assert_eq!(crate::Verdict::of(&canonical), crate::Verdict::of(&message));
    }
}

#[test]
fn what_has_two_meanings_or_none_is_refused() {
    for (body, code) in [
        (json!({ RESULTS: [], RESULT: {} }), "FORMAT-AMBIGUOUS"),
        (json!({ RESULTS: null, RESULT: {} }), "FORMAT-AMBIGUOUS"),
        (json!({ RESULTS: [[{}]] }), "FORMAT-AMBIGUOUS"),
        (
            json!({ RESULTS: [{ RESULT: [], "x": "y" }] }),
            "FORMAT-AMBIGUOUS",
        ),
        (json!({ UNIT: {}, UNITS_OF_JSON: {} }), "FORMAT-AMBIGUOUS"),
        (json!({ UNIT: { UNIT: {}, "x": "y" } }), "FORMAT-AMBIGUOUS"),
        (json!({ "Name": 1 }), "FORMAT-NOT-TEXT"),
        (json!({ "Name": [["x"]] }), "FORMAT-NOT-TEXT"),
        (json!({ "a b": "x" }), "FORMAT-NAME"),
    ] {
        let message = message(json!({ "MessageHeader": {}, "MessageBody": body }));
        assert_eq!(
            message.canonical().map_err(|e| e.code()),
            Err(code),
            "{body}"
        );
    }
    let mut deep = json!("x");
    for _ in 0..40 {
        deep = json!({ "Later": deep });
    }
    let message = message(json!({ "MessageHeader": {}, "MessageBody": deep }));
    assert_eq!(
        message.canonical().map_err(|e| e.code()),
        Err("FORMAT-TOO-DEEP")
    );
}
