//! Cards that come, go and change places, on every way.

use std::time::Duration;

use card_wasm::iso7816::Command;
use card_wasm::link::LinkError;
use tokio::time::{Instant, sleep};

use crate::desk::{Desk, WAYS, block_on, visit};

#[test]
fn coming_and_going_is_noticed_within_a_third_of_a_second() {
    for way in WAYS {
        let desk = Desk::empty(way);
        block_on(async {
            let reader = desk.open().await.unwrap();
            let begin = Instant::now();
            let comes = async {
                sleep(Duration::from_millis(750)).await;
                desk.put("valid-adult");
            };
            let (came, ()) = tokio::join!(reader.wait_for_card(), comes);
            came.unwrap();
            let goes = async {
                sleep(Duration::from_millis(750)).await;
                desk.take();
            };
            let (went, ()) = tokio::join!(reader.wait_for_removal(), goes);
            went.unwrap();
            let late = begin.elapsed() - Duration::from_millis(1_500);
            assert!(late <= Duration::from_millis(610), "{way}: {late:?}");
        });
    }
}

#[test]
fn the_next_patient_is_served_after_the_one_before() {
    for way in WAYS {
        let desk = Desk::empty(way);
        block_on(async {
            let reader = desk.open().await.unwrap();
            for profile in ["valid-adult", "late-elderly", "valid-adult"] {
                desk.put(profile);
                reader.wait_for_card().await.unwrap();
                visit(&*reader, "1234").await.unwrap();
                desk.take();
                reader.wait_for_removal().await.unwrap();
            }
        });
        desk.assert_locked();
    }
}

#[test]
fn a_swapped_card_ends_the_session_with_the_first() {
    for way in ["springcard", "acs", "smart-card"] {
        let desk = Desk::new(way, "valid-adult");
        block_on(async {
            let reader = desk.open().await.unwrap();
            let mut channel = reader.power_on().await.unwrap();
            let swap = async {
                sleep(Duration::from_millis(750)).await;
                desk.take();
                desk.put("late-elderly");
            };
            let (went, ()) = tokio::join!(reader.wait_for_removal(), swap);
            went.unwrap();
            let error = channel.exchange(&Command::new([0, 0x84, 0, 0])).await.err();
            let lost = [LinkError::CardRemoved, LinkError::CardReplaced];
            assert!(
                error.is_some_and(|it| lost.contains(&it)),
                "{way}: {error:?}"
            );
        });
    }
}

/// A channel that is dropped in the middle leaves no card unlocked.
#[test]
fn a_card_that_was_left_loses_its_power_with_the_next_question() {
    for way in WAYS {
        let desk = Desk::new(way, "valid-adult");
        block_on(async {
            let reader = desk.open().await.unwrap();
            let mut channel = reader.power_on().await.unwrap();
            let select = Command::new([0, 0xA4, 4, 0x0C])
                .with_data(&[0xD3, 0x92, 0xF0, 0, 0x26, 1, 0, 0, 0, 1])
                .unwrap();
            channel.exchange(&select).await.unwrap();
            let file = Command::new([0, 0xA4, 2, 0x0C]).with_data(&[0, 0x18]);
            channel.exchange(&file.unwrap()).await.unwrap();
            let verify = Command::new([0, 0x20, 0, 0x80]).with_data(b"1234").unwrap();
            channel.exchange(&verify).await.unwrap();
            drop(channel);
            reader.wait_for_card().await.unwrap();
        });
        desk.assert_locked();
    }
}
