//! Mistakes an administrator makes in config.json, and what the page says about each.

use super::*;
use proptest::prelude::*;

const GOOD: &str = r#"{
  "gateway": "https://gateway.example/api/",
  "facility": { "code": "1312345678", "name": "厚労医院" },
  "terminalId": "PRACTICE-01",
  "environment": "practice",
  "anchors": ["anchors/practice-01.cer"],
  "language": "ja",
  "clearAfterSeconds": 60,
  "training": true
}
"#;

#[test]
fn a_good_file_is_read_whole() {
    let expected = Config {
        gateway: "https://gateway.example/api".to_owned(),
        facility_code: "1312345678".to_owned(),
        facility_name: "厚労医院".to_owned(),
        terminal_id: "PRACTICE-01".to_owned(),
        environment: Environment::Practice,
        anchors: vec!["anchors/practice-01.cer".to_owned()],
        language: Language::Ja,
        clear_after_seconds: 60,
        training: true,
        bridge_extension: None,
        bridge_installer: None,
        history_hours: 24,
        history_persists: false,
        call_centre: None,
    };
    assert_eq!(Config::parse(GOOD), Ok(expected));
}

/// Replaces one piece of the good file and expects a mistake at (line, column), key, problem.
#[track_caller]
fn check(piece: &str, by: &str, place: (usize, usize), key: &str, problem: ConfigProblem) {
    assert!(GOOD.contains(piece), "{piece} is not in the good file");
    let expected = ConfigError {
        place: Some(Place {
            line: place.0,
            column: place.1,
        }),
        key: key.to_owned(),
        problem,
    };
    assert_eq!(Config::parse(&GOOD.replace(piece, by)), Err(expected));
}

#[test]
fn the_bridge_may_be_described() {
    let read = |more: &str| Config::parse(&GOOD.replace("60,", &["60, ", more].concat()));
    for address in ["install/index.html", "https://files.clinic.example/bridge"] {
        let config = read(&["\"bridgeInstaller\": \"", address, "\","].concat()).unwrap();
        assert_eq!(config.bridge_installer.as_deref(), Some(address));
    }
    let id = "pegfhncljpopgialcjihjefnjnepkiol";
    let config = read(&["\"bridgeExtension\": \"", id, "\","].concat()).unwrap();
    assert_eq!(config.bridge_extension.as_deref(), Some(id));
    for (more, problem) in [
        (
            "\"bridgeInstaller\": \"http://a.example\",",
            ConfigProblem::NotHttps,
        ),
        (
            "\"bridgeInstaller\": \"../bridge\",",
            ConfigProblem::OutsideFolder,
        ),
        (
            "\"bridgeInstaller\": \"javascript:1\",",
            ConfigProblem::OutsideFolder,
        ),
        ("\"bridgeInstaller\": 1,", ConfigProblem::WrongType),
        ("\"bridgeExtension\": \"pegf\",", ConfigProblem::UnknownWord),
    ] {
        assert_eq!(
            read(more).map_err(|error| error.problem),
            Err(problem),
            "{more}"
        );
    }
}

