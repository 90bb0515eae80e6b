//! Schemas for the published contract, beyond those that are derived: the field
//! rules as patterns, and the official message from its tables of elements.

use crate::XmlMsg;
use crate::field::{
    ActivationCode, ArbitraryIdentifier, Base64, ChallengeId, Date, FacilityCode, IdempotencyKey,
    InsuredBranchNumber, InsuredCardSymbol, InsuredIdentificationNumber, InsurerNumber, Nonce,
    Origin, ReceptionNumber, TerminalId, Timestamp,
};
use crate::official::{Element, Format, Shape};
use crate::relay::{Done, MOST_COMMANDS, RelayCommands, RelayResponses};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// The schema of a field that travels as text. Examples are those of the practice gateway.
macro_rules! text_schema {
    ($($field:ident: $description:literal, $pattern:literal $(, $example:literal)?;)*) => {$(
        impl PartialSchema for $field {
            fn schema() -> RefOr<Schema> {
                let schema = ObjectBuilder::from(text($description, $pattern));
                $(let schema = schema.examples([$example]);)?
                schema.into()
            }
        }

        impl ToSchema for $field {}
    )*};
}

text_schema! {
    FacilityCode: "医療機関等コード, ten digits.", "^[0-9]{10}$",
        "1312345678";
    TerminalId: "The name under which the gateway knows a terminal.", "^[A-Za-z0-9_-]{1,64}$",
        "PRACTICE-01";
    ChallengeId: "The name of one challenge.", "^[A-Za-z0-9_-]{16,64}$";
    ActivationCode: "What enrols a terminal, once.", "^[A-Za-z0-9_-]{16,64}$";
    Date: "A day, yyyyMMdd.", "^[0-9]{8}$",
        "20261121";
    Timestamp: "A moment, RFC 3339 with seconds and offset.",
        r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$";
    Base64: "Octets in base64 with padding.", "^[A-Za-z0-9+/]*={0,2}$";
    Nonce: "32 to 64 octets in base64 with padding.", "^[A-Za-z0-9+/]{43,88}={0,2}$";
    IdempotencyKey: "What makes a request with effects one request.", "^[A-Za-z0-9_-]{16,64}$",
        "an-example-key-0";
    ReceptionNumber: "受付番号, the name of one batch.", "^[A-Za-z0-9_-]{16,64}$";
    InsurerNumber: "保険者番号, padded on the left with blanks or zeros, or not at all.", "^ *[0-9]{6,8}$",
        "06110829";
    InsuredCardSymbol: "記号.", r"^\S(.{0,18}\S)?$",
        "12";
    InsuredIdentificationNumber: "番号.", r"^\S(.{0,18}\S)?$",
        "345678";
    InsuredBranchNumber: "枝番.", "^[0-9]{2}$",
        "01";
    ArbitraryIdentifier: "A key of the asker's own, echoed.", "^[!-~]{1,50}$",
        "1";
    Origin: "A web origin as the browser writes it.", "^https?://[^/]+$";
}

/// The schema of one round of a relay.
macro_rules! round_schema {
    ($($round:ident: $description:literal;)*) => {$(
        impl PartialSchema for $round {
            fn schema() -> RefOr<Schema> {
                ArrayBuilder::new()
                    .description(Some($description))
                    .items(Base64::schema())
                    .min_items(Some(1))
                    .max_items(Some(MOST_COMMANDS))
                    .into()
            }
        }

        impl ToSchema for $round {}
    )*};
}

round_schema! {
    RelayCommands: "Whole command APDUs for the card.";
    RelayResponses: "What the card answered, each with its status word.";
}

impl PartialSchema for Done {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Boolean)
            .description(Some("Always true."))
            .into()
    }
}

impl ToSchema for Done {}

impl PartialSchema for XmlMsg {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "The official message. Elements that are not named here may occur too.",
            ))
            .property(Shape::HEADER.name, group(&Shape::HEADER))
            .required(Shape::HEADER.name)
            .property(Shape::BODY.name, group(&Shape::BODY))
            .into()
    }
}

impl ToSchema for XmlMsg {}

fn group(shape: &Shape) -> Object {
    let mut object = ObjectBuilder::new().schema_type(Type::Object);
    for element in shape.elements {
        object = object.property(element.name, element_text(element));
    }
    for inner in shape.groups {
        object = match inner.item {
            None => object.property(inner.name, group(inner)),
            Some(item) => {
                let wrapped = ObjectBuilder::new()
                    .schema_type(Type::Object)
                    .property(item, group(inner))
                    .required(item);
                object.property(inner.name, ArrayBuilder::new().items(wrapped.build()))
            }
        };
    }
    object.build()
}

fn element_text(element: &Element) -> Object {
    let meaning = element.meaning.trim();
    match element.format {
        Format::Text => ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(meaning))
            .build(),
        Format::Code => text(meaning, "^[0-9A-Za-z]+$"),
        Format::Date => text(meaning, "^[0-9]{8}$"),
        Format::Month => text(meaning, "^[0-9]{6}$"),
        Format::Time => text(meaning, "^[0-9]{14}$"),
        Format::Percent => text(meaning, "^[0-9]{3}$"),
        Format::Yen | Format::Count => text(meaning, "^[0-9]+$"),
    }
}

fn text(description: &str, pattern: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .pattern(Some(pattern))
        .build()
}
