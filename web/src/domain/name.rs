//! Names as they stand in an answer. A character outside the code page of the
//! official system arrives as ●; the name is never altered, only explained.

/// The character that stands for one outside the code page (外字).
pub const REPLACED: char = '●';

/// A piece of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Characters as they are.
    Plain(&'a str),
    /// One ●.
    Replaced,
}

/// A name in pieces, so that each ● can be explained where it stands.
pub fn segments(name: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut pieces = name.split(REPLACED).peekable();
    while let Some(piece) = pieces.next() {
        if !piece.is_empty() {
            segments.push(Segment::Plain(piece));
        }
        if pieces.peek().is_some() {
            segments.push(Segment::Replaced);
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_replaced_character_is_a_piece_of_its_own() {
        use Segment::{Plain, Replaced};
        assert_eq!(segments("厚労　太郎"), [Plain("厚労　太郎")]);
        assert_eq!(segments("●労　太●"), [Replaced, Plain("労　太"), Replaced]);
        assert_eq!(segments("●●"), [Replaced, Replaced]);
        assert_eq!(segments(""), []);
    }

    proptest! {
        #[test]
        fn the_pieces_make_the_name_again(name in "[●厚労 a]{0,12}") {
            let again: String = segments(&name)
                .into_iter()
                .map(|segment| match segment {
                    Segment::Plain(text) => text.to_owned(),
                    Segment::Replaced => REPLACED.to_string(),
                })
                .collect();
            prop_assert_eq!(again, name);
        }
    }
}
