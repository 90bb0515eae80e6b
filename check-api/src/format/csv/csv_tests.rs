//! CSV, both ways.

use super::*;
use crate::format::FormatError;
use crate::format::samples::{any_message, message};
use crate::official::XmlMsg;
use proptest::prelude::*;
use serde_json::{Value, json};

fn answer() -> XmlMsg {
    message(json!({
        "MessageHeader": { "SegmentOfResult": "1", "QualificationConfirmationDate": "20261121" },
        "MessageBody": {
            "ProcessingResultStatus": "1", "QualificationValidity": "1", "NewElement": "新",
            "QualificationConfirmSearchInfo": { "InsurerNumber": "  131011" },
            "ResultList": [
                { "ResultOfQualificationConfirmation": {
                    "InsurerNumber": "00131011", "InsuredCardSymbol": "-12", "Name": "●働,\"花\"子",
                    "Address": "1行目\r\n2行目", "InsuredCardClassification": "Z9",
                    "SpecificDiseasesCertificateList": [
                        { "SpecificDiseasesCertificateInfo": { "SpecificDiseasesSelfPay": "10000" } },
                        { "SpecificDiseasesCertificateInfo": { "SpecificDiseasesSelfPay": "20000" } },
                    ],
                } },
                { "ResultOfQualificationConfirmation": { "InsuredCardClassification": "A1" } },
            ],
        },
    }))
}

fn one_by_one(message: &XmlMsg) -> Vec<XmlMsg> {
    row::rows(message)
        .expect("rows")
        .into_iter()
        .map(|row| row::message(row.as_object().cloned().unwrap_or_default()))
        .map(|message| message.canonical().expect("canonical"))
        .collect()
}

#[test]
fn every_eligibility_has_a_row_and_comes_back() {
    let answer = answer();
    let file = write([&answer]).expect("rows");
    let text = String::from_utf8(file.clone()).expect("UTF-8");
    assert!(text.starts_with("\u{FEFF}ProcessExecutionTime 処理実行日時,"));
    assert!(text.contains("InsurerNumber 保険者番号,"), "{text}");
    assert!(text.contains(
        ",SpecificDiseasesCertificateInfo.2.SpecificDiseasesSelfPay 特定疾病2 自己負担限度額,"
    ));
    assert!(text.contains(",00131011,'-12,"), "{text}");
    assert!(text.contains("\"●働,\"\"花\"\"子\""), "{text}");
    assert!(
        text.contains("{\"\"MessageBody\"\":{\"\"NewElement\"\":\"\"新\"\"}}"),
        "{text}"
    );
    assert!(text.ends_with("\r\n"));

    let messages = read(&file).expect("our own rows");
    assert_eq!(messages, one_by_one(&answer));
    let person = messages[0].body().results().next().expect("an eligibility");
    assert_eq!(person.insured_card_symbol(), Some("-12"));
    assert_eq!(person.address(), Some("1行目\r\n2行目"));
    assert_eq!(person.specific_diseases().count(), 2);
    assert_eq!(messages.len(), 2);
}

#[test]
fn every_person_of_a_batch_has_a_row_also_one_without_an_answer() {
    let units = json!([
        { "ProcessingResultStatus": "1", "ReferenceNumber": "007",
          "ResultOfQualificationConfirmation": { "Name": "A" } },
        { "ProcessingResultStatus": "2", "ProcessingResultMessage": "生年月日",
          "QualificationConfirmSearchInfo": { "ArbitraryIdentifier": "2" } },
    ]);
    let header = json!({ "SegmentOfResult": "1", "NumberOfError": "1" });
    for name in ["BulkConfirmUnit", "BulkConfirmUnitList"] {
        let batch = message(json!({ "MessageHeader": header, "MessageBody": { name: units } }));
        let messages = read(&write([&batch, &batch]).expect("rows")).expect("our own rows");
        assert_eq!(messages.len(), 4, "{name}");
        assert_eq!(messages[..2], one_by_one(&batch));
        let names: Vec<_> = messages[0].body().results().map(|r| r.name()).collect();
        assert_eq!(names, [Some("A")]);
        assert_eq!(
            messages[0].body().elements().text("ReferenceNumber"),
            Some("007")
        );
        assert_eq!(
            messages[1].body().processing_result_message(),
            Some("生年月日")
        );
        let question = messages[1].body().question().expect("the question");
        assert_eq!(question.arbitrary_identifier(), Some("2"));
    }
}

