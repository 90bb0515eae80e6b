//! Conversations with a card, written as in a specification.

use virtual_card::{Profile, VirtualCard};

/// A card of this profile, powered.
pub(crate) fn card(profile: &str) -> VirtualCard {
    let mut card = VirtualCard::new(Profile::named(profile).expect(profile)).expect(profile);
    card.power_on();
    card
}

/// Bytes from hexadecimal digits; blanks do not matter.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| {
            c.to_digit(16)
                .unwrap_or_else(|| panic!("not hexadecimal: {text}")) as u8
        })
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// Sends each `>` line and compares the answer with the `<` line after it, in
/// which `…` stands for any number of bytes. A line may end in `# a remark`.
pub(crate) fn talk(card: &mut VirtualCard, conversation: &str) {
    let mut answer = None;
    for line in conversation
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        let text = line.split('#').next().unwrap_or_default().trim();
        match text.split_at(1) {
            (">", apdu) => answer = Some(card.transmit(&hex(apdu))),
            ("<", pattern) => {
                let answer = answer.take().expect("an answer follows a command");
                assert!(fits(&answer, pattern), "expected {line}\ngot {answer:02X?}");
            }
            _ => panic!("neither command nor answer: {line}"),
        }
    }
}

fn fits(answer: &[u8], pattern: &str) -> bool {
    match pattern.split_once('…') {
        None => answer == hex(pattern),
        Some((start, end)) => {
            let (start, end) = (hex(start), hex(end));
            answer.len() >= start.len() + end.len()
                && answer.starts_with(&start)
                && answer.ends_with(&end)
        }
    }
}
