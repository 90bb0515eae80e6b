//! Status words this card answers with: JICSAP IC card specification v1.1,
//! table 25, and ISO/IEC 7816-4, 5.6.

/// SW1 and SW2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StatusWord(u16);

impl StatusWord {
    pub(crate) const SUCCESS: Self = Self(0x9000);
    /// A verification failed, and no counter counts it.
    pub(crate) const VERIFICATION_FAILED: Self = Self(0x6300);
    pub(crate) const WRONG_LENGTH: Self = Self(0x6700);
    pub(crate) const CHANNEL_NOT_SUPPORTED: Self = Self(0x6881);
    pub(crate) const SECURE_MESSAGING_NOT_SUPPORTED: Self = Self(0x6882);
    pub(crate) const FILE_TYPE_DOES_NOT_FIT: Self = Self(0x6981);
    pub(crate) const SECURITY_STATUS_NOT_SATISFIED: Self = Self(0x6982);
    /// "Referenced IEF closed": the PIN is blocked.
    pub(crate) const REFERENCE_LOCKED: Self = Self(0x6984);
    pub(crate) const CONDITIONS_NOT_SATISFIED: Self = Self(0x6985);
    pub(crate) const NO_CURRENT_FILE: Self = Self(0x6986);
    pub(crate) const NO_SECURE_SESSION: Self = Self(0x69FC);
    pub(crate) const WRONG_DATA: Self = Self(0x6A80);
    pub(crate) const FILE_NOT_FOUND: Self = Self(0x6A82);
    pub(crate) const WRONG_P1_P2: Self = Self(0x6A86);
    pub(crate) const REFERENCE_NOT_FOUND: Self = Self(0x6A88);
    pub(crate) const OFFSET_OUTSIDE_FILE: Self = Self(0x6B00);
    pub(crate) const INSTRUCTION_UNKNOWN: Self = Self(0x6D00);
    pub(crate) const CLASS_UNKNOWN: Self = Self(0x6E00);
    pub(crate) const NO_DIAGNOSIS: Self = Self(0x6F00);

    /// 63Cx: x tries are left (ISO/IEC 7816-4, 5.6, table 6).
    pub(crate) fn tries_left(tries: u8) -> Self {
        Self(0x63C0 | u16::from(tries & 0x0F))
    }

    /// 6Cxx: Le was wrong, xx is right; 00 stands for 256.
    pub(crate) fn right_length(length: usize) -> Self {
        let [.., low] = length.to_be_bytes();
        Self(0x6C00 | u16::from(low))
    }

    pub(crate) fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }
}
