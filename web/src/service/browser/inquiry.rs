//! The services of the screens that ask without a card. They come with the chunk of those
//! screens, and reach the page through what was left here when it was fetched.

use std::cell::OnceCell;
use std::hint::black_box;
use std::rc::Rc;

use wasm_split_helpers::wasm_split;

use super::batch;
use super::http::Fetch;
use super::insurance;
use super::page::Services;
use super::wish;
use crate::chunk::NotFetched;
use crate::screen::late;
use crate::service::gateway::HttpGateway;
use crate::state::Wish;

thread_local! {
    /// The first file cannot name what carries a wish out without holding it.
    static CARRY_OUT: OnceCell<fn(Rc<Services>, Wish)> = const { OnceCell::new() };
    static SERVICES: OnceCell<Rc<Services>> = const { OnceCell::new() };
}

/// Fetches the chunk and gives its screens their services.
#[wasm_split(inquiries, fallible)]
pub(super) fn begin(services: Rc<Services>) -> Result<(), NotFetched> {
    late::show_inquiries();
    insurance::begin(&services);
    wish::begin(&services);
    CARRY_OUT.with(|cell| {
        // Hidden from the compiler, which would see that nothing else is ever set, and call
        // it from the first file by its name. Set before: the chunk was asked for again.
        let _ = cell.set(black_box(wish::carry_out));
    });
    let first = SERVICES.with(|cell| cell.set(Rc::clone(&services)).is_ok());
    if first {
        batch::begin(&services);
    }
    Ok(())
}

/// Carries out what a screen of this chunk wants: it has brought with it who does.
pub(super) fn carry_out(wish: Wish) {
    let carry_out = CARRY_OUT.with(|cell| cell.get().copied());
    if let (Some(carry_out), Some(services)) = (carry_out, services()) {
        carry_out(services, wish);
    }
}

/// The services of the page; there whenever a screen of this chunk is.
pub(crate) fn services() -> Option<Rc<Services>> {
    SERVICES.with(|cell| cell.get().cloned())
}

/// The gateway, once the configuration was read.
pub(crate) fn gateway() -> Option<HttpGateway<Fetch>> {
    Some(services()?.site()?.gateway.clone())
}
