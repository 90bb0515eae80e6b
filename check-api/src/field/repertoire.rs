//! The characters that a message can hold. Official files are written in CP932
//! (Windows-31J), and a character outside it must be refused instead of being
//! written as an entity or a question mark.
//!
//! Which characters those are is the caller's affair: the tables of a character set
//! are large, and a browser has its own.

use super::FieldError;

/// A set of characters.
pub trait Repertoire {
    /// Whether the set has the character.
    fn holds(&self, character: char) -> bool;

    /// Whether the set has every character of the text.
    ///
    /// # Errors
    /// [`FieldError::Repertoire`] if it does not.
    fn admit(&self, text: &str) -> Result<(), FieldError> {
        match self.first_outside(text) {
            None => Ok(()),
            Some(_) => Err(FieldError::Repertoire),
        }
    }

    /// The first character of the text that the set does not have.
    fn first_outside(&self, text: &str) -> Option<char> {
        text.chars().find(|&character| !self.holds(character))
    }
}

impl<F: Fn(char) -> bool> Repertoire for F {
    fn holds(&self, character: char) -> bool {
        self(character)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_character_outside_is_named() {
        let kana = |c: char| ('ァ'..='ヶ').contains(&c);
        assert_eq!(kana.first_outside("コウロウ"), None);
        assert_eq!(kana.first_outside("コ𠮷ウ厚"), Some('𠮷'));
        assert_eq!(kana.admit("コウ"), Ok(()));
        assert_eq!(kana.admit("厚"), Err(FieldError::Repertoire));
        assert_eq!(kana.admit(""), Ok(()));
    }
}
