//! Replays the corpus of the fuzz target, and random damage to it.

#[path = "../fuzz/property.rs"]
#[allow(clippy::expect_used, reason = "a property that does not hold panics")]
mod property;

use check_api::{CheckAnswer, Verdict};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/check_answer");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let read = |file: std::fs::DirEntry| {
        let name = file.file_name().to_string_lossy().into_owned();
        Some((name, std::fs::read(file.path()).ok()?))
    };
    files.filter_map(read).collect()
}

#[test]
fn the_corpus_reaches_every_verdict() {
    let mut names = BTreeSet::new();
    let mut refused = 0;
    for (file, bytes) in corpus() {
        property::holds_for(&bytes);
        match CheckAnswer::from_json(&bytes) {
            Ok(answer) => names.insert(format!("{:?}", Verdict::of_answer(&answer))),
            Err(_) => {
                refused += 1;
                assert!(file.starts_with("bad-"), "{file} is no answer");
                continue;
            }
        };
    }
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "Invalid",
            "InvalidNewEligibility",
            "Multiple",
            "NoEligibility",
            "Unconfirmed(Contradiction)",
            "Unconfirmed(MissingElement)",
            "Unconfirmed(PersonFailed)",
            "Unconfirmed(ServiceFailed)",
            "Unconfirmed(StillProcessing)",
            "Unconfirmed(UnknownCode)",
            "Valid",
            "ValidRenew",
        ]
    );
    assert!(refused > 3, "{refused} bad answers");
}

proptest! {
    #[test]
    fn damaged_answers_do_no_harm(
        pick in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        keep in any::<prop::sample::Index>(),
    ) {
        let corpus = corpus();
        let (_, mut bytes) = pick.get(&corpus).clone();
        for (place, value) in changes {
            if !bytes.is_empty() {
                let place = place.index(bytes.len());
                bytes[place] = value;
            }
        }
        property::holds_for(&bytes);
        bytes.truncate(keep.index(bytes.len() + 1));
        property::holds_for(&bytes);
    }
}
