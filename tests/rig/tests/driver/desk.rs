//! A desk with a virtual reader, and the whole visit of one patient.

use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use card_wasm::ccid::Reader;
use card_wasm::certificate::Certificate;
use card_wasm::jpki::{APPLICATION, CardError, Pin, Session, Signature, TriesLeft, Verification};
use card_wasm::link::{CardReader, LinkError, Meter, Timer};
use rig::VirtualPipe;
use virtual_card::{Model, NamedFault, PinName, Profile, VirtualCard, VirtualReader};

/// What is signed in these tests.
pub(crate) const MESSAGE: &[u8] = b"what the card is asked to sign";

/// A reader, the card on it and the count of what passes between them.
pub(crate) struct Desk {
    pub(crate) pipe: Rc<VirtualPipe>,
    pub(crate) meter: Meter,
}

/// What a visit brings.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) certificate: Certificate,
    pub(crate) signature: Signature,
}

impl Desk {
    pub(crate) fn new(model: &str, card: &str) -> Self {
        Self::with_profile(model, Profile::named(card).unwrap())
    }

    pub(crate) fn with_profile(model: &str, profile: Profile) -> Self {
        let mut reader = VirtualReader::new(Model::named(model).unwrap());
        reader.insert(VirtualCard::new(profile).unwrap());
        Self {
            pipe: VirtualPipe::open(reader, Rc::new(PausedTimer)).unwrap(),
            meter: Meter::new(),
        }
    }

    /// A desk whose program is a web page.
    pub(crate) fn in_page(model: &str, card: &str) -> Self {
        let mut reader = VirtualReader::new(Model::named(model).unwrap());
        reader.insert(VirtualCard::new(Profile::named(card).unwrap()).unwrap());
        Self {
            pipe: VirtualPipe::open_in_page(reader, Rc::new(PausedTimer)).unwrap(),
            meter: Meter::new(),
        }
    }

    pub(crate) fn with_fault(self, name: &str) -> Self {
        let fault = NamedFault::find(name).unwrap().fault;
        self.pipe.change(|reader| reader.set_fault(Some(fault)));
        self
    }

    pub(crate) async fn open(&self) -> Result<Reader, LinkError> {
        let reader = Reader::open(self.pipe.clone(), Rc::new(PausedTimer)).await?;
        Ok(reader.looking_for(APPLICATION))
    }

    /// The whole visit with one PIN, typed once.
    pub(crate) async fn visit(&self, pin: &str) -> Result<Outcome, CardError> {
        let reader = self.open().await?;
        self.visit_on(&reader, pin).await
    }

    /// The same on a reader that is open.
    pub(crate) async fn visit_on(
        &self,
        reader: &dyn CardReader,
        pin: &str,
    ) -> Result<Outcome, CardError> {
        reader.wait_for_card().await?;
        let channel = reader.power_on().await?;
        let mut session = Session::open(channel, &self.meter).await?;
        session.certificate().await?;
        let tries = session.tries_left().await?;
        let pin = Pin::try_from(pin).unwrap();
        let verification = match tries {
            TriesLeft::Several(several) => session.verify(pin, several).await?,
            TriesLeft::Last(last) => session.verify(pin, last.confirmed()).await?,
        };
        let mut session = match verification {
            Verification::Verified(session) => session,
            Verification::WrongPin { session, tries } => {
                session.close().await?;
                let tries_left = Some(tries.count());
                let status = card_wasm::iso7816::StatusWord::TriesLeft(tries.count());
                return Err(CardError::VerifyUnexpected { tries_left, status });
            }
        };
        let signature = session.sign(MESSAGE).await?;
        let certificate = session.certificate().await?.clone();
        session.close().await?;
        Ok(Outcome {
            certificate,
            signature,
        })
    }

    pub(crate) fn tries_left(&self) -> u8 {
        self.pipe.look(|reader| {
            reader
                .card()
                .unwrap()
                .counters()
                .left(PinName::Authentication)
        })
    }

    /// What another program finds that comes after us and does not even cut the power: no
    /// alarm was raised, and no key can be used.
    #[track_caller]
    pub(crate) fn assert_locked(&self) {
        let card = self.pipe.change(VirtualReader::take_card);
        let Some(mut card) = card else { return };
        assert_eq!(card.alarms(), []);
        card.warm_reset();
        let select = b"\x00\xA4\x04\x0C\x0A\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
        let sign = [&b"\x80\x2A\x00\x97\x33"[..], &[0x30; 51], &[0]].concat();
        if card.transmit(select) == [0x90, 0x00] {
            assert_eq!(card.transmit(&sign), [0x69, 0x82]);
        }
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
