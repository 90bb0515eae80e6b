//! Words of checks without PIN (目視).

use super::Text;

pub(crate) const CHOICE: Text = Text::new(
    "暗証番号を使わず、顔写真の目視で確認する",
    "Check by the face photo, without a PIN (目視)",
);
pub(crate) const CHOICE_NOTE: Text = Text::new(
    "この患者さんだけに使います。カードを置いてから見比べます。",
    "For this patient only. You compare after the card is put down.",
);
pub(crate) const NOT_OVER_BRIDGE: Text = Text::new(
    "顔写真の目視による確認は、ブリッジ経由のリーダーではできません。",
    "Checks by the face photo are not possible with a reader over the bridge.",
);

pub(crate) const WORD: Text = Text::new(
    "顔写真と患者さんを見比べてください",
    "Compare the photo with the patient",
);
pub(crate) const SENTENCE: Text = Text::new(
    "カードはリーダーに置いたままにします。暗証番号は使いません。",
    "Leave the card on the reader. No PIN is used.",
);
pub(crate) const COMPARE: [Text; 2] = [
    Text::new(
        "カードの表の顔写真と、患者さんの顔を見比べます。",
        "Look at the photo on the front of the card, and at the patient's face.",
    ),
    Text::new(
        "同じ人だと確かめられたときだけ、印を付けて進みます。",
        "Only if you are sure that it is the same person, tick the box and go on.",
    ),
];
pub(crate) const TICK: Text = Text::new(
    "顔写真と本人を確認しました",
    "I have compared the face photo with the person",
);
pub(crate) const TICK_NOTE: Text = Text::new(
    "この確認は、カードの電子署名に含まれて確認先に記録されます。",
    "This is part of what the card signs, and is recorded by the checking service.",
);
pub(crate) const CONFIRM: Text = Text::new("確認して続ける", "Confirm and go on");
pub(crate) const REFUSE: Text = Text::new("やめる", "Stop here");
