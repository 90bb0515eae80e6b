//! Asks the card on the reader what the device check wants to know, in the order of a visit
//! and without its PIN. Knows neither browser nor screen.

use card_wasm::certificate::{TrustStore, UnixTime};
use card_wasm::jpki::{CardError, ExtendedLength, Selected, Session, Token};
use card_wasm::link::{CardChannel, LinkError, Meter};

use crate::domain::advice::ErrorCode;
use crate::state::{CardKind, ExtendedTrial, Findings};

/// Examines a card, or says why it got no power. The card is closed afterwards.
pub async fn examine(
    channel: Result<Box<dyn CardChannel>, LinkError>,
    trust: &TrustStore,
    now: Option<UnixTime>,
) -> Findings {
    let mut findings = Findings::default();
    let outcome = match channel {
        Ok(channel) => ask(channel, trust, now, &mut findings).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = outcome {
        findings.failure = Some(ErrorCode::new(error.code()));
    }
    findings
}

async fn ask(
    channel: Box<dyn CardChannel>,
    trust: &TrustStore,
    now: Option<UnixTime>,
    findings: &mut Findings,
) -> Result<(), CardError> {
    let mut session = Session::open(channel, &Meter::new()).await?;
    findings.kind = Some(kind(session.token()));
    // A certificate that cannot be read ends the session, so the tries are asked for first.
    match session.tries_left().await {
        Ok(tries) => findings.tries_left = Some(tries.count()),
        Err(error @ CardError::PinUnusable) => {
            findings.tries_left = Some(0);
            return Err(error);
        }
        Err(error) => return Err(error),
    }
    read_certificate(&mut session, trust, now, findings).await?;
    session.close().await
}

async fn read_certificate(
    session: &mut Session<Selected>,
    trust: &TrustStore,
    now: Option<UnixTime>,
    findings: &mut Findings,
) -> Result<(), CardError> {
    let read = session.certificate().await.map(|found| found.cloned());
    findings.extended = Some(trial(session.extended_length()));
    if let (Some(certificate), Some(now)) = (read?, now) {
        let standing = trust.check(&certificate, now);
        findings.certificate = Some(
            standing
                .map(|_| ())
                .map_err(|error| ErrorCode::new(error.code())),
        );
    }
    Ok(())
}

const fn kind(token: Token) -> CardKind {
    match token {
        Token::MyNumberCard => CardKind::MyNumberCard,
        Token::ResidentCard => CardKind::ResidentCard,
        Token::Android | Token::Iphone => CardKind::Phone,
        Token::Unknown => CardKind::Unknown,
    }
}

fn trial(extended: ExtendedLength) -> ExtendedTrial {
    match extended {
        ExtendedLength::Works(bytes) if extended.is_proven() => ExtendedTrial::Works(bytes),
        ExtendedLength::NotOffered => ExtendedTrial::NotOffered,
        ExtendedLength::Refused(_) | ExtendedLength::Failed(_) => ExtendedTrial::Failed,
        ExtendedLength::Works(_) | ExtendedLength::Untried => ExtendedTrial::NotTried,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;
    use crate::service::testing::{FakeCard, practice_trust};

    /// 2026-11-21T09:00:00+09:00, when the practice world begins.
    const NOW: u64 = 1_795_219_200;

    #[track_caller]
    fn examined(card: FakeCard) -> Findings {
        let (facts, trust) = (card.facts.clone(), practice_trust());
        let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
        let findings = examine(Ok(Box::new(card)), &trust, Some(now))
            .now_or_never()
            .expect("nothing to wait for");
        assert!(facts.powered_off.get() && !facts.unlocked.get());
        assert_eq!(facts.verifies.get(), 0, "no PIN was sent");
        findings
    }

    #[test]
    fn a_good_card_is_good_in_all_respects() {
        let findings = examined(FakeCard::new("valid-adult", 3));
        assert_eq!(findings.kind, Some(CardKind::MyNumberCard));
        assert!(matches!(findings.extended, Some(ExtendedTrial::Works(bytes)) if bytes > 256));
        assert_eq!(findings.certificate, Some(Ok(())));
        assert_eq!(findings.tries_left, Some(3));
        assert_eq!(findings.failure, None);
    }

    #[test]
    fn a_locked_pin_and_a_certificate_that_does_not_stand_are_told_apart() {
        let locked = examined(FakeCard::new("valid-adult", 0));
        assert_eq!(locked.tries_left, Some(0));
        assert_eq!(locked.failure, Some(ErrorCode::new("CARD-PIN-UNUSABLE")));
        let expired = examined(FakeCard::new("past-grace", 2));
        assert_eq!(expired.tries_left, Some(2));
        let code = ErrorCode::new("CERT-EXPIRED");
        assert_eq!(expired.certificate, Some(Err(code)));
        assert_eq!(expired.failure, None);
    }

    #[test]
    fn a_phone_shows_no_certificate_without_its_pin() {
        let mut phone = FakeCard::new("valid-adult", 3);
        phone.label = b"JPKIAPGPSETOKEN                 ";
        let findings = examined(phone);
        assert_eq!(findings.kind, Some(CardKind::Phone));
        assert_eq!(findings.extended, Some(ExtendedTrial::NotTried));
        assert_eq!(findings.certificate, None);
        assert_eq!(findings.failure, None);
    }

    #[test]
    fn a_card_that_is_pulled_ends_it_at_any_command() {
        for pulled_at in 0..4 {
            let mut card = FakeCard::new("valid-adult", 3);
            card.pulled_at = pulled_at;
            let findings = examined(card);
            let code = ErrorCode::new("LINK-CARD-REMOVED");
            assert_eq!(findings.failure, Some(code), "{pulled_at}");
        }
    }
}
