//! The whole visit on every way to a card that a page has, through whatever driver the
//! device needs: what the page gets and what is left on the card.

use std::rc::Rc;
use std::time::Duration;

use card_wasm::ccid::ExchangeLevel;
use card_wasm::driver::{UsbReader, Way, open};
use card_wasm::jpki::{CardError, Pin, Session, TriesLeft, Verification};
use card_wasm::link::{CardChannel, CardReader, LinkError, Meter};
use rig::VirtualPipe;
use virtual_card::{Model, PinName, Profile, VirtualCard, VirtualReader};

use crate::desk::{MESSAGE, PausedTimer, block_on};

const WAYS: [(&str, Way); 7] = [
    ("rc-s300", Way::HostIsoDep),
    ("rc-s300-short-escape", Way::HostIsoDep),
    ("rc-s300-owned", Way::HostIsoDep),
    ("rc-s300-prologue", Way::ReaderLayer4),
    ("rc-s300-plain", Way::PlainCcidOnVendorInterface),
    ("rc-s380", Way::Port100),
    ("extended", Way::Ccid(ExchangeLevel::ExtendedApdu)),
];

fn reader(model: &str, card: &str) -> VirtualReader {
    let mut reader = VirtualReader::new(Model::named(model).unwrap());
    reader.insert(VirtualCard::new(Profile::named(card).unwrap()).unwrap());
    reader
}

fn page(model: &str) -> Rc<VirtualPipe> {
    VirtualPipe::open_in_page(reader(model, "valid-adult"), Rc::new(PausedTimer)).unwrap()
}

async fn opened(pipe: &Rc<VirtualPipe>) -> UsbReader {
    open(pipe.clone(), Rc::new(PausedTimer)).await.unwrap()
}

/// Certificate, PIN, signature.
async fn visit(channel: Box<dyn CardChannel>, pin: &str) -> Result<Option<u8>, CardError> {
    let mut session = Session::open(channel, &Meter::new()).await?;
    session.certificate().await?;
    let TriesLeft::Several(several) = session.tries_left().await? else {
        panic!("the card has all its tries");
    };
    let pin = Pin::try_from(pin).unwrap();
    match session.verify(pin, several).await? {
        Verification::Verified(mut session) => {
            session.sign(MESSAGE).await?;
            session.close().await?;
            Ok(None)
        }
        Verification::WrongPin { session, tries } => {
            session.close().await?;
            Ok(Some(tries.count()))
        }
    }
}

fn tries_left(pipe: &VirtualPipe) -> u8 {
    let counters = |reader: &VirtualReader| reader.card().unwrap().counters().clone();
    pipe.look(counters).left(PinName::Authentication)
}

#[test]
fn a_visit_succeeds_on_every_way() {
    for (model, way) in WAYS {
        let pipe = page(model);
        block_on(async {
            let reader = opened(&pipe).await;
            for (pin, wrong) in [("9999", Some(2)), ("1234", None)] {
                reader.wait_for_card().await.unwrap();
                let channel = reader.power_on().await.unwrap();
                assert_eq!(visit(channel, pin).await, Ok(wrong), "{model}");
            }
            assert_eq!(reader.way(), way, "{model}: {:?}", reader.trail());
            reader.close().await.unwrap();
        });
        assert_eq!(tries_left(&pipe), 3, "{model}");
        pipe.look(|reader| assert_eq!(reader.card().unwrap().alarms(), []));
    }
}

#[test]
fn coming_and_going_is_noticed_on_every_way() {
    for (model, way) in WAYS {
        let pipe = page(model);
        pipe.change(VirtualReader::remove);
        block_on(async {
            let reader = opened(&pipe).await;
            let pipe = &pipe;
            let after = |act: fn(&mut VirtualReader)| async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                pipe.change(act);
            };
            let begin = tokio::time::Instant::now();
            let put_back = |reader: &mut VirtualReader| {
                reader.put_back();
            };
            let remove = |reader: &mut VirtualReader| {
                reader.remove();
            };
            let (came, ()) = tokio::join!(reader.wait_for_card(), after(put_back));
            came.unwrap();
            // During a session, too, but where the reader keeps the card to itself.
            let mut channel = reader.power_on().await.unwrap();
            if way == Way::ReaderLayer4 {
                channel.power_off().await.unwrap();
            }
            let (went, ()) = tokio::join!(reader.wait_for_removal(), after(remove));
            went.unwrap();
            let late = begin.elapsed() - Duration::from_secs(2);
            assert!(late < Duration::from_secs(2), "{model}: {late:?}");
            channel.power_off().await.unwrap();
        });
    }
}

#[test]
fn a_reader_that_is_unplugged_says_so_on_every_way() {
    for (model, _) in WAYS {
        let pipe = page(model);
        block_on(async {
            let reader = opened(&pipe).await;
            reader.wait_for_card().await.unwrap();
            let channel = reader.power_on().await.unwrap();
            let mut session = Session::open(channel, &Meter::new()).await.unwrap();
            pipe.change(VirtualReader::unplug);
            let lost = session.tries_left().await.err();
            assert_eq!(lost, Some(CardError::Link(LinkError::Unplugged)), "{model}");
            let waited = reader.wait_for_card().await;
            assert_eq!(waited, Err(LinkError::Unplugged), "{model}");
        });
    }
}

/// In an isolated web app no class is closed.
#[test]
fn an_rc_s300_is_a_plain_reader_where_no_class_is_closed() {
    let reader = reader("rc-s300", "valid-adult");
    let pipe = VirtualPipe::open(reader, Rc::new(PausedTimer)).unwrap();
    block_on(async {
        let reader = opened(&pipe).await;
        assert_eq!(reader.way(), Way::Ccid(ExchangeLevel::ExtendedApdu));
        reader.wait_for_card().await.unwrap();
        let channel = reader.power_on().await.unwrap();
        assert_eq!(visit(channel, "1234").await, Ok(None));
        reader.close().await.unwrap();
    });
}
