//! Production and practice, and the certificate policy that keeps them apart.

/// Which world a certificate belongs to.
///
/// A store of anchors serves one environment, and a certificate must carry the policy
/// of it: a practice card never passes on a production desk, nor the reverse.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Environment {
    /// Real cards, issued by J-LIS.
    Production,
    /// Synthetic cards, for training and tests.
    Practice,
}

/// Contents octets of 1.2.392.200149.8.5.1.3.30, the policy of the JPKI
/// user-authentication certificate (JPKI certificate profile, certificatePolicies).
const PRODUCTION_POLICY: &[u8] = &[
    0x2A, 0x83, 0x08, 0x8C, 0x9B, 0x55, 0x08, 0x05, 0x01, 0x03, 0x1E,
];

/// Contents octets of 2.25.134697912745902853473621902884761205291.1, an arc of this
/// project's own (ITU-T X.667: 2.25 takes any UUID).
const PRACTICE_POLICY: &[u8] = &[
    0x69, 0x81, 0xCA, 0xD5, 0xEF, 0xF5, 0xC2, 0xCF, 0x91, 0xC9, 0x84, 0xD6, 0xE9, 0xFE, 0xA8, 0xA7,
    0x9E, 0xFD, 0xF4, 0x2B, 0x01,
];

impl Environment {
    /// Every environment.
    pub const ALL: [Self; 2] = [Self::Production, Self::Practice];

    /// The environment of this name, as configuration files write it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The name in configuration files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Practice => "practice",
        }
    }

    /// The environment whose policy has these OBJECT IDENTIFIER contents octets.
    pub(crate) fn of_policy(policy: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.policy() == policy)
    }

    const fn policy(self) -> &'static [u8] {
        match self {
            Self::Production => PRODUCTION_POLICY,
            Self::Practice => PRACTICE_POLICY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_policies_are_told_apart() {
        for it in Environment::ALL {
            assert_eq!(Environment::named(it.name()), Some(it));
            assert_eq!(Environment::of_policy(it.policy()), Some(it));
        }
        assert_eq!(Environment::named("Practice"), None);
        // The policy of the digital-signature certificate is neither.
        let signature = [
            0x2A, 0x83, 0x08, 0x8C, 0x9B, 0x55, 0x08, 0x05, 0x01, 0x01, 0x14,
        ];
        assert_eq!(Environment::of_policy(&signature), None);
    }
}
