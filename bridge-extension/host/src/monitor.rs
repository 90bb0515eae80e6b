//! Readers and cards that come and go, seen by a thread of its own.

use std::ffi::CStr;
use std::thread;
use std::time::Duration;

use bridge_protocol::{Card, Code, Failure, Reader, ReaderName};
use pcsc::{Context, Error, PNP_NOTIFICATION, ReaderState, Scope, State};

use crate::service::failure;

/// Not every system reports a new reader by itself (macOS knows no such pseudo reader), so the
/// list is read again after this time.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// Before a service that does not run is asked again.
const SERVICE_PAUSE: Duration = Duration::from_millis(500);

/// What the readers are now.
pub type Sight = Result<Vec<Reader>, Failure>;

/// Reports what the readers are, at once and on each change, until `report` says `false`.
pub fn run(mut report: impl FnMut(Sight) -> bool) {
    let mut last: Option<Sight> = None;
    let mut tell = |sight: Sight| {
        if last.as_ref() == Some(&sight) {
            return true;
        }
        last = Some(sight.clone());
        report(sight)
    };
    loop {
        let Err(error) = watch(&mut tell) else {
            return;
        };
        if !tell(Err(failure(error))) {
            return;
        }
        thread::sleep(SERVICE_PAUSE);
    }
}

/// Watches with one connection to the service: an error when that breaks, `Ok` when nobody
/// listens any more.
fn watch(tell: &mut impl FnMut(Sight) -> bool) -> Result<(), Error> {
    let context = Context::establish(Scope::User)?;
    let mut states = vec![ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE)];
    // The pseudo reader answers at once the first time, whatever it is told.
    let mut wait = Duration::ZERO;
    loop {
        match context.get_status_change(wait, &mut states) {
            Ok(()) | Err(Error::Timeout | Error::UnknownReader) => {}
            Err(error) => return Err(error),
        }
        let before = states.len();
        update(&context, &mut states)?;
        let is_new = states
            .iter()
            .skip(1)
            .any(|state| state.current_state() == State::UNAWARE);
        // A new reader is asked for its state before anything is told.
        if is_new {
            wait = Duration::ZERO;
            continue;
        }
        if !tell(Ok(sight(&states))) {
            return Ok(());
        }
        wait = if states.len() == before {
            LONGEST_WAIT
        } else {
            Duration::ZERO
        };
    }
}

/// Takes over what was reported, drops readers that are gone and adds those that came.
fn update(context: &Context, states: &mut Vec<ReaderState>) -> Result<(), Error> {
    for state in states.iter_mut() {
        state.sync_current_state();
    }
    let names = match context.list_readers_owned() {
        Ok(names) => names,
        Err(Error::NoReadersAvailable) => Vec::new(),
        Err(error) => return Err(error),
    };
    states.retain(|state| {
        let is_there = names.iter().any(|name| name.as_c_str() == state.name());
        state.name() == PNP_NOTIFICATION() || is_there
    });
    for name in names {
        if !states.iter().any(|state| state.name() == name.as_c_str()) {
            states.push(ReaderState::new(name, State::UNAWARE));
        }
    }
    Ok(())
}

fn sight(states: &[ReaderState]) -> Vec<Reader> {
    let readers = states
        .iter()
        .filter(|state| state.name() != PNP_NOTIFICATION());
    readers
        .filter_map(|state| {
            Some(Reader {
                name: name(state.name())?,
                card: card(state.current_state())?,
            })
        })
        .collect()
}

/// A reader whose name cannot be said in a message cannot be used either.
fn name(name: &CStr) -> Option<ReaderName> {
    ReaderName::try_from(name.to_str().ok()?).ok()
}

/// Nothing for a reader that is going.
fn card(state: State) -> Option<Card> {
    if state.intersects(State::UNKNOWN | State::UNAVAILABLE | State::IGNORE) {
        return None;
    }
    Some(if state.contains(State::MUTE) {
        Card::Mute
    } else if !state.contains(State::PRESENT) {
        Card::Absent
    } else if state.intersects(State::EXCLUSIVE | State::INUSE) {
        Card::InUse
    } else {
        Card::Present
    })
}

/// Looks once.
///
/// # Errors
/// [`Failure`] when there is no service to ask.
pub fn look() -> Sight {
    let mut seen: Sight = Err(Code::NoService.into());
    run(|sight| {
        seen = sight;
        false
    });
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_become_what_a_person_would_say() {
        for (state, seen) in [
            (State::EMPTY, Some(Card::Absent)),
            (State::PRESENT, Some(Card::Present)),
            (State::PRESENT | State::INUSE, Some(Card::InUse)),
            (State::PRESENT | State::EXCLUSIVE, Some(Card::InUse)),
            (State::PRESENT | State::MUTE, Some(Card::Mute)),
            (State::PRESENT | State::CHANGED, Some(Card::Present)),
            (State::UNKNOWN | State::CHANGED, None),
        ] {
            assert_eq!(card(state), seen, "{state:?}");
        }
    }
}
