//! The clipboard text of マイナ資格確認アプリ: tab-separated Japanese lines, the only form
//! in which the limited type hands its result on.
//!
//! The form is not published. It is as two public readers of it expect it, hirate7/GetClipBoard
//! (keys, sections, CRLF, dates whose parts stand at fixed places) and YUKI-ENT/sikakuxml
//! (other separators, era dates, 限度額適用認定証). Written is what both read.

mod label;
mod layout;
mod read;
mod write;

pub use read::{Pasted, UnreadLine, read};
pub use write::write;

#[cfg(test)]
#[path = "clipboard/clipboard_tests.rs"]
mod tests;
