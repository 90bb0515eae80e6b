//! What a reader says of itself (PC/SC 2.02.09, part 10: "IFDs with Secure PIN Entry
//! capabilities", which also lists a reader's other properties).

use pcsc::Card;

/// `CM_IOCTL_GET_FEATURE_REQUEST`: the list of features and their control codes.
const FEATURES: u32 = 3400;
/// `FEATURE_GET_TLV_PROPERTIES` (part 10, 2.3).
const TLV_PROPERTIES: u8 = 0x12;
/// `dwMaxAPDUDataSize` (part 10, 2.6.14): 0 for short commands alone.
const MAX_APDU_DATA_SIZE: u8 = 0x0A;
/// Data of the longest short command.
const SHORT_DATA: u32 = 256;

/// Whether the reader takes short commands only; nothing if it does not say.
pub(super) fn short_only(card: &Card) -> Option<bool> {
    let mut buffer = [0; 264];
    let features = card.control(pcsc::ctl_code(control_code(FEATURES)), &[], &mut buffer);
    let code = number_in(features.ok()?, TLV_PROPERTIES, u32::from_be_bytes)?;
    let mut buffer = [0; 264];
    let properties = card.control(control_code(code), &[], &mut buffer).ok()?;
    let size = number_in(properties, MAX_APDU_DATA_SIZE, u32::from_le_bytes)?;
    Some(size <= SHORT_DATA)
}

/// A control code is wider on Linux than elsewhere.
fn control_code<T: From<u32>>(code: u32) -> T {
    T::from(code)
}

/// The value of four bytes behind this tag, in a list of tag, length and value.
fn number_in(mut list: &[u8], wanted: u8, read: fn([u8; 4]) -> u32) -> Option<u32> {
    while let [tag, length, rest @ ..] = list {
        let (value, after) = rest.split_at_checked(usize::from(*length))?;
        if *tag == wanted {
            return value.try_into().ok().map(read);
        }
        list = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_tag() {
        let list = [0x01, 2, 9, 9, 0x0A, 4, 0, 0, 1, 0];
        assert_eq!(number_in(&list, 0x0A, u32::from_le_bytes), Some(65_536));
        assert_eq!(number_in(&list, 0x0B, u32::from_le_bytes), None);
        assert_eq!(number_in(&list, 0x01, u32::from_le_bytes), None);
        assert_eq!(number_in(&list[..8], 0x0A, u32::from_le_bytes), None);
    }
}
