//! Which eligibility is meant, and how long the certificate lasts.

use super::*;
use serde_json::Map;
use time::macros::date;

fn answer(verdict: Verdict, eligibilities: usize) -> Answer {
    Answer {
        verdict,
        confirmed_for: Some(date!(2026 - 11 - 21)),
        processed_at: None,
        notice: None,
        eligibilities: vec![Eligibility::default(); eligibilities],
        audit_id: String::new(),
        certificate_grace_until: None,
        certificate_expires: None,
        since_last_check: None,
        message: XmlMsg::new(Map::new(), Map::new()),
    }
}

#[test]
fn among_several_eligibilities_nobody_chooses_for_the_patient() {
    for (verdict, count, chosen, meant) in [
        (Verdict::Valid, 1, None, Some(0)),
        (Verdict::Valid, 2, None, Some(0)),
        (Verdict::Valid, 2, Some(1), Some(1)),
        (Verdict::Valid, 2, Some(2), Some(0)),
        (Verdict::Valid, 0, None, None),
        (Verdict::Multiple, 2, None, None),
        (Verdict::Multiple, 2, Some(1), Some(1)),
        (Verdict::Multiple, 2, Some(5), None),
        (Verdict::NoEligibility, 0, Some(0), None),
    ] {
        let answer = answer(verdict, count);
        assert_eq!(
            answer.meant(chosen),
            meant,
            "{verdict:?} {count} {chosen:?}"
        );
    }
}

#[test]
fn the_desk_hears_of_a_certificate_in_its_last_three_months() {
    let mut answer = answer(Verdict::Valid, 1);
    assert_eq!(answer.certificate_ends_soon(), None);
    for (expires, days) in [
        (date!(2026 - 11 - 20), None),
        (date!(2026 - 11 - 21), Some(0)),
        (date!(2026 - 12 - 14), Some(23)),
        (date!(2027 - 02 - 21), Some(92)),
        (date!(2027 - 02 - 22), None),
    ] {
        answer.certificate_expires = Some(expires);
        let expected = days.map(|days| (expires, days));
        assert_eq!(answer.certificate_ends_soon(), expected, "{expires}");
    }
}

#[test]
fn only_what_was_confirmed_is_a_result() {
    let unconfirmed = Verdict::Unconfirmed(Unconfirmed::ServiceFailed);
    for (verdict, confirmed, usable) in [
        (Verdict::Valid, true, true),
        (Verdict::ValidRenew, true, true),
        (Verdict::Multiple, true, true),
        (Verdict::Invalid, true, false),
        (Verdict::InvalidNewEligibility, true, false),
        (Verdict::NoEligibility, true, false),
        (unconfirmed, false, false),
    ] {
        let answer = answer(verdict, 0);
        let found = (answer.is_confirmed(), answer.is_usable());
        assert_eq!(found, (confirmed, usable), "{verdict:?}");
    }
}
