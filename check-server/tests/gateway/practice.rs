//! The practice files themselves: complete, consistent, and in official form.

use crate::support::practice;
use check_api::field::{InsurerNumber, check_digit_holds};
use check_server::{Config, People};
use serde_json::Value;

const TODAY: &str = "20261121";

/// Every result in the practice file, with the name of who it is about.
fn results() -> Vec<(String, Value)> {
    let text = std::fs::read_to_string(practice().join("people.toml")).expect("the file");
    let file: Value = toml::from_str(&text).expect("TOML");
    let people = file["person"].as_array().expect("people").clone();
    let results = people.iter().flat_map(|person| {
        let title = person["title"].as_str().expect("a title").to_owned();
        let list = person["body"]["ResultList"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        list.into_iter().map(move |result| (title.clone(), result))
    });
    results.collect()
}

fn text<'a>(result: &'a Value, name: &str) -> Option<&'a str> {
    result[name].as_str()
}

#[test]
fn the_practice_files_are_read() {
    let config = Config::read(&practice().join("config.toml")).expect("a configuration");
    assert_eq!(config.practice.start, Some(crate::support::PRACTICE_START));
    let people = People::read(config.people.as_deref().expect("people")).expect("people");
    assert!(people.iter().count() >= 17);
}

#[test]
fn every_number_has_its_check_digit() {
    for (title, result) in results() {
        let number = text(&result, "InsurerNumber").expect("an insurer number");
        assert_eq!(number.len(), 8, "{title}: eight wide");
        let number = InsurerNumber::try_from(number).expect("an insurer number");
        assert!(check_digit_holds(number.as_str()), "{title}");
        let own = text(&result, "InsuredIdentificationNumber").expect("a number");
        let late_elderly = number.as_str().starts_with("39");
        let assistance = text(&result, "InsuredCardClassification") == Some("A1");
        if late_elderly || assistance {
            assert!(check_digit_holds(own), "{title}: {own}");
            assert_eq!(text(&result, "InsuredCardSymbol"), None, "{title}");
        }
    }
}

#[test]
fn names_and_kana_are_written_as_the_service_writes_them() {
    for (title, result) in results() {
        for name in ["Name", "InsuredName", "NameOfOther"] {
            if let Some(name) = text(&result, name) {
                assert_eq!(name.matches('\u{3000}').count(), 1, "{title}: {name}");
            }
        }
        for kana in ["NameKana", "NameOfOtherKana"] {
            if let Some(kana) = text(&result, kana) {
                let half_width = |c: char| c == ' ' || ('\u{FF66}'..='\u{FF9F}').contains(&c);
                assert!(kana.chars().all(half_width), "{title}: {kana}");
            }
        }
    }
}

#[test]
fn dates_fit_the_day_of_practice() {
    for (title, result) in results() {
        let start = text(&result, "InsuredCardValidDate").expect("a start");
        let end = text(&result, "InsuredCardExpirationDate");
        let ended = text(&result, "ReasonOfLoss").is_some();
        assert!(start <= TODAY, "{title}");
        assert!(end.is_none_or(|end| start < end), "{title}");
        assert_eq!(
            end.is_some_and(|end| end < TODAY),
            ended,
            "{title}: {end:?}"
        );
        assert_eq!(
            text(&result, "DisqualificationDate").is_some(),
            ended,
            "{title}"
        );
        assert!(
            text(&result, "Birthdate").is_some_and(|birth| birth <= start),
            "{title}"
        );
    }
}
