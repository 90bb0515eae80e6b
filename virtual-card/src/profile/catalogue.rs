//! The profiles that are built in, so that the wasm module needs no files.

/// One profile's files.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) certificate: &'static [u8],
    pub(super) private_key: &'static [u8],
}

/// The three files of a profile with a certificate.
macro_rules! certified {
    ($name:literal) => {
        Entry {
            name: $name,
            description: include_str!(concat!("../../profiles/", $name, ".toml")),
            certificate: include_bytes!(concat!("../../profiles/certificates/", $name, ".cer")),
            private_key: include_bytes!(concat!("../../profiles/keys/", $name, ".pk8")),
        }
    };
}

/// First the states of a card, then valid cards of people about whom the
/// insurer answers differently.
pub(super) const ENTRIES: &[Entry] = &[
    certified!("valid-adult"),
    certified!("grace"),
    certified!("past-grace"),
    certified!("not-yet-valid"),
    certified!("wrong-ca"),
    certified!("revoked"),
    certified!("pin-blocked"),
    certified!("one-try-left"),
    certified!("face-authentication"),
    certified!("android-phone"),
    certified!("p384-future"),
    Entry {
        name: "not-my-number",
        description: include_str!("../../profiles/not-my-number.toml"),
        certificate: &[],
        private_key: &[],
    },
    certified!("invalid"),
    certified!("new-eligibility"),
    certified!("no-eligibility"),
    certified!("multiple"),
    certified!("late-elderly"),
    certified!("elderly-70-74"),
    certified!("limit-application"),
    certified!("medical-assistance"),
    certified!("family-branch-02"),
    certified!("expiry-notice"),
    certified!("replaced-character"),
    certified!("sex-on-back"),
    certified!("padded-insurer"),
    certified!("unknown-code"),
    certified!("person-error"),
    certified!("file-error"),
];

/// The key of the authority behind the practice verifier. Ours alone: no real card has it.
pub(super) const VERIFIER_AUTHORITY: &[u8] =
    include_bytes!("../../profiles/verifier/practice-authority.spki");

/// The certificate, in DER, of the authority that a profile names.
pub(super) fn authority(name: &str) -> Option<&'static [u8]> {
    match name {
        "practice-01" => Some(include_bytes!("../../profiles/authority/practice-01.cer")),
        "rogue" => Some(include_bytes!("../../profiles/authority/rogue.cer")),
        _ => None,
    }
}
