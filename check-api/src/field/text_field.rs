//! Makes a field that is a text under a rule: parsed, serialised as text, and without
//! its text in `Debug`, because most of these fields name a person.

/// For each field its documentation, its name, and the rule that gives its one form;
/// behind a comma how it is written where that is not the same form.
macro_rules! text_field {
    ($($(#[$doc:meta])* $field:ident => |$text:ident| $rule:expr
        $(, String: |$value:ident| $written:expr)?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $field(String);

        impl $field {
            /// The text in its one form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $field {
            type Error = $crate::field::FieldError;

            fn try_from($text: &str) -> Result<Self, $crate::field::FieldError> {
                $rule.map(Self)
            }
        }

        impl TryFrom<String> for $field {
            type Error = $crate::field::FieldError;

            fn try_from(text: String) -> Result<Self, $crate::field::FieldError> {
                Self::try_from(text.as_str())
            }
        }

        impl From<$field> for String {
            fn from(field: $field) -> Self {
                $(
                    let $value = &field;
                    return $written;
                )?
                #[allow(unreachable_code, reason = "written in another form above")]
                field.0
            }
        }

        /// The name of the field alone.
        impl std::fmt::Debug for $field {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($field))
            }
        }
    )*};
}
pub(super) use text_field;