#[test]
fn a_sink_that_fails_and_a_message_that_is_refused_are_told() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert_eq!(Writer::new(Full).err(), Some(FormatError::CsvSink));
    let number = message(json!({ "MessageHeader": { "SegmentOfResult": 1 } }));
    assert_eq!(
        write([&number]).map_err(|e| e.code()),
        Err("FORMAT-NOT-TEXT")
    );
}

#[test]
fn what_is_no_such_file_is_refused() {
    for (file, code) in [
        (&b""[..], "FORMAT-CSV-HEAD"),
        (b"Foo\r\n", "FORMAT-CSV-HEAD"),
        (b"Name,Name\r\nA,B\r\n", "FORMAT-CSV-HEAD"),
        (b"Name,Sex1\r\nA\r\n", "FORMAT-CSV-ROW"),
        (b"Name,OtherElements\r\nA,{\r\n", "FORMAT-CSV-ROW"),
        (b"Name,OtherElements\r\nA,[]\r\n", "FORMAT-CSV-ROW"),
        (b"Name\r\n\xFF\r\n", "FORMAT-BYTES"),
    ] {
        let refused = read(file).map_err(|error| error.code());
        assert_eq!(refused, Err(code), "{}", String::from_utf8_lossy(file));
    }
    // Something in the way of a column.
    let other = r#"Name,OtherElements
A,"{""ResultOfQualificationConfirmation"":7}"
"#;
    assert_eq!(read(other.as_bytes()), Err(FormatError::CsvRow { row: 2 }));
    // Columns in another order and with heads of the names alone are ours.
    let moved = read(b"Sex1,Name\n2,A\n").expect("rows");
    assert_eq!(
        moved[0].body().results().next().and_then(|r| r.sex1()),
        Some("2")
    );
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(messages in proptest::collection::vec(any_message(), 0..3)) {
        let messages: Vec<XmlMsg> = messages
            .into_iter()
            .filter(|message| message.canonical().is_ok())
            .collect();
        let read = read(&write(&messages).expect("rows")).expect("our own rows");
        let read: Vec<XmlMsg> = read.iter().map(|m| m.canonical().expect("canonical")).collect();
        let expected: Vec<XmlMsg> = messages.iter().flat_map(one_by_one).collect();
        prop_assert_eq!(told(&read), told(&expected));
    }

    #[test]
    fn no_bytes_panic(text in "(Name,OtherElements\n)?[A-Za-z,\"{}:\\[\\]\r\n'=]{0,60}") {
        if let Ok(messages) = read(text.as_bytes()) {
            for message in &messages {
                let _ = write([message]);
            }
        }
    }
}

/// Values, without what says nothing inside an eligibility.
fn told(messages: &[XmlMsg]) -> Vec<Value> {
    let mut values: Vec<Value> = messages.iter().map(|m| m.value().clone()).collect();
    for value in &mut values {
        let result = "/MessageBody/ResultList/0/ResultOfQualificationConfirmation";
        let Some(result) = value.pointer_mut(result) else {
            continue;
        };
        for list in result
            .as_object_mut()
            .into_iter()
            .flat_map(|map| map.values_mut())
        {
            if let Value::Array(items) = list {
                items.retain(|item| !row::is_hollow(item));
            }
        }
        row::without_hollows(result);
    }
    values
}
