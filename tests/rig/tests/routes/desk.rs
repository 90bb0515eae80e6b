//! One desk for each way to a reader, all with the same face.

use std::rc::Rc;

use card_wasm::carrier::{acs, hid, smart_card, springcard};
use card_wasm::certificate::Certificate;
use card_wasm::jpki::{CardError, Pin};
use card_wasm::link::{CardReader, LinkError, Meter};
use rig::{VirtualContext, VirtualGatt, VirtualHidPipe, visit_card};
use virtual_card::carrier::{
    HidBehaviour, Place, SpringCardVariant, VirtualAcsReader, VirtualHidDevice, VirtualService,
    VirtualSpringCard,
};
use virtual_card::{PinName, Profile, VirtualCard};

use crate::support::assert_card_locked;
pub(crate) use crate::support::{MESSAGE, PausedTimer, block_on};

/// A way to a reader, and the virtual reader at its end.
pub(crate) enum Desk {
    SpringCard(Rc<VirtualGatt<VirtualSpringCard>>),
    Acs(Rc<VirtualGatt<VirtualAcsReader>>),
    Hid(Rc<VirtualHidPipe>),
    SmartCard(Rc<VirtualContext>),
}

/// The names of all desks.
pub(crate) const WAYS: [&str; 4] = ["springcard", "acs", "hid", "smart-card"];

impl Desk {
    pub(crate) fn new(way: &str, profile: &str) -> Self {
        let desk = Self::empty(way);
        desk.put(profile);
        desk
    }

    pub(crate) fn empty(way: &str) -> Self {
        match way {
            "springcard" => Self::springcard(VirtualSpringCard::new(SpringCardVariant::Plain)),
            "acs" => Self::acs(VirtualAcsReader::new([0xA5; 16])),
            "hid" => Self::Hid(VirtualHidPipe::open(VirtualHidDevice::new(
                HidBehaviour::Reader,
            ))),
            "smart-card" => Self::SmartCard(VirtualContext::new(VirtualService::new("Reader 0"))),
            _ => panic!("no way of the name {way}"),
        }
    }

    pub(crate) fn springcard(reader: VirtualSpringCard) -> Self {
        let known = &springcard::SERVICES;
        let link = VirtualGatt::discover(reader, known, Rc::new(PausedTimer));
        Self::SpringCard(link.unwrap())
    }

    pub(crate) fn acs(reader: VirtualAcsReader) -> Self {
        let link = VirtualGatt::discover(reader, &[acs::SERVICE], Rc::new(PausedTimer));
        Self::Acs(link.unwrap())
    }

    pub(crate) async fn open(&self) -> Result<Box<dyn CardReader>, LinkError> {
        let timer = Rc::new(PausedTimer);
        Ok(match self {
            Self::SpringCard(link) => Box::new(springcard::open(link.clone(), timer).await?),
            Self::Acs(link) => Box::new(acs::open(link.clone(), timer, [0x5A; 16]).await?),
            Self::Hid(pipe) => Box::new(hid::open(pipe.clone(), timer, &[0xFFA0]).await?),
            Self::SmartCard(context) => Box::new(smart_card::open(context.clone(), timer)),
        })
    }

    /// Puts a card there.
    pub(crate) fn put(&self, profile: &str) {
        let card = VirtualCard::new(Profile::named(profile).unwrap()).unwrap();
        match self {
            Self::SpringCard(link) => link.change(|it| it.reader_mut().insert(card)),
            _ => self.place(|place| place.insert(card)),
        }
    }

    pub(crate) fn take(&self) {
        match self {
            Self::SpringCard(link) => link.change(|it| it.reader_mut().remove()),
            _ => self.place(Place::remove),
        }
    }

    /// Does something to the place for the card.
    pub(crate) fn place<T>(&self, act: impl FnOnce(&mut Place) -> T) -> T {
        match self {
            Self::SpringCard(_) => panic!("the slot of the USB reader has no such place"),
            Self::Acs(link) => link.change(|it| act(it.place_mut())),
            Self::Hid(pipe) => pipe.change(|it| act(it.place_mut())),
            Self::SmartCard(context) => context.change(|it| act(it.place_mut())),
        }
    }

    pub(crate) fn card<T>(&self, look: impl FnOnce(&VirtualCard) -> T) -> T {
        match self {
            Self::SpringCard(link) => link.look(|it| look(it.reader().card().unwrap())),
            _ => self.place(|place| look(place.card().unwrap())),
        }
    }

    pub(crate) fn tries_left(&self) -> u8 {
        self.card(|card| card.counters().left(PinName::Authentication))
    }

    /// The whole visit with one PIN, typed once; the certificate that was read.
    pub(crate) async fn visit(&self, pin: &str) -> Result<Certificate, CardError> {
        let reader = self.open().await?;
        reader.wait_for_card().await?;
        visit(&*reader, pin).await
    }

    /// Nothing is left that another program could use.
    #[track_caller]
    pub(crate) fn assert_locked(&self) {
        let card = match self {
            Self::SpringCard(link) => link.change(|it| it.reader_mut().take_card()),
            _ => self.place(Place::take_card),
        };
        assert_card_locked(card.unwrap());
    }
}

/// A visit with the card that is there.
pub(crate) async fn visit(reader: &dyn CardReader, pin: &str) -> Result<Certificate, CardError> {
    let channel = reader.power_on().await?;
    let pin = Pin::try_from(pin).unwrap();
    let outcome = visit_card(channel, &Meter::new(), pin, MESSAGE).await?;
    let signature = outcome.signature.as_bytes();
    assert_eq!(outcome.certificate.verify(MESSAGE, signature), Ok(()));
    Ok(outcome.certificate)
}
