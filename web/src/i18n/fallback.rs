//! What the desk does when a check cannot be made: the path, what may be accepted instead,
//! what to write down, whom to call.
//!
//! What may be accepted stands in the leaflets of 厚生労働省 and 社会保険診療報酬支払基金
//! (令和6年6月; 令和7年): 資格確認書, or the card with 資格情報のお知らせ, or the card with
//! マイナポータルの資格情報画面; and 被保険者資格申立書 where there is none of these.

use time::Weekday;

use super::Text;
use crate::domain::call_centre::Line;
use crate::domain::fallback::Case;
use crate::domain::settings::Language;

pub(crate) const LEAD: Text = Text::new(
    "確認できないことは、保険がないことではありません。ほかの書類で受け付けられます。",
    "That it cannot be checked does not mean that there is no insurance. Other papers will do.",
);
pub(crate) const CASE: Text = Text::new("いまの状況", "What has happened");
pub(crate) const FIRST: Text = Text::new("まず試すこと", "Try this first");
pub(crate) const ACCEPT: Text = Text::new("代わりに確認できるもの", "What you may accept instead");
pub(crate) const WRITE_DOWN: Text = Text::new("書き留めておくこと", "What to write down");
pub(crate) const CALL: Text = Text::new("問い合わせ", "Whom to call");
pub(crate) const CODE_NOW: Text = Text::new("いまのコード", "The code now");
pub(crate) const RECORD_NOW: Text = Text::new("いまの記録番号", "The record number now");
pub(crate) const PRINT: Text = Text::new("申立書の項目を印刷", "Print the items of a declaration");
pub(crate) const DECLARATION: Text = Text::new(
    "被保険者資格申立書に書いてもらう項目",
    "Items of a declaration of insurance (被保険者資格申立書)",
);
pub(crate) const NOT_A_FORM: Text = Text::new(
    "項目の一覧です。公式の様式ではありません。様式は厚生労働省や審査支払機関のものを使ってください。",
    "A list of items, not an official form. Please use the form of the ministry or the claims body.",
);

/// A case, as the choice names it.
pub(crate) const fn case(case: Case) -> Text {
    match case {
        Case::Service => Text::new(
            "確認先につながらない・返事がない",
            "No answer from the service",
        ),
        Case::CardNotRead => Text::new("カードを読み取れない", "The card cannot be read"),
        Case::PinLocked => Text::new("暗証番号がロックされた", "The PIN is locked"),
        Case::NoPin => Text::new("暗証番号のないカード", "A card without a PIN"),
        Case::Certificate => Text::new("電子証明書が使えない", "The certificate cannot be used"),
        Case::NoEligibility => Text::new("該当する資格がない", "No eligibility found"),
        Case::NotValid => Text::new("無効と表示された", "It says “not valid”"),
        Case::NoCard => Text::new("カードがない・その他", "No card, or something else"),
    }
}

/// What to try first.
pub(crate) const fn first(case: Case) -> &'static [Text] {
    match case {
        Case::Service => {
            const {
                &[
                    Text::new(
                        "少し待って、もう一度確認します（カードのときは F2）。画面上部のお知らせに、復旧の見込みが出ることがあります。",
                        "Wait a little and check again (F2 with a card). The notices at the top may say when it works again.",
                    ),
                    Text::new(
                        "ほかの端末やスマートフォンでもつながらなければ、院内の回線を確かめます。",
                        "If other devices have no connection either, look at the line of your facility.",
                    ),
                ]
            }
        }
        Case::CardNotRead => {
            const {
                &[
                    Text::new(
                        "カードをケースから出し、1枚だけを置き直します。続けて読めないときは「機器診断」を開きます。",
                        "Take the card out of its case and put it alone on the reader. If it stays, open the device check.",
                    ),
                    Text::new(
                        "ほかのカードは読めるのにこのカードだけ読めないときは、カードの故障かもしれません。市区町村の窓口を案内します。",
                        "If other cards can be read, this one may be damaged: the municipal office examines it.",
                    ),
                ]
            }
        }
        Case::PinLocked => {
            const {
                &[Text::new(
                    "受付では解除できません。カードを返し、市区町村の窓口で再設定できることを伝えます。",
                    "The desk cannot unlock it. Give the card back; the municipal office can set a new PIN.",
                )]
            }
        }
        Case::NoPin => {
            const {
                &[Text::new(
                    "顔認証マイナンバーカードなど、暗証番号を使えないカードは、この画面では確認できません。カード自体に問題はありません。",
                    "A card whose PIN cannot be used, such as one for face recognition, cannot be checked here. Nothing is wrong with it.",
                )]
            }
        }
        Case::Certificate => {
            const {
                &[Text::new(
                    "電子証明書の期限切れや失効です。市区町村の窓口で更新できることを伝えます。新しいカードがないかも尋ねます。",
                    "The certificate has expired or was revoked: the municipal office renews it. Ask whether there is a newer card.",
                )]
            }
        }
        Case::NoEligibility => {
            const {
                &[
                    Text::new(
                        "保険に入った直後は、保険者の登録が数日遅れることがあります。「該当なし」は保険がない証明ではありません。",
                        "After joining an insurance, its data may be days late. “None found” does not prove that there is none.",
                    ),
                    Text::new(
                        "番号で確認したときは、保険者番号・記号・番号・生年月日を書類と見比べ、入れ直します。",
                        "If you asked by number, compare insurer number, symbol, number and date of birth with the paper.",
                    ),
                ]
            }
        }
        Case::NotValid => {
            const {
                &[Text::new(
                    "退職や転職などで保険が変わっていないかを尋ね、新しい保険の書類を見せてもらいます。",
                    "Ask whether the insurance has changed, for instance with the job, and for papers of the new one.",
                )]
            }
        }
        Case::NoCard => {
            const {
                &[Text::new(
                    "「記号番号」の画面が使えるときは、書類の番号で確認できます。",
                    "Where the screen “By number” can be used, you can check with the numbers on a paper.",
                )]
            }
        }
    }
}

