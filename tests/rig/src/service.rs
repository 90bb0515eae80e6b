//! The virtual smart-card service as the one that a browser offers.

use std::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;
use card_wasm::carrier::smart_card::{
    ReaderState, SmartCardConnection, SmartCardContext, link_error,
};
use card_wasm::link::LinkError;
use virtual_card::carrier::{ServiceError, VirtualService};

/// A context of the virtual service, and a connection to its only card.
pub struct VirtualContext {
    service: Rc<RefCell<VirtualService>>,
}

impl VirtualContext {
    /// A context of this service.
    #[must_use]
    pub fn new(service: VirtualService) -> Rc<Self> {
        Rc::new(Self {
            service: Rc::new(RefCell::new(service)),
        })
    }

    /// Does something to the service or its reader.
    pub fn change<T>(&self, act: impl FnOnce(&mut VirtualService) -> T) -> T {
        act(&mut self.service.borrow_mut())
    }

    /// Looks at it.
    pub fn look<T>(&self, at: impl FnOnce(&VirtualService) -> T) -> T {
        at(&self.service.borrow())
    }
}

#[async_trait(?Send)]
impl SmartCardContext for VirtualContext {
    async fn states(&self) -> Result<Vec<ReaderState>, LinkError> {
        let service = self.service.borrow();
        let mut states = Vec::new();
        for name in service.readers().map_err(meaning)? {
            let (present, count) = service.state(&name).map_err(meaning)?;
            states.push(ReaderState {
                name,
                present,
                mute: false,
                count,
                atr: service.atr(),
            });
        }
        Ok(states)
    }

    async fn connect(&self, reader: &str) -> Result<Rc<dyn SmartCardConnection>, LinkError> {
        self.change(|service| service.connect(reader))
            .map_err(meaning)?;
        Ok(Rc::new(VirtualConnection(Rc::clone(&self.service))))
    }
}

struct VirtualConnection(Rc<RefCell<VirtualService>>);

#[async_trait(?Send)]
impl SmartCardConnection for VirtualConnection {
    async fn transmit(&self, apdu: &[u8]) -> Result<Vec<u8>, LinkError> {
        let answer = self.0.borrow_mut().transmit(apdu).map_err(meaning)?;
        match answer {
            Some(answer) => Ok(answer),
            None => std::future::pending().await,
        }
    }

    async fn unpower(&self) -> Result<(), LinkError> {
        self.0.borrow_mut().unpower().map_err(meaning)
    }
}

fn meaning(error: ServiceError) -> LinkError {
    link_error("SmartCardError", Some(error.code()))
}
