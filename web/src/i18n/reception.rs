//! Words of the reception screen until there is a result.

use super::Text;
use crate::domain::settings::Language;
use crate::state::{Step, StepState};

pub(crate) const PUT_CARD: Text = Text::new(
    "マイナンバーカードをリーダーに置いてください",
    "Please put the My Number Card on the reader",
);
pub(crate) const PATIENT_HOLDS: Text = Text::new(
    "カードは患者さんご自身に置いていただき、終わるまで動かさないようお伝えください。",
    "Let the patient put the card down, and leave it there until the check ends.",
);
pub(crate) const NO_READER: Text = Text::new(
    "カードリーダーを接続してください",
    "Please connect a card reader",
);
pub(crate) const NO_READER_NOTE: Text = Text::new(
    "USBで差し込み、下のボタンで選びます。一度選べば、次からは自動でつながります。",
    "Plug it in by USB and choose it with the button below. It is found by itself the next time.",
);
pub(crate) const READER_UNUSABLE: Text = Text::new(
    "カードリーダーを使えません",
    "The card reader cannot be used",
);
pub(crate) const CONNECTING: Text = Text::new("準備しています", "Getting ready");
pub(crate) const CONNECT: Text = Text::new("リーダーを接続", "Connect reader");
pub(crate) const DIAGNOSE: Text = Text::new("機器診断で調べる", "Find out why");
pub(crate) const TRY_TRAINING: Text = Text::new(
    "リーダーがなくても、練習モードで試せます",
    "No reader? Try the training mode",
);
pub(crate) const CARD_WAITS: Text = Text::new(
    "カードが置かれたままです",
    "The card is still on the reader",
);
pub(crate) const CARD_WAITS_NOTE: Text = Text::new(
    "患者さんにカードをお返しください。同じカードをもう一度読むときは F2 を押します。",
    "Please give the card back to the patient. Press F2 to read the same card again.",
);
pub(crate) const READ_THIS_CARD: Text = Text::new("このカードを読む", "Read this card");
pub(crate) const LIMIT_CONSENT: Text = Text::new(
    "限度額情報の提供に患者さんが同意した",
    "The patient agrees to share cost-limit information (限度額)",
);
pub(crate) const LIMIT_CONSENT_NOTE: Text = Text::new(
    "カードを置く前に、患者さんにお尋ねください。",
    "Ask the patient before the card is put down.",
);

pub(crate) const READING: Text = Text::new("カードを読んでいます", "Reading the card");
pub(crate) const KEEP_STILL: Text = Text::new(
    "カードを動かさないでください。",
    "Please leave the card where it is.",
);
pub(crate) const ENTER_PIN: Text = Text::new("暗証番号を入力してください", "Please enter the PIN");
pub(crate) const ENTER_PIN_NOTE: Text = Text::new(
    "患者さんに、利用者証明用の数字4桁を入力していただきます。",
    "The patient types the four digits of the PIN for user authentication.",
);
pub(crate) const ENTER_PIN_ON_READER: Text = Text::new(
    "リーダーのキーで暗証番号を入力してください",
    "Please enter the PIN on the reader",
);
pub(crate) const ENTER_PIN_ON_READER_NOTE: Text = Text::new(
    "患者さんに、リーダーのキーで利用者証明用の数字4桁を押し、確定キーを押していただきます。",
    "The patient types the four digits of the PIN for user authentication on the reader and confirms there.",
);
pub(crate) const PAD_OF_READER_HELP: Text = Text::new(
    "暗証番号はこのパソコンを通りません。やめるときは、リーダーの取消キーを押してください。",
    "The PIN does not pass this computer. To stop, press the reader's cancel key.",
);
pub(crate) const CHECKING: Text = Text::new("資格を確認しています", "Checking the eligibility");
pub(crate) const CHECKING_NOTE: Text = Text::new(
    "カードはもう動かしてもかまいません。",
    "The card may be taken away now.",
);
pub(crate) const CHECKING_LONG: Text = Text::new(
    "時間がかかっています。このままお待ちください。30秒待っても変わらないときは、Esc で中止し、ほかの方法でご確認ください。",
    "This is taking long. Please wait; if nothing changes within 30 seconds, press Esc to cancel and check in another way.",
);
pub(crate) const STEPS: Text = Text::new("進み具合", "Progress");

/// The name of a step.
pub(crate) const fn step(step: Step) -> Text {
    match step {
        Step::Card => Text::new("カード確認", "Card"),
        Step::Certificate => Text::new("証明書", "Certificate"),
        Step::Pin => Text::new("暗証番号", "PIN"),
        Step::Face => Text::new("顔写真の確認", "Face photo"),
        Step::Check => Text::new("資格確認", "Eligibility"),
    }
}

/// The state of a step.
pub(crate) const fn step_state(state: StepState) -> Text {
    match state {
        StepState::Waiting => Text::new("これから", "to come"),
        StepState::Running => Text::new("実行中", "under way"),
        StepState::Done => Text::new("完了", "done"),
        StepState::Failed => Text::new("中断", "stopped here"),
    }
}

/// Seconds since the question was sent.
pub(crate) fn seconds(seconds: u64, language: Language) -> String {
    let number = seconds.to_string();
    match language {
        Language::Ja => [&number, "秒経過"].concat(),
        Language::En => [&number, " s"].concat(),
    }
}

pub(crate) const PAD: Text = Text::new("暗証番号の入力", "PIN entry");
pub(crate) const PAD_HELP: Text = Text::new(
    "数字キーで入力し、Enter で決定、Backspace で1字消します。",
    "Type digits, Enter to confirm, Backspace to take the last one back.",
);
pub(crate) const BACKSPACE: Text = Text::new("1字消す", "Back");
pub(crate) const SUBMIT: Text = Text::new("決定", "OK");
pub(crate) const WRONG_BEFORE: Text = Text::new("暗証番号が違います。", "That PIN was wrong.");
pub(crate) const ONE_LEFT: Text = Text::new(
    "暗証番号を入力できるのは、あと1回です",
    "One try is left for the PIN",
);
pub(crate) const LAST_TRY: Text = Text::new(
    "間違えるとロックされます。市区町村の窓口で再設定が必要になります。",
    "If it is wrong, the PIN will be locked and must be reset at the municipal office.",
);
pub(crate) const LAST_TRY_ASK: Text = Text::new(
    "患者さんが暗証番号に自信があることを確かめてから、進んでください。",
    "Go on only if the patient is sure of the PIN.",
);
pub(crate) const LAST_TRY_ACCEPT: Text = Text::new("最後の1回を使って入力する", "Use the last try");
pub(crate) const LAST_TRY_REFUSE: Text = Text::new("やめる", "Stop here");

/// How many tries are left, in words.
pub(crate) fn tries_left(tries: u8, language: Language) -> String {
    let number = tries.to_string();
    match (language, tries) {
        (Language::Ja, 0) => "0回（ロックされています）".to_owned(),
        (Language::En, 0) => "none: the PIN is locked".to_owned(),
        (Language::Ja, 1) => "あと1回（最後）".to_owned(),
        (Language::Ja, _) => ["あと", &number, "回"].concat(),
        (Language::En, 1) => "1 try left (the last)".to_owned(),
        (Language::En, _) => [&number, " tries left"].concat(),
    }
}

/// How many digits have been typed, for those who cannot see the dots.
pub(crate) fn digits_typed(digits: u8, language: Language) -> String {
    let number = digits.to_string();
    match language {
        Language::Ja => ["4桁のうち", &number, "桁入力済み"].concat(),
        Language::En => [&number, " of 4 digits entered"].concat(),
    }
}