/// What may be accepted, best first: its name, and what to look at.
pub(crate) const ACCEPTED: [(Text, Text); 4] = [
    (
        Text::new("資格確認書", "Eligibility certificate (資格確認書)"),
        Text::new(
            "これだけで確認できます。有効期限と負担割合を見ます。",
            "It is enough by itself. Look at its end and at the share of the costs.",
        ),
    ),
    (
        Text::new(
            "マイナンバーカード ＋ 資格情報のお知らせ",
            "My Number Card + eligibility notice (資格情報のお知らせ)",
        ),
        Text::new(
            "2つの氏名が同じことを確かめます。お知らせだけでは確認できません。",
            "See that both bear the same name. The notice alone is not enough.",
        ),
    ),
    (
        Text::new(
            "マイナンバーカード ＋ マイナポータルの資格情報画面",
            "My Number Card + eligibility screen of Mynaportal",
        ),
        Text::new(
            "患者さんのスマートフォンの画面（または保存したPDF）を見せてもらいます。",
            "The patient shows it on a smartphone, or as a saved PDF.",
        ),
    ),
    (
        Text::new(
            "被保険者資格申立書",
            "Declaration of insurance (被保険者資格申立書)",
        ),
        Text::new(
            "上のどれもないとき、患者さんに書いてもらいます。わかる範囲で構いません。",
            "If there is none of these, the patient fills it in, as far as it is known.",
        ),
    ),
];

/// What to write down.
pub(crate) const NOTES: [Text; 5] = [
    Text::new("確認した日時と職員名", "Date and time, and who looked"),
    Text::new("何を見せてもらったか", "What was shown"),
    Text::new(
        "保険者番号・記号・番号・枝番、氏名・カナ・生年月日",
        "Insurer number, symbol, number, branch; name, kana, date of birth",
    ),
    Text::new(
        "画面のコードと記録番号",
        "The code and the record number on the screen",
    ),
    Text::new(
        "後日、もう一度資格を確認すること",
        "That eligibility is to be checked again later",
    ),
];

/// Items of a declaration, each with room to write.
pub(crate) const DECLARED: [Text; 13] = [
    Text::new("氏名・フリガナ", "Name"),
    Text::new("生年月日", "Date of birth"),
    Text::new("性別", "Sex"),
    Text::new("住所", "Address"),
    Text::new("電話番号", "Telephone"),
    Text::new(
        "保険の種類（協会けんぽ・健保組合・共済・国保・後期高齢者）",
        "Kind of insurance",
    ),
    Text::new("保険者の名前", "Name of the insurer"),
    Text::new(
        "本人・家族の別と、勤務先の名前",
        "Insured or family member; employer",
    ),
    Text::new("保険者番号・記号・番号（わかる範囲）", "Numbers, if known"),
    Text::new("加入した時期（わかる範囲）", "Since when, if known"),
    Text::new("負担割合（わかる範囲）", "Share of the costs, if known"),
    Text::new(
        "いま有効な保険に入っていることの申立て",
        "That the insurance is in force now",
    ),
    Text::new("記入した日・署名", "Date and signature"),
];

/// Whether somebody answers at the official call centre.
pub(crate) fn line(line: Line, language: Language) -> String {
    match (line, language) {
        (Line::Open { until }, Language::Ja) => {
            ["受付時間内（", &until.to_string(), ":00まで。祝日は休み）"].concat()
        }
        (Line::Open { until }, Language::En) => [
            "Open now until ",
            &until.to_string(),
            ":00, unless it is a public holiday",
        ]
        .concat(),
        (Line::Closed { opens, today, at }, Language::Ja) => [
            "受付時間外（次は",
            if today {
                "今日"
            } else {
                weekday(opens).of(language)
            },
            " ",
            &at.to_string(),
            ":00から。祝日は休み）",
        ]
        .concat(),
        (Line::Closed { opens, today, at }, Language::En) => [
            "Closed now; opens ",
            if today {
                "today"
            } else {
                weekday(opens).of(language)
            },
            " at ",
            &at.to_string(),
            ":00, unless it is a public holiday",
        ]
        .concat(),
    }
}

const fn weekday(day: Weekday) -> Text {
    match day {
        Weekday::Monday => Text::new("月曜日", "Monday"),
        Weekday::Tuesday => Text::new("火曜日", "Tuesday"),
        Weekday::Wednesday => Text::new("水曜日", "Wednesday"),
        Weekday::Thursday => Text::new("木曜日", "Thursday"),
        Weekday::Friday => Text::new("金曜日", "Friday"),
        Weekday::Saturday => Text::new("土曜日", "Saturday"),
        Weekday::Sunday => Text::new("日曜日", "Sunday"),
    }
}
