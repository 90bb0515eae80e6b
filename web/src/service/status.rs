//! What the gateway says of itself, taken over into the state of the page.

use check_api::Status;

use super::gateway::GatewayError;
use crate::domain::config::Environment;
use crate::domain::time::{Reading, ServerClock};
use crate::state::{Action, GatewayStatus};

/// The action for an answer that arrived when the clocks were read like this.
///
/// # Errors
/// [`GatewayError::OtherEnvironment`] for a gateway of the other world: practice and
/// production never mix.
pub fn accept(
    status: Status,
    configured: Environment,
    reading: Reading,
) -> Result<Action, GatewayError> {
    if status.environment != configured {
        return Err(GatewayError::OtherEnvironment);
    }
    let seconds = status.server_time.unix_seconds();
    let seconds = seconds
        .and_then(|seconds| u64::try_from(seconds).ok())
        .ok_or(GatewayError::Nonsense)?;
    let clock = ServerClock::new(seconds, reading.moment);
    Ok(Action::GatewayAnswered {
        status: GatewayStatus {
            service: status.service,
            environment: status.environment,
            notices: status.notices,
            capabilities: status.capabilities,
            disaster: status.disaster,
            call_centre: status.call_centre,
        },
        skew_seconds: clock.skew_seconds(reading.local_unix_seconds, reading.moment),
        clock,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Moment;
    use crate::state::State;

    fn status(environment: &str, time: &str) -> Status {
        let text = [
            r#"{"service":"open","layoutVersion":"8.07","capabilities":{},"environment":""#,
            environment,
            r#"","serverTime":""#,
            time,
            r#""}"#,
        ];
        serde_json::from_str(&text.concat()).expect("a status")
    }

    #[test]
    fn the_gateways_clock_becomes_the_pages_clock() {
        let reading = Reading {
            local_unix_seconds: 1_795_219_000,
            moment: Moment::from_millis(7_000),
        };
        let status = status("practice", "2026-11-21T09:00:00+09:00");
        let action = accept(status, Environment::Practice, reading);
        let state = State::default().after(action.expect("the same environment"));
        let later = Moment::from_millis(9_500);
        let clock = state.clock.map(|clock| clock.unix_seconds(later));
        assert_eq!(clock, Some(1_795_219_202));
        assert_eq!(state.skew_seconds, 200);
    }

    #[test]
    fn a_gateway_of_the_other_world_is_refused() {
        let status = status("production", "2026-11-21T09:00:00+09:00");
        let refused = accept(status, Environment::Practice, Reading::default());
        assert_eq!(refused, Err(GatewayError::OtherEnvironment));
    }

    #[test]
    fn a_clock_before_1970_is_nonsense() {
        let status = status("practice", "1969-12-31T23:59:59Z");
        let refused = accept(status, Environment::Practice, Reading::default());
        assert_eq!(refused, Err(GatewayError::Nonsense));
    }
}
