//! The way into the chunk of the card: reader, card, certificate, the question to the
//! gateway and the views of a visit.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_split_helpers::wasm_split;

use super::page::Services;
use super::reader::Attendance;
use super::{attendance, bridge, carrier, gateway, trust};
use crate::chunk::NotFetched;
use crate::screen::late;
use crate::state::{Carrier, Route};

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Attends a reader, to its end.
pub(super) async fn attend(
    services: Rc<Services>,
    device: JsValue,
    route: Route,
    attendance: Rc<Attendance>,
) -> Result<(), NotFetched> {
    let work = begin(services, device, route, attendance).await?;
    work.await;
    Ok(())
}

#[wasm_split(card, fallible)]
fn begin(
    services: Rc<Services>,
    device: JsValue,
    route: Route,
    attendance: Rc<Attendance>,
) -> Result<Work, NotFetched> {
    late::show_visits();
    Ok(Box::pin(attendance::run(
        services, device, route, attendance,
    )))
}

/// Watches the gateway as long as the page lives.
pub(super) async fn watch_gateway(services: Rc<Services>) -> Result<(), NotFetched> {
    let work = begin_watch(services).await?;
    work.await;
    Ok(())
}

#[wasm_split(card, fallible)]
fn begin_watch(services: Rc<Services>) -> Result<Work, NotFetched> {
    Ok(Box::pin(gateway::watch(services)))
}

/// Looks for the bridge, and uses it, as long as the page lives.
pub(super) async fn use_bridge(services: Rc<Services>) -> Result<(), NotFetched> {
    let work = begin_bridge(services).await?;
    work.await;
    Ok(())
}

#[wasm_split(card, fallible)]
fn begin_bridge(services: Rc<Services>) -> Result<Work, NotFetched> {
    late::show_visits();
    Ok(Box::pin(bridge::run(services)))
}

/// Lets a person choose a device over something else than USB, and attends it to its end.
pub(super) async fn use_carrier(
    services: Rc<Services>,
    carrier: Carrier,
) -> Result<(), NotFetched> {
    let work = begin_carrier(services, carrier).await?;
    work.await;
    Ok(())
}

#[wasm_split(carriers, fallible)]
fn begin_carrier(services: Rc<Services>, carrier: Carrier) -> Result<Work, NotFetched> {
    late::show_visits();
    Ok(Box::pin(carrier::run(services, carrier)))
}

/// Judges the configured authorities, so that the administrator hears of a mistake before
/// a card comes.
#[wasm_split(card, fallible)]
pub(super) fn judge_authorities(services: Rc<Services>) -> Result<(), NotFetched> {
    trust::of_site(&services);
    Ok(())
}