#[test]
fn every_mistake_is_named_with_its_line_column_and_key() {
    use ConfigProblem as P;
    check("\"ja\",", "\"ja\"", (8, 3), "", P::Syntax);
    check("  \"training\": true\n", "", (9, 1), "", P::Syntax);
    check(
        "\"terminalId\"",
        "\"terminalID\"",
        (1, 1),
        "terminalId",
        P::Missing,
    );
    check(
        "\"code\": \"1312345678\", ",
        "",
        (3, 15),
        "facility.code",
        P::Missing,
    );
    check(
        "60,",
        "60, \"colour\": 1,",
        (8, 38),
        "colour",
        P::UnknownKey,
    );
    check(
        "\"厚労医院\"",
        "\"厚労医院\", \"tel\": 0",
        (3, 62),
        "facility.tel",
        P::UnknownKey,
    );
    check(
        "\"ja\",",
        "\"ja\", \"language\": \"en\",",
        (7, 33),
        "language",
        P::UnknownKey,
    );
    check("60", "\"60\"", (8, 24), "clearAfterSeconds", P::WrongType);
    check("true", "1", (9, 15), "training", P::WrongType);
    check(
        "{ \"code\": \"1312345678\", \"name\": \"厚労医院\" }",
        "7",
        (3, 15),
        "facility",
        P::WrongType,
    );
    check("https:", "http:", (2, 14), "gateway", P::NotHttps);
    check(
        "gateway.example",
        "a@gateway.example",
        (2, 14),
        "gateway",
        P::NotHttps,
    );
    check(
        "1312345678",
        "131234567",
        (3, 25),
        "facility.code",
        P::WrongLength,
    );
    check("厚労医院", " ", (3, 47), "facility.name", P::WrongLength);
    check(
        "\"anchors/practice-01.cer\"",
        "",
        (6, 14),
        "anchors",
        P::WrongLength,
    );
    check("anchors/p", "../p", (6, 14), "anchors", P::OutsideFolder);
    check(
        "anchors/p",
        "https://elsewhere.example/p",
        (6, 14),
        "anchors",
        P::OutsideFolder,
    );
    check("60", "9", (8, 24), "clearAfterSeconds", P::OutOfRange);
    check("60", "-60", (8, 24), "clearAfterSeconds", P::OutOfRange);
    check("\"ja\"", "\"fr\"", (7, 15), "language", P::UnknownWord);
    check(
        "\"practice\"",
        "\"test\"",
        (5, 18),
        "environment",
        P::UnknownWord,
    );
    check(
        "\"practice\"",
        "\"production\"",
        (9, 15),
        "training",
        P::TrainingNeedsPractice,
    );
}

#[test]
fn http_is_for_this_computer_alone() {
    for (address, allowed) in [
        ("http://localhost:8081", true),
        ("http://127.0.0.1:8081", true),
        ("http://[::1]:8081", true),
        ("https://gateway.example", true),
        ("http://127.0.0.1.evil.example", false),
        ("http://localhost@evil.example", false),
        ("http://192.168.0.9", false),
        ("https://", false),
        ("https://a.example; script-src *", false),
        ("ftp://localhost", false),
        ("", false),
    ] {
        assert_eq!(is_https_or_local(address), allowed, "{address}");
    }
}

#[test]
fn codes_are_distinct() {
    let mut codes: Vec<_> = ConfigProblem::ALL.map(ConfigProblem::code).into();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), ConfigProblem::ALL.len());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        let _ = Config::parse(&text);
    }

    #[test]
    fn a_damaged_file_never_gives_a_place_outside_it(at in 0..GOOD.len(), byte in " -~") {
        let mut damaged = GOOD.as_bytes().to_vec();
        if let (Some(slot), Some(new)) = (damaged.get_mut(at), byte.bytes().next()) {
            *slot = new;
        }
        if let Ok(text) = String::from_utf8(damaged)
            && let Err(ConfigError { place: Some(place), .. }) = Config::parse(&text)
        {
            prop_assert!(place.line <= text.lines().count() + 1, "{place:?}");
        }
    }
}

#[test]
fn the_history_and_the_call_centre_may_be_set() {
    let read = |more: &str| Config::parse(&GOOD.replace("60,", &["60, ", more].concat()));
    let config = read(
        r#""historyHours": 8, "historyPersists": true,
           "callCentre": { "telephone": "03-0000-0000", "ja": "平日 9〜17時", "en": "Mon–Fri 9–17" },"#,
    )
    .unwrap();
    assert_eq!((config.history_hours, config.history_persists), (8, true));
    let centre = config.call_centre.unwrap();
    assert_eq!(
        (centre.telephone.as_str(), centre.hours.en.as_str()),
        ("03-0000-0000", "Mon–Fri 9–17")
    );
    for (more, problem) in [
        (r#""historyHours": 0,"#, ConfigProblem::OutOfRange),
        (r#""historyHours": 25,"#, ConfigProblem::OutOfRange),
        (r#""historyHours": "8","#, ConfigProblem::WrongType),
        (r#""historyPersists": 1,"#, ConfigProblem::WrongType),
        (
            r#""callCentre": { "telephone": "110" },"#,
            ConfigProblem::Missing,
        ),
        (
            r#""callCentre": { "telephone": "<b>", "ja": "x", "en": "x" },"#,
            ConfigProblem::WrongLength,
        ),
        (
            r#""callCentre": { "telephone": "110", "ja": "x", "en": "x", "fax": "1" },"#,
            ConfigProblem::UnknownKey,
        ),
    ] {
        let refused = read(more).map_err(|error| error.problem);
        assert_eq!(refused, Err(problem), "{more}");
    }
}
