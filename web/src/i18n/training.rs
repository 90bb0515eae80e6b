//! Words of the practice bench.

use super::Text;
use crate::domain::settings::Language;
use crate::state::Choice;

pub(crate) const BENCH: Text = Text::new("練習台", "Practice bench");
pub(crate) const LEAD: Text = Text::new(
    "カードを選んで置くと、本物と同じ手順で進みます。暗証番号は 1234 です。",
    "Choose a card and put it on the reader: everything goes as with a real one. The PIN is 1234.",
);
pub(crate) const LOADING: Text = Text::new(
    "練習用のカードを準備しています…",
    "Getting the practice cards…",
);
pub(crate) const FAILED: Text = Text::new("練習モードを始められません", "Training cannot begin");
pub(crate) const CARD: Text = Text::new("カード", "Card");
pub(crate) const FAULT: Text = Text::new("起こす不具合", "Fault");
pub(crate) const MODEL: Text = Text::new("リーダーの種類", "Reader");
pub(crate) const PUT: Text = Text::new("カードを置く", "Put the card down");
pub(crate) const TAKE: Text = Text::new("カードを取る", "Take the card away");
pub(crate) const PAD: Text = Text::new("リーダーのキー", "Keys of the reader");
pub(crate) const PAD_RIGHT: Text = Text::new("1234 を押して確定", "Press 1234 and OK");
pub(crate) const PAD_WRONG: Text = Text::new("9999 を押して確定", "Press 9999 and OK");
pub(crate) const PAD_CANCEL: Text = Text::new("取消キーを押す", "Press cancel");
pub(crate) const PULL_OUT: Text = Text::new("リーダーを抜く", "Unplug the reader");
pub(crate) const PLUG_IN: Text = Text::new("リーダーを差す", "Plug the reader in");

pub(crate) const COUNTERS: Text = Text::new(
    "このカードの暗証番号の残り回数",
    "PIN tries left on this card",
);

/// The title of a choice.
pub(crate) fn title(choice: &Choice, language: Language) -> String {
    match language {
        Language::Ja => choice.ja.clone(),
        Language::En => choice.en.clone(),
    }
}
