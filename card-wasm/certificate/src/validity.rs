//! From when until when a certificate is good, and the grace that follows.
//!
//! Knows neither the present time, which is passed in, nor whether the certificate
//! was revoked.

use core::time::Duration;

use rustls_pki_types::UnixTime;
use time::{Date, Month, OffsetDateTime};

use crate::CertificateError;

/// Japan Standard Time is nine hours ahead of UTC, without summer time.
const JST_SECONDS: i64 = 9 * 60 * 60;
/// Insurance use goes on for three months after the end of the month of expiry.
const GRACE_MONTHS: u8 = 3;

/// The span in which a certificate may be used, both ends included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Validity {
    not_before: UnixTime,
    not_after: UnixTime,
    usable_until: UnixTime,
}

/// How a usable certificate stands at a given time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// Within its validity.
    Valid,
    /// Expired, but still usable to confirm eligibility.
    InGrace {
        /// Last second of the grace period.
        until: UnixTime,
    },
}

impl Validity {
    /// First second of validity.
    #[must_use]
    pub const fn not_before(&self) -> UnixTime {
        self.not_before
    }

    /// Last second of validity.
    #[must_use]
    pub const fn not_after(&self) -> UnixTime {
        self.not_after
    }

    /// Last second of the grace period: the end, in Japan, of the third month after
    /// the month of expiry.
    #[must_use]
    pub const fn usable_until(&self) -> UnixTime {
        self.usable_until
    }

    /// How the certificate stands at `now`.
    ///
    /// # Errors
    /// [`CertificateError::NotYetValid`] before the first second and
    /// [`CertificateError::Expired`] after the grace period.
    pub fn standing(&self, now: UnixTime) -> Result<Standing, CertificateError> {
        if now < self.not_before {
            return Err(CertificateError::NotYetValid {
                from: self.not_before,
            });
        }
        if now <= self.not_after {
            return Ok(Standing::Valid);
        }
        if now <= self.usable_until {
            return Ok(Standing::InGrace {
                until: self.usable_until,
            });
        }
        Err(CertificateError::Expired {
            not_after: self.not_after,
            usable_until: self.usable_until,
        })
    }

    /// Whether `now` lies within the validity proper, grace left aside.
    pub(crate) fn covers(&self, now: UnixTime) -> bool {
        self.not_before <= now && now <= self.not_after
    }

    /// From the two times of the certificate, in seconds since 1970.
    pub(crate) fn from_timestamps(from: i64, to: i64) -> Result<Self, CertificateError> {
        let (not_before, not_after) = (unix(from)?, unix(to)?);
        if not_after < not_before {
            return Err(CertificateError::Malformed);
        }
        // A year beyond the calendar (RFC 5280 writes "never" as 9999) has no grace.
        let usable_until = grace_end(to)
            .and_then(|end| unix(end).ok())
            .unwrap_or(not_after);
        Ok(Self {
            not_before,
            not_after,
            usable_until,
        })
    }
}

fn unix(seconds: i64) -> Result<UnixTime, CertificateError> {
    let seconds = u64::try_from(seconds).map_err(|_| CertificateError::Malformed)?;
    Ok(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}

/// The second before the month that follows the last month of grace begins in Japan.
fn grace_end(not_after: i64) -> Option<i64> {
    let expiry = OffsetDateTime::from_unix_timestamp(not_after + JST_SECONDS).ok()?;
    let months = u8::from(expiry.month()) + GRACE_MONTHS;
    let (year, month) = (expiry.year() + i32::from(months / 12), months % 12 + 1);
    let next = Date::from_calendar_date(year, Month::try_from(month).ok()?, 1).ok()?;
    Some(next.midnight().assume_utc().unix_timestamp() - JST_SECONDS - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    fn at(time: OffsetDateTime) -> UnixTime {
        unix(time.unix_timestamp()).unwrap()
    }

    #[test]
    fn grace_ends_with_the_third_month_after_the_month_of_expiry_in_japan() {
        for (not_after, end) in [
            (
                datetime!(2026-10-05 23:59:59 +9),
                datetime!(2027-01-31 23:59:59 +9),
            ),
            (
                datetime!(2026-07-05 23:59:59 +9),
                datetime!(2026-10-31 23:59:59 +9),
            ),
            (
                datetime!(2026-08-31 23:59:59 +9),
                datetime!(2026-11-30 23:59:59 +9),
            ),
            (
                datetime!(2026-12-01 00:00:00 +9),
                datetime!(2027-03-31 23:59:59 +9),
            ),
            (
                datetime!(2027-11-30 23:59:59 +9),
                datetime!(2028-02-29 23:59:59 +9),
            ),
            // Still July in London, already August in Japan.
            (
                datetime!(2026-07-31 15:00:00 +0),
                datetime!(2026-11-30 23:59:59 +9),
            ),
            (
                datetime!(2026-07-31 14:59:59 +0),
                datetime!(2026-10-31 23:59:59 +9),
            ),
        ] {
            let validity = Validity::from_timestamps(0, not_after.unix_timestamp()).unwrap();
            assert_eq!(validity.usable_until(), at(end), "{not_after}");
        }
    }

    #[test]
    fn every_second_has_one_standing() {
        let from = datetime!(2021-10-06 00:00:00 +9);
        let to = datetime!(2026-10-05 23:59:59 +9);
        let end = datetime!(2027-01-31 23:59:59 +9);
        let second = time::Duration::SECOND;
        let validity =
            Validity::from_timestamps(from.unix_timestamp(), to.unix_timestamp()).unwrap();
        let grace = Ok(Standing::InGrace { until: at(end) });
        let expired = Err(CertificateError::Expired {
            not_after: at(to),
            usable_until: at(end),
        });
        for (now, expected) in [
            (
                from - second,
                Err(CertificateError::NotYetValid { from: at(from) }),
            ),
            (from, Ok(Standing::Valid)),
            (to, Ok(Standing::Valid)),
            (to + second, grace),
            (end, grace),
            (end + second, expired),
        ] {
            assert_eq!(validity.standing(at(now)), expected, "{now}");
        }
    }

    #[test]
    fn refuses_what_runs_backwards_and_gives_no_grace_to_never() {
        assert_eq!(
            Validity::from_timestamps(2, 1),
            Err(CertificateError::Malformed)
        );
        assert_eq!(
            Validity::from_timestamps(-1, 1),
            Err(CertificateError::Malformed)
        );
        let never = datetime!(9999-12-31 23:59:59 +0).unix_timestamp();
        let validity = Validity::from_timestamps(0, never).unwrap();
        assert_eq!(validity.usable_until(), validity.not_after());
    }

    proptest! {
        #[test]
        fn grace_lasts_three_to_four_months(not_after in 0i64..200_000_000_000) {
            let validity = Validity::from_timestamps(0, not_after).unwrap();
            let days = (validity.usable_until().as_secs() - not_after.unsigned_abs()) / 86_400;
            prop_assert!((89..=123).contains(&days), "{days} days");
        }
    }
}
