//! What to do next about each code, in Japanese and English.

/// A language of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Language {
    /// 日本語.
    Japanese,
    /// English.
    English,
}

/// What to do next; nothing for a code that is not ours.
#[must_use]
pub fn advice(code: &str, language: Language) -> Option<&'static str> {
    let (_, japanese, english) = TABLE.iter().find(|(known, _, _)| *known == code)?;
    Some(match language {
        Language::Japanese => japanese,
        Language::English => english,
    })
}

const TABLE: &[(&str, &str, &str)] = &[
    (
        "BRIDGE-VERSION",
        "画面・拡張機能・連携プログラムの版が合いません。古いものを更新してください。",
        "Page, extension and host do not fit together: update the one that is too old.",
    ),
    (
        "BRIDGE-ORIGIN-REFUSED",
        "この画面はカードの利用を許可されていません。拡張機能の確認画面か bridge-host allow で許可してください。",
        "This page may not use cards: allow it when the extension asks, or with `bridge-host allow`.",
    ),
    (
        "BRIDGE-ORIGIN-INSECURE",
        "https で配信された画面を開いてください。",
        "Open the page over https.",
    ),
    (
        "BRIDGE-MESSAGE-MALFORMED",
        "画面を再読み込みし、続くときは拡張機能と連携プログラムを更新してください。",
        "Reload the page; if it happens again, update extension and host.",
    ),
    (
        "BRIDGE-MESSAGE-TOO-LARGE",
        "画面を再読み込みし、続くときは管理者へ連絡してください。",
        "Reload the page; if it happens again, tell the administrator.",
    ),
    (
        "BRIDGE-HELLO-FIRST",
        "画面を再読み込みし、続くときは拡張機能を更新してください。",
        "Reload the page; if it happens again, update the extension.",
    ),
    (
        "BRIDGE-NOT-OPEN",
        "カードを置き直して、もう一度始めてください。",
        "Put the card on the reader again and start over.",
    ),
    (
        "BRIDGE-ALREADY-OPEN",
        "処理が終わるのを待ってから、もう一度始めてください。",
        "Wait until the card is done with, then start over.",
    ),
    (
        "BRIDGE-FORBIDDEN",
        "許可されていない操作を止めました。画面の配信元を管理者に確認してください。",
        "A command that is not permitted was stopped: have the administrator check the page.",
    ),
    (
        "BRIDGE-PIN-NOT-TYPED",
        "暗証番号を入力し直してください。",
        "Type the PIN again.",
    ),
    (
        "BRIDGE-LAST-TRY",
        "暗証番号の残り回数を確かめ、最後の1回は本人に確認してから入力してください。",
        "Check how many tries are left; the last one needs the holder's word.",
    ),
    (
        "BRIDGE-BUDGET",
        "一回に行える操作の数を超えました。カードを置き直してください。",
        "More was asked of the card than one visit may: put it on the reader again.",
    ),
    (
        "BRIDGE-NO-SERVICE",
        "スマートカードのサービスを起動してください(Windows: Smart Card、Linux: pcscd)。",
        "Start the smart-card service (Windows: Smart Card; Linux: pcscd).",
    ),
    (
        "BRIDGE-NO-READER",
        "カードリーダーを接続し、必要ならドライバーを入れてください。",
        "Connect a reader, and install its driver if it needs one.",
    ),
    (
        "BRIDGE-READER-IN-USE",
        "カードを使っている他のソフトや画面を閉じてください。",
        "Close the other program or page that is using the card.",
    ),
    (
        "BRIDGE-READER-GONE",
        "カードリーダーの接続を確かめてください。",
        "Check the connection of the reader.",
    ),
    (
        "BRIDGE-CARD-ABSENT",
        "カードをリーダーに置いてください。",
        "Put the card on the reader.",
    ),
    (
        "BRIDGE-CARD-REMOVED",
        "カードが離れました。置き直して、動かさずにお待ちください。",
        "The card was taken away: put it back and leave it there.",
    ),
    (
        "BRIDGE-CARD-RESET",
        "カードの通信が切れました。置き直してください。",
        "The card was reset: put it on the reader again.",
    ),
    (
        "BRIDGE-CARD-MUTE",
        "カードが応答しません。向きを確かめて置き直し、金属や他のカードを離してください。",
        "The card does not answer: turn it, and keep metal and other cards away.",
    ),
    (
        "BRIDGE-SANDBOX",
        "Snap・Flatpak 版のブラウザーからはリーダーを使えません。deb・rpm 版を使ってください。",
        "A browser from Snap or Flatpak cannot reach the reader: use one from deb or rpm.",
    ),
    (
        "BRIDGE-TIMEOUT",
        "時間切れです。カードを置き直して、もう一度始めてください。",
        "It took too long: put the card on the reader again and start over.",
    ),
    (
        "BRIDGE-PCSC",
        "カードリーダーを挿し直し、続くときは番号を添えて管理者へ連絡してください。",
        "Plug the reader in again; if it happens again, tell the administrator the number.",
    ),
    (
        "BRIDGE-HOST-MISSING",
        "連携プログラムを入れ、bridge-host install を実行してください。",
        "Install the host and run `bridge-host install`.",
    ),
    (
        "BRIDGE-HOST-FORBIDDEN",
        "bridge-host install をやり直し、ブラウザーのポリシーを管理者に確認してください。",
        "Run `bridge-host install` again and have the browser's policies checked.",
    ),
    (
        "BRIDGE-HOST-ENDED",
        "もう一度始めてください。続くときは bridge-host doctor を実行してください。",
        "Start over; if it happens again, run `bridge-host doctor`.",
    ),
    (
        "BRIDGE-ORIGIN-PENDING",
        "拡張機能の確認画面に答えてください。",
        "Answer the question in the extension's window.",
    ),
    (
        "HOST-NOT-REGISTERED",
        "bridge-host install を実行してください。",
        "Run `bridge-host install`.",
    ),
    (
        "HOST-REGISTERED-ELSEWHERE",
        "別の場所の連携プログラムが登録されています。使う方で bridge-host install を実行してください。",
        "Another copy of the host is registered: run `bridge-host install` with the one to use.",
    ),
    (
        "HOST-REGISTRATION-MALFORMED",
        "登録が壊れています。bridge-host install を実行してください。",
        "The registration is damaged: run `bridge-host install`.",
    ),
    (
        "HOST-REGISTRATION-UNWRITABLE",
        "登録できません。--machine には管理者の権限が要ります。",
        "The registration cannot be written: `--machine` needs an administrator.",
    ),
    (
        "HOST-SETTINGS-UNREADABLE",
        "設定ファイルを読む権限を確かめてください。",
        "Check who may read the file of settings.",
    ),
    (
        "HOST-SETTINGS-MALFORMED",
        "設定ファイル bridge.json の書き方を直してください。直るまでどの画面も使えません。",
        "Correct the file bridge.json: until then no page may use cards.",
    ),
    (
        "HOST-SETTINGS-UNWRITABLE",
        "設定ファイルを書く権限と空き容量を確かめてください。",
        "Check who may write the file of settings, and the space left.",
    ),
    (
        "HOST-SETTINGS-FULL",
        "使わなくなった画面を bridge-host forbid で外してください。",
        "Take pages that are not used any more off the list with `bridge-host forbid`.",
    ),
    (
        "HOST-SETTINGS-RESERVED",
        "許可する画面は管理者が決めています。管理者に依頼してください。",
        "The administrator decides which pages may use cards: ask there.",
    ),
    (
        "HOST-SETTINGS-NO-HOME",
        "利用者のホームフォルダーがありません。--machine で登録してください。",
        "The user has no home: register with `--machine`.",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::io::ErrorKind;

    use bridge_protocol::Code;

    use super::*;
    use crate::config::SettingsError;

    #[test]
    fn every_code_has_advice_in_both_languages() {
        for code in Code::ALL {
            assert!(
                advice(code.as_str(), Language::Japanese).is_some(),
                "{code}"
            );
        }
        let settings = [
            SettingsError::Unreadable(ErrorKind::Other.into()),
            SettingsError::Malformed,
            SettingsError::Unwritable(ErrorKind::Other.into()),
            SettingsError::Full,
            SettingsError::Reserved,
            SettingsError::NoHome,
        ];
        for error in settings {
            assert!(advice(error.code(), Language::English).is_some(), "{error}");
        }
        let codes: BTreeSet<&str> = TABLE.iter().map(|(code, _, _)| *code).collect();
        assert_eq!(codes.len(), TABLE.len(), "one line for each");
        for (code, japanese, english) in TABLE {
            assert!(!japanese.is_ascii() && english.is_ascii(), "{code}");
        }
    }
}
