//! The page's own log: a short memory of what happened, for a report to whoever helps.
//! It takes codes and fixed words only, and long runs of digits are masked all the
//! same: nothing in it names a person.

use std::collections::VecDeque;

use crate::domain::mask::redact;
use crate::domain::time::Moment;

/// Enough for a working day's troubles, and small enough to read.
const LONGEST: usize = 200;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// Which part of the page.
    pub part: &'static str,
    /// What happened: a code or a few fixed words.
    pub what: String,
}

/// The latest entries, oldest first.
#[derive(Debug, Default)]
pub struct Log(VecDeque<Entry>);

impl Log {
    /// Adds an entry; the oldest goes when there is no more room.
    pub fn add(&mut self, at: Moment, part: &'static str, what: &str) {
        if self.0.len() == LONGEST {
            self.0.pop_front();
        }
        let what = redact(what);
        self.0.push_back(Entry { at, part, what });
    }

    /// The entries as text, one on each line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for entry in &self.0 {
            let millis = entry.at.millis_since(Moment::default());
            text.extend([&millis.to_string(), " ", entry.part, " ", &entry.what, "\n"]);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_entry_goes_first() {
        let mut log = Log::default();
        for number in 0..=LONGEST {
            log.add(Moment::default(), "test", &number.to_string());
        }
        assert!(log.text().starts_with("0 test 1\n"));
        assert_eq!(log.text().lines().count(), LONGEST);
    }

    #[test]
    fn numbers_of_persons_do_not_get_in() {
        let mut log = Log::default();
        log.add(Moment::from_millis(5), "visit", "panic at 06110829");
        assert_eq!(log.text(), "5 visit panic at ********\n");
    }
}
