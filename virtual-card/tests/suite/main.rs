//! The card and the reader, tried from outside.

#[cfg(test)]
mod card;
#[cfg(test)]
mod conversation;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod host;
#[cfg(test)]
mod pins;
#[cfg(test)]
mod profiles;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rc_s300;
#[cfg(test)]
mod rc_s380;
#[cfg(test)]
mod reader;
#[cfg(test)]
mod signatures;
#[cfg(test)]
mod slots;
#[cfg(test)]
mod sony;
#[cfg(test)]
mod tpdu;
#[cfg(test)]
mod verifier;
