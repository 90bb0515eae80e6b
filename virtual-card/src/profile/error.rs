//! Why there is no card for a profile.

/// Why a profile cannot become a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// No profile of this crate has the name.
    #[error("there is no profile of this name")]
    Unknown,
    /// The TOML does not follow the schema.
    #[error("the profile's TOML does not follow the schema")]
    Syntax,
    /// The profile names an authority whose certificate is not here.
    #[error("there is no authority of this name")]
    Authority,
    /// The key is no PKCS#8 key of the algorithm named.
    #[error("the private key is not a PKCS#8 key of the profile's algorithm")]
    Key,
    /// A certificate is longer than the card's file for it.
    #[error("the certificate is longer than the file on the card")]
    CertificateTooLong,
}

impl ProfileError {
    /// A stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "PROFILE-UNKNOWN",
            Self::Syntax => "PROFILE-SYNTAX",
            Self::Authority => "PROFILE-AUTHORITY",
            Self::Key => "PROFILE-KEY",
            Self::CertificateTooLong => "PROFILE-CERTIFICATE-TOO-LONG",
        }
    }
}
