//! Numbers of requests: once each, whoever asks and however often it starts anew.

use super::*;
use std::collections::HashSet;
use std::sync::Arc;
use tempfile::TempDir;

const MARK: &str = "mark";

fn day(text: &str) -> Date {
    Date::try_from(text.to_owned()).expect("a day")
}

fn claims(folder: &TempDir, range: RangeInclusive<u16>) -> Claims {
    Claims::new(folder.path().join("claims"), range)
}

fn free(_: &RequestName) -> Result<bool, Fault> {
    Ok(false)
}

#[test]
fn numbers_go_on_after_a_restart_and_begin_anew_with_the_day() {
    let folder = TempDir::new().expect("a folder");
    let today = day("20261121");
    for expected in 1..=3 {
        let name = claims(&folder, 1..=9999).claim(Service::Single, &today, MARK, free);
        assert_eq!(name.expect("a name").sequence(), expected);
    }
    let other = claims(&folder, 1..=9999);
    let upload = other
        .claim(Service::Upload, &today, MARK, free)
        .expect("a name");
    assert_eq!(upload.sequence(), 1);
    let tomorrow = other.claim(Service::Single, &day("20261122"), MARK, free);
    assert_eq!(tomorrow.expect("a name").sequence(), 1);
    assert_eq!(
        other
            .claim(Service::Single, &today, MARK, free)
            .expect("a name")
            .sequence(),
        4
    );
}

#[test]
fn a_name_of_other_software_is_passed_over() {
    let folder = TempDir::new().expect("a folder");
    let used = |name: &RequestName| Ok(name.sequence() < 4);
    let name = claims(&folder, 1..=9999).claim(Service::Single, &day("20261121"), MARK, used);
    assert_eq!(name.expect("a name").sequence(), 4);
    let claims = claims(&folder, 1..=9999);
    for (sequence, mark) in [(3, None), (4, Some(MARK.to_owned()))] {
        let name = RequestName::new(Service::Single, &day("20261121"), sequence).expect("a name");
        assert_eq!(claims.mark(&name), mark);
    }
}

#[test]
fn the_numbers_of_a_day_end() {
    let folder = TempDir::new().expect("a folder");
    let claims = claims(&folder, 9998..=9999);
    let today = day("20261121");
    for expected in [
        Ok(9998),
        Ok(9999),
        Err(Fault::Sequence),
        Err(Fault::Sequence),
    ] {
        let claimed = claims.claim(Service::Single, &today, MARK, free);
        assert_eq!(claimed.map(|name| name.sequence()), expected);
    }
}

#[test]
fn several_at_once_never_claim_the_same() {
    let folder = Arc::new(TempDir::new().expect("a folder"));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let folder = Arc::clone(&folder);
            std::thread::spawn(move || {
                let claims = claims(&folder, 1..=9999);
                let claim = |_| claims.claim(Service::Single, &day("20261121"), MARK, free);
                (0..50)
                    .map(claim)
                    .collect::<Result<Vec<_>, _>>()
                    .expect("names")
            })
        })
        .collect();
    let mut all = HashSet::new();
    for thread in threads {
        let names = thread.join().expect("nobody panicked");
        all.extend(names.iter().map(RequestName::sequence));
    }
    assert_eq!(all.len(), 200);
}

#[test]
fn old_series_are_forgotten_and_new_ones_kept() {
    let folder = TempDir::new().expect("a folder");
    let claims = claims(&folder, 1..=9999);
    let old = claims
        .claim(Service::Single, &day("20260901"), MARK, free)
        .expect("a name");
    let new = claims
        .claim(Service::Single, &day("20261121"), MARK, free)
        .expect("a name");
    claims.forget_before(&day("20261001")).expect("forgotten");
    assert_eq!(claims.mark(&old), None);
    assert_eq!(claims.mark(&new).as_deref(), Some(MARK));
}
