//! An open card from its opening to its end. Every end locks it: the guard's refusals, budgets
//! of time, a failure, a panic, and being dropped.

use std::time::{Duration, Instant};

use bridge_protocol::{Code, Failure, Origin, caps};

use crate::guard::{Guard, SELECT_CARD_MANAGER};
use crate::service::Connection;
use crate::statement;

/// An open card and what may still be done with it.
#[derive(Debug)]
pub struct Session<C: Connection> {
    connection: C,
    origin: Origin,
    guard: Guard,
    opened: Instant,
    used: Instant,
}

impl<C: Connection> Session<C> {
    /// A card that was opened just now for a page of this origin.
    pub fn new(connection: C, origin: Origin, now: Instant) -> Self {
        Self {
            connection,
            origin,
            guard: Guard::default(),
            opened: now,
            used: now,
        }
    }

    /// The card.
    pub const fn connection(&self) -> &C {
        &self.connection
    }

    /// When the session ends if nothing more happens.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        let idle = if self.guard.is_verified() {
            caps::IDLE_VERIFIED
        } else {
            caps::IDLE
        };
        (self.opened + caps::SESSION).min(self.used + idle)
    }

    /// How long it has been open.
    #[must_use]
    pub fn age(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.opened)
    }

    /// A person has typed a PIN.
    ///
    /// # Errors
    /// [`Code::Timeout`] when it is too late.
    pub fn pin_typed(&mut self, last_try_confirmed: bool, now: Instant) -> Result<(), Failure> {
        self.use_at(now)?;
        self.guard.pin_typed(last_try_confirmed);
        Ok(())
    }

    /// Sends one command if the guard lets it pass. A signature needs the message whose hash
    /// is signed, and that message has to be for this page.
    ///
    /// # Errors
    /// [`Failure`]; what [`Code::closes_card`] says of it, the caller has to do.
    pub fn exchange(
        &mut self,
        command: &[u8],
        message: Option<&[u8]>,
        now: Instant,
    ) -> Result<Vec<u8>, Failure> {
        self.use_at(now)?;
        let permitted = self
            .guard
            .permit(command)
            .map_err(|refusal| Failure::from(refusal.code()))?;
        if let Some(input) = permitted.signed()
            && !statement::is_made_for(&self.origin, message.unwrap_or_default(), input)
        {
            return Err(Code::Forbidden.into());
        }
        let answer = self.connection.transmit(command)?;
        self.guard.answered(permitted, &answer);
        Ok(answer)
    }

    fn use_at(&mut self, now: Instant) -> Result<(), Failure> {
        if now >= self.deadline() {
            return Err(Code::Timeout.into());
        }
        self.used = now;
        Ok(())
    }
}

/// The connection is dropped afterwards, which powers the card off.
impl<C: Connection> Drop for Session<C> {
    fn drop(&mut self) {
        // The power goes whatever the card says, or whether it is still there.
        let _ = self.connection.transmit(SELECT_CARD_MANAGER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Table, bytes};
    use sha2::{Digest, Sha256};

    const JPKI: &str = "00A4040C0AD392F000260100000001";
    const SELECT_MANAGER: &str = "00A4040C07A0000001510000";

    fn page() -> Origin {
        Origin::try_from("https://a.example").unwrap()
    }

    #[test]
    fn every_end_selects_the_card_manager_and_powers_off() {
        let table = Table::default();
        let session = Session::new(table.connection(), page(), Instant::now());
        drop(session);
        assert_eq!(table.sent(), [SELECT_MANAGER]);
        assert_eq!(table.power_offs(), 1);

        let panicking = table.connection();
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _session = Session::new(panicking, page(), Instant::now());
            panic!("somewhere else");
        }));
        assert!(result.is_err());
        assert_eq!(table.sent(), [SELECT_MANAGER; 2]);
        assert_eq!(table.power_offs(), 2);
    }

    #[test]
    fn a_refused_command_is_not_sent() {
        let table = Table::default();
        let start = Instant::now();
        let mut session = Session::new(table.connection(), page(), start);
        assert!(session.exchange(&bytes(JPKI), None, start).is_ok());
        let refused = session.exchange(&bytes("00A4020C020001"), None, start);
        assert_eq!(refused, Err(Code::Forbidden.into()));
        assert_eq!(table.sent(), [JPKI]);
    }

    #[test]
    fn a_signature_in_the_name_of_another_page_is_not_made() {
        let start = Instant::now();
        let statement = |origin: &[u8]| -> Vec<u8> {
            [b"myna-check:1.0", origin, b"nonce", b"context"]
                .into_iter()
                .flat_map(|part: &[u8]| Sha256::digest(part).to_vec())
                .collect()
        };
        let sign = |message: &[u8]| {
            let hash = Sha256::digest(message);
            [&[0x80, 0x2A, 0x00, 0x97, 32], hash.as_slice(), &[0]].concat()
        };
        let (ours, theirs) = (
            statement(b"https://a.example"),
            statement(b"https://b.example"),
        );
        for (message, command, permitted) in [
            (Some(&ours), sign(&ours), true),
            (Some(&theirs), sign(&theirs), false),
            (Some(&ours), sign(&theirs), false),
            (None, sign(&ours), false),
        ] {
            let table = Table::default();
            let mut session = Session::new(table.connection(), page(), start);
            session.exchange(&bytes(JPKI), None, start).unwrap();
            let answer = session.exchange(&command, message.map(Vec::as_slice), start);
            assert_eq!(answer.is_ok(), permitted, "{answer:?}");
            assert_eq!(table.sent().len(), 1 + usize::from(permitted));
        }
    }

    #[test]
    fn time_runs_out() {
        let start = Instant::now();
        let table = Table::default();
        let mut session = Session::new(table.connection(), page(), start);
        assert_eq!(session.deadline(), start + caps::IDLE);
        let late = start + caps::IDLE - Duration::from_millis(1);
        assert!(session.exchange(&bytes(JPKI), None, late).is_ok());
        // Used again and again it ends all the same.
        assert_eq!(session.deadline(), start + caps::SESSION);
        let end = start + caps::SESSION;
        assert_eq!(
            session.exchange(&bytes(JPKI), None, end),
            Err(Code::Timeout.into())
        );
        assert_eq!(session.pin_typed(false, end), Err(Code::Timeout.into()));
    }

    #[test]
    fn an_unlocked_card_has_less_time() {
        let start = Instant::now();
        let table = Table::default();
        let mut session = Session::new(table.connection(), page(), start);
        session.exchange(&bytes(JPKI), None, start).unwrap();
        table.answer("00200098", "63C3");
        session.exchange(&bytes("00200098"), None, start).unwrap();
        session.pin_typed(false, start).unwrap();
        session
            .exchange(&bytes("002000980431323334"), None, start)
            .unwrap();
        assert_eq!(session.deadline(), start + caps::IDLE_VERIFIED);
        session
            .exchange(&bytes(SELECT_MANAGER), None, start)
            .unwrap();
        assert_eq!(session.deadline(), start + caps::IDLE);
    }
}
