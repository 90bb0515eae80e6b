//! 履歴 in the state: in memory, of today alone, and not longer than the administrator says.

use std::rc::Rc;

use crate::domain::history::{Entry, HandOver, MOST_ENTRIES, Method, Outcome};

const HOUR_SECONDS: u64 = 3_600;
const DAY_SECONDS: u64 = 24 * HOUR_SECONDS;
/// Japan Standard Time is nine hours ahead of UTC all year.
const JST_SECONDS: u64 = 9 * HOUR_SECONDS;

/// What was asked at this desk today, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    // Shared, because the whole state is copied whenever something happens.
    entries: Rc<Vec<Entry>>,
    today: Option<u64>,
}

impl History {
    /// The entries, the oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn note(&mut self, entry: Entry) {
        let entries = Rc::make_mut(&mut self.entries);
        if entries.len() >= MOST_ENTRIES {
            entries.remove(0);
        }
        entries.push(entry);
    }

    /// Notes at the entry of a check what was done with its result. Where that entry has been
    /// erased, the hand-over is an entry of its own: none goes unrecorded.
    pub(super) fn handed_over(&mut self, audit_id: String, what: HandOver, at: Option<u64>) {
        let entries = Rc::make_mut(&mut self.entries);
        let found = entries
            .iter_mut()
            .rev()
            .find(|entry| !audit_id.is_empty() && entry.audit_id == audit_id);
        match found {
            Some(entry) if entry.hand_overs.contains(&what) => {}
            Some(entry) => entry.hand_overs.push(what),
            None => {
                let own = Entry::of(Method::HandOver, Outcome::Given(1), at);
                self.note(Entry {
                    audit_id,
                    hand_overs: vec![what],
                    ..own
                });
            }
        }
    }

    pub(super) fn erase(&mut self) {
        self.entries = Rc::default();
    }

    /// Takes over a list into which this one has been merged.
    pub(super) fn restore(&mut self, entries: Vec<Entry>) {
        self.entries = Rc::new(entries);
    }

    /// Lets go of what is not of today in Japan, or older than so many hours. An entry whose
    /// time is not known is of the day on which it was made, and goes with that day.
    pub(super) fn pass_time(&mut self, now: u64, hours: u16) {
        let today = day_of(now);
        let day_ended = self.today.is_some_and(|day| day != today);
        self.today = Some(today);
        let oldest = now.saturating_sub(u64::from(hours) * HOUR_SECONDS);
        let stays = |entry: &Entry| {
            entry
                .at
                .map_or(!day_ended, |at| at >= oldest && day_of(at) == today)
        };
        // Looked at four times a second: only a change is worth a copy.
        if !self.entries.iter().all(stays) {
            Rc::make_mut(&mut self.entries).retain(stays);
        }
    }
}

const fn day_of(unix_seconds: u64) -> u64 {
    unix_seconds.saturating_add(JST_SECONDS) / DAY_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::advice::ErrorCode;

    /// 2026-11-21T09:00:00+09:00.
    const NINE: u64 = 1_795_219_200;

    fn entry(audit_id: &str, at: Option<u64>) -> Entry {
        let code = ErrorCode::new("CHECK-TIMEOUT");
        Entry::failed(Method::Card, code, Some(audit_id), at)
    }

    fn names(history: &History) -> Vec<&str> {
        let entries = history.entries().iter();
        entries.map(|entry| entry.audit_id.as_str()).collect()
    }

    #[test]
    fn at_midnight_in_japan_everything_goes() {
        let mut history = History::default();
        let midnight = NINE + 15 * HOUR_SECONDS;
        history.pass_time(NINE, 24);
        history.note(entry("known", Some(NINE)));
        history.note(entry("unknown", None));
        history.pass_time(midnight - 1, 24);
        assert_eq!(names(&history), ["known", "unknown"]);
        history.note(entry("late", Some(midnight - 1)));
        history.pass_time(midnight, 24);
        assert_eq!(names(&history), [""; 0]);
    }

    #[test]
    fn after_the_hours_of_the_administrator_an_entry_goes() {
        let mut history = History::default();
        history.note(entry("a", Some(NINE)));
        history.note(entry("b", Some(NINE + 1)));
        history.pass_time(NINE + 2 * HOUR_SECONDS, 2);
        assert_eq!(names(&history), ["a", "b"]);
        history.pass_time(NINE + 2 * HOUR_SECONDS + 1, 2);
        assert_eq!(names(&history), ["b"]);
    }

    #[test]
    fn a_hand_over_stands_at_its_check_once() {
        let mut history = History::default();
        history.note(entry("a", Some(NINE)));
        history.note(entry("b", Some(NINE)));
        for _ in 0..2 {
            history.handed_over("a".to_owned(), HandOver::Copy, Some(NINE));
        }
        history.handed_over("a".to_owned(), HandOver::Print, Some(NINE));
        let given: Vec<_> = history
            .entries()
            .iter()
            .map(|e| e.hand_overs.len())
            .collect();
        assert_eq!(given, [2, 0]);
    }

    #[test]
    fn a_hand_over_after_the_erasure_is_still_recorded() {
        let mut history = History::default();
        history.note(entry("a", Some(NINE)));
        history.erase();
        history.handed_over("a".to_owned(), HandOver::Save, Some(NINE));
        let one = history.entries().first().expect("an entry");
        assert_eq!(
            (one.method, one.hand_overs.as_slice()),
            (Method::HandOver, &[HandOver::Save][..])
        );
    }

    #[test]
    fn the_list_is_bounded() {
        let mut history = History::default();
        for second in 0..=MOST_ENTRIES {
            history.note(entry(&second.to_string(), Some(NINE)));
        }
        assert_eq!(history.entries().len(), MOST_ENTRIES);
        assert_eq!(names(&history).first().copied(), Some("1"));
    }
}
