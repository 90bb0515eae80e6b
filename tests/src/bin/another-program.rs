//! What another program on the same computer can do with a card: opens the reader that is
//! named first as a shared one, sends the commands that follow, prints the answers, and leaves
//! the card as it is. Fails if the reader cannot be had at once.

use std::error::Error;
use std::ffi::CString;

use bridge_protocol::Hex;
use pcsc::{Context, Disposition, MAX_BUFFER_SIZE, Protocols, Scope, ShareMode};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let reader = CString::new(arguments.next().ok_or("no reader is named")?)?;
    let context = Context::establish(Scope::User)?;
    let card = context.connect(&reader, ShareMode::Shared, Protocols::ANY)?;
    for command in arguments {
        let mut buffer = [0; MAX_BUFFER_SIZE];
        let command = Hex::try_from(command.as_str())?;
        let answer = card.transmit(command.as_bytes(), &mut buffer)?;
        println!("{}", Hex::from(answer));
    }
    card.disconnect(Disposition::LeaveCard)
        .map_err(|(_, error)| error.into())
}
