//! Recognises a 個人番号 ("My Number") in a text, so that it can be refused: this
//! product has no right to it, and no field of it may take one in.
//!
//! Knows its twelve digits and their check digit, not whose it is. Twelve digits in a row
//! are refused whatever they are: one of them may be mistyped. In groups, where dates and
//! telephone numbers look alike, the check digit decides; one in eleven other numbers of
//! that length is refused with them.

use super::width::half_width;

const DIGITS: usize = 12;

/// Weights of the eleven digits before the check digit, from the left: Q(n) is n + 1
/// for the first six from the right and n - 5 for the others (平成26年総務省令第85号,
/// 第5条).
const WEIGHTS: [u32; DIGITS - 1] = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// A digit, and whether a group begins and ends with it.
#[derive(Clone, Copy)]
struct Digit {
    value: u32,
    begins: bool,
    ends: bool,
}

/// Whether a 個人番号 stands somewhere in the text: twelve digits in a row or in
/// groups with blanks or hyphens between them, half-width or full-width. Tabs and line
/// breaks end a number: cells and lines beside each other are not one.
#[must_use]
pub fn holds_my_number(text: &str) -> bool {
    let mut run: Vec<Digit> = Vec::new();
    let mut in_group = false;
    for character in half_width(text).chars() {
        match character.to_digit(10) {
            Some(value) => {
                if in_group && let Some(before) = run.last_mut() {
                    before.ends = false;
                }
                run.push(Digit {
                    value,
                    begins: !in_group,
                    ends: true,
                });
                in_group = true;
            }
            None => {
                in_group = false;
                if !divides(character) {
                    if found(&run) {
                        return true;
                    }
                    run.clear();
                }
            }
        }
    }
    found(&run)
}

/// Whether a character may stand between the groups of one number. Control characters
/// may: nobody sees them.
fn divides(character: char) -> bool {
    match character {
        ' ' | '-' => true,
        '\t' | '\n' | '\r' => false,
        other => other.is_control(),
    }
}

/// Whether whole groups of a run make up twelve digits, in one group or with the right check
/// digit.
fn found(run: &[Digit]) -> bool {
    run.windows(DIGITS).any(|number| {
        let whole = number.first().is_some_and(|digit| digit.begins)
            && number.last().is_some_and(|digit| digit.ends);
        let in_a_row = number.iter().skip(1).all(|digit| !digit.begins);
        whole && (in_a_row || check_digit_holds(number))
    })
}

/// 平成26年総務省令第85号, 第5条: 11 - (sum of P(n) x Q(n) mod 11), and 0 where that
/// remainder is 0 or 1.
fn check_digit_holds(number: &[Digit]) -> bool {
    let Some((check, digits)) = number.split_last() else {
        return false;
    };
    let weighted = digits.iter().zip(WEIGHTS);
    let sum: u32 = weighted.map(|(digit, weight)| digit.value * weight).sum();
    let expected = match sum % 11 {
        0 | 1 => 0,
        remainder => 11 - remainder,
    };
    check.value == expected
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 123456789018 is an example in common use: eleven digits in order and their check digit.
    #[test]
    fn it_is_found_however_it_is_grouped() {
        for text in [
            "123456789018",
            "1234 5678 9018",
            "1234-5678-9018",
            "１２３４－５６７８－９０１８",
            "１２３４５６７８９０１８",
            "1234　5678　9018",
            "番号は123456789018です",
            "01-1234-5678-9018",
            "1234 5678 9018 99",
            "1234 5678  9018",
            "1234\u{0}5678 9018",
            // Mistyped, and still somebody's.
            "123456789017",
            "１２３４５６７８９０１７",
        ] {
            assert!(holds_my_number(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_not_taken_for_one() {
        for text in [
            "",
            "12345678901",
            "1234-5678-9017",
            "1234567890187",
            "9123456789018",
            "06110829",
            "1234/5678/9018",
            "1234.5678.9018",
            "1234x5678x9018",
            "12345678\t9018",
            "1234\r\n56789018",
            "記号12 番号345678 枝番01",
        ] {
            assert!(!holds_my_number(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_check_digit_in_ten_holds(digits in "[0-9]{11}") {
            let grouped = |d: &u32| holds_my_number(&format!("x {digits}-{d}"));
            let holding = (0..10).filter(grouped).count();
            prop_assert_eq!(holding, 1);
        }

        #[test]
        fn groups_do_not_hide_it(digits in "[0-9]{11}", cut in 1usize..11, blank in "[ -]{1,3}") {
            let grouped = (0..10).map(|d| {
                let (head, tail) = digits.split_at(cut);
                format!("x{head}{blank}{tail}{d}y")
            });
            prop_assert_eq!(grouped.filter(|text| holds_my_number(text)).count(), 1);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = holds_my_number(&text);
        }
    }
}
