//! EF 0006 of the JPKI AP: 160 bytes in the shape of PKCS#11's `CK_TOKEN_INFO`,
//! numbers big-endian (layout as read by soltia48/myna-card, `jpki.rs`).

/// `CKF_RNG | CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED | CKF_TOKEN_INITIALIZED`
/// (PKCS#11 v2.40, 3.2), as seen on cards.
const FLAGS: u32 = 0x0000_040D;
/// `CK_UNAVAILABLE_INFORMATION`: sessions and memory are nobody's business.
const UNAVAILABLE: u32 = 0xFFFF_FFFF;
const MAXIMUM_PIN_LENGTH: u32 = 16;
const MINIMUM_PIN_LENGTH: u32 = 6;

/// Builds the file for a token with this label.
pub(crate) fn encode(label: &str) -> Vec<u8> {
    let mut file = Vec::with_capacity(160);
    text(&mut file, label, 32);
    text(&mut file, "JPKI-EMULATOR", 32);
    text(&mut file, "E00R00VC", 16);
    text(&mut file, "0000000000000000", 16);
    for number in [
        FLAGS,
        UNAVAILABLE,
        0,
        UNAVAILABLE,
        0,
        MAXIMUM_PIN_LENGTH,
        MINIMUM_PIN_LENGTH,
    ] {
        file.extend(number.to_be_bytes());
    }
    for _total_and_free_memory in 0..4 {
        file.extend(UNAVAILABLE.to_be_bytes());
    }
    file.extend(b"03");
    file.extend(b"01");
    file.extend([b'9'; 16]);
    file
}

/// A text field is padded with spaces.
fn text(file: &mut Vec<u8>, value: &str, width: usize) {
    file.extend(value.bytes().chain(std::iter::repeat(b' ')).take(width));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_where_the_layout_says() {
        let file = encode("JPKIAPICCTOKEN2");
        assert_eq!(file.len(), 160);
        assert_eq!(&file[..32], b"JPKIAPICCTOKEN2                 ");
        assert_eq!(&file[96..100], [0, 0, 4, 0x0D]);
        assert_eq!(&file[116..124], [0, 0, 0, 16, 0, 0, 0, 6]);
        assert_eq!(&file[124..140], [0xFF; 16]);
        assert_eq!(&file[140..144], b"0301");
        assert_eq!(&file[144..], [b'9'; 16]);
    }
}
