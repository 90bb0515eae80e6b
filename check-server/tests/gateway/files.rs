//! Mistakes in the files of an administrator: named with file, line and key.

use crate::support::{OTHER_ORIGIN, configuration, profiles};
use check_server::{Config, FileError, People, Revocations};
use std::path::PathBuf;
use tempfile::TempDir;

fn file(text: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("file.toml");
    std::fs::write(&file, text).expect("written");
    (folder, file)
}

fn told<T>(result: Result<T, FileError>) -> (Option<usize>, String, &'static str) {
    let error = result.err().expect("a mistake");
    let text = error.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 2, "Japanese and English: {text}");
    for line in lines {
        assert!(
            line.contains("file.toml") && line.contains(error.fault.code()),
            "{line}"
        );
    }
    (error.line, error.key, error.fault.code())
}

/// A good configuration in which one line is another.
fn changed(from: &str, to: &str) -> (Option<usize>, String, &'static str) {
    let good = configuration("").replace("\n        ", "\n");
    assert!(good.contains(from), "{from}");
    let (_folder, file) = file(&good.replacen(from, to, 1));
    told(Config::read(&file))
}

#[test]
fn configuration_mistakes_are_named() {
    for (from, to, line, key, code) in [
        (
            "listen = \"127.0.0.1:0\"",
            "listen = \"here\"",
            2,
            "listen",
            "CONFIG-ADDRESS",
        ),
        (
            "listen = \"127.0.0.1:0\"",
            "listen = 8080",
            2,
            "listen",
            "CONFIG-NOT-TEXT",
        ),
        (
            "listen =",
            "require-terminal-signature = 1\nlisten =",
            2,
            "require-terminal-signature",
            "CONFIG-NOT-TRUTH",
        ),
        ("listen =", "lisen =", 1, "listen", "CONFIG-MISSING-KEY"),
        (
            "database =",
            "databases = 1\ndatabase =",
            3,
            "databases",
            "CONFIG-UNKNOWN-KEY",
        ),
        (
            "gateway.sqlite",
            "postgres://[",
            3,
            "database",
            "CONFIG-DATABASE",
        ),
        (
            "listen =",
            "batch = { max-items = 100001 }\nlisten =",
            2,
            "batch.max-items",
            "CONFIG-NOT-NUMBER",
        ),
        (
            "\"practice\"",
            "\"test\"",
            4,
            "environment",
            "CONFIG-ENVIRONMENT",
        ),
        (
            "\"https://desk.example\"",
            "\"https://desk.example/\"",
            5,
            "origins[0]",
            "FIELD-ORIGIN",
        ),
        (
            "practice-01.cer",
            "missing.cer",
            6,
            "anchors[0]",
            "CONFIG-UNREADABLE-FILE",
        ),
        (
            "authority/practice-01.cer",
            "valid-adult.toml",
            6,
            "anchors[0]",
            "CERT-ANCHOR-FORMAT",
        ),
        (
            "\"1312345678\"",
            "\"131\"",
            10,
            "facility[0].code",
            "FIELD-FACILITY-CODE",
        ),
        (
            "name = \"厚労医院\"",
            "name = 7",
            11,
            "facility[0].name",
            "CONFIG-NOT-TEXT",
        ),
        (
            "\"PRACTICE-02\"",
            "\"a b\"",
            12,
            "facility[0].terminals[1]",
            "FIELD-TERMINAL-ID",
        ),
        (
            "[\"OTHER-01\"]",
            "[]",
            15,
            "facility[1].terminals",
            "CONFIG-NOT-LIST",
        ),
        (
            "\"0110113719\"",
            "\"1312345678\"",
            14,
            "facility[1].code",
            "CONFIG-DUPLICATE",
        ),
        ("[[facility]]", "[[facility", 9, "", "CONFIG-SYNTAX"),
    ] {
        assert_eq!(
            changed(from, to),
            (Some(line), key.to_owned(), code),
            "{to}"
        );
    }
}

