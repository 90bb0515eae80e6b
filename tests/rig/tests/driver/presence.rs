//! Cards that come, go and change places.

use std::time::Duration;

use card_wasm::iso7816::Command;
use card_wasm::jpki::{CardError, Session};
use card_wasm::link::LinkError;
use virtual_card::{Profile, VirtualCard, VirtualReader};

use crate::desk::{Desk, block_on};

const MODELS: [&str; 2] = ["extended", "no-interrupt"];

fn other_card() -> VirtualCard {
    VirtualCard::new(Profile::named("late-elderly").unwrap()).unwrap()
}

/// Does something to the reader after a while.
async fn later(desk: &Desk, act: impl FnOnce(&mut VirtualReader)) {
    tokio::time::sleep(Duration::from_millis(750)).await;
    desk.pipe.change(act);
}

#[test]
fn coming_and_going_is_noticed_within_a_third_of_a_second() {
    for model in MODELS {
        let desk = Desk::new(model, "valid-adult");
        desk.pipe.change(VirtualReader::remove);
        block_on(async {
            let reader = desk.open().await.unwrap();
            assert_eq!(reader.card_present().await, Ok(false));
            let begin = tokio::time::Instant::now();
            let (came, ()) = tokio::join!(
                reader.wait_for_card(),
                later(&desk, VirtualReader::put_back)
            );
            came.unwrap();
            let (went, ()) = tokio::join!(
                reader.wait_for_removal(),
                later(&desk, VirtualReader::remove)
            );
            went.unwrap();
            let late = begin.elapsed() - Duration::from_millis(1500);
            assert!(late <= Duration::from_millis(600), "{model}: {late:?}");
        });
    }
}

#[test]
fn a_swapped_card_ends_the_session_with_the_first() {
    for model in MODELS {
        let desk = Desk::new(model, "valid-adult");
        block_on(async {
            let reader = desk.open().await.unwrap();
            let channel = reader.power_on().await.unwrap();
            let mut session = Session::open(channel, &desk.meter).await.unwrap();
            let swap = async {
                tokio::time::sleep(Duration::from_millis(750)).await;
                desk.pipe.change(|reader| {
                    reader.remove();
                    reader.insert(other_card());
                });
            };
            let (removed, ()) = tokio::join!(reader.wait_for_removal(), swap);
            removed.unwrap();
            let error = session.tries_left().await.unwrap_err();
            assert_eq!(error, CardError::Link(LinkError::CardReplaced), "{model}");
        });
    }
}

#[test]
fn an_unplugged_reader_ends_all_waiting() {
    for model in MODELS {
        let desk = Desk::new(model, "valid-adult");
        block_on(async {
            let reader = desk.open().await.unwrap();
            let (waited, ()) = tokio::join!(
                reader.wait_for_removal(),
                later(&desk, VirtualReader::unplug)
            );
            assert_eq!(waited, Err(LinkError::Unplugged), "{model}");
        });
    }
}

#[test]
fn a_session_that_is_dropped_is_locked_by_the_wait_for_removal() {
    for model in MODELS {
        let desk = Desk::new(model, "valid-adult");
        block_on(async {
            let reader = desk.open().await.unwrap();
            let mut channel = reader.power_on().await.unwrap();
            let select = Command::new([0x00, 0xA4, 0x04, 0x0C])
                .with_data(b"\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01")
                .unwrap();
            let verify = Command::new([0x00, 0x20, 0x00, 0x98])
                .with_data(b"1234")
                .unwrap();
            for command in [select, verify] {
                let response = channel.exchange(&command).await.unwrap();
                assert_eq!(response.status().value(), 0x9000);
            }
            drop(channel);
            let begun = tokio::time::timeout(Duration::from_millis(10), reader.wait_for_removal());
            assert!(begun.await.is_err());
        });
        desk.assert_locked();
    }
}

/// The page waits for the removal while the session goes on.
#[test]
fn waiting_and_a_session_take_turns() {
    for model in MODELS {
        let desk = Desk::new(model, "valid-adult").with_fault("slow");
        block_on(async {
            let reader = desk.open().await.unwrap();
            let channel = reader.power_on().await.unwrap();
            let meter = desk.meter.clone();
            let session = async {
                let mut session = Session::open(channel, &meter).await.unwrap();
                session.certificate().await.unwrap();
                session.tries_left().await.unwrap();
                session.close().await.unwrap();
            };
            let removal = std::pin::pin!(reader.wait_for_removal());
            tokio::select! {
                biased;
                removed = removal => panic!("{model}: {removed:?}"),
                () = session => {}
            }
        });
        assert_eq!(desk.meter.traffic().apdus, 5, "{model}");
    }
}
