//! What the two sides can do besides version 0.3 of the protocol: bits that
//! each says in its hello ("usb_redir_hello").

/// A set of capabilities; bit n is the nth of the specification's list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Capabilities(u32);

impl Capabilities {
    /// `usb_redir_cap_connect_device_version`: device_connect tells bcdDevice.
    pub(super) const DEVICE_VERSION: Self = Self(1 << 1);
    /// `usb_redir_cap_ep_info_max_packet_size`: ep_info tells packet sizes.
    pub(super) const PACKET_SIZES: Self = Self(1 << 4);
    /// `usb_redir_cap_64bits_ids`: the header's id has eight bytes.
    pub(super) const WIDE_IDS: Self = Self(1 << 5);
    /// `usb_redir_cap_32bits_bulk_length`: bulk packets have a length of 32 bits.
    pub(super) const WIDE_LENGTHS: Self = Self(1 << 6);

    /// What this side can do; QEMU wants the last three on an xHCI controller.
    pub(super) const OURS: Self = Self(
        Self::DEVICE_VERSION.0 | Self::PACKET_SIZES.0 | Self::WIDE_IDS.0 | Self::WIDE_LENGTHS.0,
    );

    /// The set as the wire has it.
    pub(super) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The set as the wire has it.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// What both sides can do is what counts.
    pub(super) fn shared(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn has(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}
