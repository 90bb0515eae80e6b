//! Words for the ways to a reader, how each was proven, and the readers that are known.

use super::Text;
use crate::domain::known_reader::{Extended, Reach};
use crate::domain::proof::{Proof, Way};

pub(crate) const KNOWN_TITLE: Text = Text::new(
    "主なリーダーと拡張APDU（拡張Lc/Le）",
    "Known readers and extended APDU (extended Lc/Le)",
);
pub(crate) const KNOWN_LEAD: Text = Text::new(
    "リーダーが自ら示す仕様（USBの記述子）による一覧です。お手元のリーダーが本当に対応しているかは、上の「カードを調べる」で確かめられます。この画面は、拡張APDUに対応しないリーダーでも使えます。",
    "By what the readers announce of themselves (USB descriptors). Whether the reader at hand keeps its word, “Examine the card” above finds out. This page works with readers that do not take extended APDUs, too.",
);
pub(crate) const READER: Text = Text::new("リーダー", "Reader");
pub(crate) const REACH: Text = Text::new("つなぎ方", "Reached");
pub(crate) const EXTENDED: Text = Text::new("拡張APDU", "Extended APDU");

pub(crate) const WAYS_TITLE: Text = Text::new(
    "つなぎ方と、どこまで確かめたか",
    "Ways to a reader, and how each was proven",
);
pub(crate) const WAYS_LEAD: Text = Text::new(
    "実物のリーダーではまだ確かめていません。うまくいかないときは、報告をコピーしてお知らせください。",
    "None has been tried with a reader made of metal yet. If one fails, please copy the report and tell us.",
);
pub(crate) const WAY: Text = Text::new("つなぎ方", "Way");
pub(crate) const PROOF: Text = Text::new("確かめ方", "Proven with");
/// Stands behind the name of a way.
pub(crate) const EXPERIMENTAL: Text = Text::new("（試験的）", " (experimental)");

/// What a page needs to reach a reader.
pub(crate) const fn reach(reach: Reach) -> Text {
    match reach {
        Reach::Page => Text::new("そのまま", "directly"),
        Reach::Bridge => Text::new("ブリッジ、またはアプリ版", "bridge or installed app"),
    }
}

/// How commands of extended length pass a reader.
pub(crate) const fn extended(extended: Extended) -> Text {
    match extended {
        Extended::ByReader => Text::new("対応", "yes"),
        Extended::InBlocks => Text::new("対応（分割して送ります）", "yes, in blocks"),
        Extended::No => Text::new("非対応（短いAPDUで使えます）", "no; short APDUs are used"),
    }
}

/// The name of a way.
pub(crate) const fn way(way: Way) -> Text {
    match way {
        Way::UsbApdu => Text::new("USB（APDU）", "USB, APDU level"),
        Way::UsbTpdu => Text::new("USB（TPDU、T=1・T=0）", "USB, TPDU level (T=1, T=0)"),
        Way::PortFourHundred => Text::new("Sony RC-S300", "Sony RC-S300"),
        Way::PortOneHundred => Text::new("Sony RC-S380", "Sony RC-S380"),
        Way::IsolatedApp => Text::new(
            "アプリ版（USBクラス 0x0B）",
            "Installed app (USB class 0x0B)",
        ),
        Way::Bridge => Text::new("ブリッジ", "Bridge"),
        Way::SpringCard => Text::new("Bluetooth（SpringCard）", "Bluetooth, SpringCard"),
        Way::AcsBluetooth => {
            Text::new("Bluetooth（ACS ACR1255U-J1）", "Bluetooth, ACS ACR1255U-J1")
        }
        Way::Hid => Text::new("HID", "HID reports"),
        Way::WebSmartCard => Text::new("ブラウザのスマートカード機能", "navigator.smartCard"),
    }
}

/// What stood at the other end.
pub(crate) const fn proof(proof: Proof) -> Text {
    match proof {
        Proof::StandIn => Text::new("ブラウザ機能の代役", "a stand-in for the browser"),
        Proof::Emulator => Text::new("仮想リーダー", "an emulated reader"),
        Proof::RealUsb => Text::new(
            "本物のUSBとブラウザ、仮想リーダー",
            "a real USB stack and browser, emulated reader",
        ),
        Proof::RealService => Text::new(
            "本物のスマートカード機能、仮想カード",
            "the real smart card service, virtual card",
        ),
    }
}
