//! What must hold for any bytes that claim to be one of the foreign forms: reading them never
//! panics, and what was read is written in one form, however often. Shared by the fuzz targets
//! and by the test that replays their corpora.

use check_api::format::xml::Encoding;
use check_api::format::{CharacterSet, FormatError, clipboard, csv, fhir, xml};
use check_api::{Verdict, XmlMsg};
use serde_json::Value;

/// The official XML. Whether it was read.
pub(crate) fn xml_holds(bytes: &[u8], shift_jis: &dyn CharacterSet) -> bool {
    let Ok(message) = xml::read(bytes, shift_jis) else {
        return false;
    };
    for encoding in [Encoding::Utf8, Encoding::ShiftJis(shift_jis)] {
        let written = match (xml::write(&message, encoding), encoding) {
            (Ok(written), _) => written,
            (Err(FormatError::Unencodable { .. }), Encoding::ShiftJis(_)) => continue,
            (Err(error), _) => panic!("what was read cannot be written: {error}"),
        };
        let again = xml::read(&written, shift_jis).expect("our own file is read");
        assert!(
            Verdict::of(&again) == Verdict::of(&message),
            "another verdict"
        );
        let rewritten = xml::write(&again, encoding).expect("and written");
        assert!(written == rewritten, "two forms of one message");
    }
    true
}

/// The clipboard text. Whether it was read.
pub(crate) fn clipboard_holds(bytes: &[u8]) -> bool {
    let Ok(pasted) = clipboard::read(&String::from_utf8_lossy(bytes)) else {
        return false;
    };
    let written = clipboard::write(pasted.eligibility(), pasted.confirmation_date());
    let again = clipboard::read(&written).expect("our own text is read");
    let rewritten = clipboard::write(again.eligibility(), again.confirmation_date());
    assert!(written == rewritten, "two forms of one text");
    true
}

/// CSV. Whether it was read.
pub(crate) fn csv_holds(bytes: &[u8]) -> bool {
    let Ok(messages) = csv::read(bytes) else {
        return false;
    };
    // The last column may hold anything, also what is no text.
    let Ok(written) = csv::write(&messages) else {
        return true;
    };
    let again = csv::read(&written).expect("our own rows are read");
    assert!(
        verdicts(&again) == verdicts(&messages),
        "other verdicts or rows"
    );
    let rewritten = csv::write(&again).expect("and written");
    assert!(written == rewritten, "two forms of the same rows");
    true
}

/// The FHIR bundle. Whether it was read.
pub(crate) fn fhir_holds(bytes: &[u8]) -> bool {
    let bundle: Option<Value> = serde_json::from_slice(bytes).ok();
    let Some(message) = bundle.and_then(|bundle| fhir::read(&bundle).ok()) else {
        return false;
    };
    if let Ok(written) = fhir::write(&message, [0; 16]) {
        let again = fhir::read(&written).expect("our own bundle is read");
        let rewritten = fhir::write(&again, [0; 16]).expect("and written");
        assert!(written == rewritten, "two forms of one bundle");
    }
    true
}

fn verdicts(messages: &[XmlMsg]) -> Vec<Verdict> {
    messages.iter().map(Verdict::of).collect()
}
