//! A desk with a virtual reader, and the whole visit of one patient.

use std::rc::Rc;

use card_wasm::ccid::Reader;
use card_wasm::jpki::{APPLICATION, CardError, Pin};
use card_wasm::link::{CardReader, LinkError, Meter};
pub(crate) use rig::Outcome;
use rig::VirtualPipe;
use virtual_card::{Model, NamedFault, PinName, Profile, VirtualCard, VirtualReader};

use crate::support::assert_card_locked;
pub(crate) use crate::support::{MESSAGE, PausedTimer, block_on};

/// A reader, the card on it and the count of what passes between them.
pub(crate) struct Desk {
    pub(crate) pipe: Rc<VirtualPipe>,
    pub(crate) meter: Meter,
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
        rig::visit(reader, &self.meter, Pin::try_from(pin).unwrap(), MESSAGE).await
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

    /// Nothing is left that another program could use.
    #[track_caller]
    pub(crate) fn assert_locked(&self) {
        if let Some(card) = self.pipe.change(VirtualReader::take_card) {
            assert_card_locked(card);
        }
    }
}
