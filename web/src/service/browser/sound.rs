//! Two tones, made by the browser itself: one clear tone for a valid insurance, two
//! falling ones for everything else that ends a visit.

use web_sys::{AudioContext, OscillatorType};

const VOLUME: f32 = 0.15;
const TONE_SECONDS: f64 = 0.18;

/// What a tone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// 有効.
    Valid,
    /// Look at the screen.
    Attention,
}

/// The speaker. Browsers let it speak only after somebody touched the page.
#[derive(Default)]
pub(crate) struct Speaker(std::cell::RefCell<Option<AudioContext>>);

impl Speaker {
    /// Plays a tone. A computer without sound loses nothing: the screen says the same.
    pub(crate) fn play(&self, tone: Tone) {
        let mut context = self.0.borrow_mut();
        if context.is_none() {
            *context = AudioContext::new().ok();
        }
        let Some(context) = context.as_ref() else {
            return;
        };
        // Allowed or not is the browser's decision; nobody waits for it.
        let _ = context.resume();
        let notes: &[f32] = match tone {
            Tone::Valid => &[880.0],
            Tone::Attention => &[494.0, 370.0],
        };
        let mut start = context.current_time();
        for &frequency in notes {
            // As above: without sound the page goes on.
            let _ = note(context, frequency, start);
            start += TONE_SECONDS;
        }
    }
}

fn note(context: &AudioContext, frequency: f32, start: f64) -> Result<(), wasm_bindgen::JsValue> {
    let (oscillator, gain) = (context.create_oscillator()?, context.create_gain()?);
    oscillator.set_type(OscillatorType::Sine);
    oscillator.frequency().set_value(frequency);
    gain.gain().set_value_at_time(VOLUME, start)?;
    // Fades out: a tone that is cut off clicks.
    gain.gain()
        .linear_ramp_to_value_at_time(0.0, start + TONE_SECONDS)?;
    oscillator.connect_with_audio_node(&gain)?;
    gain.connect_with_audio_node(&context.destination())?;
    oscillator.start_with_when(start)?;
    oscillator.stop_with_when(start + TONE_SECONDS)
}
