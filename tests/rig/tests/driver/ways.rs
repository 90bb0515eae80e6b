//! How soon every way to a card that a page has tells when one comes and goes.

use std::rc::Rc;
use std::time::Duration;

use card_wasm::driver::{Way, open};
use card_wasm::link::CardReader;
use rig::VirtualPipe;
use virtual_card::{Model, Profile, VirtualCard, VirtualReader};

use crate::desk::{PausedTimer, block_on};
use crate::sony::WANTED;

const MODELS: [&str; 7] = [
    "rc-s300",
    "rc-s300-short-escape",
    "rc-s300-owned",
    "rc-s300-prologue",
    "rc-s300-plain",
    "rc-s380",
    "extended",
];

fn page(model: &str) -> Rc<VirtualPipe> {
    let mut reader = VirtualReader::new(Model::named(model).unwrap());
    reader.insert(VirtualCard::new(Profile::named("valid-adult").unwrap()).unwrap());
    VirtualPipe::open_in_page(reader, Rc::new(PausedTimer)).unwrap()
}

#[test]
fn coming_and_going_is_noticed_on_every_way() {
    for model in MODELS {
        let pipe = page(model);
        pipe.change(VirtualReader::remove);
        block_on(async {
            let reader = open(pipe.clone(), Rc::new(PausedTimer), WANTED)
                .await
                .unwrap();
            let pipe = &pipe;
            let after = |act: fn(&mut VirtualReader)| async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                pipe.change(act);
            };
            let put_back = |reader: &mut VirtualReader| {
                reader.put_back();
            };
            let remove = |reader: &mut VirtualReader| {
                reader.remove();
            };
            let begin = tokio::time::Instant::now();
            let (came, ()) = tokio::join!(reader.wait_for_card(), after(put_back));
            came.unwrap();
            // During a session, too, but where the reader keeps the card to itself.
            let mut channel = reader.power_on().await.unwrap();
            if reader.way() == Way::ReaderLayer4 {
                channel.power_off().await.unwrap();
            }
            let (went, ()) = tokio::join!(reader.wait_for_removal(), after(remove));
            went.unwrap();
            let late = begin.elapsed() - Duration::from_secs(2);
            assert!(late < Duration::from_secs(2), "{model}: {late:?}");
            channel.power_off().await.unwrap();
            reader.close().await.unwrap();
        });
    }
}
