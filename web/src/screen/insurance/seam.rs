//! What a person at the form can want, and who carries it out. The screen names no
//! service: whoever fetched it leaves a way to reach one here.

use std::cell::OnceCell;
use std::rc::Rc;

use check_api::field::{Date, Repertoire};
use yew::Callback;

use crate::domain::insurance_form::Question;

/// Something a person at the form wants.
#[derive(Clone, PartialEq, Eq)]
pub enum Want {
    /// Ask this.
    Ask(Question),
    /// Take the result away and correct what was typed.
    Correct,
    /// Something of a person stands in the form, or nothing does any more.
    Typed(bool),
    /// The form was cleared: nothing of its last question is wanted any more.
    Forget,
}

/// The services of the form.
#[derive(Clone)]
pub struct Seam {
    /// Carries out what a person wants.
    pub send: Callback<Want>,
    /// The characters that a question can hold.
    pub repertoire: Rc<dyn Fn(char) -> bool>,
    /// The day in Japan, by the gateway's clock.
    pub today: Rc<dyn Fn() -> Option<Date>>,
}

thread_local! {
    static SEAM: OnceCell<Seam> = const { OnceCell::new() };
}

/// Gives the form its services; the first ones stay.
pub fn serve(seam: Seam) {
    SEAM.with(|cell| drop(cell.set(seam)));
}

pub(super) fn want(want: Want) {
    if let Some(seam) = seam() {
        seam.send.emit(want);
    }
}

pub(super) fn today() -> Option<Date> {
    (seam()?.today)()
}

/// Without services nothing is sent, so that any character will do.
pub(super) fn repertoire() -> impl Repertoire {
    let seam = seam();
    move |character: char| {
        seam.as_ref()
            .is_none_or(|seam| (seam.repertoire)(character))
    }
}

fn seam() -> Option<Seam> {
    SEAM.with(|cell| cell.get().cloned())
}
