//! Why a text could not be read or written. Names elements, never what stands in them.

use super::ElementName;

/// Why a text could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// More than any real text of the kind has.
    #[error("too large")]
    TooLarge,
    /// Groups within groups beyond any real message.
    #[error("nested too deeply")]
    TooDeep,
    /// More elements, rows or lines than any real text has.
    #[error("too many parts")]
    TooMany,
    /// A character set other than Shift_JIS and UTF-8.
    #[error("a character set other than Shift_JIS and UTF-8")]
    CharacterSet,
    /// Bytes that are no text of their character set.
    #[error("bytes that are no text of the character set")]
    Bytes,
    /// A character that the character set does not have. Never replaced in silence.
    #[error("{element} has a character that the character set does not have")]
    Unencodable {
        /// The element that holds it.
        element: ElementName,
        /// The character.
        character: char,
    },
    /// A control character that XML cannot hold.
    #[error("{element} has a control character")]
    ControlCharacter {
        /// The element that holds it.
        element: ElementName,
    },
    /// A number, or another thing that is no text, where the official form has text.
    #[error("{element} is no text")]
    NotText {
        /// The element.
        element: ElementName,
    },
    /// The same list in two spellings at once: which one holds would be a guess.
    #[error("{element} stands there in two ways at once")]
    Ambiguous {
        /// The list.
        element: ElementName,
    },
    /// A name that XML cannot hold.
    #[error("a name that is no element's")]
    Name,
    /// Not well-formed XML.
    #[error("not well-formed XML")]
    XmlSyntax,
    /// A document type declaration, which no official message has.
    #[error("a document type declaration")]
    XmlDoctype,
    /// An entity of a document type declaration.
    #[error("an entity that is not one of XML's own")]
    XmlEntity,
    /// Text beside elements.
    #[error("{element} has text beside elements")]
    XmlMixed {
        /// The element.
        element: ElementName,
    },
    /// No official message: not `XmlMsg` with a `MessageHeader`.
    #[error("no official message")]
    XmlMessage,
    /// No name of a file of the file exchange.
    #[error("no file name of the official file exchange")]
    FileName,
    /// No text of the official app: it does not begin with 資格情報.
    #[error("not the clipboard text of the official app")]
    ClipboardHead,
    /// The same item twice, as when two persons were copied.
    #[error("an item stands there twice")]
    ClipboardTwice,
    /// A My Number, which has no place here.
    #[error("a My Number")]
    MyNumber,
    /// The first row does not name columns of ours.
    #[error("the first row does not name the columns")]
    CsvHead,
    /// A row that is no CSV or has other columns than the first.
    #[error("row {row} does not fit the columns")]
    CsvRow {
        /// The row, the head being 1.
        row: u64,
    },
    /// The rows cannot be handed on: whoever takes them failed.
    #[error("the rows could not be handed on")]
    CsvSink,
    /// No bundle as written here.
    #[error("no FHIR bundle of an eligibility")]
    FhirBundle,
    /// A date or a number that the form cannot hold, and must not leave out.
    #[error("{element} has a value that FHIR cannot hold")]
    FhirValue {
        /// The element that holds it.
        element: ElementName,
    },
}

impl FormatError {
    /// All codes, for whoever has to have advice for each.
    pub const CODES: [&'static str; 24] = [
        "FORMAT-TOO-LARGE",
        "FORMAT-TOO-DEEP",
        "FORMAT-TOO-MANY",
        "FORMAT-CHARACTER-SET",
        "FORMAT-BYTES",
        "FORMAT-UNENCODABLE",
        "FORMAT-CONTROL-CHARACTER",
        "FORMAT-NOT-TEXT",
        "FORMAT-AMBIGUOUS",
        "FORMAT-NAME",
        "FORMAT-XML-SYNTAX",
        "FORMAT-XML-DOCTYPE",
        "FORMAT-XML-ENTITY",
        "FORMAT-XML-MIXED",
        "FORMAT-XML-MESSAGE",
        "FORMAT-FILE-NAME",
        "FORMAT-CLIPBOARD-HEAD",
        "FORMAT-CLIPBOARD-TWICE",
        "FORMAT-MY-NUMBER",
        "FORMAT-CSV-HEAD",
        "FORMAT-CSV-ROW",
        "FORMAT-CSV-SINK",
        "FORMAT-FHIR-BUNDLE",
        "FORMAT-FHIR-VALUE",
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "FORMAT-TOO-LARGE",
            Self::TooDeep => "FORMAT-TOO-DEEP",
            Self::TooMany => "FORMAT-TOO-MANY",
            Self::CharacterSet => "FORMAT-CHARACTER-SET",
            Self::Bytes => "FORMAT-BYTES",
            Self::Unencodable { .. } => "FORMAT-UNENCODABLE",
            Self::ControlCharacter { .. } => "FORMAT-CONTROL-CHARACTER",
            Self::NotText { .. } => "FORMAT-NOT-TEXT",
            Self::Ambiguous { .. } => "FORMAT-AMBIGUOUS",
            Self::Name => "FORMAT-NAME",
            Self::XmlSyntax => "FORMAT-XML-SYNTAX",
            Self::XmlDoctype => "FORMAT-XML-DOCTYPE",
            Self::XmlEntity => "FORMAT-XML-ENTITY",
            Self::XmlMixed { .. } => "FORMAT-XML-MIXED",
            Self::XmlMessage => "FORMAT-XML-MESSAGE",
            Self::FileName => "FORMAT-FILE-NAME",
            Self::ClipboardHead => "FORMAT-CLIPBOARD-HEAD",
            Self::ClipboardTwice => "FORMAT-CLIPBOARD-TWICE",
            Self::MyNumber => "FORMAT-MY-NUMBER",
            Self::CsvHead => "FORMAT-CSV-HEAD",
            Self::CsvRow { .. } => "FORMAT-CSV-ROW",
            Self::CsvSink => "FORMAT-CSV-SINK",
            Self::FhirBundle => "FORMAT-FHIR-BUNDLE",
            Self::FhirValue { .. } => "FORMAT-FHIR-VALUE",
        }
    }
}