#[test]
fn sections_are_held_to_their_rules() {
    for (more, key, code) in [
        (
            "[practice]\nstart = 'now'",
            "practice.start",
            "FIELD-TIMESTAMP",
        ),
        (
            "[practice]\nlatency-milliseconds = 99999",
            "practice.latency-milliseconds",
            "CONFIG-NOT-NUMBER",
        ),
        (
            "[practice]\nlatency-milliseconds = -1",
            "practice.latency-milliseconds",
            "CONFIG-NOT-NUMBER",
        ),
        (
            "[practice]\nspeed = 2",
            "practice.speed",
            "CONFIG-UNKNOWN-KEY",
        ),
        (
            "[maintenance]\nfrom = '2026-11-21T09:00:00+09:00'\nuntil = '2026-11-21T09:00:00+09:00'",
            "maintenance.until",
            "CONFIG-ENDS-BEFORE-START",
        ),
        (
            "[maintenance]\nfrom = '2026-11-21T09:00:00+09:00'",
            "maintenance.until",
            "CONFIG-MISSING-KEY",
        ),
        (
            "[[notice]]\nja = 'あ'",
            "notice[0].en",
            "CONFIG-MISSING-KEY",
        ),
        ("[notice]\nja = 'あ'", "notice", "CONFIG-NOT-LIST"),
        (
            "[disaster]\nja = 'あ'\nen = 'a'\nallows = ['Everything']",
            "disaster.allows[0]",
            "CONFIG-WORD",
        ),
        (
            "[disaster]\nja = 'あ'\nen = 'a'\nallows = ['x']\nuntil = 'soon'",
            "disaster.until",
            "FIELD-TIMESTAMP",
        ),
        (
            "[call-centre]\ntelephone = 'ask'\nhours = { ja = 'あ', en = 'a' }",
            "call-centre.telephone",
            "CONFIG-WORD",
        ),
        (
            "[medical-information]\nkinds = ['diagnosis']",
            "medical-information.kinds[0]",
            "CONFIG-WORD",
        ),
        (
            "[medical-information]\nkinds = ['checkup']",
            "medical-information.facility",
            "CONFIG-MISSING-KEY",
        ),
        (
            "[medical-information]\nkinds = ['checkup']\ncheck-minutes = 0",
            "medical-information.check-minutes",
            "CONFIG-NOT-NUMBER",
        ),
    ] {
        let (_folder, file) = file(&configuration(more));
        let (_, told_key, told_code) = told(Config::read(&file));
        assert_eq!((&*told_key, told_code), (key, code), "{more}");
    }
    let production = configuration("[practice]\nlatency-milliseconds = 1")
        .replace("environment = \"practice\"", "environment = \"production\"");
    let (_folder, file) = file(&production);
    let (_, key, code) = told(Config::read(&file));
    assert_eq!((&*key, code), ("practice", "CONFIG-PRACTICE-ONLY"));
}

#[test]
fn an_isolated_app_asks_in_production_when_a_key_has_signed_it() {
    // The example of WICG isolated-web-apps, `Scheme.md`, and the same with 00 00 02.
    let signed = "isolated-app://aerugqztij5biqquuk3mfwpsaibuegaqcitgfchwuosuofdjabzqaaic";
    let unsigned = signed.replace("aaic", "aaac");
    for (origin, environment, refused) in [
        (signed, "production", None),
        (signed, "practice", None),
        (&unsigned, "practice", None),
        (
            &unsigned,
            "production",
            Some(("origins[1]", "CONFIG-PRACTICE-ONLY")),
        ),
    ] {
        let text = configuration("")
            .replace(OTHER_ORIGIN, origin)
            .replace("\"practice\"", &format!("\"{environment}\""));
        let (_folder, file) = file(&text);
        let read = Config::read(&file);
        let Some((key, code)) = refused else {
            let origins = read.expect("a configuration").origins;
            assert!(origins.iter().any(|taken| taken.as_str() == origin));
            continue;
        };
        let (_, told_key, told_code) = told(read);
        assert_eq!((&*told_key, told_code), (key, code), "{origin}");
    }
}

