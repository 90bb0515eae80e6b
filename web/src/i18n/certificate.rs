//! What may be said about 限度額, 高齢受給者証 and 特定疾病. Not asked, not agreed, none and
//! not sent are four different things, and each has its words.

use super::Text;

pub(crate) const DISEASE: Text = Text::new("特定疾病", "Specific disease");

pub(crate) const CONSENT_NOT_CONFIRMED: Text = Text::new(
    "同意を確認していません",
    "The patient’s consent was not confirmed",
);
pub(crate) const CONSENT_BEFORE: Text = Text::new(
    "同意のうえ読み直すと表示",
    "Read again with consent to see it",
);
pub(crate) const NOT_OFFERED: Text = Text::new(
    "この確認先は限度額を返しません",
    "This service does not answer about limits",
);
pub(crate) const NONE_WITH_CONSENT: Text = Text::new(
    "認定の登録なし（同意あり）",
    "No certificate registered (consent given)",
);
pub(crate) const NOT_APPLICABLE: Text =
    Text::new("対象外（医療扶助）", "Does not apply (medical assistance)");
pub(crate) const BELOW_70: Text = Text::new("対象外（70歳未満）", "Does not apply (below 70)");
pub(crate) const LATE_ELDERLY: Text =
    Text::new("対象外（後期高齢者医療）", "Does not apply (late elderly)");
pub(crate) const NOT_IN_ANSWER: Text = Text::new("返答に含まれていません", "Not in the answer");
/// After the last day of a certificate that has passed.
pub(crate) const ENDED: Text = Text::new("（期限切れ）", " (ended)");
/// Between the certificates of several diseases.
pub(crate) const AND: Text = Text::new("、", "; ");

/// Consent other than given: the code's own words follow.
pub(crate) const CONSENT: Text = Text::new("同意：", "Consent: ");

pub(crate) const TICKETS: Text = Text::new("医療券・調剤券", "Medical and dispensing tickets");
pub(crate) const NO_TICKET: Text = Text::new(
    "医療券・調剤券は返答に含まれていません。福祉事務所にご確認ください。",
    "No ticket is in the answer. Please ask the welfare office.",
);
pub(crate) const OTHER_INSTITUTION: Text = Text::new(
    "この医療機関を指定した券ではありません。福祉事務所にご確認ください。",
    "This ticket designates another institution. Please ask the welfare office.",
);
pub(crate) const INCONSISTENT: Text = Text::new(
    "券の内容に不整合があると返されました。福祉事務所にご確認ください。",
    "The service reports that the ticket is inconsistent. Please ask the welfare office.",
);
pub(crate) const TICKET_PERIOD: Text = Text::new("有効期間", "Valid");

pub(crate) const BACK: Text = Text::new(
    "カード裏面に記載された性別",
    "Sex as written on the back of the card",
);
pub(crate) const BACK_REASON: Text = Text::new(
    "表面の性別を裏面に記載する取扱い（平成24年9月21日事務連絡）です。必要なときだけ開き、声に出して読み上げないでください。",
    "The sex is written on the back so that it is not seen (notice of 21 September 2012). Open it only when needed, and do not read it aloud.",
);

pub(crate) const CHOOSE: Text = Text::new(
    "コピーする資格を選びます（矢印キーでも選べます）",
    "Choose the eligibility to copy (arrow keys work too)",
);
