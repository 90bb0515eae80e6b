//! Words of medical information: who looks, what was agreed, what came.

use check_api::medical::{MedicalKind, Role};

use super::Text;
use crate::domain::advice::ErrorCode;
use crate::domain::settings::Language;
use crate::i18n::advice;

pub(crate) const LEAD: Text = Text::new(
    "資格のある人だけが、患者さんの同意を得て閲覧します。内容は残らず、コピーや印刷はできません。",
    "For qualified persons alone, with the patient's consent. Nothing is kept, copied or printed.",
);
pub(crate) const NOT_OFFERED: Text = Text::new(
    "この画面は、いまは使えません。",
    "This screen cannot be used at present.",
);
pub(crate) const GROUNDS_FIRST: Text = Text::new(
    "カードで確認し、結果が「有効」のあいだだけ開けます。",
    "It opens after a check with the card, as long as the result “Valid” is shown.",
);
pub(crate) const WHO: Text = Text::new("閲覧する人の資格", "Who looks");
pub(crate) const CONSENT: Text = Text::new("患者さんの同意", "Consent of the patient");
pub(crate) const CONSENT_NOTE: Text = Text::new(
    "汎用カードリーダーでは書面で同意を得ます。種類ごとに確かめてください。",
    "With an ordinary reader, consent is given on paper, for each kind.",
);
pub(crate) const SHOW: Text = Text::new("表示する", "Show");
pub(crate) const CLEAR: Text = Text::new("表示を消す", "Clear");
pub(crate) const ASKING: Text = Text::new("照会しています…", "Asking…");
pub(crate) const NOT_SHOWN: Text = Text::new("表示できませんでした", "Could not be shown");
pub(crate) const NOTHING: Text = Text::new(
    "情報は登録されていません。薬を使っていない、健診を受けていないという意味ではありません。",
    "Nothing is registered. It does not mean that no medicine was taken or no checkup was made.",
);
pub(crate) const COMPARE: Text = Text::new(
    "目の前の患者さんと同じ人か確かめてください。",
    "Please see that this is the person before you.",
);
pub(crate) const PERSON: Text = Text::new("患者さん", "Patient");
pub(crate) const WITHOUT_CARD: Text = Text::new(
    "災害時の特別措置として、カードと同意なしで照会します。口頭で聞き取った内容を入れます。",
    "As a measure in a disaster, you ask without card and consent. Enter what you were told.",
);
pub(crate) const NAME_TITLE: Text = Text::new(
    "カードなしの照会（災害時）",
    "Asking without a card (disaster)",
);
pub(crate) const NAME: Text = Text::new("氏名", "Name");
pub(crate) const BIRTHDATE: Text = Text::new("生年月日", "Date of birth");
pub(crate) const SEX: Text = Text::new("性別", "Sex");
pub(crate) const INSURER: Text = Text::new("保険者番号（わかるとき）", "Insurer number, if known");
pub(crate) const UNFIT: Text = Text::new(
    "氏名・生年月日・性別を確かめてください。保険者番号は6桁か8桁です。12桁のマイナンバーは入れないでください。",
    "Please check name, date of birth and sex. An insurer number has 6 or 8 digits. Never enter a My Number.",
);
pub(crate) const CLOSED_IN: Text = Text::new(
    "この画面を離れるか、しばらくすると消えます。",
    "It goes when you leave this screen, or after a while.",
);

pub(crate) const DATES: Text = Text::new("処方・調剤日", "Prescribed / dispensed");
pub(crate) const MONTH: Text = Text::new("診療月", "Month");
pub(crate) const SETTING: Text = Text::new("区分", "Setting");
pub(crate) const ROUTE: Text = Text::new("使い方", "Route");
pub(crate) const MEDICINE: Text = Text::new("薬剤名（一般名）", "Medicine (generic name)");
pub(crate) const QUANTITY: Text = Text::new("数量", "Quantity");
pub(crate) const TIMES: Text = Text::new("回数・日数", "Times or days");
pub(crate) const EXAMINED_ON: Text = Text::new("健診実施日", "Examined on");
pub(crate) const ITEM: Text = Text::new("項目", "Item");
pub(crate) const VALUE: Text = Text::new("値", "Value");

/// A kind of information.
pub(crate) const fn kind(kind: MedicalKind) -> Text {
    match kind {
        MedicalKind::Medication => Text::new("薬剤情報", "Medication"),
        MedicalKind::Checkup => Text::new("特定健診情報", "Checkups"),
    }
}

/// The box to tick for a kind.
pub(crate) const fn agreed(kind: MedicalKind) -> Text {
    match kind {
        MedicalKind::Medication => Text::new(
            "薬剤情報の閲覧について、書面で同意を得た",
            "The patient has agreed on paper that medication is seen",
        ),
        MedicalKind::Checkup => Text::new(
            "特定健診情報の閲覧について、書面で同意を得た",
            "The patient has agreed on paper that checkups are seen",
        ),
    }
}

/// A role.
pub(crate) const fn role(role: Role) -> Text {
    match role {
        Role::Physician => Text::new("医師", "Physician"),
        Role::Dentist => Text::new("歯科医師", "Dentist"),
        Role::Pharmacist => Text::new("薬剤師", "Pharmacist"),
        Role::Other => Text::new("そのほかの有資格者", "Another qualified person"),
    }
}

/// When somebody agreed.
pub(crate) fn agreed_at(time: &str, language: Language) -> String {
    match language {
        Language::Ja => ["同意を確かめた時刻 ", time].concat(),
        Language::En => ["Consent seen at ", time].concat(),
    }
}

/// Why it was not shown, and what to do.
pub(crate) fn problem(code: &ErrorCode) -> Text {
    match code.as_str() {
        "GATE-CONSENT" => Text::new(
            "同意の記録が足りません。書面の同意を確かめ、もう一度チェックを入れてください。",
            "The consent is not complete. Please see the paper and tick the box again.",
        ),
        "GATE-ROLE" => Text::new(
            "この資格では、この施設で閲覧できません。閲覧できる人に代わってください。",
            "This role may not see it at this facility. Please let somebody look who may.",
        ),
        "GATE-CHECK-UNKNOWN" => Text::new(
            "カードでの確認から時間がたちました。もう一度カードで確認してください。",
            "The check with the card is too long ago. Please check the card again.",
        ),
        "GATE-PERSON-UNKNOWN" => Text::new(
            "一人に決まりませんでした。入力を見直し、保険者番号も加えてください。",
            "No single person was found. Look at what you entered, and add the insurer number.",
        ),
        "GATE-CAPABILITY" => Text::new(
            "この端末では閲覧できません。閲覧できる端末を使ってください。",
            "It cannot be seen on this terminal. Please use one that is meant for it.",
        ),
        _ => advice::sentence(code.advice()),
    }
}
