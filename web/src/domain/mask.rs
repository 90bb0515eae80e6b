//! Takes numbers out of text before it is kept or shown where it must not name a
//! person: insurance numbers, dates of birth and 個人番号 are all runs of digits.

/// Shorter runs name nobody: status words, ports, versions.
const SHORTEST_RUN: usize = 5;

/// The text with every run of five or more digits (also full-width ones, also with
/// blanks or hyphens between them) replaced by `*`.
pub fn redact(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut run = String::new();
    for character in text.chars() {
        if is_digit(character) || (!run.is_empty() && matches!(character, '-' | ' ' | '　')) {
            run.push(character);
        } else {
            flush(&mut run, &mut redacted);
            redacted.push(character);
        }
    }
    flush(&mut run, &mut redacted);
    redacted
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

fn flush(run: &mut String, redacted: &mut String) {
    let digits = run.chars().filter(|&character| is_digit(character)).count();
    if digits >= SHORTEST_RUN {
        redacted.extend(run.chars().map(|c| if is_digit(c) { '*' } else { c }));
    } else {
        redacted.push_str(run);
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_runs_go_and_short_ones_stay() {
        for (text, expected) in [
            ("no digits", "no digits"),
            ("status 6982, port 8081", "status 6982, port 8081"),
            ("番号 345678", "番号 ******"),
            ("1234-5678-9012 x", "****-****-**** x"),
            ("生 １９８００４０１", "生 ********"),
            ("12 34 5", "** ** *"),
            ("", ""),
        ] {
            assert_eq!(redact(text), expected);
        }
    }

    proptest! {
        #[test]
        fn no_run_of_five_digits_is_left(text in "[0-9０-９a -]{0,40}") {
            let redacted = redact(&text);
            prop_assert_eq!(redacted.chars().count(), text.chars().count());
            let longest = redacted
                .split(|c: char| !is_digit(c))
                .map(|run| run.chars().count())
                .max();
            prop_assert!(longest < Some(5));
        }
    }
}
