//! What is no reader, or cannot be had, and what is said of it.

use card_wasm::carrier::hid;
use card_wasm::link::LinkError;
use rig::VirtualHidPipe;
use std::rc::Rc;
use virtual_card::carrier::{HidBehaviour, VirtualHidDevice};

use crate::desk::{Desk, PausedTimer, block_on};

#[test]
fn hid_devices_that_are_no_readers_are_told_apart() {
    let vendor = VirtualHidDevice::new(HidBehaviour::Reader).usage_page();
    for (behaviour, page) in [
        (HidBehaviour::Mute, vendor),
        (HidBehaviour::Wallet, vendor),
        (HidBehaviour::Foreign, vendor),
        // Generic desktop: a keyboard, a mouse.
        (HidBehaviour::Reader, 0x0001),
    ] {
        let pipe = VirtualHidPipe::open(VirtualHidDevice::new(behaviour));
        let pages = [page];
        let opened = hid::open(pipe.clone(), Rc::new(PausedTimer), &pages);
        let refused = block_on(opened).err();
        assert_eq!(refused, Some(LinkError::NotAReader), "{behaviour:?}");
        assert!(pipe.is_closed());
    }
}

#[test]
fn the_service_says_why_there_is_no_card_to_be_had() {
    let desk = Desk::new("smart-card", "valid-adult");
    let Desk::SmartCard(context) = &desk else {
        panic!("another desk");
    };
    let power_on = || block_on(async { desk.open().await.unwrap().power_on().await.err() });
    context.change(|service| service.set_taken(true));
    assert_eq!(power_on(), Some(LinkError::ReaderInUse));
    context.change(|service| service.set_taken(false));
    context.change(|service| service.set_attached(false));
    assert_eq!(power_on(), Some(LinkError::Unplugged));
    context.change(|service| service.set_running(false));
    assert_eq!(power_on(), Some(LinkError::ServiceMissing));
    context.change(|service| {
        service.set_running(true);
        service.set_attached(true);
    });
    assert_eq!(power_on(), None);
    desk.take();
    assert_eq!(power_on(), Some(LinkError::CardAbsent));
}
