//! The services of the screens that ask without a card. They come with the chunk of those
//! screens, and reach the page through what was left here when it was fetched.

use std::cell::OnceCell;
use std::rc::Rc;

use wasm_split_helpers::wasm_split;

use super::batch;
use super::http::Fetch;
use super::insurance;
use super::page::Services;
use crate::chunk::NotFetched;
use crate::screen::late;
use crate::service::gateway::HttpGateway;

thread_local! {
    static SERVICES: OnceCell<Rc<Services>> = const { OnceCell::new() };
}

/// Fetches the chunk and gives its screens their services.
#[wasm_split(inquiries, fallible)]
pub(super) fn begin(services: Rc<Services>) -> Result<(), NotFetched> {
    late::show_inquiries();
    insurance::begin(&services);
    let first = SERVICES.with(|cell| cell.set(Rc::clone(&services)).is_ok());
    if first {
        batch::begin(&services);
    }
    Ok(())
}

/// The services of the page; there whenever a screen of this chunk is.
pub(crate) fn services() -> Option<Rc<Services>> {
    SERVICES.with(|cell| cell.get().cloned())
}

/// The gateway, once the configuration was read.
pub(crate) fn gateway() -> Option<HttpGateway<Fetch>> {
    Some(services()?.site()?.gateway.clone())
}
