//! What the desks of all tests here share: time that passes by itself, and the look at a card
//! after a visit.

use std::future::Future;
use std::time::Duration;

use async_trait::async_trait;
use card_wasm::link::Timer;
use virtual_card::VirtualCard;

/// What is signed in these tests.
pub(crate) const MESSAGE: &[u8] = b"what the card is asked to sign";

/// What another program finds that comes after us and does not even cut the power: no
/// alarm was raised, and no key can be used.
#[track_caller]
pub(crate) fn assert_card_locked(mut card: VirtualCard) {
    assert_eq!(card.alarms(), []);
    card.warm_reset();
    let select = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
    let sign = [&b"\x80\x2A\x00\x97\x33"[..], &[0x30; 51], &[0]].concat();
    if card.transmit(select) == [0x90, 0x00] {
        assert_eq!(card.transmit(&sign), [0x69, 0x82]);
    }
}

/// Runs a test with time that passes only while nothing else can happen.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(future)
}

pub(crate) struct PausedTimer;

#[async_trait(?Send)]
impl Timer for PausedTimer {
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
