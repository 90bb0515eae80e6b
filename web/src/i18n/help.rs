//! Help: the way of a check, what to do if something goes wrong, the keys, and what
//! this page is and is not.

use super::Text;

pub(crate) const LEAD: Text = Text::new(
    "受付の流れと、困ったときの手順です。",
    "How a check goes, and what to do when something goes wrong.",
);

pub(crate) const FLOW: Text = Text::new("受付の流れ", "How a check goes");
/// The path of a check, one sentence each.
pub(crate) const FLOW_STEPS: [Text; 5] = [
    Text::new(
        "患者さんにマイナンバーカードをリーダーに置いていただきます。職員がカードを預かる必要はありません。",
        "The patient puts the My Number Card on the reader. Staff need not take the card.",
    ),
    Text::new(
        "患者さんが数字4桁の暗証番号を入力します。画面の数字でも、キーボードでも入力できます。",
        "The patient types the four-digit PIN, on the screen or on the keyboard.",
    ),
    Text::new(
        "画面の大きな文字で結果を確かめます。「確認できませんでした」は、無効という意味ではありません。",
        "Read the large word. “Could not be confirmed” does not mean that the insurance is not valid.",
    ),
    Text::new(
        "F9 で結果をコピー、F10 でOQSフォルダに保存できます。番号は1つずつでもコピーできます。ほかの内容は「すべての項目」で開きます。",
        "F9 copies the result, F10 saves it in the OQS folder. Each number can be copied alone, too. “All items” opens everything else that came.",
    ),
    Text::new(
        "F12 を押すと次の患者に移ります。押さなくても、結果は自動で消えます。",
        "Press F12 for the next patient. The result also goes by itself.",
    ),
];

pub(crate) const GUIDE: Text = Text::new("はじめて使うとき", "Before the first check");
pub(crate) const DONE: Text = Text::new("完了", "done");
pub(crate) const NOT_DONE: Text = Text::new("これから", "to do");
/// What has to be ready, in the order in which it is done.
pub(crate) const GUIDE_STEPS: [Text; 4] = [
    Text::new(
        "Chrome または Edge でこの画面を開く",
        "Open this page in Chrome or Edge",
    ),
    Text::new(
        "確認先に接続できることを確かめる（機器診断）",
        "See that the checking service answers (device check)",
    ),
    Text::new(
        "カードリーダーをUSBで差し込み、「リーダーを接続」で選ぶ",
        "Plug the card reader in and choose it with “Connect reader”",
    ),
    Text::new(
        "練習モードか職員のカードで一度、最後まで読んでみる",
        "Read a card to the end once, in training or with a card of the staff",
    ),
];

pub(crate) const TROUBLE: Text = Text::new("困ったとき", "When something goes wrong");
/// What happens, and what to do.
pub(crate) const TROUBLE_ROWS: [(Text, Text); 5] = [
    (
        Text::new(
            "リーダーが「未接続」になる",
            "The reader is “not connected”",
        ),
        Text::new(
            "USBを差し直し、受付の「リーダーを接続」を押します。続くときは機器診断を開きます。",
            "Plug it in again and press “Connect reader”. If it stays, open the device check.",
        ),
    ),
    (
        Text::new("カードを読み取れない", "The card cannot be read"),
        Text::new(
            "カードをケースから出し、1枚だけをリーダーの中央に置き直します。金属の机では、下に厚手の紙や本を敷きます。",
            "Take the card out of its case and put it alone on the middle of the reader. On a metal desk, put a book under the reader.",
        ),
    ),
    (
        Text::new("暗証番号を間違えた", "The PIN was wrong"),
        Text::new(
            "続けて3回間違えるとロックされ、市区町村の窓口でしか解除できません。自信がないときはやめて、ほかの方法で確認します。",
            "After three wrong tries it is locked, and only the municipal office can unlock it. If in doubt, stop and check in another way.",
        ),
    ),
    (
        Text::new("該当する資格がありません", "No eligibility found"),
        Text::new(
            "加入の手続きから登録まで数日かかることがあります。資格情報のお知らせや資格確認書で確認します。",
            "A new insurance may take some days to appear. Ask for the eligibility notice or certificate.",
        ),
    ),
    (
        Text::new("名前に●がある", "There is a ● in the name"),
        Text::new(
            "表示できない文字（外字）の代わりです。券面の文字を確認します。",
            "It stands for a character that cannot be sent (外字). Look at the card itself.",
        ),
    ),
];

pub(crate) const KEYS: Text = Text::new("キーの一覧", "Keys");
pub(crate) const ABOUT: Text = Text::new("この画面について", "About this page");
pub(crate) const ABOUT_TEXT: [Text; 3] = [
    Text::new(
        "マイナンバーカードで健康保険の資格を確認する、民間のソフトウェアです。国や公的機関の公式アプリではなく、承認や推奨を受けたものでもありません。",
        "Independent software to check health insurance eligibility with a My Number Card. It is not an official app, and no public body has approved or recommended it.",
    ),
    Text::new(
        "カードから読むのは利用者証明用電子証明書だけです。個人番号（12桁のマイナンバー）は読みません。",
        "It reads only the certificate for user authentication. It never reads the twelve-digit My Number.",
    ),
    Text::new(
        "資格の有無を決めるのは、医療機関などが接続する確認先のサービスです。この画面だけで資格を判断することはありません。",
        "Whether somebody is insured is decided by the checking service that the facility is connected to, never by this page alone.",
    ),
];

pub(crate) const IF_IT_STAYS: Text = Text::new("確認できないとき", "If it cannot be confirmed");
pub(crate) const OTHER_WAYS: Text = Text::new(
    "資格確認書、または資格情報のお知らせとマイナンバーカードで確認できます。",
    "The eligibility certificate (資格確認書), or the eligibility notice with the card, can be used instead.",
);
pub(crate) const STEP_BY_STEP: Text = Text::new("順を追って見る（F7）", "Step by step (F7)");
pub(crate) const CALL_CENTRE: Text = Text::new(
    "オンライン資格確認等コールセンター（通話無料）",
    "Call centre of the online eligibility system (free of charge)",
);
pub(crate) const CALL_CENTRE_NUMBER: &str = "0800-080-4583";
pub(crate) const CALL_CENTRE_HOURS: Text = Text::new(
    "月～金 8:00～18:00、土 8:00～16:00（祝日を除く）",
    "Monday to Friday 8:00–18:00, Saturday 8:00–16:00, except public holidays",
);
