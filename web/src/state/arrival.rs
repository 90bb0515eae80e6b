//! How far a part of the program has come that is fetched after the first view.

/// The state of such a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// It is awaited.
    #[default]
    Awaited,
    /// It is there.
    Here,
    /// It could not be fetched. It is asked for again when it is wanted again.
    Missing,
}
