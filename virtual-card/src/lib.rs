//! A software My Number Card and software readers, for training and tests.
//!
//! An independent reading of the specifications: it shares no code with the
//! driver it is used to test, and never will. [`VirtualCard`] exchanges APDUs;
//! [`VirtualReader`] is a USB device with bulk and interrupt endpoints around a
//! card; [`carrier`] has readers that are reached in other ways. All are plain state machines: they read no clock, no randomness and
//! no files.
//!
//! Three faces turn them to the outside: the types below for tests in Rust, the
//! module `wasm` for the training mode of the page, and the program
//! `virtual-card`, which lays a card on the reader of the system's own
//! smart-card service through vpcd.
//!
//! ```
//! use virtual_card::{Profile, VirtualCard};
//!
//! let mut card = VirtualCard::new(Profile::named("one-try-left")?)?;
//! card.power_on();
//! let select_jpki = [0x00, 0xA4, 0x04, 0x0C, 0x05, 0xD3, 0x92, 0xF0, 0x00, 0x26];
//! assert_eq!(card.transmit(&select_jpki), [0x90, 0x00]);
//! let tries_left = [0x00, 0x20, 0x00, 0x98];
//! assert_eq!(card.transmit(&tries_left), [0x63, 0xC1]);
//! # Ok::<(), virtual_card::ProfileError>(())
//! ```
//!
//! # What it does not simulate
//!
//! - **Security of any kind.** Keys and PINs are published with the source; the
//!   "random" bytes are repeatable; nothing resists observation.
//! - **Real people.** Certificates come from a synthetic authority that no
//!   service trusts, and the 個人番号 has a wrong check digit.
//! - The signature certificate: its file and key repeat the authentication side.
//! - 券面事項確認AP, 住基AP, 共通カードAP; secure messaging; change of PINs;
//!   internal authentication;
//!   GET RESPONSE and command chaining by class byte; the file control
//!   information that SELECT can return; logical channels.
//! - 特定機関認証 as it is: what follows the terminal's certificate is not public, so
//!   cards refuse it. Some profiles opt in to a practice of our own (`card/verifier.rs`).
//! - The iPhone, whose exchange with a reader is not public.
//! - The next My Number Card beyond its algorithm: that `80 2A 00` takes a bare
//!   SHA-384 hash and answers r‖s of 96 bytes is an assumption of ours.
//! - Sony's readers as they are where nobody has published it: the assumptions
//!   stand at the top of `reader/sony`, those about radio in `proximity`.
//! - Electrical behaviour, the timing of contacts and of radio. At TPDU level a
//!   reader carries T=1 and T=0 whole; the character level is announced only.

mod card;
pub mod carrier;
mod profile;
mod proximity;
mod reader;
mod transmission;
#[cfg(not(target_arch = "wasm32"))]
pub mod usb_redirection;
#[cfg(not(target_arch = "wasm32"))]
pub mod vpcd;
#[cfg(not(target_arch = "wasm32"))]
pub mod vscard;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use card::{Alarm, Counters, PinName, VirtualCard};
pub use profile::{Algorithm, Interface, Profile, ProfileError, Title, WarmReset, WrongLength};
pub use proximity::{FrameFault, FrameMishap, IllegalBlock};
pub use reader::{
    Endpoint, ExchangeLevel, Fault, Interface as UsbInterface, Model, NamedFault, PadInput, Setup,
    Traffic, Transfer, Until, UsbError, VirtualReader,
};
pub use transmission::{BlockDirection, BlockFault, BlockMishap, ContactAnswer};
