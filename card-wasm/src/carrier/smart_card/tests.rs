//! The service of the system: which card is taken, and that none is left with power.

use std::cell::{Cell, RefCell};

use super::*;
use crate::ccid::script::PausedTimer;
use crate::iso7816::{Command, StatusWord};
use crate::link::CardReader;
use crate::link::script::{block_on, hex};

/// A service with readers, and everything that was asked of it.
#[derive(Default)]
struct Service {
    readers: RefCell<Vec<ReaderState>>,
    log: RefCell<Vec<String>>,
    refuses: RefCell<Vec<(String, LinkError)>>,
    loses_power: Cell<bool>,
}

struct Context(Rc<Service>);

struct Connection {
    service: Rc<Service>,
    reader: String,
}

impl Service {
    fn with(readers: &[(&str, bool)]) -> Rc<Self> {
        let service = Rc::<Self>::default();
        for (name, present) in readers {
            service.readers.borrow_mut().push(ReaderState {
                name: (*name).to_owned(),
                present: *present,
                atr: hex("3B00"),
                ..ReaderState::default()
            });
        }
        service
    }

    fn open(self: &Rc<Self>) -> SlotReader {
        open(Rc::new(Context(Rc::clone(self))), Rc::new(PausedTimer))
    }

    fn move_card(&self, present: bool) {
        let mut readers = self.readers.borrow_mut();
        readers[0].present = present;
        readers[0].count += 1;
    }

    fn note(&self, what: String) {
        self.log.borrow_mut().push(what);
    }
}

#[async_trait(?Send)]
impl SmartCardContext for Context {
    async fn states(&self) -> Result<Vec<ReaderState>, LinkError> {
        Ok(self.0.readers.borrow().clone())
    }

    async fn connect(&self, reader: &str) -> Result<Rc<dyn SmartCardConnection>, LinkError> {
        self.0.note(format!("connect {reader}"));
        let refuses = self.0.refuses.borrow();
        if let Some((_, error)) = refuses.iter().find(|(name, _)| name == reader) {
            return Err(*error);
        }
        Ok(Rc::new(Connection {
            service: Rc::clone(&self.0),
            reader: reader.to_owned(),
        }))
    }
}

#[async_trait(?Send)]
impl SmartCardConnection for Connection {
    async fn transmit(&self, _: &[u8]) -> Result<Vec<u8>, LinkError> {
        if self.service.loses_power.get() {
            return Err(LinkError::CardReplaced);
        }
        Ok(hex("9000"))
    }

    async fn unpower(&self) -> Result<(), LinkError> {
        self.service.note(format!("unpower {}", self.reader));
        Ok(())
    }
}

#[test]
fn a_card_begins_without_power_and_is_left_without() {
    block_on(async {
        let service = Service::with(&[("empty", false), ("full", true)]);
        let reader = service.open();
        reader.wait_for_card().await.unwrap();
        let mut channel = reader.power_on().await.unwrap();
        let answer = channel
            .exchange(&Command::new([0, 0x84, 0, 0]))
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusWord::Success);
        drop(channel);
        reader.wait_for_card().await.unwrap();
        let expected = [
            "connect full",
            "unpower full",
            "connect full",
            "unpower full",
        ];
        assert_eq!(*service.log.borrow(), expected);
    });
}

#[test]
fn a_reader_that_another_program_uses_does_not_hide_the_next() {
    block_on(async {
        let service = Service::with(&[("used", true), ("free", true)]);
        let in_use = ("used".to_owned(), LinkError::ReaderInUse);
        service.refuses.borrow_mut().push(in_use);
        assert!(service.open().power_on().await.is_ok());
        let mute = ("free".to_owned(), LinkError::CardMute);
        service.refuses.borrow_mut().push(mute);
        let error = service.open().power_on().await.err();
        // The rank decides which of the two is reported.
        assert_eq!(error, Some(LinkError::CardMute));
    });
}

#[test]
fn without_readers_there_is_nothing_to_wait_for() {
    let service = Service::with(&[]);
    let waited = block_on(service.open().wait_for_card());
    assert_eq!(waited, Err(LinkError::Unplugged));
}

#[test]
fn a_card_that_was_swapped_is_not_the_one_before() {
    block_on(async {
        let service = Service::with(&[("only", true)]);
        let reader = service.open();
        let mut channel = reader.power_on().await.unwrap();
        service.move_card(false);
        service.move_card(true);
        reader.wait_for_removal().await.unwrap();
        let command = Command::new([0, 0x84, 0, 0]);
        let error = channel.exchange(&command).await.err();
        assert_eq!(error, Some(LinkError::CardReplaced));
        // The next one is connected to anew.
        let mut channel = reader.power_on().await.unwrap();
        assert!(channel.exchange(&command).await.is_ok());
        service.move_card(false);
        reader.wait_for_removal().await.unwrap();
        let error = channel.exchange(&command).await.err();
        assert_eq!(error, Some(LinkError::CardRemoved));
    });
}

#[test]
fn a_card_that_somebody_reset_is_lost() {
    block_on(async {
        let service = Service::with(&[("only", true)]);
        let reader = service.open();
        let mut channel = reader.power_on().await.unwrap();
        service.loses_power.set(true);
        let command = Command::new([0, 0x84, 0, 0]);
        for _ in 0..2 {
            let error = channel.exchange(&command).await.err();
            assert_eq!(error, Some(LinkError::CardReplaced));
        }
    });
}
