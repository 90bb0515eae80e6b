//! The certificates of the practice world, and those that differ from the profile in one
//! thing each, judged as the page and the gateway judge them.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails loudly, also in its helpers"
)]

mod anchors;
mod cards;
mod elementary_file;
mod hostile;
mod mutation;
mod openssl;
mod signatures;
mod variants;
mod world;
