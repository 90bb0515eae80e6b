//! A visit over one of the browser's ways to a reader, for tests that put virtual devices
//! where the browser's would be.

use card_wasm::jpki::{CardError, Pin, Session, TriesLeft, Verification};
use card_wasm::link::{CardReader, LinkError, Meter};
use card_wasm::route::{bluetooth, hid, smart_card};
use wasm_bindgen::prelude::*;

const MESSAGE: &[u8] = b"what the card is asked to sign";

/// Takes the way `bluetooth`, `hid`, `hid-granted` or `smart-card`, waits for a card, reads it,
/// has it sign, and lets the reader go. Returns `done`, `wrong-pin`, or the code of what went wrong.
#[wasm_bindgen(js_name = visitOver)]
pub async fn visit_over(way: String, pin: String) -> String {
    match visit(&way, &pin).await {
        Ok(true) => "done".to_owned(),
        Ok(false) => "wrong-pin".to_owned(),
        Err(error) => error.code().to_owned(),
    }
}

/// Which ways this browser has, by the names that [`visit_over`] takes.
#[wasm_bindgen(js_name = waysAvailable)]
#[must_use]
pub fn ways_available() -> Vec<String> {
    let ways = [
        ("bluetooth", bluetooth::available()),
        ("hid", hid::available()),
        ("smart-card", smart_card::available()),
        ("smart-card-at-home", smart_card::is_at_home()),
    ];
    ways.iter()
        .filter(|(_, available)| *available)
        .map(|(way, _)| (*way).to_owned())
        .collect()
}

async fn visit(way: &str, pin: &str) -> Result<bool, CardError> {
    let reader = open(way).await?;
    let visited = visit_one(&*reader, pin).await;
    let closed = reader.close().await;
    let right = visited?;
    closed?;
    Ok(right)
}

async fn open(way: &str) -> Result<Box<dyn CardReader>, LinkError> {
    Ok(match way {
        // A test has no secrets.
        "bluetooth" => Box::new(bluetooth::choose([0x5A; bluetooth::RANDOM_LENGTH]).await?),
        "hid" => Box::new(hid::choose().await?),
        "hid-granted" => Box::new(hid::granted().await?),
        "smart-card" => Box::new(smart_card::readers().await?),
        _ => return Err(LinkError::RouteUnavailable),
    })
}

/// Whether the PIN is right.
async fn visit_one(reader: &dyn CardReader, pin: &str) -> Result<bool, CardError> {
    reader.wait_for_card().await?;
    let channel = reader.power_on().await?;
    let mut session = Session::open(channel, &Meter::new()).await?;
    session.certificate().await?;
    let tries = session.tries_left().await?;
    // One that cannot be any card's is a wrong one.
    let Ok(pin) = Pin::try_from(pin) else {
        session.close().await?;
        return Ok(false);
    };
    let verification = match tries {
        TriesLeft::Several(several) => session.verify(pin, several).await?,
        TriesLeft::Last(last) => session.verify(pin, last.confirmed()).await?,
    };
    match verification {
        Verification::Verified(mut session) => {
            session.sign(MESSAGE).await?;
            session.close().await?;
            Ok(true)
        }
        Verification::WrongPin { session, .. } => {
            session.close().await?;
            Ok(false)
        }
    }
}
