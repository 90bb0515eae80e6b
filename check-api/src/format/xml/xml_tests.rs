//! The official XML, both ways.

use super::*;
use crate::field::InsurerNumber;
use crate::format::samples::{any_message, message};
use crate::format::{Cp932, FormatError};
use crate::official::XmlMsg;
use proptest::prelude::*;
use serde_json::{Value, json};

fn encodings() -> [Encoding<'static>; 2] {
    [Encoding::Utf8, Encoding::ShiftJis(&Cp932)]
}

fn parsed(xml: &str) -> Result<Value, &'static str> {
    match read(xml.as_bytes(), &Cp932) {
        Ok(message) => Ok(message.into_value()),
        Err(error) => Err(error.code()),
    }
}

fn body(xml: &str) -> Value {
    let xml = format!("<XmlMsg><MessageHeader/><MessageBody>{xml}</MessageBody></XmlMsg>");
    let mut message = parsed(&xml).expect("a message");
    message["MessageBody"].take()
}

#[test]
fn a_message_has_the_official_form() {
    let answer = message(json!({
        "MessageHeader": { "SegmentOfResult": "1", "ProcessExecutionTime": "20261121090000", "New": "x" },
        "MessageBody": {
            "QualificationValidity": "1", "ProcessingResultStatus": "1",
            "ResultOfQualificationConfirmation": { "Name": "●働 <&>", "InsurerNumber": "00131011",
                "MedicalTicketInfo": { "TicketType": "01" }, "Sex1": "" },
        },
    }));
    let xml = "<?xml version=\"1.0\" encoding=\"Shift_JIS\" standalone=\"no\"?>\n<XmlMsg>\n  \
        <MessageHeader>\n    <ProcessExecutionTime>20261121090000</ProcessExecutionTime>\n    \
        <SegmentOfResult>1</SegmentOfResult>\n    <CharacterCodeIdentifier>1</CharacterCodeIdentifier>\n    \
        <New>x</New>\n  </MessageHeader>\n  <MessageBody>\n    \
        <ProcessingResultStatus>1</ProcessingResultStatus>\n    \
        <QualificationValidity>1</QualificationValidity>\n    <ResultList>\n      \
        <ResultOfQualificationConfirmation>\n        <InsurerNumber>  131011</InsurerNumber>\n        \
        <Name>●働 &lt;&amp;&gt;</Name>\n        <PublicExpenseResultList>\n          \
        <MedicalTicketInfo>\n            <TicketType>01</TicketType>\n          \
        </MedicalTicketInfo>\n        </PublicExpenseResultList>\n      \
        </ResultOfQualificationConfirmation>\n    </ResultList>\n  </MessageBody>\n</XmlMsg>\n";
    let file = write(&answer, Encoding::ShiftJis(&Cp932)).expect("a file");
    let text = Cp932
        .decode(&file)
        .expect("Shift_JIS")
        .replace("\r\n", "\n");
    assert_eq!(text, xml);

    let file = write(&answer, Encoding::Utf8).expect("a file");
    let text = String::from_utf8(file)
        .expect("UTF-8")
        .replace("\r\n", "\n");
    let utf8 = xml
        .replace("Shift_JIS", "UTF-8")
        .replace("<CharacterCodeIdentifier>1", "<CharacterCodeIdentifier>0");
    assert_eq!(text, utf8);
}

#[test]
fn requests_and_batches_have_their_form_too() {
    let question = |key: &str| json!({ "InsurerNumber": "06110829", "ArbitraryIdentifier": key });
    let header = json!({ "MedicalInstitutionCode": "1312345678" });
    for body in [
        json!({ "QualificationConfirmSearchInfo": question("1") }),
        json!({ "QualificationConfirmSearchInfo": [question("1"), question("2")] }),
        json!({ "BulkConfirmUnit": [
            { "ResultOfQualificationConfirmation": { "Name": "A" }, "ReferenceNumber": "007" },
            { "ProcessingResultStatus": "2", "QualificationConfirmSearchInfo": question("2") },
        ] }),
    ] {
        let wire = json!({ "MessageHeader": header, "MessageBody": body });
        let xml = write(&message(wire.clone()), Encoding::Utf8).expect("a file");
        let text = String::from_utf8(xml).expect("UTF-8");
        assert!(!text.contains("CharacterCodeIdentifier"), "{text}");
        assert_eq!(parsed(&text), Ok(wire));
    }
    let xml = "<BulkConfirmUnit><Name>A</Name></BulkConfirmUnit><BulkConfirmUnit/>";
    assert_eq!(
        body(xml),
        json!({ "BulkConfirmUnit": [{ "Name": "A" }, {}] })
    );
}

