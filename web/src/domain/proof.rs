//! The ways to a reader, and how each was proven. Says nothing that was not seen: no reader
//! made of metal has been on this list's desk yet.

/// A way from the page to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A CCID reader that takes whole APDUs, on an interface of its maker's own.
    UsbApdu,
    /// A CCID reader at TPDU level: this page speaks T=1 or T=0 itself.
    UsbTpdu,
    /// Sony RC-S300, on its second interface.
    PortFourHundred,
    /// Sony RC-S380.
    PortOneHundred,
    /// The page installed as an Isolated Web App, which may use class 0x0B.
    IsolatedApp,
    /// The readers of the system, by extension and native host.
    Bridge,
    /// SpringCard readers by Bluetooth.
    SpringCard,
    /// ACS ACR1255U-J1 by Bluetooth.
    AcsBluetooth,
    /// Devices that carry APDUs in HID reports.
    Hid,
    /// The browser's own smart-card service (ChromeOS).
    WebSmartCard,
}

/// What stood at the other end when the main job was done this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// An object in the page that behaves as the browser's interface is documented.
    StandIn,
    /// A virtual reader in the same process, written from the specifications alone.
    Emulator,
    /// A virtual reader on a real USB bus: Linux kernel, Chromium, WebUSB.
    RealUsb,
    /// The real PC/SC service, extension and native host, with a virtual card.
    RealService,
}

impl Way {
    /// Every way, the most proven first.
    pub const ALL: [Self; 10] = [
        Self::UsbApdu,
        Self::UsbTpdu,
        Self::PortFourHundred,
        Self::IsolatedApp,
        Self::Bridge,
        Self::PortOneHundred,
        Self::SpringCard,
        Self::AcsBluetooth,
        Self::Hid,
        Self::WebSmartCard,
    ];

    /// How it was proven.
    pub const fn proof(self) -> Proof {
        match self {
            Self::UsbApdu | Self::UsbTpdu | Self::PortFourHundred | Self::IsolatedApp => {
                Proof::RealUsb
            }
            Self::Bridge => Proof::RealService,
            Self::PortOneHundred | Self::SpringCard | Self::AcsBluetooth | Self::Hid => {
                Proof::Emulator
            }
            Self::WebSmartCard => Proof::StandIn,
        }
    }

    /// Whether it is offered as an experiment: its sources are few or contradict each other.
    pub const fn is_experimental(self) -> bool {
        matches!(self, Self::AcsBluetooth | Self::Hid | Self::WebSmartCard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::Language::En;
    use crate::i18n::route;

    #[test]
    fn the_documents_say_the_same() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/readers.md");
        let text = std::fs::read_to_string(file).expect("the document");
        for way in Way::ALL {
            let row = text
                .lines()
                .find(|line| line.starts_with(&["| ", route::way(way).of(En), " |"].concat()))
                .unwrap_or_else(|| panic!("no row for {way:?}"));
            assert!(row.contains(route::proof(way.proof()).of(En)), "{row}");
            assert_eq!(row.contains("experimental"), way.is_experimental(), "{row}");
        }
    }
}
