//! How long an APDU may be on the way to a card and back.

/// The longest command and the longest answer, in bytes of the whole APDU.
///
/// Every layer starts from what the layer below it permits and can only take away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    command: usize,
    response: usize,
}

impl Limits {
    /// Short APDUs (ISO/IEC 7816-4, 5.1): header, Lc, 255 bytes, Le; 256 bytes and the
    /// status word.
    pub const SHORT: Self = Self {
        command: 4 + 1 + 255 + 1,
        response: 256 + 2,
    };

    /// Extended APDUs: Lc and Le of two bytes after a zero byte.
    pub const EXTENDED: Self = Self {
        command: 4 + 3 + 65_535 + 2,
        response: 65_536 + 2,
    };

    /// The lesser of these limits and `command` and `response`.
    #[must_use]
    pub fn narrowed(self, command: usize, response: usize) -> Self {
        Self {
            command: self.command.min(command),
            response: self.response.min(response),
        }
    }

    /// What both permit.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.narrowed(other.command, other.response)
    }

    /// Whether a command of so many bytes may be sent.
    #[must_use]
    pub const fn permit_command(self, length: usize) -> bool {
        length <= self.command
    }

    /// Most data bytes that an answer may carry before its status word.
    #[must_use]
    pub const fn response_data(self) -> usize {
        self.response.saturating_sub(2)
    }

    /// Whether answers may be longer than those of short APDUs.
    #[must_use]
    pub const fn permit_extended(self) -> bool {
        self.response > Self::SHORT.response
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn limits_are_never_widened(steps in proptest::collection::vec(any::<(u16, u16)>(), 0..8)) {
            let mut limits = Limits::EXTENDED;
            for (command, response) in steps {
                let next = limits.narrowed(command.into(), response.into());
                prop_assert!(next.command <= limits.command && next.response <= limits.response);
                prop_assert!(!next.permit_command(usize::from(command) + 1));
                prop_assert_eq!(next.and(limits), next);
                limits = next;
            }
        }
    }

    #[test]
    fn short_and_extended_are_told_apart() {
        assert!(!Limits::SHORT.permit_extended());
        assert!(Limits::EXTENDED.permit_extended());
        assert_eq!(Limits::EXTENDED.and(Limits::SHORT), Limits::SHORT);
        assert_eq!(Limits::SHORT.response_data(), 256);
        assert_eq!(Limits::SHORT.narrowed(0, 0).response_data(), 0);
    }
}
