//! Sony's readers as models. Variants of the RC-S300 differ in what nobody has
//! yet tried on a real one, or said differently.

use super::{Family, Port400Model, Route, VENDOR_ID};
use crate::profile::Title;
use crate::reader::model::{Model, SMART_CARD_CLASS};
use crate::reader::models::EXTENDED;

/// `dwMaxCCIDMessageLength` of the real one, which has extended APDUs (libccid
/// 1.8.2, `readers/SONY_FeliCa_RC-S300_S.txt`).
const LONGEST_MESSAGE: u32 = 522;

const RAW: Port400Model = Port400Model {
    route: Route::Raw,
    takes_extended: true,
    starts_owned: false,
};

/// Raw frames: the host speaks ISO/IEC 14443-4.
pub(in crate::reader) const RC_S300: Model = Model {
    name: "rc-s300",
    title: Title {
        ja: "ソニー RC-S300（カードとのやり取りはパソコン側）",
        en: "Sony RC-S300 (the computer speaks to the card)",
    },
    interface_class: SMART_CARD_CLASS,
    max_message_length: LONGEST_MESSAGE,
    message_limit: LONGEST_MESSAGE,
    family: Family::Port400(RAW),
    vendor_id: VENDOR_ID,
    product_id: 0x0DC8,
    ..EXTENDED
};

/// APDUs: the reader speaks ISO/IEC 14443-4.
pub(in crate::reader) const RC_S300_PROLOGUE: Model = Model {
    name: "rc-s300-prologue",
    title: Title {
        ja: "ソニー RC-S300（カードとのやり取りはリーダー側）",
        en: "Sony RC-S300 (the reader speaks to the card)",
    },
    family: Family::Port400(Port400Model {
        route: Route::Prologue,
        ..RAW
    }),
    ..RC_S300
};

/// Plain CCID on the second interface as well.
pub(in crate::reader) const RC_S300_PLAIN: Model = Model {
    name: "rc-s300-plain",
    title: Title {
        ja: "ソニー RC-S300（ふつうのCCIDとして使える）",
        en: "Sony RC-S300 (usable as plain CCID)",
    },
    family: Family::Port400(Port400Model {
        route: Route::Plain,
        ..RAW
    }),
    ..RC_S300
};

/// Pseudo-APDUs in the short form only.
pub(in crate::reader) const RC_S300_SHORT_ESCAPE: Model = Model {
    name: "rc-s300-short-escape",
    title: Title {
        ja: "ソニー RC-S300（短い命令だけを受ける）",
        en: "Sony RC-S300 (takes short commands only)",
    },
    family: Family::Port400(Port400Model {
        takes_extended: false,
        ..RAW
    }),
    ..RC_S300
};

/// A session is open that nobody uses any more.
pub(in crate::reader) const RC_S300_OWNED: Model = Model {
    name: "rc-s300-owned",
    title: Title {
        ja: "ソニー RC-S300（前の利用が終わっていない）",
        en: "Sony RC-S300 (left open by somebody else)",
    },
    family: Family::Port400(Port400Model {
        starts_owned: true,
        ..RAW
    }),
    ..RC_S300
};

/// The older reader.
pub(in crate::reader) const RC_S380: Model = Model {
    name: "rc-s380",
    title: Title {
        ja: "ソニー RC-S380",
        en: "Sony RC-S380",
    },
    interrupt: false,
    family: Family::Port100,
    vendor_id: VENDOR_ID,
    product_id: 0x06C1,
    ..EXTENDED
};