#[test]
fn what_third_parties_write_is_read() {
    let result = "ResultOfQualificationConfirmation";
    let listed =
        json!({ "ResultList": [{ result: { "Name": "A" } }, { result: { "Name": "B" } }] });
    let (a, b) = (
        format!("<{result}><Name>A</Name></{result}>"),
        format!("<{result}><Name>B</Name></{result}>"),
    );
    for xml in [
        format!("<ResultList>{a}{b}</ResultList>"),
        format!("{a}{b}"),
        format!("<ResultList xsi:nil='false'>\n {a}<!-- x --><?x y?>{b}\n</ResultList>"),
    ] {
        assert_eq!(body(&xml), listed, "{xml}");
    }
    for (xml, expected) in [
        ("<ResultList/>", json!({})),
        ("<ResultList>\n</ResultList><Name></Name>", json!({})),
        (
            "<Name>&#x9ad9;&amp;<![CDATA[<&>]]></Name>",
            json!({ "Name": "髙&<&>" }),
        ),
        (
            "<InsurerNumber>  131011</InsurerNumber>",
            json!({ "InsurerNumber": "  131011" }),
        ),
        (
            "<New><Inner>1</Inner><Inner>2</Inner></New>",
            json!({ "New": { "Inner": ["1", "2"] } }),
        ),
    ] {
        assert_eq!(body(xml), expected, "{xml}");
    }
    let drug =
        format!("<{result}><PharmaceuticalInfoConsFlg>1</PharmaceuticalInfoConsFlg></{result}>");
    assert_eq!(
        body(&drug),
        json!({ "ResultList": [{ result: { "PharmacistsInfoConsFlg": "1" } }] })
    );
}

#[test]
fn character_sets_are_told_by_mark_and_declaration() {
    let rest = "<XmlMsg><MessageHeader/><MessageBody><Name>髙①ｱ</Name></MessageBody></XmlMsg>";
    for declaration in [
        "<?xml version=\"1.0\" encoding=\"Shift_JIS\" standalone=\"no\"?>",
        "<?xml version='1.0' encoding = 'Windows-31J'?>",
        "<?xml version=\"1.0\" encoding=\"cp932\"?>",
    ] {
        let text = [declaration, rest].concat();
        let bytes = Cp932.encode(&text).expect("in the set");
        let message = read(&bytes, &Cp932).expect(declaration);
        assert_eq!(message.body().elements().text("Name"), Some("髙①ｱ"));
        // A byte order mark says more than a declaration.
        let marked = ["\u{FEFF}", &text].concat();
        assert!(read(marked.as_bytes(), &Cp932).is_ok());
        assert_eq!(
            read(text.as_bytes(), &Cp932).map_err(|e| e.code()),
            Err("FORMAT-BYTES")
        );
    }
    assert!(read(rest.as_bytes(), &Cp932).is_ok());
    let utf16: Vec<u8> = rest.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        &utf16[..],
        b"<?xml encoding=\"EUC-JP\"?><XmlMsg/>",
        b"\xFF\xFE<",
    ] {
        assert_eq!(read(bytes, &Cp932), Err(FormatError::CharacterSet));
    }
}

