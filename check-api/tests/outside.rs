//! The foreign forms read and written by libraries that share nothing with this crate:
//! Python's `xml.etree` and `csv`, lxml with the schema of the official XML, and
//! `fhir.resources`. `cargo xtask test` brings them and says where they are.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that panics fails its test"
)]

use check_api::format::xml::Encoding;
use check_api::format::{CharacterSet, DecoderTable, FormatError, csv, fhir, xml};
use check_api::{CheckAnswer, Verdict, XmlMsg};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn shift_jis() -> impl CharacterSet {
    DecoderTable::new(|bytes| {
        let set = encoding_rs::SHIFT_JIS;
        let text = set.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    })
}

/// The answers of the corpus, and messages of the other kinds and with difficult texts.
fn cases() -> BTreeMap<String, XmlMsg> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/check_answer");
    let files = fs::read_dir(folder).expect("the corpus").flatten();
    let mut cases: BTreeMap<String, XmlMsg> = files
        .filter_map(|file| {
            let name = file.file_name().to_string_lossy().replace(".json", "");
            let bytes = fs::read(file.path()).ok()?;
            let message = CheckAnswer::from_json(&bytes).ok()?.xml_msg;
            Some((name, message.canonical().ok()?))
        })
        .collect();
    let question = json!({ "InsurerNumber": "  131011", "ArbitraryIdentifier": "1" });
    let answered = json!({ "SegmentOfResult": "1", "ProcessExecutionTime": "20261121090000" });
    let result = "ResultOfQualificationConfirmation";
    for (name, header, body) in [
        (
            "request",
            json!({ "QualificationConfirmationDate": "20261121" }),
            json!({ "QualificationConfirmSearchInfo": question }),
        ),
        (
            "bulk-request",
            json!({ "MedicalInstitutionCode": "1312345678" }),
            json!({ "QualificationConfirmSearchInfo": [question, question] }),
        ),
        (
            "bulk-reception",
            json!({ "SegmentOfResult": "1", "ReceptionNumber": "0001", "ReceptionDateTime": "20261121090000" }),
            json!({}),
        ),
        (
            "bulk-result",
            json!({ "SegmentOfResult": "1", "NumberOfProcessingResult": "2" }),
            json!({ "BulkConfirmUnit": [
                { "ProcessingResultStatus": "1", "QualificationValidity": "1",
                  result: { "Name": "労働　太郎", "LimitApplicationCertificateChanged": "1" } },
                { "ProcessingResultStatus": "2", "QualificationConfirmSearchInfo": question },
            ] }),
        ),
        (
            "difficult-texts",
            answered.clone(),
            json!({ "ProcessingResultStatus": "1", "QualificationValidity": "1", "ResultList": [{ result: {
                "Name": "●髙﨑　\"<&>'", "NameKana": "ﾀｶｻﾞｷ ｱ", "Address": "=1+1,\r\n2丁目\t\"角\"",
                "InsuredCardSymbol": "-12", "InsuredIdentificationNumber": "'001", "Sex1": "9",
            } }] }),
        ),
        (
            "later-layout",
            answered.clone(),
            json!({ "LaterElement": "新", "LaterGroup": { "Inner": ["1", "2"] } }),
        ),
        (
            "outside-of-cp932",
            answered,
            json!({ "ProcessingResultMessage": "𠮷野" }),
        ),
    ] {
        let wire = json!({ "MessageHeader": header, "MessageBody": body });
        let message: XmlMsg = serde_json::from_value(wire).expect("a message");
        cases.insert(name.to_owned(), message.canonical().expect("canonical"));
    }
    cases
}

fn write_all(folder: &Path, cases: &BTreeMap<String, XmlMsg>, set: &dyn CharacterSet) {
    for (name, message) in cases {
        let put = |ending: &str, bytes: &[u8]| {
            fs::write(folder.join([name, ending].concat()), bytes).expect("a file");
        };
        put(".json", &serde_json::to_vec(message).expect("JSON"));
        put(".xml", &xml::write(message, Encoding::Utf8).expect("XML"));
        match xml::write(message, Encoding::ShiftJis(set)) {
            Ok(bytes) => put("-shift-jis.xml", &bytes),
            Err(error) => assert!(matches!(error, FormatError::Unencodable { .. }), "{error}"),
        }
        put(".csv", &csv::write([message]).expect("CSV"));
        match fhir::write(message, *b"sixteen of these") {
            Ok(bundle) => put(".fhir", bundle.to_string().as_bytes()),
            Err(error) => assert_eq!(error, FormatError::FhirBundle, "{name}"),
        }
    }
}

#[test]
fn libraries_of_others_read_the_same_and_are_read() {
    let Some(python) = std::env::var_os("MYNA_CHECK_PYTHON") else {
        panic!("MYNA_CHECK_PYTHON names no interpreter: run `cargo xtask test`, which brings it");
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("outside");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let (cases, set) = (cases(), shift_jis());
    write_all(&folder, &cases, &set);

    let output = Command::new(python)
        .arg(root.join("../tests/python/formats.py"))
        .arg(&folder)
        .arg(root.join("schema/xmlmsg.xsd"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("the interpreter that `cargo xtask test` brought");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complaint}");
    for (what, least) in [
        ("valid", 50),
        ("with-unknown-elements", 2),
        ("back-to-front", 40),
        ("refused", 1),
        ("cells", 300),
        ("bundles", 20),
        ("insurances", 15),
    ] {
        let count = said.split_whitespace().find_map(|word| {
            let count = word.strip_prefix(what)?.strip_prefix('=')?;
            count.parse::<u32>().ok()
        });
        assert!(count >= Some(least), "{what}: {said}");
    }
    for (name, message) in &cases {
        let read = |ending: &str| fs::read(folder.join([name, ending].concat())).expect("a file");
        for ending in [".back.xml", ".back-cp932.xml"] {
            let again = xml::read(&read(ending), &set).expect("XML of others");
            assert!(plain(&again) == plain(message), "{name}{ending} differs");
        }
        let rows = csv::read(&read(".back.csv")).expect("CSV of others");
        let ours = csv::read(&read(".csv")).expect("our CSV");
        assert!(rows == ours, "{name}.back.csv differs");
        let single = rows.len() == 1 && name != "bulk-request";
        if single && message.body().bulk_units().count() == 0 {
            assert_eq!(Verdict::of(&rows[0]), Verdict::of(message), "{name}");
        }
    }
}

/// Line breaks as every reader of XML has them.
fn plain(message: &XmlMsg) -> Value {
    let text = serde_json::to_string(message).expect("JSON");
    serde_json::from_str(&text.replace("\\r\\n", "\\n").replace("\\r", "\\n")).expect("JSON")
}
