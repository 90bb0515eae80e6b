//! What the form remembers while its screen is there: what was typed, and which fields
//! were left, so that nobody is corrected while typing.

use std::rc::Rc;

use yew::Reducible;

use crate::domain::insurance_form::{Field, Form};

/// The form as it stands.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) form: Form,
    left: [bool; Field::ALL.len()],
}

/// Something done to the form.
pub(super) enum Edit {
    /// A field has another text.
    Text(Field, String),
    /// The consent was chosen.
    Consent(bool),
    /// A field was left.
    Left(Field),
    /// Somebody tried to send it: every field counts as left.
    Tried,
    /// It was cleared.
    Cleared,
}

impl Entry {
    /// Whether a field was left since it was empty.
    pub(super) fn was_left(&self, field: Field) -> bool {
        self.left.get(field as usize).copied().unwrap_or_default()
    }
}

impl Reducible for Entry {
    type Action = Edit;

    fn reduce(self: Rc<Self>, edit: Edit) -> Rc<Self> {
        let mut entry = Self::clone(&self);
        match edit {
            Edit::Text(field, text) => entry.form = entry.form.with(field, &text),
            Edit::Consent(given) => entry.form.limit_consent = given,
            Edit::Left(field) => {
                if let Some(left) = entry.left.get_mut(field as usize) {
                    *left = true;
                }
            }
            Edit::Tried => entry.left = [true; Field::ALL.len()],
            Edit::Cleared => entry = Self::default(),
        }
        Rc::new(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(edits: impl IntoIterator<Item = Edit>) -> Entry {
        let entry = edits
            .into_iter()
            .fold(Rc::new(Entry::default()), Reducible::reduce);
        Entry::clone(&entry)
    }

    #[test]
    fn only_fields_that_were_left_count_as_left() {
        let entry = after([Edit::Left(Field::Number)]);
        assert!(entry.was_left(Field::Number));
        assert!(!entry.was_left(Field::Symbol));
        assert!(
            Field::ALL
                .iter()
                .all(|field| after([Edit::Tried]).was_left(*field))
        );
    }

    #[test]
    fn clearing_leaves_nothing() {
        let typed = || {
            [
                Edit::Text(Field::Number, "1".into()),
                Edit::Consent(true),
                Edit::Tried,
            ]
        };
        assert!(!after(typed()).form.is_empty());
        let cleared = after(typed().into_iter().chain([Edit::Cleared]));
        assert!(cleared == Entry::default());
    }
}