#[test]
fn what_is_no_message_is_refused() {
    let head = "<XmlMsg><MessageHeader/>";
    let deep = format!("{head}<MessageBody>{}", "<a>".repeat(100));
    for (xml, code) in [
        ("", "FORMAT-XML-MESSAGE"),
        ("<html/>", "FORMAT-XML-MESSAGE"),
        ("<XmlMsg/>", "FORMAT-XML-MESSAGE"),
        ("<XmlMsg>x</XmlMsg>", "FORMAT-XML-MESSAGE"),
        (
            "<XmlMsg><MessageHeader/><MessageHeader/></XmlMsg>",
            "FORMAT-XML-MESSAGE",
        ),
        (
            "<XmlMsg><MessageHeader/></XmlMsg><XmlMsg/>",
            "FORMAT-XML-MESSAGE",
        ),
        ("<XmlMsg><MessageHeader/></XmlMsg>x", "FORMAT-XML-SYNTAX"),
        ("<XmlMsg><MessageHeader/>", "FORMAT-XML-SYNTAX"),
        ("<XmlMsg><MessageHeader></XmlMsg>", "FORMAT-XML-SYNTAX"),
        ("<XmlMsg a=b><MessageHeader/></XmlMsg>", "FORMAT-XML-SYNTAX"),
        (
            "<XmlMsg><MessageHeader>&#0;</MessageHeader></XmlMsg>",
            "FORMAT-XML-SYNTAX",
        ),
        (
            "<XmlMsg><MessageHeader>\u{1}</MessageHeader></XmlMsg>",
            "FORMAT-XML-SYNTAX",
        ),
        (
            "<!DOCTYPE XmlMsg><XmlMsg><MessageHeader/></XmlMsg>",
            "FORMAT-XML-DOCTYPE",
        ),
        (
            "<XmlMsg><MessageHeader>&x;</MessageHeader></XmlMsg>",
            "FORMAT-XML-ENTITY",
        ),
        (
            "<XmlMsg><MessageHeader>x<a>y</a></MessageHeader></XmlMsg>",
            "FORMAT-XML-MIXED",
        ),
        ("<XmlMsg><x:MessageHeader/></XmlMsg>", "FORMAT-NAME"),
        (&deep, "FORMAT-TOO-DEEP"),
    ] {
        assert_eq!(parsed(xml).err(), Some(code), "{xml:.80}");
    }
    let wide = format!("{head}<MessageBody>{}", "<a/>".repeat(MOST_ELEMENTS));
    assert_eq!(parsed(&wide), Err("FORMAT-TOO-MANY"));
    let large = vec![b' '; MOST_BYTES + 1];
    assert_eq!(read(&large, &Cp932), Err(FormatError::TooLarge));
}

#[test]
fn what_a_file_cannot_hold_is_refused_by_name() {
    let name =
        |text: &str| message(json!({ "MessageHeader": {}, "MessageBody": { "Name": text } }));
    let refused = |text, encoding| write(&name(text), encoding).map_err(|error| error.to_string());
    let shift_jis = || Encoding::ShiftJis(&Cp932);
    assert_eq!(
        refused("𠮷野", shift_jis()),
        Err("Name has a character that the character set does not have".to_owned())
    );
    assert!(refused("𠮷野", Encoding::Utf8).is_ok());
    for encoding in encodings() {
        assert_eq!(
            refused("\u{1}", encoding),
            Err("Name has a control character".to_owned())
        );
    }
}

/// The form that is read back: insurer numbers padded with blanks, the set named.
fn expected(message: &XmlMsg, identifier: &str) -> Value {
    let mut value = message.canonical().expect("text alone").into_value();
    pad(&mut value);
    if let Some(header) = value
        .get_mut("MessageHeader")
        .and_then(Value::as_object_mut)
        && (header.contains_key("SegmentOfResult")
            || header.contains_key("CharacterCodeIdentifier"))
    {
        header.insert("CharacterCodeIdentifier".to_owned(), json!(identifier));
    }
    value
}

fn pad(value: &mut Value) {
    match value {
        Value::Object(map) => map.iter_mut().for_each(|(name, value)| match value {
            Value::String(text) if name == "InsurerNumber" => {
                if let Ok(number) = InsurerNumber::try_from(&**text) {
                    *text = number.into();
                }
            }
            other => pad(other),
        }),
        Value::Array(values) => values.iter_mut().for_each(pad),
        _ => {}
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(message in any_message()) {
        for encoding in encodings() {
            match write(&message, encoding) {
                Ok(file) => {
                    let read = read(&file, &Cp932).expect("our own file").into_value();
                    prop_assert_eq!(read, expected(&message, encoding.identifier()));
                }
                Err(FormatError::Unencodable { character, .. }) => {
                    prop_assert!(Cp932.encode(&character.to_string()).is_err());
                    prop_assert_eq!(encoding.identifier(), "1");
                }
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }

    #[test]
    fn no_bytes_panic(bytes in "(<\\?xml encoding='(Shift_JIS|UTF-8)'\\?>)?<XmlMsg><MessageHeader>[<>/A-Za-z&;#!\\[\\]-]{0,40}(</MessageHeader></XmlMsg>)?") {
        if let Ok(message) = read(bytes.as_bytes(), &Cp932) {
            prop_assert!(message.is_message());
        }
    }
}
