//! How long the driver waits, and how often it accepts something before it gives up.

use core::time::Duration;

/// For the answer to GetSlotStatus and other commands that do not involve the card. Some
/// readers take a second (libccid `ccid.c`, ACR122U), on a busy computer several.
pub(super) const STATUS: Duration = Duration::from_secs(6);

/// For a card to answer to power. Contactless readers search the field meanwhile.
pub(super) const POWER_ON: Duration = Duration::from_secs(10);

/// For the answer of a card. A signature takes a second, a weak field makes it several; a
/// reader that needs longer asks for more time.
pub(super) const CARD: Duration = Duration::from_secs(8);

/// What a reader needs beside the waiting time of a card (libccid `ifdhandler.c` adds one
/// second, too).
pub(super) const READER: Duration = Duration::from_secs(2);

/// For a person to enter a PIN on the reader (libccid `commands.c` waits as long).
pub(super) const PIN_ENTRY: Duration = Duration::from_secs(90);

/// For the answer to a message that nobody waits for any more.
pub(super) const SETTLE: Duration = Duration::from_secs(1);

/// The most that one request for more time brings.
pub(super) const LONGEST_EXTENSION: Duration = Duration::from_secs(30);

/// Between two questions whether there is a card, for readers that do not say it by
/// themselves. Below a third of a second it feels immediate.
pub(super) const POLL: Duration = Duration::from_millis(300);

/// The same for readers that say it by themselves, in case that they once forget.
pub(super) const POLL_BESIDES_INTERRUPT: Duration = Duration::from_secs(2);

/// Requests for more time that one command may make.
pub(super) const EXTENSIONS: usize = 120;

/// Stale messages before the one that is waited for (libccid accepts ten).
pub(super) const STALE_MESSAGES: usize = 10;

/// Halts of an endpoint during one message.
pub(super) const HALTS: usize = 3;

/// Empty transfers within one message (some readers send one now and then, says libccid).
pub(super) const EMPTY_TRANSFERS: usize = 16;

/// Pieces of one answer. The smallest readers send 54 bytes at a time.
pub(super) const PIECES: usize = 2048;

/// Attempts to get a first answer from a reader that still holds old ones (libccid asks
/// again to bring the toggle bits together).
pub(super) const FIRST_ATTEMPTS: usize = 2;