#[test]
fn a_file_that_is_not_there_has_no_line() {
    let folder = TempDir::new().expect("a folder");
    let missing = folder.path().join("file.toml");
    assert_eq!(
        told(Config::read(&missing)),
        (None, String::new(), "CONFIG-UNREADABLE")
    );
}

#[test]
fn people_are_written_in_official_words() {
    let person = "issuer-key-id = '0A0B'\n[[person]]\nserials = ['0705D991']\n";
    for (more, line, key, code) in [
        (
            "[person.body]\nQualificationValidty = '1'",
            5,
            "person[0].body.QualificationValidty",
            "CONFIG-UNKNOWN-KEY",
        ),
        (
            "[person.body]\nQualificationValidity = 1",
            5,
            "person[0].body.QualificationValidity",
            "CONFIG-NOT-TEXT",
        ),
        (
            "[[person.body.ResultList]]\nBirthdate = '昭和55年'",
            5,
            "person[0].body.ResultList[0].Birthdate",
            "CONFIG-OFFICIAL",
        ),
        (
            "[[person.body.ResultList]]\nName = ''",
            5,
            "person[0].body.ResultList[0].Name",
            "CONFIG-OFFICIAL",
        ),
        (
            "[person.body]\nResultList = 'x'",
            5,
            "person[0].body.ResultList",
            "CONFIG-NOT-LIST",
        ),
        (
            "[person.header]\nName = 'x'",
            5,
            "person[0].header.Name",
            "CONFIG-UNKNOWN-KEY",
        ),
        (
            "[[person]]\nserials = ['705D991']",
            5,
            "person[1].serials[0]",
            "CONFIG-HEXADECIMAL",
        ),
        (
            "[[person]]\nserials = ['000705d991']",
            5,
            "person[1].serials[0]",
            "CONFIG-DUPLICATE",
        ),
        (
            "[[person]]\ntitle = 'x'",
            4,
            "person[1].serials",
            "CONFIG-MISSING-KEY",
        ),
    ] {
        let (_folder, file) = file(&format!("{person}{more}"));
        let expected = (Some(line), key.to_owned(), code);
        assert_eq!(told(People::read(&file)), expected, "{more}");
    }
    let (_folder, file) = file("[[person]]\nserials = ['0705D991']\n");
    let expected = (
        Some(1),
        "person[0].issuer-key-id".to_owned(),
        "CONFIG-MISSING-KEY",
    );
    assert_eq!(told(People::read(&file)), expected);
}

#[test]
fn revocations_are_read_strictly() {
    let (_folder, good) = file("[[issuer]]\nkey-id = '0A'\nserials = ['01', '02']");
    assert!(Revocations::read(&good).is_ok());
    let (_folder, twice) = file("[[issuer]]\nkey-id = '0A'\nserials = ['01', '01']");
    let expected = (
        Some(3),
        "issuer[0].serials[1]".to_owned(),
        "CONFIG-DUPLICATE",
    );
    assert_eq!(told(Revocations::read(&twice)), expected);
}

#[test]
fn paths_are_relative_to_the_file() {
    let (folder, file) = file(&configuration(""));
    std::fs::copy(
        profiles().join("authority/practice-01.cer"),
        folder.path().join("own.cer"),
    )
    .expect("copied");
    let text = std::fs::read_to_string(&file).expect("read");
    let anchor = text
        .lines()
        .find(|line| line.contains("anchors"))
        .expect("a line")
        .to_owned();
    std::fs::write(&file, text.replace(&anchor, "anchors = ['own.cer']")).expect("written");
    let config = Config::read(&file).expect("a configuration");
    let database = folder.path().join("gateway.sqlite");
    assert_eq!(config.database.file(), Some(&*database));
}
