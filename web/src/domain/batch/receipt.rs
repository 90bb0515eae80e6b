//! What is kept of a batch so that a reload or a crash loses nothing: its key, its
//! reception number, a count and a time. Nothing about a person.

use check_api::batch::Reception;
use check_api::field::{IdempotencyKey, ReceptionNumber};
use serde::{Deserialize, Serialize};

/// More parts than a run of 20,000 rows and its repetitions have.
const MOST_RECEIPTS: usize = 256;

/// One batch, from before it is sent until its answers are deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
    /// The key under which it is sent, however often.
    pub key: IdempotencyKey,
    /// Its reception number, once the gateway has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reception_number: Option<ReceptionNumber>,
    /// How many rows it has; once the gateway has it, how many of them it took.
    pub rows: u32,
    /// How many rows the gateway refused by themselves.
    #[serde(default)]
    pub rejected: u32,
    /// Whether its rows were asked before and failed.
    #[serde(default)]
    pub again: bool,
    /// When it was made, in seconds since 1970 on the gateway's clock.
    pub made_at: u64,
}

/// The batches of a run, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Receipts(Vec<Receipt>);

impl Receipts {
    /// Reads what was kept. Something else than receipts is none; more than can be are cut.
    pub fn read(text: &str) -> Self {
        let mut receipts: Self = serde_json::from_str(text).unwrap_or_default();
        receipts.0.truncate(MOST_RECEIPTS);
        receipts
    }

    /// The text to be kept.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Receipt> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The receipt at a place.
    pub fn get(&self, place: usize) -> Option<&Receipt> {
        self.0.get(place)
    }

    /// Adds one. False where there is no room, and then nothing is added.
    #[must_use]
    pub fn add(&mut self, receipt: Receipt) -> bool {
        let room = self.0.len() < MOST_RECEIPTS;
        if room {
            self.0.push(receipt);
        }
        room
    }

    /// Notes that the gateway has a batch.
    pub fn received(&mut self, key: &IdempotencyKey, reception: &Reception) {
        if let Some(receipt) = self.0.iter_mut().find(|it| it.key == *key) {
            receipt.reception_number = Some(reception.reception_number.clone());
            receipt.rows = reception.accepted;
            receipt.rejected = u32::try_from(reception.rejected.len()).unwrap_or(u32::MAX);
        }
    }

    /// Forgets a batch.
    pub fn forget(&mut self, key: &IdempotencyKey) {
        self.0.retain(|receipt| receipt.key != *key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(key: &str) -> Receipt {
        Receipt {
            key: IdempotencyKey::try_from(key.to_owned()).expect("a key"),
            reception_number: None,
            rows: 100,
            rejected: 0,
            again: false,
            made_at: 1_795_219_200,
        }
    }

    #[test]
    fn what_is_kept_comes_back_and_holds_nothing_else() {
        let mut receipts = Receipts::default();
        assert!(receipts.add(receipt("k-0123456789abcdef")));
        let reception = serde_json::from_value(serde_json::json!({
            "ReceptionNumber": "r-0123456789abcdef",
            "ReceptionDateTime": "2026-11-21T09:00:00+09:00",
            "accepted": 99,
            "rejected": [{ "index": 7, "field": "Birthdate", "rule": "FIELD-DATE" }],
            "keptUntil": "2026-11-22T09:00:00+09:00",
        }));
        let reception = reception.expect("a reception");
        receipts.received(&receipt("k-0123456789abcdef").key, &reception);
        assert_eq!(
            receipts.text(),
            r#"[{"key":"k-0123456789abcdef","receptionNumber":"r-0123456789abcdef","rows":99,"rejected":1,"again":false,"madeAt":1795219200}]"#
        );
        assert_eq!(Receipts::read(&receipts.text()), receipts);
        receipts.forget(&receipt("k-0123456789abcdef").key);
        assert!(receipts.is_empty());
    }

    #[test]
    fn anything_else_is_no_receipt() {
        for text in ["", "null", "{}", "[{}]", r#"[{"key":"short"}]"#, "[1]"] {
            assert!(Receipts::read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn there_is_an_end_to_them() {
        let mut receipts = Receipts::default();
        for _ in 0..MOST_RECEIPTS {
            assert!(receipts.add(receipt("k-0123456789abcdef")));
        }
        assert!(!receipts.add(receipt("k-0123456789abcdef")));
        assert_eq!(receipts.len(), MOST_RECEIPTS);
    }
}
