//! What the desk should do next: one sentence for each advice, and so for every
//! error code. Written for somebody in a hurry with a patient in front of them.

use super::Text;
use crate::domain::advice::Advice;

/// The sentence of an advice.
pub(crate) const fn sentence(advice: Advice) -> Text {
    match advice {
        Advice::UseAnotherBrowser => Text::new(
            "このブラウザではカードリーダーを使えません。Google Chrome または Microsoft Edge で開いてください。",
            "This browser cannot use card readers. Please open this page in Google Chrome or Microsoft Edge.",
        ),
        Advice::ChooseReader => Text::new(
            "「リーダーを接続」を押し、表示される一覧からカードリーダーを選んでください。",
            "Press “Connect reader” and choose the card reader in the list that appears.",
        ),
        Advice::PlugReaderIn => Text::new(
            "カードリーダーのUSBケーブルを差し込み直してください。",
            "Please unplug the card reader and plug it in again.",
        ),
        Advice::CloseOtherProgram => Text::new(
            "ほかのソフトやタブがカードリーダーを使っています。閉じてから、もう一度お試しください。",
            "Another program or tab is using the card reader. Please close it and try again.",
        ),
        Advice::AllowReader => Text::new(
            "パソコンの設定でカードリーダーの使用が許可されていません。ドライバーと権限を管理者にご確認ください。",
            "This computer does not allow use of the card reader. Please ask your administrator about its driver and permissions.",
        ),
        Advice::ReaderReserved => Text::new(
            "このカードリーダーは、ブラウザの制限によりページから直接使えません。ブリッジを入れると使えます。管理者にご相談ください。",
            "Browsers do not let pages use this card reader directly. It can be used over the bridge; please ask your administrator.",
        ),
        Advice::InstallBridge => Text::new(
            "リーダーを使うためのブリッジ（拡張機能と補助ソフト）がそろっていません。管理者にインストールを依頼してください。",
            "The bridge for the card reader (extension and helper program) is not complete. Please ask your administrator to install it.",
        ),
        Advice::AllowPage => Text::new(
            "拡張機能の確認画面で、このページにカードの使用を許可してください。",
            "Please allow this page to use cards in the window of the extension.",
        ),
        Advice::StartService => Text::new(
            "パソコンのスマートカード機能が動いていません。パソコンを再起動し、続くときは管理者にご連絡ください。",
            "The smart card service of this computer does not run. Please restart the computer; if it stays, tell your administrator.",
        ),
        Advice::UpdateBridge => Text::new(
            "ブリッジ（拡張機能と補助ソフト）が古くなっています。管理者に更新を依頼してください。",
            "The bridge (extension and helper program) is out of date. Please ask your administrator to update it.",
        ),
        Advice::ReloadPage => Text::new(
            "この画面が古くなっています。F5 キーで読み込み直してください。",
            "This page is out of date. Please press F5 to reload it.",
        ),
        Advice::UseAnotherReader => Text::new(
            "このカードリーダーの通信方式には対応していません。別のリーダーをお使いください。",
            "The way this card reader communicates is not supported. Please use another reader.",
        ),
        Advice::RestartReader => Text::new(
            "カードリーダーを一度抜き、差し込み直してから、もう一度お試しください。",
            "Please unplug the card reader, plug it in again, and try once more.",
        ),
        Advice::HoldCardStill => Text::new(
            "カードをリーダーに置き直し、終わるまで動かさないようお伝えください。",
            "Please have the card put back on the reader and left there until the check ends.",
        ),
        Advice::PlaceCardAgain => Text::new(
            "カードの向きを確かめ、ケースから出して、カードだけをリーダーに置き直してください。",
            "Please check which way round the card is, take it out of any case, and put it on the reader alone.",
        ),
        Advice::TakeCardAway => Text::new(
            "カードをすぐにリーダーから取ってください。取るまでロックが外れたままの場合があります。",
            "Please take the card off the reader at once. It may stay unlocked until then.",
        ),
        Advice::NotMyNumberCard => Text::new(
            "マイナンバーカードではないようです。マイナンバーカードを置いてください。",
            "This does not seem to be a My Number Card. Please put a My Number Card on the reader.",
        ),
        Advice::PinLocked => Text::new(
            "暗証番号がロックされています。市区町村の窓口で再設定が必要です。資格確認書など、ほかの方法でご確認ください。",
            "The PIN is locked; only the municipal office can reset it. Please check in another way, such as by the eligibility certificate (資格確認書).",
        ),
        Advice::PinUnusable => Text::new(
            "このカードは暗証番号を使えません。顔認証マイナンバーカードの場合があります。資格確認書など、ほかの方法でご確認ください。",
            "No PIN can be used with this card; it may be a face-authentication My Number Card. Please check in another way, such as by the eligibility certificate (資格確認書).",
        ),
        Advice::PinNeeded => Text::new(
            "このカードは顔写真の目視では確認できません。暗証番号で確認するか、資格確認書など、ほかの方法でご確認ください。暗証番号の残り回数は減っていません。",
            "This card cannot be checked by its face photo. Please use the PIN, or check in another way. No PIN try was used.",
        ),
        Advice::StartAgain => Text::new(
            "暗証番号が入力されませんでした。カードを置き直して、最初からお試しください。",
            "No PIN was entered. Please put the card on the reader again and start over.",
        ),
        Advice::CertificateExpired => Text::new(
            "カードの電子証明書の期限が切れています。市区町村の窓口で更新が必要です。資格確認書など、ほかの方法でご確認ください。",
            "The card's certificate has expired and must be renewed at the municipal office. Please check in another way, such as by the eligibility certificate (資格確認書).",
        ),
        Advice::CertificateNotYetValid => Text::new(
            "カードの電子証明書はまだ使用開始日前です。新しいカードかどうかを患者さんにご確認ください。",
            "The card's certificate is not valid yet. Please ask the patient whether the card is newly issued.",
        ),
        Advice::CertificateNotTrusted => Text::new(
            "カードの電子証明書の発行元を確認できません。患者さんに別のカードがないかを尋ね、続くときは管理者にご連絡ください。",
            "The issuer of the card's certificate cannot be confirmed. Please ask for another card; if it stays, tell your administrator.",
        ),
        Advice::CertificateRevoked => Text::new(
            "このカードの電子証明書は失効しています。新しいカードをお持ちでないかをお尋ねください。",
            "The certificate of this card has been revoked. Please ask whether the patient has a newer card.",
        ),
        Advice::CardDamaged => Text::new(
            "カードのデータを正しく読めません。資格確認書など、ほかの方法で確認し、カードは市区町村の窓口をご案内ください。",
            "The data on the card cannot be read correctly. Please check in another way; the municipal office can examine the card.",
        ),
        Advice::CheckNetwork => Text::new(
            "インターネットの接続を確かめてから、もう一度お試しください。",
            "Please check the internet connection and try again.",
        ),
        Advice::GatewaySlow => Text::new(
            "確認先からの返事がありません。もう一度試し、続くときはほかの方法でご確認ください。",
            "The checking service does not answer. Please try again; if it stays, check in another way.",
        ),
        Advice::LookForAnswer => Text::new(
            "照会が確認先に届いたか分かりません。通信を確かめ、「もう一度確かめる」を押してください。同じ照会として扱われ、二重になりません。",
            "It is not known whether the question arrived. Please check the connection and press “Look again”: it counts as the same question, not as a second one.",
        ),
        Advice::AskForToday => Text::new(
            "確認先はこの確認日を受け付けません。「入力を直す」を押し、確認日を空欄（今日）にして照会してください。",
            "The checking service does not answer for this day. Please press “Correct what was typed”, empty the day to check, and try again.",
        ),
        Advice::GatewayMaintenance => Text::new(
            "確認先がメンテナンス中です。時間をおくか、ほかの方法でご確認ください。",
            "The checking service is under maintenance. Please wait, or check in another way.",
        ),
        Advice::GatewayFault => Text::new(
            "確認先で問題が起きています。時間をおいて試し、続くときは管理者にコードをお伝えください。",
            "The checking service has a problem. Please try later; if it stays, tell your administrator the code.",
        ),
        Advice::SwitchTerminalOn => Text::new(
            "資格確認端末が照会を受け取っていません。端末の電源と連携アプリを確かめ、もう一度お試しください。",
            "The eligibility terminal (資格確認端末) has not taken the question. Please look whether it is on and its program runs, then try again.",
        ),
        Advice::TellAdministrator => Text::new(
            "この端末は確認先に受け付けられませんでした。管理者にコードをお伝えください。",
            "The checking service did not accept this desk. Please tell your administrator the code.",
        ),
        Advice::MendTable => Text::new(
            "表を直して、もう一度読み込んでください。",
            "Please mend the table and read it again.",
        ),
        Advice::CloseOtherTab => Text::new(
            "別のタブで続けるか、そのタブを閉じてください。",
            "Please go on in the other tab, or close it.",
        ),
        Advice::MendConfiguration => Text::new(
            "設定ファイル config.json に誤りがあります。管理者にご連絡ください。",
            "There is a mistake in config.json. Please tell your administrator.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Language::{En, Ja};

    #[test]
    fn every_advice_is_whole_sentences_in_both_languages() {
        for advice in Advice::ALL {
            let text = sentence(advice);
            assert!(text.of(Ja).ends_with('。'), "{advice:?}");
            assert!(text.of(En).ends_with('.'), "{advice:?}");
        }
    }

    #[test]
    fn no_two_advices_read_the_same() {
        for language in [Ja, En] {
            let mut texts = Advice::ALL.map(|advice| sentence(advice).of(language));
            texts.sort_unstable();
            assert!(texts.windows(2).all(|pair| pair[0] != pair[1]));
        }
    }
}
