//! The bench's PIN pad, its blocks and its counts: what readers have that carry
//! more than APDUs.

use wasm_bindgen::prelude::*;

use super::bench::Bench;
use super::value::plain;
use crate::reader::PadInput;
use crate::transmission::BlockFault;

#[wasm_bindgen]
impl Bench {
    /// Whether the reader has a PIN pad.
    #[wasm_bindgen(getter, js_name = hasPad)]
    pub fn has_pad(&self) -> bool {
        self.workbench.reader.borrow().model().has_pin_pad()
    }

    /// Whether the PIN pad waits for a person; `onchange` tells when that changes.
    #[wasm_bindgen(getter, js_name = padWaits)]
    pub fn pad_waits(&self) -> bool {
        self.workbench.reader.borrow().pad_waits()
    }

    /// A person types these digits on the PIN pad and presses the green key.
    /// `false`: the pad took no notice, for nobody asked or not for so many.
    #[wasm_bindgen(js_name = typeOnPad)]
    pub fn type_on_pad(&self, digits: &str) -> bool {
        self.press_at_pad(PadInput::Digits(digits.to_owned()))
    }

    /// A person presses the red key.
    #[wasm_bindgen(js_name = cancelOnPad)]
    pub fn cancel_on_pad(&self) -> bool {
        self.press_at_pad(PadInput::Cancel)
    }

    /// Nobody types, and the time that the host gave is over.
    #[wasm_bindgen(js_name = leavePad)]
    pub fn leave_pad(&self) -> bool {
        self.press_at_pad(PadInput::Timeout)
    }

    /// Sets what happens to blocks of T=1 from now on: an array of objects such
    /// as `{at: 3, direction: "from-card", mishap: {kind: "lost"}}`.
    ///
    /// # Errors
    /// When it is no such array.
    #[wasm_bindgen(js_name = setBlockFaults)]
    pub fn set_block_faults(&self, faults: JsValue) -> Result<(), JsError> {
        let faults: Vec<BlockFault> = serde_wasm_bindgen::from_value(faults)?;
        self.workbench.reader.borrow_mut().set_block_faults(&faults);
        Ok(())
    }

    /// What passed since the reader was chosen: `{messagesOut, messagesIn,
    /// bytesOut, bytesIn, blocks, apdus, verifies}`.
    pub fn traffic(&self) -> JsValue {
        plain(&self.workbench.reader.borrow().traffic())
    }

    fn press_at_pad(&self, input: PadInput) -> bool {
        let noticed = self.workbench.reader.borrow_mut().press_at_pad(input);
        self.workbench.settle();
        noticed
    }
}
