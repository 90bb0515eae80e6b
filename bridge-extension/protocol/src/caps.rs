//! Every cap and budget of the bridge, with its reason.

use std::time::Duration;

/// Bytes of one message to the host. The longest honest one holds sixteen commands of some
/// dozens of bytes; Chrome itself would pass on 64 MiB.
pub const TO_HOST_BYTES: usize = 65_536;

/// Bytes of one message from the host. An extended answer of 65,538 bytes is 131,076 digits;
/// Chrome takes no more than 1 MiB ("Native messaging").
pub const FROM_HOST_BYTES: usize = 262_144;

/// Commands of one `transmit`: the whole of one stage of a visit.
pub const COMMANDS: usize = 16;

/// Status words that one command may expect.
pub const PATTERNS: usize = 8;

/// Bytes of one command: a short one at its longest. No permitted command is half as long.
pub const COMMAND_BYTES: usize = 261;

/// Bytes of one answer: extended data and the status word.
pub const ANSWER_BYTES: usize = 65_538;

/// Characters of an origin: a domain name has no more than 253.
pub const ORIGIN_CHARACTERS: usize = 255;

/// Bytes of a reader's name (pcsc-lite, `MAX_READERNAME`).
pub const READER_NAME_BYTES: usize = 128;

/// Commands in one session. A visit needs about twelve over extended commands and about
/// twenty over short ones.
pub const SESSION_APDUS: u8 = 64;

/// VERIFYs with data in one session: as many as the card allows wrong ones.
pub const SESSION_VERIFIES: u8 = 3;

/// How long one session may last: a patient types the PIN three times.
pub const SESSION: Duration = Duration::from_secs(120);

/// How long an open card may lie idle before a PIN has been verified.
pub const IDLE: Duration = Duration::from_secs(90);

/// How long it may lie idle once it would sign.
pub const IDLE_VERIFIED: Duration = Duration::from_secs(30);
