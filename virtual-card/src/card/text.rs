//! 券面事項入力補助AP: the four attributes, and a 個人番号 that cannot exist
//! (file layout as read by soltia48/myna-card, `ap/text.rs`).
//!
//! Leaves out what a program needs only to prove the attributes genuine:
//! EF 0003 to 0007 and the session keys.

use super::file::{Access, Application, ApplicationName, File};
use super::pin::PinName;
use crate::profile::Text;

/// Application identifier (jpki/myna `text.rs`).
const AID: [u8; 10] = [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];

pub(crate) const INDIVIDUAL_NUMBER: u16 = 0x0001;
const ATTRIBUTES: u16 = 0x0002;
const PIN: u16 = 0x0011;
const REFERENCE_A: u16 = 0x0014;
const REFERENCE_B: u16 = 0x0015;

/// Eleven zeros demand the check digit 0 (総務省令第85号 第5条), so that this
/// number is nobody's and never will be.
const IMPOSSIBLE_NUMBER: &str = "000000000001";

/// Builds the application that a profile describes.
pub(crate) fn application(text: &Text) -> Application {
    Application {
        name: ApplicationName::Text,
        aid: &AID,
        files: vec![
            File::data(
                INDIVIDUAL_NUMBER,
                individual_number(),
                Access::After(&[PinName::Text, PinName::ReferenceA]),
            ),
            File::data(
                ATTRIBUTES,
                attributes(text),
                Access::After(&[PinName::Text, PinName::ReferenceB]),
            ),
            File::pin(PIN, PinName::Text, text.pin.clone()),
            File::pin(
                REFERENCE_A,
                PinName::ReferenceA,
                IMPOSSIBLE_NUMBER.to_owned(),
            ),
            File::pin(REFERENCE_B, PinName::ReferenceB, text.reference_b.clone()),
        ],
    }
}

/// `FF 10 0C`, twelve digits, two bytes of filler.
fn individual_number() -> Vec<u8> {
    let mut file = object([0xFF, 0x10], IMPOSSIBLE_NUMBER.as_bytes());
    file.extend([0xFF, 0xFF]);
    file
}

/// `FF 20`: a table of offsets from the start of the file, then the objects.
/// The tags are longer than DER would allow for their numbers; so they are on
/// the card.
fn attributes(text: &Text) -> Vec<u8> {
    let objects = [
        object([0xDF, 0x22], text.name.as_bytes()),
        object([0xDF, 0x23], text.address.as_bytes()),
        object([0xDF, 0x24], text.birth_date.as_bytes()),
        object([0xDF, 0x25], text.sex.as_bytes()),
    ];
    /// Tag, length and four offsets of two bytes.
    const TABLE_LENGTH: usize = 2 + 1 + 4 * 2;
    let body_length = TABLE_LENGTH + objects.iter().map(Vec::len).sum::<usize>();
    let mut offset = 2 + length_field(body_length).len() + TABLE_LENGTH;
    let mut table = Vec::new();
    for object in &objects {
        let [.., high, low] = offset.to_be_bytes();
        table.extend([high, low]);
        offset += object.len();
    }
    let body = [object([0xDF, 0x21], &table), objects.concat()].concat();
    object([0xFF, 0x20], &body)
}

fn object(tag: [u8; 2], value: &[u8]) -> Vec<u8> {
    [&tag[..], &length_field(value.len()), value].concat()
}

/// Definite length, shortest form (ISO/IEC 8825-1, 8.1.3). Values here are
/// far below 65 536 bytes.
fn length_field(length: usize) -> Vec<u8> {
    let [.., high, low] = length.to_be_bytes();
    match (high, low) {
        (0, 0..=0x7F) => vec![low],
        (0, _) => vec![0x81, low],
        _ => vec![0x82, high, low],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check digit of a 個人番号 over its first eleven digits.
    fn check_digit(digits: &[u32]) -> u32 {
        let weighted: u32 = (1..=11)
            .map(|n| digits[11 - n] * if n <= 6 { n as u32 + 1 } else { n as u32 - 5 })
            .sum();
        match weighted % 11 {
            0 | 1 => 0,
            remainder => 11 - remainder,
        }
    }

    #[test]
    fn the_individual_number_cannot_exist() {
        let digits: Vec<u32> = IMPOSSIBLE_NUMBER
            .chars()
            .map(|c| c.to_digit(10).unwrap())
            .collect();
        assert_eq!(digits.len(), 12);
        assert_ne!(check_digit(&digits[..11]), digits[11]);
        assert_eq!(individual_number().len(), 17);
    }

    #[test]
    fn attributes_are_laid_out_as_on_a_card() {
        let text = Text {
            pin: "1234".into(),
            reference_b: "55040120341234".into(),
            name: "厚労　太郎".into(),
            address: "東京都".into(),
            birth_date: "19800401".into(),
            sex: "1".into(),
        };
        let file = attributes(&text);
        let offsets: Vec<usize> = file[6..14]
            .chunks(2)
            .map(|pair| usize::from(u16::from_be_bytes([pair[0], pair[1]])))
            .collect();
        assert_eq!(&file[..6], [0xFF, 0x20, 0x38, 0xDF, 0x21, 0x08]);
        assert_eq!(offsets, [0x0E, 0x20, 0x2C, 0x37]);
        for (offset, low) in offsets.into_iter().zip(0x22..) {
            assert_eq!(&file[offset..offset + 2], [0xDF, low]);
        }
    }

    #[test]
    fn a_long_address_moves_the_offsets() {
        let text = Text {
            pin: "1234".into(),
            reference_b: "55040120341234".into(),
            name: "厚労　太郎".into(),
            address: "あ".repeat(60),
            birth_date: "19800401".into(),
            sex: "1".into(),
        };
        let file = attributes(&text);
        assert_eq!(&file[..3], [0xFF, 0x20, 0x81]);
        assert_eq!(&file[0x0F..0x11], [0xDF, 0x22]);
        assert_eq!(usize::from(file[3]) + 4, file.len());
    }
}
