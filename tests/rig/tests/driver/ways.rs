//! How soon every way to a card that a page has tells when one comes and goes.

use std::rc::Rc;
use std::time::Duration;

use card_wasm::ccid::PinPadTrust;
use card_wasm::driver::{Wanted, Way, open};
use card_wasm::jpki::Pin;
use card_wasm::link::{CardReader, Meter};
use rig::VirtualPipe;
use virtual_card::{Model, Profile, VirtualCard, VirtualReader};

use crate::desk::{MESSAGE, PausedTimer, block_on};
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

#[test]
fn what_a_page_wants_of_a_reader_reaches_it() {
    let opened = async |model: &str, pin_pads| {
        let wanted = Wanted { pin_pads, ..WANTED };
        let reader = open(page(model), Rc::new(PausedTimer), wanted)
            .await
            .unwrap();
        reader.power_on().await.unwrap().has_pin_pad()
    };
    block_on(async {
        assert!(!opened("pin-pad", PinPadTrust::Known).await);
        assert!(opened("pin-pad", PinPadTrust::Announced).await);
        // The other slot holds a card for something else from the beginning.
        let pipe = page("two-slots");
        let reader = open(pipe.clone(), Rc::new(PausedTimer), WANTED)
            .await
            .unwrap();
        let pin = Pin::try_from("1234").unwrap();
        rig::visit(&reader, &Meter::new(), pin, MESSAGE)
            .await
            .unwrap();
    });
}
