//! Cards that come and go at a coupler that does as it is told.

use std::cell::RefCell;
use std::collections::VecDeque;

use super::*;
use crate::ccid::script::PausedTimer;
use crate::link::script::block_on;

/// What happened to the coupler, and what it answers.
#[derive(Default)]
struct Script {
    calls: RefCell<Vec<&'static str>>,
    sights: RefCell<VecDeque<Sight>>,
    present: Cell<bool>,
    fails: Cell<Option<LinkError>>,
    refuses_power_off: Cell<bool>,
}

struct ScriptedCoupler(Rc<Script>);

#[async_trait(?Send)]
impl Coupler for ScriptedCoupler {
    async fn look(&mut self) -> Result<Sight, LinkError> {
        self.0.calls.borrow_mut().push("look");
        let sight = self.0.sights.borrow_mut().pop_front();
        sight.ok_or(LinkError::Unplugged)
    }

    async fn activate(&mut self) -> Result<Limits, LinkError> {
        self.0.calls.borrow_mut().push("activate");
        self.0.fails.take().map_or(Ok(Limits::SHORT), Err)
    }

    async fn exchange(&mut self, _: &[u8]) -> Result<Vec<u8>, LinkError> {
        self.0.calls.borrow_mut().push("exchange");
        self.0.fails.take().map_or(Ok(vec![0x90, 0x00]), Err)
    }

    async fn is_present(&mut self) -> Result<bool, LinkError> {
        self.0.calls.borrow_mut().push("present");
        Ok(self.0.present.get())
    }

    async fn deactivate(&mut self) -> Result<(), LinkError> {
        self.0.calls.borrow_mut().push("off");
        if self.0.refuses_power_off.take() {
            return Err(LinkError::NotAccepted);
        }
        Ok(())
    }

    async fn end(&mut self) -> Result<(), LinkError> {
        self.0.calls.borrow_mut().push("end");
        Ok(())
    }
}

fn coupled(sights: &[Sight]) -> (Rc<Coupled<ScriptedCoupler>>, Rc<Script>) {
    let script = Rc::new(Script::default());
    script.sights.borrow_mut().extend(sights);
    script.present.set(true);
    let coupler = ScriptedCoupler(Rc::clone(&script));
    (Coupled::new(coupler, Rc::new(PausedTimer)), script)
}

fn select() -> Command {
    Command::new([0x00, 0xA4, 0x04, 0x00])
}

#[test]
fn the_field_is_looked_at_until_there_is_a_card() {
    block_on(async {
        let (coupled, script) = coupled(&[Sight::Nothing, Sight::Nothing, Sight::Card]);
        let begin = tokio::time::Instant::now();
        assert_eq!(coupled.wait_for_card().await, Ok(Sight::Card));
        assert_eq!(begin.elapsed(), POLL * 2);
        assert_eq!(coupled.wait_for_card().await, Err(LinkError::Unplugged));
        assert_eq!(*script.calls.borrow(), ["look"; 4]);
    });
}

#[test]
fn one_miss_is_no_removal() {
    let (card, nothing) = (Sight::Card, Sight::Nothing);
    block_on(async {
        let (coupled, script) = coupled(&[card, nothing, card, nothing, nothing]);
        assert_eq!(coupled.wait_for_removal().await, Ok(()));
        assert_eq!(script.sights.borrow().len(), 0);
    });
}

#[test]
fn a_card_that_goes_during_a_session_loses_its_power() {
    block_on(async {
        let (coupled, script) = coupled(&[]);
        let mut channel = coupled.power_on().await.unwrap();
        let leave = async {
            tokio::time::sleep(POLL * 3 / 2).await;
            script.present.set(false);
        };
        let (removed, ()) = tokio::join!(coupled.wait_for_removal(), leave);
        assert_eq!(removed, Ok(()));
        let lost = channel.exchange(&select()).await;
        assert_eq!(lost.unwrap_err(), LinkError::CardRemoved);
        assert_eq!(channel.power_off().await, Ok(()));
        let calls = script.calls.borrow().clone();
        assert_eq!(calls, ["activate", "present", "present", "present", "off"]);
    });
}

#[test]
fn a_failed_command_takes_the_power() {
    block_on(async {
        for error in [LinkError::CardRemoved, LinkError::MalformedResponse] {
            let (coupled, script) = coupled(&[Sight::Nothing, Sight::Nothing]);
            let mut channel = coupled.power_on().await.unwrap();
            script.fails.set(Some(error));
            assert_eq!(channel.exchange(&select()).await.unwrap_err(), error);
            assert_eq!(channel.exchange(&select()).await.unwrap_err(), error);
            assert_eq!(*script.calls.borrow(), ["activate", "exchange", "off"]);
            assert_eq!(coupled.wait_for_removal().await, Ok(()));
        }
    });
}

#[test]
fn a_command_that_was_not_taken_leaves_the_card_as_it_is() {
    block_on(async {
        let (coupled, script) = coupled(&[]);
        let mut channel = coupled.power_on().await.unwrap();
        script.fails.set(Some(LinkError::NotAccepted));
        let refused = channel.exchange(&select()).await;
        assert_eq!(refused.unwrap_err(), LinkError::NotAccepted);
        assert!(channel.exchange(&select()).await.is_ok());
        let long = select().with_data(&[0; 256]).unwrap();
        let too_long = channel.exchange(&long).await;
        assert_eq!(too_long.unwrap_err(), LinkError::CommandTooLong);
    });
}

#[test]
fn a_dropped_channel_owes_its_power_off() {
    block_on(async {
        let (coupled, script) = coupled(&[Sight::Card]);
        drop(coupled.power_on().await.unwrap());
        assert_eq!(coupled.wait_for_card().await, Ok(Sight::Card));
        assert_eq!(*script.calls.borrow(), ["activate", "off", "look"]);
        // Powered off before it was dropped: nothing is owed.
        let mut channel = coupled.power_on().await.unwrap();
        channel.power_off().await.unwrap();
        drop(channel);
        coupled.end().await.unwrap();
        let calls = script.calls.borrow()[3..].to_vec();
        assert_eq!(calls, ["activate", "off", "off", "end"]);
    });
}

#[test]
fn a_refused_power_off_is_made_up_for() {
    block_on(async {
        let (coupled, script) = coupled(&[Sight::Card]);
        let mut channel = coupled.power_on().await.unwrap();
        script.refuses_power_off.set(true);
        assert_eq!(channel.power_off().await, Err(LinkError::NotAccepted));
        drop(channel);
        assert_eq!(coupled.wait_for_card().await, Ok(Sight::Card));
        assert_eq!(*script.calls.borrow(), ["activate", "off", "off", "look"]);
    });
}

#[test]
fn another_power_on_makes_the_first_channel_useless() {
    block_on(async {
        let (coupled, _) = coupled(&[]);
        let mut first = coupled.power_on().await.unwrap();
        let mut second = coupled.power_on().await.unwrap();
        let useless = first.exchange(&select()).await;
        assert_eq!(useless.unwrap_err(), LinkError::PoweredOff);
        drop(first);
        assert!(second.exchange(&select()).await.is_ok());
    });
}

#[test]
fn a_card_that_cannot_be_activated_gets_no_power() {
    block_on(async {
        let (coupled, script) = coupled(&[]);
        script.fails.set(Some(LinkError::CardMute));
        let mute = coupled.power_on().await;
        assert_eq!(mute.err(), Some(LinkError::CardMute));
        assert_eq!(*script.calls.borrow(), ["activate", "off"]);
    });
}
